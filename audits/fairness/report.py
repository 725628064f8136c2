"""One self-contained page: no script, no network, nothing that needs either."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from audits.fairness.result import AuditReport
from audits.fairness.view import build_page
from scoring.domain.text import Language

__all__ = ["render"]


def render(report: AuditReport, language: Language = Language.EN) -> str:
    """The report as HTML.

    The same report gives the same bytes. Names of groups and columns are text wherever they stand.
    """
    return _template().render(page=build_page(report, language))


@cache
def _template() -> Template:
    folder = files("audits.fairness") / "templates"
    loader = FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8"))
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("report.html.j2")
