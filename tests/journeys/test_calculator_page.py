"""The exported page in a real browser, opened from a file: what a person is told is what Python says.

Every page that a test opens through ``opened`` is watched: at the end it has asked for nothing but its own file, and
nothing stands in the browser's console.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from scoring.domain.card import Card
from scoring.domain.characteristic import Actionable, Change, Kind, Source
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_reading, exact_text, number_text
from scoring.explain.recourse import Goal, recourse
from scoring.export.page import html
from scoring.export.page_words import WORDS
from tests.support.calculator_page import Answer, Calculator, movable, steps
from tests.support.export_vectors import HOSTILE
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD
from tests.support.movable_cards import BANK, CHANGES, NEAR

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
GUIDELINES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
BEYOND = """(width) => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && each.closest(".spoken, thead") === null)
  .map((each) => [each.className || each.tagName, each.getBoundingClientRect()])
  .filter(([, { left, right }]) => left < 0 || right > width).map(([name]) => name)"""
"""What stands beyond a screen of a width; heads of tables are hidden on a narrow one."""
Opened = Callable[[Card, Language], Calculator]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no browser to open the page in: install chromium")
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens a card's page without a network; afterwards no page has asked for anything or complained."""
    context = browser.new_context(offline=True, locale="fr-FR")
    context.set_default_timeout(5_000)
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("dialog", lambda dialog: said.append(dialog.message))
    files: list[str] = []

    def calculator(scored: Card, language: Language) -> Calculator:
        path = tmp_path / f"{len(files)}.html"
        path.write_text(html(scored, language), encoding="utf-8")
        files.append(path.as_uri())
        page = context.new_page()
        page.goto(files[-1])
        return Calculator(page=page, card=scored, language=language)

    yield calculator
    context.close()
    assert asked == files
    assert said == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("scored", [HAND_CARD, CROSSED_CARD], ids=["one-way", "crossed"])
def test_by_keyboard_alone_the_page_says_what_python_says(scored: Card, language: Language, opened: Opened) -> None:
    """Score, probability, points of every table, and reasons in words, in order, with what each cost."""
    page = opened(scored, language)
    assert set(page.type_all(APPLICANT)) == set(APPLICANT)
    assert page.answer() == Answer.of(scored, APPLICANT, language)


def test_an_empty_page_says_what_an_unknown_person_gets(opened: Opened) -> None:
    page = opened(HAND_CARD, Language.EN)
    assert page.answer() == Answer.of(HAND_CARD, {}, Language.EN)
    expect(page.page.locator("#answer")).to_contain_text("7 figures are not filled in and count as not known.")


def test_a_refused_bank_costs_nothing_and_is_no_reason(opened: Opened) -> None:
    page = opened(HAND_CARD, Language.NL)
    page.fill(APPLICANT)
    page.refusal(Source.BANK).focus()
    page.page.keyboard.press("Space")
    assert page.answer() == Answer.of(HAND_CARD, APPLICANT, Language.NL, BANK)
    expect(page.entry("buffer_months")).to_be_disabled()
    page.page.keyboard.press("Space")
    assert page.answer() == Answer.of(HAND_CARD, APPLICANT, Language.NL)


def test_a_special_value_and_an_unknown_one_have_names_to_choose(opened: Opened) -> None:
    page = opened(HAND_CARD, Language.EN)
    page.fill(APPLICANT)
    for label, value in (("no credit card", "-8"), ("not known", None)):
        page.choice("card_utilisation").select_option(label=label)
        expect(page.entry("card_utilisation")).to_be_disabled()
        assert page.answer() == Answer.of(HAND_CARD, {**APPLICANT, "card_utilisation": value}, Language.EN)
    page.choice("card_utilisation").select_option(label="a figure")
    assert page.answer() == Answer.of(HAND_CARD, APPLICANT, Language.EN)


def test_a_loss_is_rounded_as_on_paper(opened: Opened) -> None:
    """1.65 points, which doubles make of 17.65 - 16 as a little less, are shown as 1.7."""
    page = opened(HAND_CARD, Language.EN)
    page.fill(NEAR)
    answer = page.answer()
    assert answer == Answer.of(HAND_CARD, NEAR, Language.EN)
    assert ("The home is not owned", "1.7") in answer.reasons


@pytest.mark.parametrize("language", Language)
def test_a_value_is_shown_on_its_own_side_of_every_end(language: Language, opened: Opened) -> None:
    """Whoever looks the shown number up in the table finds the points that it earned; a tiny number is not zero."""
    page = opened(HAND_CARD, language)
    ends = HAND_CARD.ends("payment_to_income")
    field = HAND_CARD.registry.characteristic("payment_to_income")
    for amount in (17_999.9, 17_999.99999, 18_000, 17_000, 1_000.5, 8_999.999999999, 31_500, 31_499.999):
        figures = {**APPLICANT, "requested_amount": amount, "net_monthly_income": 2_500}
        page.fill(figures)
        reading = HAND_CARD.registry.read(figures)["payment_to_income"]
        said = page.page.locator("#answer table").last.locator("tbody tr").nth(1).locator("td").first
        expect(said).to_have_text(describe_reading(reading, field, language, ends))
    page.fill({**APPLICANT, "card_utilisation": 0.29999999999999})
    said = page.page.locator("#answer table").last.locator("tbody tr").nth(3).locator("td").first
    expect(said).to_have_text(exact_text(0.29999999999999, language))
    page.fill({**APPLICANT, "card_utilisation": 4e-12})
    expect(said).to_have_text(exact_text(4e-12, language))


@pytest.mark.parametrize(
    ("language", "figures"),
    [
        (Language.EN, {"2,100": 2_100, "12,345.5": 12_345.5, "2100,5": 2_100.5, "2.100": 2.1, "0,125": 0.125}),
        (Language.NL, {"2.100": 2_100, "12.345,5": 12_345.5, "2100.5": 2_100.5, "2,100": 2.1, "0.125": 0.125}),
    ],
)
def test_a_figure_is_read_as_people_write_it(language: Language, figures: Mapping[str, float], opened: Opened) -> None:
    """Points and commas mean what they mean in the page's language, where that can be told."""
    short = {**APPLICANT, "requested_amount": 500, "term_months": 120}
    page = opened(HAND_CARD, language)
    for written, value in figures.items():
        page.fill({**short, "net_monthly_income": written})
        row = page.page.locator("#answer table").last.locator("tbody tr").nth(2)
        expect(row.locator("td").first).to_have_text(f"{number_text(value, language)} EUR")
        assert page.answer() == Answer.of(HAND_CARD, {**short, "net_monthly_income": value}, language), written


def test_an_invalid_figure_says_so_beside_its_field(opened: Opened) -> None:
    """No score, what is wrong in words, and the field's description names the error; correcting it brings all back."""
    page = opened(HAND_CARD, Language.EN)
    use, error = page.entry("card_utilisation"), page.error("card_utilisation")
    for written in ("3", "-1", "a lot", "1.2.3", "inf"):
        page.fill({**APPLICANT, "card_utilisation": written})
        expect(error).to_have_text("This cannot be right. Fill in a number from 0 to 2, or leave it empty.")
        expect(use).to_have_accessible_description(re.compile("This cannot be right"))
        expect(use).to_have_attribute("aria-invalid", "true")
        expect(page.page.locator(".score")).to_have_count(0)
        expect(page.page.locator("#answer")).to_contain_text("the value of 'Share of the credit card's limit in use'")
    use.fill("0.8")
    expect(error).to_be_hidden()
    assert page.answer() == Answer.of(HAND_CARD, APPLICANT, Language.EN)


def test_what_comes_out_impossible_names_what_it_is_worked_out_from(opened: Opened) -> None:
    """Every figure may be right by itself: 500 a month on an income of 1."""
    page = opened(HAND_CARD, Language.EN)
    page.fill({**APPLICANT, "net_monthly_income": 1})
    expect(page.page.locator(".score")).to_have_count(0)
    expect(page.page.locator("#answer")).to_contain_text(re.compile("share of income.*Amount asked for; .*income"))


@pytest.mark.parametrize("language", Language)
def test_categories_have_their_labels(language: Language, opened: Opened) -> None:
    home = Text(en="with somebody", nl="bij iemand")
    registry = HAND_CARD.registry
    labelled = tuple(
        replace(each, category_labels=(("tenant", home),)) if each.kind is Kind.CATEGORICAL else each
        for each in registry.characteristics
    )
    page = opened(replace(HAND_CARD, registry=replace(registry, characteristics=labelled)), language)
    page.choice("housing_tenure").select_option(label=home.into(language))
    row = page.page.locator("#answer table").last.locator("tbody tr").last
    assert row.locator("td").all_inner_texts()[:3] == [home.into(language)] * 2 + ["16"]


def test_what_would_change_it_is_what_looking_at_every_step_finds(opened: Opened) -> None:
    """Value, gain and whether it is enough, for every field that the person can move."""
    pages: dict[int, Calculator] = {}
    for what, (scored, values, refused) in CHANGES.items():
        page = pages.get(id(scored)) or pages.setdefault(id(scored), opened(scored, Language.NL))
        page.fill(values, refused)
        assert page.steps() == page.steps_expected(values, refused), what


@pytest.mark.parametrize("what", CHANGES)
def test_recourse_says_the_same_of_one_change(what: str) -> None:
    """The cheapest plan of a card where nothing else moves."""
    scored, values, refused = CHANGES[what]
    score = scored.score(scored.registry.read(values, refused))
    for name, step in steps(scored, values, refused).items():
        for target, value in ((score + 1, step.value), (scored.cut_off, step.alone)):
            if target is not None and target > score:
                found = recourse(movable(scored, name), values, goal=Goal(target_score=target), refused=refused)
                assert [change.after for plan in found.plans for change in plan.changes] == [value] * (
                    value is not None
                )


def test_steps_too_many_to_look_at_are_said_to_be(opened: Opened) -> None:
    """Rather than "none" after the first few."""
    registry = HAND_CARD.registry
    inputs = tuple(
        replace(each, actionable=Actionable(direction=Change.DOWN, step=0.01)) if each.actionable else each
        for each in registry.inputs
    )
    page = opened(replace(HAND_CARD, registry=replace(registry, inputs=inputs)), Language.EN)
    page.fill({**APPLICANT, "requested_amount": 18_000})
    assert page.steps()["Amount asked for"] == (WORDS["too_fine"].en, "", WORDS["too_fine"].en)


@pytest.mark.parametrize("language", Language)
def test_axe_finds_nothing(language: Language, opened: Opened) -> None:
    """By the success criteria that can be checked by program: empty, filled and with an error, wide and narrow."""
    page = opened(CROSSED_CARD, language)
    for state in ({}, APPLICANT, {**APPLICANT, "open_arrears": 99}):
        page.fill(state)
        for width in (1200, 390):
            page.page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page.page, options=GUIDELINES)
            assert found.response["passes"]
            assert found.response["violations"] == []


def test_nothing_stands_beyond_the_screen(opened: Opened) -> None:
    """On a phone a table is a list; no part scrolls sideways."""
    page = opened(CROSSED_CARD, Language.NL)
    page.fill(APPLICANT)
    for width in (1200, 390, 320):
        page.page.set_viewport_size({"width": width, "height": 900})
        assert page.page.evaluate(BEYOND, width) == []


def test_a_new_score_is_announced(opened: Opened) -> None:
    page = opened(HAND_CARD, Language.EN)
    said = page.page.get_by_role("status")
    expect(said).to_have_attribute("aria-live", "polite")
    page.fill(APPLICANT)
    expect(said).to_have_text("Score 514. Below the pass mark of 560, by 46 points")
    page.entry("open_arrears").fill("0")
    expect(said).to_have_text("Score 540. Below the pass mark of 560, by 20 points")
    page.entry("open_arrears").fill("99")
    expect(said).to_contain_text("There is no score")


def test_clearing_everything_begins_anew(opened: Opened) -> None:
    page = opened(HAND_CARD, Language.EN)
    page.fill(APPLICANT)
    page.page.get_by_role("button", name="Clear everything").click()
    expect(page.page.locator(".score strong")).to_have_text(str(Answer.of(HAND_CARD, {}, Language.EN).score))


@pytest.mark.parametrize("language", Language)
def test_a_hostile_card_is_text(language: Language, opened: Opened) -> None:
    """Names, labels and categories that would be markup or a script are shown letter for letter and run nowhere."""
    page = opened(HOSTILE, language)
    values = {"n0": 1, "invalid": 2, "__proto__": 0.5, "constructor": "O'Neil", "score": 0}
    for category in ("</script>", "line\nbreak", "'; DROP TABLE x; --"):
        row = {**values, "</script><script>alert(1)</script>": category}
        page.fill(row)
        assert page.answer().score == HOSTILE.score(HOSTILE.registry.read(row))
    assert page.page.locator("h1").text_content() == HOSTILE.registry.title.into(language)
    assert page.page.evaluate("document.querySelectorAll('script, b, iframe, img, object').length") == 2


def test_the_policy_stops_what_is_not_the_pages_own(browser: Browser, tmp_path: Path) -> None:
    """A script, a picture, a request, a form's address: each is stopped, and nothing leaves."""
    path = tmp_path / "card.html"
    path.write_text(html(HAND_CARD, Language.EN), encoding="utf-8")
    page: Page = browser.new_page()
    left: list[str] = []

    def leaves(route: Route) -> None:
        left.append(route.request.url)
        route.fulfill(body="")

    page.route("http://**", leaves)
    page.goto(path.as_uri())
    stopped = page.evaluate(
        """async () => {
          const found = [];
          addEventListener("securitypolicyviolation", (event) => found.push(event.effectiveDirective));
          const put = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));
          put("script", { textContent: "globalThis.ran = true" });
          put("img", { src: "http://127.0.0.1:9/x.png" });
          put("style", { textContent: "body { color: red }" });
          await fetch("http://127.0.0.1:9/").catch(() => null);
          const form = document.createElement("form");
          form.action = "http://127.0.0.1:9/";
          document.body.append(form);
          form.submit();
          await new Promise((done) => setTimeout(done, 100));
          return [found.sort(), globalThis.ran ?? false];
        }"""
    )
    page.close()
    assert stopped == [["connect-src", "form-action", "img-src", "script-src-elem", "style-src-elem"], False]
    assert left == []
