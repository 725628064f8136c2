"""Whole columns score as each person does: the same points, the same reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.batch.lookup import points_matrix
from scoring.batch.score import reason_codes, score_table
from scoring.domain.card import Card
from scoring.domain.errors import InvalidValue
from scoring.domain.reading import Reading, State
from scoring.domain.reason import Basis
from scoring.explain.reasons import reasons
from scoring.tabular.readings import TableReadings, read_frame
from tests.support.development import sample
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, card
from tests.support.small_cards import Case, cases

ODD: list[object] = ["", None, "-8", "-99", -99.0, "inf", "x", 0, 1, 0.3, 0.7, 1_500, 2_500.0, 1e5, -1]
rows = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([value, *ODD]) for name, value in APPLICANT.items()}),
    min_size=1,
    max_size=8,
)
bases = st.sampled_from(Basis)
examples = st.sampled_from([HAND_CARD, CROSSED_CARD])


def column(values: list[Any]) -> np.ndarray[Any, Any]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def table_of(card: Card, people: list[dict[str, Any]]) -> TableReadings:
    names = [field.name for field in card.registry.read_fields]
    return read_frame({name: column([person.get(name) for person in people]) for name in names}, card.registry)


def alone(card: Card, readings: Mapping[str, Reading]) -> tuple[int | None, str]:
    """One person's score, or the column that is invalid."""
    try:
        return card.score(readings), ""
    except InvalidValue as error:
        return None, error.field


def assert_each_alone(card: Card, table: TableReadings) -> None:
    """Score, PD and invalid column of each row are those of the person alone."""
    scores = score_table(card, table)
    for row in range(table.rows):
        score, invalid = alone(card, table.row(row))
        assert scores.invalid[row] == invalid
        if score is None:
            assert np.isnan(scores.pd[row])
        else:
            assert scores.score[row] == score
            assert scores.pd[row] == float(card.pd(score))


def assert_same_reasons(card: Card, table: TableReadings, basis: Basis, most: int) -> None:
    found = reason_codes(card, table, basis, most)
    for row in range(table.rows):
        readings = table.row(row)
        if any(readings[characteristic.name].state is State.INVALID for characteristic in card.scored):
            continue
        codes = [reason.code for reason in reasons(card, readings, basis, most)]
        assert list(found[row]) == codes + [None] * (most - len(codes))


@given(examples, rows)
def test_a_table_scores_as_each_person_does(card: Card, people: list[dict[str, object]]) -> None:
    assert_each_alone(card, table_of(card, people))


@settings(max_examples=60)
@given(st.data(), cases(crossings=True))
def test_any_small_card_scores_a_table_as_it_scores_each_person(data: st.DataObject, case: Case) -> None:
    """Entries in any order, crossings among them, lines in no order of safety, derived characteristics."""
    values = st.sampled_from([*case.values.values(), *ODD])
    names = list(case.values)
    people = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, values)), min_size=1, max_size=5))
    table = table_of(case.card, [case.values, *people])
    assert_each_alone(case.card, table)
    assert_same_reasons(case.card, table, Basis.POPULATION, 4)


def test_a_fitted_card_scores_a_table_as_it_scores_each_person() -> None:
    """Neutral, special and pooled lines of a real fit among them."""
    drawn = sample(rows=400)
    card = drawn.fit().card
    assert score_table(card, drawn.table).score.tolist() == drawn.scores(card)
    assert_same_reasons(card, drawn.table, Basis.POPULATION, 4)


@given(rows, bases, st.integers(0, 4))
def test_reason_codes_are_those_of_the_explanation(people: list[dict[str, object]], basis: Basis, most: int) -> None:
    assert_same_reasons(HAND_CARD, table_of(HAND_CARD, people), basis, most)


def test_the_examples_codes_are_those_of_the_specification() -> None:
    table = table_of(HAND_CARD, [dict(APPLICANT)])
    assert list(reason_codes(HAND_CARD, table, Basis.JUST_PASSING, 4)[0]) == ["R04", "R03", "R01", "R02"]


@given(rows, st.integers(0, 4))
def test_a_crossing_is_one_reason_under_its_own_code(people: list[dict[str, object]], most: int) -> None:
    assert_same_reasons(CROSSED_CARD, table_of(CROSSED_CARD, people), Basis.POPULATION, most)


def test_the_crossed_examples_codes_add_up_by_hand() -> None:
    """R04 loses 19.4, R03 17.125, R01 12.25, the crossing 36.5 - 27 = 9.5; the bank gains 0.5."""
    table = table_of(CROSSED_CARD, [dict(APPLICANT)])
    assert list(reason_codes(CROSSED_CARD, table, Basis.POPULATION, 4)[0]) == ["R04", "R03", "R01", "X01"]


def test_points_sum_to_the_score() -> None:
    table = table_of(HAND_CARD, [dict(APPLICANT)])
    assert points_matrix(HAND_CARD, table).tolist() == [[15, 18, 4, 14, 17, 16]]


def test_a_crossing_has_one_column_of_points() -> None:
    table = table_of(CROSSED_CARD, [dict(APPLICANT)])
    assert points_matrix(CROSSED_CARD, table).tolist() == [[27, 15, 4, 14, 17]]


def test_the_first_invalid_column_of_a_crossing_is_named_the_choosing_one_before_the_other() -> None:
    people = [
        {**APPLICANT, "net_monthly_income": -1},
        {**APPLICANT, "housing_tenure": "boat"},
        {**APPLICANT, "housing_tenure": "boat", "net_monthly_income": -1},
    ]
    scores = score_table(CROSSED_CARD, table_of(CROSSED_CARD, people))
    assert scores.invalid.tolist() == ["net_monthly_income", "housing_tenure", "housing_tenure"]


def test_a_refused_source_is_no_reason_even_against_the_maximum() -> None:
    table = table_of(HAND_CARD, [{**APPLICANT, "buffer_months": "-99"}])
    assert "R05" not in list(reason_codes(HAND_CARD, table, Basis.MAXIMUM, 4)[0])
    loss = HAND_CARD.entries[4].references.maximum - Decimal(15)
    assert loss > 0


def test_an_invalid_reading_has_no_score_and_names_the_column() -> None:
    people = [dict(APPLICANT), {**APPLICANT, "open_arrears": "x"}, {**APPLICANT, "open_arrears": None}]
    scores = score_table(HAND_CARD, table_of(HAND_CARD, people))
    assert scores.invalid.tolist() == ["", "open_arrears", ""]
    assert scores.score[0] == 514
    assert np.isnan(scores.pd[1])
    assert not np.isnan(scores.pd[2])


def test_an_invalid_value_that_no_entry_reads_costs_nobody_a_score() -> None:
    """A declared characteristic that the card does not use."""
    unused = HAND_CARD.entries[5]
    rest = tuple(entry for entry in HAND_CARD.entries if entry is not unused)
    lowest, highest = HAND_CARD.lowest - unused.least, HAND_CARD.highest - unused.most
    card = replace(
        HAND_CARD,
        entries=rest,
        pd_table=replace(HAND_CARD.pd_table, lowest=lowest, pds=("0.1",) * (highest - lowest + 1)),
    )
    scores = score_table(card, table_of(card, [{**APPLICANT, "housing_tenure": "boat"}]))
    assert scores.score.tolist() == [514 - 16]


@pytest.mark.parametrize("value", ["inf", "x", -5])
def test_a_derived_characteristic_is_invalid_because_of_the_column_that_can_be_corrected(value: object) -> None:
    people = [{**APPLICANT, "term_months": value}]
    assert score_table(HAND_CARD, table_of(HAND_CARD, people)).invalid.tolist() == ["term_months"]


def test_a_card_without_tables_gives_everybody_its_initial_points_and_no_reason() -> None:
    table = read_frame({name: column([value]) for name, value in APPLICANT.items()}, HAND_CARD.registry)
    empty = card(HAND_CARD.registry, [], initial=600)

    assert list(score_table(empty, table).score) == [600]
    assert reason_codes(empty, table, Basis.MAXIMUM, 4).tolist() == [[None] * 4]
