"""The population stability index of counts in fixed bins, with its interval and its size under no change.

``PSI = sum over bins of (q - p) ln(q / p)``, p and q being the shares of the earlier and of the later file in a bin.
It is the symmetrised Kullback-Leibler divergence (Jeffreys 1946); of a characteristic it is called CSI.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.shared.intervals import Interval
from audits.stability.chi_square import chi_square_point, noncentrality
from scoring.domain.errors import InputError

__all__ = ["FEWEST_PER_BIN", "Index", "index"]

FEWEST_PER_BIN = 5
"""Fewer people than so many for each bin, in either file, and the chi-square says little of chance (Cochran 1954)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """PSI or CSI.

    Attributes
    ----------
    value
        The index, 0 or more.
    interval
        Of the index that counts without chance would give.
    unchanged
        What chance alone stays below in 95 of 100 pairs of files when nothing has changed.
    bins
        How many bins hold anybody.
    filled
        Whether half a person was added to every bin, because one of them was empty in one file.
    """

    value: float
    interval: Interval
    unchanged: float
    bins: int
    filled: bool

    @property
    def changed(self) -> bool:
        """Whether the index is larger than chance explains."""
        return self.value > self.unchanged


def index(before: Sequence[int], after: Sequence[int], level: float = 0.95) -> Index:
    """The index of two rows of counts.

    A bin that nobody is in, in either file, is no bin. If a bin is empty in one file, half a person is added to every
    bin of both: its logarithm would be infinite, and a constant put into that bin alone would be the whole index.

    With n and m people, ``PSI / (1/n + 1/m)`` is a chi-square with ``bins - 1`` degrees of freedom when nothing has
    changed (Yurdakul and Naranjo 2020, J. Risk Model Validation 14:89), and a noncentral one with noncentrality
    ``true PSI / (1/n + 1/m)`` when little has. The interval inverts the latter, so that it takes out what chance adds
    to the index: ``(bins - 1)(1/n + 1/m)`` on average.

    Parameters
    ----------
    before, after
        Whole numbers of 0 or more, one for each bin, in the same order.

    Raises
    ------
    InputError
        If the rows differ in length, or a file holds nobody.

    Examples
    --------
    >>> same = index([100, 200, 100], [50, 100, 50])
    >>> same.value, same.changed
    (0.0, False)
    >>> moved = index([500, 500], [650, 350])
    >>> round(moved.value, 4), round(moved.interval.low, 4), round(moved.interval.high, 4), round(moved.unchanged, 4)
    (0.0929, 0.0471, 0.154, 0.0077)
    """
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if first.shape != second.shape or not first.sum() or not second.sum():
        raise InputError("an index of change needs two rows of counts in the same bins, neither of nobody")
    held = (first + second) > 0
    first, second = first[held], second[held]
    chance, freedom = float(1 / first.sum() + 1 / second.sum()), len(first) - 1
    filled = bool((first == 0).any() or (second == 0).any())
    if filled:
        first, second = first + 0.5, second + 0.5
    p, q = first / first.sum(), second / second.sum()
    value = float((q - p) @ np.log(q / p))
    if not freedom:
        return Index(value=0.0, interval=Interval(low=0.0, high=0.0, level=level), unchanged=0.0, bins=1, filled=False)
    tail, size = (1 - level) / 2, value / chance
    # An index below what chance alone gives on average is luck; the upper end is then that of an average one.
    low, high = noncentrality(size, freedom, 1 - tail), noncentrality(max(size, freedom), freedom, tail)
    return Index(
        value=value,
        interval=Interval(low=chance * low, high=chance * high, level=level),
        unchanged=chance * chi_square_point(0.95, freedom),
        bins=freedom + 1,
        filled=filled,
    )
