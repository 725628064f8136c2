from __future__ import annotations

from dataclasses import replace

from scoring.domain.characteristic import Source
from scoring.domain.reason import Basis
from scoring.domain.text import Language
from scoring.explain.notice import reason_lines
from scoring.explain.reasons import principal_reasons, reasons
from scoring.explain.recourse import Goal
from scoring.explain.responsiveness import Alone, responsiveness
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, HAND_POLICY
from tests.support.reasons_vectors import CARDS

NEAR = {**APPLICANT, "requested_amount": 7_500, "card_utilisation": 0.6, "net_monthly_income": 2_100}
"""430 + 45 + 18 + 20 + 14 + 17 + 16 = 560 less what a test takes away."""


def of(values: dict[str, object], target: int, *refused: Source) -> dict[str, Alone]:
    readings = HAND_CARD.registry.read(values, frozenset(refused))
    found = reasons(HAND_CARD, readings, Basis.MAXIMUM)
    return responsiveness(HAND_CARD, readings, found, Goal(target_score=target))


def test_a_reason_that_suffices_alone_says_from_what_to_what() -> None:
    """560 points; making the arrear good adds 26, and nothing else does as much."""
    found = of(dict(NEAR), 586)
    assert found["R04"].enough
    assert [(change.before, change.after) for change in found["R04"].changes] == [(1, 0)]
    assert not found["R03"].enough


def test_a_reason_that_does_not_suffice_says_how_many_points_it_can_bring() -> None:
    found = of(dict(NEAR), 600)
    assert (found["R03"].enough, found["R03"].changes, found["R03"].gain) == (False, (), 10)


def test_a_reason_that_nobody_can_change_is_not_asked() -> None:
    assert set(of(dict(NEAR), 586)) == {"R03", "R04", "R05"}


def test_a_field_without_a_known_value_brings_nothing() -> None:
    """The buffer is declared changeable, but this person's is not known."""
    found = of({**NEAR, "buffer_months": None, "open_arrears": 0}, 600)
    assert (found["R05"].enough, found["R05"].gain) == (False, 0)


def test_a_goal_that_is_reached_leaves_nothing_to_ask() -> None:
    assert of(dict(NEAR), 500) == {}


def test_a_failed_limit_is_asked_about_the_fields_that_it_looks_at() -> None:
    """A smaller amount meets the limit and brings 30 points: enough where no more are missing."""
    values = {**APPLICANT, "card_utilisation": 0.1, "housing_tenure": "owner"}
    readings = HAND_CARD.registry.read(values)
    principal = principal_reasons(HAND_CARD, HAND_POLICY, readings)
    goal = Goal(target_score=HAND_POLICY.cut_off, limits=HAND_POLICY.limits)
    found = responsiveness(HAND_CARD, readings, principal, goal)
    assert found["A01"].enough
    assert [change.field for change in found["A01"].changes] == ["requested_amount"]


def test_a_crossing_is_asked_about_both_its_characteristics() -> None:
    """Neither home nor income can be changed."""
    readings = CROSSED_CARD.registry.read(APPLICANT)
    found = reasons(CROSSED_CARD, readings)
    assert "X01" in {reason.code for reason in found}
    assert "X01" not in responsiveness(CROSSED_CARD, readings, found, Goal(target_score=633))


def test_side_effects_are_part_of_what_a_change_brings() -> None:
    """26 points for the arrear less 11 for the savings that it takes."""
    made = CARDS["side effect"]
    readings = made.registry.read(APPLICANT)
    found = responsiveness(made, readings, reasons(made, readings), Goal(target_score=900))
    assert found["R04"].gain == 15


def test_the_words_follow_from_what_was_found() -> None:
    readings = HAND_CARD.registry.read(NEAR)
    found = reasons(HAND_CARD, readings)
    lines = reason_lines(HAND_CARD, found, Language.EN, alone=of(dict(NEAR), 586))
    assert lines[1:] == [
        (
            "1. A loan is in arrears [R04] (17.6 points fewer; changing this alone would be enough: "
            "Loans in arrears from 1 to 0)"
        ),
        "2. The monthly income is low [R02] (4 points fewer; you cannot change this yourself)",
        "3. The home is not owned [R06] (1.7 points fewer; you cannot change this yourself)",
    ]


def test_a_change_that_brings_nothing_is_said_to_bring_no_points() -> None:
    values = {**NEAR, "buffer_months": None, "open_arrears": 0}
    readings = HAND_CARD.registry.read(values)
    text = "\n".join(reason_lines(HAND_CARD, reasons(HAND_CARD, readings), Language.NL, alone=of(values, 600)))
    assert "alleen dit veranderen, in de stappen van de kaart, levert geen punten op" in text


def test_nothing_is_said_of_what_was_not_asked() -> None:
    readings = HAND_CARD.registry.read(NEAR)
    found = replace(reasons(HAND_CARD, readings)[0], actionable=True)
    assert reason_lines(HAND_CARD, [found], Language.EN)[1] == "1. A loan is in arrears [R04] (17.6 points fewer)"
