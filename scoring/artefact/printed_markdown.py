"""The printed card in Markdown. A crossing is a grid, or a table with its group in the first column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.artefact.printed_grid import Grid, grid
from scoring.artefact.printed_view import Page, Row, Table, marked, printable

__all__ = ["to_markdown"]


def to_markdown(page: Page) -> str:
    """The page as Markdown; every sign that Markdown reads is escaped."""
    blocks = [f"# {_escaped(page.title)}", _escaped(page.status), f"## {_escaped(page.how_title)}"]
    blocks.append("\n".join(f"{number}. {_escaped(step)}" for number, step in enumerate(page.steps, start=1)))
    blocks += [_escaped(paragraph) for paragraph in page.about]
    for table in (*page.tables, page.scale, page.example):
        found = grid(table)
        rows = _grid(table, found) if found else _table(table)
        blocks += [f"## {_escaped(table.caption)}", "\n".join(rows)]
        blocks += [_escaped(table.note)] if table.note else []
    for heading, paragraphs in ((page.notes_title, page.notes), (page.unused_title, page.unused)):
        blocks += [f"## {_escaped(heading)}", *(_escaped(paragraph) for paragraph in paragraphs)]
    return "\n\n".join([*blocks, _escaped(page.digest)]) + "\n"


def _table(table: Table) -> Iterator[str]:
    grouped = bool(table.over)
    yield _row(*([table.over] if grouped else []), *table.heading)
    yield "|" + " --- |" * (1 + grouped) + " ---: |" * (len(table.heading) - 1)
    for group in table.groups:
        first = [marked(group.name, group.mark)] if grouped else []
        for row in group.rows:
            yield _row(*first, marked(row.words, row.mark), *row.figures)
    if table.total:
        yield _row(table.total.words, *table.total.figures)


def _grid(table: Table, found: Grid) -> Iterator[str]:
    detail = f"{table.heading[1]} ({', '.join(table.heading[2:])})"
    groups = [marked(f"{table.over}: {group.name}", group.mark) for group in table.groups]
    yield _row(f"{table.heading[0]}: {detail}", *groups)
    yield "| --- |" + " ---: |" * len(groups)
    for row in found.rows:
        yield _row(row.words, *(_cell(cell) for cell in row.cells))


def _cell(row: Row | None) -> str:
    return f"{marked(row.figures[0], row.mark)} ({', '.join(row.figures[1:])})" if row else ""


def _row(*cells: str) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~&$])", r"\\\1", printable(text))
