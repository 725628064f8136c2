"""The classifier keeps scikit-learn's contract, checked by scikit-learn's own suite."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.model_selection import cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

from scoring.artefact.card_json import card_digest
from scoring.domain.errors import DataError, InputError
from scoring.domain.reading import State
from scoring.domain.registry import Profile
from scoring.engine.estimator import ScorecardClassifier
from scoring.tabular.readings import ColumnReadings
from tests.support.development import EVERYTHING, TOGETHER, interacting, sample

told = pytest.mark.filterwarnings("ignore:.*is left out:UserWarning")  # that is said, and is not what is tested


@parametrize_with_checks([ScorecardClassifier()])  # type: ignore[untyped-decorator]  # scikit-learn publishes no types
def test_the_classifier_keeps_the_contract(
    estimator: ScorecardClassifier, check: Callable[[ScorecardClassifier], None]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # its samples have columns that tell nothing; the card says so
        check(estimator)


def _raw(column: ColumnReadings) -> np.ndarray:
    """The values as somebody would send them."""
    codes = {State.SPECIAL: -8.0, State.NOT_PROVIDED: -99.0, State.MISSING: None}
    readings = [column.at(row) for row in range(len(column.states))]
    raw = np.empty(len(readings), dtype=object)
    raw[:] = [codes.get(reading.state, reading.label or reading.number) for reading in readings]
    return raw


def _frame() -> dict[str, np.ndarray]:
    drawn = sample()
    return {field.name: _raw(drawn.table.columns[field.name]) for field in EVERYTHING.characteristics}


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


@told
def test_a_clone_has_the_same_parameters_and_makes_the_same_card() -> None:
    X, bad = _two_columns()
    settings: dict[str, Any] = {"max_attributes": 4, "max_characteristics": 1, "crossings": 1, "random_state": 3}
    model = ScorecardClassifier(**settings)
    other = clone(model)

    assert {name: other.get_params()[name] for name in settings} == settings
    assert not hasattr(other, "card_")
    assert card_digest(other.fit(X, bad).card_) == card_digest(model.fit(X, bad).card_)


@told
def test_parameters_are_options_of_the_fit() -> None:
    X, bad = _two_columns()
    model = ScorecardClassifier(max_characteristics=1, max_attributes=2).fit(X, bad)

    assert len(model.card_.scored) == 1
    assert sum(a.lower is not None or a.upper is not None for a in model.card_.entries[0].attributes) == 2
    with pytest.raises(InputError, match="0 to 5 crossings"):
        ScorecardClassifier(crossings=9).fit(X, bad)


@told
def test_a_card_with_a_crossing_scores_by_its_own_lookup() -> None:
    drawn = interacting()
    frame = {name: _raw(drawn.table.columns[name]) for name in drawn.table.columns}
    model = ScorecardClassifier(registry=TOGETHER).fit(frame, drawn.bad)

    assert any(entry.by is not None for entry in model.card_.entries)
    assert model.score_points(frame).tolist() == drawn.scores(model.card_)
    assert (
        ScorecardClassifier(registry=TOGETHER, crossings=0).fit(frame, drawn.bad).card_.entries != model.card_.entries
    )


def _two_columns() -> tuple[np.ndarray, np.ndarray]:
    """Two numbers that tell, and the outcomes."""
    rng = np.random.default_rng(0)
    bad = rng.random(800) < 0.3
    return (rng.normal(size=(800, 2)) - np.outer(bad, [1.5, 0.8])).round(), bad


def _weights() -> np.ndarray:
    return np.random.default_rng(0).uniform(0.5, 2, 800)


@told
def test_sample_weights_are_routed_into_every_fold() -> None:
    """Each fold's card counts the weights of its rows, and so differs from the card without."""
    X, bad = _two_columns()
    weight = _weights()
    with config_context(enable_metadata_routing=True):
        model = ScorecardClassifier().set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        found = cross_validate(
            model, X, bad, params={"sample_weight": weight}, cv=2, return_estimator=True, return_indices=True
        )

    for fitted_model, rows in zip(found["estimator"], found["indices"]["train"], strict=True):
        made = fitted_model.card_.development
        assert made.bads == pytest.approx(weight[rows][bad[rows]].sum())
        assert made.goods == pytest.approx(weight[rows][~bad[rows]].sum())
        assert card_digest(fitted_model.card_) == card_digest(
            ScorecardClassifier().fit(X[rows], bad[rows], sample_weight=weight[rows]).card_
        )


@told
def test_sample_weights_are_routed_through_a_pipeline() -> None:
    X, bad = _two_columns()
    weight = _weights()
    with config_context(enable_metadata_routing=True):
        model = make_pipeline(FunctionTransformer(), ScorecardClassifier().set_fit_request(sample_weight=True))
        model.fit(X, bad, sample_weight=weight)

    weighted = ScorecardClassifier().fit(X, bad, sample_weight=weight).card_
    assert card_digest(model[-1].card_) == card_digest(weighted)
    assert card_digest(weighted) != card_digest(ScorecardClassifier().fit(X, bad).card_)


def test_weights_that_nobody_asked_for_are_refused_and_not_dropped() -> None:
    X, bad = _two_columns()
    with config_context(enable_metadata_routing=True), pytest.raises(ValueError, match="sample_weight"):
        cross_validate(ScorecardClassifier(), X, bad, params={"sample_weight": _weights()}, cv=2, error_score="raise")


class Stream:
    """A table of a library that nobody here knows: all it can do is hand itself over."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)


TABLES: dict[str, Callable[[pa.Table], Any]] = {
    "arrow table": lambda table: table,
    "arrow batches": lambda table: table.to_reader(max_chunksize=100),
    "arrow stream": Stream,
    "polars": pl.from_arrow,
    "pandas": lambda table: table.to_pandas(),
    "pandas on arrow": lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas with its own words for nothing": lambda table: table.to_pandas().convert_dtypes(),
}


@pytest.fixture(scope="module")
def arrow() -> pa.Table:
    """The sample with nulls among numbers and among texts, a text in pieces, whole numbers, and a column too many."""
    frame = _frame()
    housing = [None if row % 50 == 0 else label for row, label in enumerate(frame["housing"])]
    numbers = {name: pa.array(list(column), pa.float64()) for name, column in frame.items() if name != "housing"}
    numbers["arrears"] = numbers["arrears"].cast(pa.int32())
    table = pa.table({**numbers, "housing": pa.array(housing, pa.string()), "unheard of": [1] * len(housing)})
    return pa.concat_tables([table.slice(0, 300), table.slice(300, 300)])


@pytest.fixture(scope="module")
def wanted(arrow: pa.Table) -> tuple[str, list[int]]:
    """Digest and scores of the card of the same values as plain columns."""
    plain = {name: np.array(arrow[name].to_pylist(), dtype=object) for name in arrow.column_names}
    model = ScorecardClassifier(registry=EVERYTHING).fit(plain, sample().bad[:600])
    return card_digest(model.card_), model.score_points(plain).tolist()


@pytest.mark.parametrize("kind", TABLES)
def test_any_table_in_memory_gives_the_same_card(kind: str, arrow: pa.Table, wanted: tuple[str, list[int]]) -> None:
    """Nulls are missing, whatever a library calls them."""
    model = ScorecardClassifier(registry=EVERYTHING).fit(TABLES[kind](arrow), sample().bad[:600])

    assert (card_digest(model.card_), model.score_points(TABLES[kind](arrow)).tolist()) == wanted


@pytest.mark.parametrize("kind", TABLES)
def test_a_column_that_a_table_in_memory_lacks_is_named(kind: str, arrow: pa.Table) -> None:
    with pytest.raises(DataError, match="there is no column 'buffer'"):
        ScorecardClassifier(registry=EVERYTHING).fit(TABLES[kind](arrow.drop_columns(["buffer"])), sample().bad)


def test_an_infinite_value_of_an_array_is_refused_and_of_a_table_is_named_by_row_and_column() -> None:
    X, bad = _two_columns()
    X[3, 1] = np.inf
    with pytest.raises(ValueError, match="infinity"):
        ScorecardClassifier().fit(X, bad)
    frame = pd.DataFrame(_frame())
    frame["income"] = frame["income"].astype(float)
    frame.loc[3, "income"] = np.inf
    with pytest.raises(DataError, match="row 4, column income: the value is infinite"):
        ScorecardClassifier(registry=EVERYTHING).fit(frame, sample().bad)
