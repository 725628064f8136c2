"""Score a file: one row out for each row in, in the same order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np

from scoring.batch.lookup import points_matrix, rows_without_score
from scoring.batch.request import RECOURSE, SCORES_ONLY, Record, Request
from scoring.batch.score_spark import by_spark
from scoring.batch.score_sql import by_sql
from scoring.batch.scored import Output, ScoredFile, copy_scores, first_invalid, prepared
from scoring.domain.card import Card
from scoring.domain.reason import Basis
from scoring.explain.contributions import default_basis, reference_points
from scoring.explain.recourse import Goal
from scoring.tabular.readings import NOT_PROVIDED, TableReadings, read_table
from scoring.tabular.source import DataFile
from scoring.tabular.sql_text import quoted

__all__ = ["Engine", "Record", "ScoredFile", "Scores", "by_columns", "reason_codes", "score_file", "score_table"]

Column = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]


FEW = 50_000
"""Fewer rows are scored by whole columns before a statement is built and planned."""


class Engine(StrEnum):
    """What computes the scores of a file."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scores of a table.

    Attributes
    ----------
    score
        Shape (rows,): whole scores; 0 and without meaning where ``invalid`` names a column.
    pd
        Shape (rows,): the card's probability at the score; NaN likewise.
    invalid
        Shape (rows,): the first invalid scored column of the row, empty if there is none.
    """

    score: Column
    pd: Column
    invalid: Column


def score_table(card: Card, table: TableReadings) -> Scores:
    """Score and PD of every row, by the card's tables."""
    invalid = rows_without_score(card, table)
    known = invalid == ""
    score = points_matrix(card, table).sum(axis=1) + card.initial_points
    pds = np.array([float(pd) for pd in card.pd_table.pds])
    pd = np.full(table.rows, np.nan)
    pd[known] = pds[score[known] - card.pd_table.lowest]
    return Scores(score=np.where(known, score, 0), pd=pd, invalid=invalid)


def reason_codes(card: Card, table: TableReadings, basis: Basis, most: int) -> Matrix:
    """Reason codes of every row; shape (rows, most), None where there are fewer.

    The same rule as :func:`scoring.explain.reasons.reasons`: positive losses, largest first, ties by code, never for
    a refused source.
    """
    codes_of = [card.naming(entry).code for entry in card.entries]
    order = sorted(range(len(card.entries)), key=lambda place: (codes_of[place], place))
    entries = [card.entries[place] for place in order]
    points = points_matrix(card, table)[:, order]
    # Losses in exact whole units of 10^-12 points, so that ties are ties; sorting is stable, so they go by code.
    units = [int(reference_points(entry, basis).scaleb(12)) for entry in entries]
    loss = np.zeros(points.shape, dtype=np.int64)
    for place, (unit, earned) in enumerate(zip(units, points.T, strict=True)):
        loss[:, place] = unit - 10**12 * earned.astype(object)
    for place, entry in enumerate(entries):
        loss[table.columns[entry.characteristic].states == NOT_PROVIDED, place] = 0
    ranked = np.argsort(-loss, axis=1, kind="stable")[:, :most]
    codes = np.array([codes_of[place] for place in order], dtype=object)
    found = np.full((table.rows, most), None, dtype=object)
    positive = np.take_along_axis(loss, ranked, axis=1) > 0
    found[:, : ranked.shape[1]][positive] = codes[ranked][positive]
    return found


def score_file(
    card: Card,
    file: DataFile,
    out: Path,
    *,
    reasons: int,
    keep: tuple[str, ...] = (),
    strict: bool = False,
    engine: Engine = Engine.DUCKDB,
    record: Record = SCORES_ONLY,
) -> ScoredFile:
    """Score a file and write the result as CSV or Parquet, whole or not at all.

    Parameters
    ----------
    reasons
        How many reason codes per row.
    keep
        Columns of the file to copy beside the scores; they are not looked at.
    strict
        Write nothing if any row is invalid.
    engine
        What computes. DuckDB scores by the card's SQL in one pass, or in memory where the SQL would not do.
    record
        What a file of decisions says besides. Recourse is searched for in memory.

    Raises
    ------
    DataError
        If a declared or kept column is not there, or decisions are asked of a card that decides nothing.
    FileError
        If the result cannot be written.
    Unavailable
        If the engine is not there.
    """
    request = Request(card=card, file=file, out=out, reasons=reasons, keep=tuple(dict.fromkeys(keep)), record=record)
    with prepared(out) as folder:
        if engine is Engine.SPARK:
            done = by_spark(request, folder)
        else:
            done = (None if file.rows < FEW else by_sql(request, folder)) or by_columns(request, folder)
        write = not (strict and done.invalid)
        if write:
            done.path.replace(out)
    return ScoredFile(
        rows=file.rows,
        invalid=done.invalid,
        first_invalid="" if done.first is None else first_invalid(request, done.first),
        not_used=request.not_used,
        written=write,
        not_searched=done.not_searched,
        first_not_searched=done.first_not_searched,
    )


def by_columns(request: Request, folder: Path) -> Output:
    """Score in memory, by whole columns, into a file in a folder of our own."""
    card, file = request.card, request.file
    table = read_table(file, card.registry)
    scores = score_table(card, table)
    known = scores.invalid == ""
    columns: dict[str, Any] = {
        "score": np.ma.masked_array(scores.score, mask=~known),
        "pd": np.ma.masked_array(scores.pd, mask=~known),
        "invalid": _where_known(~known, scores.invalid),
    }
    codes = reason_codes(card, table, default_basis(card), request.reasons)
    columns |= {name: _where_known(known, codes[:, place]) for place, name in enumerate(request.codes)}
    points = points_matrix(card, table)
    columns |= {name: np.ma.masked_array(points[:, n], mask=~known) for n, name in enumerate(request.points)}
    why = np.full(table.rows, "", dtype=object)
    if request.record.recourse:
        recourse, why = _recourse(card, table, known & (scores.score < card.cut_off))
        columns |= recourse
    connection = file.engine(folder, threads="1")
    try:
        connection.register("scores", columns)
        texts = ", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in ("invalid", *request.codes))
        kept = "".join(f"{quoted(name)} AS {alias}, " for name, alias in request.aliases)
        besides = "".join(f", {name}" for name in (*request.points, *(RECOURSE if request.record.recourse else ())))
        found = f"(SELECT score, pd, {texts}{besides} FROM scores)"  # noqa: S608 - our own names
        beside = f"(SELECT {kept}1 AS one FROM data) POSITIONAL JOIN {found}" if kept else found  # noqa: S608
        done = copy_scores(connection, request, f"SELECT * FROM {beside}", folder)  # noqa: S608
        return replace(done, not_searched=int((why != "").sum()), first_not_searched=_first(file, why))
    finally:
        connection.close()


def _first(file: DataFile, why: Column) -> str:
    """Where the first text stands and what it says; empty if there is none."""
    found = np.flatnonzero(why != "")
    return f"the first is {file.path.name}, row {found[0] + 1}: {why[found[0]]}" if found.size else ""


def _recourse(card: Card, table: TableReadings, declined: Column) -> tuple[dict[str, Any], Column]:
    """Whether permitted changes lead each declined row to the cut-off, and the cost of the cheapest plan.

    Besides, why that was not searched for; empty for a row for which it was.
    """
    from scoring.batch.recourse import recourse_table  # which scores tables itself

    found = recourse_table(card, table, Goal(target_score=card.cut_off or 0))
    columns = np.where(found.feasible, 1, 0), found.cost
    masks = ~declined | (found.not_searched != ""), ~(declined & found.feasible)
    named = {name: np.ma.masked_array(c, mask=m) for name, c, m in zip(RECOURSE, columns, masks, strict=True)}
    return named, found.not_searched


def _where_known(known: Column, texts: Column) -> Column:
    """The texts, None elsewhere."""
    found = np.full(len(texts), None, dtype=object)
    found[known] = texts[known]
    return found
