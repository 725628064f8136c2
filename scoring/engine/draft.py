"""A draft entry: the lines of its tables before they have points, and which line each row falls into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.characteristic import Characteristic
from scoring.domain.line import Line, Test

__all__ = ["Draft", "DraftLine", "DraftSlice"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine(Line):
    """One line: its test, and whether its points are free or the mean of the free lines.

    Attributes
    ----------
    neutral
        Whether it earns the weighted mean points of the free lines of its table: a refused source, a missing value
        where silence must not count, a fact in dispute, and any line that too few people stand behind.
    """

    neutral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSlice:
    """One table of the draft: its first line, how many there are, and for a crossing the line that chooses it."""

    first: int
    size: int
    when: Line | None = None

    @property
    def places(self) -> range:
        """The places of its lines in the draft."""
        return range(self.first, self.first + self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A one-way table or a crossing in the making.

    Attributes
    ----------
    characteristic
        What the tables are about.
    by
        For a crossing, what chooses the table.
    lines
        Lines in printed order, table after table: values, other, specials, missing, not provided.
    slices
        The tables.
    index
        Shape (rows,): the line of each row.
    order
        Shape (constraints, 2): places of free lines, the second of which may not earn fewer points than the first.
    falling
        For a crossing by a characteristic with a direction: the slices of its values, from the riskiest to the safest;
        their neutral points may not fall. Empty otherwise.
    anchor
        Shape (lines,): log good:bad odds read off the shape; the refit stays near it.
    goods, bads
        Shape (lines,): weights.
    fixed
        Whether a person chose the lines; then none are merged.
    """

    characteristic: Characteristic
    lines: tuple[DraftLine, ...]
    index: Array
    order: Matrix
    anchor: Array
    goods: Array
    bads: Array
    slices: tuple[DraftSlice, ...] = ()
    by: Characteristic | None = None
    falling: tuple[int, ...] = ()
    fixed: bool = False

    @property
    def free(self) -> Array:
        """Places of the lines with points of their own."""
        return np.flatnonzero([not line.neutral for line in self.lines])

    @property
    def tables(self) -> tuple[DraftSlice, ...]:
        """The slices; a one-way draft is one slice of all its lines."""
        return self.slices or (DraftSlice(first=0, size=len(self.lines)),)

    @property
    def tells(self) -> bool:
        """Whether what is known, and not only that it is unknown, makes a difference; in a crossing, both together.

        A crossing in whose every table the other characteristic makes no difference is a one-way table in disguise.
        """
        if self.by is not None:
            return any(sum(not self.lines[place].neutral for place in each.places) > 1 for each in self.tables)
        return sum(not line.neutral and line.test is not Test.MISSING for line in self.lines) > 1

    def stand_for(self, table: DraftSlice) -> Array:
        """Places of the free lines that a table's neutral lines are the mean of: its own, or else everybody's."""
        own = np.array([place for place in table.places if not self.lines[place].neutral], dtype=np.int64)
        return own if len(own) else self.free

    def means(self) -> Matrix:
        """Shape (lines, free): every line as a weighted mean of the free ones; a free line is itself."""
        total = self.goods + self.bads
        column = {int(place): number for number, place in enumerate(self.free)}
        matrix = np.zeros((len(self.lines), len(column)))
        for table in self.tables:
            places = self.stand_for(table)
            shares = total[places] / total[places].sum()
            for place in table.places:
                if self.lines[place].neutral:
                    matrix[place, [column[int(p)] for p in places]] = shares
                else:
                    matrix[place, column[place]] = 1.0
        return matrix


def counted(
    characteristic: Characteristic,
    lines: Sequence[DraftLine],
    place: Array,
    codes: Array,
    shape: Array,
    goods: Array,
    bads: Array,
    order: Sequence[tuple[int, int]],
    **more: Any,  # noqa: ANN401 - the crossing's own fields
) -> Draft:
    """The draft of lines, from the place of each code.

    Parameters
    ----------
    place
        Shape (codes,): the line of each code, -1 where nobody can be.
    codes
        Shape (rows,): the code of each row.
    shape, goods, bads
        Shape (codes,): log-odds and weights per code.
    """
    reachable = place >= 0
    total = goods + bads

    def per_line(values: Array) -> Array:
        return np.bincount(place[reachable], weights=values[reachable], minlength=len(lines))

    line_total = per_line(total)
    return Draft(
        characteristic=characteristic,
        lines=tuple(lines),
        index=place[codes],
        order=np.array(order, dtype=np.int64).reshape(-1, 2),
        anchor=np.divide(per_line(total * shape), line_total, out=np.zeros(len(lines)), where=line_total > 0),
        goods=per_line(goods),
        bads=per_line(bads),
        **more,
    )
