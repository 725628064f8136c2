"""Two groups compared at the same score.

Groups differ in how they score, so their reasons, routes and appeals differ too. What is asked here is whether they
differ among people with the same score, and so the same predicted risk.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from audits.beyond.figures import Alike, Found, Why, Withheld
from audits.shared.bands import quantile_bands
from audits.shared.intervals import Interval
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["FEW_STRATA", "MOST_SCORES", "bands", "compared_alike", "mantel_haenszel", "matched_share", "scores"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

MOST_SCORES = 500
"""With more positions than this, people are matched within a hundredth of them, not at the very same one."""

FEW_STRATA = 5
"""With no more strata than this, the difference and its interval are equations that give the counts in each."""

LEAST_MATCHED = 0.5
"""With fewer of a group matched than this share, the comparison would be about the others."""


def bands(position: Column, people: Column, number: int) -> Column:
    """The band of each position, in at most ``number`` bands of about equally many people."""
    ends = quantile_bands(position, people, number)
    return np.searchsorted([high for _, high in ends], position)


def scores(position: Column, people: Column) -> Column:
    """The place of each position among all, or its hundredth where there are more than 500.

    Examples
    --------
    >>> scores(np.array([500.0, 480.0, 500.0]), np.array([1, 1, 1])).tolist()
    [1, 0, 1]
    """
    levels, place = np.unique(position, return_inverse=True)
    return place if len(levels) <= MOST_SCORES else bands(position, people, 100)


def matched_share(matched: float, people: float) -> float:
    """The share of people who have a match, those without one rounded to tens: a few of them are nobody to point at.

    Examples
    --------
    >>> matched_share(977, 980), matched_share(60, 100)
    (1.0, 0.6)
    """
    return max(0.0, 1 - FEWEST_EACH * round((people - matched) / FEWEST_EACH) / people)


def mantel_haenszel(yes: Column, of: Column, other_yes: Column, other_of: Column, level: float) -> Alike | Withheld:
    """The Mantel-Haenszel difference of two shares, matched on strata.

    ``sum w (a/n - c/m) / sum w`` with ``w = n m / (n + m)``, where a of n and c of m are counted in a stratum
    (Mantel and Haenszel 1959; Greenland and Robins 1985, Biometrics 41:55). The variance is that of Sato, Greenland and
    Robins (1989, Biometrics 45:1323), which holds for few large and for many small strata alike: with one person of a
    group at a score, the binomial variance within that stratum would be 0.

    Parameters
    ----------
    yes, of
        Counts of the group in each stratum, shape (strata,).
    other_yes, other_of
        The same of the group it is compared with.

    Examples
    --------
    >>> found = mantel_haenszel(*(np.array(x) for x in ([30, 10], [60, 40], [20, 30], [50, 90])), 0.95)
    >>> round(found.found.value, 4), round(found.found.interval.low, 4), found.matched
    (0.0076, -0.119, 1.0)
    """
    a, n, c, m = (column.astype(np.float64) for column in (yes, of, other_yes, other_of))
    both = (n > 0) & (m > 0)
    matched, people = float(n[both].sum()), float(n.sum())
    if matched < LEAST_MATCHED * people or not people:
        return Withheld(why=Why.NO_OVERLAP)
    a, n, c, m = a[both], n[both], c[both], m[both]
    weight = n * m / (n + m)
    difference = float((weight * (a / n - c / m)).sum() / weight.sum())
    # Sato's P and Q: together the variance of the numerator, whatever the number and size of the strata.
    tilt = (n * n * c - m * m * a + n * m * (m - n) / 2) / (n + m) ** 2
    noise = (a * (m - c) + c * (n - a)) / (2 * (n + m))
    variance = float((difference * tilt.sum() + noise.sum()) / weight.sum() ** 2)
    if variance <= 1e-12:
        return Withheld(why=Why.NO_SPREAD if abs(difference) > 1e-12 else Why.SAME)
    half = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt(variance)
    interval = Interval(low=max(difference - half, -1.0), high=min(difference + half, 1.0), level=level)
    return Alike(found=Found(value=difference, interval=interval), matched=matched_share(matched, people))


def compared_alike(yes: Column, of: Column, other_yes: Column, other_of: Column, level: float) -> Alike | Withheld:
    """The Mantel-Haenszel difference, as above; withheld where it would say how few there are in a stratum.

    That is, where both groups meet in no more than five strata, and in one of them either has fewer than 30 people, or
    from 1 to 9 of them on a side.

    Examples
    --------
    >>> compared_alike(*(np.array(x) for x in ([30, 2], [60, 40], [20, 30], [50, 90])), 0.95)
    Withheld(why=<Why.FEW: 'few_people_here_or_given_away'>)
    """
    both = (of > 0) & (other_of > 0)
    people, sides = np.stack([of, other_of]), np.stack([yes, of - yes, other_yes, other_of - other_yes])
    few = (people[:, both] < FEWEST_PEOPLE).any() or ((sides > 0) & (sides < FEWEST_EACH))[:, both].any()
    if few and both.sum() <= FEW_STRATA:
        return Withheld(why=Why.FEW)
    return mantel_haenszel(yes, of, other_yes, other_of, level)
