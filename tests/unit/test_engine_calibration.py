"""Calibration: the slope that rows outside the fit ask for, the same for every line."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from scoring.engine.affine import affine
from scoring.engine.calibration import calibrate
from scoring.engine.draft import Draft
from scoring.engine.folds import FOLDS, folds
from scoring.engine.refit import RIDGE, LogOdds, refit
from tests.support.development import characteristic
from tests.support.drafts import one_way

ROWS, LINES = 2_000, 60


def chance(seed: int, rows: int = ROWS) -> tuple[Draft, np.ndarray]:
    """A table of sixty lines of which only the first ten differ, and outcomes."""
    rng = np.random.default_rng(seed)
    index = rng.integers(0, LINES, rows)
    bad = rng.random(rows) < np.where(index < 10, 0.5, 0.2)
    made = one_way(index, bad, characteristic("x"), LINES)
    return made, bad


def loss(model: LogOdds, made: Draft, bad: np.ndarray) -> float:
    eta = model.of_rows([made.index])
    return float(np.mean(np.logaddexp(0, np.where(bad, eta, -eta))))


def test_the_calibrated_model_is_better_on_new_rows() -> None:
    made, bad = chance(0)
    model = refit([made], [made.index], bad, np.ones(ROWS))
    calibrated = calibrate(model, [made], bad, np.ones(ROWS), seed=0, ridge=RIDGE)
    new, outcomes = chance(1, 40_000)

    assert loss(calibrated, new, outcomes) < loss(model, new, outcomes)


def test_it_is_one_affine_map_of_all_lines() -> None:
    made, bad = chance(0)
    model = refit([made], [made.index], bad, np.ones(ROWS))
    calibrated = calibrate(model, [made], bad, np.ones(ROWS), seed=0, ridge=RIDGE)

    slopes = calibrated.tables[0] / model.tables[0]
    assert np.ptp(slopes) < 1e-9
    assert slopes[0] > 1.1  # the ridge draws sixty thin lines in too far


def test_a_class_of_fewer_than_fifty_is_left_as_it_is() -> None:
    made, bad = chance(0, 150)
    model = refit([made], [made.index], bad, np.ones(150))

    assert min(bad.sum(), (~bad).sum()) < 50
    assert calibrate(model, [made], bad, np.ones(150), seed=0, ridge=RIDGE) is model


def test_the_affine_map_is_logistic_regressions() -> None:
    rng = np.random.default_rng(0)
    eta, weight = rng.normal(size=1_000), rng.uniform(0.5, 2, 1_000)
    good = rng.random(1_000) < 1 / (1 + np.exp(-(0.4 + 0.7 * eta)))
    reference = LogisticRegression(C=np.inf, tol=1e-10).fit(eta[:, None], good, sample_weight=weight)

    expected = (float(reference.intercept_[0]), float(reference.coef_[0, 0]))
    assert affine(eta, good, weight, least=0, most=10) == pytest.approx(expected, abs=1e-4)


def test_the_slope_keeps_to_its_ends() -> None:
    eta = np.linspace(-1, 1, 200)

    assert affine(eta, eta > 0, np.ones(200), least=0, most=3)[1] == pytest.approx(3)
    assert affine(eta, eta < 0, np.ones(200), least=0.1, most=3)[1] == pytest.approx(0.1)


def test_every_fold_has_its_share_of_goods_and_of_bads() -> None:
    bad = np.arange(103) < 13
    fold = folds(bad, (0, 0))

    assert sorted(np.bincount(fold[bad], minlength=FOLDS)) == [2, 2, 3, 3, 3]
    assert sorted(np.bincount(fold[~bad], minlength=FOLDS)) == [18] * 5


def test_two_uses_of_a_seed_draw_different_folds() -> None:
    bad = np.arange(100) < 50

    assert (folds(bad, (0, 0)) != folds(bad, (0, 1))).any()
    assert (folds(bad, (0, 0)) == folds(bad, (0, 0))).all()
