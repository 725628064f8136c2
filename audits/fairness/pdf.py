"""The report as PDF, printed from the page by WeasyPrint (the extra ``pdf``)."""

from __future__ import annotations

from importlib import import_module
from typing import NoReturn

from audits.fairness.outcome import AuditReport
from audits.fairness.registration import Registration
from audits.fairness.report import render
from scoring.domain.errors import InputError
from scoring.domain.text import Language

__all__ = ["to_pdf"]


def to_pdf(report: AuditReport, language: Language = Language.EN, registration: Registration | None = None) -> bytes:
    """The report as a PDF file, on A4.

    Raises
    ------
    InputError
        If the extra is not installed.
    """
    try:
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError):  # OSError: the package is there, the libraries it draws with are not
        raise InputError(
            "a PDF needs a part that is not installed",
            remedy="Install it with: pip install 'counterscore[pdf]', or print the HTML page from a browser",
        ) from None
    page = weasyprint.HTML(string=render(report, language, registration), url_fetcher=_nothing)
    printed: bytes = page.write_pdf(pdf_tags=True)
    return printed


def _nothing(*_: object, **__: object) -> NoReturn:
    """The page asks for nothing; whatever would be asked for is refused."""
    raise ValueError("the report needs nothing from elsewhere")
