"""Laagland's files: whole or not there, the same whatever the chunks, and read back to what was simulated."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from scoring.batch.records import read_records
from scoring.domain.errors import DataError, FileError
from scoring.domain.reading import State
from scoring.population import write as module
from scoring.population.layout import FILES
from scoring.population.simulate import Chunk, Plan, chunks
from scoring.population.world import Knobs, World
from scoring.population.write import digests, write
from scoring.records.characteristics import characteristics
from scoring.tabular.readings import read_table
from scoring.tabular.source import open_data
from tests.support.laagland import REGISTRY
from tests.support.population import people, plan

PERSONS = 600
NAMES = (*(f"{file.name}.parquet" for file in FILES), "population.json")
ASKED = plan(World.HISTORICAL, persons=PERSONS, draws=2)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("laagland")
    write(ASKED, made)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def written(folder: Path, name: str) -> dict[str, list[object]]:
    with duckdb.connect(":memory:") as connection:
        relation = connection.from_parquet(str(folder / f"{name}.parquet"))
        return dict(zip(relation.columns, map(list, zip(*relation.fetchall(), strict=True)), strict=True))


def test_nothing_but_the_files_stays_in_the_folder(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == set(NAMES)


def test_the_files_do_not_depend_on_the_size_of_the_chunks(folder: Path, tmp_path: Path) -> None:
    write(ASKED, tmp_path, size=231)
    assert contents(tmp_path) == contents(folder)


def test_another_seed_gives_other_digests(folder: Path, tmp_path: Path) -> None:
    write(plan(World.HISTORICAL, persons=PERSONS, draws=2, seed=8), tmp_path)
    one, other = digests(folder), digests(tmp_path)
    assert not set(one.values()) & set(other.values())


def test_a_digest_does_not_depend_on_the_order_of_rows_or_on_compression(folder: Path, tmp_path: Path) -> None:
    for file in FILES:
        with duckdb.connect(":memory:") as connection:
            relation = connection.from_parquet(str(folder / f"{file.name}.parquet"))
            relation.order("random()").write_parquet(str(tmp_path / f"{file.name}.parquet"), compression="snappy")
    assert digests(tmp_path) == digests(folder)


def test_a_digest_changes_with_one_cell(folder: Path, tmp_path: Path) -> None:
    """One cent of one account: the digest of its file and that of the whole are others, and no other is."""
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    accounts = tmp_path / "bank_accounts.parquet"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE t AS FROM '{accounts}'")
        connection.execute("UPDATE t SET closing_balance_cents = closing_balance_cents + 1 WHERE rowid = 3")
        connection.table("t").write_parquet(str(accounts))
    one, other = digests(folder), digests(tmp_path)
    assert {name for name in one if one[name] != other[name]} == {"bank_accounts", ""}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ALTER TABLE t ADD COLUMN note VARCHAR", "its columns are not those of a population"),
        ("UPDATE t SET person = upper(person)", "id that is not 16 hexadecimal digits"),
        ("UPDATE t SET person = NULL WHERE rowid = 0", "1 rows have an id"),
    ],
)
def test_a_file_with_what_no_digest_would_see_has_none(folder: Path, tmp_path: Path, change: str, said: str) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE t AS FROM '{tmp_path / 'truth.parquet'}'")
        connection.execute(change)
        connection.table("t").write_parquet(str(tmp_path / "truth.parquet"))
    with pytest.raises(DataError, match=said) as refused:
        digests(tmp_path)
    assert refused.value.where.startswith("truth.parquet")


def test_the_document_names_what_was_simulated_and_the_digests_of_the_bytes(folder: Path) -> None:
    about = json.loads((folder / "population.json").read_text())
    assert about.pop("sha256") == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES if name != "population.json"
    }
    assert about == {
        "name": "Laagland",
        "persons": PERSONS,
        "seed": 7,
        "world": "historical",
        "knobs": Knobs.of(World.HISTORICAL).to_document(),
        "draws": 2,
        "truth_sample": {"persons": 0, "draws": ASKED.sample_draws},
    }


def test_characteristics_of_the_written_records_are_those_of_the_applicants_file(folder: Path) -> None:
    """Whoever computes them from the records gets what the development sample holds, to the bit."""
    records = read_records(folder)
    found = characteristics(
        records.applications, records.contracts, records.events, records.accounts, records.transactions
    )
    assert records.not_used == ()
    applicants = written(folder, "applicants")
    assert records.person.tolist() == applicants["person"]
    for name, column in found.items():
        values = [None if value is None or value != value else value for value in column.tolist()]
        assert values == applicants[name], name


def test_the_files_hold_what_was_simulated(folder: Path) -> None:
    chunk = people(World.HISTORICAL, persons=PERSONS, draws=2)
    records = read_records(folder)
    for name in ("applications", "contracts", "events", "accounts", "transactions"):
        one, other = getattr(records, name), getattr(chunk, name)
        for field in one.__dataclass_fields__:
            assert np.array_equal(getattr(one, field), getattr(other, field)), f"{name}.{field}"
    truth = written(folder, "truth")
    assert truth["true_default"] == chunk.truth["true_default"].tolist()
    assert truth["bads"] == chunk.truth["bads"].tolist()


def test_every_applicant_is_valid_under_the_reference_declarations(folder: Path) -> None:
    """What Laagland writes, Laagland's own characteristics file can read."""
    with open_data(folder / "applicants.parquet") as file:
        table = read_table(file, REGISTRY)
    table.refuse_invalid()
    assert {"person", "defaulted", "outcome", "observed_on"} == set(table.not_used)
    shared = set(written(folder, "bank_accounts")["person"])
    with open_data(folder / "applicants.parquet") as file:
        ids = list(file.column("person"))
    for row, person in enumerate(ids):
        states = {name: reading.state for name, reading in table.row(row).items()}
        assert (states["buffer_months"] is State.NOT_PROVIDED) == (person not in shared)


def test_progress_is_told_chunk_by_chunk(tmp_path: Path) -> None:
    told: list[int] = []
    write(plan(World.FAIR, persons=50), tmp_path, size=20, on_progress=told.append)
    assert told == [20, 40, 50]


def test_a_folder_that_is_not_there_is_one_error_and_stays_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be written") as refused:
        write(plan(World.FAIR, persons=5), tmp_path / "nowhere")
    assert refused.value.where == str(tmp_path / "nowhere")
    assert refused.value.remedy
    assert not (tmp_path / "nowhere").exists()


def test_a_file_in_the_place_of_the_folder_is_one_error(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("mine")
    with pytest.raises(FileError, match="cannot be written"):
        write(plan(World.FAIR, persons=5), place)
    assert place.read_text() == "mine"


def test_a_failure_midway_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk that cannot be simulated, after others were, changes no file and leaves none behind."""
    write(plan(World.FAIR, persons=30), tmp_path)
    before = contents(tmp_path)

    def broken(asked: Plan, *, size: int) -> Iterator[Chunk]:
        yield from chunks(asked, size=size)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "chunks", broken)
    with pytest.raises(FileError, match="No space left on device"):
        write(plan(World.FAIR, persons=60), tmp_path, size=30)
    assert contents(tmp_path) == before


def test_an_interruption_leaves_the_old_files(tmp_path: Path) -> None:
    write(plan(World.FAIR, persons=30), tmp_path)
    before = contents(tmp_path)

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(plan(World.FAIR, persons=60), tmp_path, on_progress=interrupt)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("blocked", ["applications.parquet", "truth.parquet", "population.json"])
@pytest.mark.parametrize("old", [False, True])
def test_a_file_that_cannot_be_put_in_its_place_brings_the_others_back(
    tmp_path: Path, *, blocked: str, old: bool
) -> None:
    """All files are new or all are old; the folder that stands in the way is left alone."""
    if old:
        write(plan(World.FAIR, persons=30), tmp_path)
        (tmp_path / blocked).unlink()
    (tmp_path / blocked).mkdir()
    (tmp_path / blocked / "mine").write_text("kept")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(FileError, match="cannot be written"):
        write(plan(World.FAIR, persons=60), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before
    assert (tmp_path / blocked / "mine").read_text() == "kept"
    assert len(list(tmp_path.iterdir())) == len(before) + 1


def test_writing_again_replaces_every_file(tmp_path: Path, folder: Path) -> None:
    write(plan(World.FAIR, persons=30), tmp_path)
    write(ASKED, tmp_path)
    assert contents(tmp_path) == contents(folder)
