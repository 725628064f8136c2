"""Score one person with the card at the end of this file; the standard library is enough.

``python card.py applicant.json`` prints the result as JSON; ``score(applicant)`` returns it. An applicant is a
dictionary of raw values by field name. The rules are those of Counterscore's specification of the card.
"""

from __future__ import annotations

import json
import math
import re
import sys
from pathlib import Path
from typing import Any

__all__ = ["main", "score"]

CARD: dict[str, Any] = {}  # the exported file gives it at its end

VALUE, SPECIAL, MISSING, NOT_PROVIDED, INVALID = "value", "special", "missing", "not-provided", "invalid"
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
INFINITY = re.compile(r"[+-]?inf(inity)?", re.IGNORECASE)

Reading = tuple[str, Any]


def score(applicant: dict[str, Any], refused: tuple[str, ...] = ()) -> dict[str, Any]:
    """Score, probability of default (the card's own decimal, as text), invalid column, reason codes and points.

    Parameters
    ----------
    applicant
        Raw values by field name: numbers, texts or None. An absent field is missing.
    refused
        Optional sources that the person refused, such as "bank".
    """
    readings = _read_all(applicant, refused)
    for field, (state, _) in zip(CARD["fields"], readings, strict=True):
        if state == INVALID:
            return {"score": None, "pd": None, "invalid": field["name"], "reasons": [], "points": []}
    points = [_lookup(entry, readings) for entry in CARD["entries"]]
    total = CARD["initial_points"] + sum(points)
    return {
        "score": total,
        "pd": CARD["pds"][total - CARD["lowest"]],
        "invalid": None,
        "reasons": _reasons(points, readings),
        "points": [
            {"characteristics": entry["characteristics"], "code": entry["code"], "points": earned}
            for entry, earned in zip(CARD["entries"], points, strict=True)
        ],
    }


def _read_all(applicant: dict[str, Any], refused: tuple[str, ...]) -> list[Reading]:
    readings: list[Reading] = []
    for field in CARD["fields"]:  # what a formula reads stands before what is derived
        if field["formula"] is not None:
            readings.append(_derive(field, readings))
        elif field["source"] is not None and field["source"] in refused:
            readings.append((NOT_PROVIDED, None))
        else:
            readings.append(_read(field, applicant.get(field["name"])))
    return readings


def _read(field: dict[str, Any], raw: object) -> Reading:
    if raw is None or (isinstance(raw, str) and raw.strip(CARD["space"]).lower() in CARD["missing"]):
        return MISSING, None
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return INVALID, None
    if isinstance(raw, float) and math.isnan(raw):
        return MISSING, None
    value = _number(raw) if field["numeric"] else _label(raw)
    if value is None or value in (math.inf, -math.inf):
        return INVALID, None
    if isinstance(value, float) and math.isnan(value):
        return MISSING, None
    for special in field["special"]:
        if value == special["equals"]:
            return SPECIAL, special["code"]
    if field["not_provided"] is not None and value == field["not_provided"]["equals"]:
        return NOT_PROVIDED, None
    return (VALUE, value) if _permitted(field, value) else (INVALID, None)


def _permitted(field: dict[str, Any], value: Any) -> bool:  # noqa: ANN401 - a number or a label
    if field["numeric"]:
        low, high = field["range"] or (-math.inf, math.inf)
        return math.isfinite(value) and bool(low <= value <= high)
    return field["categories"] is None or value in field["categories"]


def _number(raw: str | float) -> float | None:
    if not isinstance(raw, str):
        try:
            return float(raw)
        except OverflowError:
            return None
    text = raw.strip(CARD["space"])
    if not raw.isascii():
        return None
    if NUMBER.fullmatch(text):
        return float(text)
    if INFINITY.fullmatch(text):
        return math.inf
    return math.nan if text.lower() in {"nan", "+nan", "-nan"} else None


def _label(raw: str | float) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str(raw).strip(CARD["space"])


def _derive(field: dict[str, Any], readings: list[Reading]) -> Reading:
    states = [readings[place][0] for place in field["operands"]]
    for found, becomes in ((INVALID, INVALID), (NOT_PROVIDED, NOT_PROVIDED), (MISSING, MISSING), (SPECIAL, MISSING)):
        if found in states:
            return becomes, None
    number = _evaluate(field["formula"], readings)
    return (VALUE, number) if _permitted(field, number) else (INVALID, None)


def _evaluate(tree: list[Any], readings: list[Reading]) -> float:
    if tree[0] == "number":
        return float(tree[1])
    if tree[0] == "field":
        return float(readings[tree[1]][1])
    left, right = (_evaluate(part, readings) for part in tree[1:])
    if math.isnan(left) or math.isnan(right) or (tree[0] == "/" and right == 0):
        return math.nan
    match tree[0]:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    return min(left, right) if tree[0] == "min" else max(left, right)


def _lookup(entry: dict[str, Any], readings: list[Reading]) -> int:
    for table in entry["tables"]:
        if table["when"] is None or _accepts(table["when"], readings[entry["by"]]):
            for line in table["lines"]:
                if _accepts(line, readings[entry["of"]]):
                    return int(line["points"])
    raise AssertionError("the card has no line for a reading")


def _accepts(line: dict[str, Any], reading: Reading) -> bool:
    state, value = reading
    match line["test"]:
        case "interval":
            low, high = line["lower"], line["upper"]
            return state == VALUE and (low is None or low <= value) and (high is None or value < high)
        case "categories":
            return state == VALUE and value in line["labels"]
        case "other":
            return state == VALUE
        case "special":
            return state == SPECIAL and value in line["labels"]
        case "any":
            return state != INVALID
    return bool(state == line["test"])


def _reasons(points: list[int], readings: list[Reading]) -> list[str]:
    losses = []
    for rank, place in enumerate(CARD["order"]):
        entry = CARD["entries"][place]
        loss = int(entry["reference"]) - points[place] * int(CARD["unit"])
        if loss > 0 and readings[entry["of"]][0] != NOT_PROVIDED:
            losses.append((-loss, rank, entry["code"]))
    return [code for _, _, code in sorted(losses)[: CARD["most_reasons"]]]


def main() -> int:
    """Score the applicant in the file that is named."""
    if len(sys.argv) != 2:
        print("usage: python card.py applicant.json", file=sys.stderr)
        return 2
    try:
        applicant = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        result = score(dict(applicant))
    except (OSError, TypeError, ValueError) as error:
        print(f"card.py: {sys.argv[1]} cannot be read as one JSON object ({type(error).__name__})", file=sys.stderr)
        return 2
    print(json.dumps(result, ensure_ascii=False, indent=2))
    return 0 if result["invalid"] is None else 1
