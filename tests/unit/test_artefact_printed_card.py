"""The printed card: the whole model on paper, and no label can be more than text on it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from scoring.artefact.card_json import card_digest
from scoring.artefact.printed_card import CardFormat, print_card
from scoring.domain.card import Card
from scoring.domain.characteristic import Special
from scoring.domain.entry import Entry
from scoring.domain.line import Test
from scoring.domain.registry import Profile
from scoring.domain.text import Language, Text
from tests.support.hand_card import CROSSED_CARD, HAND_CARD, entry, intervals, line

EN, NL = Language.EN, Language.NL
HOSTILE = (
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "\" onmouseover='alert(1)",
    "a | b | c",
    "[click](javascript:alert(1))",
    "`code` *bold* _it_ # title",
    "line one\nline two\r\n## forged heading",
    "\x1b[2J\x1b[31mred\x07",
    "right\u202eto left\u200b",
    "{0} {} {card.registry} %s",
    "=cmd|' /C calc'!A0",
    "back\\slash",
)


def renamed(words: str, card: Card = HAND_CARD) -> Card:
    """A card with one text in every place that a person writes."""
    text = Text.same(words)
    registry = card.registry
    characteristics = tuple(
        replace(
            field,
            label=text,
            unit=text if field.unit else None,
            special=tuple(Special(code=special.code, meaning=text) for special in field.special),
            categories=(words, *field.categories) if field.categories else (),
            category_labels=(("tenant", text),) if field.categories else (),
        )
        for field in registry.characteristics
    )
    inputs = tuple(replace(field, label=text, unit=text) for field in registry.inputs)
    changed = replace(registry, title=text, approver=words, characteristics=characteristics, inputs=inputs)
    entries = tuple(
        replace(
            each,
            naming=replace(each.naming, label=text) if each.naming else None,
            slices=tuple(
                replace(
                    part,
                    attributes=tuple(
                        replace(a, labels=("owner", words)) if a.labels == ("owner",) else a for a in part.attributes
                    ),
                )
                for part in each.slices
            ),
        )
        for each in card.entries
    )
    return replace(card, registry=changed, entries=entries)


HOSTILE_CARDS = [pytest.param(HAND_CARD, id="tables"), pytest.param(CROSSED_CARD, id="crossing")]


class Page(HTMLParser):
    """Every tag with its attributes, and the text of each cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("form", CardFormat)
@pytest.mark.parametrize("language", Language)
def test_every_line_of_every_entry_is_printed_with_its_points(form: CardFormat, language: Language) -> None:
    """A person can add up their own score from the paper alone."""
    page = html.unescape(print_card(HAND_CARD, form, language))
    for each in HAND_CARD.entries:
        assert HAND_CARD.naming(each).label.into(language) in page
        for attribute in each.attributes:
            assert re.search(rf"\b{attribute.points}\b", page)
    for number in (HAND_CARD.initial_points, HAND_CARD.lowest, HAND_CARD.highest, HAND_CARD.cut_off):
        assert str(number) in page


@pytest.mark.parametrize("form", CardFormat)
def test_the_digest_of_the_card_is_on_the_page(form: CardFormat) -> None:
    assert card_digest(HAND_CARD) in print_card(HAND_CARD, form, EN)


def test_the_table_of_savings_reads_as_it_scores() -> None:
    """Both ends of every interval, the refusal and the silence each on a line."""
    page = print_card(HAND_CARD, CardFormat.MD, EN)
    table = page.split("## Months of expenses in savings")[1].split("##")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:3]] for row in table.splitlines() if row.startswith("| ")][2:]
    assert rows == [
        ["below 1 months", "6"],
        ["1 to below 3 months", "17"],
        ["3 months or more", "28"],
        ["not known", "10"],
        [r"not shared \*", "15"],
    ]


def test_the_table_in_dutch_uses_dutch_words_and_a_decimal_comma() -> None:
    page = print_card(HAND_CARD, CardFormat.TEXT, NL)
    for words in ("minder dan 0,3", "geen creditcard", "niet bekend", "niet gedeeld", "1.500 tot 2.500 EUR"):
        assert words in page


@pytest.mark.parametrize(
    ("profile", "en", "nl"),
    [
        (Profile.SERVABLE, "Approved by: the Counterscore maintainers", "Goedgekeurd door: the Counterscore"),
        (Profile.BENCHMARK, "may not be used on people", "mag niet op mensen worden toegepast"),
        (Profile.UNDECLARED, "may not be used on people", "mag niet op mensen worden toegepast"),
    ],
)
def test_the_page_says_what_the_card_may_be_used_for(profile: Profile, en: str, nl: str) -> None:
    card = replace(HAND_CARD, registry=replace(HAND_CARD.registry, profile=profile))
    assert en in print_card(card, CardFormat.MD, EN)
    assert nl in print_card(card, CardFormat.MD, NL)


def test_a_declared_characteristic_that_is_not_used_is_named() -> None:
    smaller = replace(
        HAND_CARD,
        entries=HAND_CARD.entries[:-1],
        pd_table=replace(
            HAND_CARD.pd_table, lowest=HAND_CARD.lowest - 12, pds=HAND_CARD.pd_table.pds[: 633 - 24 - 457 + 12 + 1]
        ),
    )
    assert "Declared, and not used: Home." in print_card(smaller, CardFormat.MD, EN)
    assert "not used:" not in print_card(HAND_CARD, CardFormat.MD, EN)


def test_what_a_crossing_reads_is_used() -> None:
    assert "not used:" not in print_card(CROSSED_CARD, CardFormat.MD, EN)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
@pytest.mark.parametrize("card", HOSTILE_CARDS)
def test_in_html_a_hostile_label_adds_no_tag_and_no_attribute(words: str, language: Language, card: Card) -> None:
    """The page has exactly the tags of the page with a plain label."""
    plain = Page(print_card(renamed("plain", card), CardFormat.HTML, language))
    hostile = Page(print_card(renamed(words, card), CardFormat.HTML, language))
    assert hostile.tags == plain.tags
    clean = "".join(character if character.isprintable() else " " for character in words)
    assert any(clean in each for each in hostile.words)


def test_the_html_page_runs_nothing_and_fetches_nothing() -> None:
    page = Page(print_card(HAND_CARD, CardFormat.HTML, EN))
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    names = {name for _, attributes in page.tags for name, _ in attributes}
    assert names <= {"lang", "charset", "name", "content", "scope", "colspan"}


@pytest.mark.parametrize("language", Language)
def test_the_html_page_names_its_language(language: Language) -> None:
    assert f'<html lang="{language.value}">' in print_card(HAND_CARD, CardFormat.HTML, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
@pytest.mark.parametrize("card", HOSTILE_CARDS)
def test_in_markdown_a_hostile_label_adds_no_column_heading_link_or_tag(
    words: str, language: Language, card: Card
) -> None:
    """Same lines, same number of cells; every sign that Markdown reads stands behind a backslash."""
    plain = print_card(renamed("plain", card), CardFormat.MD, language).splitlines()
    hostile = print_card(renamed(words, card), CardFormat.MD, language).splitlines()
    assert len(hostile) == len(plain)
    for ours, theirs in zip(hostile, plain, strict=True):
        unescaped = re.sub(r"\\.", "", ours)
        assert unescaped.count("|") == re.sub(r"\\.", "", theirs).count("|")
        assert unescaped.startswith("#") == theirs.startswith("#")
        assert not set("<>[]`*") & set(unescaped)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
@pytest.mark.parametrize("card", HOSTILE_CARDS)
def test_in_text_a_hostile_label_moves_no_cursor_and_forges_no_line(words: str, language: Language, card: Card) -> None:
    page = print_card(renamed(words, card), CardFormat.TEXT, language)
    assert all(character.isprintable() or character == "\n" for character in page)
    assert not any(each.startswith(("## forged", "line two")) for each in page.splitlines())


@pytest.mark.parametrize("form", CardFormat)
@pytest.mark.parametrize("words", ["{0} {} {card}", "%s %(x)s", "$x ${y}"])
def test_a_label_is_never_a_template(form: CardFormat, words: str) -> None:
    page = print_card(renamed(words), form, EN)
    assert words in re.sub(r"\\(.)", r"\1", page)


def test_shares_of_each_line_come_from_the_counts() -> None:
    """A quarter of 400 people, 10 of those 100 bad."""
    ends = intervals((1_000,), (5, 9))
    counted = (
        replace(ends[0], goods=90.0, bads=10.0),
        replace(ends[1], goods=295.0, bads=5.0),
        line(Test.MISSING, 5),
    )
    old = HAND_CARD.entries[1]
    smaller = replace(
        HAND_CARD,
        entries=(entry(old.characteristic, counted),),
        pd_table=replace(HAND_CARD.pd_table, lowest=435, pds=("0.5", "0.4", "0.3", "0.2", "0.1")),
    )
    page = print_card(smaller, CardFormat.MD, EN)
    assert "| below 1,000 EUR | 5 | 25.0% | 10.0% |" in page
    assert "| not known | 5 | 0.0% | – |" in page


def test_a_neutral_line_is_marked_and_the_mark_is_explained() -> None:
    page = print_card(HAND_CARD, CardFormat.TEXT, EN)
    assert len(re.findall(r"not (?:known|shared) \* ", page)) == 3
    assert "* Neutral points: about the mean" in page
    plain = print_card(replace(HAND_CARD, entries=tuple(map(_without_neutral, HAND_CARD.entries))), CardFormat.TEXT, EN)
    assert "*" not in plain


def _without_neutral(each: Entry) -> Entry:
    lines = tuple(replace(attribute, neutral=False) for attribute in each.attributes)
    return replace(each, slices=(replace(each.slices[0], attributes=lines),))


def _with(name: str, **changes: Any) -> Card:  # noqa: ANN401 - any field of a characteristic
    registry = HAND_CARD.registry
    fields = tuple(replace(c, **changes) if c.name == name else c for c in registry.characteristics)
    return replace(HAND_CARD, registry=replace(registry, characteristics=fields))


@pytest.mark.parametrize(
    ("card", "line_of"),
    [
        (_with("housing_tenure", categories=("owner", "tenant")), "any other"),
        (_with("housing_tenure", categories=("owner", "lodger")), "tenant"),
        (_with("net_monthly_income", range=(1_500, 50_000)), "below 1,500 EUR"),
        (_with("net_monthly_income", range=(0, 3_999)), "4,000 EUR or more"),
    ],
)
def test_a_line_that_nobody_can_reach_is_marked(card: Card, line_of: str) -> None:
    """No permitted value falls into it."""
    page = print_card(card, CardFormat.TEXT, EN)
    assert re.findall(r"  (\S.*\S) †  ", page) == [line_of]
    assert "† Nobody can come here" in page


def test_where_every_line_can_be_reached_no_mark_is_explained() -> None:
    assert "†" not in print_card(HAND_CARD, CardFormat.TEXT, EN)


def test_the_example_is_an_addition_of_the_commonest_lines() -> None:
    """430 to begin with, and one line of each table."""
    entries = tuple(
        replace(
            each,
            slices=(
                replace(
                    each.slices[0], attributes=tuple(replace(a, goods=float(n)) for n, a in enumerate(each.attributes))
                ),
            ),
        )
        for each in HAND_CARD.entries
    )
    page = print_card(replace(HAND_CARD, entries=entries), CardFormat.MD, EN)
    example = page.split("## Example")[1].split("##")[0]
    points = [int(number) for number in re.findall(r"\| (\d+) \|$", example, re.MULTILINE)]
    assert points == [430, *(each.attributes[-1].points for each in entries), 529]
    assert points[-1] == sum(points[:-1])
    pd = HAND_CARD.pd(529) * 100
    assert f"A score of 529 means a probability of default of {pd:.1f}%." in example
    assert "The lowest passing score is 560: the score does not pass." in example


def test_the_page_says_what_the_cut_off_means() -> None:
    page = print_card(HAND_CARD, CardFormat.MD, EN)
    assert "The lowest passing score is 560 (the cut-off). Of people with that score, 11.8% are expected" in page
    assert "| 560 (lowest passing score) | 11.8% |" in page
    assert "This card has no cut-off" in print_card(replace(HAND_CARD, cut_off=None), CardFormat.MD, EN)
    assert "outside the scores" in print_card(replace(HAND_CARD, cut_off=900), CardFormat.MD, EN)


def test_the_page_says_how_to_work_out_what_is_derived() -> None:
    """Labels in the place of names."""
    said = "“Amount asked for” / “Term” / the largest of (“Net monthly income”; 1)"
    assert f"To work out “Monthly payment as a share of income”: {said}" in print_card(HAND_CARD, CardFormat.MD, EN)
    assert "het grootste van (“Netto maandinkomen”; 1)" in print_card(HAND_CARD, CardFormat.MD, NL)


def weighted(goods: float, bads: float) -> Card:
    """A card of 600 rows whose weights sum to something else."""
    return replace(HAND_CARD, development=replace(HAND_CARD.development, rows=600, goods=goods, bads=bads))


@pytest.mark.parametrize(("goods", "bads"), [(830, 370), (0.000822, 0.000378), (415.5, 184.5)])
@pytest.mark.parametrize("form", CardFormat)
def test_weights_are_not_people(goods: float, bads: float, form: CardFormat) -> None:
    """Where rows have weights, the card gives no count of people who defaulted, for it has none."""
    english, dutch = (" ".join(print_card(weighted(goods, bads), form, language).split()) for language in (EN, NL))
    share = f"{bads / (goods + bads):.1%}"
    assert "600 rows of data, each with a weight." in english
    assert f"By weight, {share} defaulted." in html.unescape(english)
    assert "600 rijen gegevens, elk met een gewicht." in dutch
    assert f"Naar gewicht betaalde {share.replace('.', ',')} niet goed." in dutch
    assert not re.search(r"\d people", english)
    assert not re.search(r"\d mensen", dutch)


def test_rows_that_all_count_as_one_are_people() -> None:
    assert "made from 1,000 people, of whom 100 defaulted" in print_card(HAND_CARD, CardFormat.TEXT, EN)
