"""The registry: what may be known about a person, and nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from scoring.domain.characteristic import Actionable, Change, Characteristic, Kind, Source, Special
from scoring.domain.errors import DeclarationError, NotServable, UndeclaredField
from scoring.domain.formula import Formula
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Profile, Registry, derive
from scoring.domain.text import Text
from tests.support.development import characteristic, registry
from tests.support.hand_card import APPLICANT
from tests.support.hand_card import REGISTRY as SERVABLE

PAYMENT = characteristic("payment", range=(0, 5_000))
INCOME = characteristic("income", range=(0, 20_000), special=(Special(code="-8", meaning=Text.same("pays for board")),))
BURDEN = characteristic("burden", range=(0, 2), formula=Formula("payment / income"))
SALDO = characteristic("saldo", range=(0, 9_000), source=Source.BANK, not_provided="-99")
COVER = characteristic("cover", range=(0, 50), source=Source.BANK, formula=Formula("saldo / payment"))
SMALL = registry(PAYMENT, INCOME, BURDEN, SALDO, COVER)


def benchmark(*fields: Characteristic, inputs: tuple[Characteristic, ...] = ()) -> Registry:
    return Registry(profile=Profile.BENCHMARK, title=Text.same("sample"), characteristics=fields, inputs=inputs)


def test_a_derived_characteristic_is_computed_from_what_its_formula_names() -> None:
    readings = SMALL.read({"payment": "300", "income": 2_000, "saldo": 900})
    assert readings["burden"] == Reading.value(0.15)
    assert readings["cover"] == Reading.value(3.0)


def test_a_derived_value_in_the_input_is_not_looked_at() -> None:
    """Nobody can send the ratio that flatters them."""
    assert SMALL.read({"payment": 300, "income": 2_000, "burden": 0})["burden"] == Reading.value(0.15)


def test_an_undeclared_value_is_not_looked_at() -> None:
    readings = SMALL.read({"payment": 300, "income": 2_000, "gender": "x", "friends": 12})
    assert set(readings) == SMALL.names


def test_an_absent_field_is_missing() -> None:
    readings = SMALL.read({})
    assert {reading.state for reading in readings.values()} == {State.MISSING}


def test_every_field_of_a_refused_source_is_not_provided_whatever_was_sent() -> None:
    readings = SMALL.read({"payment": 300, "saldo": 900}, {Source.BANK})
    assert readings["saldo"] == Reading.not_provided()
    assert readings["cover"] == Reading.not_provided()
    assert readings["payment"] == Reading.value(300)


@pytest.mark.parametrize(
    ("payment", "income", "expected"),
    [
        (300, 2_000, Reading.value(0.15)),
        (300, None, Reading.missing()),
        (300, "-8", Reading.missing()),
        (None, "many", Reading.invalid("is derived from an invalid value")),
        (math.inf, 2_000, Reading.invalid("is derived from an invalid value")),
        (300, 0, Reading.invalid("has no finite value")),
        (5_000, 1, Reading.invalid("lies outside 0 to 2")),
    ],
    ids=repr,
)
def test_a_derived_reading_follows_its_worst_operand(payment: object, income: object, expected: Reading) -> None:
    """Invalid before missing; a special value has no number, and no zero is put in its place."""
    assert SMALL.read({"payment": payment, "income": income})["burden"] == expected


def test_not_provided_goes_before_missing_and_invalid_before_both() -> None:
    readings = {"saldo": Reading.not_provided(), "payment": Reading.missing()}
    assert derive(COVER, readings) == Reading.not_provided()
    assert derive(COVER, {**readings, "payment": Reading.invalid("is infinite")}).state is State.INVALID


def test_only_a_derived_characteristic_can_be_derived() -> None:
    with pytest.raises(DeclarationError, match="has no formula"):
        derive(PAYMENT, {})


@pytest.mark.parametrize("name", ["gender", "friends", "payments", "PAYMENT", ""])
def test_a_request_may_not_carry_an_undeclared_field(name: str) -> None:
    with pytest.raises(UndeclaredField) as refused:
        SMALL.refuse_undeclared(["payment", name])
    assert refused.value.field == name
    assert refused.value.remedy


def test_a_request_may_not_carry_a_derived_field() -> None:
    with pytest.raises(UndeclaredField):
        SMALL.refuse_undeclared(["burden"])


def test_a_request_may_carry_every_field_that_is_read() -> None:
    SERVABLE.refuse_undeclared(list(APPLICANT))
    assert {field.name for field in SERVABLE.read_fields} == set(APPLICANT)


def test_asking_for_a_characteristic_that_nobody_declared_is_an_error() -> None:
    assert SMALL.characteristic("income") is INCOME
    with pytest.raises(UndeclaredField, match="'hair_length'"):
        SMALL.characteristic("hair_length")


@pytest.mark.parametrize("source", [None, Source.APPLICATION, Source.REGISTER])
def test_a_formula_may_not_carry_an_optional_source_into_another(source: Source | None) -> None:
    """Else refusing the bank would cost points through the ratio."""
    with pytest.raises(DeclarationError, match="optional source 'bank'") as refused:
        benchmark(PAYMENT, SALDO, replace(COVER, source=source))
    assert 'source = "bank"' in refused.value.remedy


def test_an_input_from_an_optional_source_is_held_to_the_same_rule() -> None:
    with pytest.raises(DeclarationError, match="optional source 'bank'"):
        benchmark(PAYMENT, replace(COVER, source=None), inputs=(SALDO,))


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("payment / salary", "salary"),
        ("burden * 2", "burden"),
        ("twice * 2", "twice"),
        ("housing + 1", "housing"),
    ],
)
def test_a_formula_reads_numeric_declared_fields_that_are_not_derived(formula: str, named: str) -> None:
    """Not itself either."""
    housing = characteristic("housing", kind=Kind.CATEGORICAL)
    with pytest.raises(DeclarationError, match=f"names '{named}'"):
        benchmark(PAYMENT, INCOME, BURDEN, housing, characteristic("twice", formula=Formula(formula)))


@pytest.mark.parametrize(
    "settings",
    [
        {"special": (Special(code="-8", meaning=Text.same("none")),)},
        {"source": Source.BANK, "not_provided": "-99"},
    ],
    ids=["special", "not_provided"],
)
def test_a_derived_characteristic_has_no_codes_of_its_own(settings: dict[str, Any]) -> None:
    with pytest.raises(DeclarationError, match="cannot have codes of its own"):
        benchmark(PAYMENT, INCOME, replace(BURDEN, **settings))


def test_an_input_is_numeric_and_read() -> None:
    for field in (characteristic("housing", kind=Kind.CATEGORICAL), BURDEN):
        with pytest.raises(DeclarationError, match="must be numeric and without a formula"):
            benchmark(PAYMENT, INCOME, inputs=(field,))


def test_a_registry_declares_something() -> None:
    with pytest.raises(DeclarationError, match="no characteristic is declared"):
        benchmark()


def test_a_name_is_declared_once() -> None:
    for fields, inputs in (((PAYMENT, PAYMENT), ()), ((PAYMENT, INCOME), (PAYMENT,))):
        with pytest.raises(DeclarationError, match="the name 'payment' is declared twice"):
            benchmark(*fields, inputs=inputs)


def test_a_reason_code_is_declared_once() -> None:
    with pytest.raises(DeclarationError, match="the code 'R01' is declared twice"):
        benchmark(replace(PAYMENT, code="R01"), replace(INCOME, code="R01"))


def test_a_servable_registry_names_who_answers_for_it() -> None:
    for approver in ("", "   "):
        with pytest.raises(NotServable, match="needs an approver"):
            replace(SERVABLE, approver=approver)


@pytest.mark.parametrize(
    ("settings", "lacking"),
    [
        ({"category": None}, "category"),
        ({"source": None}, "source"),
        ({"necessity": " "}, "necessity"),
        ({"code": ""}, "code"),
        ({"range": None}, "range"),
        ({"category": None, "necessity": ""}, "category, necessity"),
    ],
    ids=["category", "source", "necessity", "code", "range", "two"],
)
def test_a_servable_registry_says_everything_of_every_field(settings: dict[str, Any], lacking: str) -> None:
    """The error names the field and all that it lacks."""
    first, *others = SERVABLE.characteristics
    with pytest.raises(NotServable, match=f"'{others[0].name}' lacks {lacking}") as refused:
        replace(SERVABLE, characteristics=(first, replace(others[0], **settings), *others[1:]))
    assert "a person must fill them in" in refused.value.remedy


def test_a_servable_categorical_field_lists_its_categories() -> None:
    *others, tenure = SERVABLE.characteristics
    with pytest.raises(NotServable, match="'housing_tenure' lacks categories"):
        replace(SERVABLE, characteristics=(*others, replace(tenure, categories=())))


def test_a_servable_input_needs_no_reason_code_and_everything_else() -> None:
    first, *others = SERVABLE.inputs
    assert not first.code
    with pytest.raises(NotServable, match="'requested_amount' lacks source, necessity"):
        replace(SERVABLE, inputs=(replace(first, source=None, necessity=""), *others))


@pytest.mark.parametrize("profile", [Profile.BENCHMARK, Profile.UNDECLARED])
def test_other_profiles_do_without(profile: Profile) -> None:
    """They cannot be served; that is what they pay."""
    assert replace(SMALL, profile=profile).approver == ""


def setting(name: str, *also: tuple[str, float]) -> Characteristic:
    """A field whose changes set others besides."""
    return characteristic(name, range=(0, 10), actionable=Actionable(direction=Change.DOWN, step=1, also=also))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ([setting("a", ("nobody", 0))], "also sets 'nobody'"),
        ([setting("a", ("a", 0))], "also sets 'a'"),
        ([setting("a", ("b", 11)), setting("b")], "to what it cannot be"),
        ([setting("a", ("b", 0)), setting("b", ("c", 0)), setting("c")], "whose changes set something too"),
        ([setting("a", ("c", 0)), setting("b", ("c", 1)), setting("c")], "to different values"),
    ],
)
def test_what_a_change_sets_besides_is_declared_and_certain(fields: list[Characteristic], why: str) -> None:
    with pytest.raises(DeclarationError, match=why):
        benchmark(*fields)


def test_two_fields_may_set_a_third_to_one_value_or_to_a_code_of_its_own() -> None:
    special = (Special(code="-8", meaning=Text.same("none")),)
    for value in (0.0, -8.0):
        third = characteristic("c", range=(0, 10), special=special)
        assert benchmark(setting("a", ("c", value)), setting("b", ("c", value)), third)
