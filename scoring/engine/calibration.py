"""Calibration: an affine map of log-odds, fitted on rows that the refit did not see, folded into the points.

The tables are held fixed and only the refit is repeated per fold, so that calibration costs a few refits and not a
few fits; what the choice of cuts adds in optimism is not corrected here and shows in ``evaluate`` on new data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from scoring.engine.draft import Draft
from scoring.engine.refit import LogOdds, refit

__all__ = ["calibrate"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

FOLDS = 5
LEAST_PER_CLASS = 50


def calibrate(model: LogOdds, drafts: Sequence[Draft], bad: Array, weight: Array, seed: int) -> LogOdds:
    """The model with the out-of-fold intercept and slope folded in.

    Unchanged where either class has fewer than 50 rows: a slope from so few would be noise.
    """
    if min(bad.sum(), (~bad).sum()) < LEAST_PER_CLASS or not drafts:
        return model
    eta = _out_of_fold(drafts, bad, weight, seed)
    intercept, slope = _affine(eta, ~bad, weight)
    # A slope of nothing or below would turn the order round; the declared directions come before calibration.
    slope = max(slope, 0.1)
    tables = tuple(table * slope for table in model.tables)
    return LogOdds(intercept=intercept + slope * model.intercept, tables=tables)


def _out_of_fold(drafts: Sequence[Draft], bad: Array, weight: Array, seed: int) -> Array:
    fold = np.empty(len(bad), dtype=np.int64)
    rng = np.random.default_rng([seed, 1])
    for of_class in (bad, ~bad):
        places = np.flatnonzero(of_class)
        fold[rng.permutation(places)] = np.arange(len(places)) % FOLDS
    eta: Array = np.empty(len(bad))
    for number in range(FOLDS):
        held, used = fold == number, fold != number
        part = refit(drafts, [draft.index[used] for draft in drafts], bad[used], weight[used])
        eta[held] = part.of_rows([draft.index[held] for draft in drafts])
    return eta


def _affine(eta: Array, good: Array, weight: Array) -> tuple[float, float]:
    """Intercept and slope of a logistic regression of good on eta."""
    target = good.astype(np.float64)

    def objective(theta: Array) -> tuple[float, Array]:
        line = theta[0] + theta[1] * eta
        slope = weight * (expit(line) - target)
        loss = float(weight @ (np.logaddexp(0, line) - target * line))
        return loss / weight.sum(), np.array([slope.sum(), slope @ eta]) / weight.sum()

    found = minimize(objective, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", options={"ftol": 1e-14})
    return float(found.x[0]), float(found.x[1])
