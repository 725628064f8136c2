"""The printed card on real paper: a browser prints it, and the pages are counted."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from scoring.artefact.card_json import read_card
from scoring.artefact.printed_card import CardFormat, print_card
from scoring.domain.card import Card
from scoring.domain.entry import Attribute
from scoring.domain.line import Line, Test
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Language, Text
from tests.support.hand_card import CROSSED_CARD, card, crossing, entry, field, intervals, line

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "card.json"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
A4 = (595, 842)
"""In points."""


def printed(card: Card, language: Language, folder: Path) -> bytes:
    """The HTML page as a browser prints it."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("there is no browser that prints: install chromium")
    page, paper = folder / "card.html", folder / "card.pdf"
    page.write_text(print_card(card, CardFormat.HTML, language), encoding="utf-8")
    settings = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    settings += [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={paper}"]
    subprocess.run([browser, *settings, page.as_uri()], check=True, capture_output=True, timeout=120)
    return paper.read_bytes()


@pytest.mark.parametrize("language", Language)
def test_the_reference_card_fits_two_pages(language: Language, tmp_path: Path) -> None:
    paper = printed(read_card(REFERENCE), language, tmp_path)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 2
    sizes = {tuple(round(float(x)) for x in box.split()) for box in re.findall(rb"/MediaBox\s*\[0 0 ([^\]]+)\]", paper)}
    assert sizes == {A4}


def test_a_card_with_a_crossing_fits_a_page(tmp_path: Path) -> None:
    paper = printed(CROSSED_CARD, Language.EN, tmp_path)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1


def declared(*names: str) -> Registry:
    """Characteristics of these names."""
    return Registry(profile=Profile.BENCHMARK, title=Text.same("sample"), characteristics=tuple(map(field, names)))


def rising(lines: int) -> list[Attribute]:
    """So many intervals, and a line for nobody knows."""
    return [*intervals([float(place) for place in range(1, lines)], range(lines)), line(Test.MISSING, 1)]


def test_long_tables_are_split_so_that_a_hundred_and_eighty_lines_fit_two_pages(tmp_path: Path) -> None:
    """A table of 40 lines in one piece, and one of 60, leave half of a page empty."""
    ends: list[float | None] = [None, 2.0, 4.0, 6.0, None]
    slices = [(Line(test=Test.INTERVAL, lower=low, upper=high), rising(14)) for low, high in pairwise(ends)]
    long = card(
        declared("months_at_bank", "amount", "rate", "use", "term"),
        [
            entry("months_at_bank", rising(40)),
            crossing("use", "rate", [*slices, (Line(test=Test.MISSING), [line(Test.ANY, 0)])]),
            entry("amount", rising(58)),
            entry("term", rising(20)),
        ],
        cut_off=60,
    )

    paper = printed(long, Language.EN, tmp_path)

    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 2


def test_a_split_table_says_its_name_over_each_part_on_paper_and_once_to_a_reader_of_the_screen() -> None:
    page = print_card(card(declared("amount"), [entry("amount", rising(30))]), CardFormat.HTML, Language.EN)
    short = print_card(card(declared("amount"), [entry("amount", rising(5))]), CardFormat.HTML, Language.EN)

    assert page.count('<tr class="again" aria-hidden="true"><th colspan="4">amount</th></tr>') == 1
    assert "<caption>amount</caption>" in page
    assert '<tr class="again"' not in short
