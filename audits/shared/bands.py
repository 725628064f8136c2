"""Bands of a number that hold about equally many people."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["quantile_bands"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


def quantile_bands(values: Column, people: Column, number: int) -> list[tuple[float, float]]:
    """The least and the greatest value of each band, in order; fewer bands where many people share a value.

    Parameters
    ----------
    values, people
        Finite numbers, shape (n,) with n at least 1, and how many people each stands for.
    number
        How many bands are asked for.

    Examples
    --------
    >>> quantile_bands(np.array([1.0, 2.0, 2.0, 2.0, 5.0, 9.0]), np.ones(6), 3)
    [(1.0, 1.0), (2.0, 2.0), (5.0, 9.0)]
    """
    levels, place = np.unique(values, return_inverse=True)
    counts = np.bincount(place, weights=people)
    # A value belongs to the band in which the middle one of its people falls.
    middle = (np.cumsum(counts) - counts / 2) / counts.sum()
    band = np.minimum((middle * number).astype(np.int64), number - 1)
    return [(float(levels[band == b].min()), float(levels[band == b].max())) for b in np.unique(band)]
