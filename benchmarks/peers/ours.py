"""Every call of the project's own code that the comparison times, in one place: what is public and fastest now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from scoring.batch.recourse import RecourseTable, recourse_table
from scoring.batch.score import reason_codes, score_file, score_table
from scoring.domain.card import Card
from scoring.domain.registry import Registry
from scoring.engine.estimator import ScorecardClassifier
from scoring.explain.contributions import default_basis
from scoring.explain.reasons import reasons
from scoring.explain.recourse import Goal, recourse_of
from scoring.explain.recourse_model import Model, recourse_model
from scoring.tabular.readings import TableReadings
from scoring.tabular.source import open_data

__all__ = [
    "card_setup",
    "classifier",
    "one_applicant",
    "plans_of",
    "reasons_of",
    "score_parquet",
    "score_parquet_by_sql",
    "scores_of",
    "searching",
    "sum_parquet",
]

Raw = Mapping[str, np.ndarray[Any, np.dtype[Any]]]
CROSSINGS = 3


def classifier(registry: Registry, crossings: int = CROSSINGS) -> ScorecardClassifier:
    """The card as it is fitted by default, with so many crossings at most where the estimator knows them."""
    model = ScorecardClassifier(registry=registry)
    if "crossings" in model.get_params():
        model.set_params(crossings=crossings)
    return model


def card_setup() -> str:
    """The card's set-up, in words for the report."""
    return f"ScorecardClassifier(registry, crossings={CROSSINGS}), declared directions kept, whole points"


def score_parquet(card: Card, data: Path, out: Path, most_reasons: int) -> None:
    """Score a Parquet file into another one."""
    with open_data(data) as file:
        score_file(card, file, out, reasons=most_reasons)


def score_parquet_by_sql(card: Card, data: Path, out: Path) -> None:
    """Score a Parquet file into another one by the card's exported SQL, run by DuckDB."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"COPY ({_exported(card, data, connection)}) TO '{out}' (FORMAT parquet)")


def sum_parquet(card: Card, data: Path) -> tuple[int, float, int]:
    """The sum of all scores and PDs of a Parquet file, and how many rows have none, by the card's exported SQL."""
    with duckdb.connect(":memory:") as connection:
        query = f"SELECT sum(score), sum(pd), count(invalid) FROM ({_exported(card, data, connection)})"  # noqa: S608
        score, pd, invalid = connection.execute(query).fetchall()[0]
    return int(score), float(pd), int(invalid)


def _exported(card: Card, data: Path, connection: duckdb.DuckDBPyConnection) -> str:
    """The card's exported SQL, over a view of the file that it makes."""
    from scoring.export.form import Dialect
    from scoring.export.sql import sql

    connection.execute(f"CREATE VIEW applicants AS SELECT * FROM read_parquet('{data}')")  # noqa: S608 - our own file
    return sql(card, Dialect.DUCKDB).rstrip().removesuffix(";")


def reasons_of(card: Card, table: TableReadings, most: int) -> object:
    """Reason codes of every row."""
    return reason_codes(card, table, default_basis(card), most)


def plans_of(card: Card, table: TableReadings, target_score: int) -> RecourseTable:
    """The cheapest plan of every row, exact."""
    return recourse_table(card, table, Goal(target_score=target_score))


def scores_of(card: Card, table: TableReadings) -> np.ndarray[Any, np.dtype[Any]]:
    """The score of every row."""
    return np.asarray(score_table(card, table).score)


def searching(card: Card) -> Model:
    """What a search for one person's plan needs, made once for a card."""
    return recourse_model(card)


def one_applicant(card: Card, model: Model, raw: Mapping[str, object], target_score: int) -> int:
    """Read one person's values; score, reasons and the cheapest plan. Returns how many plans were found."""
    readings = card.registry.read(raw)
    card.score(readings)
    reasons(card, readings)
    return len(recourse_of(model, readings, target_score).plans)
