"""Candidate crossings: pairs of characteristics ranked by what an additive model leaves unexplained.

Over coarse cells of two characteristics, the residuals of rows that the model had not seen gain so much log-likelihood
from a value of each cell's own, less what the rows and columns of the cells alone would gain (Lou et al. 2013, by a
second-order step). The best set of pairs that share no characteristic is then found exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from scipy.special import expit

from scoring.engine.codes import Coded, equal_groups
from scoring.engine.joint import may_choose
from scoring.engine.shapes import Pair

__all__ = ["candidates"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

COARSE = 8
RIDGE = 5.0
CONSIDERED = 24
"""So many of the best pairs are looked at for a set without a common characteristic."""


def candidates(columns: Sequence[Coded], eta: Array, bad: Array, weight: Array, most: int) -> list[Pair]:
    """At most so many pairs, the most promising first, that share no characteristic.

    Parameters
    ----------
    eta
        Shape (rows,): out-of-fold log good:bad odds of an additive model.
    """
    if most == 0 or len(columns) < 2:
        return []
    rate = expit(eta)
    slope, curve = weight * (~bad - rate), weight * rate * (1 - rate)
    cells = [_coarse(column, weight) for column in columns]
    alone = [_gain(cell, slope, curve) for cell in cells]
    gains: dict[Pair, float] = {}
    for one, two in combinations(range(len(columns)), 2):
        if _may_cross(columns[one], columns[two], weight):
            width = int(cells[two].max()) + 1
            gain, degrees = _gain(cells[one] * width + cells[two], slope, curve)
            gain -= alone[one][0] + alone[two][0]
            degrees -= alone[one][1] + alone[two][1]
            chance = max(degrees, 0.0) / 2
            if gain > chance:
                gains[one, two] = gain - chance
    best = sorted(gains, key=lambda pair: (-gains[pair], pair))[:CONSIDERED]
    chosen = _apart(best, gains, most)[1]
    return sorted(chosen, key=lambda pair: (-gains[pair], pair))


def _may_cross(one: Coded, two: Coded, weight: Array) -> bool:
    sources = (one.characteristic.source, two.characteristic.source)
    if any(source is not None and source.optional for source in sources) or one.fixed or two.fixed:
        return False
    return may_choose(one, weight) or may_choose(two, weight)


def _coarse(column: Coded, weight: Array) -> Array:
    """At most eight groups of values of about equal weight, and each other state; shape (rows,)."""
    values = equal_groups(column.totals(weight)[: column.values], COARSE)
    group = np.concatenate([values, COARSE + np.arange(column.size - column.values)])
    _, dense = np.unique(group, return_inverse=True)
    return np.asarray(dense[column.codes])


def _gain(cell: Array, slope: Array, curve: Array) -> tuple[float, float]:
    """Log-likelihood that a value for every cell gains in one Newton step, and the degrees of freedom of that.

    By chance alone a degree of freedom gains a half; the ridge leaves a thin cell less than a whole one.
    """
    first, second = np.bincount(cell, weights=slope), np.bincount(cell, weights=curve)
    return float((first**2 / (second + RIDGE)).sum() / 2), float((second / (second + RIDGE)).sum())


def _apart(pairs: Sequence[Pair], gains: dict[Pair, float], most: int) -> tuple[float, tuple[Pair, ...]]:
    """The set of pairs with the greatest sum of gains in which no characteristic occurs twice."""
    if not pairs or most == 0:
        return 0.0, ()
    first, rest = pairs[0], pairs[1:]
    apart = [pair for pair in rest if not set(pair) & set(first)]
    gain, others = _apart(apart, gains, most - 1)
    taken = (gain + gains[first], (first, *others))
    if gains[first] >= sum(sorted((gains[pair] for pair in rest), reverse=True)[:most]):
        return taken
    return max(taken, _apart(rest, gains, most), key=lambda found: found[0])
