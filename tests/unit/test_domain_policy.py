"""A policy turns a score into a decision, and judges affordability apart from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.domain.errors import DeclarationError
from scoring.domain.policy import Limit, Outcome, Policy
from scoring.domain.reading import Reading
from scoring.domain.text import Text
from tests.support.hand_card import HAND_POLICY

SECOND = Limit(characteristic="open_arrears", most=2, code="A02", reason=Text.same("too many"))
POLICY = replace(HAND_POLICY, limits=(*HAND_POLICY.limits, SECOND))
WITHIN = {"payment_to_income": Reading.value(0.22), "open_arrears": Reading.value(0)}
ABOVE = {**WITHIN, "payment_to_income": Reading.value(0.2201)}
UNKNOWN = {**WITHIN, "payment_to_income": Reading.missing()}


@pytest.mark.parametrize(("score", "outcome"), [(559, Outcome.DECLINE), (560, Outcome.APPROVE), (700, Outcome.APPROVE)])
def test_the_cut_off_is_the_lowest_passing_score(score: int, outcome: Outcome) -> None:
    assert POLICY.outcome(score, WITHIN) is outcome


def test_a_value_at_the_limit_passes_and_one_above_fails() -> None:
    assert POLICY.failed(WITHIN) == ()
    assert [limit.code for limit in POLICY.failed(ABOVE)] == ["A01"]


def test_no_score_makes_up_for_a_failed_limit() -> None:
    assert POLICY.outcome(10_000, ABOVE) is Outcome.DECLINE


@pytest.mark.parametrize(
    "reading",
    [Reading.missing(), Reading.not_provided(), Reading.special("-8"), Reading.invalid("is infinite")],
    ids=lambda reading: str(reading.state),
)
def test_unknown_affordability_is_referred_to_a_person(reading: Reading) -> None:
    """Never a pass, and no decline either: nobody knows."""
    readings = {**WITHIN, "payment_to_income": reading}
    assert POLICY.outcome(600, readings) is Outcome.REFER
    assert [limit.code for limit in POLICY.unknown(readings)] == ["A01"]
    assert POLICY.failed(readings) == ()


def test_a_failed_limit_goes_before_an_unknown_one() -> None:
    assert POLICY.outcome(600, {**UNKNOWN, "open_arrears": Reading.value(3)}) is Outcome.DECLINE


def test_a_low_score_is_declined_whether_or_not_a_limit_is_known() -> None:
    assert POLICY.outcome(500, UNKNOWN) is Outcome.DECLINE


def test_failed_limits_come_in_the_order_of_declaration() -> None:
    both = {"payment_to_income": Reading.value(1), "open_arrears": Reading.value(9)}
    assert [limit.code for limit in POLICY.failed(both)] == ["A01", "A02"]


def test_without_limits_the_score_decides() -> None:
    assert Policy(purpose="credit", version="1", cut_off=560).outcome(560, {}) is Outcome.APPROVE


@pytest.mark.parametrize("settings", [{"purpose": ""}, {"version": ""}], ids=["purpose", "version"])
def test_a_policy_names_its_purpose_and_version(settings: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError, match="a purpose and a version"):
        replace(POLICY, **settings)


def test_two_limits_do_not_share_a_code() -> None:
    with pytest.raises(DeclarationError, match="share a code"):
        replace(POLICY, limits=(SECOND, SECOND))
