"""How far a mean, and how far calibration, has moved: closed forms with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from audits.shared.intervals import Interval
from audits.stability.result import Found, Why, Withheld

__all__ = ["Gap", "Spread", "difference", "mean", "slope", "standardised"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many people, their mean, and their variance (divided by n - 1)."""

    people: int
    mean: float
    variance: float

    @classmethod
    def of(cls, people: int, total: float, square: float, centre: float = 0.0) -> Spread:
        """From the sums of values less ``centre`` and of their squares, of two people or more."""
        shift = total / people
        return cls(
            people=people, mean=centre + shift, variance=max(square - people * shift * shift, 0.0) / (people - 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Observed less expected, with the variance of that estimate."""

    value: float
    variance: float


def mean(spread: Spread, level: float) -> Found:
    """A mean with its normal interval, ``m ± z s / sqrt(n)``."""
    return _normal(spread.mean, spread.variance / spread.people, level)


def difference(before: Spread, after: Spread, level: float) -> Found:
    """Later less earlier mean; ``± z sqrt(s1²/n1 + s2²/n2)`` (Welch 1938, variances need not be equal)."""
    variance = before.variance / before.people + after.variance / after.people
    return _normal(after.mean - before.mean, variance, level)


def standardised(before: Spread, after: Spread, level: float) -> Found | Withheld:
    """The standardised mean difference ``d``, later less earlier in pooled standard deviations.

    Its variance is ``1/n1 + 1/n2 + d² / (2 (n1 + n2))`` (Hedges and Olkin 1985, Statistical Methods for Meta-Analysis).

    Examples
    --------
    >>> one = Spread(people=400, mean=500.0, variance=900.0)
    >>> d = standardised(one, Spread(people=100, mean=506.0, variance=900.0), 0.95)
    >>> round(d.value, 3), round(d.interval.low, 3), round(d.interval.high, 3)
    (0.2, -0.019, 0.419)
    """
    n, m = before.people, after.people
    pooled = ((n - 1) * before.variance + (m - 1) * after.variance) / (n + m - 2)
    if pooled <= 0:
        return Withheld(why=Why.NO_SPREAD)
    d = (after.mean - before.mean) / math.sqrt(pooled)
    return _normal(d, 1 / n + 1 / m + d * d / (2 * (n + m)), level)


def slope(log_odds: Column, bads: Column, people: Column, level: float) -> Found | Withheld:
    """The slope of a logistic regression of default on log-odds (Cox 1958), by Newton's method.

    Parameters
    ----------
    log_odds, bads, people
        Of cells, shape (cells,): the log-odds of default that was predicted, defaults, and people.
    """
    at = np.column_stack([np.ones(len(log_odds)), log_odds])
    if not len(log_odds) or np.ptp(log_odds) < 1e-9:
        return Withheld(why=Why.NO_SPREAD)
    found = np.array([0.0, 1.0])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(at @ found, -35, 35)))
        information = (at * (people * chance * (1 - chance))[:, None]).T @ at
        if np.linalg.cond(information) > 1e12:
            return Withheld(why=Why.NO_SPREAD)
        step = np.linalg.solve(information, at.T @ (bads - people * chance))
        found = found + step
        if np.abs(step).max() < 1e-10:
            return _normal(float(found[1]), float(np.linalg.inv(information)[1, 1]), level)
    return Withheld(why=Why.NO_SPREAD)


def _normal(value: float, variance: float, level: float) -> Found:
    half = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(variance)
    return Found(value=value, interval=Interval(low=value - half, high=value + half, level=level))
