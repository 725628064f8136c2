"""Counts by any columns: in the order of their values, with unknown never zero, and nobody alone by a number."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from audits.decisions.frame import open_frame
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError, InputError

TEXT = (
    "id,decided_at,score,approved,outcome,w,reason_1,recourse_feasible,days_to_review,income,sex\n"
    "a,2026-11-03,610,1,0,2,,,,2500.5,f\n"
    "b,2026-11-03 10:30:00,540,0,1,1,R2,1,14,-3,m\n"
    "c,,540,0,,1,R2,0,7.5,0,m\n"
    "d,2026-10-01,500,0,,1,R1,,14,,\n"
)
COLUMNS = Columns(outcome="outcome", score="score", weight="w")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "decisions.csv"
    file.write_text(TEXT, encoding="utf-8")
    return file


def counts(path: Path, *keys: str, columns: Columns = COLUMNS) -> dict[str, list[object]]:
    with open_decisions(path, by=["sex"], columns=columns, extra=["income"]) as opened:
        return {name: column.tolist() for name, column in opened.counts(keys).items()}


def test_texts_come_with_nothing_as_an_empty_text_and_groups_with_their_name_for_it(path: Path) -> None:
    assert counts(path, "sex", "reason_1") == {
        "sex": ["f", "m", "not stated"],
        "reason_1": ["", "R2", "R1"],
        "people": [1, 2, 1],
        "weight": [2.0, 2.0, 1.0],
    }


def test_flags_are_whole_numbers_and_minus_one_is_unknown(path: Path) -> None:
    found = counts(path, "approved", "outcome", "recourse_feasible")

    assert (found["approved"], found["outcome"]) == ([0, 0, 0, 1], [-1, -1, 1, 0])
    assert found["recourse_feasible"] == [-1, 0, 1, -1]
    assert all(type(flag) is int for flag in found["approved"])


def test_numbers_come_with_nan_for_nothing(path: Path) -> None:
    days = counts(path, "days_to_review")

    assert days["days_to_review"][:2] == [7.5, 14.0]
    assert str(days["days_to_review"][2]) == "nan"
    assert days["people"] == [1, 2, 1]
    assert counts(path, "income")["income"][:3] == [-3.0, 0.0, 2500.5]


def test_decisions_are_counted_by_month_never_by_moment(path: Path) -> None:
    assert counts(path, "month")["month"] == ["", "2026-10", "2026-11"]
    assert counts(path, "month")["people"] == [1, 1, 2]
    with pytest.raises(InputError, match="'decided_at' is nothing to count by"):
        counts(path, "decided_at")


def test_the_position_is_that_of_the_cube(tmp_path: Path, path: Path) -> None:
    assert counts(path, "position", "approved")["position"] == [500.0, 540.0, 610.0]
    path.write_text(TEXT.replace("500,", "500.5,", 1), encoding="utf-8")
    with open_decisions(path, by=["sex"], columns=COLUMNS) as opened:
        binned = opened.counts(["position"])["position"].tolist()
        assert binned == np.unique(opened.cube().position).tolist()
    assert 500.5 not in binned


def test_a_count_and_the_cube_are_of_the_same_people(path: Path) -> None:
    with open_decisions(path, by=["sex"], columns=COLUMNS) as opened:
        found = opened.counts(["sex", "position", "approved", "outcome"])
        cube = opened.cube()

    assert sorted(found["people"]) == sorted(cube.people)
    assert found["weight"].sum() == cube.weight.sum() == 5.0


def test_without_weights_everybody_weighs_one(path: Path) -> None:
    found = counts(path, "sex", columns=Columns(outcome="outcome"))

    assert found["weight"] == found["people"] == [1, 2, 1]


@pytest.mark.parametrize("key", ["id", "nothing", "reason_2", "w", "pd"])
def test_what_is_no_key_of_counts_is_refused(path: Path, key: str) -> None:
    """A pseudonym above all: counts by it would be rows."""
    with pytest.raises(InputError, match=f"'{key}' is nothing to count by"):
        counts(path, key, columns=Columns(outcome="outcome"))


@pytest.mark.parametrize("keys", [(), ("sex", "sex")])
def test_keys_are_named_once_each(path: Path, keys: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="each once"):
        counts(path, *keys)


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ("R2,0", "R2,2", "recourse_feasible", "row 3, column recourse_feasible: the value is not 0 or 1"),
        ("7.5", "soon", "days_to_review", "row 3, column days_to_review: the value is not a number from 0"),
        ("7.5", "-1", "days_to_review", "row 3, column days_to_review"),
        ("-3", "much", "income", "row 2, column income: the value is not a number"),
        ("2026-10-01", "1 October", "month", "row 4, column decided_at: the value is no date"),
        ("540,0,1", "540,9,1", "sex", "row 2, column approved"),
    ],
)
def test_a_wrong_value_of_a_key_is_named(path: Path, old: str, new: str, key: str, message: str) -> None:
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(DataError, match=message):
        counts(path, key)


def test_numbers_of_many_values_are_rounded_to_three_digits(tmp_path: Path) -> None:
    """So that nobody stands alone by an income, at any size of numbers; few values are left as they are."""
    income = np.arange(1, 2002) * 12.3456
    rows = {"approved": np.arange(2001) % 2, "outcome": np.zeros(2001), "sex": np.arange(2001) % 2, "income": income}
    with duckdb.connect() as connection:
        connection.register("given", rows)
        connection.execute(f"COPY given TO '{tmp_path / 'd.parquet'}'")
        connection.execute(f"COPY (FROM given LIMIT 2000) TO '{tmp_path / 'e.parquet'}'")
    many = counts(tmp_path / "d.parquet", "income", columns=Columns(outcome="outcome"))
    few = counts(tmp_path / "e.parquet", "income", columns=Columns(outcome="outcome"))

    assert len(many["income"]) < 1200
    assert sum(int(str(each)) for each in many["people"]) == 2001
    assert many["income"] == sorted({float(f"{each:.3g}") for each in income})
    assert few["income"] == income[:2000].tolist()


def test_counts_of_a_joined_attribute_are_of_the_right_people(tmp_path: Path, path: Path) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text("id,origin\nd,X\nb,X\nc,Y\na,\n", encoding="utf-8")
    with open_decisions(path, by=["origin"], columns=COLUMNS, groups=groups, key="id") as opened:
        found = opened.counts(["origin", "reason_1"])
        assert opened.repeated == 0

    assert found["origin"].tolist() == ["X", "X", "Y", "not stated"]
    assert found["reason_1"].tolist() == ["R1", "R2", "R2", ""]
    groups.write_text("id,origin\nd,X\nb,X\nc,Y\n", encoding="utf-8")
    with (
        pytest.raises(DataError, match="row 1, column id: 1 rows have no match"),
        open_decisions(path, by=["origin"], columns=COLUMNS, groups=groups, key="id") as opened,
    ):
        opened.counts(["reason_1"])


def test_decisions_that_are_kept_together_say_which_buckets_their_people_are_in() -> None:
    """Ten people with a hundred decisions fill ten buckets at most, and no fewer in all than in any part."""
    number = np.arange(200)
    table = {
        "sex": np.where(number < 100, "f", "m").astype(object),
        "approved": number % 2,
        "outcome": number % 3 == 0,
        "person": np.where(number < 100, number % 10, number).astype(object),
    }
    with open_frame(table, by=["sex"], columns=Columns(outcome="outcome", cluster="person")) as opened:
        found = opened.counts(["sex"])
    few, many = np.bitwise_count(found["buckets"])

    assert 5 < few <= 10
    assert 30 < many <= 60
