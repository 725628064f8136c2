"""People who can be told apart along the axis: how many, or where one may have several decisions, in which buckets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.decisions.dialect import BITS
from audits.fairness.statistics import Floats

__all__ = ["Crowd", "Marks", "crowd_of"]

Marks = np.ndarray[Any, np.dtype[Any]]
"""Numbers of people; where decisions on one person are kept together, which buckets are in use, a bit for each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """The people of a cube, put together and counted.

    Attributes
    ----------
    marks
        Shape (cells,).
    kept
        Whether decisions on one person are kept together. Buckets in use are never more than people.

    Examples
    --------
    >>> crowd = Crowd(marks=np.array([0b001, 0b011, 0b100]), kept=True)
    >>> crowd.number(crowd.by(np.array([0, 0, 1]), 2)).tolist()
    [2, 1]
    """

    marks: Marks
    kept: bool

    def by(self, place: Column, size: int, cells: Column | slice = slice(None)) -> Marks:
        """Everybody of some cells by place, shape (size,)."""
        if not self.kept:
            return np.bincount(place, weights=self.marks[cells], minlength=size)
        found = np.zeros(size, dtype=np.int64)
        np.bitwise_or.at(found, place, self.marks[cells])
        return found

    def together(self, marks: Marks, axis: int) -> Marks:
        """All people along an axis."""
        join = np.bitwise_or if self.kept else np.add
        return np.asarray(join.reduce(marks, axis=axis))

    def from_each(self, marks: Marks, firsts: Column) -> Marks:
        """All people from each of these places on the second axis to the next."""
        join = np.bitwise_or if self.kept else np.add
        return np.asarray(join.reduceat(marks, firsts, axis=1))

    def number(self, marks: Marks) -> Floats:
        """How many people they are, or at least how many."""
        return np.bitwise_count(marks).astype(np.int64) if self.kept else marks


def crowd_of(cube: Cube) -> Crowd:
    """The people of a cube."""
    kept = cube.clustered
    return Crowd(marks=1 << (cube.bucket % BITS) if kept else cube.people.astype(np.float64), kept=kept)
