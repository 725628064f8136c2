"""Whole points for means, and means that do not fall."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from scoring.certificate.spread import half_up, pooled, spread

mean = st.fractions(0, 90, max_denominator=50)
means = st.lists(mean, max_size=8)
weighed = st.lists(st.tuples(mean, st.fractions(Fraction(1, 50), 40, max_denominator=50)), min_size=1, max_size=8)


@given(means)
def test_the_parts_sum_to_the_rounded_total(drawn: list[Fraction]) -> None:
    assert sum(spread(drawn)) == half_up(sum(drawn, Fraction(0)))


@given(means)
def test_no_part_is_a_whole_point_away_from_its_mean(drawn: list[Fraction]) -> None:
    assert all(abs(points - mean) < 1 for points, mean in zip(spread(drawn), drawn, strict=True))


def test_halves_are_rounded_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 3, 4)] == [1, 2, 2]


@given(weighed)
def test_pooled_means_are_those_of_isotonic_regression(drawn: list[tuple[Fraction, Fraction]]) -> None:
    values, weights = zip(*drawn, strict=True)
    reference = IsotonicRegression().fit_transform(
        np.arange(len(values)), [float(value) for value in values], sample_weight=[float(weight) for weight in weights]
    )
    assert [float(value) for value in pooled(values, weights)] == pytest.approx(reference.tolist(), abs=1e-9)


@given(weighed)
def test_pooled_means_do_not_fall_and_keep_the_mean_of_all_exactly(drawn: list[tuple[Fraction, Fraction]]) -> None:
    values, weights = zip(*drawn, strict=True)
    found = pooled(values, weights)

    assert all(left <= right for left, right in pairwise(found))
    assert sum(w * v for w, v in zip(weights, found, strict=True)) == sum(value * weight for value, weight in drawn)


@given(means)
def test_means_that_do_not_fall_are_left_as_they_are(drawn: list[Fraction]) -> None:
    assert pooled(sorted(drawn), [Fraction(1)] * len(drawn)) == sorted(drawn)
