"""A share of a group, and how many people's worth of evidence it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.grouping import Grouping
from audits.fairness.statistics import RATES, Floats, Rate, Statistic, rate_of
from audits.shared.proportion import Effective, worth
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["Cell", "Counted", "cell_of"]

FEW_CLUSTERS = 25
"""Buckets in use below which a group is taken for as many people; 30 people fall into about 28 of the 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Effective):
    """A share of people.

    Of whole people it is worth those; with weights what :func:`audits.shared.proportion.worth` says; with clusters as
    many, divided by the variance of the share between buckets over that of independent people. Weights count in either
    variance, and the larger one holds.

    Attributes
    ----------
    counted_people, people
        People counted, and people in all.
    """

    counted_people: int
    people: int

    @property
    def is_weak(self) -> bool:
        """Whether it is worth too few people to be said, however many rows it is made of."""
        least = 1 - 1e-9  # of what rounding leaves
        return not (self.of >= least * FEWEST_PEOPLE and min(self.count, self.rest) >= least * FEWEST_EACH)


class Counted:
    """Counts of people, weights and squared weights of a grouping by decision and outcome.

    Attributes
    ----------
    people, weight, weight2
        Shape (groups, 2, 3).
    """

    def __init__(self, cube: Cube, grouping: Grouping) -> None:
        groups = len(grouping.groups)
        place = (grouping.code * 2 + cube.approved) * 3 + cube.outcome + 1

        def sums(values: Floats) -> Floats:
            return np.bincount(place, weights=values, minlength=groups * 6).reshape(groups, 2, 3)

        self.people, self.weight, self.weight2 = sums(cube.people), sums(cube.weight), sums(cube.weight2)
        self._clustered = cube.clustered
        self._buckets: Floats = np.zeros((0, groups, 2, 3))
        self._used: Floats = np.zeros((groups, 2, 3))
        if cube.clustered:
            buckets = int(cube.bucket.max()) + 1
            at = cube.bucket * groups * 6 + place
            summed, there = (
                np.bincount(at, weights=each, minlength=buckets * groups * 6).reshape(buckets, groups, 2, 3)
                for each in (cube.weight, cube.people)
            )
            self._buckets, self._used = summed, (there > 0).sum(axis=0)

    @property
    def persons(self) -> Floats:
        """Shape (groups, 2, 3): ``people``, but of few clusters no more than these.

        In proportion where a group has few, and by decision and outcome where these have: many decisions on few people
        are few people. Of 25 buckets in use and more it is not asked how many.
        """
        if not self._clustered:
            return self.people
        used = (self._buckets.sum(axis=(2, 3)) > 0).sum(axis=0)
        rows = self.people.sum(axis=(1, 2))
        share = np.where((used < FEW_CLUSTERS) & (rows > used), used / np.maximum(rows, 1), 1.0)
        most = np.where(self._used < FEW_CLUSTERS, self._used, np.inf)
        found: Floats = np.minimum(np.ceil(self.people * share[:, None, None]), most)
        return found

    def cell(self, rate: Rate, group: int) -> Cell:
        """The cell of a group for a rate; its rate is NaN where nobody is in the denominator."""
        cell = cell_of(self.people[group], self.weight[group], self.weight2[group], rate)
        return replace(cell, of=cell.of / self._inflation(rate, group, cell.rate, cell.of))

    def whole(self, rate: Rate, group: int) -> float:
        """How many people's worth those are whom a rate is among, whatever is asked of them (Kish 1965).

        With clusters as much less as the default rate is, or approval where the rate is about no outcome.
        """
        among, among2 = (float((each[group] * rate.among).sum()) for each in (self.weight, self.weight2))
        about = Statistic.DEFAULT_RATE if rate.needs.any() else Statistic.SELECTION_RATE
        return among**2 / among2 / self.inflation(RATES[about], group) if among2 > 0 else 0.0

    def inflation(self, rate: Rate, group: int) -> float:
        """By how much decisions on the same people multiply the variance of a share, at least 1 (design effect)."""
        alone = cell_of(self.people[group], self.weight[group], self.weight2[group], rate)
        return self._inflation(rate, group, alone.rate, alone.of)

    def _inflation(self, rate: Rate, group: int, share: float, effective: float) -> float:
        """The variance between buckets over that of ``effective`` independent people."""
        if not self._clustered or effective <= 0:
            return 1.0
        weight = self._buckets[:, group]
        counted = (weight * rate.counted).sum(axis=(1, 2))
        among = (weight * rate.among).sum(axis=(1, 2))
        used, total = among > 0, among.sum()
        many = int(used.sum())
        independent = share * (1 - share) / effective
        if many < 2 or independent <= 0:
            return 1.0
        residuals = (counted - share * among)[used]
        return max(1.0, float(many / (many - 1) * (residuals**2).sum() / total**2 / independent))


def cell_of(people: Floats, weight: Floats, weight2: Floats, rate: Rate) -> Cell:
    """The cell of people, weights and squared weights of shape (2, 3), of whom everybody has one decision."""
    sums = [
        (float((weight * part).sum()), float((weight2 * part).sum()))
        for part in (rate.counted, rate.among - rate.counted)
    ]
    among = float((people * rate.among).sum())
    return Cell(
        rate=float(rate_of(weight, rate)),
        counted_people=round(float((people * rate.counted).sum())),
        people=round(among),
        of=worth(counted=sums[0], rest=sums[1], people=among),
    )
