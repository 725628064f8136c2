"""The classifier keeps scikit-learn's contract, checked by scikit-learn's own suite."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from scoring.domain.errors import DataError, InputError
from scoring.domain.registry import Profile
from scoring.engine.estimator import ScorecardClassifier
from tests.support.development import EVERYTHING, sample


@parametrize_with_checks([ScorecardClassifier()])  # type: ignore[untyped-decorator]  # scikit-learn publishes no types
def test_the_classifier_keeps_the_contract(
    estimator: ScorecardClassifier, check: Callable[[ScorecardClassifier], None]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # its samples have columns that tell nothing; the card says so
        check(estimator)


def _frame() -> dict[str, np.ndarray]:
    drawn = sample()
    frame = {}
    for field in EVERYTHING.characteristics:
        column = drawn.table.columns[field.name]
        raw = np.array([None] * drawn.table.rows, dtype=object)
        for row in range(drawn.table.rows):
            reading = column.at(row)
            raw[row] = {
                "value": reading.label or reading.number,
                "special": -8.0,
                "not-provided": -99.0,
                "missing": None,
            }[reading.state.value]
        frame[field.name] = raw
    return frame


@pytest.fixture(scope="module")
def fitted() -> tuple[ScorecardClassifier, dict[str, np.ndarray]]:
    frame = _frame()
    return ScorecardClassifier(registry=EVERYTHING).fit(frame, sample().bad.astype(int)), frame


def test_with_a_registry_columns_are_read_by_name_and_categories_are_allowed(
    fitted: tuple[ScorecardClassifier, dict[str, np.ndarray]],
) -> None:
    model, frame = fitted
    other = pd.DataFrame({"hobby": "chess", **dict(reversed(frame.items()))})

    assert "housing" in [entry.characteristic for entry in model.card_.entries]
    assert (model.score_points(other) == model.score_points(frame)).all()


def test_points_are_the_cards_own_lookup(fitted: tuple[ScorecardClassifier, dict[str, np.ndarray]]) -> None:
    model, frame = fitted

    assert model.score_points(frame).tolist() == sample().scores(model.card_)


def test_probabilities_are_the_cards_own_table(fitted: tuple[ScorecardClassifier, dict[str, np.ndarray]]) -> None:
    model, frame = fitted
    first = {name: column[:50] for name, column in frame.items()}

    wanted = [float(model.card_.pd(score)) for score in model.score_points(first).tolist()]
    assert model.predict_proba(first)[:, 1].tolist() == wanted


def test_bad_is_the_second_class_and_safer_is_more_points() -> None:
    drawn = sample()
    X = np.column_stack([drawn.table.columns[name].numbers for name in ("buffer", "arrears")])
    model = ScorecardClassifier().fit(X, np.where(drawn.bad, "default", "clean"))

    assert model.classes_.tolist() == ["clean", "default"]
    order = np.argsort(model.score_points(X))
    assert (np.diff(model.predict_proba(X)[order, 1]) <= 0).all()


def test_a_card_fitted_on_an_array_is_marked_undeclared() -> None:
    drawn = sample()
    model = ScorecardClassifier().fit(drawn.table.columns["buffer"].numbers[:, None], drawn.bad)

    assert model.card_.registry.profile is Profile.UNDECLARED


def test_an_invalid_value_has_no_score(fitted: tuple[ScorecardClassifier, dict[str, np.ndarray]]) -> None:
    model, frame = fitted
    wrong = {name: column[:3].copy() for name, column in frame.items()}
    wrong["income"][1] = -5.0

    with pytest.raises(DataError, match="row 2, column income"):
        model.score_points(wrong)


def test_a_missing_column_is_named(fitted: tuple[ScorecardClassifier, dict[str, np.ndarray]]) -> None:
    model, frame = fitted

    with pytest.raises(DataError, match="'buffer'"):
        model.score_points({name: column for name, column in frame.items() if name != "buffer"})


def test_three_classes_are_refused_in_our_own_words() -> None:
    with pytest.raises(InputError, match="Only binary classification"):
        ScorecardClassifier().fit(np.arange(9.0)[:, None], np.arange(9) % 3)


def test_a_row_of_weight_zero_is_no_row() -> None:
    drawn = sample()
    X = np.column_stack([drawn.table.columns[name].numbers for name in ("buffer", "arrears")])
    weight = np.ones(len(X))
    weight[1_000:] = 0

    part = ScorecardClassifier().fit(X[:1_000], drawn.bad[:1_000]).card_
    assert ScorecardClassifier().fit(X, drawn.bad, sample_weight=weight).card_.entries == part.entries


@pytest.mark.parametrize("random_state", [None, np.random.RandomState(7)])
def test_a_random_state_may_be_any_that_scikit_learn_knows(random_state: np.random.RandomState | None) -> None:
    rng = np.random.default_rng(0)
    bad = rng.random(600) < 0.3
    X = rng.normal(size=(600, 1)) - 2 * bad[:, None]

    assert ScorecardClassifier(random_state=random_state).fit(X, bad).card_.entries
