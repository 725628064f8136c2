"""``export``: the card in a form that other engines run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, CardPath, Lang, emit, keep_inputs, require_extra
from scoring.artefact.card_json import card_digest, read_card
from scoring.artefact.files import write_bytes
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.text import Language
from scoring.export.form import Dialect, Form

__all__ = ["export", "register"]

TABLE = "applicants"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    path: CardPath,
    to: Annotated[Form, typer.Option("--to", help="The form to write.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")],
    dialect: Annotated[
        Dialect | None, typer.Option("--dialect", help="For sql: the engine that runs it. [default: duckdb]")
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="NAME", help="For sql: the table. [default: applicants]")
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="COL", help="For sql: copy this column beside the scores.")
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="For html: the language.")] = Lang.EN,
    as_json: AsJson = False,
) -> None:
    """Write the card in another form: each gives score, probability of default, invalid column and reason codes."""
    keep_inputs([out], [path])
    if to is not Form.SQL and (dialect is not None or table is not None or keep):
        raise InputError("'--dialect', '--table' and '--keep' belong to '--to sql'", remedy="Leave them out")
    card = read_card(path)
    if to is Form.SQL:
        data = _sql(card, dialect or Dialect.DUCKDB, table or TABLE, keep or [])
    else:
        data = _written(card, to, Language(lang.value))
    write_bytes(out, data)
    document = {"card": card_digest(card), "form": to.value, "file": str(out), "bytes": len(data)}
    emit(document, f"wrote {out}: {to.value} of card {card_digest(card)}", as_json=as_json)


def _sql(card: Card, dialect: Dialect, table: str, keep: list[str]) -> bytes:
    require_extra("export", "sqlglot")
    from scoring.export.sql import sql

    return sql(card, dialect, table, keep).encode()


def _written(card: Card, form: Form, language: Language) -> bytes:
    match form:
        case Form.PMML:
            from scoring.export.pmml import pmml

            return pmml(card)
        case Form.ONNX:
            require_extra("export", "onnx")
            from scoring.export.onnx import onnx_bytes

            return onnx_bytes(card)
        case Form.JAVASCRIPT:
            from scoring.export.program import javascript

            return javascript(card).encode()
        case Form.PYTHON:
            from scoring.export.program import python

            return python(card).encode()
        case _:
            from scoring.export.page import html

            return html(card, language).encode()
