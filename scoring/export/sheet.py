"""The card as plain data for the runtimes: fields, formulas as trees, tables, probabilities."""

from __future__ import annotations

import json
from typing import Any

from scoring.artefact.canonical import whole
from scoring.artefact.card_json import card_digest
from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.entry import Attribute, Entry
from scoring.domain.formula import Arithmetic
from scoring.domain.line import Line, Test
from scoring.export.plan import MISSING_TEXTS, MOST_REASONS, SPACE, Plan

__all__ = ["declaration", "encoded", "sheet"]

Tree = list[Any]

TREES: Arithmetic[Tree] = Arithmetic(
    binary={
        sign: (lambda left, right, sign=sign: [sign, left, right])  # type: ignore[misc]  # the sign is bound here
        for sign in ("+", "-", "*", "/", "min", "max")
    },
    constant=lambda number: ["number", whole(number)],
)
"""A formula as a tree of lists, its operation first."""


def sheet(plan: Plan) -> dict[str, Any]:
    """The card as a document of numbers, texts and lists; names occur as values only, never as keys."""
    card = plan.card
    places = {name: place for place, name in enumerate(plan.blame)}
    return {
        "digest": card_digest(card),
        "initial_points": card.initial_points,
        "cut_off": card.cut_off,
        "lowest": card.pd_table.lowest,
        "pds": list(card.pd_table.pds),
        "unit": str(plan.unit),
        "most_reasons": MOST_REASONS,
        "space": SPACE,
        "missing": list(MISSING_TEXTS),
        "fields": [declaration(plan.characteristic(name), places) for name in plan.blame],
        "entries": [_entry(entry, plan, places) for entry in card.entries],
        "order": list(plan.order),
    }


def encoded(document: object) -> str:
    """JSON in ASCII that can stand in a script of a page: no sign in it ends a script or begins a comment."""
    text = json.dumps(document, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def declaration(field: Characteristic, places: dict[str, int]) -> dict[str, Any]:
    """What reading or deriving a field needs; a formula names its operands by their places."""
    formula = field.formula
    names = () if formula is None else formula.names
    tree = None if formula is None else formula.evaluate_with({n: ["field", places[n]] for n in names}, TREES)
    return {
        "name": field.name,
        "numeric": field.kind is Kind.NUMERIC,
        "source": field.source.value if field.source is not None and field.source.optional else None,
        "range": None if field.range is None else [whole(end) for end in field.range],
        "categories": list(field.categories) or None,
        "special": [_code(field, special.code) for special in field.special],
        "not_provided": None if field.not_provided is None else _code(field, field.not_provided),
        "formula": tree,
        "operands": [places[name] for name in names],
    }


def _code(field: Characteristic, code: str) -> dict[str, Any]:
    return {"code": code, "equals": whole(float(code)) if field.kind is Kind.NUMERIC else code}


def _entry(entry: Entry, plan: Plan, places: dict[str, int]) -> dict[str, Any]:
    return {
        "by": None if entry.by is None else places[entry.by],
        "of": places[entry.characteristic],
        "characteristics": list(entry.characteristics),
        "code": plan.code(entry),
        "reference": str(plan.units(entry)),
        "tables": [
            {
                "when": None if each.when is None else _line(each.when),
                "lines": [_attribute(attribute) for attribute in each.attributes],
            }
            for each in entry.slices
        ],
    }


def _attribute(attribute: Attribute) -> dict[str, Any]:
    return {**_line(attribute), "points": attribute.points}


def _line(line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {"test": line.test.value}
    if line.test is Test.INTERVAL:
        found["lower"] = None if line.lower is None else whole(line.lower)
        found["upper"] = None if line.upper is None else whole(line.upper)
    if line.labels:
        found["labels"] = list(line.labels)
    return found
