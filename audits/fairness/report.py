"""One self-contained page: no script, no network, nothing that needs either."""

from __future__ import annotations

from audits.fairness.result import AuditReport
from audits.fairness.view import build_page
from audits.shared.template import page_template
from scoring.domain.text import Language

__all__ = ["render"]


def render(report: AuditReport, language: Language = Language.EN) -> str:
    """The report as HTML.

    The same report gives the same bytes. Names of groups and columns are text wherever they stand.
    """
    return page_template("audits.fairness", "report.html.j2").render(page=build_page(report, language))
