"""Laagland's files: three of them, joined by a pseudonymous id, and a document about them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from scoring.domain.errors import FileError
from scoring.domain.reading import State
from scoring.population.simulate import COLUMNS, simulate
from scoring.population.world import GROUPS, World
from scoring.population.write import write
from scoring.tabular.readings import read_table
from scoring.tabular.source import open_data
from tests.support.laagland import REGISTRY

NAMES = ("applicants.parquet", "protected.parquet", "truth.parquet", "population.json")
PERSONS = 500


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(simulate(persons=PERSONS, seed=3, world=World.HISTORICAL), tmp_path)
    return tmp_path


def columns(path: Path) -> tuple[str, ...]:
    with open_data(path) as file:
        return file.columns


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    write(simulate(persons=PERSONS, seed=3, world=World.HISTORICAL), again)
    for name in NAMES:
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_another_seed_gives_other_bytes(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(simulate(persons=PERSONS, seed=4, world=World.HISTORICAL), other)
    for name in NAMES:
        assert (other / name).read_bytes() != (folder / name).read_bytes()


def test_the_first_persons_of_a_larger_file_are_the_persons_of_the_smaller(folder: Path, tmp_path: Path) -> None:
    larger = tmp_path / "larger"
    larger.mkdir()
    write(simulate(persons=2 * PERSONS, seed=3, world=World.HISTORICAL), larger)
    for name in NAMES[:3]:
        with open_data(folder / name) as few, open_data(larger / name) as many:
            for column in few.columns:
                assert [str(v) for v in few.column(column)] == [str(v) for v in many.column(column)[:PERSONS]]


def test_each_file_holds_its_own_columns(folder: Path) -> None:
    assert columns(folder / "applicants.parquet") == ("person", *COLUMNS, "defaulted")
    assert columns(folder / "protected.parquet") == ("person", *GROUPS)
    assert columns(folder / "truth.parquet") == ("person", "true_pd", "true_default")


def test_no_protected_attribute_or_truth_stands_beside_the_applicants(folder: Path) -> None:
    secret = {*GROUPS, "true_pd", "true_default"}
    assert not secret & set(columns(folder / "applicants.parquet"))


def test_the_files_are_joined_by_an_id_that_says_nothing(folder: Path) -> None:
    """16 hexadecimal digits, each once, in the same order in every file."""
    with open_data(folder / "applicants.parquet") as applicants:
        ids = list(applicants.column("person"))
    assert len(set(ids)) == PERSONS
    assert all(len(each) == 16 and int(each, 16) >= 0 for each in ids)
    for name in NAMES[1:3]:
        with open_data(folder / name) as file:
            assert list(file.column("person")) == ids


def test_the_document_names_what_it_was_drawn_under_and_the_digests(folder: Path) -> None:
    about = json.loads((folder / "population.json").read_text())
    assert about.pop("sha256") == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES[:3]}
    assert about == {
        "name": "Laagland",
        "persons": PERSONS,
        "seed": 3,
        "world": "historical",
        "knobs": {"label_bias": 0.03, "proxy_strength": 0.25},
    }


def test_nothing_else_stays_in_the_folder(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == set(NAMES)


def test_a_folder_that_is_not_there_is_one_error_and_stays_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        write(simulate(persons=1, seed=0, world=World.FAIR), tmp_path / "nowhere")
    assert refused.value.where == str(tmp_path / "nowhere")
    assert refused.value.remedy
    assert not (tmp_path / "nowhere").exists()


def test_every_written_value_is_valid_under_the_reference_declarations(folder: Path) -> None:
    """What Laagland writes, Laagland's own characteristics file can read."""
    with open_data(folder / "applicants.parquet") as file:
        table = read_table(file, REGISTRY)
    table.refuse_invalid()
    assert table.not_used == ("person", "defaulted")


def test_refusals_and_thin_files_are_read_as_what_they_are(folder: Path) -> None:
    """A refused bank source is not provided; no record in the register is missing; never zero."""
    people = simulate(persons=PERSONS, seed=3, world=World.HISTORICAL)
    with open_data(folder / "applicants.parquet") as file:
        table = read_table(file, REGISTRY)
    thin = people.finances["thin_file"]
    refused = people.applicants["buffer_months"] == -99
    for row in range(PERSONS):
        states = {name: reading.state for name, reading in table.row(row).items()}
        assert (states["open_arrears"] is State.MISSING) == bool(thin[row])
        assert (states["buffer_months"] is State.NOT_PROVIDED) == bool(refused[row])
    assert np.any(thin)
    assert np.any(refused)
