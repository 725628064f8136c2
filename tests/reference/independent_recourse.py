"""Recourse with nothing but docs/spec/reasons.md and a reader of docs/spec/card.md: every setting, one by one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.reference.independent_scorer import Reading, derive, falls_into, read

OBLIGATIONS = {"commitment", "liability", "expense"}

Json = dict[str, Any]
Key = tuple[int, int, float, tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Values after some changes: where it stands in the order of plans, its score, the limits that hold."""

    key: Key
    after: Mapping[str, float]
    besides: tuple[str, ...]
    score: int
    met: frozenset[str]


def fields_of(card: Json) -> dict[str, Json]:
    return {field["name"]: field for field in card["registry"]["characteristics"] + card["registry"]["inputs"]}


def points(entry: Json, readings: Mapping[str, Reading]) -> int:
    *outer, inner = entry["characteristics"]
    lines = entry.get("attributes")
    if outer:
        lines = next(s["attributes"] for s in entry["slices"] if falls_into(s["when"], *readings[outer[0]]))
    found = (line["points"] for line in lines or () if line["test"] == "any" or falls_into(line, *readings[inner]))
    return int(next(found))


def rungs(field: Json, reading: Reading) -> list[float]:
    """The values that a field can be moved to, its own not among them."""
    actionable = field.get("actionable")
    if actionable is None or reading[0] != "value" or "derived" in field:
        return []
    up = actionable["direction"] == "up"
    if up and field.get("category") in OBLIGATIONS:
        return []
    low, high = field.get("range", (-math.inf, math.inf))
    end = min(actionable.get("max", math.inf), high) if up else max(actionable.get("min", -math.inf), low)
    found: list[float] = []
    for step in itertools.count(1):
        value = round(reading[1] + (step if up else -step) * actionable["step"], 10)
        if (value > end + 1e-9) if up else (value < end - 1e-9):
            return found
        if read(field, value, []) == ("value", value):
            found.append(value)
    raise AssertionError


def settings(case: Json, card: Json, policy: Json) -> Iterator[Setting]:
    """Every permitted setting, the unchanged one first."""
    fields = fields_of(card)
    before = {name: read(f, case["values"].get(name), case["refused"]) for name, f in fields.items()}
    derived = {name: field for name, field in fields.items() if "derived" in field}
    before |= {name: derive(field, before) for name, field in derived.items()}
    ladders = {name: rungs(field, before[name]) for name, field in sorted(fields.items())}
    movable = {name: ladder for name, ladder in ladders.items() if ladder}
    for chosen in itertools.product(*([None, *ladder] for ladder in movable.values())):
        after = {name: value for name, value in zip(movable, chosen, strict=True) if value is not None}
        set_to = {n: v for name in after for n, v in fields[name]["actionable"].get("also", {}).items()}
        if set_to.keys() & after.keys():
            continue
        besides = {n: v for n, v in set_to.items() if _can_be_set(fields[n], before[n])}
        readings = {**before, **{n: read(fields[n], v, []) for n, v in {**after, **besides}.items()}}
        readings |= {name: derive(field, readings) for name, field in derived.items()}
        if any(_forbidden(fields[name], before[name], readings[name]) for name in fields):
            continue
        efforts = [(fields[name]["actionable"], ladders[name].index(value) + 1) for name, value in after.items()]
        yield Setting(
            key=(
                max((a["months"] for a, _ in efforts), default=0),
                len(after),
                round(sum(steps * a["cost"] for a, steps in efforts), 9),
                tuple(after),
                tuple(abs(value - before[name][1]) for name, value in after.items()),
            ),
            after=after,
            besides=tuple(sorted(name for name in besides if readings[name] != before[name])),
            score=card["initial_points"] + sum(points(entry, readings) for entry in card["entries"]),
            met=frozenset(limit["code"] for limit in policy["limit"] if _holds(limit, readings)),
        )


def _can_be_set(field: Json, reading: Reading) -> bool:
    disputed = reading[0] == "special" and field["special"][reading[1]].get("refers", False)
    return reading[0] not in {"not provided", "invalid"} and not disputed


def _forbidden(field: Json, before: Reading, after: Reading) -> bool:
    obligation = field.get("category") in OBLIGATIONS
    if before[0] != after[0]:
        return obligation or "derived" in field
    return obligation and before[0] == "value" and bool(after[1] > before[1])


def _holds(limit: Json, readings: Mapping[str, Reading]) -> bool:
    state, value = readings[limit["characteristic"]]
    return state == "value" and bool(value <= limit["most"])
