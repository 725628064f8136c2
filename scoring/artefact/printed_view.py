"""What a printed card consists of, as plain strings: every form lays out the same view.

Nothing in a view is trusted: names and labels are hostile text, and each form escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Group", "Page", "Row", "Table", "marked", "printable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line: what it asks, its figures, and its marks."""

    words: str
    figures: tuple[str, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows under one line of the other characteristic; without a name in a one-way table."""

    rows: tuple[Row, ...]
    name: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of lines.

    Attributes
    ----------
    heading
        Of the words, then of each figure.
    over
        What the groups are lines of; empty where there are no groups.
    total
        A last row that sums the others.
    note
        A sentence below the table.
    """

    caption: str
    heading: tuple[str, ...]
    groups: tuple[Group, ...]
    over: str = ""
    total: Row | None = None
    note: str = ""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, the sum last."""
        rows = [row for group in self.groups for row in group.rows]
        return (*rows, self.total) if self.total else tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole card.

    Attributes
    ----------
    status
        Who approved it, or what it may not be used for.
    how_title, steps
        How to add up, step by step.
    about
        Paragraphs on the scale and the cut-off.
    tables
        One for each entry of the card.
    scale, example
        What a score means, and one addition.
    notes_title, notes
        Marks, words and columns explained.
    unused_title, unused
        What the card does not use.
    digest
        The card's, in a sentence.
    """

    title: str
    status: str
    how_title: str
    steps: tuple[str, ...]
    about: tuple[str, ...]
    tables: tuple[Table, ...]
    scale: Table
    example: Table
    notes_title: str
    notes: tuple[str, ...]
    unused_title: str
    unused: tuple[str, ...]
    digest: str


def marked(words: str, mark: str) -> str:
    """Words with their mark behind them, where there is one."""
    return f"{words} {mark}" if mark else words


def printable(text: str) -> str:
    r"""One line without control characters: a label cannot move the cursor or forge another line.

    Examples
    --------
    >>> printable("a\nb")
    'a b'
    """
    return "".join(character if character.isprintable() else " " for character in text)
