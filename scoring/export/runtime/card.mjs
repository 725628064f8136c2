// Score one person with the card at the end of this file; it needs nothing else.
//
//   import { score } from "./card.mjs";
//   score({ net_monthly_income: 2100, housing_tenure: "tenant" });
//
// An applicant is an object of raw values by field name: numbers, texts or null. The result holds the score, the
// probability of default (the card's own decimal, as text), the invalid field or null, reason codes, and the points of
// every table. The rules are those of Counterscore's specification of the card.

const NUMBER = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/;
const INFINITE = /^[+-]?inf(inity)?$/i;
const NO_NUMBER = /^[+-]?nan$/i;

/** Score an applicant; `refused` names the optional sources that the person refused, such as "bank". */
export function score(applicant, refused = []) {
  const found = readings(applicant, refused);
  const wrong = found.findIndex((reading) => reading.state === "invalid");
  if (wrong !== -1) {
    return { score: null, pd: null, invalid: CARD.fields[wrong].name, reasons: [], points: [] };
  }
  const points = CARD.entries.map((entry) => lookUp(entry, found).points);
  const total = points.reduce((sum, earned) => sum + earned, CARD.initial_points);
  return {
    score: total,
    pd: CARD.pds[total - CARD.lowest],
    invalid: null,
    reasons: reasonPlaces(points, found).map((place) => CARD.entries[place].code),
    points: CARD.entries.map((entry, place) => ({
      characteristics: entry.characteristics,
      code: entry.code,
      points: points[place],
    })),
  };
}

/** The reading of every field in one of five states; what a formula reads stands before what is derived. */
export function readings(applicant, refused = []) {
  const found = [];
  for (const field of CARD.fields) {
    if (field.formula !== null) {
      found.push(derive(field, found));
    } else if (field.source !== null && refused.includes(field.source)) {
      found.push({ state: "not-provided" });
    } else {
      found.push(read(field, Object.hasOwn(applicant, field.name) ? applicant[field.name] : null));
    }
  }
  return found;
}

/** The line that the readings fall into in one entry. */
export function lookUp(entry, found) {
  for (const table of entry.tables) {
    if (table.when === null || accepts(table.when, found[entry.by])) {
      const line = table.lines.find((each) => accepts(each, found[entry.of]));
      if (line !== undefined) return line;
    }
  }
  throw new Error("the card has no line for a reading");
}

/** The places of the entries that lost most, in the order of the reasons. */
export function reasonPlaces(points, found) {
  const losses = [];
  CARD.order.forEach((place, rank) => {
    const entry = CARD.entries[place];
    const loss = BigInt(entry.reference) - BigInt(points[place]) * BigInt(CARD.unit);
    if (loss > 0n && found[entry.of].state !== "not-provided") losses.push({ loss, rank, place });
  });
  losses.sort((one, other) => (one.loss === other.loss ? one.rank - other.rank : one.loss > other.loss ? -1 : 1));
  return losses.slice(0, CARD.most_reasons).map((each) => each.place);
}

function read(field, raw) {
  if (raw === null || raw === undefined || (typeof raw === "number" && Number.isNaN(raw))) return { state: "missing" };
  if (typeof raw === "string" && CARD.missing.includes(strip(raw).toLowerCase())) return { state: "missing" };
  if (typeof raw !== "string" && typeof raw !== "number") return { state: "invalid" };
  const value = field.numeric ? number(raw) : label(raw);
  if (value === null || value === Infinity || value === -Infinity) return { state: "invalid" };
  if (typeof value === "number" && Number.isNaN(value)) return { state: "missing" };
  const special = field.special.find((each) => each.equals === value);
  if (special !== undefined) return { state: "special", label: special.code };
  if (field.not_provided !== null && field.not_provided.equals === value) return { state: "not-provided" };
  return permitted(field, value) ? { state: "value", value } : { state: "invalid" };
}

function permitted(field, value) {
  if (!field.numeric) return field.categories === null || field.categories.includes(value);
  if (!Number.isFinite(value)) return false;
  return field.range === null || (field.range[0] <= value && value <= field.range[1]);
}

function number(raw) {
  if (typeof raw === "number") return raw;
  const text = strip(raw);
  if (/[^\0-\x7f]/.test(raw)) return null;
  if (NUMBER.test(text)) return Number(text);
  if (INFINITE.test(text)) return Infinity;
  return NO_NUMBER.test(text) ? NaN : null;
}

function label(raw) {
  if (typeof raw === "string") return strip(raw);
  if (Number.isInteger(raw)) return BigInt(raw).toString();
  if (!Number.isFinite(raw)) return raw > 0 ? "inf" : "-inf";
  if (Math.abs(raw) >= 1e-4) return String(raw);
  return raw.toExponential().replace(/e-([0-9])$/, "e-0$1");
}

function strip(text) {
  let start = 0;
  let end = text.length;
  while (start < end && CARD.space.includes(text[start])) start += 1;
  while (end > start && CARD.space.includes(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function derive(field, found) {
  const states = field.operands.map((place) => found[place].state);
  if (states.includes("invalid")) return { state: "invalid" };
  if (states.includes("not-provided")) return { state: "not-provided" };
  if (states.includes("missing") || states.includes("special")) return { state: "missing" };
  const value = evaluate(field.formula, found);
  return permitted(field, value) ? { state: "value", value } : { state: "invalid" };
}

function evaluate(tree, found) {
  const [operation, first, second] = tree;
  if (operation === "number") return first;
  if (operation === "field") return found[first].value;
  const left = evaluate(first, found);
  const right = evaluate(second, found);
  if (Number.isNaN(left) || Number.isNaN(right) || (operation === "/" && right === 0)) return NaN;
  switch (operation) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "min":
      return Math.min(left, right);
    default:
      return Math.max(left, right);
  }
}

function accepts(line, reading) {
  switch (line.test) {
    case "interval":
      return (
        reading.state === "value" &&
        (line.lower === null || line.lower <= reading.value) &&
        (line.upper === null || reading.value < line.upper)
      );
    case "categories":
      return reading.state === "value" && line.labels.includes(reading.value);
    case "other":
      return reading.state === "value";
    case "special":
      return reading.state === "special" && line.labels.includes(reading.label);
    case "any":
      return reading.state !== "invalid";
    default:
      return reading.state === line.test;
  }
}
