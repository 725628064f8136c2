"""Tables of a page as frozen strings: a template receives them and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Cell", "Table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table; ``kind`` is a style of ours, never text from outside."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, its first columns being what each row is about, and the pictures of its numbers.

    Attributes
    ----------
    heads
        How many columns say what a row is about.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: tuple[Markup, ...] = ()
    note: str = ""
    heads: int = 1
