"""A formula is arithmetic over declared names: nothing else parses, and nothing else can happen."""

from __future__ import annotations

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.errors import DeclarationError
from scoring.domain.formula import Formula

VALUES = {"a": 12.0, "b": 5.0, "zero": 0.0}
numbers = st.floats(allow_nan=True, allow_infinity=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 2", 22.0),
        ("(a + b) * 2", 34.0),
        ("a - b - 1", 6.0),
        ("-a + 2.5", -9.5),
        ("a / b / 2", 1.2),
        ("min(a, b, 7)", 5.0),
        ("max(a, b) - min(a, b)", 7.0),
        ("b / max(zero, 1)", 5.0),
        ("  a  ", 12.0),
    ],
)
def test_arithmetic_means_what_it_says(text: str, value: float) -> None:
    assert Formula(text).evaluate(VALUES) == value


def test_names_are_listed_in_order_of_appearance_and_once() -> None:
    assert Formula("b / (a + b) - min(c, a)").names == ("b", "a", "c")


@pytest.mark.parametrize("text", ["a / zero", "zero / zero", "-a / zero", "a / (b - 5)", "max(a, b / zero)"])
def test_division_by_zero_is_not_a_number(text: str) -> None:
    """Not infinity: no range may let it through, and no comparison may swallow it."""
    assert math.isnan(Formula(text).evaluate(VALUES))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a + b)",
        "a ** 2",
        "a // b",
        "a % b",
        "a << 3",
        "+a",
        "not a",
        "a < b",
        "a if b else 1",
        "a and b",
        "a.b",
        "a[0]",
        "[a, b]",
        "{a}",
        "lambda: a",
        "a := 1",
        "a = 1",
        "a; b",
        "'a'",
        "f'{a}'",
        "b'a'",
        "True",
        "None",
        "...",
        "1j",
        "1e999",
        "sum(a, b)",
        "min(a)",
        "max()",
        "max(a, key=b)",
        "min(*a)",
        "max(a, *b)",
        "(min)(a, b).real",
        "__import__('os')",
        "open(a)",
        "a\n+ b",
        "import os",
        "a # b\nb",
        "a\x00b",
        "await a",
        "(yield)",
        "9" * 400,
    ],
)
def test_anything_but_arithmetic_is_refused_with_what_may_be_used(text: str) -> None:
    with pytest.raises(DeclarationError, match=r"min\(\) and max\(\)"):
        Formula(text)


def test_a_long_formula_is_refused() -> None:
    with pytest.raises(DeclarationError, match="500 characters"):
        Formula("a + " * 125 + "a")


@pytest.mark.parametrize("text", ["-" * 499 + "a", "a" + "-a" * 249, "min(a," * 70 + "a" + ")" * 70, "(" * 249 + "a"])
def test_deep_nesting_ends_in_an_answer_or_a_refusal(text: str) -> None:
    """Never in the interpreter's own limit."""
    with suppress(DeclarationError):
        assert math.isfinite(Formula(text).evaluate(VALUES))


@given(numbers, numbers)
def test_not_a_number_in_gives_not_a_number_out(left: float, right: float) -> None:
    for text in ("a + b", "a - b", "a * b", "a / b", "min(a, b)", "max(a, b)"):
        value = Formula(text).evaluate({"a": left, "b": right})
        if math.isnan(left) or math.isnan(right):
            assert math.isnan(value)


@given(numbers, numbers)
def test_evaluation_meets_arithmetic_only(left: float, right: float) -> None:
    """No pair of numbers makes it raise: not zero, not infinity, not the largest float."""
    Formula("(a * b - a / b) / min(a - b, max(a + b, -a))").evaluate({"a": left, "b": right})


@given(st.text(alphabet="ab01.+-*/() minax,[]'=<_", max_size=30))
def test_any_text_parses_to_arithmetic_or_is_refused(text: str) -> None:
    try:
        formula = Formula(text)
    except DeclarationError:
        return
    assert isinstance(formula.evaluate(dict.fromkeys(formula.names, 2.0)), float)
