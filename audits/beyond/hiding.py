"""Which groups a table does not show: those with few people, and whoever would give them away by subtraction.

A section narrows people down: everybody, of them those declined, with an appeal, with a decided one. What is printed of
one group can be subtracted, so each table is taken as it divides the group in *parts*, of which everything it prints is
a sum: both sides of its shares, and those whom a wider table counts and this one does not. A group is shown where no
part is few: nobody, or ten or more. Totals are public, so of all groups that are hidden no part is few together either;
and who is hidden for its sake in a wider table is hidden in the narrower ones. A share of nobody or of everybody is not
shown either, but hides nobody in a narrower table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from audits.beyond.counted import Counted, Sides, is_few
from audits.beyond.grouped import Column, Compared
from audits.beyond.persons import Persons
from audits.shared.proportion import Proportion
from audits.shared.small_cells import FEWEST_EACH, closed, is_small

__all__ = ["Table", "crossed", "crossed_rows", "hidden", "together"]

Table = np.ndarray[tuple[int, int], np.dtype[Any]]


def hidden(sides: Sides, already: frozenset[int] = frozenset()) -> frozenset[int]:
    """The places of cells that are small, and of those that would give them away.

    Parameters
    ----------
    sides
        The people of every cell: of whom its share is, and either side.
    already
        Places that are hidden for another table's sake.
    """
    return closed(sides[2].each.tolist(), partial(is_few, sides), already)


def together(compared: Compared, parts: Sequence[Persons], shares: Sequence[Counted] = ()) -> Compared:
    """The attribute with every group hidden that these tables may not show.

    Parameters
    ----------
    compared
        With the groups that are hidden in a wider table.
    parts
        What people of a group are divided in. That nobody is in a part may be known.
    shares
        Tables of shares that stand side by side, each group in all of them or in none.
    """

    def small(places: frozenset[int]) -> bool:
        few = any(0 < part.of(places) < FEWEST_EACH for part in parts)
        return few or any(is_few(each.sides, places) for each in shares)

    groups = range(len(compared.attribute.levels))
    everybody = [*parts, *(each.sides[2] for each in shares)]
    people = [sum(part.of([at]) for part in everybody) for at in groups]
    return replace(compared, hidden=closed(people, small, compared.hidden))


def crossed(yes: Table, of: Table, already: Table) -> Table:
    """Which cells to hide of a table whose sums are known along every row and every column.

    Along each of them the hidden cells are not small together, and no hidden cell follows from sums of several.

    Parameters
    ----------
    yes, of
        How many count, of how many: shape (rows, columns).
    already
        Cells that are hidden for another table's sake.

    Examples
    --------
    Five people by themselves need one beside them in their row, one in their column, and one across.

    >>> yes = np.array([[5, 40, 200], [60, 70, 300], [90, 80, 400]])
    >>> hidden = crossed(yes, np.array([[155, 190, 900]] * 3), np.zeros((3, 3), dtype=bool))
    >>> hidden.astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    """
    out = already.copy()
    # Of each line its cells, and by what the smallest of them is found: the same groups for every row, if it can be.
    lines = [*zip(out, yes, of, of, strict=True), *zip(out.T, yes.T, of.T, yes.T, strict=True)]
    while True:
        before = int(out.sum())
        for line, count, whole, size in lines:
            places = closed(size.tolist(), partial(_small, count, whole), frozenset(np.flatnonzero(line).tolist()))
            line[list(places)] = True
        if int(out.sum()) == before:
            _cover_one(yes, of, out)
        if int(out.sum()) == before:
            return out


def crossed_rows(
    rows: Sequence[Counted], compared: Compared, rest: tuple[Column, Column] | None = None
) -> list[frozenset[int]]:
    """For each row of a table by groups, the places of the groups that it does not show.

    Parameters
    ----------
    rest
        How many count, of how many, by group, of a further row that is not shown.
    """
    yes = np.array([row.sides[0].each for row in rows])
    of = yes + np.array([row.sides[1].each for row in rows])
    if rest is not None:
        yes, of = np.vstack([yes, rest[0]]), np.vstack([of, rest[1]])
    already = np.zeros((len(yes), yes.shape[1]), dtype=bool)
    already[:, sorted(compared.hidden)] = True
    already[len(rows) :] = True
    return [frozenset(np.flatnonzero(row).tolist()) for row in crossed(yes, of, already)[: len(rows)]]


def _small(count: Column, whole: Column, places: frozenset[int]) -> bool:
    at = list(places)
    return is_small(Proportion(count=int(count[at].sum()), of=int(whole[at].sum())))


def _cover_one(yes: Table, of: Table, out: Table) -> None:
    """Hide one more cell, if a hidden one is what the sums of several lines leave over.

    Rows and columns are joined by the hidden cells between them. A cell that alone joins two parts of the table follows
    from the sums of either; it needs another that joins them. A cell of nobody joins nothing: it is known.
    """
    joined = out & (of > 0)
    for row, column in np.argwhere(joined):
        others = joined.copy()
        others[row, column] = False
        rows, columns = _reached(others, np.arange(len(out)) == row)
        if columns[column]:
            continue
        beyond = _reached(others, others[:, column])
        beyond[1][column] = True
        beside = np.argwhere(~out & ((rows[:, None] & beyond[1]) | (beyond[0][:, None] & columns)))
        if len(beside):
            at = min(map(tuple, beside.tolist()), key=lambda cell: (int(yes[cell]), cell))
            out[at] = True
            return


def _reached(joined: Table, rows: Column) -> tuple[Column, Column]:
    """The rows and columns that can be reached from some rows, by cells that join them."""
    while True:
        columns: Column = np.asarray(joined[rows].any(axis=0))
        further: Column = rows | joined[:, columns].any(axis=1)
        if (further == rows).all():
            return rows, columns
        rows = further
