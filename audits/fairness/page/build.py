"""Putting a report into words: the summary, then every section in order."""

from __future__ import annotations

from dataclasses import replace

from audits.beyond.sections import beyond_sections
from audits.fairness.outcome import AuditReport
from audits.fairness.page.attribute import attribute_section
from audits.fairness.page.combinations import combination_section
from audits.fairness.page.ending import (
    absent_section,
    cannot_see_section,
    input_section,
    method_section,
    notice_section,
)
from audits.fairness.page.known import known_section
from audits.fairness.page.missing import missing_section
from audits.fairness.page.overview import overview
from audits.fairness.page.plan_section import plan_section, words_section
from audits.fairness.page.views import Report
from audits.fairness.page.withstands import withstands_section
from audits.fairness.page.words import say
from audits.fairness.page.writer import Writer
from audits.fairness.registration import Registration
from audits.shared.sections import Plot
from scoring.domain.text import Language

__all__ = ["build_report", "shortened"]


def build_report(
    report: AuditReport, language: Language, registration: Registration | None = None, *, pictures: bool = True
) -> Report:
    """Put a report into words, with its pictures or without."""
    writer = Writer(report, language, pictures=pictures)
    summary = overview(writer, registration)
    sections = [
        words_section(writer),
        notice_section(writer),
        *(attribute_section(result, f"by-{place}", writer) for place, result in enumerate(report.attributes, start=1)),
        combination_section(writer),
        missing_section(writer),
        *(() if report.beyond is None else beyond_sections(report.beyond, language, pictures=pictures)),
        plan_section(writer, summary.remarks[0]),
        known_section(writer),
        withstands_section(writer),
        cannot_see_section(writer),
        absent_section(writer),
        method_section(writer),
        input_section(writer),
    ]
    return Report(
        language=language.value,
        title=writer.say("title"),
        in_short=writer.say("in_short"),
        contents=writer.say("contents"),
        overview=summary,
        sections=tuple(section for section in sections if section is not None),
    )


def shortened(page: Report, rows: int, language: Language, *, pictures: bool) -> Report:
    """The same with at most so many rows in each table, and the number of those left out beside it."""

    def short(plot: Plot) -> Plot:
        kept = plot if pictures else replace(plot, figure=None)
        over = len(plot.table.rows) - rows
        if over <= 0:
            return kept
        note = say("more_rows", language, count=str(over))
        table = replace(plot.table, rows=plot.table.rows[:rows])
        return replace(kept, table=table, lead=f"{plot.lead} {note}".strip())

    sections = tuple(replace(s, plots=tuple(short(plot) for plot in s.plots)) for s in page.sections)
    return replace(page, sections=sections)
