"""Lines and readings in words: numbers with their units, categories by their labels."""

from __future__ import annotations

import pytest

from scoring.domain.characteristic import Kind
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_line, describe_reading, number_text
from tests.support.hand_card import field

EN, NL = Language.EN, Language.NL
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
    [(0, "0", "0"), (1234567.25, "1,234,567.25", "1.234.567,25"), (-0.5, "-0.5", "-0,5"), (1e-12, "0", "0")],
)
def test_numbers_are_written_as_each_language_writes_them(number: float, en: str, nl: str) -> None:
    assert (number_text(number, EN), number_text(number, NL)) == (en, nl)
