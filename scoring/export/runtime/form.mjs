
// The form: one row for each field that the card reads, and what a person has filled in.

const inputs = new Map();
const refusals = new Map();

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
  form.append(make("button", { type: "reset" }, WORDS.clear));
  form.addEventListener("reset", () => setTimeout(update, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
}

function field(place) {
  const declared = CARD.fields[place];
  const { label, unit } = PAGE.fields[place];
  const id = "field-" + place;
  const row = make("div", { class: "row" });
  const choices = options(place);
  const choice = make("select", { id: id + "-choice" }, ...choices.map(([value, text]) => make("option", { value }, text)));
  const hint = make("div", { class: "hint", id: id + "-hint" });
  const error = make("div", { class: "error", id: id + "-error" });
  let entry = null;
  if (declared.numeric || declared.categories === null) {
    const kind = declared.numeric ? { inputmode: "decimal" } : { class: "text" };
    entry = make("input", { id, type: "text", autocomplete: "off", "aria-describedby": hint.id + " " + error.id, ...kind });
    entry.addEventListener("input", update);
    row.append(entry);
    if (unit.trim() !== "") row.append(make("span", {}, unit.trim()));
  }
  if (declared.range !== null) hint.append(fill(WORDS.range, ...declared.range.map(exact)));
  if (entry === null || choices.length > 1) {
    if (entry !== null) choice.setAttribute("aria-label", label + ": " + WORDS.kind);
    choice.addEventListener("change", update);
    row.append(choice);
  }
  inputs.set(place, { entry, choice, error });
  return make("div", { class: "field" }, make("label", { for: entry === null ? choice.id : id }, label), row, hint, error);
}

function options(place) {
  const declared = CARD.fields[place];
  const special = declared.special.map((each, at) => ["special-" + at, meaning(place, each.code)]);
  if (declared.numeric) {
    return [["figure", WORDS.figure], ...special, ...(special.length > 0 ? [["missing", WORDS.missing]] : [])];
  }
  const labels = (declared.categories ?? []).map((each, at) => ["label-" + at, called(place, each)]);
  return [["missing", WORDS.missing], ...labels, ...special];
}

function refused() {
  return [...refusals].filter(([, box]) => box.checked).map(([source]) => source);
}

function applicant() {
  const found = Object.create(null);
  for (const [place, { entry, choice }] of inputs) {
    const declared = CARD.fields[place];
    const [kind, at] = choice.value.split("-");
    let value = null;
    if (kind === "special") value = declared.special[Number(at)].code;
    else if (kind === "label") value = declared.categories[Number(at)];
    else if (entry !== null && (kind === "figure" || !declared.numeric)) value = declared.numeric ? figure(entry.value) : entry.value;
    found[declared.name] = value;
  }
  return found;
}

// A figure as people write it: groups of three as in the page's language, and a comma or a point before decimals.
function figure(text) {
  const plain = strip(text);
  const dutch = PAGE.language === "nl";
  const grouped = dutch ? /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/ : /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
  const joined = grouped.test(plain) ? plain.replaceAll(dutch ? "." : ",", "") : plain;
  return /^[^,.]*,[^,.]*$/.test(joined) ? joined.replace(",", ".") : joined;
}

// Which fields can be filled in, and beside each that is invalid what can be.
function mark(found, off) {
  for (const [place, { entry, choice, error }] of inputs) {
    const declared = CARD.fields[place];
    const shut = off.includes(declared.source);
    choice.disabled = shut;
    if (entry === null) continue;
    const wrong = found[place].state === "invalid";
    entry.disabled = shut || choice.value.startsWith("special") || (declared.numeric && choice.value === "missing");
    entry.setAttribute("aria-invalid", String(wrong));
    const within = declared.range === null ? WORDS.invalid_figure : fill(WORDS.invalid_range, ...declared.range.map(exact));
    error.textContent = wrong ? within : "";
  }
}
