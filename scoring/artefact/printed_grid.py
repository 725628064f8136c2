"""A crossing as a grid of two ways, where all its groups have the same lines."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.artefact.printed_view import Row, Table

__all__ = ["Grid", "GridRow", "grid"]

MOST_COLUMNS = 6
"""More columns than this do not fit beside the words on half a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One line, and the row of the table that each column has for it; None where a column has no such line."""

    words: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The rows; their columns are the table's groups."""

    rows: tuple[GridRow, ...]


def grid(table: Table) -> Grid | None:
    """The table's groups side by side; None where their lines differ, or where they are too many.

    A group with one line for every value stands in a row of its own.
    """
    if not table.over or len(table.groups) > MOST_COLUMNS:
        return None
    lines = [tuple(row.words for row in group.rows) for group in table.groups]
    whole = {words for words in lines if len(words) > 1}
    if len(whole) != 1:
        return None
    common = whole.pop()
    rows = [
        GridRow(words=words, cells=tuple(group.rows[at] if len(group.rows) > 1 else None for group in table.groups))
        for at, words in enumerate(common)
    ]
    for alone in dict.fromkeys(words[0] for words in lines if len(words) == 1):
        cells = [group.rows[0] if words == (alone,) else None for group, words in zip(table.groups, lines, strict=True)]
        rows.append(GridRow(words=alone, cells=tuple(cells)))
    return Grid(rows=tuple(rows))
