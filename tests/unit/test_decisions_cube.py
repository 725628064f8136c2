"""The cube against a count by hand: whatever the file, its order and the number of threads."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.decisions.axis import auc_error_bound
from audits.decisions.cube import AxisKind, Column, Cube
from audits.decisions.read import open_decisions
from audits.decisions.schema import Columns
from scoring.domain.errors import DataError

FULL = Columns(outcome="outcome", score="score", pd="pd", weight="weight", cluster="cluster")
NAMES = ("approved", "outcome", "score", "pd", "weight", "cluster", "sex", "age")
Rows = Sequence[tuple[Any, ...]]

rows_of = st.lists(
    st.tuples(
        st.sampled_from([0, 1]),
        st.sampled_from([0, 1, None]),
        st.integers(-3, 3),
        st.sampled_from([0.0, 0.05, 0.3, 1.0]) | st.floats(0, 1),
        st.sampled_from([0.5, 1.0, 2.25]) | st.floats(1e-3, 50),
        st.sampled_from(["k", "l", "é"]),
        st.sampled_from(["f", "m", ""]),
        st.sampled_from(["18-30", "50+"]),
    ),
    min_size=2,
    max_size=40,
).filter(lambda rows: all(len({row[place] for row in rows}) > 1 for place in (6, 7)))


def write(rows: Rows, path: Path, left_out: Sequence[str] = ()) -> Path:
    """The rows as a file, a CSV with every digit, and with columns left out."""
    if path.suffix == ".csv":
        kept = [place for place, name in enumerate(NAMES) if name not in left_out]
        lines = [",".join("" if row[place] is None else str(row[place]) for place in kept) for row in [NAMES, *rows]]
        path.write_text("\n".join(lines), encoding="utf-8")
        return path
    kinds = ("TINYINT", "TINYINT", "INTEGER", "DOUBLE", "DOUBLE", "VARCHAR", "VARCHAR", "VARCHAR")
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(NAMES, kinds, strict=True))
        connection.execute(f"CREATE TABLE t ({columns})")
        connection.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(NAMES))})", [list(row) for row in rows])
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def count(path: Path, columns: Columns = FULL, threads: int = 2) -> Cube:
    with open_decisions(path, by=["sex", "age"], columns=columns, threads=threads) as opened:
        return opened.cube()


def cells(cube: Cube) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """The sums by group names, position, decision and outcome."""
    names = [np.array(each.levels)[cube.codes[:, place]] for place, each in enumerate(cube.attributes)]
    keys = zip(
        *(each.tolist() for each in (*names, cube.position, cube.approved, cube.outcome, cube.bucket)), strict=True
    )
    sums = (cube.people, cube.weight, cube.weight2, cube.expected, cube.expected2, cube.loss)
    return dict(zip(keys, zip(*(each.tolist() for each in sums), strict=True), strict=True))


def bucket(cluster: str) -> int:
    """The first 32 bits of the MD5 of its UTF-8, modulo 200."""
    return int(hashlib.md5(cluster.encode(), usedforsecurity=False).hexdigest()[:8], 16) % 200


def by_hand(rows: Rows) -> dict[tuple[Any, ...], list[float]]:
    """The same with a loop, in floats."""
    found: dict[tuple[Any, ...], list[float]] = {}
    for approved, outcome, score, pd, weight, cluster, sex, age in rows:
        key = (
            sex or "not stated",
            age,
            float(score),
            approved == 1,
            -1 if outcome is None else outcome,
            bucket(cluster),
        )
        clipped = min(max(pd, 1e-15), 1 - 1e-15)
        loss = {None: 0.0, 1: -math.log(clipped), 0: -math.log(1 - clipped)}[outcome]
        sums = found.setdefault(key, [0.0] * 6)
        for place, value in enumerate((1, weight, weight**2, weight * pd, weight * pd * pd, weight * loss)):
            sums[place] += value
    return found


@settings(max_examples=40, deadline=None)
@given(rows_of)
def test_the_cube_is_the_count_by_hand(rows: Rows) -> None:
    with TemporaryDirectory() as folder:
        cube = count(write(rows, Path(folder) / "d.parquet"))
        text = count(write(rows, Path(folder) / "d.csv"))
    found, heaviest = cells(cube), max(row[4] for row in rows)
    expected = by_hand(rows)

    assert found == cells(text)
    assert found.keys() == expected.keys()
    for key, sums in expected.items():
        assert found[key] == pytest.approx(sums, rel=1e-6, abs=2e-7 * (1 + heaviest) ** 2)
        assert found[key][0] == sums[0]


@settings(max_examples=15, deadline=None)
@given(rows_of, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_number_of_threads_change_no_byte(rows: Rows, chance: random.Random) -> None:
    other = list(rows)
    chance.shuffle(other)
    with TemporaryDirectory() as folder:
        one = count(write(rows, Path(folder) / "d.parquet"), threads=1)
        two = count(write(other, Path(folder) / "e.parquet"), threads=2)
    for name in ("codes", "position", "approved", "outcome", "bucket", *SUMS):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


SUMS = ("people", "weight", "weight2", "expected", "expected2", "loss")


def test_many_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    """Enough of them for several threads and row groups, with probabilities of every digit."""
    chance = np.random.default_rng(7)
    number = 400_000
    columns = {
        "approved": chance.integers(0, 2, number),
        "outcome": chance.integers(0, 2, number),
        "score": chance.integers(500, 560, number),
        "pd": chance.random(number),
        "weight": chance.random(number) * 3,
        "sex": chance.integers(0, 2, number),
        "age": chance.integers(0, 3, number),
    }
    cubes = []
    for order in (np.arange(number), chance.permutation(number)):
        with duckdb.connect() as connection:
            connection.register("given", {name: column[order] for name, column in columns.items()})
            connection.execute(f"COPY given TO '{tmp_path / 'd.parquet'}' (FORMAT parquet, ROW_GROUP_SIZE 20000)")
        cubes.append(count(tmp_path / "d.parquet", Columns(outcome="outcome", score="score", pd="pd", weight="weight")))

    assert all(getattr(cubes[0], name).tobytes() == getattr(cubes[1], name).tobytes() for name in SUMS)
    assert cubes[0].weight.sum() == pytest.approx(columns["weight"].sum(), rel=1e-9)
    assert cubes[0].weight2.sum() == pytest.approx((columns["weight"] ** 2).sum(), rel=1e-8)


THREE = [
    (1, 0, 600, 0.1, 1.0, "k", "f", "18-30"),
    (0, 1, 540, 0.4, 1.0, "l", "m", "50+"),
    (1, None, 580, 0.2, 1.0, "k", "f", "50+"),
]


def test_three_rows_are_a_cube(tmp_path: Path) -> None:
    cube = count(write(THREE, tmp_path / "d.csv"))

    assert (cube.total, len(cube.people)) == (3, 3)
    assert cube.bucket.tolist() == [bucket(each) for each in "kkl"]
    assert cube.weighted
    assert cube.weight.tolist() == [1.0, 1.0, 1.0]


def test_without_score_and_prediction_people_stand_in_one_place(tmp_path: Path) -> None:
    cube = count(write(THREE, tmp_path / "d.csv", left_out=("score", "pd", "weight")), Columns(outcome="outcome"))

    assert (cube.axis.kind, cube.axis.width, cube.predicted, cube.clustered) == (AxisKind.NONE, 0.0, False, False)
    assert set(cube.position.tolist()) == {0.0}
    assert not cube.expected.any()
    assert not cube.loss.any()


@pytest.mark.parametrize("weight", ["-1", "-1e-9", "nan", "inf", "", "heavy"])
def test_a_weight_is_a_finite_number_of_0_or_more(tmp_path: Path, weight: str) -> None:
    path = write([*THREE, (1, 0, 600, 0.1, weight, "k", "f", "50+")], tmp_path / "d.csv")

    with pytest.raises(DataError, match="row 4, column weight: the value is not a number from 0"):
        count(path)
    with (
        pytest.raises(DataError, match="row 4, column weight"),
        open_decisions(path, by=["sex"], columns=FULL) as opened,
    ):
        opened.counts(["approved"])


def test_weights_that_are_all_0_weigh_nobody(tmp_path: Path) -> None:
    rows = [(*row[:4], 0, *row[5:]) for row in THREE]

    with pytest.raises(DataError, match=r"d\.csv, column weight: all weights are 0"):
        count(write(rows, tmp_path / "d.csv"))


@pytest.mark.parametrize("unit", [1e-12, 1e-3, 1.0, 1e9])
def test_weights_may_have_any_unit(tmp_path: Path, unit: float) -> None:
    """A sum over whole numbers loses at most a part in a hundred million of the greatest weight."""
    rows = [(*row[:4], unit * factor, *row[5:]) for row, factor in zip(THREE, (1, 2, 0.25), strict=True)]
    cube = count(write(rows, tmp_path / "d.csv"))

    assert sorted(cube.weight / unit) == pytest.approx([0.25, 1, 2], rel=1e-7)
    assert sorted(cube.weight2 / unit / unit) == pytest.approx([0.0625, 1, 4], rel=1e-7)


def test_a_cluster_that_is_empty_is_refused(tmp_path: Path) -> None:
    path = write([*THREE, (1, 0, 600, 0.1, 1, None, "f", "50+")], tmp_path / "d.csv")

    with pytest.raises(DataError, match="row 4, column cluster: the cluster is empty"):
        count(path)


def auc(values: Column, bad: Column) -> float:
    """The share of good-bad pairs in which the bad one has the lower value."""
    goods, bads = values[bad == 0], values[bad == 1]
    above = (goods[:, None] > bads[None, :]).mean() + 0.5 * (goods[:, None] == bads[None, :]).mean()
    return float(above)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 60, 700]), st.sampled_from(["score", "whole", "pd"]))
def test_binning_moves_the_auc_by_no_more_than_its_bound(seed: int, number: int, kind: str) -> None:
    """Values that are not whole, more than 2,000 of them, or probabilities; some far from the rest."""
    chance = np.random.default_rng(seed)
    bad = chance.permutation(np.arange(number) % 2)
    values = {
        "score": np.exp(3 * chance.standard_normal(number)) + bad,
        "whole": np.floor(2e6 * chance.standard_normal(number)),
        "pd": chance.random(number) ** 4,
    }[kind]
    columns = Columns(outcome="outcome", pd="value") if kind == "pd" else Columns(outcome="outcome", score="value")
    with TemporaryDirectory() as folder:
        with duckdb.connect() as connection:
            connection.register("given", {"approved": 1 - bad, "outcome": bad, "value": values, "sex": bad, "age": bad})
            connection.execute(f"COPY given TO '{Path(folder) / 'd.parquet'}' (FORMAT parquet)")
        cube = count(Path(folder) / "d.parquet", columns)

    assert cube.axis.width == pytest.approx((values.max() - values.min()) / 1000)
    assert len(np.unique(cube.position)) <= 1000
    goods, bads = (np.repeat(cube.position[cube.outcome == side], cube.people[cube.outcome == side]) for side in (0, 1))
    binned = auc(np.concatenate([goods, bads]), np.concatenate([np.zeros(len(goods)), np.ones(len(bads))]))
    assert abs(binned - auc(values, bad)) <= auc_error_bound(cube) + 1e-12


def test_whole_scores_are_not_binned_and_have_no_error(tmp_path: Path) -> None:
    assert auc_error_bound(count(write(THREE, tmp_path / "d.csv"))) == 0.0


def test_half_of_the_pairs_that_share_a_bin_is_the_bound(tmp_path: Path) -> None:
    """Two repaid and two defaulted, one of each at either end: two of four pairs share a bin."""
    rows = [(1, n % 2, 0.5 + 1000 * (n // 2), 0.1, 1, "k", "fm"[n % 2], ("a", "b")[n // 2]) for n in range(4)]

    assert auc_error_bound(count(write(rows, tmp_path / "d.csv"))) == 0.25


def test_one_value_for_everybody_is_one_place(tmp_path: Path) -> None:
    rows = [(*row[:2], 540.5, 0.25, *row[4:]) for row in THREE]
    cube = count(write(rows, tmp_path / "d.csv"))
    by_pd = count(write(rows, tmp_path / "d.csv", left_out=("score",)), Columns(outcome="outcome", pd="pd"))

    assert (set(cube.position), cube.axis.width) == ({540.5}, 0.0)
    assert (set(by_pd.position), by_pd.axis.kind) == ({0.25}, AxisKind.PROBABILITY)


@pytest.mark.parametrize(("most", "width"), [(2000, 0.0), (2001, 2.0)])
def test_more_than_2000_whole_scores_are_put_into_bins(tmp_path: Path, most: int, width: float) -> None:
    rows = [(n % 2, 0, n, 0.1, 1, "k", "fm"[n % 2], "ab"[n % 2]) for n in range(most)]

    assert count(write(rows, tmp_path / "d.csv"), Columns(outcome="outcome", score="score")).axis.width == width


def test_fewer_attributes_are_the_same_people(tmp_path: Path) -> None:
    """What is counted by one attribute is what the cube of two gives when it is summed."""
    rows = [(*row[:6], f, a) for row, f, a in product(THREE, ("f", "m"), ("a", "b", ""))]
    path = write(rows, tmp_path / "d.csv")
    with open_decisions(path, by=["age"], columns=FULL) as opened:
        alone = opened.cube()

    together = count(path).by(["age"])
    for name in ("codes", "position", "approved", "outcome", "bucket", *SUMS):
        assert getattr(alone, name) == pytest.approx(getattr(together, name))
