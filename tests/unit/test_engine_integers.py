"""Integer points: never worse than rounding, never away from the calibrated value, never out of order."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest

from scoring.domain.characteristic import Direction
from scoring.engine.draft import Draft
from scoring.engine.integers import Exact, Points, _settle, exact, log_loss, optimise, rounded
from scoring.engine.options import STANDARD_SCALE
from scoring.engine.refit import refit
from tests.support.development import Sample, characteristic, numeric_sample, sample
from tests.support.drafts import cells, grid, one_way

SIZE = (3, 4)
SIGN = {Direction.HIGHER_IS_SAFER: 1, Direction.LOWER_IS_SAFER: -1, Direction.NONE: 0}
ORDERED = list(SIGN)


@cache
def drafted(seed: int, rows: int = 700) -> tuple[Sample, list[Draft], Exact, np.ndarray]:
    """A sample with its drafts and their exact values."""
    drawn = sample(rows, seed)
    drafts, weight = drafts_of(drawn)
    model = refit(drafts, [made.index for made in drafts], drawn.bad, weight)
    return drawn, drafts, exact(model, drafts, STANDARD_SCALE), weight


def drafts_of(drawn: Sample) -> tuple[list[Draft], np.ndarray]:
    return drawn.fit().developed.drafts, np.ones(drawn.table.rows)


@pytest.mark.parametrize("seed", range(2))
def test_the_log_loss_is_never_above_that_of_rounding(seed: int) -> None:
    drawn, drafts, values, weight = drafted(seed)

    before = log_loss(rounded(values, drafts), drafts, drawn.bad, weight, STANDARD_SCALE)
    after = log_loss(
        optimise(values, drafts, drawn.bad, weight, STANDARD_SCALE), drafts, drawn.bad, weight, STANDARD_SCALE
    )
    assert after <= before


def crossed(seed: int, by: Direction, inner: Direction) -> tuple[list[Draft], Exact, np.ndarray]:
    """A crossing of three tables of four lines and a table beside it, outcomes that follow no order, exact values."""
    rng = np.random.default_rng(seed)
    index, other = rng.integers(0, 15, 2_000), rng.integers(0, 3, 2_000)
    bad = rng.random(2_000) > 1 / (1 + np.exp(-(rng.normal(1, 0.8, 15)[index] + 0.4 * other)))
    drafts = [grid(index, bad, by, inner, SIZE), one_way(other, bad, characteristic("z"), 3)]
    return drafts, exact(refit(drafts, [index, other], bad, np.ones(2_000)), drafts, STANDARD_SCALE), bad


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", ORDERED)
@pytest.mark.parametrize("inner", ORDERED)
def test_whole_points_of_a_crossing_keep_both_directions_and_lose_nothing_to_rounding(
    seed: int, by: Direction, inner: Direction
) -> None:
    drafts, values, bad = crossed(seed, by, inner)
    start, found = rounded(values, drafts), optimise(values, drafts, bad, np.ones(2_000), STANDARD_SCALE)

    for points in (start, found):
        table = points.tables[0].reshape(3, -1)  # with the neutral lines: they follow the choosing direction too
        assert (SIGN[by] * np.diff(table, axis=0) >= 0).all()
        assert (SIGN[inner] * np.diff(cells(points.tables[0], SIZE), axis=1) >= 0).all()
    before, after = (log_loss(points, drafts, bad, np.ones(2_000), STANDARD_SCALE) for points in (start, found))
    assert after <= before
    assert (np.abs(found.tables[0] - values.tables[0])[drafts[0].free] < 1).all()


def test_rounding_is_beaten_where_its_errors_add_up() -> None:
    """Every value lies just below a half: rounding loses nearly half a point in each of three tables."""
    rng = np.random.default_rng(0)
    samples = [numeric_sample(rng.integers(0, 2, 4_000), np.zeros(4_000, dtype=bool)) for _ in range(3)]
    indices = [drawn.table.columns["x"].numbers.astype(int) for drawn in samples]
    true = 480 + 10.45 * np.sum(indices, axis=0)
    bad = rng.random(4_000) < np.array([STANDARD_SCALE.pd(score) for score in true.tolist()])
    drafts = [_two_lines(index, bad) for index in indices]
    values = Exact(initial=480.0, tables=tuple(np.array([0.0, 10.45]) for _ in indices))
    weight = np.ones(4_000)

    start = rounded(values, drafts)
    found = optimise(values, drafts, bad, weight, STANDARD_SCALE)
    assert log_loss(found, drafts, bad, weight, STANDARD_SCALE) < log_loss(start, drafts, bad, weight, STANDARD_SCALE)


def _two_lines(index: np.ndarray, bad: np.ndarray) -> Draft:
    return one_way(index, bad, characteristic("x"), 2)


def test_starts_a_point_higher_and_lower_find_what_single_moves_cannot() -> None:
    """No single move can trade the initial points for those of every line."""
    drawn, drafts, values, weight = drafted(3, 500)
    start = rounded(values, drafts)
    moved = _settle(start, values, drafts, drawn.bad, weight, STANDARD_SCALE)
    found = optimise(values, drafts, drawn.bad, weight, STANDARD_SCALE)

    one_start = log_loss(moved, drafts, drawn.bad, weight, STANDARD_SCALE)
    assert one_start < log_loss(start, drafts, drawn.bad, weight, STANDARD_SCALE)
    assert log_loss(found, drafts, drawn.bad, weight, STANDARD_SCALE) < one_start


def test_every_free_point_is_one_of_the_two_whole_numbers_beside_its_value() -> None:
    """Values drawn in by calibration stay so: a free descent would climb back to the sample's own maximum."""
    drawn, drafts, values, weight = drafted(0)
    drawn_in = Exact(initial=values.initial, tables=tuple(0.6 * table for table in values.tables))
    found = optimise(drawn_in, drafts, drawn.bad, weight, STANDARD_SCALE)

    for points, value, made in zip(found.tables, drawn_in.tables, drafts, strict=True):
        assert (np.abs(points - value)[made.free] < 1).all()


@pytest.mark.parametrize("direction", [Direction.HIGHER_IS_SAFER, Direction.NONE])
def test_a_better_point_that_breaks_the_order_is_not_taken(direction: Direction) -> None:
    """The middle line wants a point more than the last: taken without a declared direction, refused with one."""
    index = np.repeat([0, 1, 2], 1_000)
    bad = np.tile(np.arange(1_000), 3) < np.repeat([250, 160, 190], 1_000)
    made = one_way(index, bad, characteristic("x", direction=direction), 3)
    values = Exact(initial=STANDARD_SCALE.score(np.log(3)), tables=(np.array([0.0, 12.4, 12.4]),))
    (table,) = optimise(values, [made], bad, np.ones(3_000), STANDARD_SCALE).tables

    assert bool(table[1] > table[2]) is (direction is Direction.NONE)


def test_no_better_points_stand_beside_the_values_of_a_small_card() -> None:
    """Where nobody is neutral the descent is compared with every choice of floors and ceilings."""
    drawn = numeric_sample(np.repeat([1.0, 2.0, 3.0], 200), np.arange(600) % np.repeat([3, 7, 20], 200) == 0)
    drafts, weight = drafts_of(drawn)
    values = exact(refit(drafts, [made.index for made in drafts], drawn.bad, weight), drafts, STANDARD_SCALE)
    found = optimise(values, drafts, drawn.bad, weight, STANDARD_SCALE)

    (table,) = values.tables
    free = len(drafts[0].free)
    losses = [
        log_loss(
            Points(initial=found.initial + shift, tables=(np.array([*choice, *found.tables[0][free:]]),)),
            drafts,
            drawn.bad,
            weight,
            STANDARD_SCALE,
        )
        for choice in itertools.product(*[{int(np.floor(v)), int(np.ceil(v))} for v in table[:free]])
        for shift in (-1, 0, 1)
    ]
    assert log_loss(found, drafts, drawn.bad, weight, STANDARD_SCALE) == pytest.approx(min(losses), abs=1e-12)


@pytest.mark.parametrize("direction", [Direction.HIGHER_IS_SAFER, Direction.LOWER_IS_SAFER])
def test_whole_points_keep_the_declared_order(direction: Direction) -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(size=1_000)
    safer = values if direction is Direction.HIGHER_IS_SAFER else -values
    drawn = numeric_sample(values, rng.random(1_000) > 1 / (1 + np.exp(-1 - 0.6 * safer)), direction)
    drafts, weight = drafts_of(drawn)
    points = optimise(
        exact(refit(drafts, [made.index for made in drafts], drawn.bad, weight), drafts, STANDARD_SCALE),
        drafts,
        drawn.bad,
        weight,
        STANDARD_SCALE,
    )

    for table, made in zip(points.tables, drafts, strict=True):
        assert len(made.order)
        assert (np.diff(table[made.order]) >= 0).all()
