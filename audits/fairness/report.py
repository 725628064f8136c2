"""One self-contained page: no script, no network, nothing that needs either."""

from __future__ import annotations

from audits.fairness.outcome import AuditReport
from audits.fairness.page.build import build_report, shortened
from audits.fairness.registration import Registration
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["MOST_BYTES", "render"]

MOST_BYTES = 1_000_000
_STEPS = ((200, True), (60, True), (60, False), (20, False), (5, False))
"""Rows that tables keep, and whether pictures stay, step by step while the page is too large."""


def render(report: AuditReport, language: Language = Language.EN, registration: Registration | None = None) -> str:
    """The report as HTML.

    The same report gives the same bytes. Names of groups and columns are text wherever they stand. Where the page would
    be larger than a megabyte, long tables lose their last rows and say so, and then pictures go; the JSON document has
    every number.
    """
    page = build_report(report, language, registration)
    template = page_template("audits.fairness", "report.html.j2")
    drawn = template.render(page=page)
    for rows, pictures in _STEPS:
        if len(drawn.encode()) < MOST_BYTES:
            break
        drawn = template.render(page=shortened(page, rows, language, pictures=pictures))
    return drawn
