"""Spark and DuckDB score the same files alike: rows in their order, values without tolerance."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.batch import score_spark
from scoring.batch.score import Engine, score_file
from scoring.domain.card import Card
from scoring.domain.errors import DataError, Unavailable
from scoring.tabular.source import open_data
from tests.support.export_vectors import HOSTILE
from tests.support.hand_card import CROSSED_CARD, HAND_CARD
from tests.unit.test_batch_engines import KEEP, file_of, people


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """One session for all files, as starting it takes seconds."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java for Spark: install default-jre-headless")
    pytest.importorskip("pyspark.sql", reason="there is no pyspark")
    started, own = score_spark._session()
    assert own
    yield started
    started.stop()


def scored(card: Card, data: Path, out: Path, engine: Engine) -> list[tuple[Any, ...]]:
    """The rows that an engine writes."""
    with open_data(data) as file:
        result = score_file(card, file, out, reasons=4, keep=(KEEP,), engine=engine)
    with open_data(out) as file:
        columns = file.read(file.columns)
    assert result.rows == len(columns["score"])
    rows = [tuple(row) for row in zip(*(column.tolist() for column in columns.values()), strict=True)]
    return [tuple(None if value != value else value for value in row) for row in rows]


def places(data: Path, card: Card, folder: Path) -> None:
    raise NotImplementedError


@pytest.mark.filterwarnings("ignore")  # of Spark's own
def test_spark_scores_as_duckdb_does(session: Any, tmp_path: Path) -> None:  # noqa: ANN401 - it publishes no types here
    """From CSV and Parquet with hostile names in both, into both."""
    folder = tmp_path / "of [one] folder"
    folder.mkdir()
    for card, forms in ((HAND_CARD, ("csv", "texts.parquet")), (CROSSED_CARD, ("parquet",)), (HOSTILE, ("parquet",))):
        for form in forms:
            data = file_of(card, people(card), folder / f"a [1] {form}", texts="texts" in form)
            data = data.rename(folder / f"data [1].{form}")
            for out in ("scores.parquet", "scores.csv"):
                ours = scored(card, data, folder / f"duckdb.{out}", Engine.DUCKDB)
                theirs = scored(card, data, folder / f"spark.{out}", Engine.SPARK)
                ...
