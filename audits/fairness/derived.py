"""Sums of people that follow from printed ones, and what to hide so that they do not.

Every printed number is a sum over the cells of people who are alike in every attribute. A hidden sum follows if its row
of zeros and ones is a combination of the printed rows: whoever solves the equations has it exactly. Cells that hold
nobody are no unknowns: where one attribute refines another, anybody knows them to be empty.

Besides, what a printed sum leaves over once the printed groups within it are subtracted may not be small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.fairness.cell import Counted
from audits.fairness.grouping import Grouping, joint
from audits.fairness.statistics import Floats

__all__ = ["MOST_CELLS", "MOST_SUMS", "Small", "Sums", "sums"]

Small = Callable[[Floats], Floats]
"""Whether people, shape (..., 2, 3) by decision and outcome, are few; shape (...)."""

MOST_SUMS, MOST_CELLS = 600, 4000
"""Of sums and cells beyond these, attributes are solved for three by three, else two by two."""

_NOTHING = 1e-7
"""Of a squared distance between whole vectors: what rounding leaves of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """All sums over the cells of people who are alike in some attributes; the first is everybody.

    Attributes
    ----------
    rows
        The grouping of each sum and its place there; ``(-1, -1)`` for everybody.
    members
        Shape (sums, cells): which cells it is the sum of.
    people
        Shape (sums, 2, 3): by decision and outcome.
    """

    rows: tuple[tuple[int, int], ...]
    members: Floats
    people: Floats

    def betrayed(self, hidden: Sequence[Column], small: Small) -> set[tuple[int, int]]:
        """What to hide next: places by grouping; empty once nothing hidden follows from what is printed.

        Parameters
        ----------
        hidden
            For each grouping, shape (groups,): whether a group is hidden.
        """
        shown = np.array([place < 0 or not hidden[grouping][place] for grouping, place in self.rows])
        found = self._solved(shown) or self._left_over(shown, small)
        return {self.rows[row] for row in found}

    def _solved(self, shown: Column) -> set[int]:
        """The smallest printed sum of each derivation of a hidden one."""
        secret = np.flatnonzero(~shown)
        if not len(secret):
            return set()
        alone = shown & (self.members.sum(axis=1) == 1)
        known = self.members[alone].any(axis=0)
        size = self._size
        told = np.array([row for row in self._largest_first() if shown[row] and self.members[row, ~known].any()], int)
        basis, rests, shares = _spanned(self.members[:, ~known], told, secret)
        chosen: set[int] = set()
        for row, rest, share in zip(secret, rests, shares, strict=True):
            if rest > _NOTHING:
                continue
            over = share @ self.members[basis] - self.members[row]
            cells = known & (np.abs(over) > 1e-6)
            used = {*basis[np.abs(share) > 1e-6].tolist()} | {
                *np.flatnonzero(alone & self.members[:, cells].any(axis=1)).tolist()
            }
            used.discard(0)
            if used and not used & chosen:
                chosen.add(min(used, key=lambda one: (size[one], -one)))
        return chosen

    def _left_over(self, shown: Column, small: Small) -> set[int]:
        """The smallest printed group within a sum that leaves a small rest of it."""
        size = self._size
        chosen: set[int] = set()
        number = self.members.sum(axis=1)
        wholes = np.flatnonzero(shown & (number > 1))
        for grouping in sorted({grouping for grouping, _ in self.rows if grouping >= 0}):
            parts = np.array([row for row, (of, _) in enumerate(self.rows) if of == grouping and shown[row]], int)
            if not len(parts):
                continue
            common = self.members[wholes].astype(np.float32) @ self.members[parts].T.astype(np.float32)
            inside = common == number[parts]
            rest = self.people[wholes] - np.tensordot(inside, self.people[parts], 1)
            some = inside.any(axis=1) & (number[wholes] - inside @ number[parts] > 0)
            for at in np.flatnonzero(some & small(rest)):
                within = parts[inside[at]].tolist()
                if not chosen & {*within}:
                    chosen.add(min(within, key=lambda one: (size[one], -one)))
        return chosen

    @property
    def _size(self) -> Floats:
        found: Floats = self.people.sum(axis=(1, 2))
        return found

    def _largest_first(self) -> list[int]:
        size = self._size
        return sorted(range(len(self.rows)), key=lambda row: (-size[row], row))


def _spanned(members: Floats, told: Column, secret: Column) -> tuple[Column, Floats, Floats]:
    """Told rows that are independent, in their order; of each secret row, how far it is from them and its shares.

    A Cholesky decomposition of the inner products that leaves out every row the ones before it give.
    """
    rows = members[np.concatenate([told, secret])].astype(np.float64)
    inner = rows @ rows.T
    lower = np.zeros((len(rows), min(len(told), members.shape[1])))
    kept: list[int] = []
    for row in range(len(told)):
        if len(kept) == lower.shape[1]:
            break
        done = lower[:, : len(kept)]
        square = inner[row, row] - done[row] @ done[row]
        if square > _NOTHING:
            lower[:, len(kept)] = (inner[row] - done @ done[row]) / np.sqrt(square)
            kept.append(row)
    lower = lower[:, : len(kept)]
    own = lower[len(told) :]
    rests = np.diagonal(inner)[len(told) :] - (own**2).sum(axis=1)
    return told[kept], rests, np.linalg.solve(lower[kept].T, own.T).T


def sums(cube: Cube, found: Sequence[Grouping]) -> tuple[Sums, ...]:
    """The equations of an audit's groupings: of all attributes at once, unless these are too many.

    Then of every three of them or, where these are too many as well, of every two.
    """
    names = [one.name for one in cube.attributes]
    return tuple(_of(cube, found, names))


def _of(cube: Cube, found: Sequence[Grouping], names: Sequence[str]) -> Iterator[Sums]:
    cells = joint(cube, names)
    inside = [(i, one) for i, one in enumerate(found) if set(one.attributes) <= set(names)]
    first = np.unique(cells.code, return_index=True)[1]
    there = [(i, one, np.unique(one.code[first], return_inverse=True)) for i, one in inside]
    count = sum(len(places) for _, one, (places, _) in there if len(one.attributes) < len(names))
    if len(names) > 2 and (count > MOST_SUMS or len(first) > MOST_CELLS):
        for fewer in combinations(names, 3 if len(names) > 3 else 2):
            yield from _of(cube, found, fewer)
        return
    rows, members = [(-1, -1)], [np.ones((1, len(first)), dtype=bool)]
    for i, _, (places, at) in there:
        rows += [(i, int(place)) for place in places]
        members.append(np.arange(len(places))[:, None] == at)
    matrix = np.concatenate(members)
    people = np.tensordot(matrix.astype(np.float64), Counted(cube, cells).persons, 1)
    yield Sums(rows=tuple(rows), members=matrix, people=people)
