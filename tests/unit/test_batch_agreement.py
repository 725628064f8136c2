from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.batch.agreement import Agreement, Pair, agreement
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.reason import Basis
from scoring.explain.reasons import reasons_by_basis
from scoring.tabular.readings import TableReadings, read_frame
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD

people = st.fixed_dictionaries(
    {
        "requested_amount": st.integers(500, 50_000),
        "term_months": st.integers(6, 120),
        "net_monthly_income": st.one_of(st.none(), st.integers(600, 9_000)),
        "card_utilisation": st.one_of(st.none(), st.just(-8), st.floats(0, 2)),
        "open_arrears": st.one_of(st.none(), st.integers(0, 4)),
        "buffer_months": st.one_of(st.none(), st.just(-99), st.floats(0, 36)),
        "housing_tenure": st.sampled_from([None, "owner", "tenant", "other"]),
    }
)


def table(*given_people: Mapping[str, object]) -> TableReadings:
    names = [field.name for field in HAND_CARD.registry.read_fields]
    frame = {name: np.array([person[name] for person in given_people], dtype=object) for name in names}
    return read_frame(frame, HAND_CARD.registry)


def pair(found: Agreement, one: Basis, other: Basis, group: int = 0) -> Pair:
    return next(each for each in found.groups[group].pairs if (each.one, each.other) == (one, other))


def test_other_reasons_and_another_order_are_counted_apart() -> None:
    """The applicant of the specification has the same four reasons under each reference, the arrear first or third."""
    found = agreement(HAND_CARD, table(APPLICANT))
    compared = pair(found, Basis.MAXIMUM, Basis.JUST_PASSING)
    assert (compared.other_reasons, compared.other_order) == (0, 1)
    averages = pair(found, Basis.JUST_PASSING, Basis.POPULATION)
    assert (averages.other_reasons, averages.other_order) == (0, 0)


def test_rows_below_the_cut_off_are_counted_by_themselves_and_invalid_ones_not_at_all() -> None:
    passing = {**APPLICANT, "requested_amount": 7_500, "open_arrears": 0}
    found = agreement(HAND_CARD, table(APPLICANT, passing, {**APPLICANT, "open_arrears": 21}))
    assert [(group.name, group.rows) for group in found.groups] == [
        ("all rows", 2),
        ("rows below the cut-off of 560", 1),
    ]
    assert found.invalid == 1


def test_a_card_without_a_just_passing_reference_compares_the_other_two() -> None:
    found = agreement(CROSSED_CARD, table(APPLICANT))
    assert [(each.one, each.other) for each in found.groups[0].pairs] == [(Basis.MAXIMUM, Basis.POPULATION)]


@pytest.mark.parametrize("most", [0, 5])
def test_one_to_four_reasons_can_be_compared(most: int) -> None:
    with pytest.raises(InputError, match="reasons were asked for"):
        agreement(HAND_CARD, table(APPLICANT), most)


@given(st.lists(people, min_size=1, max_size=5), st.sampled_from([HAND_CARD, CROSSED_CARD]))
def test_the_counts_are_those_of_the_persons_one_by_one(given_people: list[dict[str, object]], card: Card) -> None:
    persons = [card.registry.read(person) for person in given_people]
    found = agreement(card, table(*given_people))
    for compared in found.groups[0].pairs:
        sides = []
        for readings in persons:
            codes = {basis: [r.code for r in each] for basis, each in reasons_by_basis(card, readings).items()}
            sides.append((codes[compared.one], codes[compared.other]))
        other = sum(set(one) != set(two) for one, two in sides)
        assert (compared.other_reasons, compared.other_order) == (other, sum(one != two for one, two in sides) - other)
