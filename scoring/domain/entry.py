"""An entry: a one-way table, or a crossing; its attributes and its reference points."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.errors import CardError, InvalidValue
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading, State
from scoring.domain.text import Text

__all__ = ["Attribute", "Entry", "Naming", "References", "Slice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Line):
    """One line with its points, and what the development data said about it.

    Attributes
    ----------
    points
        Integer points, 0 or more.
    goods, bads
        Weight of goods and bads in the development data.
    neutral
        Whether the points are the mean of the other lines of its table: what a refused source earns, a silence that
        must not count, and a line that too few people stand behind.
    """

    points: int
    goods: float = 0.0
    bads: float = 0.0
    neutral: bool = False

    def __post_init__(self) -> None:
        Line.__post_init__(self)  # a slotted dataclass is made anew, and super() would look for the old one
        if isinstance(self.points, bool) or not isinstance(self.points, int) or self.points < 0:
            raise CardError("points must be whole numbers of 0 or more")
        if min(self.goods, self.bads) < 0 or not math.isfinite(self.goods + self.bads):
            raise CardError("counts must be finite and not negative")


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
class Naming:
    """What a crossing is called: its reason code, and texts that name both characteristics."""

    code: str
    label: Text
    reason: Text

    def __post_init__(self) -> None:
        if not self.code.strip():
            raise CardError("a crossing's code must not be empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """One table of an entry: of everybody, or of those whose other characteristic falls into a line.

    Attributes
    ----------
    when
        The line of the crossing's other characteristic; None in a one-way table.
    attributes
        The lines of this table. They cover every reading that is not invalid, and no reading passes two: intervals
        follow each other without a gap, each special code, "missing" and (for an optional source) "not provided" have
        a line of their own, and categories end with "other". A slice of a crossing may have the one line "any".
    """

    attributes: tuple[Attribute, ...]
    when: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A one-way table of one characteristic, or a crossing of two: one table for each line of the other.

    Attributes
    ----------
    characteristic
        What the tables are about. In no other entry.
    by
        For a crossing: the characteristic that chooses the table. In no other entry.
    slices
        The tables; one of them in a one-way entry. Their ``when`` cover every reading of ``by``, as lines do.
    naming
        For a crossing: its own code and texts.
    """

    characteristic: str
    slices: tuple[Slice, ...]
    references: References
    by: str | None = None
    naming: Naming | None = None

    @classmethod
    def one_way(cls, characteristic: str, attributes: Sequence[Attribute], references: References) -> Entry:
        """The entry with one table."""
        return cls(characteristic=characteristic, slices=(Slice(attributes=tuple(attributes)),), references=references)

    @property
    def characteristics(self) -> tuple[str, ...]:
        """What the entry reads: one name, or the crossing's two, the choosing one first."""
        return (self.characteristic,) if self.by is None else (self.by, self.characteristic)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """All lines, table after table."""
        return tuple(attribute for each in self.slices for attribute in each.attributes)

    def lookup(self, readings: Mapping[str, Reading]) -> Attribute:
        """The one attribute that a person falls into.

        Parameters
        ----------
        readings
            At least of the entry's characteristics.

        Raises
        ------
        InvalidValue
            If a reading is invalid: it has no place in any table.
        """
        for name in self.characteristics:
            if readings[name].state is State.INVALID:
                raise InvalidValue(name, f"the value {readings[name].label}")
        named = {
            frozenset(label for a in each.attributes if a.test is Test.CATEGORIES for label in a.labels)
            for each in self.slices
            if [a.test for a in each.attributes] != [Test.ANY]
        }
        if len(named) > 1:
            raise self._broken("does not name the same categories in each of its tables")
        for each in self.slices:
            if self.by is None or (each.when is not None and each.when.accepts(readings[self.by])):
                for attribute in each.attributes:
                    if attribute.accepts(readings[self.characteristic]):
                        return attribute
        states = ", ".join(f"{readings[name].state}" for name in self.characteristics)
        raise CardError(
            f"the entry '{self.characteristic}' has no line for a reading that is {states}",
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

    def check(self, characteristics: Sequence[Characteristic]) -> None:
        """Refuse tables with a hole or an overlap.

        Parameters
        ----------
        characteristics
            The declarations of :attr:`characteristics`, in that order.

        Raises
        ------
        CardError
            Saying what is broken.
        """
        inner = characteristics[-1]
        if self.by is None:
            if len(self.slices) != 1 or self.slices[0].when is not None or self.naming is not None:
                raise self._broken("is a one-way table and has what only a crossing has")
        else:
            if self.naming is None:
                raise self._broken("is a crossing without a code and texts of its own")
            if any(c.source is not None and c.source.optional for c in characteristics):
                raise self._broken("crosses what an optional source gives: refusing it could not have one total")
            whens = [each.when for each in self.slices if each.when is not None]
            if len(whens) != len(self.slices) or len(whens) < 2:
                raise self._broken("is a crossing and needs two or more tables, each with its 'when'")
            self._check_cover(whens, characteristics[0])
        named = {
            frozenset(label for a in each.attributes if a.test is Test.CATEGORIES for label in a.labels)
            for each in self.slices
            if [a.test for a in each.attributes] != [Test.ANY]
        }
        if len(named) > 1:
            raise self._broken("does not name the same categories in each of its tables")
        for each in self.slices:
            if self.by is None or [a.test for a in each.attributes] != [Test.ANY]:
                self._check_cover(each.attributes, inner)
        if all(attribute.neutral for attribute in self.attributes):
            raise self._broken("has neutral lines only: there is nothing to take the mean of")
        if self.references.maximum != self.most:
            raise self._broken("has a maximum that is not its most points")

    def _check_cover(self, lines: Sequence[Line], characteristic: Characteristic) -> None:
        tests = [line.test for line in lines]
        optional = characteristic.source is not None and characteristic.source.optional
        self._check_ends(lines, characteristic)
        wanted = {Test.MISSING: 1, Test.NOT_PROVIDED: 1 if optional else 0, Test.ANY: 0}
        wanted[Test.OTHER] = 1 if characteristic.kind is Kind.CATEGORICAL else 0
        for test, count in wanted.items():
            if tests.count(test) != count:
                raise self._broken(f"needs {count} line(s) '{test}' and has {tests.count(test)}")
        specials = [label for a in lines if a.test is Test.SPECIAL for label in a.labels]
        if sorted(specials) != sorted(special.code for special in characteristic.special):
            raise self._broken("must have one line for each special code")
        labels = [label for a in lines if a.test is Test.CATEGORIES for label in a.labels]
        if len(labels) != len(set(labels)):
            raise self._broken("has a category twice")
        if Test.CATEGORIES in tests[tests.index(Test.OTHER) if Test.OTHER in tests else len(tests) :]:
            raise self._broken("has a category after the line 'other'")

    def _check_ends(self, lines: Sequence[Line], characteristic: Characteristic) -> None:
        intervals = [line for line in lines if line.test is Test.INTERVAL]
        if characteristic.kind is Kind.CATEGORICAL:
            if intervals:
                raise self._broken("is categorical and has an interval")
            return
        if any(line.test is Test.CATEGORIES for line in lines):
            raise self._broken("is numeric and has categories")
        if not intervals or intervals[0].lower is not None or intervals[-1].upper is not None:
            raise self._broken("must have intervals that are open at both ends")
        for left, right in pairwise(intervals):
            if left.upper is None or left.upper != right.lower:
                raise self._broken("has intervals with a gap or an overlap")

    def _broken(self, why: str) -> CardError:
        return CardError(f"the entry '{self.characteristic}' {why}", remedy="The card was edited; correct the line")
