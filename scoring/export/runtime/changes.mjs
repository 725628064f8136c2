
// What would change it, for the page: each field that a person can move, alone, step by step as far as its declaration goes.

const MOST_STEPS = 20000;
const NO_DECIMALS = 2 ** 53 / 1e10;

function changePart(result, values, off, found) {
  const wanted = CARD.cut_off !== null && result.score < CARD.cut_off ? CARD.cut_off : null;
  const rows = [];
  for (const place of inputs.keys()) {
    const steps = ladder(place, found[place]);
    if (steps === null) continue;
    const change = nearest(place, steps, result.score, wanted, values, off, found);
    rows.push(changeRow(place, change, wanted, found[place]));
  }
  const panel = make("section", { class: "panel" }, make("h2", {}, WORDS.changes), make("p", { class: "quiet" }, WORDS.alone));
  const heads = [[WORDS.what], [WORDS.now], [WORDS.nearest], [WORDS.gain, "number"]];
  if (wanted !== null) heads.push([fill(WORDS.reaches, wanted)]);
  panel.append(rows.length === 0 ? make("p", {}, WORDS.nothing) : tabular(heads, rows));
  return panel;
}

function changeRow(place, change, wanted, reading) {
  const { label, unit } = PAGE.fields[place];
  const none = change.all ? null : WORDS.too_fine;
  const value = change.value === null ? none ?? WORDS.no_gain : exact(change.value) + unit;
  const row = [label, inWords(reading, place), value, change.value === null ? "" : "+" + change.gain];
  if (wanted === null) return row;
  return [...row, change.alone === null ? none ?? WORDS.not_alone : fill(WORDS.at_value, exact(change.alone) + unit)];
}

// The values that a field can be moved to, or null where there is none; `all` says whether every step is looked at.
function ladder(place, reading) {
  const move = PAGE.fields[place].actionable;
  if (move === null || reading.state !== "value") return null;
  const start = reading.value;
  const stride = move.up ? move.step : -move.step;
  const bounds = [move.bound, CARD.fields[place].range?.[move.up ? 1 : 0] ?? null].filter((each) => each !== null);
  if (bounds.length === 0) return null;
  const far = ((move.up ? Math.min(...bounds) : Math.max(...bounds)) - start) / stride;
  const count = far > 0 ? Math.floor(even(far * 1e9) / 1e9) : 0;
  if (count < 1) return null;
  const value = (step) => stepped(start + step * stride);
  return { value, count: Math.min(count, MOST_STEPS), all: count <= MOST_STEPS && value(1) !== start };
}

// Ten decimals, and never minus zero.
function stepped(number) {
  return Math.abs(number) >= NO_DECIMALS ? number : even(number * 1e10) / 1e10 + 0;
}

// To the nearest whole number, halves to the even one.
function even(number) {
  const rounded = Math.round(number);
  return Math.abs(number % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function nearest(place, steps, own, wanted, values, off, found) {
  const change = { value: null, gain: 0, alone: null, all: steps.all };
  for (let step = 1; step <= steps.count; step += 1) {
    const value = steps.value(step);
    const reached = attempt(place, value, values, off, found);
    if (reached === null) continue;
    if (change.value === null && reached > own) {
      change.value = value;
      change.gain = reached - own;
    }
    if (wanted !== null && reached >= wanted) change.alone = value;
    if ((wanted === null ? change.value : change.alone) !== null) break;
  }
  return change;
}

// The score after one change and what it sets besides; null where the change is not permitted.
function attempt(place, value, values, off, found) {
  const after = Object.assign(Object.create(null), values, { [CARD.fields[place].name]: value });
  for (const { at, to } of PAGE.fields[place].actionable.also) if (moves(found[at], at)) after[CARD.fields[at].name] = to;
  const then = readings(after, off);
  if (then[place].state !== "value" || forbidden(found, then)) return null;
  return score(after, off).score;
}

function moves(reading, place) {
  if (reading.state === "not-provided" || reading.state === "invalid") return false;
  return reading.state !== "special" || !PAGE.fields[place].disputed.includes(reading.label);
}

// Whether an obligation rises, or changes its state, or anything derived changes its state.
function forbidden(before, after) {
  const worse = (one, other, obligation, derived) => {
    if (one.state !== other.state) return obligation || derived;
    return obligation && one.state === "value" && other.value > one.value;
  };
  if (PAGE.fields.some((each, at) => worse(before[at], after[at], each.obligation, CARD.fields[at].formula !== null))) return true;
  return PAGE.watched.some((each) => worse(derive(each, before), derive(each, after), each.obligation, true));
}
