"""The cube of one file by Spark and by DuckDB: seconds of each, and how many cells differ (there should be none)."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from pyspark.sql import SparkSession

from audits.decisions.cube import Cube
from audits.decisions.read import open_decisions
from audits.decisions.spark import spark_cube
from benchmarks.audit.data import ATTRIBUTES, COLUMNS, write_decisions

__all__ = ["different", "main"]


def different(one: Cube, other: Cube) -> int:
    """How many cells of two cubes are not the same in every number."""
    if len(one.people) != len(other.people):
        return max(len(one.people), len(other.people))
    names = ("people", "weight", "weight2", "expected", "expected2", "loss", "position", "outcome", "approved")
    same = (one.codes == other.codes).all(axis=1)
    for name in names:
        same &= getattr(one, name) == getattr(other, name)
    return int((~same).sum())


def main() -> None:
    """Count one file twice and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit.by_spark")
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "decisions.parquet"
        write_decisions(path, rows)
        begun = time.perf_counter()
        with open_decisions(path, by=ATTRIBUTES, columns=COLUMNS) as opened:
            duck = opened.cube()
        by_duckdb = time.perf_counter() - begun
        session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
        try:
            begun = time.perf_counter()
            spark = spark_cube(session, path, by=ATTRIBUTES, columns=COLUMNS)
            by_spark = time.perf_counter() - begun
        finally:
            session.stop()
    print(f"{rows:,} rows, {len(duck.people):,} cells: {different(duck, spark)} differ")
    print(f"DuckDB {by_duckdb:.2f} s, Spark {by_spark:.2f} s")


if __name__ == "__main__":
    main()
