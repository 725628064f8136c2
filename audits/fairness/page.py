"""The report as a frozen view of strings: the template receives it and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from audits.shared.page import Cell, Table

__all__ = ["Line", "Page", "Section"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named verdict, what it means, and the comparisons that decided it."""

    name: str
    verdict: Cell
    sentence: str
    decisive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One attribute."""

    identity: str
    line: Line
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All strings of the page."""

    language: str
    words: dict[str, str]
    overall: Cell
    paragraphs: tuple[str, ...]
    lines: tuple[Line, ...]
    limits: Table
    sections: tuple[Section, ...]
    not_measured: tuple[str, ...]
    cannot_see: tuple[str, ...]
    four_words: tuple[Line, ...]
    inputs: Table
