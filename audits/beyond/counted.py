"""People counted by group and score: how many of how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.beyond.equal_score import scores
from audits.beyond.grouped import Cells, Column, Compared
from audits.beyond.persons import Persons, persons
from audits.shared.proportion import Proportion
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["Counted", "Sides", "count", "count_rows", "is_few", "sides"]


Sides = tuple[Persons, Persons, Persons]
"""The people who count, those who do not, and all of them, by group: whether a share is of few people."""


def is_few(sides: Sides, places: Iterable[int]) -> bool:
    """Whether the share of these groups together is small: of whom it is, or either side."""
    yes, no, everybody = (side.of(places) for side in sides)
    return everybody < FEWEST_PEOPLE or min(yes, no) < FEWEST_EACH


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many count, of how many, by group and score: shape (groups, scores); one score where there is none.

    Attributes
    ----------
    scored
        Whether there are scores at all.
    sides
        The people of each group who count, who do not, and all: fewer than are counted where one has several decisions.
    """

    yes: np.ndarray[tuple[int, int], np.dtype[Any]]
    of: np.ndarray[tuple[int, int], np.dtype[Any]]
    scored: bool
    sides: Sides

    def proportion(self, *places: int) -> Proportion:
        """Of these groups together, at all scores."""
        at = list(places)
        return Proportion(count=int(self.yes[at].sum()), of=int(self.of[at].sum()))


def count(base: Cells, yes: Column, compared: Compared) -> Counted:
    """Count by group and score.

    Parameters
    ----------
    base
        Whom shares are of.
    yes
        Which cells count: a truth for each, shape (cells,).
    """
    return count_rows(base, base.groups[compared.attribute.name], yes, len(compared.attribute.levels))


def count_rows(base: Cells, row: Column, yes: Column, rows: int) -> Counted:
    """The same by any row from 0, shape (cells,), in place of a group."""
    scored = "position" in base.columns
    place = scores(base.columns["position"], base.people) if scored else np.zeros(len(base.people), dtype=np.int64)
    size = int(place.max(initial=0)) + 1
    sums = [
        np.rint(np.bincount(row * size + place, weights=people, minlength=rows * size))
        .astype(np.int64)
        .reshape((rows, size))
        for people in (base.people * yes, base.people)
    ]
    return Counted(yes=sums[0], of=sums[1], scored=scored, sides=sides(base, row, yes, rows))


def sides(base: Cells, row: Column, yes: Column, rows: int) -> Sides:
    """The people of each row who count, those who do not, and all."""
    mask = yes.astype(bool)
    one, other = (persons(base.where(side), row[side], rows) for side in (mask, ~mask))
    return one, other, persons(base, row, rows)
