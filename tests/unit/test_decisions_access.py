"""Protected attributes are read for a stated purpose, and the reading is recorded before it happens."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from audits.decisions.access import Access, Recorded, recorded
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError, FileError, InputError

NOON = datetime(2026, 11, 30, 12, 0, tzinfo=timezone(timedelta(hours=1)))
COLUMNS = Columns(outcome="outcome")
ACCESS = Access(
    purpose="fairness audit of 2026",
    person_or_role="auditor",
    necessity="the decisions hold no group, and without groups nothing can be compared",
    delete_after=date(2027, 1, 31),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "d.csv").write_text("id,approved,outcome\na,1,0\nb,0,\n", encoding="utf-8")
    (tmp_path / "g.csv").write_text("id,sex,origin\na,f,X\nb,m,Y\n", encoding="utf-8")
    return tmp_path


def read(folder: Path, access: Recorded | None) -> int:
    with open_decisions(
        folder / "d.csv", by=["sex"], columns=COLUMNS, groups=folder / "g.csv", key="id", access=access
    ) as opened:
        return opened.cube().total


def entries(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_entry_says_who_read_what_when_and_what_for(folder: Path) -> None:
    record = folder / "access.jsonl"
    for _ in range(2):
        assert read(folder, recorded(record, ACCESS, lambda: NOON)) == 2
    first, second = entries(record)

    assert first == second
    assert first["time"] == "2026-11-30T11:00:00+00:00"
    assert first["attributes"] == ["sex"]
    assert (first["purpose"], first["delete_after"]) == ("fairness audit of 2026", "2027-01-31")
    files = first["files"]
    assert isinstance(files, list)
    assert [(file["role"], file["name"]) for file in files] == [("decisions", "d.csv"), ("groups", "g.csv")]
    assert all(str(file["sha256"]).startswith("sha256:") for file in files)


def test_the_entry_stands_even_if_the_reading_fails(folder: Path) -> None:
    (folder / "g.csv").write_text("id,sex\na,f\na,m\n", encoding="utf-8")
    with pytest.raises(DataError, match="the key stands in an earlier row"):
        read(folder, recorded(folder / "access.jsonl", ACCESS, lambda: NOON))

    assert len(entries(folder / "access.jsonl")) == 1


def test_the_record_holds_no_value_of_anybody(folder: Path) -> None:
    (folder / "g.csv").write_text("id,sex\na,secret-group\nb,m\n", encoding="utf-8")
    read(folder, recorded(folder / "access.jsonl", ACCESS, lambda: NOON))

    assert "secret-group" not in (folder / "access.jsonl").read_text(encoding="utf-8")


def test_a_record_without_a_purpose_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="an access record needs a purpose"):
        recorded(folder / "access.jsonl", None, lambda: NOON)
    assert recorded(None, None, lambda: NOON) is None
    assert recorded(None, ACCESS, lambda: NOON) is None


@pytest.mark.parametrize("missing", ["purpose", "person_or_role", "necessity"])
def test_every_word_of_an_access_is_stated(missing: str) -> None:
    words = {"purpose": "p", "person_or_role": "r", "necessity": "n"} | {missing: " "}
    with pytest.raises(InputError, match=f"no {missing.replace('_', ' ')}"):
        Access(**words, delete_after=date(2027, 1, 31))


def test_what_was_to_be_deleted_is_not_read(folder: Path) -> None:
    """On the last day it still is; the day after nothing is read and nothing is recorded."""
    record = folder / "access.jsonl"
    last = datetime(2027, 1, 31, 23, 59, tzinfo=UTC)
    assert read(folder, recorded(record, ACCESS, lambda: last)) == 2
    with pytest.raises(InputError, match="were to be deleted after 2027-01-31"):
        read(folder, recorded(record, ACCESS, lambda: last + timedelta(minutes=1)))
    assert len(entries(record)) == 1


def test_a_record_that_cannot_be_written_stops_the_reading(folder: Path) -> None:
    with pytest.raises(FileError, match="the access record cannot be written"):
        read(folder, recorded(folder / "no folder" / "access.jsonl", ACCESS, lambda: NOON))


def test_a_time_without_a_zone_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="no zone"):
        read(folder, recorded(folder / "access.jsonl", ACCESS, lambda: NOON.replace(tzinfo=None)))
