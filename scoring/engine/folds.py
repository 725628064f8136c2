"""Folds and samples: rows dealt out at random, goods and bads apart."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["FOLDS", "folds", "sampled"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

FOLDS = 5


def folds(bad: Array, stream: tuple[int, int]) -> Array:
    """The fold of each row, 0 to 4; every fold has its fifth of the goods and of the bads.

    Parameters
    ----------
    stream
        Seed and use: two uses of one seed draw independently.
    """
    fold = np.empty(len(bad), dtype=np.int64)
    rng = np.random.default_rng(stream)
    for of_class in (bad, ~bad):
        places = np.flatnonzero(of_class)
        fold[rng.permutation(places)] = np.arange(len(places)) % FOLDS
    return fold


def sampled(bad: Array, rows: int, stream: tuple[int, int]) -> Array:
    """Places of about so many rows in rising order, drawn with their share of goods and bads.

    Parameters
    ----------
    stream
        Seed and use, as in :func:`folds`.
    """
    rng = np.random.default_rng(stream)
    shares = [
        rng.choice(places, round(rows * len(places) / len(bad)), replace=False)
        for places in (np.flatnonzero(bad), np.flatnonzero(~bad))
    ]
    return np.sort(np.concatenate(shares))
