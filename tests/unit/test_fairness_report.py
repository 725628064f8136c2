"""The printed report: one file, readable without a network or a script, whatever the groups are called."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from audits.fairness.audit import audit
from audits.fairness.number_text import Numbers
from audits.fairness.plan import Plan
from audits.fairness.report import render
from audits.fairness.result import AuditReport
from audits.fairness.sample import Attribute, Decisions, Source
from scoring.domain.text import Language

HOSTILE = ("<script>alert(1)</script>", "</style><b>", "</svg>\"' onload='x", "{{ 7 * 7 }} {x}", "plain")
VOID = {"meta", "br", "img", "hr", "link", "input"}


class Tags(HTMLParser):
    """Every element and attribute, and whether all elements are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def report_on(levels: tuple[str, ...], name: str = "sex", number: int = 4000) -> AuditReport:
    chance = np.random.default_rng(2)
    codes = np.arange(number) % len(levels)
    score = np.rint(chance.normal(600, 40, number))
    pd = 1 / (1 + np.exp((score - 580) / 30))
    people = Decisions(
        attributes=(Attribute(name=name, levels=levels, codes=codes),),
        approved=score >= 590,
        outcome=(chance.random(number) < pd).astype(np.int64),
        score=score,
        pd=pd,
        sources=(Source(role="decisions", name=f"{name}.csv", sha256="sha256:" + "0" * 64),),
    )
    return audit(people, Plan())


@pytest.fixture(scope="module")
def hostile() -> str:
    return render(report_on(HOSTILE, name="<img src=x onerror=alert(1)>"))


@pytest.fixture(scope="module")
def plain() -> str:
    return render(report_on(("f", "m")))


def test_names_of_groups_and_columns_are_text_wherever_they_stand(hostile: str) -> None:
    """In tables, in titles and descriptions, and inside the drawn charts."""
    tags = Tags(hostile)

    assert not {"script", "img", "b"} & set(tags.found)
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    assert tags.found.count("style") == 1
    assert tags.open == []
    text = "".join(tags.text)
    assert all(name in text for name in HOSTILE)


def test_the_page_needs_no_network_and_no_script(plain: str) -> None:
    addresses = set(re.findall(r"https?://[^\s\"'<]+", plain)) - {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }

    assert not addresses
    assert "<script" not in plain
    assert not re.search(r"\b(src|href)=", plain)
    assert len(plain.encode()) < 1_000_000


def test_every_chart_is_an_image_with_a_title_and_a_description(plain: str) -> None:
    charts = re.findall(r"<svg .*?</svg>", plain, flags=re.DOTALL)

    assert len(charts) == 3
    for chart in charts:
        head = chart[:600]
        labels = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', head)
        assert labels is not None
        assert f'<title id="{labels[1]}">' in head
        assert f'<desc id="{labels[2]}">' in chart


def test_identities_are_unique_in_the_page(plain: str) -> None:
    identities = re.findall(r'\sid="([^"]+)"', plain)

    assert len(identities) == len(set(identities))


def test_the_numbers_of_a_chart_stand_in_the_table_too(plain: str) -> None:
    told = re.search(r'<desc id="a1-bars-about">(.*?)</desc>', plain)
    assert told is not None
    rates = re.findall(r"[\d.]+% \([\d.]+% to [\d.]+%\)", told[1])

    assert len(rates) == 2
    assert all(f'<td class="number">{rate}</td>' in plain for rate in rates)


def test_the_same_report_gives_the_same_bytes(plain: str) -> None:
    assert render(report_on(("f", "m"))) == plain


def test_a_report_speaks_dutch(plain: str) -> None:
    dutch = render(report_on(("f", "m")), Language.NL)

    assert '<html lang="nl">' in dutch
    assert '<html lang="en">' in plain
    assert "Wat deze controle niet kan zien" in dutch
    assert "What this audit cannot see" not in dutch


def test_a_plan_that_was_not_written_down_beforehand_is_said_to_be_so(plain: str) -> None:
    report = report_on(("f", "m"))
    registered = replace(report, plan=replace(report.plan, registered="2026-03-01, item 4"))

    assert "The plan was not registered beforehand" in plain
    assert "written down beforehand: 2026-03-01, item 4" in render(registered)


def test_the_source_of_every_limit_and_what_cannot_be_seen_are_printed(plain: str) -> None:
    assert "29 CFR 1607.4(D), an employment guideline: a screening signal, no legal claim" in plain
    assert plain.count("Counterscore default, no legal basis") == 2
    for word in ("Label bias", "Measurement bias", "Selection"):
        assert word in plain


def test_a_page_on_groups_that_are_all_hidden_has_no_chart_and_says_why() -> None:
    page = render(report_on(("f", "m"), number=40))

    assert "<svg" not in page
    assert "not shown: too few people" in page
    assert "suppressed" in page


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    numbers = Numbers(Language.EN)

    assert (numbers.gap(-0.0001), numbers.gap(-0.012)) == ("0.0 pp", "−1.2 pp")
    assert (numbers.level(0.95), numbers.level(0.999)) == ("95%", "99.9%")
