"""Counts of two files by side, period, group and bin: all that the rest of the package sees of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.decisions.cube import Attribute, Source
from audits.stability.bins import Bins
from audits.stability.question import Question

__all__ = ["AFTER", "BEFORE", "Cells", "ColumnCells", "OutcomeCells", "Whom"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

BEFORE, AFTER = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a comparison is about: everybody, unless a group or a period is named, or a group in a period.

    Attributes
    ----------
    attribute, group
        Places of an attribute and of one of its groups, in both files; -1 for everybody.
    period
        The place of a period of the later file, against all of the earlier one (of the group, if one is named); -1
        for all of it.
    """

    attribute: int = -1
    group: int = -1
    period: int = -1

    @property
    def crossed(self) -> bool:
        """Whether it is a group in a period."""
        return self.attribute >= 0 and self.period >= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCells:
    """One column; arrays have the shape (cells,), ``groups`` (cells, attributes).

    Attributes
    ----------
    side, period, groups, bin, people
        File, period (-1 in the earlier file), groups, bin, and how many.
    total, square
        Sums of ``(value - centre)`` and of its square over people with a number.
    numbers
        How many people have one.
    """

    name: str
    bins: Bins
    centre: float
    side: Column
    period: Column
    groups: np.ndarray[tuple[int, int], np.dtype[Any]]
    bin: Column
    people: Column
    numbers: Column
    total: Column
    square: Column

    def of(self, whom: Whom, side: int) -> Column:
        """Which cells are theirs, on a side."""
        return _of(self.side, self.period, self.groups, whom, side)

    def counts(self, whom: Whom, side: int) -> list[int]:
        """People in every bin."""
        mask = self.of(whom, side)
        found = np.bincount(self.bin[mask], weights=self.people[mask], minlength=self.bins.all)
        return [int(people) for people in np.rint(found)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeCells:
    """People whose outcome is recorded, by hundredth of the log-odds of their predicted probability.

    Attributes
    ----------
    bad
        1 defaulted, 0 repaid.
    expected, square
        Sums of the probabilities and of their squares.
    """

    side: Column
    period: Column
    groups: np.ndarray[tuple[int, int], np.dtype[Any]]
    bad: Column
    people: Column
    expected: Column
    square: Column

    def of(self, whom: Whom, side: int) -> Column:
        """Which cells are theirs, on a side."""
        return _of(self.side, self.period, self.groups, whom, side)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Two files, counted.

    Attributes
    ----------
    columns
        One for each that is judged, the score first.
    outcomes
        None where no outcome is named.
    """

    question: Question
    sources: tuple[Source, ...]
    attributes: tuple[Attribute, ...]
    periods: tuple[str, ...]
    columns: tuple[ColumnCells, ...]
    outcomes: OutcomeCells | None


def _of(
    side: Column, period: Column, groups: np.ndarray[tuple[int, int], np.dtype[Any]], whom: Whom, wanted: int
) -> Column:
    mask: Column = side == wanted
    if whom.attribute >= 0:
        mask = mask & (groups[:, whom.attribute] == whom.group)
    if whom.period >= 0 and wanted == AFTER:
        mask = mask & (period == whom.period)
    return mask
