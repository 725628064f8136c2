"""Tables in memory give the cube that the file gives, and no file is touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars
import pyarrow
import pytest

from audits.decisions.cube import Cube
from audits.decisions.frame import cube_of, open_frame
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError, FileError, InputError

pandas = pytest.importorskip("pandas")

COLUMNS = Columns(outcome="outcome", score="score", pd="pd", weight="w", cluster="person")
TEXT = (
    "person,score,pd,approved,outcome,w,sex\n"
    "a,610,0.05,1,0,2.5,f\nb,540,0.4,0,1,1,m\na,600,0.07,1,,0.5,\nc,540,0.41,0,1,1,m\n"
)


class Stream:
    """Whatever hands itself over as an Arrow stream."""

    def __init__(self, table: Any) -> None:  # noqa: ANN401 - it publishes no types
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def as_arrays(table: Any) -> dict[str, Any]:  # noqa: ANN401 - it publishes no types
    frame = table.to_pandas()
    return {name: frame[name].to_numpy() for name in frame.columns}


FORMS: dict[str, Callable[[Any], object]] = {
    "pandas": lambda table: table.to_pandas(),
    "pandas with categories": lambda table: table.to_pandas().astype({"sex": "category"}),
    "pandas with objects": lambda table: table.to_pandas().astype(object).where(lambda f: f.notna(), None),
    "polars": polars.from_arrow,
    "pyarrow": lambda table: table,
    "an Arrow stream": Stream,
    "arrays": as_arrays,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "decisions.csv"
    file.write_text(TEXT, encoding="utf-8")
    return file


def table(path: Path) -> Any:  # noqa: ANN401 - it publishes no types
    with duckdb.connect() as connection:
        return connection.read_csv(str(path)).to_arrow_table()


def same(one: Cube, other: Cube) -> bool:
    names = [name for name in Cube.__dataclass_fields__ if name != "sources"]
    return all(np.array_equal(np.asarray(getattr(one, n)), np.asarray(getattr(other, n))) for n in names)


@pytest.mark.parametrize("form", FORMS)
def test_a_table_gives_the_cube_of_its_file(path: Path, form: str) -> None:
    with open_decisions(path, by=["sex"], columns=COLUMNS) as opened:
        of_file = opened.cube()
    found = cube_of(FORMS[form](table(path)), by=["sex"], columns=COLUMNS)

    assert same(found, of_file)
    assert found.sources == ()


def test_groups_in_a_table_of_their_own_are_joined(path: Path) -> None:
    groups = pyarrow.table({"person": ["c", "b", "a"], "origin": ["X", "Y", None]})
    cube = cube_of(polars.from_arrow(table(path)), by=["origin"], columns=COLUMNS, groups=groups, key="person")

    assert cube.attributes[0].levels == ("X", "Y", "not stated")
    assert cube.people.tolist() == [1, 1, 1, 1]
    with pytest.raises(InputError, match="go together"):
        cube_of(table(path), by=["sex"], columns=COLUMNS, groups=groups)


def test_a_table_is_counted_as_a_file_is(path: Path) -> None:
    with open_frame(table(path), by=["sex"], columns=COLUMNS) as opened:
        assert opened.counts(["sex"])["weight"].tolist() == [2.5, 2.0, 0.5]
        assert opened.sources == ()


def test_a_wrong_value_of_a_table_is_named_by_row_and_column(path: Path) -> None:
    frame = table(path).to_pandas()
    frame.loc[2, "pd"] = 1.5

    with pytest.raises(DataError, match="the table, row 3, column pd: the value is not a number from 0 to 1"):
        cube_of(frame, by=["sex"], columns=COLUMNS)
    with pytest.raises(DataError, match="the table: there is no column 'age'"):
        cube_of(frame, by=["age"], columns=COLUMNS)


@pytest.mark.parametrize("nothing", [3, "decisions.csv", object()])
def test_what_is_no_table_is_refused(nothing: object) -> None:
    """A path too: files are opened as files."""
    with pytest.raises(FileError, match="the table"):
        cube_of(nothing, by=["sex"], columns=COLUMNS)


def test_an_empty_table_is_refused(path: Path) -> None:
    with pytest.raises(FileError, match="no row"):
        cube_of(table(path).slice(0, 0), by=["sex"], columns=COLUMNS)
