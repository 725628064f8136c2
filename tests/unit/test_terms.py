from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.formula import Formula
from scoring.explain.terms import Lean, lean, term

RANGES = {"amount": (500.0, 75_000.0), "months": (6.0, 120.0), "income": (0.0, 50_000.0), "costs": (0.0, 50_000.0)}
SLOTS = {name: place for place, name in enumerate(RANGES)}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("amount / months", "amount", Lean.UP),
        ("amount / months", "months", Lean.DOWN),
        ("min(amount / months / max(income - costs, 1), 5)", "costs", Lean.UP),
        ("min(amount / months / max(income - costs, 1), 5)", "income", Lean.DOWN),
        ("income - costs", "costs", Lean.DOWN),
        ("-costs * 2", "costs", Lean.DOWN),
        ("(0 - amount) / months", "months", Lean.UP),
        ("amount / (0 - months)", "amount", Lean.DOWN),
        ("amount / (0 - months)", "months", Lean.UP),
        ("amount + 2 * months", "income", Lean.LEVEL),
        ("amount / income", "amount", Lean.UNKNOWN),
        ("(income - costs) * amount", "amount", Lean.UNKNOWN),
        ("amount / (amount + income)", "amount", Lean.UNKNOWN),
    ],
)
def test_a_formula_leans_one_way_only_where_every_part_does(text: str, name: str, expected: Lean) -> None:
    """A divisor that may be zero, or a factor of either sign, and nobody can tell."""
    formula = Formula(text)
    ranges: dict[str, tuple[float, float] | None] = {each: RANGES[each] for each in formula.names if each in RANGES}
    found = lean(formula, name, ranges) if name in formula.names else Lean.LEVEL
    assert found is expected


def test_without_a_range_nothing_is_certain() -> None:
    assert lean(Formula("amount + months"), "amount", {"amount": None, "months": (6, 120)}) is Lean.UNKNOWN


TEXTS = (
    "amount / months",
    "min(amount / months / max(income - costs, 1), 5)",
    "income - costs - amount / months",
    "max(amount * 3, income, costs) - months",
    "amount / (months - 50)",
)
numbers = st.tuples(*(st.floats(low, high) for low, high in RANGES.values()))


@given(st.sampled_from(TEXTS), numbers)
def test_a_term_is_its_formula_to_the_last_bit(text: str, values: tuple[float, ...]) -> None:
    formula = Formula(text)
    expected = formula.evaluate(dict(zip(RANGES, values, strict=True)))
    found = term(formula, SLOTS)(values)
    assert found == expected or (math.isnan(found) and math.isnan(expected))


@given(st.sampled_from(TEXTS), numbers, st.sampled_from(list(RANGES)), st.floats(0, 1))
def test_a_formula_goes_the_way_that_it_leans(text: str, values: tuple[float, ...], name: str, share: float) -> None:
    formula = Formula(text)
    if name not in formula.names:
        return
    low, high = values[SLOTS[name]], RANGES[name][1]
    higher = list(values)
    higher[SLOTS[name]] = min(low + share * (high - low), high)
    before, after = term(formula, SLOTS)(values), term(formula, SLOTS)(higher)
    match lean(formula, name, {each: RANGES[each] for each in formula.names}):
        case Lean.UP:
            assert after >= before
        case Lean.DOWN:
            assert after <= before
        case Lean.LEVEL:
            assert after == before
        case Lean.UNKNOWN:
            pass


def test_anything_divided_by_zero_is_no_number() -> None:
    assert math.isnan(term(Formula("min(amount / months, 5)"), SLOTS)([1.0, 0.0, 0.0, 0.0]))
    assert math.isnan(term(Formula("max(5, amount / months)"), SLOTS)([1.0, 0.0, 0.0, 0.0]))
