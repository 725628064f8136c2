"""Integer points: never worse than rounding, never away from the calibrated value, never out of order."""

from __future__ import annotations

import itertools
from functools import cache

import numpy as np
import pytest

from scoring.domain.card import Test
from scoring.domain.characteristic import Direction
from scoring.engine.draft import Draft, Line
from scoring.engine.fit import _drafts
from scoring.engine.integers import Exact, Points, _settle, exact, log_loss, optimise, rounded
from scoring.engine.options import STANDARD_SCALE, FitOptions
from scoring.engine.refit import refit
from tests.support.development import Sample, characteristic, numeric_sample, sample


@cache
def drafted(seed: int, rows: int = 700) -> tuple[Sample, list[Draft], Exact, np.ndarray]:
    """A sample with its drafts and their exact values."""
    drawn = sample(rows, seed)
    drafts, weight = drafts_of(drawn)
    model = refit(drafts, [made.index for made in drafts], drawn.bad, weight)
    return drawn, drafts, exact(model, drafts, STANDARD_SCALE), weight


def drafts_of(drawn: Sample) -> tuple[list[Draft], np.ndarray]:
    weight = np.ones(drawn.table.rows)
    return _drafts(drawn.table, drawn.registry, drawn.bad, weight, FitOptions())[0], weight


@pytest.mark.parametrize("seed", range(2))
def test_the_log_loss_is_never_above_that_of_rounding(seed: int) -> None:
    drawn, drafts, values, weight = drafted(seed)

    before = log_loss(rounded(values, drafts), drafts, drawn.bad, weight, STANDARD_SCALE)
    after = log_loss(
        optimise(values, drafts, drawn.bad, weight, STANDARD_SCALE), drafts, drawn.bad, weight, STANDARD_SCALE
    )
    assert after <= before


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
    made, _ = drafts_of(numeric_sample(np.concatenate([index, index]), np.concatenate([index == 0, bad])))
    return Draft(
        characteristic=made[0].characteristic,
        lines=made[0].lines[:2],
        index=index,
        ordered=0,
        sign=1,
        anchor=np.zeros(2),
        goods=np.bincount(index, weights=~bad, minlength=2),
        bads=np.bincount(index, weights=bad, minlength=2),
    )


def test_starts_a_point_higher_and_lower_find_what_single_moves_cannot() -> None:
    """No single move can trade the initial points for those of every line."""
    drawn, drafts, values, weight = drafted(5, 500)
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


@pytest.mark.parametrize(("direction", "ordered"), [(Direction.HIGHER_IS_SAFER, 3), (Direction.NONE, 0)])
def test_a_better_point_that_breaks_the_order_is_not_taken(direction: Direction, ordered: int) -> None:
    """The middle line wants a point more than the last: taken without a declared direction, refused with one."""
    index = np.repeat([0, 1, 2], 1_000)
    bad = np.tile(np.arange(1_000), 3) < np.repeat([250, 160, 190], 1_000)
    made = Draft(
        characteristic=characteristic("x", direction=direction),
        lines=tuple(Line(test=Test.INTERVAL) for _ in range(3)),
        index=index,
        ordered=ordered,
        sign=1,
        anchor=np.zeros(3),
        goods=np.bincount(index, weights=~bad),
        bads=np.bincount(index, weights=bad),
    )
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
        assert (made.sign * np.diff(table[: made.ordered]) >= 0).all()
