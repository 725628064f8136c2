"""Conditions on which a build fails: ``measure op number``, judged on whole intervals.

The grammar, with any white space between its parts::

    conditions = condition { ";" condition } [ ";" ]
    condition  = measure op number
    measure    = letter { letter | digit | "_" }
    op         = "<=" | ">=" | "<" | ">"
    number     = [ "+" | "-" ] ( digits [ "." [ digits ] ] | "." digits ) [ ( "e" | "E" ) [ "+" | "-" ] digits ]

A condition names what must not be: ``adverse_impact_ratio < 0.8`` fails where the ratio is below 0.8 in all of its
interval, passes where it is so in none of it, and is inconclusive where the interval reaches across 0.8.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from scoring.domain.errors import InputError

__all__ = ["Condition", "ConditionError", "Judged", "Op", "Outcome", "judge", "parse"]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>[A-Za-z][A-Za-z0-9_]*)|(?P<op><=|>=|<|>)"
    r"|(?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<end>;))",
    re.ASCII,
)
_NAMES = {"name": "a measure", "op": "one of < <= > >=", "number": "a number", "end": "';'"}


class ConditionError(InputError):
    """A condition cannot be read.

    Parameters
    ----------
    position
        The character at which reading stopped, counted from 1.
    """

    def __init__(self, position: int, what: str, *, remedy: str = "") -> None:
        super().__init__(what, where=f"condition, character {position}", remedy=remedy)
        self.position = position


class Op(StrEnum):
    """How a measure is compared with a number."""

    BELOW = "<"
    AT_MOST = "<="
    ABOVE = ">"
    AT_LEAST = ">="

    def holds(self, value: float, number: float) -> bool:
        """Whether it is true of one value."""
        match self:
            case Op.BELOW:
                return value < number
            case Op.AT_MOST:
                return value <= number
            case Op.ABOVE:
                return value > number
            case Op.AT_LEAST:
                return value >= number


class Outcome(StrEnum):
    """What a condition comes to. What is unknown never passes."""

    PASSES = "passes"
    FAILS = "fails"
    INCONCLUSIVE = "inconclusive"
    SUPPRESSED = "suppressed"


_FROM_WORST = (Outcome.FAILS, Outcome.INCONCLUSIVE, Outcome.SUPPRESSED, Outcome.PASSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition; as text it is what it was read from, in its one form.

    Examples
    --------
    >>> condition, = parse("adverse_impact_ratio<.80", measures={"adverse_impact_ratio"})
    >>> str(condition)
    'adverse_impact_ratio < 0.8'
    >>> condition.of((0.70, 0.75)), condition.of((0.75, 0.85)), condition.of((0.80, 0.85))
    (<Outcome.FAILS: 'fails'>, <Outcome.INCONCLUSIVE: 'inconclusive'>, <Outcome.PASSES: 'passes'>)
    """

    measure: str
    op: Op
    number: float

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", self.measure) or not math.isfinite(self.number):
            raise InputError("a condition has the name of a measure and a finite number")

    def __str__(self) -> str:
        return f"{self.measure} {self.op.value} {self.number!r}"

    def of(self, interval: tuple[float, float] | None) -> Outcome:
        """What it comes to for one comparison, whose interval has both ends inside; None where it is withheld."""
        if interval is None:
            return Outcome.SUPPRESSED
        low, high = interval
        if not low <= high:  # NaN: nobody knows
            return Outcome.INCONCLUSIVE
        ends = {self.op.holds(low, self.number), self.op.holds(high, self.number)}
        if ends == {True}:
            return Outcome.FAILS
        return Outcome.PASSES if ends == {False} else Outcome.INCONCLUSIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A condition with what it came to, over every comparison of its measure."""

    condition: Condition
    outcomes: frozenset[Outcome]

    @property
    def worst(self) -> Outcome:
        """The worst of them."""
        return next(outcome for outcome in _FROM_WORST if outcome in self.outcomes)

    def passes(self, allowed: Collection[Outcome] = ()) -> bool:
        """Whether the build may pass, beside what passes with what is allowed by name; what fails never is."""
        return self.outcomes <= {Outcome.PASSES, *allowed} - {Outcome.FAILS}


def judge(condition: Condition, intervals: Iterable[tuple[float, float] | None]) -> Judged:
    """Judge a condition over every comparison of its measure. Without any, nothing is known: inconclusive."""
    found = frozenset(condition.of(interval) for interval in intervals)
    return Judged(condition=condition, outcomes=found or frozenset({Outcome.INCONCLUSIVE}))


def parse(text: str, *, measures: Collection[str]) -> tuple[Condition, ...]:
    """Read conditions separated by ``;``.

    Parameters
    ----------
    measures
        The names that there are.

    Raises
    ------
    ConditionError
        With the place, what belongs there, and for an unknown measure those that there are.
    """
    found: list[Condition] = []
    at = 0
    while True:
        start, name, at = _take(text, at, "name")
        _check_measure(name, start, measures)
        _, op, at = _take(text, at, "op")
        start, number, at = _take(text, at, "number")
        if not math.isfinite(value := float(number)):
            raise ConditionError(start, "the number is too large")
        found.append(Condition(measure=name, op=Op(op), number=value))
        if not text[at:].strip():
            return tuple(found)
        _, _, at = _take(text, at, "end")
        if not text[at:].strip():
            return tuple(found)


def _take(text: str, at: int, wanted: str) -> tuple[int, str, int]:
    """The next part of a text: where it begins, counted from 1, what it is, and where the next may begin."""
    match = _TOKEN.match(text, at)
    start = len(text[:at]) + len(text[at:]) - len(text[at:].lstrip()) + 1
    if match is None or match.lastgroup != wanted:
        what = f"{_NAMES[wanted]} belongs here" if text[at:].strip() else f"it ends where {_NAMES[wanted]} belongs"
        raise ConditionError(start, what, remedy="Write: measure op number, such as adverse_impact_ratio < 0.8")
    return start, match.group(wanted), match.end()


def _check_measure(name: str, start: int, measures: Collection[str]) -> None:
    if name not in measures:
        near = get_close_matches(name, measures, 1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise ConditionError(
            start, f"there is no measure '{name}'", remedy=f"{meant}There are: {', '.join(sorted(measures))}"
        )
