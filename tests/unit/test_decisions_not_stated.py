"""The name of the group of people without a group is theirs alone: no group of the data is taken for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas
import pytest

from audits.decisions.frame import cube_of
from audits.decisions.read import Opened, open_decisions
from audits.decisions.schema import Columns
from audits.fairness.metric_frame import cube_from_frame
from scoring.domain.errors import DataError

COLUMNS = Columns(outcome="outcome")
NAMES = ["not stated", "niet opgegeven", "  not stated "]
SAID = "column sex: the group is called 'not stated' or 'niet opgegeven', the names of people without a group"


def text(name: str) -> str:
    return f"id,approved,outcome,sex\na,1,0,f\nb,0,1,{name}\nc,1,,\nd,0,1,m\n"


def columns(name: str) -> dict[str, Any]:
    sex = np.array(["f", name, None, "m"], dtype=object)
    return {"approved": np.array([1, 0, 1, 0]), "outcome": np.array([0, 1, 0, 1]), "sex": sex}


def opened(folder: Path, name: str, form: str = "csv") -> Path:
    path = folder / "decisions.csv"
    path.write_text(text(name), encoding="utf-8")
    if form == "csv":
        return path
    with duckdb.connect() as connection:
        connection.read_csv(str(path)).write_parquet(str(folder / "decisions.parquet"))
    return folder / "decisions.parquet"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_group_of_that_name_in_a_file_is_refused_with_its_place(tmp_path: Path, form: str, name: str) -> None:
    path = opened(tmp_path, name, form)

    with open_decisions(path, by=["sex"], columns=COLUMNS) as file, pytest.raises(DataError, match=SAID) as caught:
        file.cube()
    assert str(caught.value).startswith(f"decisions.{form}, row 2, ")
    assert "leave the value empty" in (caught.value.remedy or "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", [dict, pandas.DataFrame])
def test_a_group_of_that_name_in_a_table_is_refused_with_its_place(name: str, form: Any) -> None:  # noqa: ANN401
    with pytest.raises(DataError, match=f"the table, row 2, {SAID}"):
        cube_of(form(columns(name)), by=["sex"], columns=COLUMNS)


def test_it_is_refused_by_counts_too_where_they_are_by_that_column(tmp_path: Path) -> None:
    """What another column counts is not touched by it."""
    path = opened(tmp_path, "not stated")

    with open_decisions(path, by=["sex"], columns=COLUMNS) as file:
        assert file.counts(["approved"])["people"].tolist() == [2, 2]
        with pytest.raises(DataError, match=f"decisions.csv, row 2, {SAID}"):
            file.counts(["approved", "sex"])


def _cube(file: Opened) -> object:
    return file.cube()


def _counts(file: Opened) -> object:
    return file.counts(["sex"])


@pytest.mark.parametrize("asked", [_cube, _counts])
def test_it_is_named_by_its_row_in_the_file_of_the_groups(tmp_path: Path, asked: Any) -> None:  # noqa: ANN401
    (tmp_path / "d.csv").write_text("id,approved,outcome\na,1,0\nb,0,1\nc,1,0\n", encoding="utf-8")
    (tmp_path / "g.csv").write_text("id,sex\nc,f\nz,m\nb,m\nx,\na,not stated\n", encoding="utf-8")

    with (
        open_decisions(tmp_path / "d.csv", by=["sex"], columns=COLUMNS, groups=tmp_path / "g.csv", key="id") as file,
        pytest.raises(DataError, match=f"g.csv, row 5, {SAID}"),
    ):
        asked(file)


def test_a_wrong_value_of_the_decisions_is_still_named_first(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("id,approved,outcome\na,1,0\nb,7,1\n", encoding="utf-8")
    (tmp_path / "g.csv").write_text("id,sex\na,not stated\nb,m\n", encoding="utf-8")

    with (
        open_decisions(tmp_path / "d.csv", by=["sex"], columns=COLUMNS, groups=tmp_path / "g.csv", key="id") as file,
        pytest.raises(DataError, match=r"d\.csv, row 2, column approved"),
    ):
        file.cube()


def test_names_that_only_hold_those_words_are_groups_like_any_other(tmp_path: Path) -> None:
    path = opened(tmp_path, "not stated by the person")

    with open_decisions(path, by=["sex"], columns=COLUMNS) as file:
        assert file.cube().attributes[0].levels == ("f", "m", "not stated", "not stated by the person")


@pytest.mark.parametrize("name", NAMES[:2])
def test_it_is_refused_in_what_fairlearn_takes(name: str) -> None:
    given = columns(name)
    with pytest.raises(DataError, match="the column 'sex': the group is called 'not stated' or"):
        cube_from_frame(1 - given["outcome"], given["approved"], {"sex": given["sex"]})


@pytest.mark.parametrize("name", ["\tnot stated", "Not Stated", "NIET\u00a0OPGEGEVEN", "not  stated"])
def test_a_name_that_a_reader_takes_for_it_is_refused_with_its_column(tmp_path: Path, name: str) -> None:
    """Case and white space vanish on a page: two lines would stand there under one name."""
    said = "'sex' has a group called "
    path = opened(tmp_path, name)
    with open_decisions(path, by=["sex"], columns=COLUMNS) as file, pytest.raises(DataError, match=said):
        file.cube()
    with pytest.raises(DataError, match=said):
        cube_of(columns(name), by=["sex"], columns=COLUMNS)
    with pytest.raises(DataError, match="column 'sex'"):
        cube_from_frame(y_true=[0, 1, 0, 1], y_pred=[1, 0, 1, 0], sensitive_features={"sex": columns(name)["sex"]})
