"""Formulas made ready for a search: as one function of a person's numbers, and the way they lean.

Every operation of the grammar is monotone in each operand as long as the other's sign is known and nothing is divided
by zero, and rounding keeps that order. So a formula that leans one way in a field, over the declared ranges, does so
for floating-point numbers too, to the last bit: between two values of the field with the same line lies no other line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter

from scoring.domain.formula import Arithmetic, Formula

__all__ = ["Lean", "Term", "lean", "term"]

Term = Callable[[Sequence[float]], float]


class Lean(Enum):
    """Which way a formula goes as one of its fields goes up."""

    UP = 1
    DOWN = -1
    LEVEL = 0
    UNKNOWN = None


def term(formula: Formula, slots: Mapping[str, int]) -> Term:
    """The formula as a function of a list of numbers; ``slots`` says where each name stands in it."""
    names: dict[str, Term] = {name: itemgetter(slots[name]) for name in formula.names}
    return formula.evaluate_with(names, TERMS)


def lean(formula: Formula, name: str, ranges: Mapping[str, tuple[float, float] | None]) -> Lean:
    """Which way the formula goes as ``name`` goes up and the other fields stay anywhere in their ranges."""
    parts = {
        other: _Part(low=ends[0], high=ends[1], rises=other == name, falls=False) if ends else _ANYTHING
        for other, ends in ((other, ranges[other]) for other in formula.names)
    }
    whole = formula.evaluate_with(parts, _PARTS)
    if whole.rises and whole.falls:
        return Lean.UNKNOWN
    return Lean.UP if whole.rises else Lean.DOWN if whole.falls else Lean.LEVEL


def _divide(left: Term, right: Term) -> Term:
    def quotient(numbers: Sequence[float]) -> float:
        below = right(numbers)
        return left(numbers) / below if below != 0 else math.nan

    return quotient


def _smaller(left: Term, right: Term) -> Term:
    def least(numbers: Sequence[float]) -> float:
        one, other = left(numbers), right(numbers)
        return one if one <= other or one != one else other

    return least


def _larger(left: Term, right: Term) -> Term:
    def most(numbers: Sequence[float]) -> float:
        one, other = left(numbers), right(numbers)
        return one if one >= other or one != one else other

    return most


TERMS: Arithmetic[Term] = Arithmetic(
    binary={
        "+": lambda left, right: lambda numbers: left(numbers) + right(numbers),
        "-": lambda left, right: lambda numbers: left(numbers) - right(numbers),
        "*": lambda left, right: lambda numbers: left(numbers) * right(numbers),
        "/": _divide,
        "min": _smaller,
        "max": _larger,
    },
    constant=lambda number: lambda _: number,
)
"""The arithmetic of formulas over functions; it keeps the two rules of ``Arithmetic``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What is known of a part of a formula: where it lies, and whether it can rise or fall with the field."""

    low: float
    high: float
    rises: bool
    falls: bool

    def settled(self) -> _Part:
        """Without finite ends it may be infinite or no number, and leans nowhere for certain."""
        return self if math.isfinite(self.low) and math.isfinite(self.high) else _ANYTHING


_ANYTHING = _Part(low=-math.inf, high=math.inf, rises=True, falls=True)


def _sum(left: _Part, right: _Part) -> _Part:
    return _Part(
        low=left.low + right.low,
        high=left.high + right.high,
        rises=left.rises or right.rises,
        falls=left.falls or right.falls,
    ).settled()


def _difference(left: _Part, right: _Part) -> _Part:
    return _sum(left, _Part(low=-right.high, high=-right.low, rises=right.falls, falls=right.rises))


def _product(left: _Part, right: _Part) -> _Part:
    ends = [one * other for one in (left.low, left.high) for other in (right.low, right.high)]
    first, second = _scaled(left, right), _scaled(right, left)
    return _Part(low=min(ends), high=max(ends), rises=first[0] or second[0], falls=first[1] or second[1]).settled()


def _scaled(part: _Part, by: _Part) -> tuple[bool, bool]:
    """Whether ``part * by`` can rise or fall because ``part`` does."""
    if by.low >= 0:
        return part.rises, part.falls
    if by.high <= 0:
        return part.falls, part.rises
    either = part.rises or part.falls
    return either, either


def _quotient(left: _Part, right: _Part) -> _Part:
    if right.low <= 0 <= right.high:
        return _ANYTHING
    ends = [one / other for one in (left.low, left.high) for other in (right.low, right.high)]
    above = _scaled(left, right)
    # A larger divisor brings the quotient nearer to zero from the side of the dividend, whatever the divisor's sign.
    below = _scaled(_Part(low=0, high=0, rises=right.falls, falls=right.rises), left)
    return _Part(low=min(ends), high=max(ends), rises=above[0] or below[0], falls=above[1] or below[1]).settled()


def _extreme(choose: Callable[[float, float], float]) -> Callable[[_Part, _Part], _Part]:
    def part(left: _Part, right: _Part) -> _Part:
        return _Part(
            low=choose(left.low, right.low),
            high=choose(left.high, right.high),
            rises=left.rises or right.rises,
            falls=left.falls or right.falls,
        ).settled()

    return part


_PARTS: Arithmetic[_Part] = Arithmetic(
    binary={
        "+": _sum,
        "-": _difference,
        "*": _product,
        "/": _quotient,
        "min": _extreme(min),
        "max": _extreme(max),
    },
    constant=lambda number: _Part(low=number, high=number, rises=False, falls=False),
)
