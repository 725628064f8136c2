"""What the reports on proxies and on alternatives measure, in a population: from definitions, not the audit's code."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["approved_share", "bands", "evenness", "kendall", "membership", "membership_within", "pairs_in_order"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

BANDS = 10


def membership(points: Column, member: Column, weight: Column | None = None) -> float:
    """Probability that a member has more points than somebody else, plus half that of equal points.

    Parameters
    ----------
    points, member, weight
        Shape (people,): points, whether a person belongs to the group, and how much a person counts.

    Examples
    --------
    >>> membership(np.array([1, 2, 2, 3]), np.array([True, True, False, False]))
    0.125
    """
    placed = np.unique(points, return_inverse=True)[1]
    return _parts(placed, member, np.ones(len(points)) if weight is None else weight)[0]


def membership_within(points: Column, member: Column, strata: Sequence[Column]) -> float:
    """The same within strata, put together by ``m o / (m + o)`` with members and others of each.

    That is what van Elteren's weights become in a large population.

    Parameters
    ----------
    strata
        For each, shape (people,): how much of a person is in it, 0 to 1.
    """
    placed = np.unique(points, return_inverse=True)[1]
    found = [_parts(placed, member, np.asarray(stratum, dtype=np.float64)) for stratum in strata]
    weights = [m * o / (m + o) if min(m, o) > 0 else 0.0 for _, m, o in found]
    values = [value for value, _, _ in found]
    return sum(w * v for w, v in zip(weights, values, strict=True) if w > 0) / sum(weights)


def bands(risk: Column) -> list[Column]:
    """Ten bands of risk with equal numbers: people of one value share the band of the middle one of them.

    Returns
    -------
    list
        For each band, shape (people,): whether a person is in it.

    Examples
    --------
    >>> [int(band.sum()) for band in bands(np.array([0.1] * 10 + [0.2] * 5 + [0.3] * 5))]
    [10, 5, 5]
    """
    levels, place = np.unique(risk, return_inverse=True)
    ordered = np.sort(risk)
    first, last = np.searchsorted(ordered, levels), np.searchsorted(ordered, levels, side="right")
    band = np.minimum((first + last) / 2 / len(risk) * BANDS, BANDS - 1).astype(np.int64)
    return [band[place] == one for one in np.unique(band)]


def approved_share(score: Column, rate: float) -> Column:
    """How much of each person is approved when a share of all people is, from the highest score down; shape (people,).

    People with the score at which the places run out share those that are left.

    Examples
    --------
    >>> approved_share(np.array([500, 600, 600, 700]), 0.5).tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    wanted = rate * len(score)
    at = np.sort(score)[::-1][math.ceil(wanted) - 1]
    above, on = score > at, score == at
    return np.where(above, 1.0, np.where(on, (wanted - above.sum()) / on.sum(), 0.0))


def evenness(score: Column, member: Column, rate: float) -> float:
    """The lower over the higher of two shares approved, members' and others', when a share of all people is approved.

    Examples
    --------
    >>> evenness(np.array([500, 600, 600, 700]), np.array([True, True, False, False]), 0.5)
    0.3333333333333333
    """
    approved = approved_share(score, rate)
    shares = approved[member].mean(), approved[~member].mean()
    return float(min(shares) / max(shares))


def pairs_in_order(first: Sequence[float], second: Sequence[float]) -> tuple[int, int]:
    """How many pairs stand in the same order in both lists, and how many in opposite orders; equal ones in neither.

    Examples
    --------
    >>> pairs_in_order([1, 2, 3], [1, 3, 2])
    (2, 1)
    """
    signs = [
        int(np.sign(first[i] - first[j]) * np.sign(second[i] - second[j]))
        for i in range(len(first))
        for j in range(i + 1, len(first))
    ]
    return sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)


def kendall(first: Sequence[float], second: Sequence[float]) -> float:
    """Kendall's rank correlation (1938, Biometrika 30:81), ``(same - opposite) / pairs``; ties count for neither.

    Examples
    --------
    >>> round(kendall([1, 2, 3], [1, 3, 2]), 4)
    0.3333
    """
    same, opposite = pairs_in_order(first, second)
    return (same - opposite) / math.comb(len(first), 2)


def _parts(place: Column, member: Column, weight: Column) -> tuple[float, float, float]:
    """The AUC of places in the order of points, and how many members and others there are."""
    members = np.bincount(place, weights=weight * member)
    others = np.bincount(place, weights=weight * ~member)
    m, o = float(members.sum()), float(others.sum())
    if min(m, o) == 0:
        return math.nan, m, o
    below = np.concatenate([[0.0], np.cumsum(others)[:-1]])
    return float(members @ (below + others / 2)) / (m * o), m, o
