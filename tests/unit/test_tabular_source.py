"""Data files: one local path, opened read-only, with its names and values taken as text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import duckdb
import numpy as np
import pytest

from scoring.domain.errors import DataError, FileError
from scoring.tabular.source import open_data


def parquet(path: Path, query: str) -> Path:
    """A Parquet file with the result of a query."""
    with duckdb.connect(":memory:") as connection:
        connection.sql(query).write_parquet(str(path))
    return path


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read(path: Path) -> dict[str, list[object]]:
    with open_data(path) as file:
        return {name: file.column(name).tolist() for name in file.columns}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_csv_is_text_in_file_order(tmp_path: Path, delimiter: str, end: str) -> None:
    rows = [["income", "home"], ["2100", "owner"], ["", "tenant"], ["007", ""]]
    path = csv(tmp_path / "a.csv", end.join(delimiter.join(row) for row in rows) + end)
    assert read(path) == {"income": ["2100", None, "007"], "home": ["owner", "tenant", None]}


def test_quotes_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", 'a,b\n"x,y","say ""hi"""\n"one\ntwo",3\n')
    assert read(path) == {"a": ["x,y", "one\ntwo"], "b": ['say "hi"', "3"]}


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert read(csv(tmp_path / "a.csv", "\ufeffincome\n1\n")) == {"income": ["1"]}


def test_a_column_of_one_keeps_its_empty_rows(tmp_path: Path) -> None:
    """A row may not disappear: the result has one row for each."""
    assert read(csv(tmp_path / "a.csv", "income\n1\n\n3\n")) == {"income": ["1", None, "3"]}


def test_a_parquet_file_keeps_its_types(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", "SELECT * FROM (VALUES (1, 2.5, 'x'), (NULL, NULL, NULL)) t(i, f, s)")
    with open_data(path) as file:
        assert file.rows == 2
        assert file.column("i").tolist() == [1, None]
        assert file.column("f")[0] == 2.5
        assert np.isnan(file.column("f")[1])
        assert file.column("s").tolist() == ["x", None]


def test_only_the_columns_asked_for_are_read(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "income,diagnosis,friends\n2100,secret,12\n")
    with open_data(path) as file:
        assert file.read(("income",)).keys() == {"income"}
        assert file.read(()) == {}


def test_the_digest_is_that_of_the_files_bytes(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "a\n1\n")
    with open_data(path) as file:
        assert file.digest == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_wrong_column_is_one_error_with_the_near_names(tmp_path: Path) -> None:
    with open_data(csv(tmp_path / "a.csv", "income,home\n1,2\n")) as file, pytest.raises(DataError) as refused:
        file.column("incone")
    assert str(refused.value) == "a.csv: there is no column 'incone'. Did you mean income?"


def test_without_a_near_name_the_error_lists_what_there_is(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "income,home\n1,2\n")
    with open_data(path) as file, pytest.raises(DataError, match="The file has: income, home"):
        file.column("zzz")


Make = Callable[[Path], object]


@pytest.mark.parametrize(
    ("name", "make", "why"),
    [
        ("a.csv", str, "no such file"),
        ("a.csv", lambda path: path.mkdir(), "is a folder"),
        ("a.csv", lambda path: path.touch(), "the file is empty"),
        ("a.parquet", lambda path: path.touch(), "the file is empty"),
        ("a.csv", lambda path: path.write_text("income,home\n"), "no row below the heading"),
        ("a.xlsx", lambda path: path.write_text("x"), "'.xlsx' files are not read"),
        ("a", lambda path: path.write_text("x"), "'' files are not read"),
        ("a.csv", lambda path: path.write_text("income,,home\n1,2,3\n"), "the heading has an empty name"),
        ("a.csv", lambda path: path.write_text("\n1\n"), "the heading has an empty name"),
        ("a.csv", lambda path: path.write_text('"net\nincome",home\n1,2\n'), "has a line break within quotes"),
        ("a.csv", lambda path: path.write_text("income,home,income\n1,2,3\n"), "'income' stands twice"),
        ("a.csv", lambda path: path.write_text("Income,income\n1,2\n"), "'Income' stands twice"),
        ("a.csv", lambda path: path.write_bytes(b"income\n\xe9\n"), "is not UTF-8"),
        ("a.csv", lambda path: path.write_bytes(b"income,b\n1,2\n" * 5_000 + b"\xe9,1\n"), ""),
        ("a.parquet", lambda path: path.write_bytes(b"PAR1 this is no parquet file"), "cannot be read"),
        ("a.parquet", lambda path: path.write_text("income\n1\n"), "cannot be read"),
    ],
    ids=[
        "missing",
        "folder",
        "empty csv",
        "empty parquet",
        "heading only",
        "other kind",
        "no kind",
        "empty name",
        "no heading",
        "line break in a name",
        "name twice",
        "name twice but for case",
        "latin-1",
        "latin-1 far down",
        "damaged parquet",
        "csv called parquet",
    ],
)
def test_a_file_that_cannot_be_used_is_one_error_with_place_and_remedy(
    tmp_path: Path, name: str, make: Make, why: str
) -> None:
    make(tmp_path / name)
    with pytest.raises(FileError) as refused:
        open_data(tmp_path / name)
    assert why in refused.value.what
    assert name in refused.value.where
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("text", "row"),
    [("a,b\n1,2\n3\n", 2), ("a,b\n1,2,3\n", 1), ("a,b\n1,2\n3,4\n5,6,7\n", 3)],
    ids=["short", "long", "long and last"],
)
def test_a_malformed_row_is_named_counted_from_one(tmp_path: Path, text: str, row: int) -> None:
    with pytest.raises(FileError) as refused, open_data(csv(tmp_path / "a.csv", text)) as file:
        file.read(file.columns)
    assert refused.value.where == f"a.csv, row {row}"


HOSTILE_NAMES = ["it's", 'say "hi"', "a; DROP TABLE data", "--", "income) FROM data; --", "naïve ✓", "a'; SELECT 1 --"]


@pytest.mark.parametrize("column", HOSTILE_NAMES)
def test_a_hostile_column_name_is_a_name(tmp_path: Path, column: str) -> None:
    path = parquet(tmp_path / "a.parquet", f'SELECT 7 AS "{column.replace(chr(34), chr(34) * 2)}", 8 AS other')
    with open_data(path) as file:
        assert file.columns == (column, "other")
        assert file.column(column).tolist() == [7]


def test_a_hostile_csv_heading_is_a_name(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", '"x"" FROM data; DROP VIEW data; --",b\n1,2\n')
    assert read(path) == {'x" FROM data; DROP VIEW data; --': ["1"], "b": ["2"]}


@pytest.mark.parametrize("name", ["it's.csv", "a; DROP VIEW data.csv", "a b.csv", "[1].csv", "--.csv"])
def test_a_hostile_file_name_is_a_name(tmp_path: Path, name: str) -> None:
    assert read(csv(tmp_path / name, "a\n1\n")) == {"a": ["1"]}


def test_a_pattern_in_a_name_opens_no_other_file(tmp_path: Path) -> None:
    """The neighbour's rows never come with it."""
    csv(tmp_path / "neighbour.csv", "a\nsecret\n")
    path = csv(tmp_path / "*.csv", "a\n1\n")
    with suppress(FileError):
        assert read(path) == {"a": ["1"]}


def test_values_are_never_run(tmp_path: Path) -> None:
    value = "'); COPY (SELECT 1) TO 'out.csv'; --"
    assert read(csv(tmp_path / "a.csv", f'a,b\n"{value}",1\n'))["a"] == [value]
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_the_connection_can_open_nothing_else(tmp_path: Path) -> None:
    """Even code inside our process cannot read a second file through it, or switch access on again."""
    other = csv(tmp_path / "other.csv", "a\nsecret\n")
    with open_data(csv(tmp_path / "a.csv", "a\n1\n")) as file:
        with pytest.raises(duckdb.Error):
            file._connection.execute(f"SELECT * FROM read_csv('{other}')")
        with pytest.raises(duckdb.Error):
            file._connection.execute("SET enable_external_access = true")
        with pytest.raises(duckdb.Error):
            file._connection.execute(f"COPY data TO '{tmp_path / 'out.csv'}'")
