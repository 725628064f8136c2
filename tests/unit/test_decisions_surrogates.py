"""A text that no file can hold, half of a surrogate pair, is refused in a table with its row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from audits.decisions.cube import Attribute
from audits.decisions.frame import cube_of, open_frame
from audits.decisions.schema import Columns
from audits.fairness.metric_frame import cube_from_frame
from scoring.domain.errors import DataError, FileError

COLUMNS = Columns(outcome="outcome", cluster="person")
HALF = "f\ud800"
SAID = "half of a surrogate pair"


def table(column: str, value: object) -> dict[str, Any]:
    """Three decisions, the second with this value."""
    texts = {"sex": ["f", "m", "f"], "person": ["a", "b", "c"], "remark": ["x", "y", "z"]}
    columns: dict[str, Any] = {name: np.array(words, dtype=object) for name, words in texts.items()}
    columns[column][1] = value
    return columns | {"approved": np.array([1, 0, 1]), "outcome": np.array([0, 1, 0])}


def as_frame(columns: Mapping[str, Any]) -> pandas.DataFrame:
    """Texts as objects: pandas' own type of texts holds no such half."""
    return pandas.DataFrame({name: pandas.Series(column, dtype=column.dtype) for name, column in columns.items()})


def with_categories(columns: Mapping[str, Any]) -> pandas.DataFrame:
    levels, codes = np.unique(columns["sex"], return_inverse=True)
    group = pandas.Categorical.from_codes(codes, categories=pandas.Index(levels, dtype=object))
    return as_frame(columns).assign(sex=group)


FORMS: dict[str, Callable[[dict[str, Any]], object]] = {
    "arrays of objects": dict,
    "arrays of texts": lambda columns: {**columns, "sex": columns["sex"].astype(str)},
    "pandas": as_frame,
    "pandas with categories": with_categories,
}


@pytest.mark.parametrize("form", FORMS)
def test_half_a_pair_in_a_group_is_refused_with_its_place(form: str) -> None:
    with pytest.raises(DataError, match=f"the table, row 2, column sex: the value holds {SAID}") as caught:
        cube_of(FORMS[form](table("sex", HALF)), by=["sex"], columns=COLUMNS)
    assert "Decode" in (caught.value.remedy or "")
    str(caught.value).encode()  # it can be printed


@pytest.mark.parametrize("form", [dict, as_frame])
def test_it_is_refused_in_every_column_that_is_read(form: Any) -> None:  # noqa: ANN401
    with pytest.raises(DataError, match=f"the table, row 2, column person: the value holds {SAID}"):
        cube_of(form(table("person", HALF)), by=["sex"], columns=COLUMNS)


def test_it_is_refused_in_the_table_of_the_groups() -> None:
    groups = {"person": np.array(["a", "b", "c"], dtype=object), "origin": np.array(["X", "Y", HALF], dtype=object)}
    with pytest.raises(DataError, match=f"row 3, column origin: the value holds {SAID}"):
        cube_of(table("sex", "m"), by=["origin"], columns=COLUMNS, groups=groups, key="person")


@pytest.mark.parametrize("form", [dict, as_frame])
def test_a_column_that_is_not_read_may_hold_anything(form: Any) -> None:  # noqa: ANN401
    assert cube_of(form(table("remark", HALF)), by=["sex"], columns=COLUMNS).total == 3


def test_an_error_of_somebody_else_stays_what_it_is(tmp_path: Path) -> None:
    """Also of a file beside the table: where the access record cannot be written, no group is looked at."""
    with pytest.raises(FileError, match="elsewhere"), open_frame(table("sex", HALF), by=["sex"], columns=COLUMNS):
        raise FileError("cannot be written", where="elsewhere", remedy=str(tmp_path))


def test_half_a_pair_is_refused_in_what_fairlearn_takes() -> None:
    given = table("sex", HALF)
    with pytest.raises(DataError, match=f"column 'sex' has a group whose name holds {SAID}"):
        cube_from_frame(1 - given["outcome"], given["approved"], {"sex": given["sex"]})


@pytest.mark.parametrize(("name", "level"), [("sex", HALF), (HALF, "f")])
def test_no_cube_has_a_name_that_cannot_be_written(name: str, level: str) -> None:
    with pytest.raises(DataError, match=SAID) as caught:
        Attribute(name=name, levels=(level, "m"))
    str(caught.value).encode()


def with_named_columns(columns: Mapping[str, Any]) -> pandas.DataFrame:
    """Names as objects, as for texts."""
    frame = as_frame({f"c{place}": column for place, column in enumerate(columns.values())})
    return frame.set_axis(pandas.Index(list(columns), dtype=object), axis=1)


@pytest.mark.parametrize("form", [dict, with_named_columns])
def test_a_column_whose_name_is_half_a_character_is_refused_by_its_place(form: Callable[[Any], Any]) -> None:
    """Even one that nobody reads: no engine takes the table."""
    given = form(table("sex", "m") | {HALF: np.array([1, 2, 3])})
    with pytest.raises(DataError, match=f"the table, column 6: the name holds {SAID}"):
        cube_of(given, by=["sex"], columns=Columns(outcome="outcome"))
