"""Text that a person may read, in every language the product speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import DeclarationError

__all__ = ["Language", "Text"]


class Language(StrEnum):
    """A language the product speaks (ISO 639-1)."""

    EN = "en"
    NL = "nl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One message in English and Dutch.

    Examples
    --------
    >>> Text(en="Income", nl="Inkomen").into(Language.NL)
    'Inkomen'
    """

    en: str
    nl: str

    def __post_init__(self) -> None:
        if not self.en.strip() or not self.nl.strip():
            raise DeclarationError("a text is empty in English or Dutch", remedy="Write both languages")

    @classmethod
    def same(cls, words: str) -> Text:
        """The same words in both languages: a column name, for example."""
        return cls(en=words, nl=words)

    def into(self, language: Language) -> str:
        """The words in one language."""
        return self.nl if language is Language.NL else self.en
