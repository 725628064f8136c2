"""The report as a frozen view of strings: templates receive it and decide nothing."""

from __future__ import annotations

from dataclasses import dataclass

from audits.shared.page import Cell
from audits.shared.sections import Section

__all__ = ["Line", "Overview", "Report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A named verdict and what decided it; ``verdict`` is None where nothing was judged."""

    name: str
    verdict: Cell | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The summary that comes first.

    Attributes
    ----------
    looked
        What was looked at.
    overall, meaning
        The overall word, and what it means.
    lines
        One for each attribute, and one for the combinations.
    remarks
        What a reader has to know besides.
    """

    looked: tuple[str, ...]
    overall: Cell
    meaning: str
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All strings of the report."""

    language: str
    title: str
    in_short: str
    contents: str
    overview: Overview
    sections: tuple[Section, ...]
