"""The printed card as one HTML page that runs nothing and fetches nothing, made for A4 paper.

A crossing is a grid, or a table of row groups.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from scoring.artefact.printed_grid import Grid, grid
from scoring.artefact.printed_view import Group, Page, Row, Table, marked, printable
from scoring.domain.text import Language

__all__ = ["to_html"]

# On paper: two columns in 7.8 point. A long table may be split between columns or pages, but within no group of its
# rows; its name and heading stand over each part.
_STYLE = (
    "body{font:10.5pt/1.4 Arial,'Liberation Sans',Helvetica,sans-serif;max-width:62rem;margin:2rem auto;"
    "padding:0 1rem;color:#111;overflow-wrap:anywhere}"
    "h1{font-size:1.6em;line-height:1.2;margin:0}h2{font-size:1em;margin:.2em 0 .1em;break-after:avoid}"
    "p,ol{margin:.1em 0 .4em}ol{padding-left:1.4em}li,p{break-inside:avoid}"
    "body>div,header div{columns:2 20rem;column-gap:2rem}header section{break-inside:avoid}"
    "body>div{margin:.8em 0}figure{margin:0 0 1.1em;break-inside:avoid}section+section h2{margin-top:.6em}"
    "table{border-collapse:collapse;width:100%;line-height:1.2;font-variant-numeric:tabular-nums;"
    "overflow-wrap:break-word}"
    "caption{text-align:left;font-weight:600;padding-bottom:.1em}"
    "th,td{border-bottom:1px solid #ccc;padding:.1em 0 .1em .4em;text-align:right;vertical-align:top}"
    "th{font-weight:400}th:first-child{text-align:left;padding-left:0}td{white-space:nowrap}"
    "thead th{border-bottom:1.5px solid #555;color:#333;vertical-align:bottom}"
    "thead th:not(:first-child){white-space:nowrap}"
    "thead th:nth-child(2){width:3.4em}thead th:nth-child(3){width:4em}thead th:nth-child(4){width:5.6em}"
    ".grid thead th:nth-child(n){width:auto;white-space:normal}.grid thead tr:first-child th:first-child{width:25%}"
    ".grid thead tr+tr th{text-align:right;padding-left:.4em}.grid thead [scope=colgroup]{text-align:center}"
    "td:nth-of-type(1),.grid td,tfoot th,tbody [scope=rowgroup]{font-weight:600}"
    "tbody [scope=rowgroup]{background:#eee;padding-left:.2em}"
    ".again{display:none}small{display:block;font-size:.9em;white-space:normal;font-weight:400;color:#333}"
    "@page{size:A4;margin:9mm 11mm}"
    "@media print{body{margin:0;padding:0;max-width:none;font-size:7.8pt;line-height:1.16}"
    "th,td{padding:.02em 0 .02em .4em}table{line-height:1.1}"
    "body>div,header div{columns:2;column-gap:7mm}body>div{margin:.6em 0 0}figure{margin-bottom:.6em}"
    ".long{break-inside:auto}tr,tbody:has([scope=rowgroup]){break-inside:avoid}.long caption{display:none}"
    "thead .again{display:table-row}.again th{font-weight:600;border:0;color:#111}}"
)

_LONG = 25
"""Rows of a table beyond which it may be split on paper: a third of a column."""


def to_html(page: Page, language: Language) -> str:
    """The page as a self-contained HTML document."""
    title = _escaped(page.title)
    tables = "".join(map(_figure, page.tables))
    meaning = _figure(page.scale) + _figure(page.example)
    steps = _tag("ol", "".join(_each("li", page.steps)))
    how = _tag("section", _tag("h2", _escaped(page.how_title)) + steps)
    about = _tag("section", "".join(_each("p", page.about)))
    notes = _section(page.notes_title, page.notes)
    unused = _section(page.unused_title, (*page.unused, page.digest))
    return (
        f'<!doctype html>\n<html lang="{language.value}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body><header><h1>{title}</h1><p>{_escaped(page.status)}</p><div>{how}{about}</div></header>\n"
        f"<div><main>{tables}</main>\n<footer>{meaning}{notes}{unused}</footer></div></body>\n</html>\n"
    )


def _figure(table: Table) -> str:
    found = grid(table)
    content = _grid(table, found) if found else _rows(table)
    if is_long := not found and content.count("<tr>") > _LONG:
        again = f'<th colspan="{len(table.heading)}">{_escaped(table.caption)}</th>'
        content = content.replace("<thead>", f'<thead><tr class="again" aria-hidden="true">{again}</tr>', 1)
    caption = _tag("caption", _escaped(table.caption))
    note = _tag("p", _escaped(table.note)) if table.note else ""
    kind = ' class="grid"' if found else ""
    long = ' class="long"' if is_long else ""
    return f"<figure{long}><table{kind}>{caption}{content}</table>{note}</figure>\n"


def _rows(table: Table) -> str:
    content = _tag("thead", _tag("tr", _heads("col", table.heading)))
    content += "".join(_group(table, group) for group in table.groups)
    return content + (_tag("tfoot", _row(table.total)) if table.total else "")


def _group(table: Table, group: Group) -> str:
    rows = "".join(_row(row) for row in group.rows)
    if table.over:
        name = _escaped(marked(f"{table.over}: {group.name}", group.mark))
        rows = f'<tr><th scope="rowgroup" colspan="{len(table.heading)}">{name}</th></tr>{rows}'
    return _tag("tbody", rows)


def _row(row: Row) -> str:
    return _tag("tr", _heads("row", [marked(row.words, row.mark)]) + "".join(_each("td", row.figures)))


def _grid(table: Table, found: Grid) -> str:
    detail = _escaped(f"{table.heading[1]}; {' / '.join(table.heading[2:])} in %")
    corner = f'<th scope="col" rowspan="2">{_escaped(table.heading[0])}</th>'
    over = f'<th scope="colgroup" colspan="{len(table.groups)}">{_escaped(table.over)}'
    over += f"<small>{detail}</small></th>"
    groups = _heads("col", [marked(group.name, group.mark) for group in table.groups])
    rows = "".join(_tag("tr", _heads("row", [row.words]) + "".join(map(_cell, row.cells))) for row in found.rows)
    return _tag("thead", _tag("tr", corner + over) + _tag("tr", groups)) + _tag("tbody", rows)


def _cell(row: Row | None) -> str:
    if row is None:
        return "<td></td>"
    detail = _tag("small", _escaped(" / ".join(figure.removesuffix("%") for figure in row.figures[1:])))
    return _tag("td", _escaped(marked(row.figures[0], row.mark)) + detail)


def _section(heading: str, paragraphs: Sequence[str]) -> str:
    return _tag("section", _tag("h2", _escaped(heading)) + "".join(_each("p", paragraphs)))


def _heads(scope: str, texts: Iterable[str]) -> str:
    return "".join(f'<th scope="{scope}">{_escaped(text)}</th>' for text in texts)


def _each(tag: str, texts: Iterable[str]) -> list[str]:
    return [_tag(tag, _escaped(text)) for text in texts]


def _tag(name: str, content: str) -> str:
    """An element; its content is escaped already."""
    return f"<{name}>{content}</{name}>"


def _escaped(text: str) -> str:
    return html.escape(printable(text), quote=True)
