"""The score to PD table: there and back at any place of any scale."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.scale import Scale
from scoring.engine.pd_table import pd_table

scales = st.builds(
    Scale,
    base=st.integers(-500, 1_000),
    odds=st.floats(0.01, 500),
    pdo=st.floats(2, 500),
)


@settings(max_examples=60, deadline=None)
@given(scales, st.integers(-600, 1_500))
def test_a_score_comes_back_from_its_probability(scale: Scale, score: int) -> None:
    (text,) = pd_table(scale, score, score).pds
    pd = Decimal(text)
    exact = Decimal(scale.base) + Decimal(scale.pdo) / Decimal(2).ln() * (
        ((1 - pd) / pd).ln() - Decimal(scale.odds).ln()
    )

    assert round(exact) == score


@settings(max_examples=30, deadline=None)
@given(scales, st.integers(-600, 1_500))
def test_a_point_more_is_a_lower_probability(scale: Scale, lowest: int) -> None:
    pds = [Decimal(text) for text in pd_table(scale, lowest, lowest + 20).pds]

    assert all(0 < high < low < 1 for low, high in pairwise(pds))


def test_at_the_base_score_the_odds_are_the_scales_odds() -> None:
    assert pd_table(Scale(base=600, odds=19, pdo=20), 600, 600).pds == ("0.05000000000",)


def test_twenty_points_more_double_the_odds() -> None:
    low, high = (Decimal(pd_table(Scale(base=600, odds=30, pdo=20), score, score).pds[0]) for score in (600, 620))

    assert round((1 - high) / high / ((1 - low) / low), 8) == 2
