"""Comparison at the same score against closed forms and by simulation; medians against the binomial distribution."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from audits.beyond.equal_score import bands, mantel_haenszel, scores
from audits.beyond.figures import Alike, Found, Why, Withheld
from audits.beyond.medians import median


def arrays(*rows: list[int]) -> list[np.ndarray]:
    return [np.array(row) for row in rows]


def matched(yes: list[int], of: list[int], other_yes: list[int], other_of: list[int]) -> Alike | Withheld:
    a, n, c, m = arrays(yes, of, other_yes, other_of)
    return mantel_haenszel(a, n, c, m, 0.95)


def test_one_stratum_is_the_plain_difference_of_two_shares() -> None:
    found = matched([30], [100], [45], [90])
    p, q = 0.30, 0.50
    error = np.sqrt(p * (1 - p) / 100 + q * (1 - q) / 90)

    assert isinstance(found, Alike)
    assert found.found.value == pytest.approx(p - q)
    assert found.found.interval.high - found.found.value == pytest.approx(norm.ppf(0.975) * error, rel=1e-9)


def test_the_estimate_is_mantel_and_haenszels() -> None:
    a, n, c, m = arrays([30, 10, 5], [60, 40, 9], [20, 30, 7], [50, 90, 30])
    found = mantel_haenszel(a, n, c, m, 0.95)
    expected = ((a * m - c * n) / (n + m)).sum() / (n * m / (n + m)).sum()

    assert isinstance(found, Alike)
    assert found.found.value == pytest.approx(expected)


def test_in_large_strata_with_one_difference_the_variance_is_greenland_and_robinss() -> None:
    """``sum (a b m³ + c d n³) / (n m N²)`` over the square of the sum of the weights (1985)."""
    a, n, c, m = (1_000.0 * each for each in arrays([30, 12, 36], [60, 40, 90], [20, 18, 9], [50, 90, 30]))
    found = mantel_haenszel(a, n, c, m, 0.95)
    total, b, d = n + m, n - a, m - c
    variance = ((a * b * m**3 + c * d * n**3) / (n * m * total**2)).sum() / (n * m / total).sum() ** 2

    assert isinstance(found, Alike)
    half = found.found.interval.high - found.found.value
    assert half == pytest.approx(norm.ppf(0.975) * np.sqrt(variance), rel=1e-3)


@pytest.mark.parametrize("strata", [4, 120])
def test_nineteen_of_twenty_intervals_hold_the_truth_in_large_and_in_small_strata(strata: int) -> None:
    """Two hundred of a group among six hundred others; with 120 scores, one or two of it at each."""
    rng = np.random.default_rng(5)
    base = 0.2 + 0.4 * np.arange(strata) / strata
    held = []
    for _ in range(1_500):
        n = np.bincount(rng.integers(0, strata, 200), minlength=strata)
        m = np.bincount(rng.integers(0, strata, 600), minlength=strata)
        found = mantel_haenszel(rng.binomial(n, base + 0.1), n, rng.binomial(m, base), m, 0.95)
        assert isinstance(found, Alike)
        held.append(found.found.interval.low <= 0.1 <= found.found.interval.high)

    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_groups_swapped_swap_the_sign() -> None:
    a, n, c, m = arrays([30, 10], [60, 40], [20, 30], [50, 90])
    one, other = mantel_haenszel(a, n, c, m, 0.95), mantel_haenszel(c, m, a, n, 0.95)

    assert isinstance(one, Alike)
    assert isinstance(other, Alike)
    assert one.found.value == pytest.approx(-other.found.value)
    assert one.found.interval.low == pytest.approx(-other.found.interval.high)


def test_people_without_a_counterpart_are_left_out_and_counted() -> None:
    whole = matched([30, 10], [60, 40], [20, 0], [50, 0])

    assert isinstance(whole, Alike)
    assert whole.matched == 0.6
    assert whole.found.value == pytest.approx(0.5 - 0.4)
    assert matched([3, 10], [6, 40], [20, 0], [50, 0]) == Withheld(why=Why.NO_OVERLAP)


def test_where_nobody_differs_that_is_said_in_place_of_a_point() -> None:
    assert matched([0, 40], [60, 40], [0, 90], [50, 90]) == Withheld(why=Why.SAME)
    assert matched([60, 40], [60, 40], [0, 0], [50, 90]) == Withheld(why=Why.NO_SPREAD)


def test_people_are_matched_on_the_very_score_unless_there_are_many() -> None:
    few = np.repeat(np.arange(300.0, 700.0), 2)
    many = np.linspace(0, 1, 5_000)

    assert len(set(scores(few, np.ones(800)))) == 400
    found = scores(many, np.ones(5_000))
    assert len(set(found)) == 100
    assert (np.diff(found) >= 0).all()
    assert set(np.bincount(bands(many, np.ones(5_000), 10))) == {500}


@pytest.mark.parametrize("people", [30, 31, 50, 199, 2_000])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_ranks_of_a_median_hold_it_as_often_as_they_say(people: int, level: float) -> None:
    """The chance that the l-th to the u-th of n lie around the median is binomial, whatever the distribution."""
    found = median(np.arange(1.0, people + 1), np.ones(people), level)
    low, high = int(found.interval.low), int(found.interval.high)
    covered = binom.cdf(high - 1, people, 0.5) - binom.cdf(low - 1, people, 0.5)

    assert level <= covered + 1e-12
    assert covered < level + 0.09


def test_a_histogram_gives_the_median_of_its_people() -> None:
    values, people = np.array([1.0, 2.0, 5.0]), np.array([20, 45, 35])
    assert median(values, people, 0.95) == median(np.repeat(values, people), np.ones(100), 0.95)


def test_unequal_weights_know_less() -> None:
    rng = np.random.default_rng(1)
    values, weights = np.sort(rng.random(400)), rng.choice([0.2, 3.0], 400)
    effective = weights.sum() ** 2 / (weights**2).sum()
    found = median(values, weights, 0.95, effective)
    even = median(values, np.ones(400), 0.95)

    assert isinstance(found, Found)
    assert found.interval.high - found.interval.low > even.interval.high - even.interval.low
    cumulated = np.cumsum(weights) / weights.sum()
    assert found.value == values[np.searchsorted(cumulated, 0.5)]
