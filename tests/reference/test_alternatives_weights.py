"""Weights against fairlearn: what its own grid search hands to the estimator it fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import pytest
from fairlearn.reductions import DemographicParity, EqualizedOdds, GridSearch

from audits.alternatives.weights import Method, reduction_weights, reweighing
from scoring.domain.errors import DataError, InputError

Rows = np.ndarray[Any, np.dtype[Any]]


class Recorder:
    """An estimator that keeps the labels and weights it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[Rows, Rows]] = []

    def fit(self, _: Rows, y: Rows, sample_weight: Rows) -> Self:
        self.given.append((np.asarray(y), np.asarray(sample_weight)))
        return self

    def predict(self, X: Rows) -> Rows:
        return np.zeros(len(X))

    def __deepcopy__(self, memo: object) -> Recorder:
        return self


def people(seed: int, groups: int = 3) -> tuple[Rows, Rows, Rows]:
    rng = np.random.default_rng(seed)
    group = rng.choice(["a", "b", "c"][:groups], 900, p=[0.6, 0.3, 0.1] if groups == 3 else [0.7, 0.3])
    bad = rng.random(900) < 0.1 + 0.1 * (group == "b")
    approved = rng.random(900) < 0.8 - 0.3 * (group == "b") - 0.3 * bad
    return group, bad, approved


@pytest.mark.filterwarnings("ignore")  # of fairlearn about pandas
@pytest.mark.parametrize(
    ("method", "constraint"),
    [(Method.DEMOGRAPHIC_PARITY, DemographicParity), (Method.EQUALIZED_ODDS, EqualizedOdds)],
)
@pytest.mark.parametrize("groups", [2, 3])
@pytest.mark.parametrize("strength", [0.2, 0.9])
def test_weights_are_those_of_fairlearns_grid_search_with_every_label_kept(
    method: Method, constraint: Callable[[], Any], groups: int, strength: float
) -> None:
    group, bad, approved = people(1, groups)
    found = reduction_weights(method, group, bad, approved, strength)
    # The multipliers of the same length, handed to fairlearn as a grid of one point.
    moment = constraint()
    moment.load_data(np.zeros((900, 1)), (~bad).astype(int), sensitive_features=group)
    violated = moment.gamma(lambda _: approved.astype(float)).clip(lower=0)
    against = np.asarray(moment.signed_weights(violated)) * np.where(bad, -1, 1)
    multipliers = (violated * (strength / -against.min())).to_frame(0)
    recorder = Recorder()
    GridSearch(recorder, constraint(), grid=multipliers).fit(
        np.zeros((900, 1)), (~bad).astype(int), sensitive_features=group
    )
    ((labels, weight),) = recorder.given
    np.testing.assert_array_equal(labels, (~bad).astype(int))
    np.testing.assert_allclose(found, weight / weight.mean(), rtol=1e-9)
    assert found.min() > 0


def test_those_held_back_count_more_when_they_repaid() -> None:
    group, bad, approved = people(2, 2)
    found = reduction_weights(Method.DEMOGRAPHIC_PARITY, group, bad, approved, 0.5)
    assert found[(group == "b") & ~bad].mean() > 1 > found[(group == "b") & bad].mean()
    assert found[(group == "a") & ~bad].mean() < 1 < found[(group == "a") & bad].mean()


def test_reweighing_makes_group_and_outcome_independent_and_keeps_their_shares() -> None:
    group, bad, _ = people(3)
    found = reweighing(group, bad)
    for one in np.unique(group):
        inside = group == one
        assert found[inside].sum() == pytest.approx(inside.sum())
        assert np.average(bad[inside], weights=found[inside]) == pytest.approx(bad.mean())


@pytest.mark.parametrize("strength", [0.0, 1.0, float("nan"), -0.5])
def test_a_strength_that_would_turn_labels_is_refused(strength: float) -> None:
    with pytest.raises(InputError):
        reduction_weights(Method.DEMOGRAPHIC_PARITY, *people(4), strength)


def test_equal_decisions_leave_nothing_to_weigh() -> None:
    group, bad, approved = people(5)
    with pytest.raises(DataError):
        reduction_weights(Method.DEMOGRAPHIC_PARITY, group, bad, np.ones_like(approved), 0.5)
