"""The printed report: one file, readable without a network or a script, whatever the groups are called."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, replace
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from audits.decisions.cube import Axis, AxisKind
from audits.fairness import known_errors as known
from audits.fairness.audit import audit, audit_cube
from audits.fairness.markdown import to_markdown
from audits.fairness.measures import Measure, Scale
from audits.fairness.outcome import AuditReport
from audits.fairness.page.cut_off import fitted_cut_off
from audits.fairness.page.decisive import decisive
from audits.fairness.page.measure_words import MEASURES, STATISTICS, VERDICTS, WITHHELD
from audits.fairness.page.numbers import Numbers
from audits.fairness.page.plan_words import LIMIT_WORDS
from audits.fairness.pdf import to_pdf
from audits.fairness.plan import Plan, default_plan
from audits.fairness.report import MOST_BYTES, render
from audits.fairness.result import Figure, Found, Why
from audits.fairness.statistics import Statistic
from audits.fairness.summary import to_html
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold
from audits.fairness.verdict import Verdict
from audits.shared.number_text import NumberText
from scoring.domain.errors import InputError
from scoring.domain.text import Language, Text
from tests.support.cubes import cube_of, cube_of_table, random_people
from tests.support.reports import HOSTILE, hostile_report, report_of, report_on

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


@dataclass(frozen=True)
class Registered:
    pre_registered: bool
    why: Text


@cache
def page_of(language: Language = Language.EN, *, unknown: bool = False) -> str:
    return render(report_of(6000, unknown=unknown), language)


def plain(page: str) -> str:
    """The page without its tags and pictures."""
    bare = re.sub(r"<(style|svg).*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", bare)).split())


# The whole


def test_names_of_groups_and_columns_are_text_wherever_they_stand() -> None:
    """In tables, in titles and descriptions, and inside the drawn charts."""
    page = render(hostile_report())
    tags = Tags(page)

    assert not {"script", "img", "b"} & set(tags.found)
    assert not [name for name, _ in tags.attributes if name.startswith("on")]
    assert tags.found.count("style") == 1
    assert tags.open == []
    text = "".join(tags.text)
    assert all(name in text for name in HOSTILE)


def test_the_page_needs_no_network_and_no_script() -> None:
    page = page_of()
    addresses = set(re.findall(r"https?://[^\s\"'<]+", page)) - {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }

    assert not addresses
    assert "<script" not in page
    assert not re.search(r"\bsrc=", page)
    assert set(re.findall(r'\bhref="([^"]*)"', page)) == {f"#{i}" for i in re.findall(r'<h2 id="([^"]+)"', page)}
    assert "default-src 'none'" in page


@pytest.mark.parametrize("language", Language)
def test_every_picture_is_an_image_with_a_name_and_its_table_right_beneath(language: Language) -> None:
    page = page_of(language)
    charts = re.findall(r"<svg .*?</svg>(.{,400})", page, flags=re.DOTALL)

    assert len(charts) == 2 * 5
    assert all(re.match(r'</figure>\s*<div class="scroll"[^>]*>\s*<table>', after) for after in charts)
    for chart in re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL):
        labels = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', chart[:600])
        assert labels is not None
        assert f'<title id="{labels[1]}">' in chart
        assert f'<desc id="{labels[2]}">' in chart


def test_identities_are_unique_in_the_page() -> None:
    identities = re.findall(r'\sid="([^"]+)"', page_of())

    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("unknown", [False, True])
def test_headings_go_down_one_step_at_a_time(unknown: bool) -> None:  # noqa: FBT001
    levels = [int(level) for level in re.findall(r"<h([1-6])", page_of(unknown=unknown))]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_says_what_its_heads_are_for() -> None:
    tables = re.findall(r"<table>.*?</table>", page_of(unknown=True), flags=re.DOTALL)

    assert tables
    for table in tables:
        assert re.search(r"<caption>[^<]+</caption>", table)
        assert not re.search(r"<th(?! scope=)[ >]", table)


def test_no_drawn_number_is_missing_from_the_table_beneath() -> None:
    """The bars' names hold the numbers of people; values and ends of intervals are the table's."""
    report, page = report_of(6000), page_of()
    for result in report.attributes:
        for group in result.groups:
            figure = group.figures[Statistic.SELECTION_RATE]
            assert isinstance(figure, Figure)
            written = Numbers(Language.EN).figure(figure, Statistic.SELECTION_RATE)
            assert f'<td class="number">{written}</td>' in page
            assert f"{group.group[0]}  n={figure.people:,}" in page


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(report_of(6000)) == page_of()


def test_a_report_speaks_dutch() -> None:
    """No English name of a measure, a figure or a word of the audit is left."""
    page = page_of(Language.NL, unknown=True)
    said = plain(page)

    assert '<html lang="nl">' in page
    english = [t for words in (MEASURES, STATISTICS, VERDICTS, WITHHELD) for t in words.values() if t.en != t.nl]
    assert not [text.en for text in english if re.search(rf"\b{re.escape(text.en)}(?!\w)", said)]
    assert not re.search(r"\d\.\d+%", said)


def test_every_word_of_the_audit_has_a_name() -> None:
    assert set(MEASURES) == set(Measure)
    assert set(STATISTICS) == set(Statistic)
    assert set(VERDICTS) == set(Verdict)
    assert set(WITHHELD) == set(Why)


@pytest.mark.parametrize(("most", "drawn"), [(450_000, True), (150_000, False)])
def test_a_page_that_is_too_large_loses_rows_then_pictures_and_says_so(
    most: int,
    drawn: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("audits.fairness.report.MOST_BYTES", most)
    report = _of_many_groups()
    page = render(report)

    assert len(page.encode()) < most
    assert ("<svg" in page) is drawn
    assert "more rows are left out of the page and stand in the JSON document" in page
    assert 'id="by-1-primary-title"' in page or not drawn


def test_pictures_show_the_largest_groups_and_the_table_all() -> None:
    page = render(_of_many_groups())

    assert len(page.encode()) < MOST_BYTES
    assert "Drawn for the 9 largest groups; the table has all of them." in page
    assert all(f'<th scope="row">g{place:02d}</th>' in page for place in range(14))


@cache
def _of_many_groups() -> AuditReport:
    people = random_people(14_000, 1)
    people["g"] = np.char.mod("g%02d", np.arange(14_000) % 14)
    return report_on(people, ("g",), replace(default_plan(with_pd=True), draws=200))


# The summary


def test_the_summary_comes_first_and_says_who_was_approved_in_plain_words() -> None:
    table = {"f": (3000, 200, 1500, 300), "m": (3800, 200, 700, 300)}
    plan = Plan(thresholds={Measure.ADVERSE_IMPACT_RATIO: DEFAULT_THRESHOLDS[Measure.ADVERSE_IMPACT_RATIO]}, draws=200)
    said = plain(render(audit_cube(cube_of_table(table), plan)))

    assert said.startswith("Fairness audit: Overall: inconclusive Fairness audit Overall: inconclusive")
    assert "sex, against f" in said[:1500]
    assert "Of 100 people in group m, 80 were approved; of 100 in group f, 64." in said[:1500]
    assert "The interval reaches across a limit" in said[:1500]


def test_the_comparison_that_decides_has_the_verdict_and_lies_farthest_out() -> None:
    result = next(r for r in report_of(6000, judged=True).groupings if len(r.attributes) == 2)
    chosen = decisive(result)

    assert chosen is not None
    assert chosen.verdict is result.verdict


def test_a_plan_that_is_not_shown_to_be_older_is_said_to_be_not_pre_registered() -> None:
    why = Text(en="it was signed on 1 March", nl="getekend op 1 maart")
    shown = render(report_of(6000), registration=Registered(pre_registered=True, why=why))
    lacking = render(report_of(6000), registration=Registered(pre_registered=False, why=why))

    assert page_of().count("Plan not pre-registered: whoever chose") == 2
    assert "The plan is pre-registered: it was signed on 1 March." in shown
    assert "Plan not pre-registered" not in shown
    assert "Plan not pre-registered: it was signed on 1 March" in lacking
    assert "It leaves open which attributes are compared, which columns are read" in shown
    assert "It leaves open" not in lacking


def test_a_notebook_sees_the_summary_and_what_is_judged_without_a_picture() -> None:
    shown = to_html(report_of(6000))
    tags = Tags(shown)

    assert tags.open == []
    assert not {"svg", "style", "script", "html"} & set(tags.found)
    assert shown.count("<table>") == 2
    assert shown == report_of(6000)._repr_html_()


# Parts


def test_the_source_of_every_limit_and_what_cannot_be_seen_are_printed() -> None:
    page = page_of()

    assert "29 CFR 1607.4(D), an employment guideline: a screening signal, no legal claim" in page
    assert page.count("Counterscore default, no legal basis") == 2
    for word in ("Label bias", "Measurement bias", "Selection"):
        assert word in page


def test_default_limits_are_named_in_the_language_of_the_page_and_a_plans_own_as_they_are() -> None:
    own = Threshold(name="house rule", limit=0.9, scale=Scale.RATIO, source="credit policy 4.2")
    report = report_of(6000)
    page = plain(render(report, Language.NL))
    for limit in DEFAULT_THRESHOLDS.values():
        assert LIMIT_WORDS[limit.name].nl in page
        assert LIMIT_WORDS[limit.source].nl in page
        assert limit.name not in page
        assert limit.source not in page
    other = replace(report, plan=replace(report.plan, thresholds={Measure.ADVERSE_IMPACT_RATIO: own}))
    assert "house rule credit policy 4.2" in plain(render(other, Language.NL))


def test_a_page_on_groups_that_are_all_hidden_has_no_chart_and_says_why() -> None:
    page = render(report_on(random_people(40, 1), ("sex",), replace(default_plan(with_pd=True), draws=200)))

    assert "<svg" not in page
    assert "withheld: too few people" in page
    assert "suppressed" in page


def test_withheld_combinations_say_why() -> None:
    said = plain(render(report_of(200)))

    assert "withheld: too few people" in said[said.index("Every combination of groups") :]


def test_missing_outcomes_have_their_section_with_worst_cases() -> None:
    said = plain(page_of(unknown=True))

    assert 'id="missing"' in page_of(unknown=True)
    assert 'id="missing"' not in page_of()
    assert "whatever the missing outcomes are (Manski 1989)" in said
    assert re.search(r"not identified: −\d+\.\d pp to \d+\.\d pp, whatever the missing outcomes are", said)
    assert "no open decisions to estimate from" in said


@cache
def partly_open(farthest: int = 1_000) -> AuditReport:
    """Decisions that were open within 40 points of 600 only; no score is farther from it than ``farthest``."""
    people = random_people(20_000, 7)
    people["score"] = np.clip(people["score"], 600 - farthest, 600 + farthest)
    open_ = np.abs(people["score"] - 600) <= 40
    chance = np.random.default_rng(8).random(20_000)
    people["approved"] = np.where(open_, chance < 0.5, people["score"] > 600)
    people["outcome"] = np.where(people["approved"], people["outcome"], -1)
    return report_on(people, ("sex",), replace(default_plan(with_pd=True), draws=200))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.EN, "for {share} of both groups' decisions, not for all"),
        (Language.NL, "voor {share} van de besluiten over beide groepen, niet voor alle"),
    ],
)
def test_an_estimate_of_open_decisions_never_stands_without_the_share_it_is_of(language: Language, words: str) -> None:
    """In one cell with it, on the page, in Markdown and in print; the document has the same numbers."""
    report, numbers = partly_open(), Numbers(language)
    document = json.loads(report.to_json())
    found = [
        c for g in document["groupings"] for c in g["comparisons"] if (c["overlap"] or {}).get("value") is not None
    ]
    page, markdown = plain(render(report, language)), to_markdown(report, language)

    assert len(found) == 3
    for each in found:
        share = numbers.share(each["overlap"]["share"])
        value = numbers.measure(Measure(each["measure"]))(each["overlap"]["value"])
        said = f"{value} {words.format(share=share)}"
        assert 0.2 < each["overlap"]["share"] < 0.9
        assert said in page
        assert said in markdown.replace("\\", "")


def test_an_estimate_of_open_decisions_is_of_all_only_where_all_were_open() -> None:
    """Nor does rounding make it so."""
    english, dutch = Numbers(Language.EN), Numbers(Language.NL)
    assert "for all of both groups' decisions" in plain(render(partly_open(farthest=20)))
    assert [english.part(share) for share in (0.0001, 0.234, 0.99999, 1.0)] == [
        "less than 0.1%",
        "23.4%",
        "more than 99.9%",
        "100.0%",
    ]
    assert (dutch.part(0.0001), dutch.part(0.99999)) == ("minder dan 0,1%", "meer dan 99,9%")


def test_practical_and_statistical_significance_stand_side_by_side() -> None:
    page = page_of()
    found = [
        c
        for result in report_of(6000).attributes
        for c in result.comparisons
        if c.threshold is not None and isinstance(c.finding, Found)
    ]

    assert found
    for comparison in found:
        assert isinstance(comparison.finding, Found)
        p = comparison.finding.p_value
        assert p is not None
        said = f"{'yes' if p < 0.05 else 'no'}, {Numbers(Language.EN).p_value(p)}"
        practical = "yes" if comparison.practical else "no"
        assert re.search(rf'<td class="">{practical}</td>\s*<td class="allowed">{escape(said)}</td>', page)


def test_sections_of_other_parts_stand_before_the_plan() -> None:
    people = random_people(2_000, 3)
    why = np.where(people["approved"], "", "<arrears>")
    report = audit({**people, "reason_1": why}, default_plan(with_pd=True), by=["sex", "age"])
    page = render(report)

    assert "&lt;arrears&gt;" in page
    assert page.index('<h2 id="combinations"') < page.index('<h2 id="beyond-reasons"') < page.index('<h2 id="plan"')
    assert "<svg" not in to_markdown(report)


def test_columns_that_are_absent_are_named_with_what_they_would_show() -> None:
    said = plain(render(replace(report_of(6000), absent=("reason_1", "appealed"))))
    everything = plain(render(replace(report_of(6000), absent=())))

    assert "reason_1 code of principal reason 1, empty if none reasons by group" in said
    assert "appeals by group and reviewer" in said
    assert "None: the file has every column." in everything


def test_weights_clusters_bins_and_repeats_are_said_before_the_numbers() -> None:
    people = random_people(4000, 3)
    cube = cube_of(
        {"sex": people["sex"]},
        people["approved"],
        people["outcome"],
        score=people["score"],
        pd=people["pd"],
        weight=np.where(people["sex"] == "f", 2.0, 1.0),
        bucket=np.arange(4000) % 500,
    )
    cube = replace(cube, axis=Axis(kind=AxisKind.SCORE, width=0.5))
    report = audit_cube(cube, replace(default_plan(with_pd=True), draws=200))
    said = plain(render(replace(report, notices=(Text(en="31 people twice", nl="31 mensen twee keer"),))))

    before = said[: said.index("By sex")] + said[said.index("To know before reading") :]
    for words in (
        *("31 people twice", "carry weights", "kept together", "bins of width 0.5", "off by at most 0.25"),
        "slopes take everybody in a bin at its mean prediction, and no bound is known",
    ):
        assert words in before
    assert "To know before reading" not in plain(page_of())


def test_the_error_rates_of_the_audit_are_printed_or_said_to_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {
        "format": 1,
        "made_with": "1,000 replicates",
        "rows": [
            {
                "knob": "threshold",
                "measure": "adverse_impact_ratio",
                "detectable": True,
                "why": {"en": "decisions show it", "nl": "besluiten tonen het"},
                "power": [{"people": 10_000, "rate": 0.91, "low": 0.89, "high": 0.93}],
                "false_alarms": {"people": 10_000, "rate": 0.021, "low": 0.013, "high": 0.032},
            },
            {
                "knob": "labels",
                "measure": "adverse_impact_ratio",
                "detectable": False,
                "why": {"en": "records are all there is", "nl": "er is alleen wat is vastgelegd"},
                "power": [],
                "false_alarms": {},
            },
        ],
    }
    monkeypatch.setattr("audits.fairness.page.known.known_errors", lambda: rates)
    said = plain(render(report_of(6000)))
    assert "10,000: 91.0% (89.0% to 93.0%)" in said
    assert "2.1% (1.3% to 3.2%)" in said
    assert "records are all there is" in said

    monkeypatch.setattr("audits.fairness.page.known.known_errors", lambda: None)
    assert "No table of this audit's error rates came with this installation." in plain(render(report_of(6000)))


def test_the_packages_table_of_error_rates_is_one_that_is_printed() -> None:
    """Every row of it, in both languages; and how often whole reports are wrong."""
    found = known.known_errors()
    assert found is not None
    assert found["false_alarms"]["replicates"] >= 1000
    for language in Language:
        said = plain(render(report_of(6000), language))
        assert f"{NumberText(language).whole(found['false_alarms']['replicates'])} " in said
        assert all(" ".join(row["why"][language.value].split()) in said for row in found["rows"] if row.get("why"))


def test_a_file_without_scores_has_no_curve_and_no_distribution() -> None:
    page = render(report_of(3000, scored=False))

    assert page.count("<svg") == 2 * 2
    assert "Approval if the cut-off lay elsewhere" not in page


def test_the_cut_off_that_decisions_fit_is_found_and_none_where_they_fit_none() -> None:
    people = random_people(3000, 9)
    scored = cube_of({"sex": people["sex"]}, people["score"] >= 590, people["outcome"], score=people["score"])
    likely = cube_of({"sex": people["sex"]}, people["pd"] <= 0.25, people["outcome"], pd=people["pd"])
    chance = np.random.default_rng(1).random(3000) < 0.5
    found, at_most = fitted_cut_off(scored), fitted_cut_off(likely)

    assert found is not None
    assert (found.at, found.otherwise) == (590, 0)
    assert at_most is not None
    assert at_most.at == pytest.approx(people["pd"][people["pd"] <= 0.25].max())
    assert fitted_cut_off(cube_of({"sex": people["sex"]}, chance, people["outcome"], score=people["score"])) is None


# Numbers


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    numbers = Numbers(Language.EN)

    assert (numbers.gap(-0.0001), numbers.gap(-0.012)) == ("0.0 pp", "−1.2 pp")
    assert (numbers.level(0.95), numbers.level(0.999)) == ("95%", "99.9%")


def test_a_small_p_value_is_never_nothing() -> None:
    assert Numbers(Language.EN).p_value(1e-40) == "p < 0.001"
    assert Numbers(Language.NL).p_value(0.2) == "p = 0,200"


# Other forms


@pytest.mark.parametrize("language", Language)
def test_markdown_says_what_the_page_says(language: Language) -> None:
    """Every cell of the page's tables, and no picture."""
    written = to_markdown(report_of(6000), language)
    text = re.sub(r"\\(.)", r"\1", written)
    cells = re.findall(r'<td class="number">(.*?)</td>', page_of(language))

    assert cells
    assert not [cell for cell in cells if unescape(cell) not in text]
    assert "<svg" not in written


def test_names_are_text_in_markdown_too() -> None:
    written = to_markdown(hostile_report())
    rows = [line for line in written.splitlines() if line.startswith("|")]

    assert not re.search(r"(?<!\\)[<>`*\[\]]", "\n".join(rows))
    heads = [i for i, row in enumerate(rows) if set(row) <= set("| -")]
    for place in heads:
        columns = rows[place].count("|")
        assert len(re.findall(r"(?<!\\)\|", rows[place - 1])) == columns
        assert len(re.findall(r"(?<!\\)\|", rows[place + 1])) == columns


def test_a_pdf_without_the_extra_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(InputError, match=r"counterscore\[pdf\]"):
        to_pdf(report_of(6000))


def test_a_pdf_is_made_from_the_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be fetched while it is printed."""

    class HTML:
        def __init__(self, *, string: str, url_fetcher: object) -> None:
            assert string == page_of()
            assert callable(url_fetcher)
            with pytest.raises(ValueError, match="nothing from elsewhere"):
                url_fetcher("file:///etc/passwd")

        def write_pdf(self, **_: object) -> bytes:
            return b"%PDF-"

    monkeypatch.setitem(sys.modules, "weasyprint", type("Printer", (), {"HTML": HTML}))
    assert to_pdf(report_of(6000)) == b"%PDF-"


def test_page_and_document_have_the_same_overall_word() -> None:
    report: AuditReport = report_of(6000)

    assert json.loads(report.to_json())["overall"] == report.overall.value
    assert f'<span class="verdict {report.overall.value}">Overall: {report.overall.value}</span>' in page_of()
