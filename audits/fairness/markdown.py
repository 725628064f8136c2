"""The report as Markdown (GitHub's tables): every sentence and every number of the page, without the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from audits.fairness.extra import NOTHING, Extra
from audits.fairness.outcome import AuditReport
from audits.fairness.page.build import build_report
from audits.fairness.page.views import Overview
from audits.shared.page import Table
from audits.shared.sections import Plot, Section
from scoring.domain.text import Language

__all__ = ["to_markdown"]

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")


def to_markdown(report: AuditReport, language: Language = Language.EN, extra: Extra = NOTHING) -> str:
    """The report as Markdown.

    Names of groups and columns are text wherever they stand: no mark in them is read as Markdown or HTML.
    """
    page = build_report(report, language, extra, pictures=False)
    blocks = [f"# {_text(page.title)}", *_overview(page.overview)]
    for section in page.sections:
        blocks += _section(section)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _overview(overview: Overview) -> Iterable[str]:
    yield f"**{_text(overview.overall.text)}**"
    yield _text(overview.meaning)
    yield from map(_text, overview.looked)
    for line in overview.lines:
        word = "" if line.verdict is None else f" – {_text(line.verdict.text)}"
        yield f"**{_text(line.name)}**{word}: {_text(line.sentence)}"
    yield from map(_text, overview.remarks)


def _section(section: Section) -> Iterable[str]:
    word = "" if section.verdict is None else f" – {_text(section.verdict.text)}"
    yield f"## {_text(section.title)}{word}"
    yield from map(_text, section.paragraphs)
    yield "\n".join(f"- {_text(item)}" for item in section.items)
    for plot in section.plots:
        yield from _plot(plot)
    yield from map(_text, section.last)


def _plot(plot: Plot) -> Iterable[str]:
    if plot.title:
        yield f"### {_text(plot.title)}"
    yield _text(plot.lead)
    if not plot.table.rows:
        yield _text(plot.table.note)
        return
    if not plot.title:
        yield f"**{_text(plot.table.caption)}**" if plot.table.caption else ""
    yield _table(plot.table)


def _table(table: Table) -> str:
    rows = [[cell.text for cell in row] for row in table.rows]
    return "\n".join([_row(table.head), "|" + " --- |" * len(table.head), *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_text(cell) for cell in cells) + " |"


def _text(words: str) -> str:
    r"""Words as text: on one line, with every mark escaped.

    Examples
    --------
    >>> print(_text("a|b <i>"))
    a\|b \<i\>
    """
    line = " ".join(words.split())
    return _STARTS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", line))
