"""Files of decisions of any size for the speed of audits, made by DuckDB from a seed and never held in memory.

Three attributes of two, five and four groups (one of the four is not stated), whole scores from 520 to 700, a predicted
probability with six digits, a cut-off at 600, and outcomes for nine people in ten, or for everybody.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from audits.decisions.schema import Columns

__all__ = ["ATTRIBUTES", "COLUMNS", "write_decisions", "write_groups"]

ATTRIBUTES = ("sex", "age", "origin")
COLUMNS = Columns(outcome="outcome", score="score", pd="pd")

_STEP = 15_485_863
"""A prime, so that its multiples modulo any round number of people name each of them once."""

_AGES = "'18-25', '26-35', '36-50', '51-65', '66+'"
_SCORE = "520 + (h >> 20) % 61 + (h >> 28) % 61 + (h >> 36) % 61"


def write_decisions(path: Path, rows: int, seed: int = 1, *, complete: bool = False) -> None:
    """Write so many decisions, with their groups, to a Parquet file; ``complete`` with everybody's outcome."""
    lost = "false" if complete else "(h >> 50) % 10 = 0"
    columns = (
        "id, sex, age, origin, score, pd, CAST(score >= 600 AS TINYINT) AS approved, "
        f"CAST(CASE WHEN {lost} THEN NULL ELSE (h >> 30) % 100000 / 100000 < pd END AS TINYINT) AS outcome"
    )
    _write(path, columns, "range", rows, seed)


def write_groups(path: Path, rows: int, seed: int = 1) -> None:
    """Write the groups of the same people, in another order, to a Parquet file."""
    _write(path, "id, sex, age, origin", f"range * {_STEP} % {rows}", rows, seed)


def _write(path: Path, columns: str, place: str, rows: int, seed: int) -> None:
    people = f"SELECT {place} AS i, CAST(hash({place} + {seed * _STEP}) >> 1 AS BIGINT) AS h FROM range({rows})"  # noqa: S608 - numbers
    scored = f"SELECT *, CAST({_SCORE} AS INTEGER) AS score FROM ({people})"  # noqa: S608 - as above
    likely = f"SELECT *, round(1 / (1 + exp((score - 540) / 28.85)) + (h % 1000) * 1e-6, 6) AS pd FROM ({scored})"  # noqa: S608
    grouped = (
        "SELECT *, 'p' || lpad(CAST(i AS VARCHAR), 9, '0') AS id, CASE h % 2 WHEN 0 THEN 'f' ELSE 'm' END AS sex, "  # noqa: S608
        f"list_extract([{_AGES}], 1 + (h >> 4) % 5) AS age, "
        f"list_extract(['', 'A', 'B', 'C'], 1 + (h >> 12) % 4) AS origin FROM ({likely})"
    )
    with duckdb.connect(":memory:", config={"threads": "2", "preserve_insertion_order": "false"}) as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute(f"COPY (SELECT {columns} FROM ({grouped})) TO '{path}' (FORMAT parquet)")  # noqa: S608 - as above
