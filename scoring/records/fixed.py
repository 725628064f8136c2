"""Ratios of whole numbers as decimals with a fixed number of places, rounded half up in whole arithmetic.

A decimal of this kind has one shortest text, so that a characteristic reads the same in every file and on every
machine.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["fixed_ratio"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


def fixed_ratio(above: Whole, below: Whole, places: int, low: int, high: int) -> Floats:
    """``above / max(below, 1)``, rounded half up to so many places and kept within ``low`` and ``high``.

    Examples
    --------
    >>> fixed_ratio(np.array([1, 2, -1, 9]), np.array([8, 3, 8, 0]), 2, 0, 5).tolist()
    [0.13, 0.67, 0.0, 5.0]
    """
    scale = 10**places
    divisor = np.maximum(below, 1)
    # Bounded first, so that the product below cannot leave 64 bits.
    bounded = np.clip(above, (low - 1) * divisor, (high + 1) * divisor)
    rounded = (2 * scale * bounded + divisor) // (2 * divisor)
    return np.asarray(np.clip(rounded, low * scale, high * scale) / scale + 0.0)
