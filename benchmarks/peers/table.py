"""Tables of texts, written for a terminal and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["NOTHING", "Table"]

NOTHING = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A heading and rows of texts, the first column of names.

    Attributes
    ----------
    notes
        Sentences below the table.
    """

    title: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def text(self) -> str:
        """For a terminal: names to the left, the rest to the right.

        Examples
        --------
        >>> print(Table(title="T", heading=("model", "AUC"), rows=[("card", "0.7")]).text())
        T
        model  AUC
        card   0.7
        """
        lines = [self.heading, *self.rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.heading))]
        written = [
            "  ".join(cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in enumerate(pairs))
            for pairs in (list(zip(line, widths, strict=True)) for line in lines)
        ]
        return "\n".join([self.title, *(line.rstrip() for line in written), *self.notes])

    def markdown(self) -> str:
        """As Markdown, under a heading of the second level."""
        rule = ["---"] + ["---:"] * (len(self.heading) - 1)
        lines = [
            f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in (self.heading, rule, *self.rows)
        ]
        notes = [f"\n{note}" for note in self.notes]
        return "\n".join([f"## {self.title}", "", *lines, *notes])
