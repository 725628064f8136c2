"""A folder of records: what is read, and every record that is refused, with its file, row and field."""

from __future__ import annotations

import gzip
import time
from dataclasses import fields
from pathlib import Path

import duckdb
import numpy as np
import pytest

from scoring.batch.records import read_records
from scoring.batch.write import write_columns
from scoring.domain.errors import FileError, InputError, RecordError
from scoring.records.categories import Category
from scoring.records.codes import Event, Type
from scoring.records.records import Records
from scoring.records.tables import UNKNOWN
from scoring.tabular.whole import Flaw
from tests.support.record_folder import (
    SOUND,
    STATEMENT,
    Tables,
    as_parquet,
    changed,
    write_folder,
    write_statements,
)

LATE = "dated on or after the day of observation"


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def read(tmp_path: Path, tables: Tables = SOUND) -> Records:
    return read_records(write_folder(tmp_path / "records", tables))


def refused(tmp_path: Path, tables: Tables) -> RecordError:
    with pytest.raises(RecordError) as error:
        read(tmp_path, tables)
    assert error.value.remedy
    return error.value


def same(one: Records, other: Records) -> bool:
    tables = [field.name for field in fields(Records) if field.name not in {"person", "not_used"}]
    pairs = [(getattr(one, name), getattr(other, name)) for name in tables]
    return one.person.tolist() == other.person.tolist() and all(
        getattr(left, field.name).tolist() == getattr(right, field.name).tolist()
        for left, right in pairs
        for field in fields(left)
    )


def test_an_empty_cell_is_what_nobody_knows() -> None:
    """Two parts name the same number; they may not drift apart."""
    assert Flaw.EMPTY == UNKNOWN
    assert all(flaw < Flaw.EMPTY for flaw in Flaw if flaw is not Flaw.EMPTY)


def test_applications_are_read_as_they_stand(tmp_path: Path) -> None:
    found = read(tmp_path)
    table = found.applications
    assert found.person.tolist() == ["ada", "ben", "cas"]
    assert table.observed.tolist() == [day("2024-06-01"), day("2024-06-01"), day("2024-02-29")]
    assert table.income.tolist() == [250_000, UNKNOWN, 250_000]
    assert table.tenure.tolist() == [0, UNKNOWN, 1]
    assert table.verified.tolist() == [True, False, True]
    assert found.not_used == ()


def test_contracts_and_events_point_to_rows(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.contracts.owner.tolist() == [0, 2, 0]
    assert found.contracts.type.tolist() == [Type.AK, Type.RK, Type.SH]
    assert found.contracts.planned_end.tolist()[1] == UNKNOWN
    assert found.contracts.end.tolist() == [UNKNOWN, UNKNOWN, day("2023-01-01")]
    assert found.contracts.amount.tolist() == [500_000, 500_000, UNKNOWN]
    assert found.events.contract.tolist() == [0, 0, 2]
    assert found.events.code.tolist() == [Event.ARREARS, Event.RECOVERED, Event.UNREACHABLE]
    assert found.events.deadline.tolist() == [day("2023-05-01"), UNKNOWN, UNKNOWN]


def test_accounts_and_transactions_point_to_persons(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.accounts.owner.tolist() == [2, 0]
    assert found.accounts.closing.tolist() == [-1500, 90_000]
    assert found.transactions.owner.tolist() == [0, 2]
    assert found.transactions.cents.tolist() == [250_000, -4000]
    assert found.transactions.category.tolist() == [Category.SALARY, Category.OTHER_SPENDING]


def test_parquet_with_types_says_the_same_as_csv(tmp_path: Path) -> None:
    by_csv = read(tmp_path)
    assert same(by_csv, read_records(as_parquet(tmp_path / "records")))


def test_whole_numbers_stored_as_decimals_or_floats_are_read(tmp_path: Path) -> None:
    """Other tools write a column with gaps as floats, NaN where there is nothing."""
    folder = write_folder(tmp_path / "records")
    query = (
        "SELECT * REPLACE (CAST(requested_amount_cents AS DECIMAL(18, 2)) AS requested_amount_cents, "
        "coalesce(CAST(net_monthly_income_cents AS DOUBLE), 'nan'::DOUBLE) AS net_monthly_income_cents)"
    )
    with duckdb.connect(":memory:") as connection:
        connection.sql(f"{query} FROM '{folder / 'applications.csv'}'").write_parquet(
            str(folder / "applications.parquet")
        )
    (folder / "applications.csv").unlink()
    assert same(read_records(folder), read_records(write_folder(tmp_path / "again")))


@pytest.mark.parametrize("value", ["10.5", "1e30", "inf"])
def test_a_float_that_is_no_whole_number_is_refused(tmp_path: Path, value: str) -> None:
    folder = write_folder(tmp_path / "records")
    with duckdb.connect(":memory:") as connection:
        table = connection.sql(
            f"SELECT * REPLACE (CAST('{value}' AS DOUBLE) AS term_months) FROM '{folder / 'applications.csv'}'"
        )
        table.write_parquet(str(folder / "applications.parquet"))
    (folder / "applications.csv").unlink()
    with pytest.raises(RecordError) as error:
        read_records(folder)
    assert (error.value.record, error.value.field) == ("applications.parquet, row 1", "term_months")


def test_identifiers_stored_as_numbers_are_their_digits(tmp_path: Path) -> None:
    rename = {"ada": "11", "ben": "12", "cas": "13"}
    tables = {
        name: [{column: rename.get(value, value) for column, value in row.items()} for row in rows]
        for name, rows in SOUND.items()
    }
    folder = as_parquet(write_folder(tmp_path / "records", tables))
    found = read_records(folder)
    assert found.person.tolist() == ["11", "12", "13"]
    assert found.contracts.owner.tolist() == [0, 2, 0]


def test_columns_that_no_table_has_are_named_and_not_read(tmp_path: Path) -> None:
    tables = {**SOUND, "applications": [{**row, "gender": "x"} for row in SOUND["applications"]]}
    assert read(tmp_path, tables).not_used == ("gender (applications.csv)",)


def test_without_a_register_nobody_was_looked_up(tmp_path: Path) -> None:
    found = read(tmp_path, {name: rows for name, rows in SOUND.items() if not name.startswith("register")})
    assert (len(found.contracts), len(found.events), len(found.accounts)) == (0, 0, 2)


def test_without_bank_files_everybody_refused(tmp_path: Path) -> None:
    found = read(tmp_path, {name: rows for name, rows in SOUND.items() if not name.startswith("bank")})
    assert (len(found.contracts), len(found.accounts), len(found.transactions)) == (3, 0, 0)


def test_a_heading_alone_says_that_there_are_none(tmp_path: Path) -> None:
    tables = {name: rows if name == "applications" else [] for name, rows in SOUND.items()}
    found = read(tmp_path, tables)
    assert (len(found.contracts), len(found.events), len(found.accounts), len(found.transactions)) == (0, 0, 0, 0)


def test_nobody_is_no_folder_of_records(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"applications\.csv: there is no row below the heading"):
        read(tmp_path, {**SOUND, "applications": []})


REFERENCES = [
    ("register_contracts", 2, {"person": "zoe"}, "person", "names no person of applications.csv"),
    ("register_events", 2, {"contract": "k9"}, "contract", "names no contract of register_contracts.csv"),
    ("bank_accounts", 2, {"person": "zoe"}, "person", "names no person of applications.csv"),
    ("bank_transactions", 1, {"person": "zoe"}, "person", "names no person of applications.csv"),
    ("bank_transactions", 2, {"person": "ben"}, "person", "has no bank account"),
    ("register_events", 1, {"contract": ""}, "contract", "is empty"),
]
WORDS = [
    ("register_contracts", 1, {"type": "XX"}, "type", "is none of AK, RK, SH, SK, HY, HO, RH, RN, OA, RO, ZK, ZO"),
    ("register_events", 2, {"code": "9"}, "code", "is none of A, H, 1, 2, 3, 4, 5"),
    ("register_events", 2, {"code": "5"}, "code", "may not be reported on a contract of this type"),
    ("register_events", 3, {"code": "A"}, "code", "may not be reported on a contract of this type"),
    ("bank_transactions", 2, {"category": "church"}, "category", "is none of salary, benefit"),
    ("applications", 2, {"housing_tenure": "squatter"}, "housing_tenure", "is none of tenant, owner, lodger"),
    ("applications", 1, {"verified": "yes"}, "verified", "is neither true nor false"),
    ("applications", 1, {"verified": ""}, "verified", "is empty"),
]
DATES = [
    ("applications", 1, {"observed_on": "01-06-2024"}, "observed_on", "is no date of the form YYYY-MM-DD"),
    ("applications", 3, {"observed_on": "2023-02-29"}, "observed_on", "is no day of the calendar"),
    ("applications", 2, {"observed_on": ""}, "observed_on", "is empty"),
    ("register_contracts", 1, {"start_on": "1066-10-14"}, "start_on", "is no day of the calendar"),
    ("register_contracts", 1, {"planned_end_on": "2026-1-1"}, "planned_end_on", "is no date of the form"),
    ("register_contracts", 2, {"start_on": "2024-02-29"}, "start_on", LATE),
    ("register_contracts", 1, {"ended_on": "2024-06-01"}, "ended_on", LATE),
    ("register_contracts", 3, {"ended_on": "2020-12-31"}, "ended_on", "lies before the contract's start"),
    ("register_contracts", 1, {"planned_end_on": "2021-12-31"}, "planned_end_on", "lies before the contract's start"),
    ("register_events", 2, {"event_on": "2024-06-01"}, "event_on", LATE),
    ("register_events", 1, {"prenotice_on": "2024-06-01"}, "prenotice_on", LATE),
    ("register_events", 1, {"prenotice_deadline_on": "soon"}, "prenotice_deadline_on", "is no date of the form"),
    ("register_events", 1, {"event_on": "2021-12-31"}, "event_on", "lies before the contract's start"),
    ("register_events", 3, {"event_on": "2023-02-02"}, "event_on", "more than 31 days after the contract's end"),
    ("bank_accounts", 1, {"first_on": "2024-02-29"}, "first_on", LATE),
    ("bank_transactions", 2, {"booked_on": "2024-02-29"}, "booked_on", LATE),
    ("bank_transactions", 2, {"booked_on": "2022-12-31"}, "booked_on", "lies before the account's first day"),
]
AMOUNTS = [
    ("applications", 2, {"requested_amount_cents": "-1"}, "requested_amount_cents", "is below 0"),
    ("applications", 2, {"requested_amount_cents": ""}, "requested_amount_cents", "is empty"),
    ("applications", 1, {"net_monthly_income_cents": "2500.00"}, "net_monthly_income_cents", "is not a whole number"),
    ("applications", 1, {"term_months": "four"}, "term_months", "is not a whole number"),
    ("applications", 1, {"term_months": "٤٨"}, "term_months", "is not a whole number"),
    ("applications", 1, {"term_months": "0"}, "term_months", "is below 1"),
    ("register_contracts", 2, {"amount_cents": "-500000"}, "amount_cents", "is below 0"),
    ("register_contracts", 2, {"amount_cents": "10000000000001"}, "amount_cents", "is beyond 10,000,000,000,000"),
    ("bank_accounts", 1, {"closing_balance_cents": "-10000000000001"}, "closing_balance_cents", "is beyond"),
    ("bank_accounts", 1, {"closing_balance_cents": "9" * 40}, "closing_balance_cents", "is beyond"),
    ("bank_transactions", 1, {"amount_cents": ""}, "amount_cents", "is empty"),
    ("bank_transactions", 1, {"amount_cents": "12,50"}, "amount_cents", "is not a whole number"),
]
TWICE = [
    ("applications", 3, {"person": "ada"}, "person", "stands twice, first in row 1"),
    ("applications", 3, {"person": ""}, "person", "is empty"),
    ("bank_accounts", 2, {"person": "cas"}, "person", "stands twice, first in row 1"),
    ("register_contracts", 2, {"contract": "k1"}, "contract", "stands twice, first in row 1; overlapping periods"),
    ("register_events", 2, {"code": "A", "event_on": "2023-06-01"}, "code", "stands twice, first in row 1"),
    ("register_events", 3, {"contract": "k1", "code": "H", "event_on": "2023-09-01"}, "code", "first in row 2"),
]


@pytest.mark.parametrize(("table", "row", "cells", "field", "what"), REFERENCES + WORDS + DATES + AMOUNTS + TWICE)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_record_that_breaks_a_rule_is_named(
    tmp_path: Path, table: str, row: int, cells: dict[str, str], field: str, what: str, suffix: str
) -> None:
    """File, row and field, what is wrong and what to do; never the value."""
    folder = write_folder(tmp_path / "records", changed(table, row, **cells))
    if suffix == "parquet":
        with duckdb.connect(":memory:") as connection:
            for path in sorted(folder.glob("*.csv")):
                texts = connection.read_csv(str(path), all_varchar=True)
                texts.write_parquet(str(path.with_suffix(".parquet")))
                path.unlink()
    with pytest.raises(RecordError) as error:
        read_records(folder)
    assert error.value.record == f"{table}.{suffix}, row {row}"
    assert error.value.field == field
    assert what.replace(".csv", f".{suffix}") in error.value.what
    assert error.value.remedy
    for value in cells.values():
        assert len(value) < 3 or value not in str(error.value)


def test_a_contract_that_stands_twice_one_after_the_other_does_not_overlap(tmp_path: Path) -> None:
    tables = changed("register_contracts", 3, contract="k1", start_on="2020-01-01", ended_on="2022-01-01")
    error = refused(tmp_path, {**tables, "register_events": []})
    assert error.what == "stands twice, first in row 1"


def test_an_event_a_month_after_the_end_is_allowed(tmp_path: Path) -> None:
    """A recovery is reported after the contract has ended."""
    found = read(tmp_path, changed("register_events", 3, event_on="2023-02-01"))
    assert found.events.day.tolist()[2] == day("2023-02-01")


def test_what_is_planned_or_announced_may_lie_after_the_observation(tmp_path: Path) -> None:
    found = read(tmp_path, changed("register_events", 1, prenotice_deadline_on="2025-01-01"))
    assert found.contracts.planned_end.tolist()[0] > found.applications.observed[0]


def test_an_arrear_without_an_announcement_is_no_error(tmp_path: Path) -> None:
    """It is contestable: a person has to look at it."""
    found = read(tmp_path, changed("register_events", 1, prenotice_on="", prenotice_deadline_on=""))
    assert found.events.prenotice.tolist() == [UNKNOWN] * 3


@pytest.mark.parametrize("size", [10_001, 1_000_000, 10_000_000])
@pytest.mark.parametrize(
    ("table", "field"),
    [("applications", "person"), ("register_events", "contract"), ("bank_transactions", "category")],
)
def test_a_text_too_long_is_refused_quickly(tmp_path: Path, size: int, table: str, field: str) -> None:
    started = time.monotonic()
    error = refused(tmp_path, changed(table, 2, **{field: "x" * size}))
    assert (error.record, error.field) == (f"{table}.csv, row 2", field)
    assert error.what == "is longer than 10,000 characters"
    assert time.monotonic() - started < 5
    assert len(str(error)) < 300


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    tables = {**SOUND, "bank_accounts": [{"person": "ada", "first_on": "2023-01-01"}]}
    error = refused(tmp_path, tables)
    assert (error.record, error.field) == ("bank_accounts.csv", "closing_balance_cents")


def test_a_column_of_another_type_is_refused_at_its_first_row(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records")
    with duckdb.connect(":memory:") as connection:
        table = connection.sql(
            f"SELECT * REPLACE ([1] AS term_months, CAST(observed_on AS TIMESTAMPTZ) AS observed_on) "
            f"FROM '{folder / 'applications.csv'}'"
        )
        table.write_parquet(str(folder / "applications.parquet"))
    (folder / "applications.csv").unlink()
    with pytest.raises(RecordError) as error:
        read_records(folder)
    assert (error.value.record, error.value.field) == ("applications.parquet, row 1", "observed_on")


@pytest.mark.parametrize("name", list(SOUND))
def test_a_table_in_two_forms_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_folder(tmp_path / "records")
    (folder / f"{name}.parquet").write_bytes(b"PAR1")
    with pytest.raises(FileError, match=f"{name}.csv and {name}.parquet are both there"):
        read_records(folder)


@pytest.mark.parametrize("name", [name for name in SOUND if name != "applications"])
def test_half_of_a_source_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_folder(tmp_path / "records", {table: rows for table, rows in SOUND.items() if table != name})
    with pytest.raises(FileError, match=f"there is no {name}.csv or {name}.parquet"):
        read_records(folder)


def test_a_folder_without_applications_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"there is no applications\.csv or applications\.parquet"):
        read_records(tmp_path)
    with pytest.raises(FileError, match="there is no such folder"):
        read_records(tmp_path / "nowhere")


def test_hostile_names_are_names(tmp_path: Path) -> None:
    """Quotes, formulas and markup in identifiers point where they say."""
    names = ["'); DROP VIEW data; --", '=cmd|"/c"!A0', "<script>ü\n</script>"]
    rename = dict(zip(("ada", "ben", "cas"), names, strict=True))
    tables = {
        table: [{column: rename.get(value, value) for column, value in row.items()} for row in rows]
        for table, rows in SOUND.items()
    }
    found = read(tmp_path, tables)
    assert found.person.tolist() == names
    assert found.transactions.owner.tolist() == [0, 2]


@pytest.mark.parametrize("packed", [False, True], ids=["jsonl", "gz"])
def test_statements_stand_in_the_place_of_the_tables(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001
    folder = write_folder(tmp_path / "records")
    path = write_statements(folder, STATEMENT, {**STATEMENT, "person": "ben"})
    if packed:
        path.with_name("statements.jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    found = read_records(folder)
    assert found.accounts.owner.tolist() == [0, 1]
    assert found.accounts.closing.tolist() == [90_000, 90_000]
    assert found.transactions.owner.tolist() == [0, 1]
    assert found.transactions.cents.tolist() == [-1050, -1050]
    assert found.transactions.day.tolist() == [day("2024-05-30")] * 2


@pytest.mark.parametrize(
    ("document", "field", "what"),
    [
        ({**STATEMENT, "person": "zoe"}, "person", "names no person of the applications"),
        ({**STATEMENT, "person": ""}, "person", "is missing, or not a text"),
        ({**STATEMENT, "person": "x" * 10_001}, "person", "is longer than 10,000 characters"),
        (STATEMENT, "person", "stands twice, first in row 1"),
        ([STATEMENT], "", "is no object"),
        ({**STATEMENT, "person": "cas", "transactions": {}}, "transactions.booked", "is missing"),
    ],
)
def test_a_statement_that_breaks_a_rule_is_named(tmp_path: Path, document: object, field: str, what: str) -> None:
    folder = write_folder(tmp_path / "records")
    write_statements(folder, STATEMENT, document)
    with pytest.raises(RecordError) as error:
        read_records(folder)
    assert (error.value.record, error.value.field, error.value.what) == ("statements.jsonl, row 2", field, what)


@pytest.mark.parametrize(
    "line", [b'{"person": "ada"', b"\xff\xfe", b"[" * 200_000, b'{"person": "ada", "person": "ben"}']
)
def test_a_line_that_is_no_json_is_named(tmp_path: Path, line: bytes) -> None:
    folder = write_folder(tmp_path / "records")
    path = write_statements(folder, STATEMENT)
    path.write_bytes(path.read_bytes() + b"\n" + line + b"\n")
    with pytest.raises(RecordError) as error:
        read_records(folder)
    assert error.value.record == "statements.jsonl, row 3"


def test_statements_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records")
    path = write_statements(folder, STATEMENT)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_records(folder).accounts) == 1


@pytest.mark.parametrize("data", [b"", b"\n \n", gzip.compress(b"", mtime=0)])
def test_a_file_without_a_statement_is_refused(tmp_path: Path, data: bytes) -> None:
    """A file that broke off is not everybody's refusal to share: who means that leaves the file out."""
    folder = write_folder(tmp_path / "records")
    path = write_statements(folder)
    path.write_bytes(data)
    if data.startswith(b"\x1f"):
        path = path.replace(path.with_name("statements.jsonl.gz"))
    with pytest.raises(FileError, match="no statement") as error:
        read_records(folder)
    assert error.value.where == path.name


def test_a_damaged_file_is_named_without_its_folder(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records")
    as_parquet(folder)
    path = folder / "applications.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(FileError) as error:
        read_records(folder)
    assert "applications.parquet" in str(error.value)
    assert str(folder) not in str(error.value)


def test_a_line_that_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.batch.statements.LONGEST_LINE", 2000)
    folder = write_folder(tmp_path / "records")
    path = write_statements(folder, STATEMENT)
    path.with_name("statements.jsonl.gz").write_bytes(gzip.compress(path.read_bytes() + b" " * 5_000_000))
    path.unlink()
    with pytest.raises(RecordError) as error:
        read_records(folder)
    assert error.value.record == "statements.jsonl.gz, row 2"


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b'{"person": "ada"}\n', mtime=0)[:-12]])
def test_a_damaged_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = write_folder(tmp_path / "records", {"applications": SOUND["applications"]})
    (folder / "statements.jsonl.gz").write_bytes(content)
    with pytest.raises(FileError, match=r"statements\.jsonl\.gz: cannot be read"):
        read_records(folder)


def test_two_bank_sources_are_refused_with_what_to_remove(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records")
    (folder / "statements.jsonl").write_text("")
    with pytest.raises(FileError, match=r"Remove statements\.jsonl to use the tables, or the two tables"):
        read_records(folder)
    (folder / "statements.jsonl.gz").write_bytes(b"")
    with pytest.raises(FileError, match=r"statements\.jsonl and statements\.jsonl\.gz are both there"):
        read_records(folder)


def test_columns_are_written_with_gaps_for_what_is_not_there(tmp_path: Path) -> None:
    """A column of nothing but gaps is a column of text all the same, and no text is run by a spreadsheet."""
    texts = np.array(["=1+1", "-8", "plain"], dtype=object)
    columns = {
        "person": texts,
        'a "b"': np.array([1.5, np.nan, -99.0]),
        "housing_tenure": np.array([None] * 3, dtype=object),
    }
    write_columns(columns, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text() == (
        'person,"a ""b""",housing_tenure\n\'=1+1,1.5,\n\'-8,,\nplain,-99.0,\n'
    )
    write_columns(columns, tmp_path / "out.parquet")
    written = duckdb.read_parquet(str(tmp_path / "out.parquet"))
    assert written.fetchall() == [("=1+1", 1.5, None), ("-8", None, None), ("plain", -99.0, None)]
    assert [str(kind) for kind in written.types] == ["VARCHAR", "DOUBLE", "VARCHAR"]


def test_nothing_is_written_where_it_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "taken.csv").mkdir()
    columns = {"person": np.array(["a"], dtype=object)}
    for name, kind in (("out.xlsx", InputError), ("nowhere/out.csv", FileError), ("taken.csv", FileError)):
        with pytest.raises(kind):
            write_columns(columns, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["taken.csv"]
