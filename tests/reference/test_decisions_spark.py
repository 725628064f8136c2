"""Spark and DuckDB count the same cube from the same files, cell by cell and without tolerance."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from audits.decisions.cube import Cube
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from audits.decisions.spark import spark_cube
from audits.shared.table import identifier
from scoring.domain.errors import DataError, FileError

ROWS = 3000
SCORED = Columns(outcome="outcome", score="score", pd="pd")
WEIGHTED = Columns(outcome="outcome", score="loose", pd="pd", weight="w", cluster="person")
BY_PD = Columns(outcome="outcome", pd="pd", weight="w")
HOSTILE = 'a "group" `of` {0}'

pytestmark = pytest.mark.filterwarnings("ignore")  # of Spark's own


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One session for all files: starting it takes seconds."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java for Spark: install default-jre-headless")
    sql = pytest.importorskip("pyspark.sql", reason="there is no pyspark")
    builder = sql.SparkSession.builder.appName("counterscore-tests").master("local[2]")
    for name, value in {"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1"}.items():
        builder = builder.config(name, value)
    started = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    started.sparkContext.setLogLevel("FATAL")
    yield started
    started.stop()


def write(folder: Path, form: str) -> Path:
    """People with every kind of value: floats with all their digits, flags as numbers, empty outcomes and groups."""
    chance = np.random.default_rng(11)
    pd = chance.random(ROWS) ** 3
    pd[:4] = (0.0, 1.0, 0.5, 1e-16)
    columns = {
        "person": chance.integers(0, ROWS, ROWS),
        "score": 600 - np.round(80 * pd).astype(np.int64),
        "loose": 600 - 80 * pd,
        "pd": pd,
        "w": np.round(chance.random(ROWS) * 3, 3) + 1e-7 * chance.random(ROWS),
        "approved": chance.integers(0, 2, ROWS),
        "o": chance.integers(-1, 2, ROWS),
        "g": chance.integers(0, 4, ROWS),
    }
    groups = "CASE g WHEN 0 THEN NULL WHEN 1 THEN ' é' WHEN 2 THEN 'x, \"y\"' ELSE 'line' || chr(10) || 'two' END"
    path = folder / f"d.{form}"
    with duckdb.connect() as connection:
        connection.register("given", columns)
        chosen = f"SELECT * EXCLUDE (o, g), nullif(o, -1) AS outcome, {groups} AS {identifier(HOSTILE)} FROM given"
        connection.execute(f"COPY ({chosen}) TO '{path}' (FORMAT {form})")
    return path.rename(folder / f"d {{1}} [x]*.{form}")


def same(one: Cube, other: Cube) -> None:
    for name in Cube.__dataclass_fields__:
        assert np.array_equal(np.asarray(getattr(one, name)), np.asarray(getattr(other, name))), name


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_spark_counts_the_cube_of_duckdb(session: object, tmp_path: Path, form: str) -> None:
    """Whole scores, scores in bins with weights and clusters, and bins of probabilities."""
    path = write(tmp_path, form)
    for columns in (SCORED, WEIGHTED, BY_PD, Columns(outcome="outcome")):
        with open_decisions(path, by=[HOSTILE], columns=columns) as opened:
            ours = opened.cube()
        same(spark_cube(session, path, by=[HOSTILE], columns=columns), ours)
        assert ours.total == ROWS


def test_spark_joins_the_groups_as_duckdb_does(session: object, tmp_path: Path) -> None:
    decisions, groups = tmp_path / "d.csv", tmp_path / "g.parquet"
    decisions.write_text("id,approved,outcome\n1,1,0\n2,0,1\n3,1,\n", encoding="utf-8")
    with duckdb.connect() as connection:
        values = "(VALUES (3, 'f'), (1, NULL), (2, 'm'), (9, 'x')) v(id, sex)"
        connection.execute(f"COPY (SELECT * FROM {values}) TO '{groups}' (FORMAT parquet)")
    asked: dict[str, Any] = {"by": ["sex"], "columns": Columns(outcome="outcome"), "groups": groups, "key": "id"}
    with open_decisions(decisions, **asked) as opened:
        same(spark_cube(session, decisions, **asked), opened.cube())
    decisions.write_text("id,approved,outcome\n1,1,0\n2,0,1\n4,1,\n", encoding="utf-8")
    with pytest.raises(DataError, match="row 3, column id: 1 rows have no match"):
        spark_cube(session, decisions, **asked)
    decisions.write_text("id,approved,outcome\n1,1,0\n2,0,1\n1,1,\n", encoding="utf-8")
    with pytest.raises(DataError, match="row 3, column id: the key stands in an earlier row"):
        spark_cube(session, decisions, **asked)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("5,0,540,0.1,1,m", "row 3, column approved"),
        ("1,0,54d,0.1,1,m", "row 3, column score"),
        ("1,0,5_4,0.1,1,m", "row 3, column score"),
        ("1,0,540,1.1,1,m", "row 3, column pd"),
        ("1,0,540,0.1,-1,m", "row 3, column w"),
    ],
)
def test_what_is_wrong_is_named_as_duckdb_names_it(session: object, tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"approved,outcome,score,pd,w,sex\n1,0,600,0.1,1,f\n0,1,540,0.4,1,m\n{row}\n", encoding="utf-8")
    columns = Columns(outcome="outcome", score="score", pd="pd", weight="w")

    with pytest.raises(DataError, match=message):
        spark_cube(session, path, by=["sex"], columns=columns)


def test_a_session_with_a_table_of_that_name_is_left_alone(session: Any, tmp_path: Path) -> None:  # noqa: ANN401
    path = write(tmp_path, "parquet")
    session.range(1).createOrReplaceTempView("decisions")
    with pytest.raises(DataError, match="has a table 'decisions' already"):
        spark_cube(session, path, by=[HOSTILE], columns=SCORED)
    assert session.catalog.dropTempView("decisions")
    spark_cube(session, path, by=[HOSTILE], columns=SCORED)
    assert not session.catalog.tableExists("decisions")


def test_a_file_that_cannot_be_read_is_refused(session: object, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        spark_cube(session, tmp_path / "d.csv", by=["sex"], columns=SCORED)


@pytest.mark.parametrize("name", ["not stated", "niet opgegeven"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_group_called_like_people_without_one_is_refused(
    session: object, tmp_path: Path, form: str, name: str
) -> None:
    path = tmp_path / f"d.{form}"
    with duckdb.connect() as connection:
        rows = f"(VALUES (1, 0, 'f'), (0, 1, '{name}'), (1, 0, NULL)) v(approved, outcome, sex)"
        connection.execute(f"COPY (SELECT * FROM {rows}) TO '{path}' (FORMAT {form})")

    with pytest.raises(DataError, match="row 2, column sex: the group is called 'not stated' or 'niet opgegeven'"):
        spark_cube(session, path, by=["sex"], columns=Columns(outcome="outcome"))
