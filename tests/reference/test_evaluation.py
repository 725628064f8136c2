"""Every measure equals scikit-learn's or scipy's on the same scores; every error is what a slower way says."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import binomtest, ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from scoring.domain.errors import DataError
from scoring.engine.estimate import Outcomes
from scoring.engine.evaluation import Evaluation, evaluate
from scoring.engine.figure import MEASURES, Figure, Measure, Predicted, Unmeasured
from scoring.engine.probabilities import slope
from scoring.engine.ranking import auc, ks
from tests.support.scored import Array, drawn, says

ROWS = 3_000
SMALL = 60


@pytest.fixture(scope="module")
def weight() -> np.ndarray:
    return np.random.default_rng(5).uniform(0.5, 3, ROWS)


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "weighted"])
def case(request: pytest.FixtureRequest, weight: np.ndarray) -> tuple[Evaluation, np.ndarray | None]:
    weights = weight if request.param else None
    return evaluate(*drawn(0), weights), weights


def value(result: Evaluation, name: str) -> float:
    return result.figure(name).value


# Values


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

    expected = ks_2samp(score[bad], score[~bad])
    found = evaluate(score, pd, bad, None).figure("KS")
    assert found.value == pytest.approx(expected.statistic)
    assert found.at == expected.statistic_location


def test_ks_of_a_score_that_ranks_upside_down_is_as_large() -> None:
    score, pd, bad = drawn(0)

    upside_down = evaluate(-score, pd, bad, None)
    assert value(upside_down, "AUC") == pytest.approx(1 - value(evaluate(score, pd, bad, None), "AUC"))
    assert value(upside_down, "KS") == pytest.approx(ks_2samp(score[bad], score[~bad]).statistic)


def test_calibration_in_the_large_is_mean_pd_less_the_bad_rate(case: tuple[Evaluation, np.ndarray | None]) -> None:
    result, weights = case
    _, pd, bad = drawn(0)

    expected = np.average(pd, weights=weights) - np.average(bad, weights=weights)
    assert value(result, "calibration in the large") == pytest.approx(expected)


def test_the_slope_is_that_of_scikit_learns_logistic_regression(case: tuple[Evaluation, np.ndarray | None]) -> None:
    result, weights = case
    _, pd, bad = drawn(0)
    model = LogisticRegression(C=np.inf, tol=1e-10, solver="newton-cholesky")
    model.fit(np.log(pd / (1 - pd))[:, None], bad, sample_weight=weights)

    assert value(result, "calibration slope") == pytest.approx(model.coef_[0, 0], rel=1e-6)


# Errors


@pytest.mark.parametrize("seed", range(5))
def test_the_variance_of_the_auc_is_delongs_by_its_definition(seed: int) -> None:
    """Sum over every pair of a good and a bad, ties counted half: the structural components as printed in 1988."""
    score, _, bad = drawn(seed, SMALL)
    score = score // 10  # ties
    outscores = np.array([[1.0 if g > b else 0.5 if g == b else 0.0 for g in score[~bad]] for b in score[bad]])
    bads, goods = outscores.mean(axis=1), outscores.mean(axis=0)
    expected = bads.var(ddof=1) / len(bads) + goods.var(ddof=1) / len(goods)

    found = auc(score, Outcomes.of(bad, None))
    assert found.value == pytest.approx(outscores.mean())
    assert found.error**2 == pytest.approx(expected, rel=1e-12)


def test_the_variance_of_the_auc_is_that_of_leaving_each_row_out() -> None:
    """The jackknife of goods and the jackknife of bads, added (Sen 1960 shows them equal to the components)."""
    score, _, bad = drawn(1, SMALL)
    total = 0.0
    for flag in (bad, ~bad):
        left_out = []
        for row in np.flatnonzero(flag):
            keep = np.arange(SMALL) != row
            left_out.append(roc_auc_score(bad[keep], -score[keep]))
        total += np.var(left_out) * (len(left_out) - 1)

    assert auc(score, Outcomes.of(bad, None)).error ** 2 == pytest.approx(total, rel=1e-9)


def test_the_variance_of_ks_is_that_of_two_independent_shares() -> None:
    score, _, bad = drawn(0)
    found = ks(score, Outcomes.of(bad, None))
    at = ks_2samp(score[bad], score[~bad]).statistic_location
    shares = [(np.mean(score[flag] <= at), flag.sum()) for flag in (bad, ~bad)]

    assert found.error**2 == pytest.approx(sum(share * (1 - share) / (n - 1) for share, n in shares), rel=1e-12)


def test_the_error_of_the_slope_is_the_sandwich_by_its_definition() -> None:
    _, pd, bad = drawn(2, 400)
    x = np.column_stack([np.ones(len(pd)), np.log(pd / (1 - pd))])
    model = LogisticRegression(C=np.inf, tol=1e-12, solver="newton-cholesky").fit(x[:, 1:], bad)
    fitted = model.predict_proba(x[:, 1:])[:, 1]
    bread = np.linalg.inv(x.T @ (x * (fitted * (1 - fitted))[:, None]))
    meat = x.T @ (x * ((bad - fitted) ** 2)[:, None])

    assert slope(pd, Outcomes.of(bad, None)).error ** 2 == pytest.approx((bread @ meat @ bread)[1, 1], rel=1e-5)


def test_the_error_of_a_mean_is_the_textbooks() -> None:
    _, pd, bad = drawn(0)
    losses = (pd - bad) ** 2
    figure = evaluate(*drawn(0), None).figure("Brier")

    assert figure.high - figure.low == pytest.approx(2 * 1.959964 * losses.std(ddof=1) / np.sqrt(ROWS), rel=1e-6)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_rows_part_is_what_the_figure_moves_with_its_weight(measure: Measure) -> None:
    """The error of every measure, unequal weights and all, from the numeric derivative of its value."""
    score, pd, bad = drawn(3, SMALL)
    weights = np.random.default_rng(1).uniform(0.5, 2, SMALL)
    said, outcomes = Predicted(score=score, pd=pd), Outcomes.of(bad, weights)
    parts = measure.of(said, outcomes).parts
    moves = np.array([_moved(measure, said, bad, weights, row) for row in range(SMALL)]) * weights

    assert parts.sum() == pytest.approx(0, abs=1e-9)
    for flag in (bad, ~bad):  # the factor for few rows is one for each class, or one for all
        ratio = parts[flag] @ moves[flag] / (moves[flag] @ moves[flag])
        assert parts[flag] == pytest.approx(ratio * moves[flag], abs=1e-6)
        assert 1 - 1e-6 <= ratio < 1.05


def _moved(measure: Measure, said: Predicted, bad: Array, weights: Array, row: int) -> float:
    step = 1e-5 * np.eye(len(weights))[row]
    above, below = (measure.of(said, Outcomes.of(bad, w)).value for w in (weights + step, weights - step))
    return (above - below) / 2e-5


def test_a_weight_of_two_everywhere_is_no_more_evidence() -> None:
    """Equal weights leave every figure and every interval as it is."""
    plain = evaluate(*drawn(0), None)
    doubled = evaluate(*drawn(0), np.full(ROWS, 2.0))

    for left, right in zip(plain.figures, doubled.figures, strict=True):
        assert isinstance(left, Figure)
        assert isinstance(right, Figure)
        assert (left.value, left.low, left.high) == pytest.approx((right.value, right.low, right.high))
    for one, two in zip(plain.bands, doubled.bands, strict=True):
        assert (one.low, one.high) == pytest.approx((two.low, two.high))
    assert plain.effective_rows is doubled.effective_rows is None


def test_unequal_weights_make_intervals_wider() -> None:
    """As many rows with unequal weights know less, by about the effective number of rows."""
    heavy = np.where(np.arange(ROWS) % 10 == 0, 30.0, 1.0)
    plain, unequal = evaluate(*drawn(0), None), evaluate(*drawn(0), heavy)

    assert unequal.effective_rows == pytest.approx(heavy.sum() ** 2 / (heavy**2).sum())
    expected = np.sqrt(ROWS / (unequal.effective_rows or 0))
    for name in ("AUC", "Brier", "log-loss", "calibration slope"):
        widths = [found.figure(name).high - found.figure(name).low for found in (plain, unequal)]
        assert widths[1] / widths[0] == pytest.approx(expected, rel=0.25)


# What intervals promise


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    score, pd, _ = drawn(0, 60_000)
    both = np.column_stack([1 - pd, pd]).ravel()  # every score as a good and as a bad, by its probability
    everybody = evaluate(np.repeat(score, 2), np.repeat(pd, 2), np.tile([False, True], len(pd)), both)
    truth = {name: value(everybody, name) for name in ("AUC", "Brier", "log-loss")}
    truth |= {"calibration in the large": 0.0, "calibration slope": 1.0}
    covered = dict.fromkeys(truth, 0)
    for seed in range(30):
        result = evaluate(*drawn(seed + 1, 700), None)
        for name, true in truth.items():
            covered[name] += result.figure(name).low <= true <= result.figure(name).high

    assert min(covered.values()) >= 25  # at 95 % fewer than 25 of 30 has a chance of 3 in 1,000


def test_a_shifted_population_shows_in_calibration_in_the_large() -> None:
    assert evaluate(*drawn(0, shift=0.5), None).figure("calibration in the large").high < 0


def test_probabilities_that_are_too_extreme_show_in_the_slope() -> None:
    score, _, bad = drawn(0)
    extreme = says(2 * score - 550)

    assert evaluate(extreme.score, extreme.pd, bad, None).figure("calibration slope").high < 1


def test_the_order_of_the_rows_changes_no_figure() -> None:
    score, pd, bad = drawn(0)
    order = np.random.default_rng(0).permutation(ROWS)
    plain, shuffled = evaluate(score, pd, bad, None), evaluate(score[order], pd[order], bad[order], None)

    for left, right in zip(plain.figures, shuffled.figures, strict=True):
        assert left.to_document() == pytest.approx(right.to_document())


def test_no_interval_reaches_beyond_what_the_measure_can_be() -> None:
    score = np.array([1, 2, 3, 4, 5, 6, 7, 8])
    bad = np.array([True, True, True, False, True, False, False, False])
    result = evaluate(score, says(score * 50).pd, bad, None)

    assert result.figure("AUC").high == result.figure("Gini").high == 1
    assert result.figure("Brier").low >= 0


# Bands


def test_bad_rates_of_bands_have_wilsons_interval() -> None:
    for band in evaluate(*drawn(0), None).bands:
        interval = binomtest(round(band.bad_rate * band.rows), round(band.rows)).proportion_ci(method="wilson")
        assert (band.low, band.high) == pytest.approx((interval.low, interval.high))


def test_bands_part_all_rows_and_no_score_is_in_two() -> None:
    result = evaluate(*drawn(0), None)

    assert len(result.bands) == 10
    assert sum(band.rows for band in result.bands) == ROWS
    assert all(left.highest < right.lowest for left, right in pairwise(result.bands))


def test_a_weighted_band_stands_on_its_effective_number_of_rows(weight: np.ndarray) -> None:
    score, pd, bad = drawn(0)
    band = evaluate(score, pd, bad, weight).bands[0]
    within = weight[score <= band.highest]
    size = within.sum() ** 2 / (within**2).sum()
    interval = binomtest(round(1e6 * band.bad_rate), 10**6).proportion_ci(method="wilson")

    assert band.high - band.low == pytest.approx((interval.high - interval.low) * np.sqrt(1e6 / size), rel=0.02)


# What cannot be measured


def test_one_class_only_is_an_error() -> None:
    score, pd, bad = drawn(0)
    with pytest.raises(DataError, match="one class"):
        evaluate(score, pd, np.zeros_like(bad), None)


def test_one_row_of_a_class_has_no_interval() -> None:
    score, pd, bad = drawn(0)
    with pytest.raises(DataError, match="but one row"):
        evaluate(score, pd, np.arange(len(bad)) == 0, None)


def test_a_figure_that_is_not_measured_is_an_error() -> None:
    with pytest.raises(DataError, match="no figure 'lift'"):
        evaluate(*drawn(0), None).figure("lift")


def test_goods_and_bads_that_do_not_overlap_are_said_to_say_nothing() -> None:
    """The AUC is 1 with an interval of no width: a note says so, and there is no slope."""
    score, pd, _ = drawn(0)
    result = evaluate(score, pd, score < 530, None)

    assert value(result, "AUC") == 1
    assert result.figure("AUC").low == pytest.approx(1)
    assert "do not overlap" in result.notes[0]
    assert "note: " in result.to_text()
    with pytest.raises(DataError, match="no slope"):
        result.figure("calibration slope")


def test_a_card_that_gives_everybody_one_score_has_no_slope_and_ranks_nobody() -> None:
    _, _, bad = drawn(0)
    result = evaluate(np.full(ROWS, 500), np.full(ROWS, 0.2), bad, None)
    found = {figure.name: figure for figure in result.figures}

    assert value(result, "AUC") == 0.5
    assert isinstance(found["calibration slope"], Unmeasured)
    assert result.to_document()["figures"]["calibration slope"] == {  # type: ignore[index]
        "value": None,
        "low": None,
        "high": None,
        "method": "logistic regression, sandwich, White 1980",
        "why": "the card gives everybody the same probability",
    }
    assert len(result.bands) == 1


def test_a_bad_whom_the_card_gave_no_chance_of_default_leaves_no_log_loss() -> None:
    score, pd, bad = drawn(0)
    result = evaluate(score, np.where(score > 530, 0.0, pd), bad, None)
    for name, why in (("log-loss", "probability of 0"), ("calibration slope", "0 or 1")):
        with pytest.raises(DataError, match=why):
            result.figure(name)


def test_text_and_document_hold_every_figure_and_its_method() -> None:
    result = evaluate(*drawn(0), None)
    figures = result.to_document()["figures"]

    for found in result.figures:
        assert isinstance(found, Figure)
        where = {"at": found.at} if found.name == "KS" else {}
        as_it_is = {"value": found.value, "low": found.low, "high": found.high, "method": found.method, **where}
        assert figures[found.name] == as_it_is  # type: ignore[index]
        assert found.name in result.to_text()
        assert found.method in result.to_text()
    assert result.to_text().count(" to ") == len(result.figures) + 2 * len(result.bands)
    assert "Wilson" in result.to_text()


def test_weights_are_said_in_text_and_document(weight: np.ndarray) -> None:
    result = evaluate(*drawn(0), weight)

    assert "Kish 1965" in result.to_text()
    assert result.to_document()["weights"] == {
        "effective_rows": pytest.approx(weight.sum() ** 2 / (weight**2).sum()),
        "method": "errors by row with the square of the weight; bands at (sum w)^2 / sum w^2 rows (Kish 1965)",
    }
