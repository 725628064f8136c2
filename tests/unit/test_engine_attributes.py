"""Attributes: the dynamic programme finds what brute force finds."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine.attributes import PRICE, merge
from scoring.engine.options import FitOptions, Minimum

NONE = Minimum(total=0, goods=0, bads=0)


def loss(cuts: list[int], shape: np.ndarray, goods: np.ndarray, bads: np.ndarray, minimum: Minimum) -> float:
    """Loss plus price of one way of cutting, straight from the definition; infinite where a minimum is not met."""
    total = goods + bads
    rate = (bads + 1) / (total + 2)
    information = total * rate * (1 - rate)
    found = PRICE * (len(cuts) - 1)
    for start, end in itertools.pairwise([*cuts, len(shape)]):
        run = slice(start, end)
        if (
            total[run].sum() < minimum.total - 1e-9
            or goods[run].sum() < minimum.goods - 1e-9
            or bads[run].sum() < minimum.bads - 1e-9
        ):
            return np.inf
        mean = np.average(shape[run], weights=np.maximum(information[run], 1e-300))
        found += float(information[run] @ (shape[run] - mean) ** 2) / 2
    return found


def brute_force(shape: np.ndarray, goods: np.ndarray, bads: np.ndarray, minimum: Minimum, most: int) -> float:
    places = range(1, len(shape))
    ways = ([0, *cuts] for count in range(min(most, len(shape))) for cuts in itertools.combinations(places, count))
    return min(loss(way, shape, goods, bads, minimum) for way in ways)


codes = st.integers(2, 9).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(-3, 3, width=32), min_size=n, max_size=n),
        st.lists(st.integers(0, 60), min_size=n, max_size=n),
        st.lists(st.integers(0, 30), min_size=n, max_size=n),
    )
)


@settings(max_examples=60, deadline=None)
@given(codes, st.integers(1, 5), st.integers(0, 40), st.integers(0, 8))
def test_the_cuts_are_the_best_of_all_ways_to_cut(
    drawn: tuple[list[float], list[int], list[int]], most: int, least: int, least_bads: int
) -> None:
    shape, goods, bads = (np.array(values, dtype=float) for values in drawn)
    minimum = Minimum(total=least, goods=0, bads=least_bads)
    best = brute_force(shape, goods, bads, minimum, most)
    found = merge(shape, goods, bads, minimum, most)

    assert len(found) <= most
    if np.isfinite(best):
        assert loss(found, shape, goods, bads, minimum) == pytest.approx(best, abs=1e-6)
    else:
        assert found == [0]


def test_a_further_line_that_gains_less_than_its_price_is_not_drawn() -> None:
    flat = np.array([0.0, 0.0, 0.01, 0.01])

    assert merge(flat, np.full(4, 90.0), np.full(4, 10.0), NONE, 8) == [0]


def test_every_line_holds_its_minimum_of_goods_and_of_bads() -> None:
    rng = np.random.default_rng(0)
    shape, goods, bads = np.sort(rng.normal(size=60)), rng.integers(5, 50, 60), rng.integers(0, 9, 60)
    cuts = merge(shape, goods.astype(float), bads.astype(float), Minimum(total=100, goods=80, bads=20), 8)

    assert len(cuts) > 2
    assert np.add.reduceat(goods, cuts).min() >= 80
    assert np.add.reduceat(bads, cuts).min() >= 20


def test_one_code_is_one_line() -> None:
    assert merge(np.zeros(1), np.ones(1), np.ones(1), NONE, 8) == [0]


def test_ten_people_of_weight_a_tenth_are_as_good_as_one_of_weight_one() -> None:
    """The sum of ten tenths is a little less than one; one of them missing is too little."""
    whole = sum([0.1] * 10)
    assert whole < 1
    assert Minimum(total=2, goods=1, bads=1).met(2 * whole, whole, whole)
    assert not Minimum(total=2, goods=1, bads=1).met(2, 1.1, 0.9)


@pytest.mark.parametrize(("goods", "bads", "may"), [(190, 10, 1), (191, 9, 0), (750, 9, 0), (751, 9, 1), (760, 0, 1)])
def test_fewer_bads_than_the_minimum_are_enough_where_nearly_four_times_as_many_were_to_be_expected(
    goods: int, bads: int, may: int
) -> None:
    """Of everybody one in twenty is bad, so that 760 people should have 38 bads."""
    minimum = Minimum.of(FitOptions(), 9_500, 500)

    assert minimum.met(goods + bads, goods, bads) == may


def test_where_outcomes_are_few_a_line_without_one_class_is_chance() -> None:
    assert not Minimum.of(FitOptions(), 49, 49).met(49, 49, 0)
    assert Minimum.of(FitOptions(), 50, 50).met(50, 50, 0)


def test_fewer_goods_than_the_minimum_are_enough_where_twice_as_many_were_to_be_expected() -> None:
    """Of everybody nineteen in twenty are good, so that 22 people should have twenty goods."""
    minimum = Minimum.of(FitOptions(min_share=0), 9_500, 500)

    assert minimum.met(22, 4, 18)
    assert not minimum.met(21, 4, 17)


def test_nothing_turns_where_goods_and_bads_are_equally_many() -> None:
    """Of equal classes neither is rare: of both, twice as many were to be expected."""
    limits = [Minimum.of(FitOptions(), 2_000 + more, 2_000 - more).few_goods for more in (-1, 0, 1)]

    assert limits == pytest.approx([40, 40, 40], rel=0.01)
