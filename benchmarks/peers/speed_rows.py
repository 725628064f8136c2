"""Rows a second: a file scored with and without reasons, by the card, by a peer, and merely scanned."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.peers import ours
from benchmarks.peers.prepared import applicants, fitted_optbinning, write_parquet
from benchmarks.timing import median_seconds
from scoring.domain.card import Card
from scoring.tabular.readings import read_frame

__all__ = ["batch", "optbinning", "reasons", "scan", "scores", "sql", "summed"]


def _on_file(rows: int, times: int, work: Callable[[Path, Path], object]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder) / "applicants.parquet", Path(folder) / "scores.parquet"
        write_parquet(applicants(rows), data)
        seconds = median_seconds(lambda: work(data, out), times)
    return {"rows/s": rows / seconds, "seconds": seconds}


def scan(rows: int, times: int) -> dict[str, float]:
    """DuckDB reads every value of the same columns and sums it up: what no scoring can do without."""
    small = applicants(1)
    sums = [f'sum("{name}")' if small.raw[name].dtype.kind == "f" else f'sum(strlen("{name}"))' for name in small.raw]

    def work(data: Path, out: Path) -> None:  # noqa: ARG001 - one shape of work
        duckdb.execute(f"SELECT {', '.join(sums)} FROM read_parquet('{data}')").fetchall()  # noqa: S608 - our own names

    return _on_file(rows, times, work)


def batch(card: Card, rows: int, times: int, most_reasons: int) -> dict[str, float]:
    """The card's own scoring of a file into a file."""
    return _on_file(rows, times, lambda data, out: ours.score_parquet(card, data, out, most_reasons))


def sql(card: Card, rows: int, times: int) -> dict[str, float]:
    """The card's exported SQL, run by DuckDB from file to file."""
    return _on_file(rows, times, lambda data, out: ours.score_parquet_by_sql(card, data, out))


def summed(card: Card, rows: int, times: int) -> dict[str, float]:
    """Scores and PDs summed up as the scan sums up the columns: what scoring adds to it, and nothing is written."""
    return _on_file(rows, times, lambda data, out: ours.sum_parquet(card, data))  # noqa: ARG005 - one shape of work


def optbinning(rows: int, times: int) -> dict[str, float]:
    """The same file read into a data frame and scored by optbinning; nothing is written."""
    scorecard, _ = fitted_optbinning()

    def work(data: Path, out: Path) -> None:  # noqa: ARG001 - one shape of work
        frame = duckdb.execute(f"SELECT * FROM read_parquet('{data}')").df()  # noqa: S608 - our own file
        scorecard.score(frame)

    return _on_file(rows, times, work)


def scores(card: Card, rows: int, times: int) -> dict[str, float]:
    """Scores and PDs of readings in memory."""
    data = applicants(rows)
    table = read_frame(data.raw, data.registry)
    seconds = median_seconds(lambda: ours.scores_of(card, table), times)
    return {"rows/s": rows / seconds, "seconds": seconds}


def reasons(card: Card, rows: int, times: int) -> dict[str, float]:
    """Four reason codes of readings in memory."""
    data = applicants(rows)
    table = read_frame(data.raw, data.registry)
    seconds = median_seconds(lambda: ours.reasons_of(card, table, 4), times)
    return {"rows/s": rows / seconds, "seconds": seconds}
