"""Groups in a file of their own: joined one to one by a pseudonymous key, or refused with the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.decisions.cube import Cube
from audits.decisions.frame import cube_of
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError

GOOD = "person,approved,defaulted,score,sex\na,1,0,610,f\nb,0,1,540,m\nc,true,,600,\nd,false,0,500,m\n"
GROUPS = "person,sex\nd,m\nc,\nb,m\na,f\nz,f\n"
COLUMNS = Columns(outcome="defaulted", score="score")
PLAIN = Columns(outcome="defaulted")


def write(folder: Path, text: str, name: str = "decisions.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, groups: Path, columns: Columns = COLUMNS) -> Cube:
    with open_decisions(path, by=["sex"], columns=columns, groups=groups, key="person") as opened:
        return opened.cube()


def test_groups_of_a_second_file_are_joined_by_key_whatever_their_order(tmp_path: Path) -> None:
    cube = read(write(tmp_path, GOOD), write(tmp_path, GROUPS, "groups.csv"))

    assert cube.attributes[0].levels == ("f", "m", "not stated")
    assert list(zip(cube.codes[:, 0].tolist(), cube.position.tolist(), strict=True)) == [
        (0, 610.0),
        (1, 500.0),
        (1, 540.0),
        (2, 600.0),
    ]
    assert [(each.role, each.name) for each in cube.sources] == [
        ("decisions", "decisions.csv"),
        ("groups", "groups.csv"),
    ]


def test_a_join_of_many_rows_keeps_every_person_with_their_group(tmp_path: Path) -> None:
    """Enough rows for several row groups and threads, in less memory than the keys need."""
    number = 300_000
    chance = np.random.default_rng(5)
    order, code, approved = chance.permutation(number), chance.integers(0, 4, number), chance.integers(0, 2, number)
    files = {
        "d.parquet": {"person": np.arange(number), "approved": approved, "defaulted": approved},
        "g.parquet": {"person": order, "sex": code[order]},
    }
    with duckdb.connect() as connection:
        for name, columns in files.items():
            connection.register("columns", columns)
            connection.table("columns").write_parquet(str(tmp_path / name))
    with open_decisions(
        tmp_path / "d.parquet",
        by=["sex"],
        columns=PLAIN,
        groups=tmp_path / "g.parquet",
        key="person",
        memory_limit="200MB",
    ) as opened:
        cube = opened.cube()

    counted = {(int(c), bool(a)): int(n) for c, a, n in zip(cube.codes[:, 0], cube.approved, cube.people, strict=True)}
    assert counted == {(c, bool(a)): int(((code == c) & (approved == a)).sum()) for c in range(4) for a in (0, 1)}
    assert cube.attributes[0].levels == ("0", "1", "2", "3")


def test_keys_that_are_numbers_in_one_file_and_text_in_the_other_are_compared_as_text(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        text = "SELECT range AS person, range % 2 AS approved, 0 AS defaulted FROM range(4)"
        connection.execute(f"COPY ({text}) TO '{tmp_path / 'd.parquet'}'")
    groups = write(tmp_path, "person,sex\n3,m\n2,f\n1,m\n0,f\n", "groups.csv")

    assert read(tmp_path / "d.parquet", groups, PLAIN).people.tolist() == [2, 2]


@pytest.mark.parametrize(
    ("decisions", "groups", "message"),
    [
        (GOOD, GROUPS.replace("d,m\n", ""), "decisions.csv, row 4, column person: 1 rows have no match in groups.csv"),
        (GOOD, GROUPS + "a,m\n", "groups.csv, row 6, column person: the key stands in an earlier row too"),
        (GOOD, GROUPS + "z,f\n", "groups.csv, row 6, column person: the key stands in an earlier row too"),
        (GOOD, GROUPS + "y,f\n" * 5_000, "groups.csv, row 7, column person: the key stands in an earlier row too"),
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


@given(
    st.lists(st.sampled_from("abcdef"), min_size=2, max_size=6),
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8),
)
def test_keys_are_taken_exactly_where_each_decision_has_one_group_and_no_key_repeats(
    decided: list[object], grouped: list[object]
) -> None:
    """Whatever stands twice, in one table or in both, and whether a decision needs it or not."""
    names = {key: f"'{key}\"$l0" for key in grouped}
    decisions: dict[str, list[object]] = {
        "person": decided,
        "approved": [1] * len(decided),
        "defaulted": [0] * len(decided),
    }
    groups: dict[str, list[object]] = {"person": grouped, "sex": [names[key] for key in grouped]}
    apart = [len(set(keys)) == len(keys) for keys in (decided, grouped)]
    if not (all(apart) and set(decided) <= set(grouped)):
        with pytest.raises(DataError):
            cube_of(table(decisions), by=["sex"], columns=PLAIN, groups=table(groups), key="person")
        return
    cube = cube_of(table(decisions), by=["sex"], columns=PLAIN, groups=table(groups), key="person")

    assert cube.attributes[0].levels == tuple(sorted(names[key] for key in decided))
    assert cube.people.tolist() == [1] * len(decided)


def table(columns: dict[str, list[object]]) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    return {name: np.array(column, dtype=object) for name, column in columns.items()}


def test_several_decisions_share_a_group_where_they_are_kept_together(tmp_path: Path) -> None:
    """With a cluster named, a key may repeat in the decisions; in the groups it may not."""
    columns = Columns(outcome="defaulted", cluster="person")
    decisions = write(tmp_path, GOOD.replace("b,0", "a,0"))
    cube = read(decisions, write(tmp_path, GROUPS, "groups.csv"), columns)

    assert cube.clustered
    assert len(set(cube.bucket[cube.codes[:, 0] == 0].tolist())) == 1
    with pytest.raises(DataError, match=r"groups\.csv, row 6"):
        read(decisions, write(tmp_path, GROUPS + "a,m\n", "groups.csv"), columns)


def test_a_message_never_repeats_a_persons_key(tmp_path: Path) -> None:
    lonely = GOOD.replace("d,false", "secret-pseudonym,false")

    with pytest.raises(DataError) as caught:
        read(write(tmp_path, lonely), write(tmp_path, GROUPS, "groups.csv"))
    assert "secret-pseudonym" not in str(caught.value)
