"""Reading decisions: what is read, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from audits.decisions.cube import NOT_STATED, AxisKind, Cube
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError, FileError, InputError

GOOD = (
    "person,approved,defaulted,score,pd,sex\n"
    "a,1,0,610,0.05,f\nb,0,1,540,0.40,m\nc,true,,600,0.07,\nd,false,0,500,0.5,m\n"
)
COLUMNS = Columns(outcome="defaulted", score="score", pd="pd")
PLAIN = Columns(outcome="defaulted")


def write(folder: Path, text: str, name: str = "decisions.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, columns: Columns = COLUMNS) -> Cube:
    with open_decisions(path, by=["sex"], columns=columns) as opened:
        return opened.cube()


def people(cube: Cube) -> list[tuple[object, ...]]:
    """Group, position, decision, outcome and number of every cell, in the cube's order."""
    names = np.array(cube.attributes[0].levels)[cube.codes[:, 0]]
    columns = (names, cube.position, cube.approved, cube.outcome, cube.people)
    return [tuple(cell) for cell in zip(*(column.tolist() for column in columns), strict=True)]


EXPECTED = [
    ("f", 610.0, True, 0, 1),
    ("m", 500.0, False, 0, 1),
    ("m", 540.0, False, 1, 1),
    (NOT_STATED, 600.0, True, -1, 1),
]


def test_people_are_counted_by_group_score_decision_and_outcome(tmp_path: Path) -> None:
    """A group that is not recorded is a group of its own; whole scores are positions of their own."""
    cube = read(write(tmp_path, GOOD))

    assert people(cube) == EXPECTED
    assert (cube.axis.kind, cube.axis.width) == (AxisKind.SCORE, 0.0)
    assert cube.expected.tolist() == [0.05, 0.5, 0.4, 0.07]
    assert cube.expected2 == pytest.approx([0.0025, 0.25, 0.16, 0.0049], abs=1e-9)
    assert cube.loss == pytest.approx([-np.log(0.95), -np.log(0.5), -np.log(0.4), 0.0], abs=1e-9)
    assert (cube.weighted, cube.predicted, cube.clustered) == (False, True, False)
    assert cube.weight.tolist() == cube.weight2.tolist() == [1.0, 1.0, 1.0, 1.0]


def test_parquet_and_csv_read_the_same(tmp_path: Path) -> None:
    text = write(tmp_path, GOOD)
    with duckdb.connect() as connection:
        connection.read_csv(str(text)).write_parquet(str(tmp_path / "decisions.parquet"))

    assert people(read(text)) == people(read(tmp_path / "decisions.parquet")) == EXPECTED


def test_flags_may_be_booleans_numbers_or_text_and_nothing_may_be_nan(tmp_path: Path) -> None:
    """A column keeps its type; a float column writes an empty value as NaN or as null."""
    values = "(true, 1e0, 'f', 1), (false, 'nan'::DOUBLE, 'm', 2), (true, NULL, NULL, 3)"
    rows = f"SELECT a AS approved, o::FLOAT AS defaulted, s AS sex, n AS score FROM (VALUES {values}) v(a,o,s,n)"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{tmp_path / 'd.parquet'}'")

    cube = read(tmp_path / "d.parquet", columns=Columns(outcome="defaulted", score="score"))
    assert people(cube) == [
        ("f", 1.0, True, 1, 1),
        ("m", 2.0, False, -1, 1),
        (NOT_STATED, 3.0, True, -1, 1),
    ]


def test_a_column_that_was_not_asked_for_is_not_read(tmp_path: Path) -> None:
    """Its values may be anything, also under a name of the schema."""
    path = write(tmp_path, "approved,defaulted,secret,referred,sex\n1,0,not a number,perhaps,f\n0,1,,,m\n")

    assert read(path, columns=PLAIN).total == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("b,0,1", "b,2,1", "row 2, column approved: the value is not 0 or 1"),
        ("b,0,1", "b,,1", "row 2, column approved: the value is not 0 or 1"),
        ("b,0,1", "b,0,yes", "row 2, column defaulted: the value is not 0 or 1"),
        ("540", "high", "row 2, column score: the value is not a number"),
        ("540", "inf", "row 2, column score: the value is not a number"),
        ("540", "nan", "row 2, column score: the value is not a number"),
        ("540", "5_40", "row 2, column score: the value is not a number"),
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


def test_the_first_wrong_row_is_named_whatever_its_column(tmp_path: Path) -> None:
    rows = [f"p{n},{n % 2},0,{500 + n % 90},0.1,{'fm'[n % 2]}" for n in range(20_000)]
    rows[14_000] = rows[14_000].replace(",0.1,", ",7,")
    rows[15_000] = rows[15_000].replace(",0,5", ",3,5")
    path = write(tmp_path, "\n".join([GOOD.splitlines()[0], *rows]))

    with pytest.raises(DataError, match="row 14001, column pd"):
        read(path)


def test_a_type_that_cannot_have_the_role_is_refused(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        rows = "SELECT 1 AS approved, 0 AS defaulted, 'f' AS sex, [1, 2] AS score"
        connection.execute(f"COPY ({rows}) TO '{tmp_path / 'd.parquet'}'")

    with pytest.raises(DataError, match=r"d.parquet, column score: the column holds INTEGER\[\], not numbers"):
        read(tmp_path / "d.parquet", columns=Columns(outcome="defaulted", score="score"))


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


@pytest.mark.parametrize("memory", ["much", "-1GB"])
def test_an_amount_of_memory_that_is_none_is_refused(tmp_path: Path, memory: str) -> None:
    path = write(tmp_path, GOOD)
    with (
        pytest.raises(InputError, match="no amount of memory"),
        open_decisions(path, by=["sex"], columns=PLAIN, memory_limit=memory),
    ):
        pass


def test_a_column_with_one_group_has_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="one group only"):
        read(write(tmp_path, "approved,defaulted,sex\n1,0,f\n0,1,f\n"), columns=PLAIN)


def test_a_column_with_a_thousand_groups_is_no_group_column(tmp_path: Path) -> None:
    rows = "".join(f"1,0,person {i}\n" for i in range(1000))

    with pytest.raises(DataError, match="more than 50 groups"):
        read(write(tmp_path, f"approved,defaulted,sex\n{rows}"), columns=PLAIN)


@pytest.mark.parametrize(
    ("by", "score", "key", "message"),
    [
        ([], None, None, "no group column"),
        (["sex", "sex"], None, None, "'sex' is named twice"),
        (["defaulted"], None, None, "'defaulted' is named twice"),
        (["sex"], "sex", None, "'sex' is named twice"),
        (["sex"], None, "person", "go together"),
        (["position"], None, None, "'position' is a word of the counts"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    tmp_path: Path, by: list[str], score: str | None, key: str | None, message: str
) -> None:
    columns = Columns(outcome="defaulted", score=score)
    with (
        pytest.raises(InputError, match=message),
        open_decisions(write(tmp_path, GOOD), by=by, columns=columns, key=key),
    ):
        pass


def test_hostile_names_are_names(tmp_path: Path) -> None:
    """Headings and values that would end a quoted identifier or a string."""
    path = write(tmp_path, 'approved,"row",defaulted,"s""; DROP TABLE d; {0} --"\n1,x,0,\'); --\n0,x,1,""""\n')
    name = 's"; DROP TABLE d; {0} --'
    with open_decisions(path, by=[name], columns=PLAIN) as opened:
        assert opened.cube().attributes[0].levels == ('"', "'); --")
        assert opened.counts([name])[name].tolist() == ['"', "'); --"]
    with (
        pytest.raises(DataError, match="row 1, column approved"),
        open_decisions(write(tmp_path, path.read_text().replace("1,x", "7,x")), by=[name], columns=PLAIN) as opened,
    ):
        opened.cube()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit into memory goes to a private folder, which is removed; nothing appears where we work."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    with open_decisions(write(tmp_path, GOOD), by=["sex"], columns=PLAIN) as opened:
        (private,) = (tmp_path / "scratch").iterdir()
        assert private.stat().st_mode & 0o777 == 0o700
        opened.cube()
    assert [path.name for path in tmp_path.rglob("*")] == ["decisions.csv", "scratch"]


def test_roles_that_are_there_and_that_are_not_are_named(tmp_path: Path) -> None:
    """An id that stands in several decisions is counted, so that a report can warn."""
    heading = "id,approved,outcome,sex,reason_1,score\n"
    path = write(tmp_path, heading + "a,1,0,f,R1,1\nb,0,1,m,,2\na,1,,f,,3\n,1,,f,,3\n,1,,f,,3\n")
    with open_decisions(path, by=["sex"], columns=Columns(outcome="outcome")) as opened:
        assert opened.present == {"id", "approved", "outcome", "reason_1", "score"}
        assert opened.absent[:4] == ("decided_at", "card", "pd", "weight")
        assert opened.repeated == 1
    with open_decisions(path, by=["id"], columns=Columns(outcome="outcome")) as opened:
        assert opened.repeated is None
