"""The report on proxies as sections of a page, and as a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

from audits.proxies.report import LEVEL, LIMIT, LIMIT_SOURCE, AttributeProxies, Mark, Proxy, ProxyReport
from audits.proxies.words import say
from audits.shared.charts import Panel, Point
from audits.shared.dots import dots
from audits.shared.finding import Finding, Known
from audits.shared.number_text import NumberText
from audits.shared.page import Cell, Table
from audits.shared.sections import Page, Plot, Section
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["render", "sections"]

MOST_DRAWN = 12

MEASURED = {
    "replicates": 60,
    "people": 4000,
    "first": 60,
    "strong": 26,
    "marked": 26,
    "wrongly": 0,
    "strong_in_fair": 41,
    "marked_in_fair": 27,
    "pairs": 0.8908,
}
"""How often the ranking was right where the truth is known: ``benchmarks/audit-truth.md``, "Proxies and alternatives".
Repetitions, people in each, and ``pairs`` as a share; a test holds them against the table that the benchmark writes."""

STYLES = {Mark.MARKED: "inconclusive", Mark.UNCLEAR: "quiet", Mark.NOT_MARKED: "quiet", Mark.NOT_GIVEN: "quiet"}
"""The colours of verdicts are kept for verdicts: a mark is a signal to look."""


def render(report: ProxyReport, language: Language = Language.EN) -> str:
    """The report as self-contained HTML; the same report gives the same bytes."""
    page = Page(
        language=language.value,
        title=say("title", language),
        contents=say("contents", language),
        sections=sections(report, language),
    )
    return page_template("audits.proxies", "sections.html.j2").render(page=page)


def sections(report: ProxyReport, language: Language) -> tuple[Section, ...]:
    """What it is, and a section for each protected attribute."""
    parts = [_attribute(each, n, language) for n, each in enumerate(report.attributes)]
    return (_about(report, language), *parts)


def _about(report: ProxyReport, language: Language) -> Section:
    numbers = NumberText(language)
    paragraphs = [say("about_predicts", language, level=numbers.level(LEVEL))]
    if report.risk is None:
        paragraphs.append(say("about_given_outcome", language))
    else:
        paragraphs.append(say("about_given_risk", language, risk=report.risk))
    if report.rate is None:
        paragraphs.append(say("about_without_none", language))
    else:
        paragraphs.append(say("about_without", language, rate=numbers.share(report.rate)))
    paragraphs.append(say("about_mark", language, limit=numbers.decimal(LIMIT, 2), source=LIMIT_SOURCE))
    paragraphs.append(say("about_order", language))
    counts = {name: numbers.whole(number) for name, number in MEASURED.items()}
    paragraphs.append(say("about_measured", language, **(counts | {"pairs": numbers.share(MEASURED["pairs"])})))
    missing = tuple(
        say("missing", language, people=numbers.whole(people), column=column)
        for column, people in sorted(report.left_out.items())
    )
    return Section(identity="proxies", title=say("about", language), paragraphs=tuple(paragraphs), items=missing)


def _attribute(each: AttributeProxies, number: int, language: Language) -> Section:
    heads = ("characteristic", "group", "mark", "predicts", "given_risk", "change")
    rows = [row for rows in (each.card, *each.characteristics) for row in _shown(rows, each.reference)]
    table = Table(
        caption=say("in_numbers", language, attribute=each.name),
        head=tuple(say(head, language) for head in heads),
        rows=tuple(_row(row, language) for row in rows),
        note=say("hidden", language),
    )
    plot = Plot(
        identity=f"proxies-{number}",
        title=say("picture_title", language, attribute=each.name),
        about=say("picture", language),
        table=table,
    )
    if points := _points(each, language):
        panel = Panel(identity=plot.identity, title=plot.title, about=plot.about, language=language)
        plot = plot.drawn(dots(panel, points, say("axis", language), 0.5))
    paragraphs = [say("no_reference", language)]
    if each.reference is not None:
        paragraphs = [say("reference", language, reference=each.reference), *_before(each, language)]
    return Section(
        identity=f"proxies-by-{number}",
        title=say("section", language, attribute=each.name),
        paragraphs=tuple(paragraphs),
        plots=(plot,),
    )


def _points(each: AttributeProxies, language: Language) -> list[Point]:
    """The card and the strongest characteristics, each for the group of which it tells most."""
    strongest = [_shown(rows, each.reference)[0] for rows in ((each.card,) if each.card else ()) + each.characteristics]
    return [
        Point(
            value=row.predicts.value,
            low=row.predicts.interval.low,
            high=row.predicts.interval.high,
            group=f"{row.column or say('whole_card', language)}: {row.group}",
        )
        for row in strongest[:MOST_DRAWN]
        if isinstance(row.predicts, Known)
    ]


def _shown(rows: Sequence[Proxy], reference: str | None) -> list[Proxy]:
    """All groups; of two only the one that is not the reference group, whose row says the same the other way round."""
    return [row for row in rows if len(rows) > 2 or row.group != reference]


def _before(each: AttributeProxies, language: Language) -> list[str]:
    """The impact ratios with every characteristic, in words; by the strongest one, whose people have points."""
    first = each.characteristics[0] if each.characteristics else ()
    found = [
        f"{row.group} {_cell(row.without.before, language).text}"
        for row in sorted(first, key=lambda row: row.group)
        if row.without is not None
    ]
    return [say("before", language, ratios="; ".join(found))] if found else []


def _row(row: Proxy, language: Language) -> tuple[Cell, ...]:
    people = "" if row.people is None else f" ({NumberText(language).whole(row.people)})"
    without = row.without
    return (
        Cell(text=row.column or say("whole_card", language)),
        Cell(text=f"{row.group}{people}"),
        Cell(text=say(row.mark.value, language), kind=STYLES[row.mark]),
        _cell(row.predicts, language),
        _cell(row.given_risk, language),
        Cell(text="–", kind="quiet") if without is None else _cell(without.change, language),
    )


def _cell(finding: Finding, language: Language) -> Cell:
    if not isinstance(finding, Known):
        return Cell(text=say(finding.reason.value, language), kind="quiet")
    numbers = NumberText(language)
    text = numbers.with_interval(finding.value, finding.interval, lambda number: numbers.fixed(number, 3))
    return Cell(text=text, kind="number")
