"""People counted by group and score: how many of how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.beyond.equal_score import scores
from audits.beyond.grouped import Cells, Column, Compared
from audits.shared.proportion import Proportion

__all__ = ["Counted", "count", "count_rows", "sizes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many count, of how many, by group and score: shape (groups, scores); one score where there is none.

    Attributes
    ----------
    scored
        Whether there are scores at all.
    """

    yes: np.ndarray[tuple[int, int], np.dtype[Any]]
    of: np.ndarray[tuple[int, int], np.dtype[Any]]
    scored: bool

    def proportion(self, *places: int) -> Proportion:
        """Of these groups together, at all scores."""
        at = list(places)
        return Proportion(count=int(self.yes[at].sum()), of=int(self.of[at].sum()))

    @property
    def sides(self) -> tuple[Column, Column]:
        """How many of each group count, and how many do not."""
        yes = self.yes.sum(axis=1)
        return yes, self.of.sum(axis=1) - yes


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
    return Counted(yes=sums[0], of=sums[1], scored=scored)


def sizes(base: Cells, compared: Compared) -> Column:
    """How many people each group has, shape (groups,)."""
    group, groups = base.groups[compared.attribute.name], len(compared.attribute.levels)
    people: Column = np.rint(np.bincount(group, weights=base.people, minlength=groups)).astype(np.int64)
    return people
