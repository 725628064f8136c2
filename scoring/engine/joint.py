"""Two characteristics as one table of codes: what a crossing is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.characteristic import MissingPolicy
from scoring.engine.codes import Coded

__all__ = ["Joint", "may_choose"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Two characteristics as one table of codes.

    Attributes
    ----------
    by, inner
        The characteristic that chooses the table, and the one the tables are about.
    shape, goods, bads
        Shape (codes of ``by``, codes of ``inner``): log-odds, and weights.
    """

    by: Coded
    inner: Coded
    shape: Matrix
    goods: Matrix
    bads: Matrix

    @classmethod
    def of(cls, by: Coded, inner: Coded, shape: Matrix, bad: Array, weight: Array) -> Joint:
        """Counted from rows; the shape centred on its weighted mean."""
        code = by.codes * inner.size + inner.codes
        size = by.size * inner.size
        goods = np.bincount(code, weights=weight * ~bad, minlength=size).reshape(by.size, inner.size)
        bads = np.bincount(code, weights=weight * bad, minlength=size).reshape(by.size, inner.size)
        centred = shape - np.average(shape, weights=goods + bads)
        return cls(by=by, inner=inner, shape=centred, goods=goods, bads=bads)

    def within(self, codes: Array) -> tuple[Array, Array, Array]:
        """Shape, goods and bads per inner code of those whose outer code is one of these."""
        total = (self.goods + self.bads)[codes]
        weight = total.sum(axis=0)
        # An inner code that nobody here has still needs a log-odds: that of everybody's outer codes alike.
        mean = np.average(self.shape[codes], axis=0, weights=np.maximum(total.sum(axis=1), 1e-9))
        shape = np.divide((total * self.shape[codes]).sum(axis=0), weight, out=mean.copy(), where=weight > 0)
        return shape, self.goods[codes].sum(axis=0), self.bads[codes].sum(axis=0)


def may_choose(coded: Coded, weight: Array) -> bool:
    """Whether a characteristic may choose the table: silence about it and disputes of it must not silence the other."""
    disputed = any(special.refers for special in coded.characteristic.special)
    silent = coded.characteristic.missing is MissingPolicy.NEUTRAL and coded.totals(weight)[coded.missing] > 0
    return not disputed and not silent
