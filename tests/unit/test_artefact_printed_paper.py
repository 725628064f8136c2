"""The printed card on real paper: a browser prints it, and the pages are counted."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scoring.artefact.card_json import read_card
from scoring.artefact.printed_card import CardFormat, print_card
from scoring.domain.card import Card
from scoring.domain.text import Language
from tests.support.hand_card import CROSSED_CARD

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
