"""The characteristics file: a person's words, read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.declaration import read_field, write_field
from scoring.artefact.table import Table
from scoring.domain.characteristic import Actionable, Category, Change, Direction, Kind, MissingPolicy, Source
from scoring.domain.errors import CounterscoreError, DeclarationError, FileError, ForbiddenField, NotServable
from scoring.domain.formula import Formula
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from tests.support.hand_card import REGISTRY as HAND_REGISTRY
from tests.support.laagland import REGISTRY

SERVABLE = """\
profile = "servable"
approver = "a test"

[[characteristic]]
name = "payment_to_income"
code = "R07"
label = { en = "Monthly payment as a share of income", nl = "Maandlast als deel van het inkomen" }
kind = "numeric"
category = "commitment"
source = "application"
unit = "ratio"
range = [0, 5]
direction = "lower-is-safer"
derived = "monthly_payment / net_monthly_income"
actionable = { direction = "down", step = 0.01, min = 0, months = 3, cost = 1 }
necessity = "Shows whether the payment fits the income (CCD2 18(3))."
reason = { en = "The monthly payment is high for the income", nl = "De maandlast is hoog voor het inkomen" }

[[characteristic]]
name = "savings"
code = "R08"
category = "asset"
source = "bank"
range = [0, 100000]
special = { "-8" = "no account", "-9" = { en = "closed", nl = "opgeheven" } }
not_provided = "-99"
necessity = "Shows what a setback would cost."

[[input]]
name = "monthly_payment"
category = "commitment"
source = "application"
range = [0, 10000]
necessity = "The payment asked for."

[[input]]
name = "net_monthly_income"
category = "income"
source = "application"
range = [1, 50000]
necessity = "The income it is paid from."
"""


def read(tmp_path: Path, text: str, name: str = "credit.toml") -> Registry:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_characteristics(path)


def refusal(tmp_path: Path, text: str) -> CounterscoreError:
    with pytest.raises(CounterscoreError) as refused:
        read(tmp_path, text)
    return refused.value


def declaring(line: str) -> str:
    return f'profile = "benchmark"\n[[characteristic]]\nname = "income"\n{line}\n'


def test_a_special_value_can_be_declared_a_fact_in_dispute(tmp_path: Path) -> None:
    """Beside its languages; anything but true or false there is an error."""
    line = 'special = { "-7" = { en = "in dispute", nl = "betwist", refers = true }, "-8" = "none" }'
    specials = read(tmp_path, declaring(line)).characteristic("income").special
    assert [(special.code, special.refers, special.meaning.en) for special in specials] == [
        ("-7", True, "in dispute"),
        ("-8", False, "none"),
    ]
    assert "refers" in str(refusal(tmp_path, declaring(line.replace("refers = true", 'refers = "yes"'))))
    assert "'other' is unknown" in str(refusal(tmp_path, declaring(line.replace("refers = true", "other = true"))))


def test_every_key_of_the_specification_is_read(tmp_path: Path) -> None:
    registry = read(tmp_path, SERVABLE)
    payment = registry.characteristic("payment_to_income")
    assert (payment.code, payment.kind, payment.category) == ("R07", Kind.NUMERIC, Category.COMMITMENT)
    assert (payment.source, payment.unit, payment.range) == (Source.APPLICATION, Text.same("ratio"), (0, 5))
    assert payment.direction is Direction.LOWER_IS_SAFER
    assert payment.formula == Formula("monthly_payment / net_monthly_income")
    assert payment.actionable == Actionable(direction=Change.DOWN, step=0.01, bound=0, months=3, cost=1)
    assert payment.reason.nl == "De maandlast is hoog voor het inkomen"


def test_texts_may_stand_in_one_language_or_both(tmp_path: Path) -> None:
    savings = read(tmp_path, SERVABLE).characteristic("savings")
    assert {special.code: special.meaning for special in savings.special} == {
        "-8": Text.same("no account"),
        "-9": Text(en="closed", nl="opgeheven"),
    }


def test_three_keys_are_enough_for_foreign_data(tmp_path: Path) -> None:
    """The benchmark profile: name, kind and direction; texts follow from the name."""
    registry = read(tmp_path, declaring('kind = "numeric"\ndirection = "higher-is-safer"'))
    field = registry.characteristic("income")
    assert registry.profile is Profile.BENCHMARK
    assert field.label == Text.same("income")
    assert field.reason_missing == Text(en="income: not known", nl="income: niet bekend")


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("", MissingPolicy.OWN),
        ('category = "income"', MissingPolicy.OWN),
        ('category = "repayment_history"', MissingPolicy.NEUTRAL),
        ('source = "register"', MissingPolicy.NEUTRAL),
        ('source = "register"\nmissing = "own"', MissingPolicy.OWN),
    ],
)
def test_no_record_in_the_register_is_neutral_unless_said_otherwise(
    tmp_path: Path, line: str, missing: MissingPolicy
) -> None:
    """The absence of a record is unknown, not good or bad."""
    assert read(tmp_path, declaring(line)).characteristic("income").missing is missing


@pytest.mark.parametrize("registry", [REGISTRY, HAND_REGISTRY], ids=["laagland", "hand"])
def test_a_declaration_written_and_read_is_equal(registry: Registry) -> None:
    for field in (*registry.characteristics, *registry.inputs):
        assert read_field(Table(write_field(field), "again")) == field


def test_laagland_is_servable_and_complete() -> None:
    assert REGISTRY.profile is Profile.SERVABLE
    for field in REGISTRY.characteristics:
        assert field.label.en != field.label.nl
        assert field.reason.en != field.reason.nl


@pytest.mark.parametrize(
    ("line", "place", "why"),
    [
        ('kind = "number"', ", characteristic 1, 'income'", "'kind' is 'number'"),
        ('direction = "up"', ", characteristic 1, 'income'", "'direction' is 'up'"),
        ('category = ""', ", characteristic 1, 'income'", "'category' is ''"),
        ('category = "friends"', ", characteristic 1, 'income'", "'category' is 'friends'"),
        ('source = "street"', ", characteristic 1, 'income'", "'source' is 'street'"),
        ("range = [0]", ", characteristic 1, 'income'", "must have two numbers"),
        ('range = ["0", "9"]', ", characteristic 1, 'income'", "must be a finite number"),
        ("range = [0, inf]", ", characteristic 1, 'income'", "must be a finite number"),
        ("range = [9, 0]", ", characteristic 1, 'income'", "the smaller first"),
        (f"range = [0, {10**400}]", ", characteristic 1, 'income'", "must be a finite number"),
        ("code = 7", ", characteristic 1, 'income'", "'code' must be text in quotes"),
        ('label = { en = "Income" }', ", characteristic 1, 'income', 'label'", "'nl' is missing"),
        ('label = { en = "", nl = "" }', ", characteristic 1, 'income'", "empty in English or Dutch"),
        ('label = "Income"', ", characteristic 1, 'income', 'label'", "must be a table"),
        ('label = { en = "a", nl = "b", fr = "c" }', ", characteristic 1, 'income', 'label'", "'fr' is unknown"),
        ('derived = "income ** 2"', ", characteristic 1, 'income'", "is not allowed"),
        ('derived = "salary * 2"', "", "names 'salary'"),
        ('special = { none = "x" }', ", characteristic 1, 'income'", "the code 'none'"),
        ('not_provided = "-99"', ", characteristic 1, 'income'", "belongs to an optional source"),
        (
            'actionable = { direction = "down", step = 1, max = 3 }',
            ", characteristic 1, 'income', 'actionable'",
            "'max' is unknown",
        ),
        (
            'actionable = { direction = "down", step = 0 }',
            ", characteristic 1, 'income'",
            "must be a positive number",
        ),
        (
            'actionable = { direction = "down", step = 1, also = { savings = "none" } }',
            ", characteristic 1, 'income', 'actionable', 'also'",
            "must be a finite number",
        ),
        (
            'actionable = { direction = "down", step = 1, also = 3 }',
            ", characteristic 1, 'income', 'actionable', 'also'",
            "must be a table",
        ),
        (
            'actionable = { direction = "down", step = 1, months = 1.5 }',
            ", characteristic 1, 'income', 'actionable'",
            "must be a whole number",
        ),
        (
            'range = [0, 50000]\nactionable = { direction = "down", step = 0.4 }',
            ", characteristic 1, 'income'",
            "'actionable' has more than 100,000 steps",
        ),
        (
            'actionable = { direction = "up", step = 1 }',
            ", characteristic 1, 'income'",
            "'actionable' has no end",
        ),
        (
            'actionable = { direction = "down", step = 1 }',
            ", characteristic 1, 'income'",
            "'actionable' has no end",
        ),
        ('nescessity = "typed wrongly"', ", characteristic 1, 'income'", "the key 'nescessity' is unknown"),
        ('categories = ["a", 3]', ", characteristic 1, 'income'", "list of texts"),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else None,
)
def test_what_a_file_cannot_say_is_one_error_with_its_place(tmp_path: Path, line: str, place: str, why: str) -> None:
    error = refusal(tmp_path, declaring(line))
    assert isinstance(error, DeclarationError)
    assert error.where == f"credit.toml{place}"
    assert why in error.what


@pytest.mark.parametrize(
    "line",
    [
        'range = [0, 50000]\nactionable = { direction = "down", step = 0.5 }',
        'range = [0, 1000000]\nactionable = { direction = "down", step = 1, min = 900000 }',
        'actionable = { direction = "down", step = 1, min = 0 }',
    ],
)
def test_a_change_may_have_a_hundred_thousand_steps_and_needs_one_end(tmp_path: Path, line: str) -> None:
    """Where it begins is the person's own value: that end need not be declared."""
    path = tmp_path / "credit.toml"
    path.write_text(declaring(line))
    assert read_characteristics(path).characteristics[0].actionable is not None


@pytest.mark.parametrize("name", ["gender", "wijk", "friendsCount", "postcode-4", "vrouw", "Région"])
@pytest.mark.parametrize("table", ["characteristic", "input"])
def test_a_forbidden_field_is_one_error_with_field_rule_source_and_place(tmp_path: Path, table: str, name: str) -> None:
    text = f'profile = "benchmark"\n[[characteristic]]\nname = "income"\n[[{table}]]\nname = "{name}"\n'
    error = refusal(tmp_path, text)
    assert isinstance(error, ForbiddenField)
    assert error.field == name
    assert error.rule in str(error)
    assert error.source in str(error)
    assert error.where == f"credit.toml, {table} {2 if table == 'characteristic' else 1}, '{name}'"


@pytest.mark.parametrize("key", ["category", "source", "necessity", "range"])
def test_the_servable_profile_demands_what_serving_needs(tmp_path: Path, key: str) -> None:
    lines = [line for line in SERVABLE.splitlines() if not line.startswith(f"{key} = ")]
    error = refusal(tmp_path, "\n".join(lines).replace('not_provided = "-99"', ""))
    assert isinstance(error, NotServable)
    assert f"lacks {key}" in error.what
    assert error.where == "credit.toml"


def test_the_servable_profile_demands_an_approver(tmp_path: Path) -> None:
    error = refusal(tmp_path, SERVABLE.replace('approver = "a test"', 'approver = ""'))
    assert isinstance(error, NotServable)
    assert "approver" in error.remedy


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "'profile' is missing"),
        ('profile = "benchmark"', "no characteristic is declared"),
        ('profile = "production"\n[[characteristic]]\nname = "income"', "'profile' is 'production'"),
        ('profile = "undeclared"\n[[characteristic]]\nname = "income"', "a characteristics file declares"),
        ('profile = "benchmark"\ncharacteristic = 3', "'characteristic' must be a list"),
        ('profile = "benchmark"\n[[characteristic]]\nkind = "numeric"', "'name' is missing"),
        ('profile = "benchmark"\nversion = 2\n[[characteristic]]\nname = "income"', "'version' is unknown"),
        ('profile = "benchmark"\n' + '[[characteristic]]\nname = "income"\n' * 2, "declared twice"),
    ],
    ids=lambda text: text[:60].replace("\n", " "),
)
def test_a_file_that_declares_nothing_usable_is_one_error(tmp_path: Path, text: str, why: str) -> None:
    error = refusal(tmp_path, text)
    assert isinstance(error, DeclarationError)
    assert why in error.what
    assert error.where.startswith("credit.toml")


@pytest.mark.parametrize("data", [b"profile = benchmark", b"a = 1\na = 2", b"\xff"], ids=["value", "twice", "bytes"])
def test_a_file_that_is_no_toml_is_one_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "credit.toml"
    path.write_bytes(data)
    with pytest.raises(FileError, match="is not valid TOML") as refused:
        read_characteristics(path)
    assert refused.value.where == str(path)
    assert refused.value.remedy


def test_a_file_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Check the path"):
        read_characteristics(tmp_path / "none.toml")


def test_a_change_may_set_other_fields_besides(tmp_path: Path) -> None:
    text = SERVABLE.replace("months = 3, cost = 1 }", "months = 3, cost = 1, also = { savings = -8 } }")
    # A derived characteristic is not moved itself; the declaration is read all the same.
    payment = read(tmp_path, text).characteristic("payment_to_income")
    assert payment.actionable is not None
    assert payment.actionable.also == (("savings", -8.0),)
    assert read_field(Table(write_field(payment), "again")) == payment
