"""The refit keeps the declared order and finds the penalised optimum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, minimize
from sklearn.linear_model import LogisticRegression

from scoring.domain.characteristic import Direction
from scoring.engine.draft import Draft
from scoring.engine.refit import RIDGE, LogOdds, refit
from tests.support.development import characteristic
from tests.support.drafts import cells, grid, one_way

ROWS = 900
SIZE = (3, 3)
SIGN = {Direction.HIGHER_IS_SAFER: 1, Direction.LOWER_IS_SAFER: -1, Direction.NONE: 0}
ORDERED = [Direction.HIGHER_IS_SAFER, Direction.LOWER_IS_SAFER]

Array = np.ndarray[Any, np.dtype[Any]]


def data(slope: float) -> tuple[Array, Array]:
    rng = np.random.default_rng(1)
    index = rng.integers(0, 4, ROWS)
    return index, rng.random(ROWS) > 1 / (1 + np.exp(-(1 + slope * (index - 1.5))))


def crossed(seed: int, by: Direction, inner: Direction) -> tuple[Draft, Draft, Array, Array]:
    """A crossing and a one-way table, outcomes in the declared order but for much noise, and weights."""
    rng = np.random.default_rng(seed)
    index, other = rng.integers(0, 12, ROWS), rng.integers(0, 3, ROWS)
    trend = 0.6 * (SIGN[by] * (index // 4 - 1) + SIGN[inner] * (index % 4 - 1))
    log_odds = rng.normal(1, 0.8, 12)[index] + trend + 0.5 * other
    bad = rng.random(ROWS) > 1 / (1 + np.exp(-log_odds))
    made = grid(index, bad, by, inner, SIZE, anchor=rng.normal(0, 0.5, 12))
    return made, one_way(other, bad, characteristic("z"), 3), bad, rng.uniform(0.5, 2, ROWS)


@pytest.mark.parametrize("direction", ORDERED)
@pytest.mark.parametrize("slope", [-0.8, 0.0, 0.8])
def test_points_never_go_against_the_declared_direction(direction: Direction, slope: float) -> None:
    index, bad = data(slope)
    model = refit([one_way(index, bad, characteristic("x", direction=direction), 4)], [index], bad, np.ones(ROWS))

    assert (SIGN[direction] * np.diff(model.tables[0]) >= 0).all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", ORDERED)
@pytest.mark.parametrize("inner", ORDERED)
def test_a_crossing_keeps_both_directions_exactly(seed: int, by: Direction, inner: Direction) -> None:
    """Not but for a rounding error: whole points are made of these, and one half would do."""
    drafts, bad, weight = parts(crossed(seed, by, inner))
    model = refit(drafts, [draft.index for draft in drafts], bad, weight)

    table = cells(model.tables[0], SIZE)
    assert (SIGN[by] * np.diff(table, axis=0) >= 0).all()
    assert (SIGN[inner] * np.diff(table, axis=1) >= 0).all()
    assert np.ptp(table) > 0.3


def parts(made: tuple[Draft, Draft, Array, Array]) -> tuple[list[Draft], Array, Array]:
    return [made[0], made[1]], made[2], made[3]


def objective(theta: Array, drafts: Sequence[Draft], bad: Array, weight: Array) -> float:
    """The penalised loss, written down a second time."""
    eta, first = np.full(len(bad), theta[0]), 1
    penalty = 0.0
    for draft in drafts:
        free = theta[first : first + len(draft.free)]
        eta = eta + (draft.means() @ free)[draft.index]
        penalty += float(((free - draft.anchor[draft.free]) ** 2).sum())
        first += len(draft.free)
    return float(weight @ np.logaddexp(0, np.where(bad, eta, -eta))) + RIDGE / 2 * penalty


def vector(model: LogOdds, drafts: Sequence[Draft]) -> Array:
    tables = [table[draft.free] for table, draft in zip(model.tables, drafts, strict=True)]
    return np.concatenate([[model.intercept], *tables])


@pytest.mark.parametrize(
    ("seed", "by", "inner"),
    [
        (0, Direction.HIGHER_IS_SAFER, Direction.HIGHER_IS_SAFER),
        (1, Direction.LOWER_IS_SAFER, Direction.HIGHER_IS_SAFER),
        (2, Direction.NONE, Direction.LOWER_IS_SAFER),
        (3, Direction.LOWER_IS_SAFER, Direction.NONE),
    ],
)
def test_the_optimum_is_that_of_a_general_constrained_optimiser(seed: int, by: Direction, inner: Direction) -> None:
    drafts, bad, weight = parts(crossed(seed, by, inner))
    ours = vector(refit(drafts, [draft.index for draft in drafts], bad, weight), drafts)
    column = {int(place): number for number, place in enumerate(drafts[0].free, start=1)}
    rows = np.zeros((len(drafts[0].order), len(ours)))
    for row, (low, high) in zip(rows, drafts[0].order.tolist(), strict=True):
        row[column[low]], row[column[high]] = -1, 1

    reference = minimize(
        lambda theta: objective(theta, drafts, bad, weight) / ROWS,  # sums this large stop its line search early
        np.zeros(len(ours)),
        method="SLSQP",
        constraints=LinearConstraint(rows, 0, np.inf),
        options={"ftol": 1e-13, "maxiter": 1_000},
    )
    assert reference.success
    assert (rows @ ours < 1e-9).any()  # some constraint binds, or nothing is tested
    assert ours == pytest.approx(reference.x, abs=1e-4)
    assert objective(ours, drafts, bad, weight) <= reference.fun * ROWS + 1e-6


def test_data_that_contradict_the_direction_earn_one_level() -> None:
    index, bad = data(-0.8)
    declared = characteristic("x", direction=Direction.HIGHER_IS_SAFER)
    model = refit([one_way(index, bad, declared, 4)], [index], bad, np.ones(ROWS))

    assert np.ptp(model.tables[0]) == pytest.approx(0, abs=1e-6)


def test_data_that_contradict_the_choosing_direction_make_the_tables_alike() -> None:
    """Along the other characteristic, which has no direction, they may still differ."""
    rng = np.random.default_rng(0)
    table, line = rng.integers(0, 3, ROWS), rng.integers(0, 3, ROWS)
    bad = rng.random(ROWS) > 1 / (1 + np.exp(-(1 - 0.8 * table + 0.8 * line)))
    made = grid(4 * table + line, bad, Direction.HIGHER_IS_SAFER, Direction.NONE, SIZE)
    found = cells(refit([made], [made.index], bad, np.ones(ROWS)).tables[0], SIZE)

    assert np.ptp(found, axis=0).max() < 1e-6
    assert np.ptp(found, axis=1).min() > 0.3


def test_where_it_starts_does_not_matter() -> None:
    drafts, bad, weight = parts(crossed(0, *ORDERED))
    indices = [draft.index for draft in drafts]
    model = refit(drafts, indices, bad, weight)
    flat = LogOdds(intercept=3.0, tables=tuple(np.zeros(len(draft.lines)) for draft in drafts))

    again = vector(refit(drafts, indices, bad, weight, start=flat), drafts)
    assert again == pytest.approx(vector(model, drafts), abs=1e-6)


def test_without_a_direction_it_is_ridge_logistic_regression() -> None:
    index, bad = data(0.8)
    other = np.random.default_rng(2).integers(0, 3, ROWS)
    weight = np.random.default_rng(3).uniform(0.5, 2, ROWS)
    drafts = [one_way(index, bad, characteristic("x"), 4), one_way(other, bad, characteristic("z"), 3)]
    model = refit(drafts, [index, other], bad, weight)

    dummies = np.column_stack([np.eye(4)[index], np.eye(3)[other]])
    reference = LogisticRegression(C=1 / RIDGE, tol=1e-10, max_iter=5_000).fit(dummies, ~bad, sample_weight=weight)
    assert np.concatenate(model.tables) == pytest.approx(reference.coef_[0], abs=1e-3)
    assert model.intercept == pytest.approx(float(reference.intercept_[0]), abs=1e-3)


@pytest.mark.parametrize("people", [1, 4, 12])
def test_few_people_who_are_all_alike_move_a_line_no_further_than_their_weight_over_the_pull(people: int) -> None:
    """At the optimum the pull is what its people leave unexplained, each at most 1; else it would run off."""
    index, bad = data(0.8)
    index = np.concatenate([index, np.full(people, 4)])
    bad = np.concatenate([bad, np.zeros(people, dtype=bool)])
    anchor = np.array([-0.6, -0.2, 0.2, 0.6, 1.0])
    table = one_way(index, bad, characteristic("x"), 5, anchor=anchor)
    model = refit([table], [index], bad, np.ones(len(bad)))

    assert 0 < model.tables[0][4] - anchor[4] < people / RIDGE


def test_a_neutral_line_is_the_mean_of_the_free_ones_within_the_fit() -> None:
    index, bad = data(0.8)
    table = one_way(index, bad, characteristic("x"), 4, neutral=1)
    model = refit([table], [index], bad, np.ones(ROWS))

    people = (table.goods + table.bads)[:3]
    assert model.tables[0][3] == pytest.approx(np.average(model.tables[0][:3], weights=people))


def test_in_a_crossing_a_neutral_line_is_the_mean_of_its_own_table() -> None:
    drafts, bad, weight = parts(crossed(0, Direction.NONE, Direction.NONE))
    table = refit(drafts, [draft.index for draft in drafts], bad, weight).tables[0].reshape(3, 4)
    people = (drafts[0].goods + drafts[0].bads).reshape(3, 4)

    for points, weights in zip(table, people, strict=True):
        assert points[3] == pytest.approx(np.average(points[:3], weights=weights[:3]))
