"""The pure decision about a fact in dispute: a person decides, whichever way the score lies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.artefact.card_json import read_card
from scoring.domain.characteristic import Source
from scoring.domain.decision import Assessment, assess, in_dispute
from scoring.domain.policy import Outcome, Policy
from scoring.domain.text import Language
from scoring.explain.notice import notice_lines
from tests.support.laagland import POLICY
from tests.support.service import CARD, SOUND, WEAK

REFERENCE = read_card(CARD)
DISPUTED = -7


def decided(values: dict[str, object], policy: Policy = POLICY) -> Assessment:
    return assess(REFERENCE, policy, REFERENCE.registry.read(values, {Source.BANK}))


@pytest.mark.parametrize("values", [SOUND, WEAK])
@pytest.mark.parametrize("name", ["open_arrears", "months_since_recovery"])
def test_an_arrear_in_dispute_is_referred_whatever_the_score(values: dict[str, object], name: str) -> None:
    """It is never read as no arrear, and never declines by itself."""
    assert decided({**values, name: DISPUTED}).outcome is Outcome.REFER


def test_it_earns_neutral_points() -> None:
    """Neither those of no arrear nor those of one."""
    entry = next(entry for entry in REFERENCE.entries if entry.characteristic == "open_arrears")
    line = entry.lookup(REFERENCE.registry.read({**SOUND, "open_arrears": DISPUTED}))
    assert line.neutral
    assert entry.least < line.points <= entry.most


def test_a_limit_that_fails_without_it_still_declines() -> None:
    """The payment does not fit the income, whatever the register will say."""
    tight = replace(POLICY, limits=tuple(replace(limit, most=0.0) for limit in POLICY.limits))
    assert decided({**SOUND, "open_arrears": DISPUTED}, tight).outcome is Outcome.DECLINE


@pytest.mark.parametrize(("language", "words"), [(Language.EN, "a person has to look"), (Language.NL, "een mens")])
def test_the_notice_says_what_is_in_dispute(language: Language, words: str) -> None:
    readings = REFERENCE.registry.read({**SOUND, "open_arrears": DISPUTED}, {Source.BANK})
    assert in_dispute(REFERENCE, readings) == ("open_arrears",)
    notice = notice_lines(REFERENCE, POLICY, readings, Outcome.REFER, (), language)
    label = REFERENCE.registry.characteristic("open_arrears").label.into(language)
    assert any(words in line and label in line for line in notice)
    assert not any(line.startswith(("This is not known", "Dit is niet bekend")) for line in notice)
