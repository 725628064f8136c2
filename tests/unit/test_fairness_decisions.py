"""Reading decisions: what is read, what is joined, and what is refused with its place."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from audits.fairness.decisions import read_decisions
from audits.fairness.sample import NOT_STATED, Decisions
from scoring.domain.errors import DataError, FileError, InputError

GOOD = (
    "person,approved,defaulted,score,pd,sex\n"
    "a,1,0,610,0.05,f\nb,0,1,540,0.40,m\nc,true,,600,0.07,\nd,false,0,500,0.5,m\n"
)
GROUPS = "person,sex\nd,m\nc,\nb,m\na,f\nz,f\n"


def write(folder: Path, text: str, name: str = "decisions.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, groups: Path | None = None) -> Decisions:
    return read_decisions(
        path, by=["sex"], outcome="defaulted", score="score", pd="pd", groups=groups, key="person" if groups else None
    )


def test_columns_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    decisions = read(write(tmp_path, GOOD))

    assert decisions.people == 4
    assert decisions.approved.tolist() == [True, False, True, False]
    assert decisions.outcome.tolist() == [0, 1, -1, 0]
    assert decisions.score is not None
    assert decisions.score.tolist() == [610, 540, 600, 500]
    assert decisions.pd is not None
    assert decisions.pd.tolist() == [0.05, 0.4, 0.07, 0.5]


def test_a_group_that_is_not_recorded_is_a_group_of_its_own(tmp_path: Path) -> None:
    attribute = read(write(tmp_path, GOOD)).attributes[0]

    assert [attribute.levels[code] for code in attribute.codes] == ["f", "m", NOT_STATED, "m"]


def test_groups_of_a_second_file_are_joined_by_key_whatever_their_order(tmp_path: Path) -> None:
    decisions = read(write(tmp_path, GOOD), write(tmp_path, GROUPS, "groups.csv"))
    attribute = decisions.attributes[0]

    assert [attribute.levels[code] for code in attribute.codes] == ["f", "m", NOT_STATED, "m"]
    assert [(source.role, source.name) for source in decisions.sources] == [
        ("decisions", "decisions.csv"),
        ("groups", "groups.csv"),
    ]


def test_a_join_of_many_rows_keeps_every_person_with_their_group(tmp_path: Path) -> None:
    """Enough rows for several of DuckDB's row groups and threads."""
    number = 300_000
    chance = np.random.default_rng(5)
    order = chance.permutation(number)
    code = chance.integers(0, 4, number)
    approved = chance.integers(0, 2, number)
    files = {
        "d.parquet": {"person": np.arange(number), "approved": approved, "defaulted": approved},
        "g.parquet": {"person": order, "sex": code[order]},
    }
    with duckdb.connect() as connection:
        for name, columns in files.items():
            connection.register("columns", columns)
            connection.table("columns").write_parquet(str(tmp_path / name))
    decisions = read_decisions(
        tmp_path / "d.parquet", by=["sex"], outcome="defaulted", groups=tmp_path / "g.parquet", key="person"
    )

    assert np.array_equal(decisions.attributes[0].codes, code)
    assert np.array_equal(decisions.approved, approved == 1)


def test_parquet_and_csv_read_the_same(tmp_path: Path) -> None:
    text = write(tmp_path, GOOD)
    with duckdb.connect() as connection:
        connection.read_csv(str(text)).write_parquet(str(tmp_path / "decisions.parquet"))
    one, other = read(text), read(tmp_path / "decisions.parquet")

    assert one.attributes[0].levels == other.attributes[0].levels
    for name in ("approved", "outcome", "score", "pd"):
        assert np.array_equal(getattr(one, name), getattr(other, name))


def test_a_column_that_was_not_asked_for_is_not_read(tmp_path: Path) -> None:
    """Its values may be anything."""
    path = write(tmp_path, "approved,defaulted,secret,sex\n1,0,not a number,f\n0,1,,m\n")

    assert read_decisions(path, by=["sex"], outcome="defaulted").score is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("b,0,1", "b,2,1", "row 2, column approved: the value is not 0 or 1"),
        ("b,0,1", "b,,1", "row 2, column approved: the value is not 0 or 1"),
        ("b,0,1", "b,0,yes", "row 2, column defaulted: the value is not 0 or 1"),
        ("540", "high", "row 2, column score: the value is not a number"),
        ("540", "inf", "row 2, column score: the value is not a number"),
        ("540", "", "row 2, column score: the value is not a number"),
        ("0.40", "1.4", "row 2, column pd: the value is not a number from 0 to 1"),
        ("0.40", "-0.1", "row 2, column pd: the value is not a number from 0 to 1"),
        (",sex", ",gender", "there is no column 'sex'"),
        (",score", ",points", "there is no column 'score'"),
        ("approved", "accepted", "there is no column 'approved'"),
        ("defaulted", "outcome", "there is no column 'defaulted'"),
    ],
)
def test_a_wrong_value_is_named_by_file_row_and_column(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(DataError, match=message) as caught:
        read(path)
    assert str(caught.value).startswith("decisions.csv")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("decisions", "groups", "message"),
    [
        (GOOD, GROUPS.replace("d,m\n", ""), "decisions.csv, row 4, column person: 1 rows have no match in groups.csv"),
        (GOOD, GROUPS + "a,m\n", "groups.csv, row 6, column person: the key stands in an earlier row too"),
        (GOOD, GROUPS.replace("z,f", ",f"), "groups.csv, row 5, column person: the key is empty"),
        (GOOD.replace("b,0", "a,0"), GROUPS, "decisions.csv, row 2, column person: the key stands in an earlier row"),
        (GOOD.replace("b,0", ",0"), GROUPS, "decisions.csv, row 2, column person: the key is empty"),
        (GOOD, GROUPS.replace("person", "id"), "groups.csv: there is no column 'person'"),
        (GOOD, GROUPS.replace("sex", "gender"), "groups.csv: there is no column 'sex'"),
    ],
)
def test_a_join_that_is_not_one_to_one_is_refused(tmp_path: Path, decisions: str, groups: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(write(tmp_path, decisions), write(tmp_path, groups, "groups.csv"))


def test_a_message_never_repeats_a_persons_key(tmp_path: Path) -> None:
    lonely = GOOD.replace("d,false", "secret-pseudonym,false")

    with pytest.raises(DataError) as caught:
        read(write(tmp_path, lonely), write(tmp_path, GROUPS, "groups.csv"))
    assert "secret-pseudonym" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("d.csv", "", "the file is empty"),
        ("d.csv", "approved,defaulted,sex\n", "no row below the heading"),
        ("d.txt", GOOD, "'.txt' files are not read"),
        ("d.csv", "approved,,sex\n1,0,f\n", "the heading has an empty name"),
        ("d.csv", "sex,approved,sex\nf,1,f\n", "stands twice"),
        ("d.csv", GOOD + "e,1,0\n", "row 5: the row is malformed"),
        ("d.parquet", "no parquet", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        read(write(tmp_path, text, name))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "nothing.csv")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(b"approved,defaulted,s\xe9x\n1,0,f\n")

    with pytest.raises(FileError, match="UTF-8"):
        read(tmp_path / "d.csv")


def test_a_column_with_one_group_has_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="one group only"):
        read_decisions(write(tmp_path, "approved,defaulted,sex\n1,0,f\n0,1,f\n"), by=["sex"], outcome="defaulted")


def test_a_column_with_a_value_for_everybody_is_no_group_column(tmp_path: Path) -> None:
    rows = "".join(f"1,0,person {i}\n" for i in range(60))

    with pytest.raises(DataError, match="more than 50 groups"):
        read_decisions(write(tmp_path, f"approved,defaulted,sex\n{rows}"), by=["sex"], outcome="defaulted")


def test_weights_are_refused_because_intervals_count_people(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="weights"):
        read_decisions(write(tmp_path, GOOD), by=["sex"], outcome="defaulted", weight="pd")


@pytest.mark.parametrize(
    ("by", "score", "key", "message"),
    [
        ([], None, None, "no group column"),
        (["sex", "sex"], None, None, "'sex' is named twice"),
        (["defaulted"], None, None, "'defaulted' is named twice"),
        (["sex"], "sex", None, "'sex' is named twice"),
        (["sex"], None, "person", "go together"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    tmp_path: Path, by: list[str], score: str | None, key: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        read_decisions(write(tmp_path, GOOD), by=by, outcome="defaulted", score=score, key=key)


def test_hostile_names_are_names(tmp_path: Path) -> None:
    """Headings and values that would end a quoted identifier or a string."""
    path = write(tmp_path, 'approved,defaulted,"s""; DROP TABLE d; --"\n1,0,\'); --\n0,1,""""\n')
    attribute = read_decisions(path, by=['s"; DROP TABLE d; --'], outcome="defaulted").attributes[0]

    assert attribute.levels == ('"', "'); --")
