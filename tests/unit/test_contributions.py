from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.domain.card import Card
from scoring.domain.errors import CardError, InvalidValue
from scoring.domain.reason import Basis
from scoring.explain.contributions import contributions, default_basis, reference_points, reference_score
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD


def without_passing(made: Card) -> Card:
    """The card as a fit leaves it where nobody just passes."""
    return replace(
        made,
        entries=tuple(replace(each, references=replace(each.references, just_passing=None)) for each in made.entries),
    )


def test_a_contribution_is_points_less_reference_in_the_order_of_the_card() -> None:
    parts = contributions(HAND_CARD, HAND_CARD.registry.read(APPLICANT), Basis.JUST_PASSING)
    assert [(part.code, part.points, str(part.difference)) for part in parts] == [
        ("R01", 15, "-11.5"),
        ("R02", 18, "-4"),
        ("R03", 4, "-15.75"),
        ("R04", 14, "-17.6"),
        ("R05", 17, "1.5"),
        ("R06", 16, "-1.65"),
    ]


def test_a_crossing_contributes_once_under_its_own_name_and_names_both() -> None:
    crossing, *others = contributions(CROSSED_CARD, CROSSED_CARD.registry.read(APPLICANT), Basis.POPULATION)
    assert crossing.characteristics == ("housing_tenure", "net_monthly_income")
    assert (crossing.code, crossing.points, str(crossing.difference)) == ("X01", 27, "-9.5")
    assert crossing.label.en == "housing_tenure together with net_monthly_income"
    assert [part.code for part in others] == ["R01", "R03", "R04", "R05"]


@pytest.mark.parametrize("name", ["housing_tenure", "net_monthly_income"])
def test_an_invalid_reading_of_either_leaves_a_crossing_without_a_contribution(name: str) -> None:
    readings = CROSSED_CARD.registry.read({**APPLICANT, name: "boat" if name == "housing_tenure" else -1})
    with pytest.raises(InvalidValue) as caught:
        contributions(CROSSED_CARD, readings, Basis.POPULATION)
    assert caught.value.field == name


@pytest.mark.parametrize(
    ("basis", "score"), [(Basis.MAXIMUM, "633"), (Basis.POPULATION, "570.525"), (Basis.JUST_PASSING, "563.00")]
)
def test_the_reference_score_is_initial_points_and_every_reference(basis: Basis, score: str) -> None:
    assert str(reference_score(HAND_CARD, basis)) == score


@pytest.mark.parametrize("basis", [Basis.MAXIMUM, Basis.POPULATION])
def test_contributions_of_a_card_with_a_crossing_sum_exactly_too(basis: Basis) -> None:
    readings = CROSSED_CARD.registry.read(APPLICANT)
    total = sum((part.difference for part in contributions(CROSSED_CARD, readings, basis)), Decimal(0))
    assert total == CROSSED_CARD.score(readings) - reference_score(CROSSED_CARD, basis)


@pytest.mark.parametrize("basis", Basis)
def test_contributions_sum_exactly_to_score_less_reference_score(basis: Basis) -> None:
    readings = HAND_CARD.registry.read(APPLICANT)
    total = sum((part.difference for part in contributions(HAND_CARD, readings, basis)), Decimal(0))
    assert total == HAND_CARD.score(readings) - reference_score(HAND_CARD, basis)


def test_a_card_with_a_cut_off_that_somebody_just_passes_compares_with_them() -> None:
    assert default_basis(HAND_CARD) is Basis.JUST_PASSING


def test_without_a_cut_off_everybody_is_the_reference() -> None:
    assert default_basis(replace(HAND_CARD, cut_off=None)) is Basis.POPULATION


def test_where_nobody_just_passes_everybody_is_the_reference() -> None:
    assert default_basis(without_passing(HAND_CARD)) is Basis.POPULATION


def test_a_reference_that_the_card_lacks_is_refused_with_a_remedy() -> None:
    with pytest.raises(CardError, match="no just-passing reference") as caught:
        reference_points(without_passing(HAND_CARD).entries[0], Basis.JUST_PASSING)
    assert "--reference population" in caught.value.remedy


def test_an_invalid_value_has_no_contribution() -> None:
    readings = HAND_CARD.registry.read({**APPLICANT, "open_arrears": -1})
    with pytest.raises(InvalidValue) as caught:
        contributions(HAND_CARD, readings, Basis.MAXIMUM)
    assert caught.value.field == "open_arrears"
