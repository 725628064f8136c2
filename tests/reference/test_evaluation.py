"""Every measure equals scikit-learn's or scipy's on the same scores; intervals cover what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest, ks_2samp
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from scoring.domain.errors import DataError
from scoring.engine.evaluation import Evaluation, evaluate
from scoring.engine.options import STANDARD_SCALE

ROWS = 3_000


def drawn(seed: int, rows: int = ROWS, shift: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, their probabilities, and outcomes; ``shift`` is how much worse the outcomes are, in log-odds."""
    rng = np.random.default_rng(seed)
    score = rng.normal(550, 35, rows).round().astype(np.int64)
    pd = np.array([STANDARD_SCALE.pd(value) for value in score.tolist()])
    true = 1 / (1 + np.exp(-(np.log(pd / (1 - pd)) + shift)))
    return score, pd, rng.random(rows) < true


@pytest.fixture(scope="module")
def weight() -> np.ndarray:
    return np.random.default_rng(5).uniform(0.5, 3, ROWS)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "weighted"])
def case(request: pytest.FixtureRequest, weight: np.ndarray) -> tuple[Evaluation, np.ndarray | None]:
    weights = weight if request.param else None
    return evaluate(*drawn(0), weights, seed=0), weights


def value(result: Evaluation, name: str) -> float:
    return result.figure(name).value


def test_auc_is_scikit_learns(case: tuple[Evaluation, np.ndarray | None]) -> None:
    result, weights = case
    score, _, bad = drawn(0)

    assert value(result, "AUC") == pytest.approx(roc_auc_score(bad, -score, sample_weight=weights))
    assert value(result, "Gini") == pytest.approx(2 * value(result, "AUC") - 1)


def test_brier_score_is_scikit_learns(case: tuple[Evaluation, np.ndarray | None]) -> None:
    result, weights = case
    _, pd, bad = drawn(0)

    assert value(result, "Brier") == pytest.approx(brier_score_loss(bad, pd, sample_weight=weights))


def test_log_loss_is_scikit_learns(case: tuple[Evaluation, np.ndarray | None]) -> None:
    result, weights = case
    _, pd, bad = drawn(0)

    assert value(result, "log-loss") == pytest.approx(log_loss(bad, pd, sample_weight=weights))


def test_ks_is_scipys() -> None:
    score, pd, bad = drawn(0)

    expected = ks_2samp(score[bad], score[~bad]).statistic
    assert value(evaluate(score, pd, bad, None, seed=0), "KS") == pytest.approx(expected)


def test_calibration_in_the_large_is_mean_pd_less_the_bad_rate(case: tuple[Evaluation, np.ndarray | None]) -> None:
    result, weights = case
    _, pd, bad = drawn(0)

    expected = np.average(pd, weights=weights) - np.average(bad, weights=weights)
    assert value(result, "calibration in the large") == pytest.approx(expected)


def test_bad_rates_of_bands_have_wilsons_interval() -> None:
    result = evaluate(*drawn(0), None, seed=0)
    for band in result.bands:
        interval = binomtest(round(band.bad_rate * band.rows), round(band.rows)).proportion_ci(method="wilson")
        assert (band.low, band.high) == pytest.approx((interval.low, interval.high))


def test_bands_part_all_rows_and_no_score_is_in_two() -> None:
    result = evaluate(*drawn(0), None, seed=0)

    assert len(result.bands) == 10
    assert sum(band.rows for band in result.bands) == ROWS
    assert all(left.highest < right.lowest for left, right in zip(result.bands, result.bands[1:], strict=False))


def test_a_weight_of_two_everywhere_is_no_more_evidence() -> None:
    """Equal weights leave every figure and every interval as it is."""
    plain = evaluate(*drawn(0), None, seed=0)
    doubled = evaluate(*drawn(0), np.full(ROWS, 2.0), seed=0)

    for left, right in zip(plain.figures, doubled.figures, strict=True):
        assert (left.value, left.low, left.high) == pytest.approx((right.value, right.low, right.high))
    for one, two in zip(plain.bands, doubled.bands, strict=True):
        assert (one.low, one.high) == pytest.approx((two.low, two.high))


def test_unequal_weights_make_intervals_wider(weight: np.ndarray) -> None:
    """As many rows with unequal weights know less."""
    heavy = np.where(np.arange(ROWS) % 10 == 0, 30.0, 1.0)
    plain = evaluate(*drawn(0), None, seed=0).figure("AUC")
    unequal = evaluate(*drawn(0), heavy, seed=0).figure("AUC")

    assert unequal.high - unequal.low > 1.5 * (plain.high - plain.low)


def test_the_interval_of_the_auc_covers_the_truth_about_as_often_as_it_says() -> None:
    score, pd, _ = drawn(0, 60_000)
    both = np.column_stack([1 - pd, pd]).ravel()  # every score as a good and as a bad, by its probability
    truth = roc_auc_score(np.tile([False, True], len(pd)), np.repeat(-score, 2), sample_weight=both)
    covered = 0
    for seed in range(30):
        figure = evaluate(*drawn(seed + 1, 700), None, seed=seed).figure("AUC")
        covered += figure.low <= truth <= figure.high

    assert covered >= 25  # at 95 % fewer than 25 of 30 has a chance of 3 in 1,000


def test_a_shifted_population_shows_in_calibration_in_the_large() -> None:
    figure = evaluate(*drawn(0, shift=0.5), None, seed=0).figure("calibration in the large")

    assert figure.high < 0


def test_the_same_seed_gives_the_same_intervals() -> None:
    assert evaluate(*drawn(0), None, seed=3) == evaluate(*drawn(0), None, seed=3)


def test_one_class_only_is_an_error() -> None:
    score, pd, bad = drawn(0)
    with pytest.raises(DataError, match="one class"):
        evaluate(score, pd, np.zeros_like(bad), None, seed=0)


def test_a_figure_that_is_not_measured_is_an_error() -> None:
    with pytest.raises(DataError, match="no figure 'lift'"):
        evaluate(*drawn(0), None, seed=0).figure("lift")


def test_text_and_document_hold_every_figure_and_band() -> None:
    result = evaluate(*drawn(0), None, seed=0)
    document = result.to_document()

    assert document["figures"] == {f.name: {"value": f.value, "low": f.low, "high": f.high} for f in result.figures}
    assert all(figure.name in result.to_text() for figure in result.figures)
    assert result.to_text().count(" to ") == len(result.figures) + 2 * len(result.bands)
