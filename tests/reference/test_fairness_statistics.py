"""Statistics of a group are what scikit-learn or SciPy give for its people; the bootstrap's errors are known ones."""

import numpy as np
import pytest
from scipy.stats import ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from audits.fairness.audit import audit_cube
from audits.fairness.measures import Measure
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import Plan, default_plan
from audits.fairness.result import Figure, Found, Why, Withheld
from audits.fairness.statistics import Statistic
from audits.fairness.tallying import multipliers
from audits.shared.ranking import auc_variance
from tests.support.cubes import Array, cube_of, random_people

PEOPLE = random_people(6000, 21)
WOMEN = PEOPLE["sex"] == "f"


@pytest.fixture(scope="module")
def report() -> AuditReport:
    cube = cube_of(
        {"sex": PEOPLE["sex"]}, PEOPLE["approved"], PEOPLE["outcome"], score=PEOPLE["score"], pd=PEOPLE["pd"]
    )
    return audit_cube(cube, default_plan(with_pd=True))


def figure(report: AuditReport, statistic: Statistic, group: str = "f") -> Figure:
    found = next(g for g in report.attributes[0].groups if g.group == (group,)).figures[statistic]
    assert isinstance(found, Figure)
    return found


def found(report: AuditReport, measure: Measure) -> Found:
    comparison = report.attributes[0].comparison(measure, ("f",))
    assert comparison is not None
    assert isinstance(comparison.finding, Found)
    return comparison.finding


def of_women(name: str) -> Array:
    found: Array = PEOPLE[name][WOMEN]
    return found


def test_auc_is_scikit_learns(report: AuditReport) -> None:
    theirs = roc_auc_score(of_women("outcome"), -of_women("score"))
    assert figure(report, Statistic.AUC).value == pytest.approx(theirs, abs=1e-12)
    assert figure(report, Statistic.GINI).value == pytest.approx(2 * theirs - 1, abs=1e-12)


def test_ks_is_scipys(report: AuditReport) -> None:
    score, bad = of_women("score"), of_women("outcome") == 1
    assert figure(report, Statistic.KS).value == pytest.approx(ks_2samp(score[bad], score[~bad]).statistic, abs=1e-12)


def test_brier_and_log_loss_are_scikit_learns(report: AuditReport) -> None:
    bad, pd = of_women("outcome"), of_women("pd")
    assert figure(report, Statistic.BRIER).value == pytest.approx(brier_score_loss(bad, pd), abs=1e-12)
    assert figure(report, Statistic.LOG_LOSS).value == pytest.approx(log_loss(bad, pd), abs=1e-12)


def test_the_calibration_slope_is_a_logistic_regression_on_the_predicted_log_odds(report: AuditReport) -> None:
    pd = of_women("pd")
    x = np.log(pd / (1 - pd))[:, None]
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x, of_women("outcome")).coef_[0, 0]
    assert figure(report, Statistic.CALIBRATION_SLOPE).value == pytest.approx(theirs, abs=1e-5)


@pytest.mark.parametrize("shift", [-4.0, 0.0, 2.0, 4.0])
@pytest.mark.parametrize("steep", [0.5, 1.0, 2.0])
def test_the_slope_is_found_however_far_off_the_predictions_are(shift: float, steep: float) -> None:
    rng = np.random.default_rng(11)
    risk = np.round(rng.normal(-1.5, 1, 6000), 2)
    outcome = (rng.random(6000) < 1 / (1 + np.exp(-risk))).astype(int)
    log_odds = steep * risk + shift
    cube = cube_of(
        {"sex": np.where(rng.random(6000) < 0.5, "f", "m")}, (risk < -1).astype(int), outcome,
        score=np.round(600 - 100 * risk).astype(int), pd=1 / (1 + np.exp(-log_odds)),
    )  # fmt: skip
    theirs = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(risk[:, None], outcome).coef_[0, 0] / steep
    for group in audit_cube(cube, default_plan(with_pd=True)).attributes[0].groups:
        found = group.figures[Statistic.CALIBRATION_SLOPE]
        assert isinstance(found, Figure)
        assert found.value == pytest.approx(theirs, rel=0.15)
        assert found.interval.high - found.interval.low < 0.5 / steep


def test_no_slope_is_counted_where_people_with_the_same_score_have_different_predictions() -> None:
    """Women's predictions are twice too extreme, men's half too timid: at a score, the mean of both is right."""
    rng = np.random.default_rng(7)
    women, risk = rng.random(6000) < 0.5, np.round(rng.normal(0, 1, 6000), 2)
    outcome = (rng.random(6000) < 1 / (1 + np.exp(1 - risk))).astype(int)
    pd = 1 / (1 + np.exp(1 - np.where(women, 2.0, 0.5) * risk))
    people = {"sex": np.where(women, "f", "m")}, (risk < 0.5).astype(int), outcome
    plan = default_plan(with_pd=True)
    beside_score = audit_cube(cube_of(*people, score=np.round(600 - 100 * risk).astype(int), pd=pd), plan)
    rounded = audit_cube(
        cube_of(*people, score=np.round(600 - 20 * risk).astype(int), pd=1 / (1 + np.exp(1 - risk))), plan
    )
    figures = [each.attributes[0].groups[0].figures[Statistic.CALIBRATION_SLOPE] for each in (beside_score, rounded)]
    comparison = beside_score.attributes[0].comparison(Measure.CALIBRATION_SLOPE_DIFFERENCE, ("m",))

    assert figures[0] == Withheld(why=Why.PD_VARIES)
    assert comparison is None or comparison.finding == Withheld(why=Why.PD_VARIES)
    assert isinstance(figures[1], Figure)
    assert figures[1].interval.low < 1 < figures[1].interval.high


def test_the_distance_of_scores_is_scipys_two_sample_statistic(report: AuditReport) -> None:
    theirs = ks_2samp(of_women("score"), PEOPLE["score"][~WOMEN]).statistic
    assert found(report, Measure.SCORE_DISTANCE).value == pytest.approx(theirs, abs=1e-12)


def test_the_standardised_difference_is_cohens(report: AuditReport) -> None:
    women, men = of_women("score"), PEOPLE["score"][~WOMEN]
    theirs = (women.mean() - men.mean()) / np.sqrt((women.var() + men.var()) / 2)
    assert found(report, Measure.STANDARDISED_MEAN_DIFFERENCE).value == pytest.approx(theirs, abs=1e-12)


def test_the_bootstraps_error_of_an_auc_is_delongs(report: AuditReport) -> None:
    score, bad = of_women("score").astype(int), of_women("outcome") == 1
    low = score.min()
    good_counts, bad_counts = (np.bincount(score[side] - low, minlength=np.ptp(score) + 1) for side in (~bad, bad))
    exact = float(np.sqrt(auc_variance(good_counts, bad_counts)))
    interval = figure(report, Statistic.AUC).interval

    assert (interval.high - interval.low) / 2 / 1.959964 == pytest.approx(exact, rel=0.08)


def test_the_bootstraps_error_of_a_mean_is_the_textbooks(report: AuditReport) -> None:
    score = of_women("score")
    interval = figure(report, Statistic.MEAN_SCORE).interval

    assert (interval.high - interval.low) / 2 / 1.959964 == pytest.approx(score.std() / np.sqrt(len(score)), rel=0.08)


def test_multipliers_keep_the_mean_and_the_variance_of_weighted_people() -> None:
    """A cell of people with weights w: the drawn sum of weights has mean sum(w) and variance sum(w²)."""
    weight = np.random.default_rng(3).exponential(1, 200)
    cube = cube_of(
        {"sex": np.repeat(["f", "m"], 100)}, np.repeat([True, False], 100), np.zeros(200, dtype=int), weight=weight
    )
    drawn = multipliers(cube, 20_000, (4, 0)) * cube.weight

    assert drawn.mean(axis=0) == pytest.approx(cube.weight, rel=0.01)
    assert drawn.var(axis=0) == pytest.approx(cube.weight2, rel=0.05)


def test_a_plan_with_more_draws_and_another_seed_gives_nearly_the_same_level() -> None:
    cube = cube_of({"sex": PEOPLE["sex"], "age": PEOPLE["age"]}, PEOPLE["approved"], PEOPLE["outcome"], pd=PEOPLE["pd"])
    levels = [audit_cube(cube, Plan(draws=4000, seed=seed, together=1)).level for seed in (1, 2)]

    assert levels[0] == pytest.approx(levels[1], abs=0.003)
