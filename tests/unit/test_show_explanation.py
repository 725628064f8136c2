"""What ``explain`` prints of a probability, and what it says of a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.cli.show import explanation_document, explanation_text, references_text
from scoring.domain.card import Card, PdTable
from scoring.domain.text import Language
from tests.support.hand_card import APPLICANT, HAND_CARD


def with_pd(pd: str) -> Card:
    """The card with one probability at every score."""
    return replace(HAND_CARD, pd_table=PdTable(lowest=HAND_CARD.lowest, pds=(pd,) * len(HAND_CARD.pd_table.pds)))


@pytest.mark.parametrize(
    ("pd", "english", "dutch"),
    [
        ("0.0000025", "<0.01%", "<0,01%"),
        ("0.0042", "0.42%", "0,42%"),
        ("0.43", "43.0%", "43,0%"),
        ("0.99999", ">99.9%", ">99,9%"),
    ],
)
def test_a_probability_is_never_rounded_to_none_or_all(pd: str, english: str, dutch: str) -> None:
    """As on the printed card; the document keeps the card's own decimal."""
    card = with_pd(pd)
    readings = card.registry.read(APPLICANT)

    assert f"probability of default {english};" in explanation_text(card, readings, None, Language.EN)
    assert f"kans op wanbetaling {dutch};" in explanation_text(card, readings, None, Language.NL)
    assert f"probability of default {english};" in references_text(card, readings, Language.EN)
    assert explanation_document(card, readings, None)["pd"] == pd


def test_a_reason_says_which_part_of_the_decision_it_is_of() -> None:
    """As the service says it."""
    reasons = explanation_document(HAND_CARD, HAND_CARD.registry.read(APPLICANT), None)["reasons"]
    assert isinstance(reasons, list)
    assert {reason["stage"] for reason in reasons} == {"score"}
