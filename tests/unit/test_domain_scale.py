"""The scale: a score is a log-odds of good to bad, and nothing else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.errors import CardError
from scoring.domain.scale import Scale

SCALE = Scale(base=600, odds=30, pdo=20)
scales = st.builds(Scale, base=st.floats(-1_000, 1_000), odds=st.floats(0.01, 1_000), pdo=st.floats(1, 100))


def test_the_base_score_stands_for_the_declared_odds() -> None:
    """30 to 1: one in 31 defaults."""
    assert SCALE.pd(600) == pytest.approx(1 / 31)
    assert SCALE.score(math.log(30)) == pytest.approx(600)


def test_the_offset_is_the_score_at_even_odds() -> None:
    assert SCALE.pd(SCALE.offset) == pytest.approx(0.5)


@given(scales, st.floats(-20, 20), st.integers(-5, 5))
def test_k_times_pdo_points_multiply_the_odds_by_two_to_the_k(scale: Scale, log_odds: float, k: int) -> None:
    score = scale.score(log_odds)
    assert scale.log_odds(score + k * scale.pdo) - log_odds == pytest.approx(k * math.log(2), abs=1e-9)


@given(scales, st.floats(-30, 30))
def test_score_and_log_odds_are_each_others_inverse(scale: Scale, log_odds: float) -> None:
    assert scale.log_odds(scale.score(log_odds)) == pytest.approx(log_odds, abs=1e-9)


@given(scales, st.floats(-20, 20), st.floats(0.01, 5))
def test_a_higher_score_is_a_lower_probability(scale: Scale, log_odds: float, more: float) -> None:
    assert scale.pd(scale.score(log_odds + more)) < scale.pd(scale.score(log_odds))


@pytest.mark.parametrize("score", [-1e6, 1e6])
def test_far_scores_have_a_probability_and_no_overflow(score: float) -> None:
    assert 0 <= SCALE.pd(score) <= 1


@pytest.mark.parametrize(
    "settings",
    [{"odds": 0}, {"odds": -1}, {"pdo": 0}, {"pdo": -20}, {"base": math.nan}, {"odds": math.inf}, {"pdo": math.nan}],
    ids=str,
)
def test_a_scale_without_a_meaning_is_refused(settings: dict[str, float]) -> None:
    with pytest.raises(CardError, match="the scale's"):
        Scale(**{"base": 600, "odds": 30, "pdo": 20, **settings})
