
// The page: a form for the card's fields, and what the card says of them. Every text comes from the card's data and is
// set as text, never as markup.

const CARD = JSON.parse(document.getElementById("card").textContent);
const PAGE = CARD.page;
const WORDS = PAGE.words;
const MOST_STEPS = 20000;
const shown = new Intl.NumberFormat(PAGE.language, { maximumFractionDigits: 4 });
const inputs = new Map();
const refusals = new Map();

function make(tag, settings = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function fill(template, ...parts) {
  return template.split("{}").reduce((text, piece, place) => text + String(parts[place - 1]) + piece);
}

function signed(number) {
  return (number > 0 ? "+" : number < 0 ? "\u2212" : "") + shown.format(Math.abs(number));
}

function withUnit(number, place) {
  const unit = PAGE.fields[place].unit;
  return shown.format(number) + (unit === null ? "" : " " + unit);
}

function inWords(reading, place) {
  if (reading.state === "value") {
    return typeof reading.value === "number" ? withUnit(reading.value, place) : reading.value;
  }
  if (reading.state === "special") return meaning(place, reading.label);
  return WORDS[reading.state];
}

function meaning(place, code) {
  const special = CARD.fields[place].special.findIndex((each) => each.code === code);
  return PAGE.fields[place].meanings[special];
}

// The form.

function build() {
  const form = document.getElementById("form");
  for (const group of PAGE.groups) {
    const set = make("fieldset", {}, make("legend", {}, group.label));
    if (group.source !== null) {
      const box = make("input", { type: "checkbox", id: "refuse-" + group.source });
      box.addEventListener("change", update);
      refusals.set(group.source, box);
      set.append(make("div", { class: "check" }, box, make("label", { for: box.id }, WORDS.refuse)));
    }
    for (const place of group.fields) set.append(field(place));
    form.append(set);
  }
  const again = make("button", { type: "reset" }, WORDS.clear);
  form.append(again);
  form.addEventListener("reset", () => setTimeout(update, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
}

function field(place) {
  const declared = CARD.fields[place];
  const id = "field-" + place;
  const hints = [];
  const row = make("div", { class: "row" });
  const choice = make("select", { id: id + "-choice" });
  const numeric = declared.numeric;
  const options = numeric
    ? [["figure", WORDS.figure]]
    : [["missing", WORDS.missing]].concat((declared.categories ?? []).map((each, at) => ["label-" + at, each]));
  declared.special.forEach((special, at) => options.push(["special-" + at, meaning(place, special.code)]));
  if (numeric && options.length > 1) options.push(["missing", WORDS.missing]);
  for (const [value, text] of options) choice.append(make("option", { value }, text));
  let entry = null;
  if (numeric || declared.categories === null) {
    const mode = numeric ? "decimal" : "text";
    entry = make("input", { id, type: "text", inputmode: mode, autocomplete: "off", "aria-describedby": id + "-hint" });
    entry.addEventListener("input", update);
    row.append(entry);
  }
  if (numeric && PAGE.fields[place].unit !== null) row.append(make("span", {}, PAGE.fields[place].unit));
  if (declared.range !== null) hints.push(fill(WORDS.range, ...declared.range.map((end) => shown.format(end))));
  if (entry === null || options.length > 1) {
    if (entry !== null) choice.setAttribute("aria-label", PAGE.fields[place].label + ": " + WORDS.kind);
    choice.addEventListener("change", update);
    row.append(choice);
  }
  inputs.set(place, { entry, choice });
  const label = make("label", { for: entry === null ? choice.id : id }, PAGE.fields[place].label);
  return make("div", { class: "field" }, label, row, make("div", { class: "hint", id: id + "-hint" }, hints.join("; ")));
}

function applicant() {
  const found = Object.create(null);
  for (const [place, { entry, choice }] of inputs) {
    const declared = CARD.fields[place];
    const [kind, at] = choice.value.split("-");
    let value = null;
    if (kind === "special") value = declared.special[Number(at)].code;
    else if (kind === "label") value = declared.categories[Number(at)];
    else if (entry !== null && (kind === "figure" || entry.value.trim() !== "")) value = figure(entry.value, declared);
    found[declared.name] = value;
  }
  return found;
}

function figure(text, declared) {
  const plain = declared.numeric && /^[^,.]*,[^,.]*$/.test(text) ? text.replace(",", ".") : text;
  return plain.trim() === "" ? null : plain;
}

// What the card says.

function update() {
  const values = applicant();
  const refused = [...refusals].filter(([, box]) => box.checked).map(([source]) => source);
  const found = readings(values, refused);
  for (const [place, { entry, choice }] of inputs) {
    const off = refused.includes(CARD.fields[place].source);
    const wrong = found[place].state === "invalid";
    choice.disabled = off;
    if (entry !== null) {
      entry.disabled = off || choice.value.startsWith("special") || (CARD.fields[place].numeric && choice.value === "missing");
      entry.setAttribute("aria-invalid", String(wrong));
    }
  }
  const result = score(values, refused);
  const answer = document.getElementById("answer");
  answer.replaceChildren(...(result.invalid === null ? answers(result, values, refused, found) : refusal(result, found)));
  announce(result);
}

let waiting = 0;
function announce(result) {
  clearTimeout(waiting);
  const text = result.invalid === null ? summary(result) : refusalText(result);
  waiting = setTimeout(() => {
    document.getElementById("said").textContent = text;
  }, 600);
}

function summary(result) {
  const points = fill(WORDS.score, result.score);
  return CARD.cut_off === null ? points : points + ". " + verdict(result.score);
}

function verdict(points) {
  const far = points - CARD.cut_off;
  return far >= 0 ? fill(WORDS.passes, CARD.cut_off, far) : fill(WORDS.falls_short, CARD.cut_off, -far);
}

function refusalText(result) {
  const place = CARD.fields.findIndex((each) => each.name === result.invalid);
  return fill(WORDS.invalid_field, PAGE.fields[place].label);
}

function refusal(result) {
  return [make("div", { class: "panel" }, make("p", { class: "alert" }, refusalText(result)))];
}

function answers(result, values, refused, found) {
  const head = make("div", { class: "panel" }, ...scorePart(result));
  const open = [...inputs.keys()].filter((place) => found[place].state === "missing").length;
  if (open > 0) head.append(make("p", { class: "quiet" }, fill(WORDS.open, open)));
  const parts = [head, reasonPart(result, found), changePart(result, values, refused, found), pointPart(result, found)];
  return parts.filter((part) => part !== null);
}

function scorePart(result) {
  const highest = CARD.lowest + CARD.pds.length - 1;
  const at = (points) => (highest === CARD.lowest ? 0 : (100 * (points - CARD.lowest)) / (highest - CARD.lowest));
  const place = (made, points) => {
    made.style.left = Math.min(100, Math.max(0, at(points))) + "%";
    return made;
  };
  const track = make("div", { class: "track" });
  const scale = make("div", { class: "scale", role: "img" }, track);
  let text = fill(WORDS.scale, result.score, CARD.lowest, highest);
  if (CARD.cut_off !== null) {
    text += " " + fill(WORDS.mark, CARD.cut_off);
    const passing = place(make("div", { class: "passing" }), CARD.cut_off);
    track.append(passing);
    scale.append(place(make("div", { class: "notch" }), CARD.cut_off));
    scale.append(place(make("span", { class: "tick middle" }, fill(WORDS.mark, CARD.cut_off)), CARD.cut_off));
  }
  scale.append(place(make("div", { class: "needle" }), result.score));
  scale.append(make("span", { class: "tick" }, String(CARD.lowest)), make("span", { class: "tick last" }, String(highest)));
  scale.setAttribute("aria-label", text);
  const share = new Intl.NumberFormat(PAGE.language, { style: "percent", maximumFractionDigits: 1 });
  const chance = fill(WORDS.pd, Math.round(Number(result.pd) * 1000), share.format(Number(result.pd)), result.pd);
  const said = CARD.cut_off === null ? "" : verdict(result.score);
  const line = make("p", { class: "score" }, make("strong", {}, String(result.score)), make("span", {}, said));
  return [make("h2", {}, WORDS.your_score), line, scale, make("p", {}, chance), make("p", { class: "quiet" }, WORDS.policy)];
}

function reasonPart(result, found) {
  const points = result.points.map((each) => each.points);
  const places = reasonPlaces(points, found);
  const panel = make("section", { class: "panel" }, make("h2", {}, WORDS.reasons), make("p", { class: "quiet" }, PAGE.basis));
  if (places.length === 0) return panel.append(make("p", {}, WORDS.no_reasons)), panel;
  const list = make("ol");
  for (const place of places) {
    const loss = Number(BigInt(CARD.entries[place].reference)) / Number(CARD.unit) - points[place];
    const few = new Intl.NumberFormat(PAGE.language, { maximumFractionDigits: 1 }).format(loss);
    list.append(make("li", {}, reasonText(place, found), make("span", { class: "quiet" }, " " + fill(WORDS.fewer, few))));
  }
  panel.append(list);
  return panel;
}

function reasonText(place, found) {
  const entry = CARD.entries[place];
  for (const at of [entry.by, entry.of].filter((each) => each !== null)) {
    if (found[at].state === "missing") return PAGE.fields[at].reason_missing;
    if (found[at].state === "special") return PAGE.fields[at].label + ": " + meaning(at, found[at].label);
  }
  return PAGE.entries[place].reason;
}

function pointPart(result, found) {
  const body = make("tbody");
  const row = (label, value, line, points, most) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, label),
      make("td", {}, value),
      make("td", {}, line),
      make("td", { class: "number" }, points),
      most === null ? make("td", { class: "bar-cell" }) : make("td", { class: "bar-cell" }, bar(points, most)),
    );
  body.append(row(WORDS.start, "", "", String(CARD.initial_points), null));
  CARD.entries.forEach((entry, place) => {
    const at = [entry.by, entry.of].filter((each) => each !== null);
    const line = lookUp(entry, found);
    const words = PAGE.entries[place].lines[CARD.entries[place].tables.flatMap((table) => table.lines).indexOf(line)];
    const values = at.map((each) => inWords(found[each], each)).join("; ");
    body.append(row(PAGE.entries[place].label, values, words, String(line.points), PAGE.entries[place].most));
  });
  const heads = [WORDS.table, WORDS.value, WORDS.line].map((text) => make("th", { scope: "col" }, text));
  heads.push(make("th", { scope: "col", class: "number" }, WORDS.points), make("th", { scope: "col" }, WORDS.of_most));
  const foot = make("tr", {}, make("th", { scope: "row", colspan: "3" }, WORDS.sum));
  foot.append(make("td", { class: "number" }, String(result.score)), make("td"));
  const table = make("table", {}, make("caption", {}, WORDS.adding), make("thead", {}, make("tr", {}, ...heads)), body);
  table.append(make("tfoot", {}, foot));
  return make("section", { class: "panel" }, make("h2", {}, WORDS.point_table), make("div", { class: "scroll" }, table));
}

function bar(points, most) {
  const inner = make("span");
  inner.style.width = (most === 0 ? 0 : (100 * Number(points)) / most) + "%";
  return make("span", { class: "bar", role: "img", "aria-label": fill(WORDS.of, points, most) }, inner);
}

document.title = PAGE.title;
document.getElementById("title").textContent = PAGE.title;
document.getElementById("about").textContent = WORDS.about;
document.getElementById("digest").textContent = fill(WORDS.digest, CARD.digest);
build();
update();
