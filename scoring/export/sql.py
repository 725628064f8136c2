"""The card as one SELECT, built as a tree: every name and every text is quoted by whoever writes the tree out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from scoring.artefact.card_json import card_digest
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.forbidden import refuse_beside_scores
from scoring.export.form import Dialect
from scoring.export.plan import MOST_REASONS, Plan
from scoring.export.sql_duckdb import DuckdbStatement
from scoring.export.sql_literal import SUBSTITUTED
from scoring.export.sql_statement import OWN_COLUMNS, Statement
from scoring.export.use import not_for_people

__all__ = ["OWN_COLUMNS", "TABLE", "select", "sql"]

TABLE = "applicants"


def sql(card: Card, dialect: Dialect, table: str = TABLE, keep: Sequence[str] = ()) -> str:
    """The statement as text.

    Parameters
    ----------
    table
        The table's name; its parts are divided by points.
    keep
        Columns of the table to copy before the scores.
    """
    statement = select(card, dialect, table, keep).sql(dialect=dialect.value, pretty=True, copy=False)
    use = not_for_people(card)
    head = f"-- Counterscore card {card_digest(card)}\n" + (f"-- {use.en}\n" if use else "")
    return f"{head}{statement};\n"


def select(
    card: Card,
    dialect: Dialect,
    table: str = TABLE,
    keep: Sequence[str] = (),
    reasons: int = MOST_REASONS,
    *,
    points: bool = False,
    enumerated: bool = False,
) -> exp.Select:
    """The statement as a tree, with at most four reasons.

    Parameters
    ----------
    points
        Whether to give those of each entry, as ``points_1`` and so on.
    enumerated
        In DuckDB: whether reasons are an ``ENUM`` of the card's codes in their order, rather than texts.
    """
    for name in keep:
        refuse_beside_scores(name)
        if name.lower() in OWN_COLUMNS:
            raise InputError(f"'{name}' is a column of the result itself", remedy="Rename the column that is kept")
    plan = Plan(card)
    if dialect is Dialect.SPARK:
        for name in (table, *keep, *(field.name for field in plan.reads)):
            if SUBSTITUTED in name:
                raise InputError(
                    f"Spark would put a setting in the place of '{SUBSTITUTED}' in a name", remedy="Rename it"
                )
    duckdb = dialect is Dialect.DUCKDB
    statement = DuckdbStatement(plan, dialect, enumerated=enumerated) if duckdb else Statement(plan, dialect)
    return statement.build(table, keep, reasons, points=points)
