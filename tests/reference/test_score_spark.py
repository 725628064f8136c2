"""Spark and DuckDB score the same files alike: rows in their order, values without tolerance."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.batch import score_spark
from scoring.batch.request import Record
from scoring.batch.score import Engine, score_file
from scoring.domain.card import Card
from scoring.domain.errors import DataError, Unavailable
from scoring.tabular.source import open_data
from tests.support.export_vectors import HOSTILE
from tests.support.hand_card import CROSSED_CARD, HAND_CARD
from tests.support.score_files import KEEP, file_of, large, people

FILES = ((HAND_CARD, "csv"), (HAND_CARD, "texts.parquet"), (CROSSED_CARD, "parquet"), (HOSTILE, "parquet"))


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One session for all files: starting it takes seconds."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java for Spark: install default-jre-headless")
    pytest.importorskip("pyspark.sql", reason="there is no pyspark")
    started, own = score_spark._session()
    assert own
    yield started
    started.stop()


def scored(card: Card, data: Path, out: Path, engine: Engine) -> list[tuple[object, ...]]:
    """The rows that an engine writes; numbers of a CSV are read, as engines write them differently."""
    with open_data(data) as file:
        score_file(card, file, out, reasons=4, keep=(KEEP,), engine=engine)
    with open_data(out) as file:
        columns = {name: values.tolist() for name, values in file.read(file.columns).items()}
    assert list(columns)[1:3] == ["score", "pd"]
    for name in ("score", "pd"):
        columns[name] = [None if value is None or value != value else float(value) for value in columns[name]]
    return list(zip(*columns.values(), strict=True))


@pytest.mark.filterwarnings("ignore")  # of Spark's own
def test_spark_scores_as_duckdb_does(session: object, tmp_path: Path) -> None:
    """From CSV and Parquet into both, with names of files and columns that Spark could take for patterns or paths."""
    folder = tmp_path / "a [x] folder"
    folder.mkdir()
    for card, form in FILES:
        data = file_of(card, people(card), folder / f"data.{form}", texts="texts" in form)
        data = data.rename(folder / f"data{{1}}*.{form}")
        for out in ("scores.parquet", "scores.csv"):
            ours = scored(card, data, folder / f"duckdb {out}", Engine.DUCKDB)
            assert scored(card, data, folder / f"spark {out}", Engine.SPARK) == ours


@pytest.mark.filterwarnings("ignore")
def test_spark_keeps_the_order_of_many_rows(session: object, tmp_path: Path) -> None:
    """Its tasks read parts of a file; each row knows its place."""
    with open_data(large(tmp_path, 200_000)) as file:
        result = score_file(
            HAND_CARD, file, tmp_path / "scores.parquet", reasons=0, keep=("place",), engine=Engine.SPARK
        )
    assert (result.rows, result.invalid) == (200_000, 200)
    with open_data(tmp_path / "scores.parquet") as file:
        assert (file.column("place") == list(range(200_000))).all()


@pytest.mark.filterwarnings("ignore")
def test_spark_refuses_a_type_that_it_would_read_otherwise(session: object, tmp_path: Path) -> None:
    large(tmp_path, 3)
    with duckdb.connect(":memory:") as connection:
        columns = f"SELECT * REPLACE (DATE '2026-01-31' AS net_monthly_income) FROM '{tmp_path / 'large.parquet'}'"
        connection.execute(f"COPY ({columns}) TO '{tmp_path / 'dates.parquet'}'")
    with open_data(tmp_path / "dates.parquet") as file, pytest.raises(DataError, match="column net_monthly_income"):
        score_file(HAND_CARD, file, tmp_path / "scores.csv", reasons=0, engine=Engine.SPARK)
    assert not (tmp_path / "scores.csv").exists()


@pytest.mark.parametrize(("absent", "what"), [("pyspark", "pyspark is not installed"), ("java", "there is no Java")])
def test_what_spark_needs_is_named(absent: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is written."""
    if absent == "pyspark":
        monkeypatch.setattr(score_spark, "find_spec", lambda name: None if name == "pyspark" else object())
    else:
        pytest.importorskip("pyspark.sql", reason="there is no pyspark")
        monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)
        monkeypatch.setattr(shutil, "which", lambda _: None)
        monkeypatch.delenv("JAVA_HOME", raising=False)
    with open_data(large(tmp_path, 3)) as file, pytest.raises(Unavailable, match=what):
        score_file(HAND_CARD, file, tmp_path / "scores.csv", reasons=0, engine=Engine.SPARK)
    assert [path.name for path in tmp_path.iterdir()] == ["large.parquet"]


@pytest.mark.filterwarnings("ignore")
def test_spark_writes_a_file_of_decisions_as_duckdb_does(session: object, tmp_path: Path) -> None:
    """The day, the card's digest, copied columns and the points of each entry."""
    record = Record(decided_at=date(2026, 6, 30), columns=(("id", KEEP),), points=True)
    for card, form in ((HAND_CARD, "csv"), (CROSSED_CARD, "parquet"), (HOSTILE, "parquet")):
        decided = record if card.cut_off is not None else replace(record, decided_at=None)
        data = file_of(card, people(card), tmp_path / f"data.{form}")
        for out in ("decisions.parquet", "decisions.csv"):
            if card is HOSTILE and out.endswith("csv"):
                continue  # a heading of several lines
            found = [
                _decided(card, data, tmp_path / f"{engine} {out}", decided, engine)
                for engine in (Engine.DUCKDB, Engine.SPARK)
            ]
            assert found[0] == found[1]


def _decided(card: Card, data: Path, out: Path, record: Record, engine: Engine) -> dict[str, list[object]]:
    with open_data(data) as file:
        score_file(card, file, out, reasons=4, record=record, engine=engine)
    with open_data(out) as file:
        columns = {name: values.tolist() for name, values in file.read(file.columns).items()}
    columns["pd"] = [None if value is None or value != value else float(value) for value in columns["pd"]]
    return columns
