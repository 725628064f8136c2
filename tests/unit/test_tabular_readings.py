"""Whole columns of readings: the same five states as reading each value alone."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.characteristic import Characteristic, Kind, Source, Special
from scoring.domain.errors import DataError
from scoring.domain.formula import FLOATS, Formula
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Registry
from scoring.domain.text import Text
from scoring.tabular.readings import ARRAYS, STATES, TableReadings, read_column, read_frame, read_table
from scoring.tabular.rows import raw_row, raw_rows
from scoring.tabular.source import open_data
from tests.support.development import characteristic, registry
from tests.support.hand_card import APPLICANT
from tests.support.hand_card import REGISTRY as HAND_REGISTRY

NO_LOAN = Special(code="-8", meaning=Text.same("no such loan"))
UNKNOWN = Special(code="9", meaning=Text.same("not asked"))
FIELDS = (
    characteristic("open"),
    characteristic("ranged", range=(0, 100)),
    characteristic("coded", range=(0, 100), special=(NO_LOAN,), source=Source.BANK, not_provided="-99"),
    characteristic("category", kind=Kind.CATEGORICAL),
    characteristic("listed", kind=Kind.CATEGORICAL, categories=("a", "b", "1"), special=(UNKNOWN,)),
    characteristic("account", kind=Kind.CATEGORICAL, source=Source.BANK, not_provided="-99"),
)
fields = st.sampled_from(FIELDS)
texts = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "null", "NaN", "nan", "-8", "-8.0", " -99 ", "a", "b", "1", "1.0", "9", "x", "inf", "-inf"]
    ),
    st.sampled_from(["1_000", "1e3", "1e999", "-0", "+5", "0x1", "1,5", "١٢", "100", "100.0001", "infinity", "True"]),
    st.integers().map(str),
    st.floats().map(repr),
    st.text(max_size=8),
)
floats = st.floats() | st.sampled_from([-8.0, -99.0, 0.0, 100.0, 1.0])
mixed = st.one_of(
    texts, floats, st.integers(-200, 200), st.booleans(), st.lists(st.integers(), max_size=2), st.binary()
)


def column(values: list[Any]) -> np.ndarray[Any, Any]:
    """An object array whose elements are the values, lists included."""
    array = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        array[place] = value
    return array


def same(field: Characteristic, raw: np.ndarray[Any, Any], values: list[Any]) -> None:
    """Assert that the column form equals ``Characteristic.read`` value by value."""
    readings = read_column(field, raw)
    assert [readings.at(row) for row in range(len(values))] == [field.read(value) for value in values]


@settings(max_examples=250)
@given(field=fields, values=st.lists(texts, max_size=12))
def test_a_column_of_text_reads_as_each_text_does(field: Characteristic, values: list[str | None]) -> None:
    same(field, column(values), values)


@settings(max_examples=250)
@given(field=fields, values=st.lists(floats, max_size=12))
def test_a_column_of_floats_reads_as_each_float_does(field: Characteristic, values: list[float]) -> None:
    same(field, np.array(values, dtype=np.float64), values)


@settings(max_examples=250)
@given(field=fields, values=st.lists(st.integers(-(2**63), 2**63 - 1) | st.integers(-100, 100), max_size=12))
def test_a_column_of_integers_reads_as_each_integer_does(field: Characteristic, values: list[int]) -> None:
    same(field, np.array(values, dtype=np.int64), values)


@settings(max_examples=250)
@given(field=fields, values=st.lists(mixed, max_size=12))
def test_a_column_of_anything_reads_as_each_value_does(field: Characteristic, values: list[Any]) -> None:
    """Lists, bytes, truth values among them: invalid, and no traceback."""
    same(field, column(values), values)


def test_equal_values_of_different_types_are_not_mixed_up() -> None:
    """True equals 1 in Python; it is no number here."""
    found = read_column(FIELDS[0], column([1, True, 1.0, "1"]))
    assert [found.at(row).state for row in range(4)] == [State.VALUE, State.INVALID, State.VALUE, State.VALUE]


@pytest.mark.parametrize(
    "query",
    ["[1, 2]", "{'a': 1}", "DATE '2020-01-01'", "true", "'\\xAA'::BLOB", "INTERVAL 1 DAY", "TIME '12:00'", "uuid()"],
)
@pytest.mark.parametrize("kind", Kind)
def test_a_parquet_type_that_is_neither_number_nor_text_is_invalid(tmp_path: Path, query: str, kind: Kind) -> None:
    """A date is no number and a list no category; the error names row and column."""
    with duckdb.connect(":memory:") as connection:
        connection.sql(f"SELECT {query} AS odd").write_parquet(str(tmp_path / "a.parquet"))
    with open_data(tmp_path / "a.parquet") as file:
        table = read_table(file, registry(characteristic("odd", kind=kind)))
    with pytest.raises(DataError, match=r"a\.parquet, row 1, column odd: the value is not a"):
        table.refuse_invalid()


@given(st.lists(st.tuples(floats, floats), min_size=1, max_size=8))
def test_arithmetic_over_columns_is_arithmetic_over_numbers(pairs: list[tuple[float, float]]) -> None:
    left, right = (np.array(side, dtype=np.float64) for side in zip(*pairs, strict=True))
    for text in ("a + b", "a - b", "a * b", "a / b", "min(a, b)", "max(a, b, 1)", "-a / (b - 2)"):
        formula = Formula(text)
        with np.errstate(all="ignore"):
            whole = np.broadcast_to(formula.evaluate_with({"a": left, "b": right}, ARRAYS), left.shape)
        each = [formula.evaluate_with({"a": a, "b": b}, FLOATS) for a, b in pairs]
        assert np.array_equal(whole, np.array(each), equal_nan=True)


people = st.fixed_dictionaries(
    {
        name: st.one_of(st.none(), st.just(value), st.sampled_from(["", "-8", "-99", "inf", "x", 0, 1, "2", 1e5]))
        for name, value in APPLICANT.items()
    }
)


@given(st.lists(people, min_size=1, max_size=6))
def test_a_table_reads_as_each_person_does(rows: list[dict[str, object]]) -> None:
    """Derived characteristics too: their state, number and what is wrong."""
    frame = {name: column([row[name] for row in rows]) for name in APPLICANT}
    table = read_frame(frame, HAND_REGISTRY)
    for index, row in enumerate(rows):
        assert table.row(index) == HAND_REGISTRY.read(row)


DERIVED = registry(
    characteristic("paid", range=(0, 100), source=Source.BANK, not_provided="-99", special=(NO_LOAN,)),
    characteristic("due", range=(0, 100)),
    characteristic("ratio", range=(0, 9), source=Source.BANK, formula=Formula("due / paid")),
    characteristic("fixed", range=(0, 9), formula=Formula("1 + 1")),
)


@given(st.lists(st.tuples(mixed, mixed), min_size=1, max_size=8))
def test_a_derived_column_reads_as_each_derivation_does(pairs: list[tuple[Any, Any]]) -> None:
    frame = {"paid": column([a for a, _ in pairs]), "due": column([b for _, b in pairs])}
    table = read_frame(frame, DERIVED)
    for index, (paid, due) in enumerate(pairs):
        assert table.row(index) == DERIVED.read({"paid": paid, "due": due})


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


SMALL = registry(characteristic("income", range=(0, 9_000)), characteristic("home", kind=Kind.CATEGORICAL))


def test_the_five_states_come_out_of_a_file(tmp_path: Path) -> None:
    """Row by row: value, special, missing in three spellings, not provided, invalid in four ways."""
    values = ["12", "-8", '""', "null", "NaN", "-99", "101", "-1", "inf", "many"]
    path = written(tmp_path, "coded,other\n" + "".join(f"{value},1\n" for value in values))
    with open_data(path) as file:
        table = read_table(file, registry(FIELDS[2]))
    assert [table.row(index)["coded"].state for index in range(len(values))] == [
        State.VALUE,
        State.SPECIAL,
        *[State.MISSING] * 3,
        State.NOT_PROVIDED,
        *[State.INVALID] * 4,
    ]


def test_undeclared_columns_are_listed_once_and_not_read(tmp_path: Path) -> None:
    """The order of the file; whoever reads one for another end says so."""
    path = written(tmp_path, "friends,income,diagnosis,home,outcome\n12,2100,flu,owner,1\n")
    with open_data(path) as file:
        table = read_table(file, SMALL, also=("outcome",))
    assert table.not_used == ("friends", "diagnosis")
    assert set(table.columns) == {"income", "home"}


def test_a_declared_column_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    wanted = r"people\.csv: there is no column 'income'\. Did you mean incomes"
    with open_data(written(tmp_path, "incomes,home\n1,2\n")) as file, pytest.raises(DataError, match=wanted):
        read_table(file, SMALL)


def test_the_first_invalid_value_is_named_by_file_row_and_column(tmp_path: Path) -> None:
    """Rows count from 1 below the heading; the value itself is not repeated."""
    path = written(tmp_path, "income,home\n2100,owner\n,tenant\n-5000,tenant\n")
    with open_data(path) as file:
        table = read_table(file, SMALL)
    with pytest.raises(DataError) as refused:
        table.refuse_invalid()
    assert refused.value.where == "people.csv, row 3, column income"
    assert refused.value.what == "the value lies outside 0 to 9000"
    assert refused.value.remedy
    assert "5000" not in str(refused.value)


def test_rows_left_out_do_not_change_the_row_that_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "income,home\n2100,owner\n1,tenant\nx,tenant\n")
    with open_data(path) as file:
        table = read_table(file, SMALL)
    twice = table.select(np.array([False, True, True])).select(np.array([False, True]))
    with pytest.raises(DataError, match="row 3, column income"):
        twice.refuse_invalid()


def test_only_the_columns_that_matter_can_be_refused(tmp_path: Path) -> None:
    with open_data(written(tmp_path, "income,home\nx,owner\n")) as file:
        read_table(file, SMALL).refuse_invalid(("home",))


def test_a_selection_keeps_the_rows_that_hold() -> None:
    table = read_frame({"income": np.array([1, 2, 3]), "home": column(["a", "b", None])}, SMALL)
    chosen = table.select(np.array([True, False, True]))
    assert chosen.rows == 2
    assert chosen.row(1) == {"income": Reading.value(3), "home": Reading.missing()}


def test_a_frame_without_a_declared_column_is_one_error() -> None:
    with pytest.raises(DataError, match="there is no column 'home'"):
        read_frame({"income": [1.0]}, SMALL)


def test_raw_rows_count_from_one(tmp_path: Path) -> None:
    with open_data(written(tmp_path, "home,income,friends\nowner,2100,3\ntenant,,4\n")) as file:
        assert raw_row(file, SMALL, 2) == {"income": None, "home": "tenant"}
        assert list(raw_rows(file, SMALL)) == [raw_row(file, SMALL, 1), raw_row(file, SMALL, 2)]


@pytest.mark.parametrize("row", [0, 3, -1])
def test_a_row_that_is_not_there_is_one_error(tmp_path: Path, row: int) -> None:
    path = written(tmp_path, "home,income\nowner,2100\ntenant,1\n")
    with open_data(path) as file, pytest.raises(DataError, match="Rows count from 1 to 2"):
        raw_row(file, SMALL, row)


def test_the_states_have_a_code_each() -> None:
    assert len(set(STATES)) == len(State) == 5


def test_an_unreadable_number_is_not_zero() -> None:
    table: TableReadings = read_frame({"income": column(["x", None, math.inf]), "home": column(["a"] * 3)}, SMALL)
    assert [table.row(index)["income"].state for index in range(3)] == [State.INVALID, State.MISSING, State.INVALID]


def test_a_derived_column_in_the_file_is_not_read(tmp_path: Path) -> None:
    """It is computed; a file cannot overrule the formula."""
    derived: Registry = registry(
        characteristic("due", range=(0, 100)),
        characteristic("twice", range=(0, 200), formula=Formula("due * 2")),
    )
    with open_data(written(tmp_path, "due,twice\n10,0\n")) as file:
        table = read_table(file, derived)
    assert table.row(0)["twice"] == Reading.value(20)
    assert table.not_used == ("twice",)


def test_dates_in_a_frame_are_invalid() -> None:
    assert read_column(FIELDS[0], column([date(2020, 1, 1)])).at(0).state is State.INVALID
