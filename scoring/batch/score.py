"""Score a file: one row out for each row in, in the same order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scoring.batch.lookup import points_matrix, rows_without_score
from scoring.batch.write import refuse_unwritable, write_columns
from scoring.domain.card import Card
from scoring.domain.errors import DataError
from scoring.domain.reason import Basis
from scoring.explain.contributions import default_basis, reference_points
from scoring.tabular.readings import NOT_PROVIDED, TableReadings, read_table
from scoring.tabular.source import DataFile

__all__ = ["ScoredFile", "Scores", "reason_codes", "score_file", "score_table"]

Column = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]

OWN_COLUMNS = ("score", "pd", "approved", "invalid")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFile:
    """What scoring a file did.

    Attributes
    ----------
    rows, invalid
        How many rows in all, and how many of them have no score.
    first_invalid
        Where the first one is, in words; empty if there is none.
    not_used
        Columns that nobody declared and that were not read.
    written
        Whether the file was written.
    """

    rows: int
    invalid: int
    first_invalid: str
    not_used: tuple[str, ...]
    written: bool


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
    loss = np.array(
        [unit - 10**12 * p.astype(object) for unit, p in zip(units, points.T, strict=True)], dtype=np.int64
    ).T
    for place, entry in enumerate(entries):
        loss[table.columns[entry.characteristic].states == NOT_PROVIDED, place] = 0
    ranked = np.argsort(-loss, axis=1, kind="stable")[:, :most]
    codes = np.array([codes_of[place] for place in order], dtype=object)
    found = np.full((table.rows, most), None, dtype=object)
    positive = np.take_along_axis(loss, ranked, axis=1) > 0
    found[:, : ranked.shape[1]][positive] = codes[ranked][positive]
    return found


def score_file(
    card: Card, file: DataFile, out: Path, *, reasons: int, keep: tuple[str, ...] = (), strict: bool = False
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

    Raises
    ------
    DataError
        If a declared or kept column is not there.
    FileError
        If the result cannot be written.
    """
    _check_names(out, keep)
    table = read_table(file, card.registry, also=keep)
    scores = score_table(card, table)
    known = scores.invalid == ""
    invalid = int((~known).sum())
    columns: dict[str, Any] = dict(file.read(keep))
    columns["score"] = np.ma.masked_array(scores.score, mask=~known)
    columns["pd"] = np.ma.masked_array(scores.pd, mask=~known)
    if card.cut_off is not None:
        columns["approved"] = np.ma.masked_array((scores.score >= card.cut_off).astype(np.int64), mask=~known)
    columns["invalid"] = _where_known(~known, scores.invalid)
    codes = reason_codes(card, table, default_basis(card), reasons)
    for number in range(reasons):
        columns[f"reason_{number + 1}"] = _where_known(known, codes[:, number])
    written = not (strict and invalid)
    if written:
        write_columns(columns, out)
    return ScoredFile(
        rows=table.rows,
        invalid=invalid,
        first_invalid=_first(file, table, scores.invalid),
        not_used=table.not_used,
        written=written,
    )


def _where_known(known: Column, texts: Column) -> Column:
    """The texts, None elsewhere."""
    found = np.full(len(texts), None, dtype=object)
    found[known] = texts[known]
    return found


def _check_names(out: Path, keep: tuple[str, ...]) -> None:
    refuse_unwritable(out)
    for name in keep:
        if name.lower() in OWN_COLUMNS or name.lower().startswith("reason_"):
            raise DataError(f"'{name}' is a column of the result itself", remedy="Rename the column that is kept")


def _first(file: DataFile, table: TableReadings, invalid: Column) -> str:
    rows = np.flatnonzero(invalid != "")
    if not rows.size:
        return ""
    row, name = int(rows[0]), str(invalid[rows[0]])
    return f"the first is {file.path.name}, row {row + 1}, column {name}: the value {table.columns[name].labels[row]}"
