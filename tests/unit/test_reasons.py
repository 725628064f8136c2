from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.domain.characteristic import Source
from scoring.domain.errors import InputError, UndeclaredField
from scoring.domain.policy import Limit, Policy
from scoring.domain.reason import Basis, Reason, Stage
from scoring.domain.text import Text
from scoring.explain.reasons import available_bases, can_change, principal_reasons, reasons, reasons_by_basis
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, HAND_POLICY

SAFE = {
    **APPLICANT,
    "requested_amount": 5_000,
    "net_monthly_income": 4_500,
    "card_utilisation": 0.1,
    "open_arrears": 0,
    "buffer_months": 6,
    "housing_tenure": "owner",
}


def codes(found: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in found]


def of(values: dict[str, object], basis: Basis | None = None, *refused: Source) -> tuple[Reason, ...]:
    return reasons(HAND_CARD, HAND_CARD.registry.read(values, frozenset(refused)), basis)


def limit(code: str, most: float, characteristic: str = "payment_to_income") -> Limit:
    return Limit(characteristic=characteristic, most=most, code=code, reason=Text.same("too much"))


def test_the_largest_loss_is_the_first_reason_and_there_are_four_at_most() -> None:
    found = of(dict(APPLICANT))
    assert [(reason.code, str(reason.loss)) for reason in found] == [
        ("R04", "17.6"),
        ("R03", "15.75"),
        ("R01", "11.5"),
        ("R02", "4"),
    ]


def test_a_gain_is_no_reason() -> None:
    """The buffer earns 1.5 points more than the reference, so the fifth loss is the last."""
    every = of({**APPLICANT, "open_arrears": 0})
    assert codes(every) == ["R03", "R01", "R02", "R06"]


def test_an_applicant_above_every_reference_has_no_reason() -> None:
    assert of(SAFE) == ()


def test_equal_losses_go_by_code() -> None:
    """Against the maximum, income of 18 and savings of 10 both lose 18 points."""
    found = of({**SAFE, "net_monthly_income": 2_000, "buffer_months": None, "requested_amount": 500}, Basis.MAXIMUM)
    assert [(reason.code, str(reason.loss)) for reason in found] == [("R02", "18"), ("R05", "18")]


def test_an_unknown_value_has_a_text_of_its_own() -> None:
    (found,) = of({**SAFE, "housing_tenure": ""})
    assert (found.code, found.text.en) == ("R06", "Home: not known")


def test_a_special_value_has_a_text_of_its_own() -> None:
    """No credit card earns 22 of 30 points."""
    (found,) = of({**SAFE, "card_utilisation": -8}, Basis.MAXIMUM)
    assert (found.code, found.text.en, str(found.loss)) == (
        "R03",
        "Share of the credit card's limit in use: no credit card",
        "8",
    )


def test_the_references_stand_side_by_side() -> None:
    found = reasons_by_basis(HAND_CARD, HAND_CARD.registry.read(APPLICANT))
    assert {basis: codes(each) for basis, each in found.items()} == {
        Basis.MAXIMUM: ["R01", "R03", "R04", "R02"],
        Basis.JUST_PASSING: ["R04", "R03", "R01", "R02"],
        Basis.POPULATION: ["R04", "R03", "R01", "R02"],
    }


def test_a_card_without_a_just_passing_reference_has_two() -> None:
    assert available_bases(HAND_CARD) == tuple(Basis)
    assert available_bases(CROSSED_CARD) == (Basis.MAXIMUM, Basis.POPULATION)


def test_a_crossing_is_one_reason_about_two_characteristics() -> None:
    found = reasons(CROSSED_CARD, CROSSED_CARD.registry.read({**SAFE, "net_monthly_income": 1_000}), Basis.MAXIMUM)
    assert (found[0].code, found[0].characteristics) == ("X01", ("housing_tenure", "net_monthly_income"))
    assert (str(found[0].loss), found[0].actionable) == ("33", False)


def test_a_refused_source_is_never_a_reason() -> None:
    """Against the maximum its neutral 15 points are 13 fewer, and still it is no reason."""
    assert codes(of(SAFE, Basis.MAXIMUM, Source.BANK)) == []
    assert codes(of({**SAFE, "buffer_months": "-99"}, Basis.MAXIMUM)) == []


def test_fewer_reasons_may_be_asked_for_and_more_than_four_may_not() -> None:
    readings = HAND_CARD.registry.read(APPLICANT)
    assert codes(reasons(HAND_CARD, readings, most=1)) == ["R04"]
    assert reasons(HAND_CARD, readings, most=0) == ()
    for most in (-1, 5):
        with pytest.raises(InputError, match="reasons were asked for"):
            reasons(HAND_CARD, readings, most=most)


def test_a_decline_gives_the_failed_limit_first_and_four_reasons_in_all() -> None:
    found = principal_reasons(HAND_CARD, HAND_POLICY, HAND_CARD.registry.read(APPLICANT))
    assert codes(found) == ["A01", "R04", "R03", "R01"]
    assert [reason.stage for reason in found] == [Stage.AFFORDABILITY, Stage.SCORE, Stage.SCORE, Stage.SCORE]
    assert found[0].loss is None


def test_a_score_that_passes_gives_no_reasons_of_the_score() -> None:
    """Reasons come from the part of the decision that was failed."""
    values = {**SAFE, "requested_amount": 50_000}
    assert codes(principal_reasons(HAND_CARD, HAND_POLICY, HAND_CARD.registry.read(values))) == ["A01"]


def test_a_score_below_the_cut_off_with_every_limit_met_gives_reasons_of_the_score_only() -> None:
    values = {**APPLICANT, "requested_amount": 16_000}
    found = principal_reasons(HAND_CARD, HAND_POLICY, HAND_CARD.registry.read(values))
    assert {reason.stage for reason in found} == {Stage.SCORE}


def test_an_approval_has_no_principal_reasons() -> None:
    assert principal_reasons(HAND_CARD, HAND_POLICY, HAND_CARD.registry.read(SAFE)) == ()


def test_the_cut_off_itself_passes() -> None:
    readings = HAND_CARD.registry.read(APPLICANT)
    assert principal_reasons(HAND_CARD, replace(HAND_POLICY, cut_off=514, limits=()), readings) == ()
    assert principal_reasons(HAND_CARD, replace(HAND_POLICY, cut_off=515, limits=()), readings)


def test_no_failed_limit_is_left_out_even_beyond_four() -> None:
    policy = replace(HAND_POLICY, limits=tuple(limit(f"A{place}", 0.1) for place in range(5)))
    found = principal_reasons(HAND_CARD, policy, HAND_CARD.registry.read(APPLICANT))
    assert codes(found) == ["A0", "A1", "A2", "A3", "A4"]


def test_a_limit_on_an_unknown_value_is_no_reason() -> None:
    """It refers the application to a person; it has not failed."""
    policy = Policy(purpose="credit", version="1", cut_off=0, limits=(limit("A01", 0.22),))
    readings = HAND_CARD.registry.read({**APPLICANT, "net_monthly_income": None})
    assert principal_reasons(HAND_CARD, policy, readings) == ()


def test_a_derived_characteristic_can_be_changed_through_what_its_formula_reads() -> None:
    assert can_change(HAND_CARD.registry, "payment_to_income")


def test_what_nobody_declared_changeable_cannot_be_changed() -> None:
    assert not can_change(HAND_CARD.registry, "net_monthly_income")
    assert not can_change(HAND_CARD.registry, "housing_tenure")


def test_a_limit_may_stand_on_an_input() -> None:
    policy = replace(HAND_POLICY, limits=(limit("A09", 10_000, "requested_amount"),))
    found = principal_reasons(HAND_CARD, policy, HAND_CARD.registry.read(APPLICANT))
    assert (found[0].code, found[0].actionable) == ("A09", True)


def test_a_field_that_nobody_declared_is_refused() -> None:
    with pytest.raises(UndeclaredField):
        can_change(HAND_CARD.registry, "postcode")
