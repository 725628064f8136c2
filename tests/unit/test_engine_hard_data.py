"""Data as they come: each oddity has a stated outcome, or an error that names it and says what to do."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from scoring.artefact.card_json import card_bytes
from scoring.certificate.certificate import certify
from scoring.domain.characteristic import Direction, Kind
from scoring.domain.entry import Entry
from scoring.domain.errors import DataError
from scoring.domain.line import Test
from scoring.engine.fit import Fitted, Origin, fit_card
from scoring.engine.options import FitOptions
from scoring.tabular.readings import TableReadings, read_column
from tests.support.development import Sample, characteristic, numeric_sample, registry

Array = np.ndarray[Any, np.dtype[Any]]


def columns_of(bad: Array, **columns: Array) -> Sample:
    """One characteristic for each column: texts are categories, numbers are safer the higher."""
    fields = [
        characteristic(name, kind=Kind.CATEGORICAL)
        if raw.dtype == object
        else characteristic(name, direction=Direction.HIGHER_IS_SAFER)
        for name, raw in columns.items()
    ]
    readings = {field.name: read_column(field, raw) for field, raw in zip(fields, columns.values(), strict=True)}
    return Sample(
        registry=registry(*fields), table=TableReadings(name="data.csv", rows=len(bad), columns=readings), bad=bad
    )


@pytest.fixture(scope="module")
def told() -> tuple[Array, Array]:
    """A number that tells, and the outcomes."""
    rng = np.random.default_rng(0)
    bad = rng.random(1_000) < 0.3
    return rng.normal(size=1_000) - 1.5 * bad, bad


def only(drawn: Sample) -> Entry:
    (entry,) = drawn.fit().card.entries
    return entry


@pytest.mark.parametrize(
    ("column", "why"),
    [
        (np.full(1_000, 7.0), "has one value only"),
        (np.full(1_000, np.nan), "has no known value"),
        (np.full(1_000, "same", dtype=object), "has one value only"),
        (np.full(1_000, None, dtype=object), "has no known value"),
        (np.arange(1_000).astype(str).astype(object), "has no category with enough people"),
    ],
    ids=["a constant number", "no number", "a constant category", "no category", "rare categories"],
)
def test_a_column_that_says_nothing_is_left_out_and_named_and_the_rest_is_fitted(
    column: Array, why: str, told: tuple[Array, Array]
) -> None:
    fitted = columns_of(told[1], x=told[0], empty=column).fit()

    assert [entry.characteristic for entry in fitted.card.entries] == ["x"]
    assert f"'empty' {why} and is left out" in fitted.warnings
    assert fitted.card.entries == columns_of(told[1], x=told[0]).fit().card.entries


def strictly(drawn: Sample) -> Fitted:
    """A fit as the command makes it."""
    options, origin = FitOptions(), Origin(target="outcome", bad="1")
    return fit_card(drawn.table, drawn.registry, drawn.bad, weight=None, options=options, origin=origin, strict=True)


def test_a_strict_fit_names_every_column_that_cannot_be_used_and_why(told: tuple[Array, Array]) -> None:
    """A card in which one of two equal columns stands says something about chance."""
    columns = {
        "z_constant": np.full(1_000, 7.0),
        "empty": np.full(1_000, np.nan),
        "rare": np.arange(1_000).astype(str).astype(object),
        "again": told[0],
        "x": told[0],
        "y": -told[0],
    }
    with pytest.raises(DataError) as refused:
        strictly(columns_of(told[1], **columns))
    assert refused.value.what == (
        "4 declared characteristic(s) cannot be used: 'empty' has no known value; "
        "'rare' has no category with enough people; 'x' is equal to 'again'; 'z_constant' has one value only"
    )
    assert "Take them out of the characteristics file" in refused.value.remedy


def test_columns_that_part_people_alike_and_are_not_equal_are_both_used(told: tuple[Array, Array]) -> None:
    """Equal is what reads the same, not what orders the same."""
    assert strictly(columns_of(told[1], x=told[0], y=2 * told[0])).card.entries


@pytest.mark.parametrize(("bads", "needed"), [(1, 10), (9, 10)])
def test_a_strict_fit_needs_people_enough_to_part_a_table_in_two(bads: int, needed: int) -> None:
    values = np.random.default_rng(0).normal(size=500)
    with pytest.raises(DataError) as refused:
        strictly(numeric_sample(values, np.arange(500) < bads))
    assert refused.value.what == (
        f"{500 - bads} goods and {bads} bads are too few to part a table in two: 20 and {needed} are needed"
    )


def test_a_hundred_thousand_categories_are_fitted_in_seconds_with_the_rare_ones_as_other() -> None:
    rng = np.random.default_rng(0)
    rows = 120_000
    common = rng.random(rows) < 0.1
    names = np.where(common, "common", np.char.add("name ", np.arange(rows).astype(str))).astype(object)
    bad = rng.random(rows) < np.where(common, 0.05, 0.2)
    drawn = columns_of(bad, c=names)
    assert len(set(names)) > 100_000

    start = time.process_time()
    with threadpool_limits(1):  # what others do on the machine is not measured
        entry = only(drawn)
    assert time.process_time() - start < 20
    assert [(a.test, a.labels) for a in entry.attributes[:2]] == [(Test.CATEGORIES, ("common",)), (Test.OTHER, ())]
    assert entry.attributes[0].points > entry.attributes[1].points


@pytest.mark.parametrize("bads", [1, 5, 9])
def test_a_handful_of_bads_give_one_score_for_everybody_and_a_warning(bads: int) -> None:
    rng = np.random.default_rng(0)
    fitted = numeric_sample(rng.normal(size=500), np.arange(500) < bads).fit()

    assert fitted.card.entries == ()
    assert fitted.card.lowest == fitted.card.highest
    assert any("too few goods or bads" in warning for warning in fitted.warnings)
    assert float(fitted.card.pd(fitted.card.lowest)) == pytest.approx(bads / 500, rel=0.05)
    certify(fitted.card).demand()


def test_one_bad_among_goods_is_a_card_and_no_bad_at_all_an_error() -> None:
    values = np.random.default_rng(0).normal(size=500)
    with pytest.raises(DataError, match="one class") as refused:
        numeric_sample(values, np.zeros(500, dtype=bool)).fit()
    assert refused.value.remedy == "Give goods and bads"
    assert numeric_sample(values, np.arange(500) == 7).fit().card.entries == ()


def test_a_column_twice_makes_a_card_that_keeps_its_promises_and_the_same_one_each_time(
    told: tuple[Array, Array],
) -> None:
    drawn = columns_of(told[1], x=told[0], y=told[0], z=told[0])
    card = drawn.fit().card

    certify(card).demand()
    assert card_bytes(drawn.fit().card) == card_bytes(card)
    alone = columns_of(told[1], x=told[0])
    ranks = np.corrcoef(drawn.scores(card), alone.scores(alone.fit().card))[0, 1]
    assert ranks > 0.95


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_value_is_named_by_row_and_column_with_what_can_be_done(
    value: float, told: tuple[Array, Array]
) -> None:
    raw = told[0].copy()
    raw[41] = value
    with pytest.raises(DataError) as refused:
        columns_of(told[1], fine=told[0], x=raw).fit()
    assert refused.value.where == "data.csv, row 42, column x"
    assert refused.value.what == "the value is infinite"
    assert "leave it empty if nobody knows" in refused.value.remedy


def test_people_without_any_known_value_are_scored_all_the_same(told: tuple[Array, Array]) -> None:
    """A third of the rows is silent about everything."""
    silent = np.arange(1_000) % 3 == 0
    x, y = np.where(silent, np.nan, told[0]), np.where(silent, np.nan, -told[0])
    drawn = columns_of(told[1], x=x, y=y)
    card = drawn.fit().card

    assert len(set(np.array(drawn.scores(card))[silent])) == 1
    certify(card).demand()


def test_an_outcome_hidden_in_a_column_is_a_short_card_that_says_so(told: tuple[Array, Array]) -> None:
    """A leak is for a person to find; the card shows it as one table that parts everybody."""
    entry = only(columns_of(told[1], x=(~told[1]).astype(float)))

    values = [a for a in entry.attributes if a.test is Test.INTERVAL]
    assert [(a.goods > 0, a.bads > 0) for a in values] == [(False, True), (True, False)]


def test_numbers_of_every_size_in_one_column_have_ordered_cuts(told: tuple[Array, Array]) -> None:
    wide = np.sign(told[0]) * 10 ** np.abs(3 * told[0])
    entry = only(columns_of(told[1], x=wide))
    ends = [a.upper for a in entry.attributes if a.upper is not None]

    assert ends == sorted(set(ends))


def test_a_weight_of_a_million_changes_no_more_than_its_share(told: tuple[Array, Array]) -> None:
    drawn = columns_of(told[1], x=told[0])
    assert certify(drawn.fit(weight=np.full(1_000, 1e6)).card).passed
    light = replace(drawn).fit(weight=np.full(1_000, 1e-6))
    assert light.card.entries == ()
    assert any("too few goods or bads" in warning for warning in light.warnings)
