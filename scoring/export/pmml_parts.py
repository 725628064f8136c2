"""Parts of a PMML document: declared fields, predicates, lines of a table."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from scoring.domain.characteristic import Characteristic, Kind
from scoring.export.plan import MISSING_TEXTS
from scoring.export.pmml_formula import Element, apply, element, number_constant

__all__ = [
    "attribute",
    "baseline",
    "data_field",
    "every",
    "simple",
    "some_of",
    "text_element",
    "transformed",
    "within",
]


def data_field(field: Characteristic) -> Element:
    """A declared field: what is valid, and which texts are missing."""
    codes = [special.code for special in field.special]
    codes += [] if field.not_provided is None else [field.not_provided]
    if field.kind is Kind.NUMERIC:
        made = element("DataField", {"name": field.name, "optype": "continuous", "dataType": "double"})
        # A code is an interval of one number: where a valid value is listed, the list is all that is valid.
        points = [] if field.range is None else [(float(code), float(code)) for code in codes]
        for low, high in sorted([field.range or (-sys.float_info.max, sys.float_info.max), *points]):
            ends = {"closure": "closedClosed", "leftMargin": repr(low), "rightMargin": repr(high)}
            made.append(element("Interval", ends))
        return made
    made = element("DataField", {"name": field.name, "optype": "categorical", "dataType": "string"})
    valid = [*field.categories, *codes] if field.categories else []
    made.extend(element("Value", {"value": each, "property": "valid"}) for each in valid)
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


def baseline(reference: Decimal) -> str:
    """The points that losses are measured from: the reference to 2^-40 below it, less half of that.

    Doubles hold such numbers, and their distance to any whole number of points, up to 4,096 points. So losses that
    are equal in decimals are equal in doubles and the others keep their order, as references have twelve decimals at
    most; and what is no loss is below zero, for engines that give a code whose loss is zero.

    Examples
    --------
    >>> baseline(Decimal("26.5"))
    '26.49999999999954525264911353588104248046875'
    """
    steps = 2 * math.floor(Fraction(reference) * 2**40) - 1
    return f"{Decimal(math.ldexp(steps, -41)):f}"


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
