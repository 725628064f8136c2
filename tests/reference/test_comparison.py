"""The difference of two cards on the same rows has the paired error, and says in words what it shows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import ttest_rel

from scoring.domain.errors import DataError
from scoring.engine.comparison import Comparison, Difference, Verdict, compare
from scoring.engine.estimate import Outcomes
from scoring.engine.evaluation import evaluate
from scoring.engine.figure import MEASURES, Predicted
from tests.support.scored import Array, drawn, says


def noisy(score: Array, points: float) -> Array:
    """The same people with so many points of luck in their score."""
    luck = np.random.default_rng(9).normal(0, points, len(score))
    return np.asarray((score + luck).round(), dtype=np.int64)


def against(other: Predicted, rows: int = 3_000) -> Comparison:
    score, pd, bad = drawn(0, rows)
    return compare(Predicted(score=score, pd=pd), other, Outcomes.of(bad, None))


@pytest.mark.parametrize("seed", range(5))
def test_the_variance_of_a_difference_of_aucs_is_delongs_contrast(seed: int) -> None:
    """L S L' with the covariance matrices of the structural components, by their definition."""
    score, pd, bad = drawn(seed, 60)
    other = noisy(score, 30) // 10
    pairs = [
        np.array([[1.0 if g > b else 0.5 if g == b else 0.0 for g in s[~bad]] for b in s[bad]]) for s in (score, other)
    ]
    bads, goods = (np.cov([each.mean(axis=axis) for each in pairs]) for axis in (1, 0))
    contrast = np.array([1, -1])
    variance = contrast @ (bads / bad.sum() + goods / (~bad).sum()) @ contrast
    found = compare(Predicted(score=score, pd=pd), says(other), Outcomes.of(bad, None)).difference("AUC")

    assert found.value == pytest.approx(pairs[0].mean() - pairs[1].mean())
    assert ((found.high - found.low) / (2 * 1.959963984540054)) ** 2 == pytest.approx(variance, rel=1e-9)


def test_the_error_of_a_difference_of_means_is_that_of_the_paired_t_test() -> None:
    score, pd, bad = drawn(0)
    other = says(noisy(score, 30))
    losses = [np.where(bad, -np.log(p), -np.log1p(-p)) for p in (pd, other.pd)]
    found = against(other).difference("log-loss")

    assert found.value / ((found.high - found.low) / (2 * 1.959963984540054)) == pytest.approx(
        ttest_rel(*losses).statistic
    )


def test_a_card_against_itself_shows_no_difference() -> None:
    """Exactly: each row's part cancels."""
    score, pd, _ = drawn(0)
    for found in against(Predicted(score=score, pd=pd)).differences:
        assert isinstance(found, Difference)
        assert (found.value, found.low, found.high) == (0, 0, 0)
        assert found.verdict is Verdict.NOT_SHOWN


def test_the_other_way_round_every_difference_is_its_opposite() -> None:
    score, pd, bad = drawn(0)
    one, other, outcomes = Predicted(score=score, pd=pd), says(noisy(score, 30)), Outcomes.of(bad, None)
    opposite = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    for measure in MEASURES:
        there = compare(one, other, outcomes).difference(measure.name)
        back = compare(other, one, outcomes).difference(measure.name)
        assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))
        assert opposite.get(there.verdict, there.verdict) is back.verdict


def test_pairing_makes_the_interval_narrower_where_cards_are_alike() -> None:
    """Two cards that mostly agree: the difference is known far better than either."""
    score, pd, bad = drawn(0)
    found = against(says(noisy(score, 5))).difference("AUC")
    alone = evaluate(score, pd, bad, None).figure("AUC")

    assert found.high - found.low < 0.25 * (alone.high - alone.low)


def test_luck_in_the_score_makes_a_card_worse() -> None:
    score, _, _ = drawn(0)
    found = against(says(noisy(score, 30)))

    for name in ("AUC", "Gini", "KS", "Brier", "log-loss", "calibration slope"):
        assert found.difference(name).verdict is Verdict.BETTER


def test_a_card_that_ranks_alike_differs_in_calibration_alone() -> None:
    """Twenty points less for everybody: the same order, and twice the odds of default."""
    score, _, _ = drawn(0)
    found = against(says(score - 20))

    for name in ("AUC", "Gini", "KS"):
        assert found.difference(name).verdict is Verdict.NOT_SHOWN
        assert found.difference(name).value == pytest.approx(0)
    for name in ("Brier", "log-loss", "calibration in the large"):
        assert found.difference(name).verdict is Verdict.BETTER


def test_two_cards_on_either_side_of_the_truth_are_different_and_neither_better() -> None:
    score, _, bad = drawn(0)
    found = compare(says(score - 8), says(score + 8), Outcomes.of(bad, None)).difference("calibration in the large")

    assert found.low > 0
    assert found.verdict is Verdict.NEITHER


def test_a_measure_that_one_card_has_not_is_not_compared() -> None:
    score, _, _ = drawn(0)
    found = against(Predicted(score=np.full_like(score, 500), pd=np.full(len(score), 0.2)))

    with pytest.raises(DataError, match="no difference of 'calibration slope'"):
        found.difference("calibration slope")
    document = found.to_document()["calibration slope"]
    assert isinstance(document, dict)
    assert (document["value"], document["why"]) == (None, "the card gives everybody the same probability")
    assert "none" in found.to_text()


def test_paired_intervals_cover_the_true_difference_about_as_often_as_they_say() -> None:
    """Sixty samples of the same two cards; the truth from all of them together."""
    names = ("AUC", "Brier", "log-loss")
    score, pd, bad = drawn(0, 70_000)
    other = says(noisy(score, 30))
    everybody = compare(Predicted(score=score, pd=pd), other, Outcomes.of(bad, None))
    covered = dict.fromkeys(names, 0)
    for part in np.array_split(np.arange(len(score)), 60):
        sample = compare(
            Predicted(score=score[part], pd=pd[part]),
            Predicted(score=other.score[part], pd=other.pd[part]),
            Outcomes.of(bad[part], None),
        )
        for name in names:
            found = sample.difference(name)
            covered[name] += found.low <= everybody.difference(name).value <= found.high

    assert min(covered.values()) >= 52  # at 95 % fewer than 52 of 60 has a chance of 4 in 1,000


def test_text_and_document_hold_every_difference_and_its_method() -> None:
    score, _, _ = drawn(0)
    found = against(says(noisy(score, 30)))

    for each in found.differences:
        assert isinstance(each, Difference)
        assert found.to_document()[each.name] == {
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "method": each.method,
            "verdict": each.verdict,
        }
        assert all(text in found.to_text() for text in (each.name, each.method, each.verdict.value))
        assert "paired" in each.method or "differences" in each.method
