"""Intervals in closed form: for a rate, a difference of two rates and a ratio of two rates.

Each takes the level it is to have. Several judged together share one error: see :func:`simultaneous`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Protocol

from scoring.domain.errors import InputError

__all__ = ["Interval", "Share", "katz", "massart", "newcombe", "normal_quantile", "simultaneous", "wilson", "woolf"]


class Share(Protocol):
    """A share of so many people; of so many people's worth where they are weighted."""

    @property
    def rate(self) -> float:
        """The share, 0 to 1."""

    @property
    def count(self) -> float:
        """People counted."""

    @property
    def of(self) -> float:
        """People in all, above 0."""

    @property
    def rest(self) -> float:
        """People not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A two-sided confidence interval.

    Attributes
    ----------
    low, high
        Its ends, both inside.
    level
        How often such an interval holds the truth, above 0 and below 1.
    """

    low: float
    high: float
    level: float

    def __post_init__(self) -> None:
        _check_level(self.level)
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise InputError(f"from {self.low} to {self.high} is no interval")

    def shifted(self, by: float) -> Interval:
        """The interval of the same quantity plus a known number."""
        return Interval(low=self.low + by, high=self.high + by, level=self.level)


def simultaneous(level: float, comparisons: int) -> float:
    """The level each of several intervals needs for all of them to hold together (Bonferroni).

    Examples
    --------
    >>> round(simultaneous(0.95, 10), 6)
    0.995
    """
    _check_level(level)
    if comparisons < 1:
        raise InputError("no comparison is to be made", remedy="Name at least one")
    return 1 - (1 - level) / comparisons


def wilson(p: Share, level: float) -> Interval:
    """The score interval of a rate (Wilson 1927, JASA 22:209).

    ``(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n)``. It holds at 0 and at n, where the textbook interval
    shrinks to a point.
    """
    z, n, rate = _z(level), p.of, p.rate
    centre = rate + z * z / (2 * n)
    half = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The ends are 0 and 1 exactly where nobody or everybody counts; rounding must not leave them beside that.
    low = 0.0 if p.count == 0 else (centre - half) / scale
    high = 1.0 if p.rest == 0 else (centre + half) / scale
    return Interval(low=low, high=high, level=level)


def newcombe(p: Share, q: Share, level: float) -> Interval:
    """The interval of the difference ``p - q`` of two independent rates (Newcombe 1998, Stat. Med. 17:873, method 10).

    With Wilson ends (l1, u1) and (l2, u2): ``d - sqrt((p-l1)² + (u2-q)²)`` to ``d + sqrt((u1-p)² + (q-l2)²)``.
    """
    first, second = wilson(p, level), wilson(q, level)
    difference = p.rate - q.rate
    return Interval(
        low=difference - math.hypot(p.rate - first.low, second.high - q.rate),
        high=difference + math.hypot(first.high - p.rate, q.rate - second.low),
        level=level,
    )


def katz(p: Share, q: Share, level: float) -> Interval:
    """The interval of the ratio ``p / q`` of two independent rates (Katz et al. 1978, Biometrics 34:469).

    ``exp(log(p/q) ± z sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2))``.

    Raises
    ------
    InputError
        If either rate counts nobody: the log ratio then has no estimate.
    """
    if p.count == 0 or q.count == 0:
        raise InputError("a ratio with a rate of 0 has no interval on the log scale", remedy="Compare by difference")
    centre = math.log(p.rate / q.rate)
    half = _z(level) * math.sqrt(1 / p.count - 1 / p.of + 1 / q.count - 1 / q.of)
    return Interval(low=math.exp(centre - half), high=math.exp(centre + half), level=level)


def woolf(p: Share, q: Share, level: float) -> Interval:
    """The interval of the ratio of the odds of two independent rates (Woolf 1955, Ann. Hum. Genet. 19:251).

    ``exp(log(odds p / odds q) ± z sqrt(1/x1 + 1/(n1-x1) + 1/x2 + 1/(n2-x2)))``.

    Raises
    ------
    InputError
        If either rate counts nobody or everybody.
    """
    parts = (p.count, p.rest, q.count, q.rest)
    if min(parts) <= 0:
        raise InputError("odds of 0 have no interval on the log scale", remedy="Compare by difference")
    centre = math.log(p.count / p.rest / (q.count / q.rest))
    half = _z(level) * math.sqrt(sum(1 / part for part in parts))
    return Interval(low=math.exp(centre - half), high=math.exp(centre + half), level=level)


def massart(people: Sequence[float], level: float) -> float:
    """How far a largest distance of distributions may be off (Massart 1990, Ann. Probab. 18:1269).

    Each of k empirical distributions lies within ``sqrt(ln(2 k / a) / 2 n)`` of its own, all at once, with ``a`` the
    error; a distance of two, and a difference of such distances, are off by no more than the sum. It holds at every
    number of people, whatever the distributions, and is wide.

    Parameters
    ----------
    people
        How many, or how many people's worth, each distribution is of; above 0.

    Examples
    --------
    >>> round(massart([4000.0, 1000.0], 0.95), 3)
    0.07
    """
    _check_level(level)
    return sum(math.sqrt(math.log(2 * len(people) / (1 - level)) / (2 * n)) for n in people)


def normal_quantile(level: float) -> float:
    """How many standard errors a two-sided interval of this level reaches.

    Examples
    --------
    >>> round(normal_quantile(0.95), 4)
    1.96
    """
    return _z(level)


def _z(level: float) -> float:
    _check_level(level)
    return NormalDist().inv_cdf((1 + level) / 2)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise InputError(f"the level is {level}", remedy="Give a number between 0 and 1, such as 0.95")
