"""Reference points: what losses and contributions are measured from, exact to twelve decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.domain.entry import References
from scoring.engine.draft import Draft

__all__ = ["references"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

_CONTEXT = Context(prec=50, rounding=ROUND_HALF_EVEN)
_TWELVE = Decimal("1e-12")


def references(table: Array, draft: Draft, weight: Array, just_passing: Array | None) -> References:
    """The references of one entry.

    Parameters
    ----------
    just_passing
        Shape (rows,): who is just passing, or None without a cut-off; nobody gives None too.
    """
    passing = None
    if just_passing is not None and just_passing.any():
        passing = _mean(table, draft.index[just_passing], weight[just_passing])
    return References(
        maximum=Decimal(int(table.max())),
        population=_mean(table, draft.index, weight),
        just_passing=passing,
    )


def _mean(table: Array, index: Array, weight: Array) -> Decimal:
    shares = [Fraction(float(w)) for w in np.bincount(index, weights=weight, minlength=len(table))]
    mean = sum((w * int(p) for w, p in zip(shares, table, strict=True)), Fraction(0)) / sum(shares, Fraction(0))
    return _CONTEXT.divide(Decimal(mean.numerator), Decimal(mean.denominator)).quantize(_TWELVE, context=_CONTEXT)
