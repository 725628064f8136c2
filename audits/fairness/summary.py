"""What a notebook shows of an audit: the summary in words, notices and the judged comparisons, without a picture."""

from __future__ import annotations

from audits.fairness.outcome import AuditReport
from audits.fairness.page.build import build_report
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["to_html"]


def to_html(report: AuditReport, language: Language = Language.EN) -> str:
    """A fragment of HTML with no style of its own, so that it looks like the notebook around it."""
    page = build_report(report, language, pictures=False)
    judged = [plot.table for s in page.sections for plot in s.plots if plot.identity.endswith("-primary")]
    notices = [item for s in page.sections if s.identity == "notices" for item in s.items]
    return page_template("audits.fairness", "summary.html.j2").render(page=page, tables=judged, notices=notices)
