from __future__ import annotations

import re

import pytest

from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.policy import Outcome
from scoring.domain.text import Language
from scoring.explain.notice import RIGHTS, input_lines, notice_lines, points_lines, reason_lines
from scoring.explain.reasons import principal_reasons, reasons
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, HAND_POLICY, card

READINGS = HAND_CARD.registry.read(APPLICANT)


def notice(language: Language) -> str:
    found = principal_reasons(HAND_CARD, HAND_POLICY, READINGS)
    return "\n".join(notice_lines(HAND_CARD, HAND_POLICY, READINGS, Outcome.DECLINE, found, language))


@pytest.mark.parametrize("language", Language)
def test_the_printed_points_add_up_to_the_printed_score(language: Language) -> None:
    numbers = [int(line.split()[0]) for line in points_lines(HAND_CARD, READINGS, language)]
    assert sum(numbers[:-1]) == numbers[-1] == 514


def test_each_line_says_the_value_and_where_it_comes_from() -> None:
    assert points_lines(HAND_CARD, READINGS, Language.EN) == [
        "  430  everybody starts with",
        "  +15  Monthly payment as a share of income: 0.2381 (your application)",
        "  +18  Net monthly income: 2,100 EUR (your application)",
        "   +4  Share of the credit card's limit in use: 0.8 (the credit register)",
        "  +14  Loans in arrears: 1 (the credit register)",
        "  +17  Months of expenses in savings: 1.5 months (your bank, only with your consent)",
        "  +16  Home: tenant (your application)",
        "  514  your score",
    ]


def test_what_a_share_is_worked_out_from_is_named_too() -> None:
    """The income stands in the sum already; amount and term do not."""
    assert input_lines(HAND_CARD, READINGS, Language.EN) == [
        "Shares and ratios are worked out from:",
        "       Amount asked for: 18,000 EUR (your application)",
        "       Term: 36 months (your application)",
    ]


def test_a_card_without_formulas_has_no_such_lines() -> None:
    plain = card(HAND_CARD.registry, [each for each in HAND_CARD.entries if each.characteristic == "open_arrears"])
    assert input_lines(plain, READINGS, Language.EN) == []


def test_every_field_that_was_used_is_in_the_notice() -> None:
    text = notice(Language.EN)
    for field in HAND_CARD.registry.read_fields:
        assert f"{field.label.en}:" in text


def test_a_refused_source_is_said_to_be_refused() -> None:
    readings = HAND_CARD.registry.read(APPLICANT, frozenset({Source.BANK}))
    (line,) = (each for each in points_lines(HAND_CARD, readings, Language.EN) if "savings" in each)
    assert line.startswith("  +15  Months of expenses in savings: not shared")


def test_the_score_never_stands_without_its_scale_and_the_cut_off() -> None:
    assert "Score 514 on a scale from 457 to 633; the lowest passing score is 560." in notice(Language.EN)
    assert "Score 514 op een schaal van 457 tot 633; vanaf 560 is de score voldoende." in notice(Language.NL)


def test_reasons_name_their_reference_their_loss_and_what_cannot_be_changed() -> None:
    readings = HAND_CARD.registry.read({**APPLICANT, "open_arrears": 0})
    assert reason_lines(HAND_CARD, reasons(HAND_CARD, readings), Language.EN) == [
        "Reasons compare you with: people who just pass (563 points).",
        "1. Much of the credit card's limit is in use [R03] (15.8 points fewer)",
        "2. The monthly payment is high for the income [R01] (11.5 points fewer)",
        "3. The monthly income is low [R02] (4 points fewer; you cannot change this yourself)",
        "4. The home is not owned [R06] (1.7 points fewer; you cannot change this yourself)",
    ]


def test_a_failed_rule_is_said_to_be_a_rule() -> None:
    assert "1. The monthly payment is more than 22% of your income [A01] (a rule about what you can afford)" in notice(
        Language.EN
    )


@pytest.mark.parametrize("language", Language)
def test_every_notice_ends_with_the_rights(language: Language) -> None:
    lines = notice(language).splitlines()
    assert lines[-len(RIGHTS) :] == [right.into(language) for right in RIGHTS]


def test_an_approval_gives_the_points_and_no_reasons() -> None:
    lines = notice_lines(HAND_CARD, HAND_POLICY, READINGS, Outcome.APPROVE, (), Language.EN)
    assert lines[0] == "The application is approved."
    assert not any(line.startswith(("Reasons", "1.")) for line in lines)


@pytest.mark.parametrize("language", Language)
def test_a_notice_passes_no_judgement_on_the_person(language: Language) -> None:
    judging = r"\b(sorry|unfortunately|helaas|bad|slecht\w*|poor|risky|risicovol\w*|unreliable|onbetrouwbaar)\b"
    assert not re.search(judging, notice(language), re.IGNORECASE)


def test_an_empty_card_gives_its_initial_points() -> None:
    empty = card(HAND_CARD.registry, [], initial=500)
    assert points_lines(empty, READINGS, Language.EN) == ["  500  everybody starts with", "  500  your score"]


@pytest.mark.parametrize("scored", [HAND_CARD, CROSSED_CARD], ids=["one-way", "crossed"])
def test_a_value_close_to_an_end_is_shown_on_its_own_side(scored: Card) -> None:
    """A share just below 0.2 is not shown as 0.2, nor an income just below 2,500 as 2,500."""
    near = scored.registry.read({**APPLICANT, "requested_amount": 17_999.9, "net_monthly_income": 2_500})
    assert "payment as a share of income: 0.199999 (" in "\n".join(points_lines(scored, near, Language.EN))
    short = scored.registry.read({**APPLICANT, "net_monthly_income": 2_499.9999})
    assert "Net monthly income: 2,499.9999 EUR" in "\n".join(points_lines(scored, short, Language.EN))
