"""A line of a table: what it asks of a reading."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import CardError
from scoring.domain.reading import Reading, State

__all__ = ["Line", "Test"]


class Test(StrEnum):
    """What a line asks of a reading."""

    __test__ = False  # not a pytest class

    INTERVAL = "interval"
    CATEGORIES = "categories"
    OTHER = "other"
    SPECIAL = "special"
    MISSING = "missing"
    NOT_PROVIDED = "not-provided"
    ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line's test.

    Attributes
    ----------
    test
        Which kind of test. ``ANY`` accepts every reading that is not invalid; only a slice of a crossing has it.
    lower, upper
        For an interval: ``lower <= value < upper``; None is an open end.
    labels
        For categories: the labels; for a special value: its one code.
    """

    test: Test
    lower: float | None = None
    upper: float | None = None
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for end in (self.lower, self.upper):
            if end is not None and not math.isfinite(end):
                raise CardError("an interval's end must be finite, or absent")
        if self.lower is not None and self.upper is not None and not self.lower < self.upper:
            raise CardError("an interval's lower end must lie below its upper end")
        if self.test is not Test.INTERVAL and (self.lower, self.upper) != (None, None):
            raise CardError("only an interval has ends")
        if self.labels and self.test not in {Test.CATEGORIES, Test.SPECIAL}:
            raise CardError("only categories and special values have labels")
        if self.test is Test.CATEGORIES and not self.labels:
            raise CardError("a line of categories names one or more")
        if self.test is Test.SPECIAL and len(self.labels) != 1:
            raise CardError("a special value has one code")

    def accepts(self, reading: Reading) -> bool:
        """Whether a reading passes the test."""
        match self.test:
            case Test.INTERVAL:
                return reading.state is State.VALUE and (
                    (self.lower is None or reading.number >= self.lower)
                    and (self.upper is None or reading.number < self.upper)
                )
            case Test.CATEGORIES:
                return reading.state is State.VALUE and reading.label in self.labels
            case Test.OTHER:
                return reading.state is State.VALUE
            case Test.SPECIAL:
                return reading.state is State.SPECIAL and reading.label in self.labels
            case Test.MISSING:
                return reading.state is State.MISSING
            case Test.NOT_PROVIDED:
                return reading.state is State.NOT_PROVIDED
            case Test.ANY:
                return reading.state is not State.INVALID

    def meets(self, other: Line) -> bool:
        """Whether some reading falls into both lines, of tables about the same characteristic.

        "Other" meets no categories: an entry names the same ones in each of its tables.
        """
        if Test.ANY in {self.test, other.test}:
            return True
        if self.test is not other.test:
            return False
        if self.test is not Test.INTERVAL:
            return not self.labels or bool(set(self.labels) & set(other.labels))
        below = self.upper is None or other.lower is None or other.lower < self.upper
        above = self.lower is None or other.upper is None or self.lower < other.upper
        return below and above
