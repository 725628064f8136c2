"""The refit keeps the declared order and finds the penalised optimum."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from scoring.domain.card import Test
from scoring.domain.characteristic import Characteristic, Direction
from scoring.engine.draft import Draft, Line
from scoring.engine.refit import RIDGE, refit
from tests.support.development import characteristic

ROWS = 900


def drafted(index: np.ndarray, bad: np.ndarray, declared: Characteristic, lines: int, neutral: int = 0) -> Draft:
    """A table of so many ordered lines, the last ones neutral, anchored at zero."""
    direction = declared.direction
    return Draft(
        characteristic=declared,
        lines=tuple(Line(test=Test.INTERVAL, neutral=place >= lines - neutral) for place in range(lines)),
        index=index,
        ordered=lines - neutral if direction is not Direction.NONE else 0,
        sign=-1 if direction is Direction.LOWER_IS_SAFER else 1,
        anchor=np.zeros(lines),
        goods=np.bincount(index, weights=~bad, minlength=lines),
        bads=np.bincount(index, weights=bad, minlength=lines),
    )


def data(slope: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    index = rng.integers(0, 4, ROWS)
    return index, rng.random(ROWS) > 1 / (1 + np.exp(-(1 + slope * (index - 1.5))))


@pytest.mark.parametrize("direction", [Direction.HIGHER_IS_SAFER, Direction.LOWER_IS_SAFER])
@pytest.mark.parametrize("slope", [-0.8, 0.0, 0.8])
def test_points_never_go_against_the_declared_direction(direction: Direction, slope: float) -> None:
    index, bad = data(slope)
    sign = 1 if direction is Direction.HIGHER_IS_SAFER else -1
    model = refit([drafted(index, bad, characteristic("x", direction=direction), 4)], [index], bad, np.ones(ROWS))

    assert (sign * np.diff(model.tables[0]) >= -1e-12).all()


def test_data_that_contradict_the_direction_earn_one_level() -> None:
    index, bad = data(-0.8)
    declared = characteristic("x", direction=Direction.HIGHER_IS_SAFER)
    model = refit([drafted(index, bad, declared, 4)], [index], bad, np.ones(ROWS))

    assert np.ptp(model.tables[0]) == pytest.approx(0, abs=1e-6)


def test_without_a_direction_it_is_ridge_logistic_regression() -> None:
    index, bad = data(0.8)
    other = np.random.default_rng(2).integers(0, 3, ROWS)
    weight = np.random.default_rng(3).uniform(0.5, 2, ROWS)
    drafts = [drafted(index, bad, characteristic("x"), 4), drafted(other, bad, characteristic("z"), 3)]
    model = refit(drafts, [index, other], bad, weight)

    dummies = np.column_stack([np.eye(4)[index], np.eye(3)[other]])
    reference = LogisticRegression(C=1 / RIDGE, tol=1e-10, max_iter=5_000).fit(dummies, ~bad, sample_weight=weight)
    assert np.concatenate(model.tables) == pytest.approx(reference.coef_[0], abs=1e-3)
    assert model.intercept == pytest.approx(float(reference.intercept_[0]), abs=1e-3)


def test_a_neutral_line_is_the_mean_of_the_free_ones_within_the_fit() -> None:
    index, bad = data(0.8)
    table = drafted(index, bad, characteristic("x"), 4, neutral=1)
    model = refit([table], [index], bad, np.ones(ROWS))

    people = (table.goods + table.bads)[:3]
    assert model.tables[0][3] == pytest.approx(np.average(model.tables[0][:3], weights=people))
