"""An estimate from counts, with each person's part in its error, so that two on the same people can be compared.

To first order an estimate is its true value plus a sum of small parts, one for each person (Hampel 1974, JASA 69:383,
"influence curve"). People of one cell have the same part; the variance is the sum of the squared parts. A difference
of two estimates on the same people takes parts from parts: what both get from the same person cancels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.shared.intervals import Interval, normal_quantile
from audits.shared.ranking import placements
from scoring.domain.errors import InputError

__all__ = ["Estimate", "auc_of", "mean_of"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """A number estimated from cells of people.

    Attributes
    ----------
    value
        The estimate; NaN where there is nothing to estimate it from.
    parts
        Shape (cells,): the part in the error of each person of a cell.
    people
        Shape (cells,): how many they are. Estimates are combined only if they are of the same cells.
    """

    value: float
    parts: Column
    people: Column

    @property
    def error(self) -> float:
        """The standard error: the root of the sum of squared parts."""
        return math.sqrt(float(self.people @ self.parts**2))

    @property
    def known(self) -> bool:
        """Whether there is a value with an error."""
        return math.isfinite(self.value) and math.isfinite(self.error)

    def interval(self, level: float) -> Interval:
        """Normal interval: as many standard errors to either side as the level asks for.

        Raises
        ------
        InputError
            If the estimate is not known.
        """
        if not self.known:
            raise InputError("an estimate from nobody has no interval", remedy="Ask whether it is known first")
        half = normal_quantile(level) * self.error
        return Interval(low=self.value - half, high=self.value + half, level=level)

    def __sub__(self, other: Estimate) -> Estimate:
        """The difference on the same people."""
        return Estimate(value=self.value - other.value, parts=self.parts - other.parts, people=self.people)

    def scaled(self, by: float) -> Estimate:
        """A known multiple."""
        return Estimate(value=self.value * by, parts=self.parts * by, people=self.people)

    def over(self, other: Estimate) -> Estimate:
        """The ratio on the same people; the parts by the delta method, ``r (p/x - q/y)``."""
        if not (self.value > 0 and other.value > 0):
            return Estimate(value=math.nan, parts=np.full(len(self.parts), math.nan), people=self.people)
        ratio = self.value / other.value
        parts = ratio * (self.parts / self.value - other.parts / other.value)
        return Estimate(value=ratio, parts=parts, people=self.people)

    def inverse(self) -> Estimate:
        """One over the estimate, which is above 0; the parts by the delta method.

        Examples
        --------
        >>> one = np.ones(1)
        >>> Estimate(value=1.25, parts=one, people=one).inverse().value
        0.8
        """
        return Estimate(value=1 / self.value, parts=-self.parts / self.value**2, people=self.people)


def mean_of(values: Column, people: Column, within: Column | None = None) -> Estimate:
    """The mean of a value over people, or over some of them.

    A person's part is ``(x - mean) / n sqrt(n / (n - 1))``: the variance is ``s^2 / n`` with the sample's own ``s``.

    Parameters
    ----------
    values, people
        Shape (cells,).
    within
        Shape (cells,): which cells to take; all by default. The parts of the others are 0.

    Examples
    --------
    >>> mean = mean_of(np.array([1.0, 2.0, 6.0]), np.ones(3))
    >>> mean.value, round(mean.error, 4)
    (3.0, 1.5275)
    """
    some = people * 1.0 if within is None else people * within
    number = float(some.sum())
    if number < 2:
        return Estimate(value=math.nan, parts=np.full(len(people), math.nan), people=people)
    taken = some > 0
    value = float(some[taken] @ values[taken]) / number
    spread = np.where(taken, values - value, 0.0)
    return Estimate(value=value, parts=spread / number * math.sqrt(number / (number - 1)), people=people)


def auc_of(order: Column, good: Column, people: Column, within: Column) -> Estimate:
    """The AUC of an order, with DeLong's parts: the same value and error as :mod:`audits.shared.ranking`.

    Parameters
    ----------
    order
        Shape (cells,): where the people of a cell stand, higher is safer.
    good
        Shape (cells,): whether they are of the good side.
    people, within
        Shape (cells,): how many they are, and which cells to take.
    """
    levels, place = np.unique(order, return_inverse=True)
    sides = [within & good, within & ~good]
    counts = [np.bincount(place, weights=people * side, minlength=len(levels)) for side in sides]
    if min(count.sum() for count in counts) < 2:
        return Estimate(value=math.nan, parts=np.full(len(people), math.nan), people=people)
    means = [mean_of(of[place], people, side) for of, side in zip(placements(*counts), sides, strict=True)]
    return Estimate(value=means[0].value, parts=means[0].parts + means[1].parts, people=people)
