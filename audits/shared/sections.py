"""A page of sections as a frozen view of strings: the template receives it and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from audits.shared.page import Cell, Table

__all__ = ["Page", "Plot", "Section"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A picture with the table of its numbers right beneath; without numbers to draw, the table alone.

    Attributes
    ----------
    identity
        Unique in the page; plain letters, digits and hyphens.
    title, about
        What both are about, and how the picture is read.
    table
        The numbers of the picture and those that are not drawn.
    figure
        Drawn SVG, or None.
    lead
        A sentence above the picture; empty for none.
    """

    identity: str
    title: str
    about: str
    table: Table
    figure: Markup | None = None
    lead: str = ""

    def drawn(self, svg: str) -> Plot:
        """The plot with its picture; ``svg`` comes from :func:`audits.shared.charts.draw`, which escapes names."""
        return replace(self, figure=Markup(svg))  # noqa: S704 - drawn, names escaped


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page.

    Attributes
    ----------
    paragraphs, items
        Text before the plots, and a list after it.
    small
        Whether plots stand side by side.
    last
        Paragraphs after the plots.
    verdict
        A word beside the title; None for none.
    """

    identity: str
    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()
    plots: tuple[Plot, ...] = ()
    small: bool = False
    last: tuple[str, ...] = ()
    verdict: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All strings of the page."""

    language: str
    title: str
    contents: str
    sections: tuple[Section, ...]
