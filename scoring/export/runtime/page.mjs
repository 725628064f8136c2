
// The page: what the card says of a form's figures. Every text comes from the card's data and is set as text, never as
// markup.

const CARD = JSON.parse(document.getElementById("card").textContent);
const PAGE = CARD.page;
const WORDS = PAGE.words;
const MOST_DECIMALS = 17;

function formatted(number, decimals) {
  return new Intl.NumberFormat(PAGE.language, { maximumFractionDigits: decimals }).format(number);
}

function exact(number) {
  return shortened(number, 10, []);
}

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

function counted(points) {
  return fill(points === 1 ? WORDS.one_point : WORDS.many_points, exact(points));
}

// What a person filled in is shown as it is, what is computed from it shortened; neither leaves its line of the card.
function inWords(reading, place) {
  if (reading.state === "special") return meaning(place, reading.label);
  if (reading.state !== "value") return WORDS[reading.state];
  if (typeof reading.value !== "number") return called(place, reading.value);
  const decimals = CARD.fields[place].formula === null ? 10 : Math.abs(reading.value) >= 100 ? 2 : 4;
  return shortened(reading.value, decimals, ends(place)) + PAGE.fields[place].unit;
}

// With so many decimals, or more where the number would become zero or cross an end; at last in full.
function shortened(number, fewest, ends) {
  for (let decimals = fewest; decimals < MOST_DECIMALS; decimals += 1) {
    const plain = new Intl.NumberFormat("en", { maximumFractionDigits: decimals, useGrouping: false });
    const short = Number(plain.format(number));
    if ((short === 0) === (number === 0) && ends.every((end) => short >= end === number >= end)) return formatted(short + 0, decimals);
  }
  return new Intl.NumberFormat(PAGE.language, { maximumSignificantDigits: MOST_DECIMALS }).format(number);
}

// Where one line about a field ends and the next begins, in all tables.
function ends(place) {
  const lines = CARD.entries.flatMap((entry) => [
    ...(entry.of === place ? entry.tables.flatMap((table) => table.lines) : []),
    ...(entry.by === place ? entry.tables.map((table) => table.when) : []),
  ]);
  return lines.flatMap((line) => [line.lower, line.upper]).filter((end) => typeof end === "number");
}

function called(place, category) {
  return PAGE.fields[place].called.find(([name]) => name === category)?.[1] ?? category;
}

function meaning(place, code) {
  const special = CARD.fields[place].special.findIndex((each) => each.code === code);
  return PAGE.fields[place].meanings[special];
}

// What the card says.

function update() {
  const values = applicant();
  const off = refused();
  const found = readings(values, off);
  mark(found, off);
  const result = score(values, off);
  const parts = result.invalid === null ? answers(result, values, off, found) : refusal(result);
  document.getElementById("answer").replaceChildren(...parts);
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
  return fill(far >= 0 ? WORDS.passes : WORDS.falls_short, CARD.cut_off, counted(Math.abs(far)));
}

function refusalText(result) {
  const place = CARD.fields.findIndex((each) => each.name === result.invalid);
  const { label } = PAGE.fields[place];
  const from = CARD.fields[place].operands.map((each) => PAGE.fields[each].label).join("; ");
  return from === "" ? fill(WORDS.invalid_field, label) : fill(WORDS.invalid_derived, label, from);
}

function refusal(result) {
  return [make("div", { class: "panel" }, make("p", { class: "alert" }, refusalText(result)))];
}

function answers(result, values, off, found) {
  const head = make("div", { class: "panel" }, ...scorePart(result));
  const open = [...inputs.keys()].filter((place) => found[place].state === "missing").length;
  if (open > 0) head.append(make("p", { class: "quiet" }, open === 1 ? WORDS.one_open : fill(WORDS.many_open, open)));
  return [head, reasonPart(result, found), changePart(result, values, off, found), pointPart(result, found)];
}

// A probability as the printed card has it: never rounded to none or all.
function percent(pd) {
  const number = pd * 100;
  const [sign, shown] = number < 0.005 ? ["<", 0.01] : number < 99.95 ? ["", number] : [">", 99.9];
  const digits = number < 0.95 ? 2 : 1;
  const said = new Intl.NumberFormat(PAGE.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${sign}${said.format(shown)}%`;
}

function scorePart(result) {
  const highest = CARD.lowest + CARD.pds.length - 1;
  const at = (points) => (highest === CARD.lowest ? 0 : (100 * (points - CARD.lowest)) / (highest - CARD.lowest));
  const place = (made, points) => {
    made.style.left = at(points) + "%";
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
    const label = make("span", { class: "tick middle" }, fill(WORDS.mark, CARD.cut_off));
    label.style.left = `clamp(3.5rem, ${at(CARD.cut_off)}%, calc(100% - 3.5rem))`;
    scale.append(label);
  }
  scale.append(place(make("div", { class: "needle" }), result.score));
  scale.append(make("span", { class: "tick" }, String(CARD.lowest)), make("span", { class: "tick last" }, String(highest)));
  scale.setAttribute("aria-label", text);
  const chance = fill(WORDS.pd, Math.round(Number(result.pd) * 1000), percent(Number(result.pd)), result.pd);
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
    const few = fill(WORDS.fewer, counted(loss(place, points[place])));
    list.append(make("li", {}, reasonText(place, found), make("span", { class: "quiet" }, " " + few)));
  }
  panel.append(list);
  return panel;
}

// In whole numbers up to the tenth that is shown: 17.65 - 16 is less than 1.65 in doubles, and would be shown as 1.6.
function loss(place, points) {
  const unit = BigInt(CARD.unit);
  const lost = BigInt(CARD.entries[place].reference) - BigInt(points) * unit;
  return Number(((20n * lost) / unit + 1n) / 2n) / 10;
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
  const heads = [[WORDS.table], [WORDS.value], [WORDS.line], [WORDS.points, "number"], [WORDS.of_most, "share"]];
  const rows = CARD.entries.map((entry, place) => {
    const { label, lines, most } = PAGE.entries[place];
    const at = [entry.by, entry.of].filter((each) => each !== null);
    const line = lookUp(entry, found);
    const words = lines[entry.tables.flatMap((table) => table.lines).indexOf(line)];
    return [label, at.map((each) => inWords(found[each], each)).join("; "), words, String(line.points), bar(line.points, most)];
  });
  rows.unshift([WORDS.start, "", "", String(CARD.initial_points), ""]);
  const table = tabular(heads, rows, WORDS.adding, [WORDS.sum, "", "", String(result.score), ""]);
  return make("section", { class: "panel" }, make("h2", {}, WORDS.point_table), table);
}

// A table that stands as a list on a narrow screen; the roles keep it a table for whoever listens to it.
function tabular(heads, rows, caption = null, foot = null) {
  const row = (cells) =>
    make(
      "tr",
      { role: "row" },
      ...cells.map((content, at) => {
        if (at === 0) return make("th", { scope: "row", role: "rowheader" }, content);
        const [label, kind] = heads[at];
        return make("td", { role: "cell", class: kind ?? null, "data-label": label }, content);
      }),
    );
  const head = heads.map(([label, kind]) => make("th", { scope: "col", role: "columnheader", class: kind ?? null }, label));
  return make(
    "table",
    { role: "table" },
    caption === null ? null : make("caption", {}, caption),
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)),
    make("tbody", { role: "rowgroup" }, ...rows.map(row)),
    foot === null ? null : make("tfoot", { role: "rowgroup" }, row(foot)),
  );
}

function bar(points, most) {
  const inner = make("span");
  inner.style.width = (most <= 0 ? 0 : (100 * points) / most) + "%";
  return make("span", { class: "bar", role: "img", "aria-label": fill(WORDS.of, points, most) }, inner);
}

document.title = PAGE.title;
document.getElementById("title").textContent = PAGE.title;
document.getElementById("about").textContent = WORDS.about;
document.getElementById("digest").textContent = fill(WORDS.digest, CARD.digest);
build();
update();
