"""A crossing on paper: one table with a group for each line of the choosing characteristic, or a grid."""

from __future__ import annotations

import re

import pytest

from scoring.artefact.printed_card import CardFormat, print_card
from scoring.domain.card import Card
from scoring.domain.entry import Attribute
from scoring.domain.line import Line, Test
from scoring.domain.text import Language
from tests.support.hand_card import CROSSED_CARD, HAND_CARD, REGISTRY, card, crossing, intervals, line

EN, NL = Language.EN, Language.NL
HOMES = (Line(test=Test.CATEGORIES, labels=("owner",)), Line(test=Test.OTHER), Line(test=Test.MISSING))


def crossed(*tables: tuple[Attribute, ...]) -> Card:
    """Income by home; each table is of owners, of others, of those whose home is not known."""
    slices = list(zip(HOMES, tables, strict=True))
    return card(REGISTRY, (crossing("housing_tenure", "net_monthly_income", slices),), initial=500)


def lines(*points: int) -> tuple[Attribute, ...]:
    """Three bands of income, and income that is not known."""
    return (*intervals((1_500, 4_000), points[:3]), line(Test.MISSING, points[3], neutral=True))


GRID = crossed(lines(1, 2, 3, 2), lines(4, 5, 6, 5), (line(Test.ANY, 7, neutral=True),))


def test_in_text_the_lines_stand_indented_under_their_group() -> None:
    page = print_card(CROSSED_CARD, CardFormat.TEXT, EN)
    table = page.split("housing_tenure together with net_monthly_income\n")[1].split("\n\n")[0]
    shown = [re.sub(r"(?<=\S) {2,}\d.*", "", row) for row in table.splitlines()[1:]]
    assert shown[:6] == [
        "  Home: owner",
        "    below 1,500 EUR",
        "    1,500 to below 4,000 EUR",
        "    4,000 EUR or more",
        "    not known *",
        "  Home: tenant",
    ]
    assert shown[-2:] == ["  Home: not known", "    any value *"]


def test_in_markdown_every_line_names_its_group() -> None:
    page = print_card(CROSSED_CARD, CardFormat.MD, EN)
    assert "| Home | Net monthly income | points | share | bad rate |" in page
    assert "| tenant | 2,500 to below 4,000 EUR | 38 | 0.0% | – |" in page


def test_in_html_each_group_is_headed_by_its_line() -> None:
    page = print_card(CROSSED_CARD, CardFormat.HTML, EN)
    groups = re.findall(r'<tbody><tr><th scope="rowgroup" colspan="4">(.*?)</th></tr>(.*?)</tbody>', page)
    assert [name for name, _ in groups] == ["Home: owner", "Home: tenant", "Home: any other", "Home: not known"]
    assert [rows.count('<th scope="row">') for _, rows in groups] == [4, 5, 3, 1]


@pytest.mark.parametrize("form", [CardFormat.MD, CardFormat.HTML])
def test_tables_of_the_same_lines_make_a_grid(form: CardFormat) -> None:
    """A column for each home; who has no known home has a row, since income does not matter there."""
    page = print_card(GRID, form, EN)
    if form is CardFormat.MD:
        assert (
            "| Net monthly income: points (share, bad rate) | Home: owner | Home: any other | Home: not known |" in page
        )
        assert "| 1,500 to below 4,000 EUR | 2 (0.0%, –) | 5 (0.0%, –) |  |" in page
        assert r"| any value |  |  | 7 \* (0.0%, –) |" in page
    else:
        assert '<th scope="colgroup" colspan="3">Home<small>points; share / bad rate in %</small></th>' in page
        assert '<th scope="row">1,500 to below 4,000 EUR</th><td>2<small>0.0 / –</small></td>' in page
        assert 'scope="rowgroup"' not in page


def test_in_text_a_grid_is_printed_in_groups_too() -> None:
    page = print_card(GRID, CardFormat.TEXT, EN)
    assert page.count("  Home: ") == 3


def test_tables_of_other_lines_make_no_grid() -> None:
    shorter = (*intervals((1_500,), (1, 2)), line(Test.MISSING, 1))
    page = print_card(crossed(lines(1, 2, 3, 2), shorter, lines(4, 5, 6, 5)), CardFormat.HTML, EN)
    assert page.count('scope="rowgroup"') == 3


@pytest.mark.parametrize("form", CardFormat)
def test_the_steps_say_how_to_find_a_line_in_two(form: CardFormat) -> None:
    assert "find your group first" in print_card(CROSSED_CARD, form, EN)
    assert "Zoek daar eerst uw groep" in print_card(CROSSED_CARD, form, NL).replace("\n     ", " ")
    assert "find your group first" not in print_card(HAND_CARD, form, EN)


def test_the_example_names_both_lines_of_a_crossing() -> None:
    page = print_card(CROSSED_CARD, CardFormat.MD, EN)
    assert r"| housing\_tenure together with net\_monthly\_income: owner, below 1,500 EUR | 22 |" in page


def test_a_group_that_nobody_can_reach_is_marked() -> None:
    """Every category that is declared has a group of its own, and nothing is left for the others."""
    homes = (Line(test=Test.CATEGORIES, labels=("owner", "tenant", "other")), *HOMES[1:])
    tables = (lines(1, 2, 3, 2), lines(4, 5, 6, 5), (line(Test.ANY, 7),))
    slices = list(zip(homes, tables, strict=True))
    closed = card(REGISTRY, (crossing("housing_tenure", "net_monthly_income", slices),), initial=500)
    page = print_card(closed, CardFormat.TEXT, EN)
    assert "  Home: any other †\n" in page
    assert page.count("†") == 2
