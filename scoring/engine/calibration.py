"""Calibration: an affine map of log-odds, fitted on rows that the refit did not see, folded into the points.

The tables are held fixed and only the refit is repeated per fold, so that calibration costs a few refits and not a
few fits; what the choice of cuts adds in optimism is not corrected here and shows in ``evaluate`` on new data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scoring.engine.affine import affine
from scoring.engine.draft import Draft
from scoring.engine.folds import FOLDS, folds
from scoring.engine.refit import LogOdds, refit

__all__ = ["calibrate"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

LEAST_PER_CLASS = 50
LEAST_SLOPE = 0.1
MOST_SLOPE = 10.0


def calibrate(model: LogOdds, drafts: Sequence[Draft], bad: Array, weight: Array, seed: int, ridge: float) -> LogOdds:
    """The model with the out-of-fold intercept and slope folded in.

    Unchanged where either class has fewer than 50 rows: a slope from so few would be noise.
    """
    if min(bad.sum(), (~bad).sum()) < LEAST_PER_CLASS or not drafts:
        return model
    eta = _out_of_fold(drafts, bad, weight, seed, ridge)
    # A slope of nothing or below would turn the order round; the declared directions come before calibration.
    intercept, slope = affine(eta, ~bad, weight, least=LEAST_SLOPE, most=MOST_SLOPE)
    tables = tuple(table * slope for table in model.tables)
    return LogOdds(intercept=intercept + slope * model.intercept, tables=tables)


def _out_of_fold(drafts: Sequence[Draft], bad: Array, weight: Array, seed: int, ridge: float) -> Array:
    fold = folds(bad, (seed, 1))
    eta: Array = np.empty(len(bad))
    for number in range(FOLDS):
        held, used = fold == number, fold != number
        part = refit(drafts, [draft.index[used] for draft in drafts], bad[used], weight[used], ridge)
        eta[held] = part.of_rows([draft.index[held] for draft in drafts])
    return eta
