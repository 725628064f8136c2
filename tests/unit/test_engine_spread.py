"""Whole points for means."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.spread import half_up, spread

means = st.lists(st.fractions(0, 90, max_denominator=50), max_size=8)


@given(means)
def test_the_parts_sum_to_the_rounded_total(drawn: list[Fraction]) -> None:
    assert sum(spread(drawn)) == half_up(sum(drawn, Fraction(0)))


@given(means)
def test_no_part_is_a_whole_point_away_from_its_mean(drawn: list[Fraction]) -> None:
    assert all(abs(points - mean) < 1 for points, mean in zip(spread(drawn), drawn, strict=True))


def test_halves_are_rounded_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 3, 4)] == [1, 2, 2]
