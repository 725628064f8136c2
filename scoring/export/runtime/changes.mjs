
// What would change it, for the page: each field that a person can move, alone, step by step as far as its declaration goes.

function changePart(result, values, refused, found) {
  const rows = [];
  for (const place of inputs.keys()) {
    const change = nearest(place, result, values, refused, found);
    if (change !== null) rows.push(changeRow(place, change, result, found[place]));
  }
  const panel = make("section", { class: "panel" }, make("h2", {}, WORDS.changes), make("p", { class: "quiet" }, WORDS.alone));
  if (rows.length === 0) return panel.append(make("p", {}, WORDS.nothing)), panel;
  const heads = [WORDS.what, WORDS.now, WORDS.nearest, WORDS.gain];
  if (CARD.cut_off !== null) heads.push(fill(WORDS.reaches, CARD.cut_off));
  const head = heads.map((text, at) => make("th", { scope: "col", class: at === 3 ? "number" : null }, text));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  panel.append(make("div", { class: "scroll" }, table));
  return panel;
}

function changeRow(place, change, result, reading) {
  const row = make("tr", {}, make("th", { scope: "row" }, PAGE.fields[place].label));
  row.append(make("td", {}, inWords(reading, place)));
  row.append(make("td", {}, change.value === null ? WORDS.no_gain : withUnit(change.value, place)));
  row.append(make("td", { class: "number" }, change.value === null ? "" : signed(change.gain)));
  if (CARD.cut_off === null) return row;
  const reached = result.score >= CARD.cut_off ? WORDS.already : null;
  const alone = change.alone === null ? WORDS.not_alone : fill(WORDS.at_value, withUnit(change.alone, place));
  row.append(make("td", {}, reached ?? alone));
  return row;
}

function nearest(place, result, values, refused, found) {
  const move = PAGE.fields[place].actionable;
  const declared = CARD.fields[place];
  if (move === null || found[place].state !== "value") return null;
  const start = found[place].value;
  const bound = move.bound ?? declared.range?.[move.up ? 1 : 0] ?? null;
  const sign = move.up ? 1 : -1;
  if (bound === null || (bound - start) * sign <= 0) return null;
  const change = { value: null, gain: 0, alone: null };
  const steps = Math.min(MOST_STEPS, Math.floor(Math.round(((bound - start) * sign * 1e9) / move.step) / 1e9));
  for (let step = 1; step <= steps; step += 1) {
    const value = Number((start + sign * step * move.step).toFixed(10));
    const after = Object.assign(Object.create(null), values, { [declared.name]: value });
    for (const { at, to } of move.also) if (moves(found[at], at)) after[CARD.fields[at].name] = to;
    const then = readings(after, refused);
    if (then[place].state !== "value" || raises(found, then)) continue;
    const reached = score(after, refused);
    if (reached.score === null) continue;
    if (change.value === null && reached.score > result.score) {
      change.value = value;
      change.gain = reached.score - result.score;
    }
    if (CARD.cut_off === null ? change.value !== null : reached.score >= CARD.cut_off) {
      change.alone = value;
      break;
    }
  }
  return change;
}

function moves(reading, place) {
  if (reading.state === "not-provided" || reading.state === "invalid") return false;
  return reading.state !== "special" || !PAGE.fields[place].disputed.includes(reading.label);
}

function raises(before, after) {
  return PAGE.fields.some((each, place) => {
    if (!each.obligation) return false;
    const [one, other] = [before[place], after[place]];
    if (one.state !== "value" || other.state !== "value") return one.state !== other.state;
    return other.value > one.value;
  });
}
