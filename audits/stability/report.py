"""A comparison of two files in one self-contained page: no script, no network, nothing that needs either."""

from __future__ import annotations

from audits.shared.page import Cell
from audits.shared.sections import Page, Section
from audits.shared.small_cells import FEWEST_PEOPLE
from audits.shared.template import page_template
from audits.stability.calibration_page import calibration_section
from audits.stability.column_page import bin_section, group_section, summary_section, time_section
from audits.stability.crossed_page import crossed_section
from audits.stability.result import CUSTOM, StabilityReport, Verdict
from audits.stability.words import SENTENCES
from audits.stability.writer import Writer
from scoring.domain.text import Language

__all__ = ["render"]


def render(report: StabilityReport, language: Language = Language.EN) -> str:
    """The comparison as HTML.

    The same report gives the same bytes. Names of files, columns, groups and periods are text wherever they stand.
    """
    writer = Writer(language)
    sections = [_head(report, writer), summary_section(report, writer), bin_section(report, writer)]
    if report.attributes:
        sections.append(group_section(report, writer))
    if report.periods:
        sections.append(time_section(report, writer))
    if report.attributes and report.periods:
        sections.append(crossed_section(report, writer))
    if report.calibrations:
        sections.append(calibration_section(report, writer))
    page = Page(
        language=language.value, title=writer.say("title"), contents=writer.say("contents"), sections=tuple(sections)
    )
    return page_template("audits.stability", "sections.html.j2").render(page=page)


def _head(report: StabilityReport, writer: Writer) -> Section:
    """What was compared, how it is judged, and what was not asked for."""
    numbers = writer.numbers
    limits = {"watch": numbers.fixed(CUSTOM.watch, 2), "act": numbers.fixed(CUSTOM.act, 2)}
    people = {"before": numbers.whole(report.people_before), "after": numbers.whole(report.people_after)}
    absent = [
        writer.say(key)
        for key, there in (
            ("no_groups", report.attributes),
            ("no_time", report.periods),
            ("no_outcomes", report.calibrations),
        )
        if not there
    ]
    rows = [
        (
            Cell(text=writer.say(source.role)),
            Cell(text=source.name, kind="digest"),
            Cell(text=source.sha256, kind="digest"),
        )
        for source in report.sources
    ]
    return Section(
        identity="head",
        title=writer.say("head"),
        paragraphs=(
            writer.say("compared", bins=str(report.question.bins), **people),
            writer.say("counted"),
            writer.say("what_psi"),
            writer.say("what_chance"),
            writer.say("what_limits", **limits),
            writer.say("what_level", level=numbers.level(report.level)),
            writer.say("small", people=str(FEWEST_PEOPLE)),
        ),
        items=tuple(SENTENCES[verdict].into(writer.language).format(**limits) for verdict in Verdict),
        plots=(writer.plot("sources", writer.say("sources"), "", writer.head("source", "name", "digest"), rows),),
        last=(f"{writer.say('not_asked')}: {'; '.join(absent)}.",) if absent else (),
    )
