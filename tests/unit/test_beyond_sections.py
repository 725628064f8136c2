"""The sections of a page: every picture with its table, both languages, names as text."""

from __future__ import annotations

import re

import numpy as np
import pytest

from audits.beyond.beyond import look_beyond
from audits.beyond.sections import beyond_sections
from audits.shared.sections import Page
from audits.shared.template import page_template
from scoring.domain.text import Language
from tests.support.grouped_people import People, lender, sex

HOSTILE = "</svg><script>alert(1)</script>"


def rendered(source: People, *groups: str, language: Language = Language.EN) -> str:
    sections = beyond_sections(look_beyond(source, sex(*groups)), language)
    page = Page(language=language.value, title="t", contents="c", sections=sections)
    return page_template("audits.beyond", "sections.html.j2").render(page=page)


@pytest.fixture(scope="module")
def page() -> str:
    return rendered(lender(), "man", "woman")


def test_every_part_has_its_section(page: str) -> None:
    found = re.findall(r'<h2 id="beyond-(\w+)">', page)
    assert found == ["about", "reasons", "recourse", "appeals", "consent", "handling", "months"]


def test_every_picture_is_followed_by_its_table(page: str) -> None:
    drawn = [plot for plot in page.split('<div class="plot">')[1:] if "<svg" in plot]

    assert len(drawn) >= 8
    assert all(re.search(r"</svg>\s*</figure>\s*<div class=\"scroll\"[^>]*>\s*<table>", plot) for plot in drawn)


def test_identities_are_unique(page: str) -> None:
    found = re.findall(r'id="([\w-]+)"', re.sub(r"<(clipPath|defs).*?</\1>", "", page, flags=re.DOTALL))
    assert len(set(found)) == len(found)


def test_the_reference_and_that_nothing_is_judged_are_said(page: str) -> None:
    assert "group less reference group (sex: man)" in page
    assert "Nothing here is judged" in page
    assert not re.search(r'class="verdict', page)


def test_a_dutch_page_says_everything_in_dutch() -> None:
    text = re.sub(r"<[^>]*>", " ", rendered(lender(), "man", "woman", language=Language.NL))
    said = ("reference", "share", "people", "not shown", "declined", "median ", "compared", "everybody")
    assert not [word for word in said if re.search(rf"\b{word}\b", text)]


def test_absent_parts_are_named() -> None:
    page = rendered(People(sex=["man", "woman"] * 50, approved=[1, 0] * 50), "man", "woman")
    assert "reasons: needs reason_1" in page
    assert "appeals: needs appealed" in page


def test_names_are_text_wherever_they_stand() -> None:
    source = People(
        sex=np.array([HOSTILE, "b"] * 200),
        approved=[0] * 400,
        reason_1=[HOSTILE, HOSTILE, "B", "B"] * 100,
        appealed=[1] * 400,
        overturned=[1, 1, 0, 0] * 100,
        reviewer=[HOSTILE] * 400,
    )
    assert "<script" not in rendered(source, HOSTILE, "b")
