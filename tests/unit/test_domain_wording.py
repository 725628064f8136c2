"""Lines and readings in words: numbers with their units, categories by their labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.characteristic import Kind
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_line, describe_reading, exact_text, number_text
from tests.support.hand_card import field

EN, NL = Language.EN, Language.NL
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
HOME = field(
    "home",
    kind=Kind.CATEGORICAL,
    categories=("tenant", "owner", "boat"),
    category_labels=(("tenant", Text(en="tenant", nl="huurder")), ("owner", Text(en="owner", nl="eigenaar"))),
)


@pytest.mark.parametrize(
    ("unit", "en", "nl"),
    [
        (None, ("below 0.3", "0.3 to below 0.7", "0.7 or more"), ("minder dan 0,3", "0,3 tot 0,7", "0,7 of meer")),
        (
            Text(en="ratio", nl="verhouding"),
            ("below 0.3", "0.3 to below 0.7", "0.7 or more"),
            ("minder dan 0,3", "0,3 tot 0,7", "0,7 of meer"),
        ),
        (
            Text.same("%"),
            ("below 0.3%", "0.3 to below 0.7%", "0.7% or more"),
            ("minder dan 0,3%", "0,3 tot 0,7%", "0,7% of meer"),
        ),
        (
            Text(en="years", nl="jaar"),
            ("below 0.3 years", "0.3 to below 0.7 years", "0.7 years or more"),
            ("minder dan 0,3 jaar", "0,3 tot 0,7 jaar", "0,7 jaar of meer"),
        ),
    ],
    ids=["none", "ratio", "percent", "words"],
)
def test_every_band_has_its_unit(unit: Text | None, en: tuple[str, ...], nl: tuple[str, ...]) -> None:
    bands = [
        Line(test=Test.INTERVAL, lower=lower, upper=upper) for lower, upper in ((None, 0.3), (0.3, 0.7), (0.7, None))
    ]
    measured = field("x", unit=unit)
    assert tuple(describe_line(band, measured, EN) for band in bands) == en
    assert tuple(describe_line(band, measured, NL) for band in bands) == nl


def test_a_band_without_ends_is_any_value() -> None:
    assert describe_line(Line(test=Test.INTERVAL), field("x", unit=Text.same("EUR")), EN) == "any value"


def test_categories_are_said_by_their_labels() -> None:
    """One without a label is said as it stands in the data."""
    line = Line(test=Test.CATEGORIES, labels=("tenant", "boat"))
    assert describe_line(line, HOME, NL) == "huurder, boat"
    assert describe_reading(Reading.category("owner"), HOME, NL) == "eigenaar"
    assert describe_reading(Reading.category("boat"), HOME, NL) == "boat"


@pytest.mark.parametrize(
    ("number", "en", "nl"),
    [
        (0, "0", "0"),
        (1234567.25, "1,234,567.25", "1.234.567,25"),
        (-0.5, "-0.5", "-0,5"),
        (4e-12, "0.000000000004", "0,000000000004"),
        (-0.0, "0", "0"),
        (1e22, "10,000,000,000,000,000,000,000", "10.000.000.000.000.000.000.000"),
    ],
)
def test_numbers_are_written_as_each_language_writes_them(number: float, en: str, nl: str) -> None:
    assert (number_text(number, EN), number_text(number, NL)) == (en, nl)


@pytest.mark.parametrize(
    ("number", "ends", "shown"),
    [
        (0.087961, (0.088, 0.143), "0.08796"),
        (0.088, (0.088,), "0.088"),
        (0.2381234, (0.088,), "0.2381"),
        (100000.0199, (100000.02,), "100,000.0199"),
        (100000.0199, (), "100,000.02"),
        (2 / 3, (float(np.nextafter(2 / 3, 1)),), "0.6666666666666666"),
        (-0.00001, (0.0,), "-0.00001"),
        (4e-7, (), "0.0000004"),
        (4e-30, (), "0.000000000000000000000000000004"),
        (1e300, (), f"{10**300:,}"),
        (0.0, (0.0,), "0"),
    ],
)
def test_a_value_is_shortened_only_within_its_line(number: float, ends: tuple[float, ...], shown: str) -> None:
    """Whoever looks the shown number up on paper finds the points it earned, and only zero looks like zero."""
    assert describe_reading(Reading.value(number), field("x"), EN, ends) == shown


@given(number=NUMBERS, end=NUMBERS)
def test_a_shown_value_stands_on_its_own_side_of_every_end(number: float, end: float) -> None:
    shown = float(describe_reading(Reading.value(number), field("x"), EN, (end,)).replace(",", ""))
    assert ((shown >= end), bool(shown)) == ((number >= end), bool(number))


@given(number=NUMBERS)
def test_an_end_is_printed_in_full(number: float) -> None:
    """No two ends of a table look the same."""
    assert float(exact_text(number, EN).replace(",", "")) == number
    assert (exact_text(number, EN) == "0") == (number == 0)


def test_bands_of_tiny_numbers_can_be_told_apart() -> None:
    bands = [Line(test=Test.INTERVAL, upper=-4e-12), Line(test=Test.INTERVAL, lower=-4e-12, upper=4e-12)]
    assert [describe_line(band, field("x"), EN) for band in bands] == [
        "below -0.000000000004",
        "-0.000000000004 to below 0.000000000004",
    ]
