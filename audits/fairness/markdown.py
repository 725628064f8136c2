"""The report as Markdown (GitHub's tables): every sentence and every number of the page, without the pictures."""

from __future__ import annotations

from collections.abc import Iterable

from audits.fairness.outcome import AuditReport
from audits.fairness.page.build import build_report
from audits.fairness.page.views import Overview
from audits.fairness.registration import Registration
from audits.shared.markdown_text import table, text
from audits.shared.page import Table
from audits.shared.sections import Plot, Section
from scoring.domain.text import Language

__all__ = ["to_markdown"]


def to_markdown(report: AuditReport, language: Language = Language.EN, registration: Registration | None = None) -> str:
    """The report as Markdown.

    Names of groups and columns are text wherever they stand: no mark in them is read as Markdown or HTML.
    """
    page = build_report(report, language, registration, pictures=False)
    blocks = [f"# {text(page.title)}", *_overview(page.overview)]
    for section in page.sections:
        blocks += _section(section)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _overview(overview: Overview) -> Iterable[str]:
    yield f"**{text(overview.overall.text)}**"
    yield text(overview.meaning)
    yield from map(text, overview.looked)
    for line in overview.lines:
        word = "" if line.verdict is None else f" – {text(line.verdict.text)}"
        yield f"**{text(line.name)}**{word}: {text(line.sentence)}"
    yield from map(text, overview.remarks)


def _section(section: Section) -> Iterable[str]:
    word = "" if section.verdict is None else f" – {text(section.verdict.text)}"
    yield f"## {text(section.title)}{word}"
    yield from map(text, section.paragraphs)
    yield "\n".join(f"- {text(item)}" for item in section.items)
    for plot in section.plots:
        yield from _plot(plot)
    yield from map(text, section.last)


def _plot(plot: Plot) -> Iterable[str]:
    if plot.title:
        yield f"### {text(plot.title)}"
    yield text(plot.lead)
    if not plot.table.rows:
        yield text(plot.table.note)
        return
    if not plot.title:
        yield f"**{text(plot.table.caption)}**" if plot.table.caption else ""
    yield _table(plot.table)


def _table(shown: Table) -> str:
    return table(shown.head, [[cell.text for cell in row] for row in shown.rows])
