"""A declaration refuses nonsense at birth, and reads a raw value into one of five states."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from scoring.domain.characteristic import (
    Actionable,
    Category,
    Change,
    Direction,
    Kind,
    MissingPolicy,
    Source,
    Special,
)
from scoring.domain.errors import DeclarationError
from scoring.domain.formula import Formula
from scoring.domain.reading import Reading, State
from scoring.domain.text import Language, Text
from tests.support.development import characteristic

NO_LOAN = Special(code="-8", meaning=Text(en="no such loan", nl="geen lening"))
BUFFER = characteristic("buffer", range=(0, 36), source=Source.BANK, special=(NO_LOAN,), not_provided="-99")
OPEN = characteristic("balance")
TENURE = characteristic("tenure", kind=Kind.CATEGORICAL, categories=("owner", "tenant", "7"))
ANYTHING = characteristic("tenure", kind=Kind.CATEGORICAL, special=(Special(code="9", meaning=Text.same("none")),))


@pytest.mark.parametrize(
    ("raw", "number"),
    [(12, 12.0), (0.5, 0.5), ("12", 12.0), (" 12.50 ", 12.5), ("1e1", 10.0), (0, 0.0), (36, 36.0)],
    ids=repr,
)
def test_a_number_inside_the_range_is_a_value(raw: object, number: float) -> None:
    """Both ends of the range belong to it; zero is a value like any other."""
    assert BUFFER.read(raw) == Reading.value(number)


@pytest.mark.parametrize("raw", [None, "", "   ", "null", "NULL", "nan", "NaN", math.nan, "-nan"], ids=repr)
def test_what_nobody_knows_is_missing(raw: object) -> None:
    assert BUFFER.read(raw) == Reading.missing()


@pytest.mark.parametrize("raw", ["-8", -8, -8.0, "-8.0", " -8 "], ids=repr)
def test_a_special_code_is_special_however_it_is_written(raw: object) -> None:
    """A code outside the range is not invalid: it has a meaning of its own."""
    assert BUFFER.read(raw) == Reading.special("-8")


@pytest.mark.parametrize("raw", ["-99", -99, -99.0], ids=repr)
def test_the_mark_of_a_refused_source_is_not_provided(raw: object) -> None:
    assert BUFFER.read(raw) == Reading.not_provided()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (-1, "lies outside 0 to 36"),
        ("36.01", "lies outside 0 to 36"),
        (math.inf, "is infinite"),
        ("-inf", "is infinite"),
        ("1e999", "is infinite"),
        pytest.param(10**400, "is not a number", id="10**400"),
        ("twelve", "is not a number"),
        ("12,5", "is not a number"),
        ("1_000", "is not a number"),
        ("0x10", "is not a number"),
        ("n/a", "is not a number"),
        ("none", "is not a number"),
        (True, "is not a number"),
        ([1], "is not a number"),
        (b"12", "is not a number"),
    ],
    ids=repr,
)
def test_what_cannot_be_is_invalid_and_never_missing(raw: object, why: str) -> None:
    assert BUFFER.read(raw) == Reading.invalid(why)


def test_an_invalid_reading_does_not_repeat_the_value() -> None:
    """It may be personal, and it may be hostile."""
    reading = BUFFER.read("<script>secret</script>")
    assert "secret" not in reading.label


def test_without_a_range_every_finite_number_is_a_value() -> None:
    assert OPEN.read("-1e300") == Reading.value(-1e300)
    assert OPEN.read("inf").state is State.INVALID


def test_a_declared_category_is_a_value() -> None:
    assert TENURE.read(" owner ") == Reading.category("owner")


@pytest.mark.parametrize("raw", ["Owner", "boat", "owner;tenant", 8], ids=repr)
def test_a_category_outside_the_list_is_invalid(raw: object) -> None:
    assert TENURE.read(raw) == Reading.invalid("is not one of the declared categories")


@pytest.mark.parametrize("raw", [7, 7.0, "7"], ids=repr)
def test_a_whole_number_is_one_category_with_or_without_decimals(raw: object) -> None:
    assert TENURE.read(raw) == Reading.category("7")


def test_without_a_list_every_category_is_a_value() -> None:
    assert ANYTHING.read("boat") == Reading.category("boat")


def test_a_category_may_be_special() -> None:
    assert ANYTHING.read(9.0) == Reading.special("9")


@pytest.mark.parametrize("raw", [True, ["owner"], b"owner", {"owner": 1}], ids=repr)
def test_what_is_neither_text_nor_number_is_no_category(raw: object) -> None:
    assert ANYTHING.read(raw) == Reading.invalid("is not a category")


@pytest.mark.parametrize("raw", ["", None, "null", math.nan], ids=repr)
def test_a_category_may_be_missing(raw: object) -> None:
    assert TENURE.read(raw) == Reading.missing()


def test_a_category_of_an_optional_source_may_be_not_provided() -> None:
    field = characteristic("account", kind=Kind.CATEGORICAL, source=Source.BANK, not_provided="refused")
    assert field.read("refused") == Reading.not_provided()


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"name": ""}, "1 to 128 characters"),
        ({"name": " income"}, "no space at its ends"),
        ({"name": "x" * 129}, "1 to 128 characters"),
        ({"range": (5, 5)}, "the smaller first"),
        ({"range": (5, 1)}, "the smaller first"),
        ({"range": (0, math.inf)}, "two finite numbers"),
        ({"range": (math.nan, 1)}, "two finite numbers"),
        ({"categories": ("a",)}, "belongs to a categorical"),
        ({"kind": Kind.CATEGORICAL, "range": (0, 1)}, "'range' belongs to a numeric"),
        ({"kind": Kind.CATEGORICAL, "formula": Formula("a + b")}, "'derived' belongs to a numeric"),
        (
            {"kind": Kind.CATEGORICAL, "actionable": Actionable(direction=Change.UP, step=1)},
            "'actionable' belongs to a numeric",
        ),
        ({"kind": Kind.CATEGORICAL, "direction": Direction.HIGHER_IS_SAFER}, "categories have no order"),
        ({"special": (Special(code="none", meaning=Text.same("none")),)}, "is not a number"),
        ({"special": (Special(code="inf", meaning=Text.same("none")),)}, "is not a number"),
        ({"special": (NO_LOAN,), "range": (-10, 10)}, "could be a real value"),
        ({"special": (NO_LOAN, NO_LOAN)}, "declared twice"),
        ({"special": (NO_LOAN, replace(NO_LOAN, code="-8.0"))}, "declared twice"),
        ({"special": (NO_LOAN,), "source": Source.BANK, "not_provided": "-8.00"}, "declared twice"),
        ({"not_provided": "-99"}, "belongs to an optional source"),
        ({"not_provided": "-99", "source": Source.REGISTER}, "belongs to an optional source"),
        ({"name": "a-b", "formula": Formula("a + b")}, "must be an identifier"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(settings: dict[str, Any], why: str) -> None:
    with pytest.raises(DeclarationError, match=why):
        replace(characteristic("income"), **settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"step": 0},
        {"step": -1},
        {"step": math.inf},
        {"months": -1},
        {"cost": -0.1},
        {"cost": math.nan},
        {"also": (("income", 1.0), ("income", 2.0))},
        {"also": (("income", math.nan),)},
    ],
)
def test_a_change_that_nobody_can_make_is_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError, match="actionable"):
        Actionable(**{"direction": Change.UP, "step": 1.0, **settings})


def test_only_the_bank_is_an_optional_source() -> None:
    assert [source for source in Source if source.optional] == [Source.BANK]


def test_the_categories_are_the_closed_list_of_financial_facts() -> None:
    assert {category.value for category in Category} == {
        "income",
        "expense",
        "asset",
        "liability",
        "commitment",
        "repayment_history",
    }


def test_a_missing_value_earns_points_of_its_own_unless_said_otherwise() -> None:
    assert characteristic("income").missing is MissingPolicy.OWN


@pytest.mark.parametrize(("en", "nl"), [("", "Inkomen"), ("Income", " ")])
def test_a_text_needs_both_languages(en: str, nl: str) -> None:
    with pytest.raises(DeclarationError, match="empty in English or Dutch"):
        Text(en=en, nl=nl)


def test_a_text_speaks_the_language_that_is_asked_for() -> None:
    assert NO_LOAN.meaning.into(Language.NL) == "geen lening"
    assert NO_LOAN.meaning.into(Language.EN) == "no such loan"


@pytest.mark.parametrize("name", ["аge_2", "inсome", "Ωmega"])
def test_a_name_does_not_mix_scripts(name: str) -> None:
    """A letter that looks like another may hide a word that is forbidden."""
    with pytest.raises(DeclarationError, match="mixes"):
        characteristic(name)


def test_a_name_in_one_other_script_is_a_name() -> None:
    """Foreign files have foreign headings."""
    assert characteristic("доход").name == "доход"
