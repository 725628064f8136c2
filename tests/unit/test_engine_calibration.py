"""Calibration: the slope that rows outside the fit ask for, the same for every line."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from scoring.engine.affine import affine
from scoring.engine.calibration import calibrate, slope_of_form
from scoring.engine.draft import Draft
from scoring.engine.fit import Fitted
from scoring.engine.folds import FOLDS, folds
from scoring.engine.refit import refit
from tests.support.development import characteristic, numeric_columns
from tests.support.drafts import one_way

ROWS, LINES = 2_000, 60


def chance(seed: int, rows: int = ROWS) -> tuple[Draft, np.ndarray]:
    """A table of sixty lines of which only the first ten differ, and outcomes."""
    rng = np.random.default_rng(seed)
    index = rng.integers(0, LINES, rows)
    bad = rng.random(rows) < np.where(index < 10, 0.5, 0.2)
    made = one_way(index, bad, characteristic("x"), LINES)
    return made, bad


@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_it_is_one_affine_map_of_all_lines_that_foretells_as_many_bads_as_there_are(slope: float) -> None:
    made, bad = chance(0)
    weight = np.random.default_rng(0).uniform(0.5, 2, ROWS)
    model = refit([made], [made.index], bad, weight)
    calibrated = calibrate(model, [made], bad, weight, slope)
    risk = 1 / (1 + np.exp(calibrated.of_rows([made.index])))

    assert calibrated.tables[0] == pytest.approx(slope * model.tables[0])
    assert np.average(risk, weights=weight) == pytest.approx(np.average(bad, weights=weight), abs=1e-4)


def drawn(seed: int, rows: int, bads: float) -> Fitted:
    """The card of one characteristic that tells; the rest is chance."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(4, rows)).round(3)
    bad = rng.random(rows) < 1 / (1 + np.exp(-np.log(bads / (1 - bads)) - 1.2 * values[0]))
    return numeric_columns([*values], bad).fit()


def test_the_slope_is_logistic_regressions_on_cards_that_have_not_seen_the_rows() -> None:
    found = drawn(0, 800, 0.3)
    assert found.developed.workshop is not None
    judge, form = found.developed.workshop.judge, found.structure.form
    eta, _ = judge.eta(form)
    reference = LogisticRegression(C=np.inf, tol=1e-10).fit(eta[:, None], ~judge.study.bad)

    assert slope_of_form(judge, form) == pytest.approx(float(reference.coef_[0, 0]), abs=1e-3)
    assert slope_of_form(judge, form) != 1


def test_a_class_of_fewer_than_fifty_asks_for_no_slope() -> None:
    found = drawn(0, 800, 0.025)
    assert found.developed.workshop is not None
    judge, form = found.developed.workshop.judge, found.structure.form

    assert 20 < judge.study.bad.sum() < 50
    assert slope_of_form(judge, form) == 1


@pytest.mark.parametrize(("strength", "rows"), [(0.3, 600), (1.0, 1_500)])
def test_of_few_rows_no_card_is_made_that_is_too_sure_of_itself(strength: float, rows: int) -> None:
    """Of new people, over some samples, the log-odds are right: neither too far apart nor too near each other."""
    slopes, gains = [], []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        values = rng.normal(size=(6, rows + 2_000)).round(3)
        bad = rng.random(rows + 2_000) < 1 / (1 + np.exp(1.4 - strength * values[:3].sum(axis=0)))
        card = numeric_columns([*values[:, :rows]], bad[:rows]).fit().card
        others = numeric_columns([*values[:, rows:]], bad[rows:])
        risk = np.array([float(card.pd(score)) for score in others.scores(card)])
        gains.append(log_loss(others.bad, np.full(2_000, bad[:rows].mean())) - log_loss(others.bad, risk))
        if np.ptp(risk) > 0:
            slopes.append(affine(np.log(1 / risk - 1), ~others.bad, np.ones(2_000), least=0, most=10)[1])

    assert np.mean(gains) > 0
    assert 0.5 < np.mean(slopes) < 1.25


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
