"""Expressions of PMML: functions, constants, and a formula's arithmetic, in which NaN is a missing value.

Nothing is compared before it is known to be there: engines differ in whether that is missing too or an error.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from xml.etree.ElementTree import Element as XmlElement

from scoring.domain.formula import Arithmetic

__all__ = ["Element", "apply", "choose", "constant", "element", "field_ref", "formula_elements", "number_constant"]

Element = XmlElement


def element(tag: str, attributes: Mapping[str, str] | None = None) -> Element:
    """An element."""
    return XmlElement(tag, dict(attributes or {}))


def field_ref(name: str) -> Element:
    """A field's value."""
    return element("FieldRef", {"field": name})


def constant(text: str) -> Element:
    """A text."""
    made = element("Constant", {"dataType": "string"})
    made.text = text
    return made


def number_constant(number: float) -> Element:
    """A double."""
    made = element("Constant", {"dataType": "double"})
    made.text = repr(float(number))
    return made


def apply(function: str, *operands: Element) -> Element:
    """A built-in function; operands are copied, as an element has one place."""
    made = element("Apply", {"function": function})
    made.extend(copy.deepcopy(operand) for operand in operands)
    return made


def choose(rules: Sequence[tuple[Element, Element]], otherwise: Element | None) -> Element:
    """The first rule's value whose condition holds; without ``otherwise`` a missing value where none does."""
    found = otherwise
    for condition, value in reversed(rules):
        found = apply("if", condition, value) if found is None else apply("if", condition, value, found)
    if found is None:
        raise ValueError("there is nothing to choose from")
    return found


def _known(operand: Element, value: Element) -> Element:
    return apply("if", apply("isNotMissing", operand), value)


def formula_elements(define: Callable[[Element], Element]) -> Arithmetic[Element]:
    """The six operations.

    Parameters
    ----------
    define
        Gives a name to a part that is used twice.
    """

    def divide(left: Element, right: Element) -> Element:
        below = define(right)
        return _known(below, apply("if", apply("notEqual", below, number_constant(0.0)), apply("/", left, below)))

    def choice(comparison: str, left: Element, right: Element) -> Element:
        # The built-in min and max leave missing values out, where a formula must not.
        one, other = define(left), define(right)
        return _known(one, _known(other, apply("if", apply(comparison, one, other), one, other)))

    return Arithmetic(
        binary={
            "+": lambda left, right: apply("+", left, right),
            "-": lambda left, right: apply("-", left, right),
            "*": lambda left, right: apply("*", left, right),
            "/": divide,
            "min": lambda left, right: choice("lessOrEqual", left, right),
            "max": lambda left, right: choice("greaterOrEqual", left, right),
        },
        constant=number_constant,
    )
