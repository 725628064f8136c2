"""The cut-off: where the score alone would part approval from decline."""

from __future__ import annotations

import math

import numpy as np

from audits.decisions.cube import Column
from scoring.domain.errors import InputError

__all__ = ["check_cut_off", "fewest_against"]


def fewest_against(safety: Column, approved: Column, people: Column) -> float | None:
    """The lowest position from which approval, and below which decline, agrees with the most decisions.

    Parameters
    ----------
    safety, approved, people
        Shape (cells,): a position that rises with safety, 1 for approved, and how many they are.

    Returns
    -------
    float or None
        None where all were decided alike.

    Examples
    --------
    >>> fewest_against(np.array([1.0, 2.0, 2.0, 3.0]), np.array([0, 0, 1, 1]), np.array([5, 1, 4, 9]))
    2.0
    """
    levels, place = np.unique(safety, return_inverse=True)
    yes = np.bincount(place, weights=people * (approved == 1), minlength=len(levels))
    no = np.bincount(place, weights=people * (approved == 0), minlength=len(levels))
    agree = np.cumsum(yes[::-1])[::-1] + np.concatenate([[0.0], np.cumsum(no)[:-1]])
    if not yes.sum() or not no.sum():
        return None
    return float(levels[int(np.argmax(agree))])


def check_cut_off(cut_off: object) -> None:
    """Refuse a cut-off that is no number; asked before anything is read.

    Raises
    ------
    InputError
        If it is infinite, NaN, or of another type.
    """
    if cut_off is not None and not (isinstance(cut_off, int | float | np.number) and math.isfinite(cut_off)):
        raise InputError(f"the cut-off is {cut_off!r}", remedy="Give the lowest passing score, a finite number")
