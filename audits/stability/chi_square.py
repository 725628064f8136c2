"""The chi-square distribution, central and noncentral: what an index of change is compared with.

Only what the package needs, and no library for it: the upper point of the one, the noncentrality of the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

__all__ = ["chi_square_point", "noncentrality"]

_MIXED = 4_000.0
"""Beyond this noncentrality the cube root of the quotient is normal to three digits; below, terms are summed."""

_HALVINGS = 80


def chi_square_point(share: float, freedom: int) -> float:
    """The point below which a chi-square with ``freedom`` degrees of freedom lies with chance ``share``.

    Examples
    --------
    >>> round(chi_square_point(0.95, 9), 4)
    16.919
    """
    return _crossing(lambda x: _below(x, freedom, 0.0), share, 4.0 * freedom + 60.0)


def noncentrality(value: float, freedom: int, share: float) -> float:
    """The noncentrality with which a chi-square lies at or below ``value`` with chance ``share``; 0 if none does.

    The larger the noncentrality, the smaller that chance; so the two ends of an interval for it are the solutions for
    ``1 - a/2`` and ``a/2`` (Venables 1975, J. R. Statist. Soc. B 37:406).

    Examples
    --------
    >>> round(noncentrality(30.0, 9, 0.975), 3), noncentrality(8.0, 9, 0.975)
    (6.035, 0.0)
    """
    if _below(value, freedom, 0.0) <= share:
        return 0.0
    return _crossing(lambda centre: 1 - _below(value, freedom, centre), 1 - share, 4.0 * value + 100.0)


def _crossing(rising: Callable[[float], float], level: float, top: float) -> float:
    """Where a rising function from 0 upwards reaches a level."""
    low, high = 0.0, top
    while rising(high) < level:
        low, high = high, 2 * high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < level else (low, middle)
        if high - low <= 1e-12 * high:
            break
    return (low + high) / 2


def _below(x: float, freedom: int, centre: float) -> float:
    """The chance of at most ``x``."""
    if x <= 0:
        return 0.0
    if centre > _MIXED:
        return _below_by_cube_root(x, freedom, centre)
    half, mean = freedom / 2, centre / 2
    last = int(mean + 12 * math.sqrt(mean)) + 40
    steps = np.arange(last + 1)
    # P(a) = P(a + 1) + x^a e^-x / gamma(a + 1): from the last term downwards every step adds, so nothing cancels.
    log_gamma = math.lgamma(half + 1) + np.concatenate([[0.0], np.cumsum(np.log(half + steps[1:]))])
    terms = np.exp((half + steps) * math.log(x / 2) - x / 2 - log_gamma)
    lower = _gamma_share(half + last, x / 2) + np.cumsum(terms[::-1])[::-1] - terms[-1]
    if mean == 0:
        return float(min(lower[0], 1.0))
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(steps[1:]))])
    return float(min(np.exp(steps * math.log(mean) - mean - log_factorial) @ lower, 1.0))


def _gamma_share(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function, as its power series; every term is positive."""
    if x > shape + 12 * math.sqrt(shape) + 60:
        return 1.0  # less than 1e-16 lies above, and the first term would be too small to write
    term = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    total, step = 0.0, shape
    while term > 1e-17 * total:
        total += term
        step += 1
        term *= x / step
    return total


def _below_by_cube_root(x: float, freedom: int, centre: float) -> float:
    """The cube root of the quotient by its mean is nearly normal (Abdel-Aty 1954, Biometrika 41:538)."""
    mean = freedom + centre
    spread = 2 * (freedom + 2 * centre) / (9 * mean * mean)
    return NormalDist().cdf(((x / mean) ** (1 / 3) - (1 - spread)) / math.sqrt(spread))
