"""Putting a report into words: the page, without its attributes' sections."""

from __future__ import annotations

from audits.fairness.cannot_see import CANNOT_SEE, not_measured
from audits.fairness.number_text import Numbers
from audits.fairness.page import Line, Page
from audits.fairness.result import AuditReport
from audits.fairness.section import SectionWriter, verdict_cell
from audits.fairness.verdict import Verdict
from audits.fairness.words import MEASURES, SENTENCES, VERDICTS, say
from audits.shared.page import Cell, Table
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE
from scoring.domain.text import Language

__all__ = ["build_page"]


def build_page(report: AuditReport, language: Language) -> Page:
    """Put a report into words."""
    numbers = Numbers(language)
    sections = tuple(SectionWriter(result, report, numbers, i).section() for i, result in enumerate(report.attributes))
    plan = report.plan
    registered = say("registered", language, where=plan.registered) if plan.registered else ""
    read = say(
        "read",
        language,
        people=numbers.whole(report.people),
        attributes=", ".join(result.name for result in report.attributes),
        count=numbers.whole(report.primary),
        level=numbers.level(plan.level),
    )
    small = say("small", language, people=str(FEWEST_PEOPLE), each=str(FEWEST_EACH))
    keys = ("title", "in_short", "limits", "not_measured", "cannot_see", "how", "inputs")
    return Page(
        language=language.value,
        words={key: say(key, language) for key in keys},
        overall=Cell(
            text=say("overall", language, verdict=VERDICTS[report.overall].into(language)), kind=report.overall.value
        ),
        paragraphs=(
            read,
            registered or say("not_registered", language),
            small,
            say("points", language),
            say("legal", language),
        ),
        lines=tuple(section.line for section in sections),
        limits=_limits(report, numbers),
        sections=sections,
        not_measured=tuple(f"{what.into(language)}: {why.into(language)}." for what, why in not_measured(report)),
        cannot_see=tuple(text.into(language) for text in CANNOT_SEE),
        four_words=tuple(
            Line(name="", verdict=verdict_cell(v, language), sentence=SENTENCES[v].into(language)) for v in Verdict
        ),
        inputs=_inputs(report, language),
    )


def _limits(report: AuditReport, numbers: Numbers) -> Table:
    language = numbers.language
    rows = tuple(
        (
            Cell(text=MEASURES[measure].into(language)),
            Cell(text=numbers.allowed(limit), kind="allowed"),
            Cell(text=say("and_source", language, name=limit.name, source=limit.source)),
        )
        for measure, limit in report.plan.thresholds.items()
    )
    head = tuple(say(key, language) for key in ("measure", "allowed", "source"))
    return Table(caption="", head=head, rows=rows)


def _inputs(report: AuditReport, language: Language) -> Table:
    rows = tuple(
        (
            Cell(text=source.name),
            Cell(text=say(f"role_{source.role}", language)),
            Cell(text=source.sha256.removeprefix("sha256:"), kind="digest"),
        )
        for source in report.sources
    )
    return Table(caption="", head=tuple(say(key, language) for key in ("file", "role", "digest")), rows=rows)
