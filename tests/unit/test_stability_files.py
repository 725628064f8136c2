"""Two files read and compared: fixed bins, missing and new values, groups, periods, and small numbers."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from audits.stability.compare import compare
from audits.stability.document import to_document
from audits.stability.psi import Index, index
from audits.stability.question import Question
from audits.stability.read import read_files
from audits.stability.result import Found, StabilityReport, Verdict, Why, Withheld
from scoring.domain.errors import DataError, InputError
from tests.support.two_files import FULL, compared, two_files, write


def one(folder: Path, before: Sequence[object], after: Sequence[object]) -> StabilityReport:
    """A comparison of one column of characteristics."""
    paths = [write(folder / f"{name}.csv", {"c": values}) for name, values in (("a", before), ("b", after))]
    return compare(read_files(paths[0], paths[1], Question(characteristics=("c",))))


def test_bins_are_those_of_the_earlier_file(tmp_path: Path) -> None:
    """A hundred to a bin; the later file may lie anywhere in them."""
    before, after = list(range(1, 1_001)), [5] * 500 + [5_000] * 500
    column = one(tmp_path, before, after).columns[0]

    assert column.bins.edges == tuple(float(100 * n) for n in range(1, 10))
    assert [pair[0] for pair in column.counts[:10] if pair] == [100] * 10
    assert column.counts[0] == (100, 500)
    assert column.counts[9] == (100, 500)


def test_a_value_that_many_share_makes_one_bin(tmp_path: Path) -> None:
    column = one(tmp_path, [0] * 800 + [1] * 150 + [2] * 50, [0] * 800 + [1] * 150 + [2] * 50).columns[0]

    assert column.bins.edges == (0.0, 1.0)
    assert column.counts[:3] == ((800, 800), (150, 150), (50, 50))
    assert isinstance(column.whole.index, Index)
    assert column.whole.index.value == 0


def test_missing_values_and_values_that_are_new_have_bins_of_their_own(tmp_path: Path) -> None:
    words = one(tmp_path, ["a"] * 300 + [""] * 100, ["a"] * 200 + [""] * 100 + ["z"] * 100).columns[0]
    assert words.bins.words == ("a",)
    assert words.counts == ((300, 200), (100, 100), (0, 100))

    numbers = one(tmp_path, [*range(400), *[""] * 100], [*range(400), *["nan"] * 100, *["?"] * 100]).columns[0]
    assert numbers.counts[numbers.bins.missing] == (100, 100)
    assert numbers.counts[numbers.bins.new] == (0, 100)
    assert isinstance(numbers.whole.index, Index)
    assert numbers.whole.index.filled


def test_the_index_of_a_column_is_that_of_its_bins(tmp_path: Path) -> None:
    report = compared(tmp_path, shift=15)
    for column in report.columns:
        pairs = [pair for pair in column.counts if pair is not None]
        found = index([p[0] for p in pairs], [p[1] for p in pairs], report.level_primary)
        assert column.whole.index == found


def test_the_score_means_are_means(tmp_path: Path) -> None:
    report = compared(tmp_path, shift=15)
    with duckdb.connect() as connection:
        means = [
            connection.execute(f"SELECT avg(score), stddev(score) FROM '{tmp_path / name}.csv'").fetchone()
            for name in ("before", "after")
        ]
    whole = report.columns[0].whole
    assert isinstance(whole.mean_before, Found)
    assert isinstance(whole.difference, Found)
    assert means[0] is not None
    assert means[1] is not None
    assert whole.mean_before.value == pytest.approx(means[0][0], abs=1e-9)
    assert whole.difference.value == pytest.approx(means[1][0] - means[0][0], abs=1e-9)


def test_words_have_no_mean(tmp_path: Path) -> None:
    assert compared(tmp_path).columns[2].whole.difference == Withheld(why=Why.NO_NUMBERS)


def test_dates_are_taken_by_month_and_every_month_against_all_that_was_before(tmp_path: Path) -> None:
    report = compared(tmp_path)
    parts = [part for part in report.columns[0].parts if part.whom.period >= 0 and not part.whom.crossed]

    assert report.periods == ("2026-01", "2026-02", "2026-03", "2026-04")
    assert [(part.people_before, part.people_after) for part in parts] == [(2_000, 500)] * 4
    assert not any(part.primary for part in parts)


def test_a_group_is_compared_with_itself(tmp_path: Path) -> None:
    report = compared(tmp_path)
    parts = [part for part in report.columns[0].parts if part.whom.attribute == 0 and not part.whom.crossed]

    assert sum(part.people_before or 0 for part in parts) == 2_000
    assert len(report.calibrations) == 1 + 2 + 4 + 2 * 4


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    first = to_document(compared(tmp_path, shift=10))
    lines = (tmp_path / "after.csv").read_text().splitlines()
    random.Random(1).shuffle(rest := lines[1:])  # noqa: S311 - an order, no secret
    (tmp_path / "after.csv").write_text("\n".join([lines[0], *rest]))
    second = to_document(compare(read_files(tmp_path / "before.csv", tmp_path / "after.csv", FULL)))

    assert first.pop("inputs") != second.pop("inputs")
    assert json.dumps(first) == json.dumps(second)


def test_parquet_gives_the_same_as_csv(tmp_path: Path) -> None:
    first = to_document(compared(tmp_path, shift=10))
    with duckdb.connect() as connection:
        for name in ("before", "after"):
            connection.execute(f"COPY (FROM '{tmp_path / name}.csv') TO '{tmp_path / name}.parquet'")
    second = to_document(compare(read_files(tmp_path / "before.parquet", tmp_path / "after.parquet", FULL)))

    assert {**first, "inputs": None} == {**second, "inputs": None}


def test_a_file_of_few_people_is_never_stable(tmp_path: Path) -> None:
    whole = one(tmp_path, list(range(1_000)), list(range(20))).columns[0].whole

    assert whole.index == Withheld(why=Why.TOO_FEW)
    assert whole.verdict is Verdict.SUPPRESSED


def test_a_small_group_is_hidden_with_the_next_smallest(tmp_path: Path) -> None:
    """One hidden group would be the file less the others."""
    columns = {"score": list(range(1_020)), "g": ["a"] * 600 + ["b"] * 400 + ["c"] * 20}
    paths = [write(tmp_path / name, columns) for name in ("a.csv", "b.csv")]
    parts = compare(read_files(paths[0], paths[1], Question(score="score", by=("g",)))).columns[0].parts

    assert [part.people_before for part in parts] == [600, None, None]
    assert [part.index for part in parts[1:]] == [Withheld(why=Why.TOO_FEW)] * 2


def test_a_bin_of_few_people_is_not_shown_nor_what_would_tell_it(tmp_path: Path) -> None:
    column = one(tmp_path, ["a"] * 500 + ["b"] * 90 + ["c"] * 10, ["a"] * 500 + ["b"] * 60 + ["c"] * 40).columns[0]

    assert column.counts[:3] == ((500, 500), None, None)
    assert isinstance(column.whole.index, Index)


def test_outcomes_that_are_few_give_no_calibration(tmp_path: Path) -> None:
    columns = {"score": list(range(100)), "pd": [0.02] * 100, "y": [1] * 5 + [0] * 95}
    paths = [write(tmp_path / name, columns) for name in ("a.csv", "b.csv")]
    found = compare(read_files(paths[0], paths[1], Question(score="score", pd="pd", outcome="y"))).calibrations[0]

    assert found.drift == found.before == found.slope_after == Withheld(why=Why.TOO_FEW)
    assert found.people_before is None


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"score": ["x"]}, "row 1, column score: the score is not a number"),
        ({"outcome": ["2"]}, "row 1, column outcome: the outcome is not 0 or 1"),
        ({"outcome": ["1"], "pd": ["1.2"]}, "row 1, column pd: the value is not a number from 0 to 1"),
        ({"outcome": ["1"], "pd": [""]}, "row 1, column pd: the value is not a number from 0 to 1"),
        ({"decided_at": [""]}, "row 1, column decided_at: the period is empty"),
    ],
)
def test_a_wrong_value_is_named_by_file_row_and_column(tmp_path: Path, wrong: dict[str, list[str]], what: str) -> None:
    before, after = two_files(tmp_path, rows=50)
    lines = [line.split(",") for line in after.read_text().splitlines()]
    for name, values in wrong.items():
        lines[1][lines[0].index(name)] = values[0]
    after.write_text("\n".join(",".join(line) for line in lines))

    with pytest.raises(DataError) as caught:
        read_files(before, after, FULL)
    assert f"after.csv, {what}" in str(caught.value)


def test_too_many_words_or_periods_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="more than 50 values that are no numbers"):
        one(tmp_path, [f"w{n}" for n in range(60)], ["w1"])
    path = write(tmp_path / "p.csv", {"c": list(range(70)), "t": [f"t{n}" for n in range(70)]})
    with pytest.raises(DataError, match="more than 60 periods"):
        read_files(path, path, Question(characteristics=("c",), period="t"))


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    before, after = two_files(tmp_path, rows=50)
    with pytest.raises(DataError, match="there is no column 'wealth'"):
        read_files(before, after, Question(characteristics=("wealth",)))


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({}, "nothing is to be compared"),
        ({"score": "s", "pd": "p"}, "go together"),
        ({"score": "s", "bins": 1}, "1 bins are asked for"),
        ({"score": "s", "by": ("s",)}, "named twice"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(options: dict[str, object], what: str) -> None:
    with pytest.raises(InputError, match=what):
        Question(**options)  # type: ignore[arg-type]


def test_hostile_names_and_values_are_text(tmp_path: Path) -> None:
    name, value = 'c" FROM before --', "'); DROP VIEW before; --"
    paths = [write(tmp_path / f"{n}.csv", {name: [value] * 100 + ["b"] * 100}) for n in ("a", "b")]
    column = compare(read_files(paths[0], paths[1], Question(characteristics=(name,)))).columns[0]

    assert column.name == name
    assert column.bins.words == (value, "b")


def test_columns_may_be_called_what_the_reader_calls_its_own(tmp_path: Path) -> None:
    columns = {"row": list(range(200)), "side": ["a", "b"] * 100, "people": [1] * 200, "n": ["u", "v"] * 100}
    path = write(tmp_path / "a.csv", columns)
    question = Question(score="row", characteristics=("people",), by=("side",), period="n")
    report = compare(read_files(path, path, question))

    assert [column.whole.verdict for column in report.columns][1] is Verdict.STABLE
    assert report.periods == ("u", "v")


@pytest.mark.parametrize(("groups", "what"), [(["a"] * 200, "one group only"), (list(range(200)), "more than 50")])
def test_one_group_or_a_thousand_are_refused(tmp_path: Path, groups: list[object], what: str) -> None:
    path = write(tmp_path / "a.csv", {"score": list(range(200)), "g": groups})
    with pytest.raises(DataError, match=what):
        read_files(path, path, Question(score="score", by=("g",)))
