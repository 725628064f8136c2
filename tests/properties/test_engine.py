"""Identities of a fitted card."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.artefact.card_json import card_bytes, card_from_document
from scoring.batch.lookup import points_matrix
from scoring.certificate.certificate import certify
from scoring.domain.card import Card
from scoring.domain.characteristic import Direction, Kind, MissingPolicy, Special
from scoring.domain.entry import Entry
from scoring.domain.text import Text
from scoring.tabular.readings import TableReadings, read_column
from tests.support.development import (
    EVERYTHING,
    Sample,
    characteristic,
    interacting,
    numeric_sample,
    registry,
    reordered,
    sample,
)

QUICK = settings(max_examples=8, deadline=None)
SPECIAL = (Special(code="-8", meaning=Text.same("no such loan")),)
LABELS = np.array(["a", "b", "c", "d", "e", "f"], dtype=object)
DRAWN = sample(700)
CARD = DRAWN.fit().card


def scores(card: Card, drawn: Sample) -> list[int]:
    return [int(score) for score in points_matrix(card, drawn.table).sum(axis=1) + card.initial_points]


def by_name(card: Card) -> dict[str, Entry]:
    return {entry.characteristic: entry for entry in card.entries}


@settings(max_examples=4, deadline=None)
@given(st.permutations(range(len(EVERYTHING.characteristics))))
def test_the_order_of_characteristics_changes_nothing(order: list[int]) -> None:
    other = reordered(DRAWN, order).fit().card

    assert by_name(other) == by_name(CARD)
    assert (other.initial_points, other.pd_table) == (CARD.initial_points, CARD.pd_table)


def test_another_name_changes_no_points() -> None:
    """What a characteristic is called is no information; only ties between sources' remainders go by name."""
    rng = np.random.default_rng(0)
    values, bad = rng.normal(size=800), rng.random(800) < 0.3
    drawn = numeric_sample(values - bad, bad)
    renamed = Sample(
        registry=registry(characteristic("zz")),
        table=replace(drawn.table, columns={"zz": drawn.table.columns["x"]}),
        bad=bad,
    )

    assert drawn.fit().card.entries[0].attributes == renamed.fit().card.entries[0].attributes


@QUICK
@given(st.integers(0, 10_000), st.integers(30, 500), st.floats(0.05, 0.95), st.sampled_from(Direction))
def test_whatever_the_data_the_card_keeps_its_promises(seed: int, rows: int, rate: float, direction: Direction) -> None:
    rng = np.random.default_rng(seed)
    values = rng.choice([-3.5, 0.0, 0.25, 1.0, 7.0, np.nan], rows)
    bad = rng.random(rows) < np.where(values > 0.5, rate, rate / 3)
    bad[:2] = [False, True]

    assert certify(numeric_sample(values, bad, direction).fit().card).passed


@st.composite
def pairs_of_anything(draw: st.DrawFn) -> Sample:
    """Two characteristics whose values tell little alone and much together, in every state and kind."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    rows = draw(st.integers(300, 900))
    fields, raws, high = [], [], []
    for name in ("x", "y"):
        kind, silent = draw(st.sampled_from(Kind)), draw(st.sampled_from(MissingPolicy))
        direction = draw(st.sampled_from(Direction)) if kind is Kind.NUMERIC else Direction.NONE
        special = SPECIAL if draw(st.booleans()) else ()
        fields.append(characteristic(name, kind=kind, direction=direction, missing=silent, special=special))
        place = rng.integers(0, 6, rows)
        sign = -1 if direction is Direction.LOWER_IS_SAFER else 1
        values = (sign * place).astype(float) if kind is Kind.NUMERIC else LABELS[place]
        state = rng.random(rows)
        unknown = state < draw(st.sampled_from([0.0, 0.02, 0.2]))
        raw = values.astype(object)
        raw[(state > 0.85) & bool(special)] = -8.0
        raw[unknown] = None
        raws.append(raw)
        high.append(place > 2)
    crossed = high[0] & high[1] if draw(st.booleans()) else high[0] ^ high[1]
    bad = rng.random(rows) < np.where(crossed, 0.1, 0.6)
    columns = {field.name: read_column(field, raw) for field, raw in zip(fields, raws, strict=True)}
    table = TableReadings(name="sample", rows=rows, columns=columns)
    return Sample(registry=registry(*fields), table=table, bad=bad)


@QUICK
@given(pairs_of_anything())
def test_whatever_is_crossed_the_card_keeps_its_promises(drawn: Sample) -> None:
    """And the table of lookups, which the certificate does not use, scores as the card scores each person."""
    card = drawn.fit().card

    certify(card).demand()
    assert scores(card, drawn) == drawn.scores(card)


def test_a_weight_of_two_is_about_the_row_twice() -> None:
    """Not exactly: the rows that boosting holds out are drawn by row."""
    twice = np.concatenate([np.arange(DRAWN.table.rows)] * 2)
    columns = {
        name: replace(c, states=c.states[twice], numbers=c.numbers[twice], labels=c.labels[twice])
        for name, c in DRAWN.table.columns.items()
    }
    repeated = replace(DRAWN, table=replace(DRAWN.table, rows=len(twice), columns=columns), bad=DRAWN.bad[twice])
    weighted = scores(DRAWN.fit(weight=np.full(DRAWN.table.rows, 2.0)).card, DRAWN)
    rows_twice = scores(repeated.fit().card, DRAWN)

    assert np.corrcoef(weighted, rows_twice)[0, 1] > 0.95
    assert abs(np.mean(weighted) - np.mean(rows_twice)) < 5


def test_the_population_reference_weights_the_lines_by_their_people() -> None:
    for entry in CARD.entries:
        people = sum((Fraction(a.goods) + Fraction(a.bads) for a in entry.attributes), Fraction(0))
        points = sum(((Fraction(a.goods) + Fraction(a.bads)) * a.points for a in entry.attributes), Fraction(0))
        assert abs(Fraction(entry.references.population) - points / people) < Fraction(1, 10**12)


def test_another_name_changes_no_points_of_a_crossing() -> None:
    drawn = interacting()
    renamed = Sample(
        registry=registry(
            *(replace(field, name=f"z_{field.name}") for field in drawn.registry.characteristics),
        ),
        table=replace(drawn.table, columns={f"z_{name}": column for name, column in drawn.table.columns.items()}),
        bad=drawn.bad,
    )
    ours, other = drawn.fit().card, renamed.fit().card

    assert any(entry.by is not None for entry in ours.entries)
    assert [entry.attributes for entry in ours.entries] == [entry.attributes for entry in other.entries]


def test_a_merged_categorys_rate_lies_between_its_parts() -> None:
    entry = by_name(CARD)["housing"]
    labels = DRAWN.table.columns["housing"].labels
    for line in entry.attributes:
        parts = [DRAWN.bad[labels == label].mean() for label in line.labels]
        if parts:
            assert min(parts) - 1e-9 <= line.bads / (line.goods + line.bads) <= max(parts) + 1e-9


def test_a_fitted_card_reads_back_to_the_same_bytes() -> None:
    data = card_bytes(CARD)
    assert card_bytes(card_from_document(json.loads(data))) == data
