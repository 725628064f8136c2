"""Intervals against the papers that define them, and against scipy."""

import pytest
from scipy.stats import binomtest

from audits.shared.intervals import Interval, katz, newcombe, simultaneous, wilson
from audits.shared.proportion import Proportion
from scoring.domain.errors import DataError, InputError


def of(count: int, people: int) -> Proportion:
    return Proportion(count=count, of=people)


@pytest.mark.parametrize(
    ("count", "people", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_values_of_newcombes_first_paper(count: int, people: int, low: float, high: float) -> None:
    """Newcombe 1998, Stat. Med. 17:857, table I, method 3."""
    interval = wilson(of(count, people), 0.95)

    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "people"), [(0, 7), (3, 10), (10, 10), (412, 5000)])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.999])
def test_wilson_is_scipys_wilson(count: int, people: int, level: float) -> None:
    theirs = binomtest(count, people).proportion_ci(level, method="wilson")
    ours = wilson(of(count, people), level)

    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_values_of_his_second_paper(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Stat. Med. 17:873, table II, method 10."""
    interval = newcombe(of(*first), of(*second), 0.95)

    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


def test_katz_gives_the_textbook_interval_of_a_relative_risk() -> None:
    """Agresti, Categorical Data Analysis: heart attacks under placebo and aspirin, 1.82 with (1.43, 2.31)."""
    interval = katz(of(189, 11034), of(104, 11037), 0.95)

    assert (interval.low, interval.high) == pytest.approx((1.4330, 2.3059), abs=5e-4)


def test_bonferroni_divides_the_error_by_the_number_of_comparisons() -> None:
    assert simultaneous(0.95, 1) == pytest.approx(0.95)
    assert 1 - simultaneous(0.95, 20) == pytest.approx(0.05 / 20)


def test_a_ratio_with_nobody_has_no_interval() -> None:
    with pytest.raises(InputError, match="rate of 0"):
        katz(of(0, 50), of(10, 50), 0.95)


def test_a_rate_of_nobody_is_an_error_not_a_zero() -> None:
    with pytest.raises(DataError, match="rate of nobody"):
        wilson(of(0, 0), 0.95)


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, float("nan")])
def test_a_level_lies_between_0_and_1(level: float) -> None:
    with pytest.raises(InputError, match="level"):
        wilson(of(1, 2), level)


def test_impossible_values_are_refused_at_birth() -> None:
    with pytest.raises(InputError, match="no proportion"):
        of(3, 2)
    with pytest.raises(InputError, match="no interval"):
        Interval(low=1.0, high=0.0, level=0.95)
    with pytest.raises(InputError, match="no comparison"):
        simultaneous(0.95, 0)
