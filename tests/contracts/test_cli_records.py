"""``counterscore characteristics``: what it prints and writes, and that it writes nothing on any error."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scoring.records.characteristics import APPLICATION, BANK, REGISTER
from tests.support.command import Run, runner
from tests.support.record_folder import SOUND, STATEMENT, as_parquet, changed, write_folder, write_statements


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return runner(capsys, monkeypatch, tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "records")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_says_whom_it_found(run: Run, folder: Path) -> None:
    status, out, err = run("characteristics", folder, "--out", "out.csv")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "wrote 3 persons to out.csv",
        "register: 2 found, 1 not found",
        "bank: 2 shared, 1 not shared",
        "contestable arrears: 0 persons, whom somebody has to look at",
    ]


def test_one_row_a_person_with_every_characteristic(run: Run, folder: Path, tmp_path: Path) -> None:
    """What nobody knows is empty, what was refused has its mark."""
    run("characteristics", folder, "--out", "out.csv")
    ada, ben, cas = rows(tmp_path / "out.csv")
    assert list(ada) == ["person", *APPLICATION, *REGISTER, *BANK]
    assert [row["person"] for row in (ada, ben, cas)] == ["ada", "ben", "cas"]
    assert (ada["requested_amount"], ada["housing_tenure"]) == ("10000.0", "tenant")
    assert (ben["net_monthly_income"], ben["housing_tenure"], ben["open_arrears"]) == ("", "", "")
    assert {ben[name] for name in BANK} == {"-99.0"}
    assert ada["months_since_recovery"] == "9.0"


def test_csv_and_parquet_hold_the_same(run: Run, folder: Path, tmp_path: Path) -> None:
    run("characteristics", folder, "--out", "out.csv")
    run("characteristics", as_parquet(folder), "--out", "out.parquet")
    with duckdb.connect(":memory:") as connection:
        by_csv = connection.sql("FROM read_csv('out.csv', all_varchar = true)").fetchall()
        by_parquet = connection.sql("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM 'out.parquet'").fetchall()
    assert by_csv == by_parquet


def test_json_says_the_same(run: Run, tmp_path: Path) -> None:
    """An arrear that was not announced is counted, and a column that nobody asked for is named."""
    tables = dict(changed("register_events", 1, prenotice_on="", prenotice_deadline_on=""))
    tables["applications"] = [{**row, "gender": "x"} for row in tables["applications"]]
    status, out, _ = run(
        "characteristics", write_folder(tmp_path / "records", tables), "--out", "out.parquet", "--json"
    )
    document: dict[str, Any] = json.loads(out)
    assert status == 0
    assert document == {
        "written": "out.parquet",
        "persons": 3,
        "register": {"found": 2, "not_found": 1},
        "bank": {"shared": 2, "not_shared": 1},
        "contestable_arrears": 1,
        "not_used": ["gender (applications.csv)"],
    }


def test_what_was_not_used_is_named_once(run: Run, tmp_path: Path) -> None:
    tables = {**SOUND, "bank_accounts": [{**row, "iban": "NL00"} for row in SOUND["bank_accounts"]]}
    out = run("characteristics", write_folder(tmp_path / "records", tables), "--out", "out.csv")[1]
    assert out.splitlines()[-1] == "not used: iban (bank_accounts.csv)"


def test_statements_serve_as_bank_source(run: Run, folder: Path) -> None:
    write_statements(folder, STATEMENT)
    assert "bank: 1 shared, 2 not shared" in run("characteristics", folder, "--out", "out.csv")[1]


def test_applications_alone_are_enough(run: Run, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "records", {"applications": SOUND["applications"]})
    status, out, _ = run("characteristics", folder, "--out", "out.csv")
    assert status == 0
    assert "register: 0 found, 3 not found" in out
    assert "bank: 0 shared, 3 not shared" in out


@pytest.mark.parametrize(
    ("table", "row", "cells", "said"),
    [
        ("applications", 2, {"term_months": "x"}, "applications.csv, row 2, field term_months: is not a whole number"),
        ("register_contracts", 3, {"person": "zoe"}, "register_contracts.csv, row 3, field person: names no person"),
        ("register_events", 3, {"event_on": "2024-06-01"}, "register_events.csv, row 3, field event_on: is dated on"),
        ("bank_transactions", 2, {"category": "x"}, "bank_transactions.csv, row 2, field category: is none of salary"),
        ("bank_transactions", 2, {"category": "x" * 10**7}, "row 2, field category: is longer than 10,000 characters"),
    ],
)
@pytest.mark.parametrize("out", ["out.csv", "out.parquet"])
def test_a_wrong_record_is_one_line_and_nothing_is_written(
    run: Run, tmp_path: Path, table: str, row: int, cells: dict[str, str], said: str, out: str
) -> None:
    """Also what was written before stays as it was."""
    folder = write_folder(tmp_path / "records", changed(table, row, **cells))
    for earlier in (None, b"earlier"):
        if earlier is not None:
            (tmp_path / out).write_bytes(earlier)
        status, printed, err = run("characteristics", folder, "--out", out)
        assert (status, printed) == (2, "")
        assert said in err
        assert len(err.splitlines()) == 1
        assert (tmp_path / out).exists() == (earlier is not None)
    assert (tmp_path / out).read_bytes() == b"earlier"
    assert sorted(path.name for path in tmp_path.iterdir()) == [out, "records"]


@pytest.mark.parametrize("name", ["applications.csv", "bank_accounts.parquet", "statements.jsonl"])
def test_nothing_is_written_over_an_input(run: Run, folder: Path, name: str) -> None:
    """Nor where it would be an input the next time."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    status, _, err = run("characteristics", folder, "--out", folder / name)
    assert status == 2
    assert "would be written over its own input" in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("out.xlsx", "'.xlsx' files are not written"),
        ("nowhere/out.csv", "there is no such folder"),
        ("d.csv", "folder"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_first(run: Run, tmp_path: Path, out: str, said: str) -> None:
    """Before hours of reading: the records are not looked at."""
    (tmp_path / "d.csv").mkdir()
    status, _, err = run("characteristics", tmp_path / "no records", "--out", out)
    assert status == 2
    assert said in err


def test_a_folder_that_is_none_is_refused(run: Run, tmp_path: Path) -> None:
    status, _, err = run("characteristics", tmp_path / "nowhere", "--out", "out.csv")
    assert status == 2
    assert "there is no such folder. Name a folder of records" in err
