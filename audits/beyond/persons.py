"""How many people there are, where one person may have several decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from audits.beyond.grouped import Cells, Column, Compared

__all__ = ["Persons", "persons", "sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """How many people each group has; of decisions that are kept together by person, at least how many.

    Attributes
    ----------
    marks
        Shape (groups,): numbers of people, or which buckets of people are in use, a bit for each.
    kept
        Whether they are bits. There are no more buckets in use than people, nor among several groups.

    Examples
    --------
    >>> Persons(marks=np.array([0b0110, 0b0011]), kept=True).of([0, 1])
    3
    """

    marks: Column
    kept: bool = False

    def of(self, places: Iterable[int]) -> int:
        """How many are in these groups together."""
        chosen = self.marks[list(places)]
        return int(np.bitwise_count(np.bitwise_or.reduce(chosen))) if self.kept else int(chosen.sum())

    @property
    def each(self) -> Column:
        """How many are in each group."""
        found: Column = np.bitwise_count(self.marks).astype(np.int64) if self.kept else self.marks
        return found


def persons(base: Cells, row: Column, rows: int) -> Persons:
    """The people of each row from 0, where ``row``, shape (cells,), says who is in which."""
    marks = np.zeros(rows, dtype=np.int64)
    if base.buckets is None:
        np.add.at(marks, row, base.people)
    else:
        np.bitwise_or.at(marks, row, base.buckets)
    return Persons(marks=marks, kept=base.buckets is not None)


def sizes(base: Cells, compared: Compared) -> Persons:
    """The people of each group."""
    return persons(base, base.groups[compared.attribute.name], len(compared.attribute.levels))
