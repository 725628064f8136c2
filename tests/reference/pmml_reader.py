"""Score with nothing but a PMML document: the part of PMML 4.4 that scorecards use, read from its specification.

A missing value makes arithmetic missing, ``if`` without a third part is missing where its condition is false, an
unknown predicate is not true, and a characteristic without a true attribute makes the whole result invalid. A number
that is no number (NaN) is a missing value; where valid values are listed, nothing else is valid.

Where engines differ it is as strict as the strictest: a missing value must not be compared, the losses of a code are
added up, and a code is given unless its loss is below zero.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

__all__ = ["Scored", "score_rows"]

Element = ElementTree.Element
Values = dict[str, Any]
Scored = tuple[int | None, float | None, str | None, tuple[str, ...]]

P = "{http://www.dmg.org/PMML-4_4}"
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "lessThan": operator.lt,
    "lessOrEqual": operator.le,
    "greaterThan": operator.gt,
    "greaterOrEqual": operator.ge,
}
ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def score_rows(document: bytes, rows: list[dict[str, object]]) -> list[Scored]:
    """Score, PD, invalid field and reason codes of each row."""
    root = ElementTree.fromstring(document)  # noqa: S314 - we wrote it ourselves
    assert root.get("version") == "4.4"
    return [_score(root, row) for row in rows]


def _score(root: Element, row: Mapping[str, object]) -> Scored:
    model = _one(root, "Scorecard")
    dictionary = {field.get("name"): field for field in _one(root, "DataDictionary")}
    values: Values = {}
    valid = True
    for mining in _one(model, "MiningSchema"):
        name = str(mining.get("name"))
        values[name], fine = _prepare(dictionary[name], row.get(name))
        assert mining.get("invalidValueTreatment") == "returnInvalid"
        valid = valid and fine
    for field in _one(model, "LocalTransformations"):
        values[str(field.get("name"))] = _typed(field, _evaluate(field[0], values))
    total, losses = float(model.get("initialScore", "0")), dict[str, Decimal]()
    for characteristic in _one(model, "Characteristics"):
        for attribute in characteristic:
            if _holds(attribute[0], values):
                partial = Decimal(attribute.get("partialScore", ""))
                total += float(partial)
                assert model.get("reasonCodeAlgorithm") == "pointsBelow"
                code = characteristic.get("reasonCode", "")
                losses[code] = losses.get(code, Decimal(0)) + Decimal(characteristic.get("baselineScore", "")) - partial
                break
        else:
            valid = False
    ranked = [code for code in sorted(losses, key=lambda each: -losses[each]) if losses[code] >= 0]
    return _outputs(model, values, total if valid else None, ranked)


def _outputs(model: Element, values: Values, total: float | None, ranked: list[str]) -> Scored:
    found: Values = {}
    reasons: list[str] = []
    for field in _one(model, "Output"):
        name, feature = str(field.get("name")), field.get("feature")
        if feature == "predictedValue":
            found[name] = None if total is None else int(total)
        elif feature == "reasonCode":
            rank = int(field.get("rank", "1")) - 1
            reasons += ranked[rank : rank + 1] if total is not None else []
        else:
            found[name] = _evaluate(field[0], {**values, **found})
    score, pd, invalid = (next(v for n, v in found.items() if n.endswith(end)) for end in ("score", "pd", "invalid"))
    return score, None if pd is None else float(pd), invalid, tuple(reasons)


def _prepare(field: Element, raw: object) -> tuple[Any, bool]:
    """A value as its declared type, None where it is missing; and whether it is valid."""
    if raw is None or (isinstance(raw, float) and math.isnan(raw)):
        return None, True
    value = float(str(raw)) if field.get("dataType") == "double" else str(raw)
    listed: dict[str, list[str | float]] = {"valid": [], "missing": []}
    for each in field.iter(f"{P}Value"):
        text = each.get("value", "")
        listed[each.get("property", "valid")].append(float(text) if isinstance(value, float) else text)
    if value in listed["missing"]:
        return None, True
    if listed["valid"]:
        return value, value in listed["valid"]
    intervals = list(field.iter(f"{P}Interval"))
    inside = any(
        isinstance(value, float) and float(each.get("leftMargin", "")) <= value <= float(each.get("rightMargin", ""))
        for each in intervals
    )
    return value, inside or not intervals


def _typed(field: Element, value: Any) -> Any:  # noqa: ANN401 - a number or a text
    if value is None or field.get("dataType") != "double":
        return value
    return None if math.isnan(value) else float(value)


def _evaluate(part: Element, values: Values) -> Any:  # noqa: ANN401 - a number, a text, a truth value
    match part.tag.removeprefix(P):
        case "FieldRef":
            return values[str(part.get("field"))]
        case "Constant":
            text = part.text or ""
            return float(text) if part.get("dataType") == "double" else text
        case "MapValues":
            pair = _one(part, "FieldColumnPair")
            for row in _one(part, "InlineTable"):
                if int(_one(row, str(pair.get("column"))).text or "") == values[str(pair.get("field"))]:
                    return _one(row, str(part.get("outputColumn"))).text
            return None
        case "Apply":
            return _apply(str(part.get("function")), list(part), values)
    raise AssertionError(part.tag)


def _apply(function: str, parts: list[Element], values: Values) -> Any:  # noqa: ANN401 - as above
    if function == "if":
        condition = _evaluate(parts[0], values)
        if condition is None:
            return None
        chosen = parts[1:2] if condition else parts[2:3]
        return _evaluate(chosen[0], values) if chosen else None
    operands = [_evaluate(part, values) for part in parts]
    if function in {"isMissing", "isNotMissing"}:
        return (operands[0] is None) == (function == "isMissing")
    if function in {"and", "or"}:
        decisive = function == "or"
        return decisive if decisive in operands else None if None in operands else not decisive
    if function in COMPARE:
        assert None not in operands, function
        return COMPARE[function](*operands)
    if None in operands:
        return None
    found = ARITHMETIC[function](*operands)
    return None if math.isnan(found) else found


def _holds(predicate: Element, values: Values) -> bool | None:
    """Whether a predicate is true; None where that is unknown."""
    match predicate.tag.removeprefix(P):
        case "True":
            return True
        case "SimplePredicate":
            value, text = values[str(predicate.get("field"))], str(predicate.get("value"))
            if value is None:
                return None
            return COMPARE[str(predicate.get("operator"))](value, float(text) if isinstance(value, float) else text)
        case "CompoundPredicate":
            found = [_holds(part, values) for part in predicate]
            decisive = predicate.get("booleanOperator") == "or"
            return decisive if decisive in found else None if None in found else not decisive
    raise AssertionError(predicate.tag)


def _one(parent: Element, tag: str) -> Element:
    found = parent.find(f"{P}{tag}")
    assert found is not None, tag
    return found
