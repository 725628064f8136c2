"""Parts of a PMML document: declared fields, predicates, lines of a table."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from scoring.domain.characteristic import Characteristic, Kind
from scoring.export.plan import MISSING_TEXTS
from scoring.export.pmml_formula import Element, apply, element, number_constant

__all__ = ["attribute", "data_field", "every", "simple", "some_of", "text_element", "transformed", "within"]


def data_field(field: Characteristic) -> Element:
    """A declared field: what is valid, and which texts are missing."""
    numeric = field.kind is Kind.NUMERIC
    kinds = (
        {"optype": "continuous", "dataType": "double"} if numeric else {"optype": "categorical", "dataType": "string"}
    )
    made = element("DataField", {"name": field.name, **kinds})
    codes = [special.code for special in field.special]
    codes += [] if field.not_provided is None else [field.not_provided]
    if numeric:
        low, high = field.range or (-sys.float_info.max, sys.float_info.max)
        ends = {"closure": "closedClosed", "leftMargin": repr(low), "rightMargin": repr(high)}
        made.append(element("Interval", ends))
    valid = [*field.categories, *codes] if numeric or field.categories else []
    made.extend(element("Value", {"value": each, "property": "valid"}) for each in valid)
    if not numeric:
        made.extend(element("Value", {"value": each, "property": "missing"}) for each in MISSING_TEXTS)
    return made


def within(number: Element, field: Characteristic) -> Element:
    """Whether a number is finite and in the field's range."""
    low, high = field.range or (-sys.float_info.max, sys.float_info.max)
    return apply(
        "and",
        apply("greaterOrEqual", number, number_constant(low)),
        apply("lessOrEqual", number, number_constant(high)),
    )


def transformed(name: str, kind: str, optype: str) -> dict[str, str]:
    """The attributes of an output that is computed."""
    return {"name": name, "optype": optype, "dataType": kind, "feature": "transformedValue"}


def attribute(points: int, predicate: Element) -> Element:
    """A line of a table."""
    made = element("Attribute", {"partialScore": str(points)})
    made.append(predicate)
    return made


def simple(field: str, operator: str, value: str) -> Element:
    """A comparison with a constant."""
    return element("SimplePredicate", {"field": field, "operator": operator, "value": value})


def every(parts: Sequence[Element]) -> Element:
    """All predicates at once."""
    return _compound("and", parts)


def some_of(parts: Sequence[Element]) -> Element:
    """One of the predicates."""
    return _compound("or", parts)


def _compound(operator: str, parts: Sequence[Element]) -> Element:
    if len(parts) == 1:
        return parts[0]
    made = element("CompoundPredicate", {"booleanOperator": operator})
    made.extend(parts)
    return made


def text_element(tag: str, text: str) -> Element:
    """An element with text in it."""
    made = element(tag)
    made.text = text
    return made
