"""Score a file where it lives: one pass of DuckDB through the SQL that the card exports, however large the file is."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import duckdb

from scoring.batch.request import Request
from scoring.batch.scored import Output, copy_scores
from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.errors import CardError
from scoring.export.plan import MISSING_TEXTS, MOST_REASONS, SPACE, Plan
from scoring.tabular.source import unreadable
from scoring.tabular.sql_text import literal, quoted

__all__ = ["EXACT_DIGITS", "by_sql", "query_of"]

_WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"})
_ORDERED = {"disabled_optimizers": "in_clause"}
"""Several threads put the rows of a join in any order. The statement has none, but of a comparison with many texts this
optimiser would make one."""

EXACT_DIGITS = 15
"""A decimal of so many digits is the quotient of two doubles, and all engines agree on it."""


def by_sql(request: Request, folder: Path, **settings: str) -> Output | None:
    """Score into a file in a folder of our own; None where the SQL might say something else than the card.

    Parameters
    ----------
    settings
        DuckDB's own, such as ``memory_limit``.
    """
    query = query_of(request)
    if query is None:
        return None
    connection = request.file.engine(folder, **{**_ORDERED, **settings})
    try:
        return copy_scores(connection, request, query, folder)
    except duckdb.Error as error:
        raise unreadable(request.file.path, error) from None
    finally:
        connection.close()


def query_of(request: Request) -> str | None:
    """The card's statement over the view ``data``; None without sqlglot, or where it does not take what is there.

    Recourse is a search, which no statement makes.
    """
    if find_spec("sqlglot") is None or request.reasons > MOST_REASONS or request.record.recourse:
        return None
    try:
        plan = Plan(request.card)
    except CardError:  # losses beyond 64 bits
        return None
    kinds = request.file.kinds
    read = [_column(place, field, kinds[field.name]) for place, field in enumerate(plan.reads)]
    if any(column is None for column in read):
        return None
    from scoring.export.form import Dialect
    from scoring.export.sql import TABLE, select

    raw = [f"{quoted(field.name)} AS c{place}" for place, field in enumerate(plan.reads)]
    raw += [f"TRY_CAST({quoted(field.name)} AS DOUBLE) AS n{place}" for place, field in enumerate(plan.reads)]
    raw += [f"{quoted(name)} AS {alias}" for name, alias in request.aliases]
    columns = [f"{column} AS {quoted(field.name)}" for column, field in zip(read, plan.reads, strict=True)]
    columns += request.kept
    statement = select(
        request.card,
        Dialect.DUCKDB,
        keep=request.kept,
        reasons=request.reasons,
        points=request.record.points,
        enumerated=not request.csv,
    ).sql(dialect="duckdb", copy=False)
    given = f"SELECT {', '.join(columns) or 'one'} FROM (SELECT {', '.join(raw) or '1 AS one'} FROM data)"  # noqa: S608 - names are quoted or ours
    return f"WITH {TABLE} AS ({given}) SELECT * FROM ({statement})"  # noqa: S608 - built as a tree


def _column(place: int, field: Characteristic, kind: str) -> str | None:
    """A column of the file as the statement takes it; None where that would not be how the card reads it."""
    if field.kind is Kind.CATEGORICAL:
        return {"VARCHAR": f"c{place}"}.get(kind, f"CAST(c{place} AS VARCHAR)" if kind in _WHOLE else None)
    if kind == "VARCHAR":
        return _number(f"c{place}", f"n{place}")
    digits = re.fullmatch(r"DECIMAL\((\d+),\d+\)", kind)
    exact = kind in _WHOLE or kind in {"FLOAT", "DOUBLE"} or (digits and int(digits[1]) <= EXACT_DIGITS)
    return f"CAST(c{place} AS DOUBLE)" if exact else None


def _number(text: str, number: str) -> str:
    """A text as a number: NULL where nobody knows, infinite and therefore invalid where it is none.

    DuckDB reads numbers as Python does, to the last bit, underscores between digits among them; the card does not.
    """
    missing = ", ".join(map(literal, MISSING_TEXTS))
    return (
        f"CASE WHEN {number} IS NOT NULL AND NOT contains({text}, '_') THEN {number} "
        f"WHEN {text} IS NULL OR lower(trim({text}, {literal(SPACE)})) IN ({missing}) THEN NULL "
        "ELSE CAST('Infinity' AS DOUBLE) END"
    )
