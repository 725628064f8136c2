"""How well an order tells two sides apart, from counts at each position: AUC, Gini and KS, with DeLong's errors.

Everywhere, ``good`` and ``bad`` hold how many (or what weight) of either side stand at each position of the axis, the
lowest position first, along the last axis of the array; axes before it are repetitions, such as groups or bootstrap
draws, and are kept. "Good" is the side that is expected to stand higher. Where a side is empty, or too small for the
error asked for, the answer is NaN: not known, never 0 and never one half.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["auc", "auc_covariance", "auc_variance", "gini", "ks", "placements", "stratified_auc"]

Counts = np.ndarray[Any, np.dtype[Any]]


def auc(good: Counts, bad: Counts) -> Counts:
    """Probability that a good stands above a bad, ties counted half (Mann and Whitney 1947, Ann. Math. Statist. 18:50).

    ``sum_i good_i (bad_below_i + bad_i / 2) / (G B)``.

    Parameters
    ----------
    good, bad
        Shape (..., positions).

    Returns
    -------
    numpy.ndarray
        Shape (...), 0 to 1.

    Examples
    --------
    >>> float(auc(np.array([0, 1, 3]), np.array([2, 1, 1])))
    0.8125
    """
    good, bad = _floats(good, bad)
    above = np.sum(good * (np.cumsum(bad, axis=-1) - bad / 2), axis=-1)
    return _ratio(above, good.sum(axis=-1) * bad.sum(axis=-1))


def gini(good: Counts, bad: Counts) -> Counts:
    """Twice the AUC less one: -1 to 1, shape (...).

    Examples
    --------
    >>> float(gini(np.array([0, 1, 3]), np.array([2, 1, 1])))
    0.625
    """
    return 2 * auc(good, bad) - 1


def ks(good: Counts, bad: Counts) -> Counts:
    """Largest distance between the shares of goods and of bads at or below a position (Kolmogorov-Smirnov).

    ``max_i |sum_{j<=i} good_j / G - sum_{j<=i} bad_j / B|``, 0 to 1, shape (...).

    Examples
    --------
    >>> float(ks(np.array([0, 1, 3]), np.array([2, 1, 1])))
    0.5
    """
    good, bad = _floats(good, bad)
    of_goods = _ratio(np.cumsum(good, axis=-1), good.sum(axis=-1, keepdims=True))
    of_bads = _ratio(np.cumsum(bad, axis=-1), bad.sum(axis=-1, keepdims=True))
    return np.asarray(np.max(np.abs(of_goods - of_bads), axis=-1))


def placements(good: Counts, bad: Counts) -> tuple[Counts, Counts]:
    """What each position is worth on the other side's distribution: the components of the AUC.

    Returns
    -------
    of_goods, of_bads
        Shape (..., positions): the share of bads that a good there stands above, and the share of goods that stand
        above a bad there, ties counted half. The AUC is the mean of the first over goods, and of the second over bads.

    Examples
    --------
    >>> of_goods, of_bads = placements(np.array([0, 1, 3]), np.array([2, 1, 1]))
    >>> of_goods.tolist(), of_bads.tolist()
    ([0.25, 0.625, 0.875], [1.0, 0.875, 0.375])
    """
    good, bad = _floats(good, bad)
    of_goods = _ratio(np.cumsum(bad, axis=-1) - bad / 2, bad.sum(axis=-1, keepdims=True))
    of_bads = 1 - _ratio(np.cumsum(good, axis=-1) - good / 2, good.sum(axis=-1, keepdims=True))
    return of_goods, of_bads


def auc_variance(good: Counts, bad: Counts, good2: Counts | None = None, bad2: Counts | None = None) -> Counts:
    """The variance of the AUC (DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44:837), exact from counts.

    ``S10 / G + S01 / B``, the sample variances of the placements of goods and of bads, each over its number. With
    weights, a row's error counts with the square of its weight: ``sum w^2 (v - auc)^2 / (sum w)^2 * n / (n - 1)`` with
    Kish's effective number ``n = (sum w)^2 / sum w^2``, which is the same for equal weights.

    Parameters
    ----------
    good, bad
        Shape (..., positions): counts, or sums of weights.
    good2, bad2
        Sums of squared weights at the same positions; the counts themselves if not given.

    Returns
    -------
    numpy.ndarray
        Shape (...); NaN where a side has one (effective) row or none.

    Examples
    --------
    >>> round(float(auc_variance(np.array([0, 1, 3]), np.array([2, 1, 1]))), 6)
    0.026042
    """
    good, bad = _floats(good, bad)
    squares = (good if good2 is None else good2, bad if bad2 is None else bad2)
    whole = np.asarray(auc(good, bad))[..., None]
    parts = zip((good, bad), squares, placements(good, bad), strict=True)
    return sum((_spread(side, square, (v - whole) ** 2) for side, square, v in parts), start=np.zeros(()))


def auc_covariance(
    first: Counts,
    second: Counts,
    good: Counts,
    bad: Counts,
    good2: Counts | None = None,
    bad2: Counts | None = None,
) -> Counts:
    """The variances and the covariance of two AUCs on the same people (DeLong et al. 1988, the paired case).

    Parameters
    ----------
    first, second
        Shape (cells,): where the people of a cell stand in the first order and in the second; any numbers.
    good, bad, good2, bad2
        Shape (cells,): how many they are, as for :func:`auc_variance`.

    Returns
    -------
    numpy.ndarray
        Shape (2, 2); the difference of the AUCs has the variance ``c[0, 0] + c[1, 1] - 2 c[0, 1]``.

    Examples
    --------
    >>> places = np.array([0, 1, 2])
    >>> found = auc_covariance(places, places, np.array([0, 1, 3]), np.array([2, 1, 1]))
    >>> bool(np.allclose(found, found[0, 0]))
    True
    """
    good, bad = _floats(good, bad)
    squares = (good if good2 is None else good2, bad if bad2 is None else bad2)
    centred = [_centred(order, good, bad) for order in (first, second)]
    found = np.empty((2, 2))
    for i, one in enumerate(centred):
        for j, other in enumerate(centred):
            sides = zip((good, bad), squares, one, other, strict=True)
            found[i, j] = sum(float(_spread(side, square, u * v)) for side, square, u, v in sides)
    return found


def stratified_auc(good: Counts, bad: Counts) -> tuple[float, float]:
    """The AUC within strata, and its variance (van Elteren 1960, Bull. Inst. Int. Statist. 37:351).

    ``sum_s k_s auc_s / sum_s k_s`` with van Elteren's weights ``k_s = G_s B_s / (G_s + B_s + 1)``; the variance is
    ``sum_s k_s^2 var_s / (sum_s k_s)^2`` with DeLong's in each. A stratum with fewer than two on a side says nothing
    of its own error and is left out.

    Parameters
    ----------
    good, bad
        Shape (strata, positions): counts.

    Returns
    -------
    auc, variance
        NaN where no stratum has two of either side.

    Examples
    --------
    >>> one = np.array([[0, 1, 3]]), np.array([[2, 1, 1]])
    >>> stratified_auc(*one)[0]
    0.8125
    """
    good, bad = _floats(good, bad)
    goods, bads = good.sum(axis=-1), bad.sum(axis=-1)
    kept = (goods >= 2) & (bads >= 2)
    if not kept.any():
        return float("nan"), float("nan")
    good, bad, goods, bads = good[kept], bad[kept], goods[kept], bads[kept]
    share = goods * bads / (goods + bads + 1)
    share = share / share.sum()
    return float(share @ auc(good, bad)), float(share**2 @ auc_variance(good, bad))


def _centred(order: Counts, good: Counts, bad: Counts) -> tuple[Counts, Counts]:
    """The placements of each cell's goods and bads in an order, less the AUC; shape (cells,) both."""
    levels, place = np.unique(order, return_inverse=True)
    at = [np.bincount(place, weights=side, minlength=len(levels)) for side in (good, bad)]
    of_goods, of_bads = placements(*at)
    whole = auc(*at)
    return of_goods[place] - whole, of_bads[place] - whole


def _spread(side: Counts, square: Counts, products: Counts) -> Counts:
    """The (co)variance of a weighted mean from products of centred values."""
    total, squares = side.sum(axis=-1), np.asarray(square, dtype=np.float64).sum(axis=-1)
    rows = _ratio(total**2, squares)
    return _ratio(np.sum(square * products, axis=-1), total**2) * _ratio(rows, np.where(rows > 1, rows - 1, 0))


def _floats(good: Counts, bad: Counts) -> tuple[Counts, Counts]:
    return np.asarray(good, dtype=np.float64), np.asarray(bad, dtype=np.float64)


def _ratio(above: Counts, below: Counts) -> Counts:
    """A quotient; NaN, not a warning, where nothing is below the line."""
    above, below = np.broadcast_arrays(above, below)
    quotient: Counts = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return quotient
