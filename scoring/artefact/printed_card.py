"""The printed card: the whole model as tables a person can add up, in text, Markdown or HTML.

One view of plain strings is made first; the three forms only lay it out.
"""

from __future__ import annotations

from enum import StrEnum

from scoring.artefact.printed_html import to_html
from scoring.artefact.printed_markdown import to_markdown
from scoring.artefact.printed_page import page
from scoring.artefact.printed_text import to_text
from scoring.artefact.printed_words import NEVER
from scoring.domain.card import Card
from scoring.domain.text import Language

__all__ = ["NEVER", "CardFormat", "print_card"]


class CardFormat(StrEnum):
    """Form of the printed card."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


def print_card(card: Card, form: CardFormat, language: Language) -> str:
    """The printed card.

    Parameters
    ----------
    form
        Text for a terminal, Markdown, or a self-contained HTML page that fills A4 paper.
    """
    found = page(card, language)
    match form:
        case CardFormat.TEXT:
            return to_text(found)
        case CardFormat.MD:
            return to_markdown(found)
        case CardFormat.HTML:
            return to_html(found, language)
