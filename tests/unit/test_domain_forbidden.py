"""What may never be declared, by name: whole tokens, in English and Dutch, however the name is spelt."""

from __future__ import annotations

import pytest

from scoring.artefact.printed_card import NEVER
from scoring.domain.errors import ForbiddenField
from scoring.domain.forbidden import RULES, Rule, refuse_forbidden, tokens
from tests.support.development import characteristic

WORDS = [pytest.param(rule, word, id="_".join(word)) for rule in RULES for word in sorted(rule.words)]


@pytest.mark.parametrize(("rule", "word"), WORDS)
def test_every_word_of_every_rule_is_refused_with_field_rule_and_source(rule: Rule, word: tuple[str, ...]) -> None:
    name = "applicant_" + "_".join(word) + "_1"
    with pytest.raises(ForbiddenField) as refused:
        refuse_forbidden(name, where="here")
    error = refused.value
    assert (error.field, error.rule, error.source) == (name, f"it is {rule.kind}", rule.source)
    for part in (name, rule.kind, rule.source, "here", "Remove it"):
        assert part in str(error)


def test_no_word_belongs_to_two_rules() -> None:
    """Otherwise the rule that is named depends on their order."""
    words = [word for rule in RULES for word in rule.words]
    assert len(words) == len(set(words))


def test_every_rule_names_a_source() -> None:
    assert all(rule.source.startswith(("CCD2 art.", "Counterscore rule:")) for rule in RULES)


@pytest.mark.parametrize("phrases", [NEVER.en, NEVER.nl], ids=["en", "nl"])
def test_the_printed_list_has_one_phrase_for_each_rule(phrases: str) -> None:
    assert len(phrases.split(":", 1)[1].split(";")) == len(RULES)


@pytest.mark.parametrize(
    "name",
    [
        "gender",
        "GENDER",
        "Applicant Gender",
        "applicantGender",
        "applicant-gender",
        "applicant.gender",
        "applicant__gender",
        "hasAGender",
        "GENDERCode",
        "gender2",
        "2gender",
        "génder",
        "ge\u0301nder",
        "ｇｅｎｄｅｒ",
        "GeslachtAanvrager",
        "friendsCount",
        "Région",
        "région-de-naissance",
        "postcode_4",
        "date-of-birth",
        "dateOfBirth",
        "DATE_OF_BIRTH",
        "countryOfBirth",
        "in_zorg",
        "GPS",
        "lastGPSFix",
    ],
)
def test_spelling_does_not_hide_a_forbidden_word(name: str) -> None:
    with pytest.raises(ForbiddenField):
        refuse_forbidden(name)


@pytest.mark.parametrize(
    "name",
    [
        "message_count",
        "passage",
        "mortgage_balance",
        "average_balance",
        "usage_of_limit",
        "manual_payments",
        "sextuple",
        "networth",
        "credit_card_utilisation",
        "payment_to_income",
        "net_monthly_income",
        "financiën",
        "maandlast",
        "huur",
        "first_payment",
        "worker_count",
        "party",
        "of_birthright",
    ],
)
def test_a_word_inside_another_word_is_not_forbidden(name: str) -> None:
    refuse_forbidden(name)


def test_a_pair_of_words_is_forbidden_only_together() -> None:
    """A union of accounts is not a trade union; the words must follow each other."""
    refuse_forbidden("trade_credit_union")
    with pytest.raises(ForbiddenField):
        refuse_forbidden("trade_union_fee")


def test_a_name_falls_into_lower_case_tokens_without_accents() -> None:
    assert tokens("persoonLeeftijd-2019 Région") == ("persoon", "leeftijd", "2019", "region")


def test_a_forbidden_name_cannot_become_a_characteristic() -> None:
    """Not through a file, and not in code either."""
    with pytest.raises(ForbiddenField, match="'leeftijd' cannot be declared: it is age"):
        characteristic("leeftijd")


@pytest.mark.parametrize(
    "name",
    [
        "dna",
        "hiv_status",
        "mental",
        "fingerprint",
        "street",
        "house_number",
        "lat",
        "lon",
        "caste",
        "ras",
        "etnisch",
        "huidskleur",
        "vakbondslid",
        "sexe",
        "straat",
        "birthyear",
        "dateofbirth",
        "agegroup",
        "postalcode",
        "friendcount",
        "leeftijdsgroep",
        "a\u200bge",
    ],
)
def test_other_words_for_the_same_are_forbidden_too(name: str) -> None:
    """Joined, Dutch, and with letters that nobody sees."""
    with pytest.raises(ForbiddenField):
        refuse_forbidden(name)
