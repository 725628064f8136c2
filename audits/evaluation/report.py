"""An evaluation in one self-contained page: no script, no network, nothing that needs either."""

from __future__ import annotations

from audits.evaluation.calibration import calibration_section
from audits.evaluation.document import Evaluation
from audits.evaluation.head import difference_section, figure_section, head_section
from audits.evaluation.points import points_section
from audits.evaluation.ranking import ranking_section
from audits.evaluation.spread import spread_section
from audits.evaluation.writer import Writer
from audits.shared.sections import Page
from audits.shared.template import page_template
from scoring.domain.card import Card
from scoring.domain.text import Language

__all__ = ["render"]


def render(document: Evaluation, card: Card, language: Language = Language.EN) -> str:
    """The evaluation as HTML.

    The same document gives the same bytes. Names of files, characteristics and categories are text wherever they stand.

    Parameters
    ----------
    document
        The card measured on a file, and perhaps another on the same rows.
    card
        The card that was measured.
    """
    writer, against = Writer(language), document.get("against")
    sections = [
        head_section(document, writer),
        figure_section(document, writer),
        *([difference_section(document, against, writer)] if against is not None else []),
        ranking_section(document, writer),
        calibration_section(document, writer),
        spread_section(document, card.cut_off, writer),
        points_section(document, card, writer),
    ]
    page = Page(
        language=language.value,
        title=writer.say("title"),
        contents=writer.say("contents"),
        sections=tuple(sections),
    )
    return page_template("audits.evaluation", "sections.html.j2").render(page=page)
