"""An estimate with its error, row by row.

Every figure of an evaluation is, to first order, its true value plus a sum of small parts, one for each row: what the
figure would move if that row's weight did (Hampel 1974, "influence curve"; on samples, the infinitesimal jackknife).
The squares of the parts sum to the estimate's variance. Two estimates on the *same rows* are subtracted part by part,
so that their difference has the paired error: what both cards get wrong about one person cancels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from scoring.domain.errors import DataError

__all__ = ["Array", "Estimate", "Outcomes", "Z", "effective_rows", "weighted_mean"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

Z = 1.959963984540054
"""Half the width of a 95 % interval in standard errors: the 0.975 quantile of the normal distribution."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcomes:
    """What became of each row, and how much it counts.

    Attributes
    ----------
    bad
        Shape (rows,): whether the outcome was bad.
    weight
        Shape (rows,): positive; 1 everywhere where all count the same.
    """

    bad: Array
    weight: Array

    @classmethod
    def of(cls, bad: Array, weight: Array | None) -> Self:
        """Outcomes that an interval can be had from.

        Raises
        ------
        DataError
            If all are of one class, or there is but one row of a class: one row has no spread.
        """
        bad = np.asarray(bad, dtype=bool)
        least = min(int(bad.sum()), int((~bad).sum()))
        if least == 0:
            raise DataError("all outcomes are of one class", remedy="Give goods and bads")
        if least == 1:
            raise DataError(
                "there is but one row of one class of outcomes", remedy="Give two goods and two bads or more"
            )
        return cls(bad=bad, weight=np.ones(len(bad)) if weight is None else np.asarray(weight, dtype=np.float64))

    @property
    def weighted(self) -> bool:
        """Whether some rows count more than others."""
        return bool((self.weight != self.weight[0]).any())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """A number estimated on rows.

    Attributes
    ----------
    value
        The estimate.
    parts
        Shape (rows,): each row's part in its error. They sum to 0, and their squares to the variance.
    """

    value: float
    parts: Array

    @property
    def error(self) -> float:
        """The standard error."""
        return math.sqrt(float(self.parts @ self.parts))

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval: 1.96 standard errors to either side."""
        return self.value - Z * self.error, self.value + Z * self.error

    def __sub__(self, other: Estimate) -> Estimate:
        """The difference of two estimates on the same rows."""
        return Estimate(value=self.value - other.value, parts=self.parts - other.parts)

    def scaled(self, by: float) -> Estimate:
        """A known multiple of the estimate."""
        return Estimate(value=self.value * by, parts=self.parts * by)

    def shifted(self, by: float) -> Estimate:
        """The estimate plus a known number."""
        return Estimate(value=self.value + by, parts=self.parts)


def weighted_mean(values: Array, weight: Array, within: Array | None = None) -> Estimate:
    """The mean over some rows; the parts of the others are 0.

    A row's part is ``w (x - mean) / sum w``, times ``sqrt(n / (n - 1))`` with the effective number of rows n. With
    equal weights that makes the variance ``s^2 / n``, s being the sample's standard deviation; with unequal ones a
    row's error counts with the square of its weight, however weights and values go together.

    Parameters
    ----------
    values, weight
        Shape (rows,).
    within
        Shape (rows,): the rows to take, two or more; all by default.

    Examples
    --------
    >>> mean = weighted_mean(np.array([1.0, 2.0, 6.0]), np.ones(3))
    >>> mean.value, round(mean.error, 4), round(float(np.std([1, 2, 6], ddof=1)) / 3**0.5, 4)
    (3.0, 1.5275, 1.5275)
    """
    some = weight if within is None else weight * within
    value = float(some @ values / some.sum())
    rows = effective_rows(some)
    return Estimate(value=value, parts=some * (values - value) * (math.sqrt(rows / (rows - 1)) / some.sum()))


def effective_rows(weight: Array) -> float:
    """How many equal rows know as much: ``(sum w)^2 / sum w^2`` (Kish 1965).

    Examples
    --------
    >>> effective_rows(np.array([1.0, 1.0, 2.0]))
    2.6666666666666665
    """
    return float(weight.sum()) ** 2 / float(weight @ weight)
