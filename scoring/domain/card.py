"""The card: the whole model as one table of integers.

Score = initial points + the points of the one attribute that each entry's reading falls into. Score, PD,
reasons, recourse and every export are this lookup; there is no second path that could disagree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NoReturn

from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.errors import CardError, InvalidValue
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Registry
from scoring.domain.scale import Scale

__all__ = ["Attribute", "Card", "Development", "Entry", "PdTable", "References", "Test"]


class Test(StrEnum):
    """What an attribute asks of a reading."""

    __test__ = False  # not a pytest class

    INTERVAL = "interval"
    CATEGORIES = "categories"
    OTHER = "other"
    SPECIAL = "special"
    MISSING = "missing"
    NOT_PROVIDED = "not-provided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One line of an entry: a test, its points, and what the development data said.

    Attributes
    ----------
    test
        Which kind of test.
    lower, upper
        For an interval: ``lower <= value < upper``; None is an open end.
    labels
        For categories: the labels; for a special value: its one code.
    points
        Integer points, 0 or more.
    goods, bads
        Weight of goods and bads in the development data.
    neutral
        Whether the points are the mean of the entry's other lines: what a refused source earns, a silence that must
        not count, and a line that too few people stand behind.
    """

    test: Test
    points: int
    lower: float | None = None
    upper: float | None = None
    labels: tuple[str, ...] = ()
    goods: float = 0.0
    bads: float = 0.0
    neutral: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.points, bool) or not isinstance(self.points, int) or self.points < 0:
            raise CardError("points must be whole numbers of 0 or more")
        for end in (self.lower, self.upper):
            if end is not None and not math.isfinite(end):
                raise CardError("an interval's end must be finite, or absent")
        if self.lower is not None and self.upper is not None and not self.lower < self.upper:
            raise CardError("an interval's lower end must lie below its upper end")
        if self.test is not Test.INTERVAL and (self.lower, self.upper) != (None, None):
            raise CardError("only an interval has ends")
        if self.labels and self.test not in {Test.CATEGORIES, Test.SPECIAL}:
            raise CardError("only categories and special values have labels")
        if self.test is Test.SPECIAL and len(self.labels) != 1:
            raise CardError("a special value has one code")
        if min(self.goods, self.bads) < 0 or not math.isfinite(self.goods + self.bads):
            raise CardError("counts must be finite and not negative")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The points that an entry's losses and contributions are measured from.

    Attributes
    ----------
    maximum
        The most points the entry can give.
    population
        Weighted mean points over the development data.
    just_passing
        Weighted mean points of those within the band above the cut-off; None without a cut-off.
    """

    maximum: Decimal
    population: Decimal
    just_passing: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A one-way table: one characteristic, its attributes, its reference points.

    The attributes cover every reading that is not invalid, and no reading passes two: intervals follow each other
    without a gap, each special code, "missing" and (for an optional source) "not provided" have a line of their
    own, and categories end with "other".
    """

    characteristic: str
    attributes: tuple[Attribute, ...]
    references: References

    def lookup(self, reading: Reading) -> Attribute:
        """The one attribute that a reading falls into.

        Raises
        ------
        InvalidValue
            If the reading is invalid: it has no place in any table.
        """
        if reading.state is State.INVALID:
            raise InvalidValue(self.characteristic, f"the value {reading.label}")
        for attribute in self.attributes:
            if attribute.accepts(reading):
                return attribute
        raise CardError(
            f"the entry '{self.characteristic}' has no line for a {reading.state} reading",
            remedy="The card is incomplete; run 'counterscore certify'",
        )

    @property
    def least(self) -> int:
        """The fewest points the entry can give."""
        return min(attribute.points for attribute in self.attributes)

    @property
    def most(self) -> int:
        """The most points the entry can give."""
        return max(attribute.points for attribute in self.attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdTable:
    """Score to probability of default, one decimal string per whole score from ``lowest`` upwards."""

    lowest: int
    pds: tuple[str, ...]

    def pd(self, score: int) -> Decimal:
        """The probability of default at a reachable score.

        Raises
        ------
        CardError
            If the table does not reach that score.
        """
        index = score - self.lowest
        if not 0 <= index < len(self.pds):
            raise CardError(f"the score {score} lies outside the card's table of probabilities")
        return Decimal(self.pds[index])

    @property
    def highest(self) -> int:
        """The highest score of the table."""
        return self.lowest + len(self.pds) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What the card was made from.

    Attributes
    ----------
    target, bad
        The outcome column, and the value in it that means bad.
    goods, bads
        Their weights.
    rows
        Rows used.
    seed
        The seed of the fit.
    data_digest
        SHA-256 of the file's bytes, or empty for an estimator fitted on arrays.
    """

    target: str
    bad: str
    rows: int
    goods: float
    bads: float
    seed: int
    data_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A scorecard, complete with the declarations of what it reads.

    Attributes
    ----------
    registry
        The declared fields, whether an entry uses them or not.
    scale
        Where the score stands for which odds.
    initial_points
        Points that everybody starts with.
    entries
        The tables.
    pd_table
        Score to probability of default.
    cut_off, band
        The lowest passing score, if declared, and the width in points of "just passing".
    development
        What the card was made from.
    """

    registry: Registry
    scale: Scale
    initial_points: int
    entries: tuple[Entry, ...]
    pd_table: PdTable
    development: Development
    cut_off: int | None = None
    band: int = 20

    def __post_init__(self) -> None:
        names = [entry.characteristic for entry in self.entries]
        if len(set(names)) != len(names):
            raise CardError("a characteristic has two entries; each may be in one at most")
        declared = {c.name for c in self.registry.characteristics}
        for entry in self.entries:
            if entry.characteristic not in declared:
                raise CardError(f"the entry '{entry.characteristic}' is not declared in the card's registry")
            _check_cover(entry, self.registry.characteristic(entry.characteristic))
        if self.band < 1:
            raise CardError("the band above the cut-off is not a positive number of points")
        if (self.pd_table.lowest, self.pd_table.highest) != (self.lowest, self.highest):
            raise CardError(
                f"the table of probabilities runs from {self.pd_table.lowest} to {self.pd_table.highest}, "
                f"the scores from {self.lowest} to {self.highest}",
                remedy="The card was edited; fit it again or correct the sums",
            )

    @property
    def lowest(self) -> int:
        """The lowest reachable score."""
        return self.initial_points + sum(entry.least for entry in self.entries)

    @property
    def highest(self) -> int:
        """The highest reachable score."""
        return self.initial_points + sum(entry.most for entry in self.entries)

    def characteristic(self, entry: Entry) -> Characteristic:
        """The declaration of what an entry scores."""
        return self.registry.characteristic(entry.characteristic)

    def attributes(self, readings: Mapping[str, Reading]) -> dict[str, Attribute]:
        """The attribute that each entry's reading falls into, by characteristic.

        Raises
        ------
        InvalidValue
            If an entry's reading is invalid; of a derived one, the field that makes it so is named.
        """
        for entry in self.entries:
            if readings[entry.characteristic].state is State.INVALID:
                self._refuse(entry, readings)
        return {e.characteristic: e.lookup(readings[e.characteristic]) for e in self.entries}

    def _refuse(self, entry: Entry, readings: Mapping[str, Reading]) -> NoReturn:
        formula = self.characteristic(entry).formula
        operands = [name for name in (formula.names if formula else ()) if name in readings]
        name = next((n for n in operands if readings[n].state is State.INVALID), entry.characteristic)
        raise InvalidValue(name, f"the value {readings[name].label}")

    def score(self, readings: Mapping[str, Reading]) -> int:
        """The score of one person.

        Raises
        ------
        InvalidValue
            If an entry's reading is invalid.
        """
        return self.initial_points + sum(a.points for a in self.attributes(readings).values())

    def pd(self, score: int) -> Decimal:
        """The probability of default at a score."""
        return self.pd_table.pd(score)


def _check_cover(entry: Entry, characteristic: Characteristic) -> None:
    tests = [attribute.test for attribute in entry.attributes]
    optional = characteristic.source is not None and characteristic.source.optional
    _check_ends(entry, characteristic)
    wanted = {Test.MISSING: 1, Test.NOT_PROVIDED: 1 if optional else 0}
    wanted[Test.OTHER] = 1 if characteristic.kind is Kind.CATEGORICAL else 0
    for test, count in wanted.items():
        if tests.count(test) != count:
            raise _broken(entry, f"needs {count} line(s) '{test}' and has {tests.count(test)}")
    specials = [label for a in entry.attributes if a.test is Test.SPECIAL for label in a.labels]
    if sorted(specials) != sorted(special.code for special in characteristic.special):
        raise _broken(entry, "must have one line for each special code")
    labels = [label for a in entry.attributes if a.test is Test.CATEGORIES for label in a.labels]
    if len(labels) != len(set(labels)):
        raise _broken(entry, "has a category twice")
    if Test.CATEGORIES in tests[tests.index(Test.OTHER) if Test.OTHER in tests else len(tests) :]:
        raise _broken(entry, "has a category after the line 'other'")
    if all(attribute.neutral for attribute in entry.attributes):
        raise _broken(entry, "has neutral lines only: there is nothing to take the mean of")
    if entry.references.maximum != entry.most:
        raise _broken(entry, "has a maximum that is not its most points")


def _check_ends(entry: Entry, characteristic: Characteristic) -> None:
    intervals = [a for a in entry.attributes if a.test is Test.INTERVAL]
    if characteristic.kind is Kind.CATEGORICAL:
        if intervals:
            raise _broken(entry, "is categorical and has an interval")
        return
    if any(a.test is Test.CATEGORIES for a in entry.attributes):
        raise _broken(entry, "is numeric and has categories")
    if not intervals or intervals[0].lower is not None or intervals[-1].upper is not None:
        raise _broken(entry, "must have intervals that are open at both ends")
    for left, right in pairwise(intervals):
        if left.upper is None or left.upper != right.lower:
            raise _broken(entry, "has intervals with a gap or an overlap")


def _broken(entry: Entry, why: str) -> CardError:
    return CardError(f"the entry '{entry.characteristic}' {why}", remedy="The card was edited; correct the line")
