"""The description of the release is read by the library of the vocabulary that it claims to speak, offline."""

from __future__ import annotations

import itertools
import json
import socket
from pathlib import Path
from typing import Any, NoReturn

import duckdb
import mlcroissant
import pandas as pd
import pytest

from scoring.population.layout import FILES, File
from tests.support.release import EXCERPT

DESCRIPTION = EXCERPT / "croissant.json"
DOCUMENT: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))

# The library warns of what its own dependencies will drop; neither says anything about our description.
pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.reset_index is deprecated"),
]


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def parquet(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB reads Parquet for pandas, which would need pyarrow; which columns and types are read is the library's."""
    monkeypatch.setattr(pd, "read_parquet", lambda file: duckdb.from_parquet(file.name).df())


def test_the_library_finds_no_error_and_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    found = mlcroissant.Dataset(jsonld=str(DESCRIPTION))
    assert not found.metadata.ctx.issues.errors
    assert not found.metadata.ctx.issues.warnings
    assert not caplog.records
    assert found.metadata.ctx.conforms_to.value == "http://mlcommons.org/croissant/1.1"


def test_what_the_library_writes_again_says_the_same() -> None:
    """Nothing of the description is unknown to it: properties survive a round trip, the responsible ones among them."""
    again = mlcroissant.Dataset(jsonld=str(DESCRIPTION)).metadata.to_json()
    assert set(DOCUMENT) - set(again) == set()
    for name in (name for name in DOCUMENT if name.startswith("rai:")):
        said, read = DOCUMENT[name], again[name]
        assert read in (said, said[0] if isinstance(said, list) else said)
    assert [each["@id"] for each in again["recordSet"]] == [file.name for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_first_records_are_read_with_their_types(parquet: None, file: File) -> None:
    records = mlcroissant.Dataset(jsonld=str(DESCRIPTION)).records(file.name)
    kinds = {"VARCHAR": bytes, "BIGINT": int, "DOUBLE": float, "BOOLEAN": bool, "DATE": pd.Timestamp}
    rows = duckdb.from_parquet(str(EXCERPT / f"{file.name}.parquet")).limit(3).fetchall()
    for record, row in zip(itertools.islice(records, 3), rows, strict=True):
        assert set(record) == {f"{file.name}/{column.name}" for column in file.columns}
        for column, value in zip(file.columns, row, strict=True):
            read = record[f"{file.name}/{column.name}"]
            assert pd.isna(read) if value is None else isinstance(read, kinds[column.sql])
            assert value is None or read == (value.encode() if isinstance(value, str) else pd.Timestamp(value) if column.sql == "DATE" else value)  # fmt: skip # noqa: E501


def test_keys_are_unique_and_references_lead_to_rows() -> None:
    for file in DOCUMENT["recordSet"]:
        if "key" in file:
            name, column = file["key"]["@id"].split("/")
            assert _one(f"SELECT count(*) - count(DISTINCT {column}) FROM '{_path(name)}'") == 0
        for field in file["field"]:
            if "references" in field:
                (here, column), (there, key) = (
                    each.split("/") for each in (field["@id"], field["references"]["field"]["@id"])
                )
                lost = (
                    f"SELECT count(*) FROM '{_path(here)}' WHERE {column} NOT IN (SELECT {key} FROM '{_path(there)}')"
                )
                assert _one(lost) == 0, field["@id"]


def _path(name: str) -> Path:
    return EXCERPT / f"{name}.parquet"


def _one(query: str) -> int:
    return int(duckdb.execute(query).fetchall()[0][0])
