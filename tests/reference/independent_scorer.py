"""Score a person with nothing but docs/spec/card.md: ``independent_scorer.py CARD VALUES [REFUSED SOURCE ...]``."""

import json
import math
import re
import sys
from functools import reduce
from pathlib import Path
from typing import Any

NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
TOKEN = re.compile(r"((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|\w+|[-+*/(),])")
EVERYTHING = (-math.inf, math.inf)

Reading = tuple[str, Any]


def read(field: dict[str, Any], raw: object, refused: list[str]) -> Reading:
    if field.get("source") in refused:
        return "not provided", None
    numeric = field["kind"] == "numeric"
    unknown = {"", "null", "nan"} | ({"+nan", "-nan"} if numeric else set())
    if raw is None or (isinstance(raw, str) and raw.strip().lower() in unknown):
        return "missing", None
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return "invalid", None
    raw = raw.strip() if isinstance(raw, str) else raw
    if numeric and isinstance(raw, str) and not re.fullmatch(NUMBER, raw):
        return "invalid", None  # an infinity among them
    value: Any = float(raw) if numeric else str(int(raw) if isinstance(raw, float) and raw == int(raw) else raw)
    wrong = not within(field, value) if numeric else value not in field.get("categories", [value])
    for code in field.get("special", {}):
        if value == (float(code) if numeric else code):
            return "special", code
    mark = field.get("not_provided")
    if mark is not None and value == (float(mark) if numeric else mark):
        return "not provided", None
    return ("invalid", None) if wrong else ("value", value)


def within(field: dict[str, Any], number: float) -> bool:
    low, high = field.get("range", EVERYTHING)
    return math.isfinite(number) and bool(low <= number <= high)


def operate(sign: str, left: float, right: float) -> float:
    if math.isnan(left) or math.isnan(right) or (sign == "/" and right == 0):
        return math.nan
    found = {"+": left + right, "-": left - right, "*": left * right, "min": min(left, right), "max": max(left, right)}
    return left / right if sign == "/" else found[sign]


def compute(tokens: list[str], values: dict[str, float], signs: tuple[str, ...] = ("+-", "*/")) -> float:
    if signs:
        total = compute(tokens, values, signs[1:])
        while tokens and tokens[0] in signs[0]:
            total = operate(tokens.pop(0), total, compute(tokens, values, signs[1:]))
        return total
    part = tokens.pop(0)
    if part == "-":
        return operate("-", 0.0, compute(tokens, values, ()))
    if part in {"(", "min", "max"} and (part == "(" or tokens.pop(0) == "("):
        parts = [compute(tokens, values)]
        while tokens.pop(0) == ",":
            parts.append(compute(tokens, values))
        return reduce(lambda left, right: operate(part, left, right), parts)
    return values[part] if part in values else float(part)


def derive(field: dict[str, Any], readings: dict[str, Reading]) -> Reading:
    tokens = TOKEN.findall(field["derived"])
    operands = {token: readings[token] for token in tokens if token in readings}
    for state in ("invalid", "not provided", "missing", "special"):
        if any(reading[0] == state for reading in operands.values()):
            return state.replace("special", "missing"), None
    found = compute(tokens, {name: reading[1] for name, reading in operands.items()})
    return ("value", found) if within(field, found) else ("invalid", None)


def falls_into(line: dict[str, Any], state: str, value: Any) -> bool:  # noqa: ANN401 - a number or a label
    asked = line["test"]
    if asked == "interval":
        low, high = line["lower"], line["upper"]
        return state == "value" and (low is None or low <= value) and (high is None or value < high)
    if asked in {"categories", "special"}:
        return state == asked.replace("categories", "value") and value in line["labels"]
    if asked == "any":
        return state != "invalid"
    return bool(state == asked.replace("other", "value").replace("-", " "))


def score(card: dict[str, Any], values: dict[str, Any], refused: list[str]) -> dict[str, Any]:
    """Score, PD and invalid column, as the vectors give them."""
    declared = {field["name"]: field for field in card["registry"]["characteristics"] + card["registry"]["inputs"]}
    readings = {name: read(field, values.get(name), refused) for name, field in declared.items()}
    readings |= {name: derive(field, readings) for name, field in declared.items() if "derived" in field}
    total = card["initial_points"]
    for name in [name for entry in card["entries"] for name in entry["characteristics"]]:
        if readings[name][0] == "invalid":
            operands = TOKEN.findall(declared[name].get("derived", ""))
            wrong = [operand for operand in operands if readings.get(operand, ("", None))[0] == "invalid"]
            return {"score": None, "pd": None, "invalid": (*wrong, name)[0]}
    for entry in card["entries"]:
        *choosing, name = entry["characteristics"]
        table = entry
        if choosing:
            table = next(each for each in entry["slices"] if falls_into(each["when"], *readings[choosing[0]]))
        total += next(line["points"] for line in table["attributes"] if falls_into(line, *readings[name]))
    return {"score": total, "pd": card["pd_table"]["pds"][total - card["pd_table"]["lowest"]], "invalid": None}


if __name__ == "__main__":
    documents = [json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:3]]
    print(json.dumps(score(documents[0], documents[1], sys.argv[3:])))
