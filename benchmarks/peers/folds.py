"""Folds: made once for a table, and the same for every model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.errors import InputError

__all__ = ["Fold", "stratified_folds"]

Places = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Rows to fit on and rows to judge on.

    Attributes
    ----------
    repeat, number
        Which repetition, and which of its folds; both from 0.
    train, test
        Places of rows, ascending.
    """

    repeat: int
    number: int
    train: Places
    test: Places


def stratified_folds(bad: np.ndarray[Any, Any], repeats: int, folds: int, seed: int) -> Sequence[Fold]:
    """Repeated cross-validation with the same share of bads in each fold.

    Raises
    ------
    InputError
        If there are fewer than two folds, no repetition, or fewer goods or bads than folds.
    """
    if folds < 2 or repeats < 1:
        raise InputError("cross-validation needs two folds and one repetition", remedy="Check --folds and --repeats")
    least = min(int(bad.sum()), int((~bad).sum()))
    if least < folds:
        raise InputError(f"{folds} folds of {least} rows of one outcome", remedy="Use fewer --folds or more rows")
    found = []
    for repeat in range(repeats):
        rng = np.random.default_rng([seed, repeat])
        part = np.empty(len(bad), dtype=np.int64)
        for outcome in (True, False):
            places = rng.permutation(np.flatnonzero(bad == outcome))
            # Goods are dealt from the last fold down, so that folds are of nearly equal size.
            numbers = np.arange(len(places)) % folds
            part[places] = numbers if outcome else folds - 1 - numbers
        found += [
            Fold(
                repeat=repeat, number=number, train=np.flatnonzero(part != number), test=np.flatnonzero(part == number)
            )
            for number in range(folds)
        ]
    return tuple(found)
