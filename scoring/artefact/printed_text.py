"""The printed card for a terminal: groups are indented, and no line is wider than a hundred characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from scoring.artefact.printed_view import Page, Row, Table, marked, printable

__all__ = ["to_text"]

WIDTH = 100
"""Characters of a line."""


def to_text(page: Page) -> str:
    """The page as plain text."""
    title = printable(page.title)
    lines = [title, "=" * len(title), "", *_wrapped(page.status)]
    lines += ["", page.how_title]
    for number, step in enumerate(page.steps, start=1):
        lines += _wrapped(step, f"  {number}. ")
    for paragraph in page.about:
        lines += ["", *_wrapped(paragraph)]
    for table in (*page.tables, page.scale, page.example):
        lines += ["", *_table(table)]
    for heading, paragraphs in ((page.notes_title, page.notes), (page.unused_title, page.unused)):
        lines += ["", heading]
        for paragraph in paragraphs:
            lines += _wrapped(paragraph, "  ")
    return "\n".join([*lines, "", *_wrapped(page.digest)]) + "\n"


def _table(table: Table) -> Iterator[str]:
    """Caption, heading and rows; words that are too long go on in the next line, below themselves."""
    yield printable(table.caption)
    figures = [tuple(printable(cell) for cell in cells) for cells in _figures(table)]
    widths = [max(len(row[column]) for row in figures) for column in range(len(figures[0]))]
    deep = 4 if table.over else 2
    longest = max(len(printable(words)) for words in (table.heading[0], *(marked(r.words, r.mark) for r in table.rows)))
    width = min(longest, WIDTH - deep - sum(widths) - 2 * len(widths))

    def row(words: str, cells: Sequence[str]) -> Iterator[str]:
        first, *others = wrap(printable(words), width) or [""]
        right = [f"{printable(cell):>{size}}" for cell, size in zip(cells, widths, strict=True)]
        yield "  ".join([" " * (deep - 2), f"{first:<{width}}", *right]).rstrip()
        yield from (" " * (deep + 2) + other for other in others)

    yield from row(table.heading[0], table.heading[1:])
    for group in table.groups:
        if table.over:
            yield from _wrapped(marked(f"{table.over}: {group.name}", group.mark), "  ")
        for each in group.rows:
            yield from row(marked(each.words, each.mark), each.figures)
    if table.total:
        yield " " * (deep + width) + "  " + "-" * widths[0]
        yield from row(table.total.words, table.total.figures)
    if table.note:
        yield from _wrapped(table.note, "  ")


def _figures(table: Table) -> list[tuple[str, ...]]:
    rows: tuple[Row, ...] = table.rows
    return [table.heading[1:], *(row.figures for row in rows)]


def _wrapped(paragraph: str, start: str = "") -> list[str]:
    """A paragraph whose later lines stand further in: no label in it begins a line at the margin."""
    return wrap(printable(paragraph), WIDTH, initial_indent=start, subsequent_indent=" " * max(len(start), 2)) or [""]
