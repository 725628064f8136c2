from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from api.cli import alternatives, proxies
from scoring.batch.write import write_columns
from scoring.domain.errors import DataError, InputError
from tests.support.proxied import people

app = typer.Typer()
for module in (alternatives, proxies):
    module.register(app)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["proxies", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    columns = people(3_000)
    identity = np.array([f"p{n:05}" for n in range(3_000)], dtype=object)
    origin = columns.pop("origin")
    write_columns({"id": identity, **columns}, tmp_path / "decisions.csv")
    write_columns({"id": identity, "origin": origin}, tmp_path / "groups.parquet")
    return tmp_path / "decisions.csv", tmp_path / "groups.parquet"


def test_columns_of_points_are_found_by_their_names_and_ranked(files: tuple[Path, Path], tmp_path: Path) -> None:
    decisions, groups = files
    joined = ("--by", "origin", "--groups", groups, "--key", "id")
    done = run(decisions, *joined, "--out", tmp_path / "page.html", "--json")
    assert done.exit_code == 0, done.output
    (attribute,) = json.loads(done.stdout)["attributes"]
    columns = [each["column"] for each in attribute["characteristics"]]
    assert columns == ["points_housing", "points_income", "points_age_of_file"]
    assert (tmp_path / "page.html").read_text().count("<svg") == 1
    words = run(decisions, *joined)
    assert words.stdout.index("points_housing") < words.stdout.index("points_income")


def test_any_column_of_numbers_may_be_named(files: tuple[Path, Path]) -> None:
    decisions, groups = files
    done = run(
        decisions, "--by", "origin", "--groups", groups, "--key", "id", "--columns", "points_income,pd", "--json"
    )
    (attribute,) = json.loads(done.stdout)["attributes"]
    assert {each["column"] for each in attribute["characteristics"]} == {"points_income", "pd"}


def test_the_order_of_rows_changes_nothing(files: tuple[Path, Path], tmp_path: Path) -> None:
    decisions, groups = files
    turned = tmp_path / "turned.parquet"
    duckdb.execute(f"COPY (SELECT * FROM read_csv('{decisions}') ORDER BY id DESC) TO '{turned}'")
    found = [
        json.loads(run(path, "--by", "origin", "--groups", groups, "--key", "id", "--json").stdout)["attributes"]
        for path in (decisions, turned)
    ]
    assert found[0] == found[1]


def test_no_points_and_a_missing_column_are_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    decisions, groups = files
    (tmp_path / "bare.csv").write_text("id,approved,outcome\na,1,0\nb,0,1\n")
    assert isinstance(run(tmp_path / "bare.csv", "--by", "id").exception, InputError)
    error = run(decisions, "--by", "origin", "--groups", groups, "--key", "id", "--columns", "absent").exception
    assert isinstance(error, DataError)
