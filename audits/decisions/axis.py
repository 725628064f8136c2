"""Where people stand: whole scores as they are, anything else in bins, and how much binning can hide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import AxisKind, Column, Cube

__all__ = ["FARTHEST", "MOST_BINS", "MOST_POSITIONS", "Bins", "auc_error_bound"]

MOST_POSITIONS = 2000
"""More different whole scores than this are put into bins."""

MOST_BINS = 1000

FARTHEST = 9999
"""A whole score farther from 0 than this is put into a bin too: no file can make more cells than memory holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """Bins of equal width from ``low`` to ``high``; the last holds ``high`` too.

    Where everybody has the same value there is one bin, of width 0.
    """

    low: float
    high: float

    @property
    def count(self) -> int:
        """How many bins there are."""
        return MOST_BINS if self.width > 0 else 1

    @property
    def width(self) -> float:
        """Of each bin, in units of the axis."""
        return max((self.high - self.low) / MOST_BINS, 5e-324) if self.high > self.low else 0.0

    def position(self, place: Column) -> Column:
        """The middle of each bin."""
        found: Column = self.low + (place + 0.5) * self.width
        return found


def auc_error_bound(cube: Cube) -> float:
    """By how much binning can have moved the AUC at most: half the share of pairs that share a bin.

    Of a person who repaid and one who defaulted, ranked by value, a pair counts 1 or 0, and half in one bin. So with
    ``g`` and ``b`` repaid and defaulted people (or their weights) in bin ``i`` of ``G`` and ``B`` in all::

        |AUC(bins) - AUC(values)| <= sum_i g_i * b_i / (2 * G * B)

    0 where every value is a position of its own, and where nobody repaid or nobody defaulted.

    Examples
    --------
    A cube of two bins with one repaid and one defaulted person in each gives ``2 / (2 * 2 * 2)``, a quarter.
    """
    if cube.axis.width == 0 or cube.axis.kind is AxisKind.NONE:
        return 0.0
    _, place = np.unique(cube.position, return_inverse=True)
    goods, bads = (np.bincount(place, weights=np.where(cube.outcome == side, cube.weight, 0.0)) for side in (0, 1))
    pairs = goods.sum() * bads.sum()
    return float((goods * bads).sum() / (2 * pairs)) if pairs > 0 else 0.0
