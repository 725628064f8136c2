"""Protected attributes reach no scoring code, no table, no request or answer, no file of decisions and no log."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from api.persistence.tables import metadata
from api.services import export_decisions, records
from api.settings import Settings
from audits.decisions.schema import ROLES
from scoring.artefact.card_json import read_card
from scoring.batch.request import Record, Request
from scoring.batch.score import Engine, score_file
from scoring.batch.score_sql import query_of
from scoring.domain.errors import DataError, ForbiddenField
from scoring.domain.forbidden import refuse_forbidden
from scoring.export.form import Dialect
from scoring.export.sql import sql
from scoring.population.layout import FILES
from scoring.tabular.source import open_data
from tests.support.service import CARD, SOUND, WEAK, Service, running

PROTECTED = tuple(column.name for file in FILES if file.name == "protected" for column in file.columns)[1:]
MARK = "mark7391"
"""A value that stands nowhere else."""


def refused(name: str) -> bool:
    """Whether a name gives away what may never be a characteristic."""
    try:
        refuse_forbidden(name)
    except ForbiddenField:
        return True
    return False


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path) as started:
        yield started


def test_the_population_has_attributes_to_keep_away() -> None:
    """The list knows every one that Laagland has, so that these tests can fail."""
    assert len(PROTECTED) >= 3
    assert all(refused(name) for name in PROTECTED)


def test_no_table_has_a_column_for_a_protected_attribute() -> None:
    names = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}
    assert len(names) > 30
    assert not {name for name in names if refused(name)}


def test_no_record_of_the_service_has_a_field_for_one() -> None:
    """Nor what it exports."""
    classes = [
        each
        for module in (records, export_decisions)
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each)
    ]
    names = {f"{each.__name__}.{field.name}" for each in classes for field in fields(each)}
    assert len(names) > 30
    assert not {name for name in names if refused(name.split(".")[1])}


def test_no_request_answer_parameter_or_setting_has_a_place_for_one(service: Service) -> None:
    """Every property at any depth of the published description."""
    document = service.app.openapi()
    names = set(_properties(document["components"])) | set(Settings.model_fields)
    for operations in document["paths"].values():
        names |= {
            parameter["name"] for operation in operations.values() for parameter in operation.get("parameters", [])
        }
    assert len(names) > 80
    assert not {name for name in names if refused(name)}


def _properties(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for each in node.values():
            yield from _properties(each)
    elif isinstance(node, list):
        for each in node:
            yield from _properties(each)


def test_the_schema_of_a_file_of_decisions_has_no_place_for_one() -> None:
    assert not {name for name in ROLES if refused(name)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An applicant whose protected attributes somebody left in the file."""
    row: dict[str, Any] = {**SOUND, "id": "a1", **dict.fromkeys(PROTECTED, MARK)}
    for field in read_card(CARD).registry.read_fields:
        row.setdefault(field.name, "")
    path = tmp_path / "people.csv"
    path.write_text(",".join(row) + "\n" + ",".join(str(value) for value in row.values()) + "\n")
    return path


def test_scoring_reads_no_column_that_nobody_declared(data: Path, tmp_path: Path) -> None:
    """Neither way of scoring names it, and nothing of it stands in the result."""
    card = read_card(CARD)
    out = tmp_path / "decisions.csv"
    with open_data(data) as file:
        query = query_of(Request(card=card, file=file, out=out, reasons=4, keep=("id",)))
        result = score_file(card, file, out, reasons=4, keep=("id",))
    assert query is not None
    assert not any(name in query for name in PROTECTED)
    assert set(PROTECTED) <= set(result.not_used)
    text = out.read_text()
    assert not any(word in text for word in (*PROTECTED, MARK))


@pytest.mark.parametrize("name", PROTECTED)
@pytest.mark.parametrize("day", [None, date(2026, 6, 30)])
def test_a_file_of_scores_takes_no_protected_attribute_along(
    name: str, day: date | None, data: Path, tmp_path: Path
) -> None:
    """Kept, or copied as an id, with a day or without: the audit joins attributes from a file of their own."""
    card = read_card(CARD)
    for keep, columns in (((name,), ()), ((), (("id", name),))):
        record = Record(decided_at=day, columns=columns)
        with open_data(data) as file, pytest.raises(DataError, match="file of its own"):
            score_file(card, file, tmp_path / "d.csv", reasons=0, keep=keep, record=record, engine=Engine.DUCKDB)
    assert not (tmp_path / "d.csv").exists()
    with pytest.raises(DataError, match="does not belong beside scores"):
        sql(card, Dialect.DUCKDB, keep=(name,))


def test_what_somebody_sends_all_the_same_is_refused_and_left_nowhere(
    service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """No answer repeats the value; no log line, no output and no byte of the database has it, at any level."""
    caplog.set_level(logging.DEBUG)
    decision = service.decided(WEAK)["id"]
    bodies = [{**WEAK, name: MARK} for name in PROTECTED]
    bodies += [{**WEAK, "housing_tenure": MARK}, {**WEAK, "net_monthly_income": MARK}, {**WEAK, MARK: 1}]
    for values in bodies:
        answer = service.lender().post("/v1/decisions", json={"subject": "p1", "purpose": "credit", "values": values})
        assert answer.status_code in {403, 422}
        assert MARK not in answer.json()["detail"] or MARK in values
        correction = {"grounds": "data-wrong", "statement": "x y z", "corrections": {"sex": MARK}}
        assert service.person().post(f"/v1/decisions/{decision}/appeals", json=correction).status_code == 422
    beside = {"subject": "p1", "purpose": "credit", "values": dict(WEAK), "sex": MARK}
    assert service.lender().post("/v1/decisions", json=beside).status_code == 422
    assert service.lender().get("/v1/decisions", params={"sex": MARK}).status_code == 405
    _assert_nowhere(service, caplog, capfd)


def test_a_failure_of_ours_logs_no_value(
    service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Evidence that cannot be read is logged by its place."""
    caplog.set_level(logging.DEBUG)
    decision = service.decided(WEAK)["id"]
    connection = sqlite3.connect(service.path, isolation_level=None)
    connection.execute("DROP TRIGGER payloads_no_update")
    connection.execute("UPDATE payloads SET payload = ?", (f'{{"sex":"{MARK}"}}',))
    answer = service.person().get(f"/v1/decisions/{decision}")
    assert answer.status_code == 500
    assert caplog.records, "it is logged"
    connection.execute("DELETE FROM payloads")
    connection.close()
    assert MARK not in answer.text
    assert MARK not in caplog.text
    assert MARK not in "".join(capfd.readouterr())


def _assert_nowhere(service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    logged = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx"))
    assert MARK not in logged  # the test's own client notes the addresses that it calls
    assert MARK not in "".join(capfd.readouterr())
    for path in service.path.parent.glob("service.sqlite*"):
        assert MARK.encode() not in path.read_bytes()


def test_a_decision_is_the_same_whatever_stands_beside_it(data: Path, tmp_path: Path) -> None:
    """Another value of a protected attribute moves no score."""
    card = read_card(CARD)
    found = []
    for place, value in enumerate((MARK, "another", "")):
        changed = tmp_path / f"people{place}.csv"
        changed.write_text(data.read_text().replace(MARK, value))
        with open_data(changed) as file:
            score_file(card, file, tmp_path / f"d{place}.parquet", reasons=4)
        found.append(duckdb.execute(f"SELECT * FROM '{tmp_path / f'd{place}.parquet'}'").fetchall())
    assert found[0] == found[1] == found[2]
