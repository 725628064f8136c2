"""A development sample: outcomes and weights are known for every row, or the file is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from scoring.domain.characteristic import Kind
from scoring.domain.errors import CounterscoreError, DataError, InputError
from scoring.tabular.development import Sample, kept_rows, read_development
from scoring.tabular.source import open_data
from tests.support.development import characteristic, registry

REGISTRY = registry(characteristic("income", range=(0, 9_000)), characteristic("home", kind=Kind.CATEGORICAL))
ROWS = "income,home,outcome,weight,friends\n2100,owner,0,1,9\n1500,tenant,1,2.5,8\n,tenant,0,1e1,7\n900,,1,3,6\n"


def sample(
    tmp_path: Path,
    text: str = ROWS,
    *,
    target: str = "outcome",
    bad: str = "1",
    weight: str | None = None,
    exclude: tuple[str, ...] = (),
) -> Sample:
    path = tmp_path / "loans.csv"
    path.write_text(text, encoding="utf-8")
    with open_data(path) as file:
        return read_development(file, REGISTRY, target=target, bad=bad, weight=weight, exclude=exclude)


def outcomes(values: list[str], unlike: str = "fine") -> str:
    return "income,home,outcome\n" + "".join(f"1,a,{value}\n" for value in [*values, unlike])


def refusal(tmp_path: Path, text: str = ROWS, **settings: Any) -> CounterscoreError:  # noqa: ANN401 - of sample()
    with pytest.raises(CounterscoreError) as refused:
        sample(tmp_path, text, **settings)
    assert refused.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["loans.csv"]
    return refused.value


def test_the_bad_value_says_who_is_bad(tmp_path: Path) -> None:
    assert sample(tmp_path).bad.tolist() == [False, True, False, True]
    assert sample(tmp_path, bad="0").bad.tolist() == [True, False, True, False]


@pytest.mark.parametrize("bad", ["1", "1.0", " 1 ", "01"])
@pytest.mark.parametrize("values", [["1", "1.0", " 1", "1e0"]], ids=["spellings"])
def test_a_whole_number_is_one_outcome_in_any_spelling(tmp_path: Path, values: list[str], bad: str) -> None:
    assert sample(tmp_path, outcomes(values), bad=bad).bad.tolist() == [True] * 4 + [False]


def test_an_outcome_may_be_a_word(tmp_path: Path) -> None:
    assert sample(tmp_path, outcomes(["default", " default "]), bad="default").bad.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("query", "bad"),
    [
        ("SELECT * FROM (VALUES (1, true), (2, false)) t(income, outcome)", "1"),
        ("SELECT * FROM (VALUES (1, 1), (2, 0)) t(income, outcome)", "1"),
        ("SELECT * FROM (VALUES (1, 1.0::DOUBLE), (2, 0.0)) t(income, outcome)", "1"),
        ("SELECT * FROM (VALUES (1, 'bad'), (2, 'good')) t(income, outcome)", "bad"),
    ],
    ids=["boolean", "integer", "float", "text"],
)
def test_an_outcome_may_have_any_parquet_type(tmp_path: Path, query: str, bad: str) -> None:
    with duckdb.connect(":memory:") as connection:
        connection.sql(query).write_parquet(str(tmp_path / "a.parquet"))
    with open_data(tmp_path / "a.parquet") as file:
        found = read_development(file, registry(characteristic("income")), target="outcome", bad=bad)
    assert found.bad.tolist() == [True, False]


def test_outcome_and_weight_are_no_unused_columns(tmp_path: Path) -> None:
    assert sample(tmp_path, weight="weight").table.not_used == ("friends",)
    assert sample(tmp_path).table.not_used == ("weight", "friends")


def test_weights_are_the_columns_numbers(tmp_path: Path) -> None:
    found = sample(tmp_path, weight="weight").weight
    assert found is not None
    assert found.tolist() == [1, 2.5, 10, 3]
    assert sample(tmp_path).weight is None


def test_excluded_rows_leave_readings_outcomes_and_weights(tmp_path: Path) -> None:
    found = sample(tmp_path, weight="weight", exclude=("home=owner",))
    assert found.table.rows == len(found.bad) == 3
    assert found.table.columns["income"].numbers.tolist() == [1_500, 0, 900]
    assert found.weight is not None
    assert np.array_equal(found.weight, [2.5, 10, 3])


def test_several_exclusions_add_up(tmp_path: Path) -> None:
    assert sample(tmp_path, exclude=("home=owner", "income=900.0")).table.rows == 2


def test_kept_rows_are_those_of_the_sample(tmp_path: Path) -> None:
    """So that a further column of the file can be laid beside it."""
    exclude = ("home=owner", "income=900.0")
    assert sample(tmp_path, exclude=exclude).table.rows == 2
    with open_data(tmp_path / "loans.csv") as file:
        assert kept_rows(file, exclude).tolist() == [False, True, True, False]
        assert kept_rows(file, ()).tolist() == [True] * 4
        with pytest.raises(InputError, match="COLUMN=VALUE"):
            kept_rows(file, ("home",))


def test_an_unknown_outcome_may_be_excluded(tmp_path: Path) -> None:
    """It is left out before outcomes are looked at."""
    text = ROWS.replace("900,,1,3,6", "900,x,,3,6")
    assert sample(tmp_path, text, exclude=("home=x",)).bad.tolist() == [False, True, False]


def test_an_invalid_value_is_named_by_its_row_in_the_file_even_after_exclusion(tmp_path: Path) -> None:
    found = sample(tmp_path, ROWS.replace("900,,1", "-900,,1"), exclude=("home=owner",))
    with pytest.raises(DataError, match=r"loans\.csv, row 4, column income: the value lies outside"):
        found.table.refuse_invalid()


@pytest.mark.parametrize("value", ["", "null", "NaN"])
def test_an_unknown_outcome_is_one_error_with_its_row(tmp_path: Path, value: str) -> None:
    error = refusal(tmp_path, outcomes(["1", value]))
    assert isinstance(error, DataError)
    assert error.where == "loans.csv, row 2, column outcome"
    assert error.what == "the outcome is unknown"


@pytest.mark.parametrize(("values", "bad"), [(["1", "1"], "1"), (["1.0", "1"], "1")])
def test_a_target_of_one_class_is_one_error(tmp_path: Path, values: list[str], bad: str) -> None:
    error = refusal(tmp_path, outcomes(values, unlike="1"), bad=bad)
    assert isinstance(error, DataError)
    assert error.what == "all outcomes are of one class"
    assert error.where == "loans.csv, column outcome"


def test_a_bad_value_that_nobody_has_is_one_error_with_the_values_there_are(tmp_path: Path) -> None:
    error = refusal(tmp_path, bad="default")
    assert str(error) == "loans.csv, column outcome: no outcome is 'default'. The values are: 0, 1"


@pytest.mark.parametrize("settings", [{"target": "outcom"}, {"weight": "weigth"}, {"exclude": ("hom=owner",)}], ids=str)
def test_a_wrong_column_is_one_error_with_the_near_name(tmp_path: Path, settings: dict[str, Any]) -> None:
    error = refusal(tmp_path, **settings)
    assert isinstance(error, DataError)
    assert "there is no column" in error.what
    assert "Did you mean" in error.remedy


def test_a_declared_column_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    error = refusal(tmp_path, "home,outcome\na,1\nb,0\n")
    assert error.what == "there is no column 'income'"


def test_the_target_may_not_be_a_characteristic(tmp_path: Path) -> None:
    """A card must not read the outcome that it predicts."""
    error = refusal(tmp_path, target="home", bad="owner")
    assert isinstance(error, InputError)
    assert "'home' is also declared" in error.what


@pytest.mark.parametrize("weight", ["0", "-1", "", "inf", "nan", "heavy"])
def test_a_weight_that_is_not_positive_is_one_error_with_its_row(tmp_path: Path, weight: str) -> None:
    error = refusal(tmp_path, ROWS.replace("1,2.5,8", f"1,{weight},8"), weight="weight")
    assert isinstance(error, DataError)
    assert error.where == "loans.csv, row 2, column weight"


@pytest.mark.parametrize("pair", ["home", "=owner", ""])
def test_an_exclusion_is_a_column_and_a_value(tmp_path: Path, pair: str) -> None:
    assert "is not COLUMN=VALUE" in refusal(tmp_path, exclude=(pair,)).what


def test_excluding_everybody_is_one_error(tmp_path: Path) -> None:
    error = refusal(tmp_path, "income,home,outcome\n1,a,1\n2,a,0\n", exclude=("home=a",))
    assert error.what == "every row is excluded"
