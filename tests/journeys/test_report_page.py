"""The audit's report in a real browser, opened from a file: read by anybody, on a screen, by ear and on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from audits.fairness.audit import audit
from audits.fairness.outcome import AuditReport
from audits.fairness.report import render
from scoring.domain.text import Language
from tests.support.cubes import random_people
from tests.support.reports import hostile_report, report_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GUIDELINES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
A4 = (595, 842)
"""In points."""
REPORTS: dict[str, Callable[[], AuditReport]] = {
    "all outcomes": lambda: report_of(6000),
    "outcomes of the approved": lambda: report_of(6000, unknown=True),
    "few people": lambda: report_of(200),
    "combinations judged": lambda: report_of(6000, judged=True),
    "hostile names": hostile_report,
}
WIDER = """(width) => [...document.querySelectorAll("body *")]
  .filter((each) => each.closest(".scroll") === null && each.closest("svg") === null)
  .filter((each) => each.getBoundingClientRect().right > width).map((each) => each.tagName)"""
"""What stands beyond a screen of a width, but for tables, which are moved sideways by themselves."""
OUTSIDE = """() => [...document.querySelectorAll("svg")].filter((svg) => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].some((text) => {
    const { left, right, width } = text.getBoundingClientRect();
    return width > 0 && (left < frame.left - 6 || right > frame.right + 6); });
}).map((svg) => svg.querySelector("title").textContent)"""
"""Pictures of which some words stand outside the frame."""


def _browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no browser to open the page in: install chromium")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = _browser()
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a report without a network and without scripts of its own; afterwards nothing was asked for or said."""
    context = browser.new_context(offline=True)
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("dialog", lambda dialog: said.append(dialog.message))
    path = tmp_path / "report.html"

    def page(report: AuditReport, language: Language = Language.EN, width: int = 1000) -> Page:
        path.write_text(render(report, language), encoding="utf-8")
        shown = context.new_page()
        shown.set_viewport_size({"width": width, "height": 900})
        shown.goto(path.as_uri())
        return shown

    yield page
    context.close()
    assert asked == [path.as_uri()]
    assert said == []


@pytest.mark.parametrize("which", REPORTS)
def test_the_page_keeps_to_the_accessibility_guidelines(which: str, opened: Callable[..., Page]) -> None:
    page = opened(REPORTS[which](), Language.NL)
    found = Axe().run(page, options=GUIDELINES).response["violations"]

    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("width", [1000, 360])
def test_nothing_but_a_table_is_wider_than_the_screen(width: int, opened: Callable[..., Page]) -> None:
    assert opened(report_of(6000, unknown=True), width=width).evaluate(WIDER, width) == []


def test_a_long_word_does_not_make_the_page_wider_than_the_screen(opened: Callable[..., Page]) -> None:
    """The digest of a card, for one, in a sentence about its cut-off."""
    people = random_people(400, 3)
    report = audit({**people, "card": np.full(400, f"sha256:{'a' * 64}")}, by="sex")

    assert opened(report, width=360).evaluate("document.documentElement.scrollWidth") == 360


def test_the_words_of_a_picture_stay_inside_it(opened: Callable[..., Page]) -> None:
    assert opened(report_of(6000)).evaluate(OUTSIDE) == []


def test_everything_can_be_reached_by_its_heading(opened: Callable[..., Page]) -> None:
    page = opened(report_of(6000))
    links = page.locator("nav a")

    assert links.count() == page.locator("main > section h2").count()
    for place in range(links.count()):
        links.nth(place).focus()
        page.keyboard.press("Enter")
        assert page.locator("h2:target").inner_text().startswith(links.nth(place).inner_text())


@pytest.mark.parametrize("language", Language)
def test_the_summary_is_one_page_of_paper(language: Language, tmp_path: Path) -> None:
    """Printed, the first page is the summary, the second begins with what follows, and paper is A4."""
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    written = render(report_of(6000, unknown=True, judged=True), language)
    only = written[: written.index("<nav")] + "</main></body></html>"
    counts = []
    for text in (only, written):
        page.write_text(text, encoding="utf-8")
        settings = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        settings += [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={paper}"]
        subprocess.run([_browser(), *settings, page.as_uri()], check=True, capture_output=True, timeout=120)
        printed = paper.read_bytes()
        counts.append(len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)))
        boxes = re.findall(rb"/MediaBox\s*\[0 0 ([^\]]+)\]", printed)
        assert {tuple(round(float(x)) for x in box.split()) for box in boxes} == {A4}

    assert counts[0] == 1
    assert 5 <= counts[1] <= 30
