"""Calibration: an affine map of log-odds, folded into the points.

The slope is that of cards made anew without the rows that they are asked about: their shapes, their lines and their
refit. Lines that were drawn on all rows, or a pull towards shapes that were, would have seen them, and made any card of
few rows too steep. The intercept then makes the mean probability the share of bads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scoring.engine.affine import affine
from scoring.engine.draft import Draft
from scoring.engine.form import Form
from scoring.engine.judge import Judge
from scoring.engine.refit import LogOdds

__all__ = ["calibrate", "slope_of_form"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

LEAST_PER_CLASS = 50
LEAST_SLOPE = 0.1
MOST_SLOPE = 10.0


def slope_of_form(judge: Judge, form: Form) -> float:
    """What the log-odds of a form must be multiplied with to be right about rows that did not make it.

    1 where either class has fewer than 50 rows: a slope from so few would be noise.
    """
    study = judge.study
    bad, weight = study.bad[study.judged], study.weight[study.judged]
    if min(bad.sum(), (~bad).sum()) < LEAST_PER_CLASS:
        return 1.0
    eta, _ = judge.eta(form)
    # A slope of nothing or below would turn the order round; the declared directions come before calibration.
    return affine(eta, ~bad, weight, least=LEAST_SLOPE, most=MOST_SLOPE)[1]


def calibrate(model: LogOdds, drafts: Sequence[Draft], bad: Array, weight: Array, slope: float) -> LogOdds:
    """The model with a slope folded in, and the intercept that then fits all rows."""
    steeper = LogOdds(intercept=0.0, tables=tuple(table * slope for table in model.tables))
    eta = steeper.of_rows([draft.index for draft in drafts])
    intercept, _ = affine(eta, ~bad, weight, least=1.0, most=1.0)
    return LogOdds(intercept=intercept, tables=steeper.tables)
