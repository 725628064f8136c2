"""The page of an evaluation: every picture has its table, and what it says is what the document says."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markupsafe import escape

from audits.evaluation.document import Evaluation, Interval, Length, ScoreCount
from audits.evaluation.ranking import thresholds
from audits.evaluation.report import render
from audits.evaluation.spread import bars
from audits.evaluation.trade_off import trade_off_page
from audits.evaluation.words import translated
from audits.shared.small_cells import FEWEST_PEOPLE
from scoring.domain.card import Card
from scoring.domain.characteristic import Special
from scoring.domain.line import Test
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_line
from scoring.engine.comparison import Verdict
from scoring.engine.evaluation import POINTS
from scoring.engine.figure import MEASURES, Method
from scoring.engine.structure import USUAL
from tests.support.hand_card import CROSSED_CARD, HAND_CARD, REGISTRY, card, entry, intervals, line
from tests.support.judged import evaluation, people

HOSTILE = "</svg><script>alert(1)</script>"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return people(tmp_path_factory.mktemp("judged") / "people.csv")


@pytest.fixture(scope="module")
def document(data: Path) -> Evaluation:
    return evaluation(data, CROSSED_CARD, HAND_CARD)


@pytest.fixture(scope="module")
def page(document: Evaluation) -> str:
    return render(document, CROSSED_CARD)


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, as text."""
    under = page[page.index(f"<h3>{escape(heading)}</h3>") :]
    body = re.search(r"<tbody>(.*?)</tbody>", under, flags=re.DOTALL)
    assert body is not None
    found = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found]
    return [[unescape(re.sub(r"<[^>]*>", "", cell)) for cell in row] for row in cells]


def elements(page: str) -> set[str]:
    """Every element, as a parser of HTML finds them."""
    found: set[str] = set()

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
            found.add(tag)

    parser = Parser()
    parser.feed(page)
    parser.close()
    return found


# The whole


def test_every_picture_is_followed_by_the_table_of_its_numbers(page: str) -> None:
    drawn = [plot for plot in page.split('<div class="plot">')[1:] if "<svg" in plot]

    assert len(drawn) == page.count("<svg") == 3 + len(CROSSED_CARD.entries)
    assert all(re.search(r"</svg>\s*</figure>\s*<div class=\"scroll\"[^>]*>\s*<table>", plot) for plot in drawn)


def test_every_picture_is_an_image_with_a_title_and_a_description(page: str) -> None:
    for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        named = re.search(
            r'role="img" aria-labelledby="(\S+) (\S+)"><title id="(\S+)">.+?</title><desc id="(\S+)">', svg
        )
        assert named is not None
        assert named.group(1, 2) == named.group(3, 4)
    identities = re.findall(r'id="([\w-]+)"', re.sub(r"<(clipPath|defs).*?</\1>", "", page, flags=re.DOTALL))
    assert len(set(identities)) == len(identities)


def test_the_page_needs_no_script_and_no_network(page: str) -> None:
    assert not elements(page) & {"script", "link", "iframe", "object", "img", "form"}
    assert "http" not in page.replace("http://www.w3.org", "").replace("http-equiv", "")
    assert "default-src 'none'" in page


def test_the_same_document_gives_the_same_bytes(document: Evaluation, page: str) -> None:
    assert render(document, CROSSED_CARD) == page


def test_a_dutch_page_says_everything_in_dutch(document: Evaluation) -> None:
    page = render(document, CROSSED_CARD, Language.NL)

    assert '<html lang="nl">' in page
    said = {verdict.value for verdict in Verdict} | {"calibration", "better", "Bad rate", "paired"}
    text = re.sub(r"<[^>]*>", " ", page)
    assert not [word for word in said if re.search(rf"\b{re.escape(word)}", text)]


def test_all_that_the_document_says_in_english_has_dutch_words() -> None:
    said = [method.value for method in Method if method is not Method.WILSON]
    said += [measure.method.paired for measure in MEASURES] + [verdict.value for verdict in Verdict] + [POINTS]
    said += [measure.name for measure in MEASURES if measure.ideal is not None]

    assert all(translated(words, Language.NL) != words for words in said)
    assert all(translated(words, Language.EN) == words for words in said)


def test_names_are_text_wherever_they_stand(document: Evaluation) -> None:
    """A hostile label, file name and category."""
    hostile: Evaluation = {**document, "data": HOSTILE}
    characteristics = tuple(
        replace(each, label=Text.same(HOSTILE)) if each.name == "open_arrears" else each
        for each in CROSSED_CARD.registry.characteristics
    )
    card = replace(CROSSED_CARD, registry=replace(CROSSED_CARD.registry, characteristics=characteristics))
    page = render(hostile, card)

    assert HOSTILE not in page
    assert page.count(escape(HOSTILE)) > 3
    assert "script" not in elements(page)


# Figures


def test_every_figure_stands_with_its_interval_and_its_method(document: Evaluation, page: str) -> None:
    found = {row[0]: row for row in rows(page, "This card")}
    auc = document["figures"]["AUC"]

    assert list(found) == list(document["figures"])
    assert found["AUC"][1] == f"{auc['value']:.3f} ({auc['low']:.3f} to {auc['high']:.3f})"
    assert all(found[name][3] == figure["method"] for name, figure in document["figures"].items())


def test_a_difference_stands_with_its_sign_and_its_words(document: Evaluation, page: str) -> None:
    assert "against" in document
    found = {row[0]: row for row in rows(page, "Difference (paired 95% interval)")}
    for name, difference in document["against"]["differences"].items():
        assert found[name][4] == difference["verdict"]
    difference = document["against"]["differences"]["AUC"]
    assert found["AUC"][3].startswith(f"{difference['value']:+.3f}".replace("-", "−"))


def test_without_another_card_nothing_is_compared(data: Path) -> None:
    page = render(evaluation(data, HAND_CARD), HAND_CARD)

    assert "Other card" not in page
    assert len(rows(page, "ROC curve")[0]) == 4


def test_a_figure_without_a_value_says_why(document: Evaluation) -> None:
    figures = {**document["figures"]}
    figures["calibration slope"] = {
        "value": None,
        "low": None,
        "high": None,
        "method": "logistic regression, sandwich, White 1980",
        "why": "the card gives everybody the same probability",
    }
    without: Evaluation = {**document, "figures": figures}

    assert rows(render(without, CROSSED_CARD), "This card")[-1][1] == (
        "none: the card gives everybody the same probability"
    )
    assert "geen: de kaart geeft iedereen dezelfde kans" in render(without, CROSSED_CARD, Language.NL)


def test_weights_are_said(data: Path) -> None:
    page = render(evaluation(data, HAND_CARD, weight="weight"), HAND_CARD)

    assert "Rows are weighted and know as much as" in page
    assert '<th scope="col">Weight</th>' in page


# ROC


def test_the_roc_has_the_ks_and_its_distance(document: Evaluation, page: str) -> None:
    ks = document["figures"]["KS"]
    marked = [row for row in rows(page, "ROC curve") if "(KS)" in row[0] and row[1] == "This card"]

    assert [row[0] for row in marked] == [f"{ks['at']} (KS)"]
    assert marked[0][4] == f"{100 * (ks['value'] or 0):.1f} pp"


def test_the_roc_is_drawn_at_about_twenty_scores_and_no_two_are_close(document: Evaluation) -> None:
    scores = document["scores"]
    found = thresholds(scores, document["figures"]["KS"]["at"])
    people_to = [sum(each["rows"] for each in scores if each["score"] <= point.score) for point in found]

    assert 10 <= len(found) <= 23
    assert (found[-1].goods, found[-1].bads) == (1, 1)
    apart = [after - before for before, after in zip([0, *people_to], people_to, strict=False)]
    assert min(apart) >= FEWEST_PEOPLE


# Scores


def test_no_bar_holds_few_people_and_none_is_lost(document: Evaluation) -> None:
    found = bars(document["scores"])

    assert sum(bar.rows for bar in found) == document["rows"]
    assert all(bar.rows >= FEWEST_PEOPLE for bar in found)
    assert len({bar.highest - bar.lowest for bar in found[1:-1]}) == 1
    assert all(left.highest + 1 == right.lowest for left, right in pairwise(found))


def test_a_few_rows_make_one_bar() -> None:
    few: list[ScoreCount] = [{"score": 100 * n, "rows": 10, "goods": 6, "bads": 4} for n in range(5)]
    assert [bar.rows for bar in bars(few)] == [50]


# Points


def test_every_line_of_the_card_stands_with_its_points(page: str, document: Evaluation) -> None:
    for each, counts in zip(CROSSED_CARD.entries, document["attributes"], strict=True):
        table = rows(page, CROSSED_CARD.naming(each).label.en)
        assert [row[1] for row in table] == [str(attribute.points) for attribute in each.attributes]
        assert sum(count["rows"] for count in counts) == document["rows"]
        shown = [(row, count) for row, count in zip(table, counts, strict=True) if row[2] != "not shown: too few"]
        assert all(row[2] == f"{count['rows']:,}" for row, count in shown)


def test_a_line_of_a_crossing_names_both_its_tests(page: str) -> None:
    crossed = CROSSED_CARD.entries[0]
    outer, inner = CROSSED_CARD.characteristics(crossed)
    lines = [row[0] for row in rows(page, CROSSED_CARD.naming(crossed).label.en)]
    when, attribute = crossed.slices[0].when, crossed.slices[0].attributes[0]
    assert when is not None

    said = [describe_line(when, outer, Language.EN), describe_line(attribute, inner, Language.EN)]
    assert lines[0] == " · ".join(said)
    assert lines[-1] == "not known · any value (neutral)"


def test_two_lines_of_one_wording_stay_two(data: Path) -> None:
    """Two special codes of one meaning: each has its bar and its row."""
    special = tuple(Special(code=code, meaning=Text.same("no card")) for code in ("-8", "-9"))
    registry = replace(
        REGISTRY,
        characteristics=tuple(
            replace(each, special=special) if each.name == "card_utilisation" else each
            for each in REGISTRY.characteristics
        ),
    )
    lines = (*intervals((0.5,), (30, 0)), line(Test.SPECIAL, 20, "-8"), line(Test.SPECIAL, 10, "-9"))
    twice = card(registry, (entry("card_utilisation", (*lines, line(Test.MISSING, 5)), population="20"),))
    page = render(evaluation(data, twice), twice)
    names = [row[0] for row in rows(page, twice.naming(twice.entries[0]).label.en)]

    assert names[2:4] == ["no card", "no card (2)"]
    assert page.count(">no card (2)</text>") == 1


def _few(document: Evaluation, card: Card, people: int) -> list[list[str]]:
    """The table of the first entry, its first line having so many people."""
    attributes = [list(counts) for counts in document["attributes"]]
    attributes[0][0] = {**attributes[0][0], "rows": people}
    few: Evaluation = {**document, "attributes": attributes}
    return rows(render(few, card), card.naming(card.entries[0]).label.en)


def test_a_line_of_few_people_is_not_shown_nor_what_would_tell_it(document: Evaluation) -> None:
    """One hidden line would follow from the total: the next smallest is hidden too."""
    hidden = [row for row in _few(document, CROSSED_CARD, FEWEST_PEOPLE - 1) if row[2] == "not shown: too few"]
    assert len(hidden) >= 2
    assert not [row for row in _few(document, CROSSED_CARD, FEWEST_PEOPLE) if row[2] == "not shown: too few"]


def test_a_line_of_nobody_has_no_bad_rate(page: str) -> None:
    lines = rows(page, CROSSED_CARD.naming(CROSSED_CARD.entries[0]).label.en)
    assert ["0", "0.0%", "–"] in [row[2:] for row in lines]


INTERVAL: Interval = {"value": 0.3, "low": 0.2, "high": 0.4}
LENGTH: Length = {
    "price": 0.6,
    "attributes": 12.0,
    "log_loss": INTERVAL,
    "above_chosen": INTERVAL,
    "auc": INTERVAL,
    "chosen": True,
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "The lines are a mean over cards that were made on parts of the rows"),
        (Language.NL, "De regels zijn een gemiddelde over kaarten die op delen van de rijen zijn gemaakt"),
    ],
)
def test_the_page_of_lengths_says_what_its_lines_count(language: Language, words: str) -> None:
    """A mean over folds, which is not the number of lines that the card has."""
    assert words in trade_off_page([LENGTH], language)


@pytest.mark.parametrize(
    ("language", "rule", "person"),
    [
        (Language.EN, f"Of prices up to {USUAL:g} the length of least loss is chosen", "A person chose this length"),
        (Language.NL, f"Van prijzen tot en met {USUAL:g}".replace(".", ","), "Een mens koos deze lengte"),
    ],
)
def test_the_page_of_lengths_says_who_chose_and_by_what_rule(language: Language, rule: str, person: str) -> None:
    """Loss chooses, and with --price a person does."""
    by_loss, asked = (trade_off_page([LENGTH], language, asked=asked) for asked in (False, True))
    assert (rule in by_loss, person in by_loss) == (True, False)
    assert (rule in asked, person in asked) == (False, True)
