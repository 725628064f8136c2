"""A file is scored by whole columns or by the exported SQL: which of them did it cannot be seen in the result."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from scoring.batch import score, score_sql
from scoring.batch.request import Request
from scoring.batch.score import FEW, by_columns, score_file
from scoring.batch.score_sql import by_sql, query_of
from scoring.batch.scored import Output
from scoring.domain.card import Card
from scoring.domain.characteristic import Kind
from scoring.domain.errors import FileError
from scoring.domain.reading import State
from scoring.export.plan import Plan
from scoring.tabular.readings import native
from scoring.tabular.source import open_data
from scoring.tabular.sql_text import quoted
from tests.support.export_vectors import ARITHMETIC, HOSTILE
from tests.support.hand_card import CROSSED_CARD, HAND_CARD
from tests.support.score_files import KEEP, file_of, large, people
from tests.support.spec_cards import CORNERS

CARDS = {"hand": HAND_CARD, "crossed": CROSSED_CARD, "corners": CORNERS, "hostile": HOSTILE, "arithmetic": ARITHMETIC}
every_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())


def both(card: Card, data: Path, out: str, *, reasons: int = 4, keep: tuple[str, ...] = (KEEP,)) -> tuple[bytes, bytes]:
    """What each of the two ways writes."""
    found = []
    with open_data(data) as file:
        request = Request(card=card, file=file, out=data.parent / out, reasons=reasons, keep=keep)
        for name, way in (("columns", by_columns), ("sql", by_sql)):
            folder = data.parent / name
            folder.mkdir()
            done = way(request, folder)
            assert done is not None
            found.append(done.path.read_bytes())
    return found[0], found[1]


# A heading is one line, and a name of the hostile card is two.
FILES = [
    pytest.param(card, form, id=f"{name}-{form}")
    for name, card in CARDS.items()
    for form in ("csv", "parquet", "texts.parquet")
    if card is not HOSTILE or form != "csv"
]


@pytest.mark.parametrize("out", ["scores.csv", "scores.parquet"])
@pytest.mark.parametrize(("card", "form"), FILES)
def test_both_ways_write_the_same_bytes(card: Card, form: str, out: str, tmp_path: Path) -> None:
    """Hostile names, specials, NaN, infinities, invalid values, numbers as text, texts to keep that begin a formula."""
    data = file_of(card, people(card), tmp_path / f"data.{form}", texts="texts" in form)
    columns, sql = both(card, data, out)
    assert columns == sql


@pytest.mark.parametrize("reasons", range(5))
def test_both_ways_write_as_many_reasons_as_are_asked_for(reasons: int, tmp_path: Path) -> None:
    data = file_of(HAND_CARD, people(HAND_CARD), tmp_path / "data.parquet")
    columns, sql = both(replace(HAND_CARD, cut_off=None), data, "scores.csv", reasons=reasons, keep=())
    assert columns == sql
    assert columns.split(b"\n")[0].count(b"reason_") == reasons


TEXTS = [
    *(
        "1",
        "+1",
        "-1.",
        ".5",
        "1e3",
        " 7 ",
        "\t7\n",
        "\x1c7",
        "1E-3",
        "0x10",
        "1_000",
        "1,5",
        "1.5.1",
        "1e",
        "--1",
        ".",
        "",
    ),
    *(
        "1e400",
        "-1e400",
        "1e-400",
        "inf",
        "-Infinity",
        "nan",
        "+NaN",
        "-nan",
        " NULL ",
        "null\u00a0",
        "\u2003",
        "\u00a07",
    ),
    *("7\u2028", "\u0661", "7\x00", "\x007", "1d", "1f", "true", "1 2", "9007199254740993", "2.5e-324", "4.9e-324"),
    *("0.1000000000000000055511151231257827", "1" + "0" * 400, "0." + "0" * 400 + "1", "1" + "0" * 320 + "e-320"),
]


def test_a_text_is_the_number_that_the_card_reads_in_it(tmp_path: Path) -> None:
    """Value for value: what is a number, what is missing, what is invalid, to the last bit."""
    field = replace(HAND_CARD.registry.read_fields[0], range=None, actionable=None, special=(), not_provided=None)
    assert field.kind is Kind.NUMERIC
    number = score_sql._number("c", "n")
    with duckdb.connect(":memory:") as connection:
        for text in TEXTS:
            query = f"SELECT {number} FROM (SELECT c, TRY_CAST(c AS DOUBLE) AS n FROM (SELECT CAST(? AS VARCHAR) AS c))"
            found = connection.execute(query, [text]).fetchall()[0][0]
            reading = field.read(text)
            match reading.state:
                case State.MISSING:
                    assert found is None or math.isnan(found), text
                case State.INVALID:
                    assert math.isinf(found), text
                case _:
                    assert found == reading.number, text


def _joins(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    (found,) = connection.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()
    return "JOIN" in found[1].upper()


@every_card
def test_the_statement_keeps_the_rows_in_their_order(card: Card, tmp_path: Path) -> None:
    """Threads put the rows of a join in any order; an optimiser makes joins of longer lists of texts."""
    data = file_of(card, people(card)[:3], tmp_path / "data.parquet")
    first = quoted(Plan(card).reads[0].name)
    texts = ", ".join(f"'{number}'" for number in range(100))
    with open_data(data) as file:
        query = query_of(Request(card=card, file=file, out=tmp_path / "scores.csv", reasons=4, keep=(KEEP,)))
        assert query is not None
        for settings, expected in ((score_sql._ORDERED, False), ({}, True)):
            with file.engine(tmp_path, **settings) as connection:
                assert not _joins(connection, query)
                assert _joins(connection, f"SELECT CAST({first} AS VARCHAR) IN ({texts}) FROM data") is expected


@pytest.mark.parametrize("out", ["scores.csv", "scores.parquet"])
def test_many_rows_come_out_in_the_order_of_the_file(out: str, tmp_path: Path) -> None:
    """On two threads, in several groups of rows, the bytes are those of the way by columns."""
    data = large(tmp_path, 260_000)
    columns, sql = both(HAND_CARD, data, out, keep=("place",))
    assert columns == sql


def test_a_file_is_scored_in_little_memory(tmp_path: Path) -> None:
    """The columns that are read and written are several times as large."""
    data = large(tmp_path, 1_000_000)
    with open_data(data) as file:
        request = Request(card=HAND_CARD, file=file, out=tmp_path / "scores.csv", reasons=4, keep=("place",))
        done = by_sql(request, tmp_path, memory_limit="100MB", threads="2")
    assert done is not None
    with done.path.open("rb") as written:
        assert sum(1 for _ in written) == 1_000_001


def _ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which ways a file is scored, from now on."""
    taken: list[str] = []

    def noting(name: str, way: Callable[..., Output | None]) -> Callable[..., Output | None]:
        def noted(request: Request, folder: Path) -> Output | None:
            done = way(request, folder)
            taken.extend([name] if done is not None else [])
            return done

        return noted

    monkeypatch.setattr(score, "by_columns", noting("columns", by_columns))
    monkeypatch.setattr(score, "by_sql", noting("sql", by_sql))
    return taken


def test_a_file_of_few_rows_is_scored_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a statement would be built and planned."""
    taken = _ways(monkeypatch)
    for rows in (FEW - 1, FEW):
        with open_data(large(tmp_path, rows)) as file:
            score_file(HAND_CARD, file, tmp_path / "scores.parquet", reasons=0)
    assert taken == ["columns", "sql"]


@pytest.mark.parametrize("kind", ["DATE", "BOOLEAN", "DECIMAL(38,3)"])
def test_a_type_that_sql_would_read_otherwise_is_scored_by_columns(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A date is no number: the rows are invalid, and the message says so."""
    taken = _ways(monkeypatch)
    monkeypatch.setattr(score, "FEW", 0)
    value = "DATE '2026-01-31'" if kind == "DATE" else f"CAST(2000 AS {kind})"
    large(tmp_path, 3)
    with duckdb.connect(":memory:") as connection:
        columns = f"SELECT * REPLACE ({value} AS net_monthly_income) FROM '{tmp_path / 'large.parquet'}'"
        connection.execute(f"COPY ({columns}) TO '{tmp_path / 'odd.parquet'}'")
    with open_data(tmp_path / "odd.parquet") as file:
        result = score_file(HAND_CARD, file, tmp_path / "scores.csv", reasons=0)
    assert taken == ["columns"]
    assert result.invalid == (3 if kind in {"DATE", "BOOLEAN"} else 0)


@pytest.mark.parametrize("kind", ["TINYINT", "UBIGINT", "FLOAT", "DECIMAL(9,2)", "VARCHAR"])
def test_other_numbers_give_the_same_bytes_by_sql(kind: str, tmp_path: Path) -> None:
    large(tmp_path, 100)
    with duckdb.connect(":memory:") as connection:
        columns = f"SELECT * REPLACE (CAST(net_monthly_income % 120 AS {kind}) AS net_monthly_income)"
        source = f"(SELECT * FROM '{tmp_path / 'large.parquet'}' WHERE net_monthly_income >= 0)"
        connection.execute(f"COPY ({columns} FROM {source}) TO '{tmp_path / 'odd.parquet'}'")
    columns_bytes, sql_bytes = both(HAND_CARD, tmp_path / "odd.parquet", "scores.parquet", keep=("place",))
    assert columns_bytes == sql_bytes


def test_without_sqlglot_a_file_is_scored_by_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = _ways(monkeypatch)
    monkeypatch.setattr(score, "FEW", 0)
    monkeypatch.setattr(score_sql, "find_spec", lambda _: None)
    with open_data(large(tmp_path, 3)) as file:
        score_file(HAND_CARD, file, tmp_path / "scores.csv", reasons=0)
    assert taken == ["columns"]


@pytest.mark.parametrize("few", [0, FEW], ids=["sql", "columns"])
@pytest.mark.parametrize("out", ["scores.csv", "scores.parquet"])
def test_the_first_invalid_value_is_named_whichever_way(
    few: int, out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are counted, the first is named, and with ``strict`` nothing is written."""
    taken = _ways(monkeypatch)
    monkeypatch.setattr(score, "FEW", few)
    with open_data(large(tmp_path, 2_500)) as file:
        result = score_file(HAND_CARD, file, tmp_path / out, reasons=1, strict=True)
        assert (result.rows, result.invalid, result.written) == (2_500, 3, False)
        assert result.first_invalid == (
            "the first is large.parquet, row 8, column net_monthly_income: the value lies outside 0 to 50000"
        )
        assert not (tmp_path / out).exists()
        assert score_file(HAND_CARD, file, tmp_path / out, reasons=1).written
    assert taken == ["columns" if few else "sql"] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["large.parquet", out]


@pytest.mark.parametrize("few", [0, FEW], ids=["sql", "columns"])
@pytest.mark.parametrize("out", ["scores.csv", "scores.parquet"])
def test_names_of_folders_and_files_are_no_patterns(
    few: int, out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score, "FEW", few)
    folder = tmp_path / "it's [x] {1} *?"
    folder.mkdir()
    data = file_of(HAND_CARD, people(HAND_CARD)[:20], tmp_path / "data.parquet").rename(folder / "data [1]*.parquet")
    with open_data(data) as file:
        assert score_file(HAND_CARD, file, folder / f"a [b] {out}", reasons=0, keep=(KEEP,)).written
    assert sorted(path.name for path in folder.iterdir()) == [f"a [b] {out}", "data [1]*.parquet"]


@pytest.mark.parametrize("few", [0, FEW], ids=["sql", "columns"])
def test_a_file_that_breaks_off_leaves_nothing_behind(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row too many cells is found while scores are being written."""
    monkeypatch.setattr(score, "FEW", few)
    data = file_of(HAND_CARD, people(HAND_CARD)[:50], tmp_path / "data.csv")
    with open_data(data) as file:
        data.write_bytes(data.read_bytes() + b"1,2,3\n")
        with pytest.raises(FileError, match=r"data\.csv, row 51"):
            score_file(HAND_CARD, file, tmp_path / "scores.csv", reasons=0)
    assert [path.name for path in tmp_path.iterdir()] == ["data.csv"]


def test_a_file_without_rows_is_one_error(tmp_path: Path) -> None:
    data = file_of(HAND_CARD, people(HAND_CARD)[:1], tmp_path / "data.csv")
    data.write_bytes(data.read_bytes().splitlines(keepends=True)[0])
    with pytest.raises(FileError, match="no row below the heading"):
        open_data(data)


def test_one_row_is_read_as_it_stands_among_all(tmp_path: Path) -> None:
    with open_data(large(tmp_path, 130_000)) as file:
        assert native(file.read(("place",), row=125_000)["place"][0]) == 125_000
