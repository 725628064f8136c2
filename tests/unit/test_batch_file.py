"""Scoring a file: one row out for each row in, in the same order, written whole or not at all."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from scoring.batch.score import ScoredFile, score_file
from scoring.domain.card import Card
from scoring.domain.errors import CounterscoreError, DataError, FileError, InputError
from scoring.explain.reasons import reasons
from scoring.tabular.readings import read_table
from scoring.tabular.source import open_data
from tests.support.hand_card import APPLICANT, HAND_CARD

NAMES = (*APPLICANT, "person", "gender")
GOOD = {name: str(value) for name, value in APPLICANT.items()} | {"person": "p", "gender": "x"}
PEOPLE = (
    {**GOOD, "person": "p1"},
    {**GOOD, "person": "p2", "open_arrears": "many"},
    {**GOOD, "person": "p3", "buffer_months": "-99", "net_monthly_income": ""},
    {**GOOD, "person": "p4", "card_utilisation": "-8", "open_arrears": "0", "net_monthly_income": "6000"},
    {**GOOD, "person": "p5", "card_utilisation": "7"},
)


def data(folder: Path, people: tuple[dict[str, str], ...] = PEOPLE) -> Path:
    path = folder / "applicants.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(people[0]))
        writer.writeheader()
        writer.writerows(people)
    return path


def scored(
    folder: Path,
    out: Path,
    *,
    people: tuple[dict[str, str], ...] = PEOPLE,
    keep: tuple[str, ...] = (),
    strict: bool = False,
    card: Card = HAND_CARD,
) -> ScoredFile:
    with open_data(data(folder, people)) as file:
        return score_file(card, file, out, reasons=2, keep=keep, strict=strict)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal(tmp_path: Path, out: Path, keep: tuple[str, ...] = ()) -> CounterscoreError:
    with pytest.raises(CounterscoreError) as refused:
        scored(tmp_path, out, keep=keep)
    assert refused.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["applicants.csv"]
    return refused.value


def test_there_is_one_row_for_each_in_the_same_order(tmp_path: Path) -> None:
    scored(tmp_path, tmp_path / "out.csv", keep=("person",))
    assert [row["person"] for row in rows(tmp_path / "out.csv")] == ["p1", "p2", "p3", "p4", "p5"]


def test_the_columns_are_score_pd_approved_invalid_and_reasons(tmp_path: Path) -> None:
    scored(tmp_path, tmp_path / "out.csv")
    assert list(rows(tmp_path / "out.csv")[0]) == ["score", "pd", "approved", "invalid", "reason_1", "reason_2"]


def test_each_row_says_what_the_card_says_of_the_person(tmp_path: Path) -> None:
    scored(tmp_path, tmp_path / "out.csv")
    with open_data(tmp_path / "applicants.csv") as file:
        table = read_table(file, HAND_CARD.registry)
    for place, row in enumerate(rows(tmp_path / "out.csv")):
        if row["invalid"]:
            continue
        readings = table.row(place)
        score = HAND_CARD.score(readings)
        assert int(row["score"]) == score
        assert float(row["pd"]) == float(HAND_CARD.pd(score))
        assert int(row["approved"]) == int(score >= 560)
        codes = [reason.code for reason in reasons(HAND_CARD, readings, most=2)]
        assert [row["reason_1"], row["reason_2"]] == [*codes, "", ""][:2]


def test_an_invalid_row_has_no_score_no_reason_and_the_name_of_the_column(tmp_path: Path) -> None:
    result = scored(tmp_path, tmp_path / "out.csv")
    found = rows(tmp_path / "out.csv")
    for place, name in ((1, "open_arrears"), (4, "card_utilisation")):
        assert found[place] == {"score": "", "pd": "", "approved": "", "invalid": name, "reason_1": "", "reason_2": ""}
    assert [row["invalid"] for row in found if row["score"]] == ["", "", ""]
    assert (result.rows, result.invalid, result.written) == (5, 2, True)


def test_the_first_invalid_value_is_named_by_row_and_column_and_not_repeated(tmp_path: Path) -> None:
    result = scored(tmp_path, tmp_path / "out.csv")
    assert result.first_invalid == (
        "the first is applicants.csv, row 2, column open_arrears: the value is not a number"
    )


def test_strict_writes_nothing_if_a_row_is_invalid(tmp_path: Path) -> None:
    result = scored(tmp_path, tmp_path / "out.csv", strict=True)
    assert (result.invalid, result.written) == (2, False)
    assert [path.name for path in tmp_path.iterdir()] == ["applicants.csv"]


def test_strict_leaves_an_older_result_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("older")
    scored(tmp_path, tmp_path / "out.csv", strict=True)
    assert (tmp_path / "out.csv").read_text() == "older"


def test_strict_writes_where_every_row_is_valid(tmp_path: Path) -> None:
    result = scored(tmp_path, tmp_path / "out.csv", people=PEOPLE[:1], strict=True)
    assert (result.invalid, result.first_invalid, result.written) == (0, "", True)
    assert rows(tmp_path / "out.csv")[0]["score"] == "514"


def test_undeclared_columns_are_listed_once_and_not_written(tmp_path: Path) -> None:
    result = scored(tmp_path, tmp_path / "out.csv")
    assert result.not_used == ("person", "gender")
    assert "gender" not in (tmp_path / "out.csv").read_text()


def test_a_kept_column_is_copied_and_not_listed(tmp_path: Path) -> None:
    result = scored(tmp_path, tmp_path / "out.csv", keep=("person",))
    assert result.not_used == ("gender",)


def test_a_card_without_a_cut_off_approves_nobody_and_says_nothing_of_it(tmp_path: Path) -> None:
    scored(tmp_path, tmp_path / "out.csv", card=replace(HAND_CARD, cut_off=None))
    assert "approved" not in rows(tmp_path / "out.csv")[0]


def test_parquet_holds_the_same_rows_with_types(tmp_path: Path) -> None:
    """A missing score is null, not zero."""
    scored(tmp_path, tmp_path / "out.csv", keep=("person",))
    scored(tmp_path, tmp_path / "out.parquet", keep=("person",))
    with duckdb.connect(":memory:") as connection:
        found = connection.read_parquet(str(tmp_path / "out.parquet"))
        assert found.columns == ["person", "score", "pd", "approved", "invalid", "reason_1", "reason_2"]
        types = dict(zip(found.columns, map(str, found.types), strict=True))
        assert (types["score"], types["pd"], types["invalid"]) == ("BIGINT", "DOUBLE", "VARCHAR")
        written = found.fetchall()
    for ours, theirs in zip(written, rows(tmp_path / "out.csv"), strict=True):
        assert ours[1] == (int(theirs["score"]) if theirs["score"] else None)
        assert ours[2] == (float(theirs["pd"]) if theirs["pd"] else None)
        assert ours[4] == (theirs["invalid"] or None)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    scored(tmp_path, tmp_path / "one.parquet", keep=("person",))
    scored(tmp_path, tmp_path / "two.parquet", keep=("person",))
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"], ids=repr)
def test_text_that_a_spreadsheet_would_run_is_neutralised_in_csv(tmp_path: Path, sign: str) -> None:
    value = f"{sign}cmd|' /C calc'!A0"
    scored(tmp_path, tmp_path / "out.csv", people=({**GOOD, "person": value},), keep=("person",))
    assert rows(tmp_path / "out.csv")[0]["person"] == f"'{value}"


@pytest.mark.parametrize("value", ["plain", "a=b", "3", "'quoted", "naïve ✓"])
def test_other_text_is_copied_as_it_is(tmp_path: Path, value: str) -> None:
    scored(tmp_path, tmp_path / "out.csv", people=({**GOOD, "person": value},), keep=("person",))
    assert rows(tmp_path / "out.csv")[0]["person"] == value


def test_a_heading_that_a_spreadsheet_would_run_is_neutralised_in_csv(tmp_path: Path) -> None:
    scored(tmp_path, tmp_path / "out.csv", people=({**GOOD, "=1+1": "x"},), keep=("=1+1",))
    assert "'=1+1" in rows(tmp_path / "out.csv")[0]


def test_in_parquet_text_is_copied_as_it_is(tmp_path: Path) -> None:
    """It is no spreadsheet; the value is the value."""
    scored(tmp_path, tmp_path / "out.parquet", people=({**GOOD, "person": "=1+1"},), keep=("person",))
    with open_data(tmp_path / "out.parquet") as file:
        assert file.column("person").tolist() == ["=1+1"]


def test_a_number_below_zero_in_a_csv_of_scores_is_a_number(tmp_path: Path) -> None:
    """Only text is neutralised."""
    scored(tmp_path, tmp_path / "out.csv", people=PEOPLE[:1])
    assert not rows(tmp_path / "out.csv")[0]["pd"].startswith("'")


@pytest.mark.parametrize("name", ["score", "PD", "Approved", "invalid", "reason_1", "REASON_9"])
def test_a_kept_column_may_not_pass_for_a_result(tmp_path: Path, name: str) -> None:
    error = refusal(tmp_path, tmp_path / "out.csv", (name,))
    assert isinstance(error, DataError)
    assert name in error.what


def test_a_kept_column_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    assert "there is no column 'persn'" in refusal(tmp_path, tmp_path / "out.csv", ("persn",)).what


@pytest.mark.parametrize("name", ["out.txt", "out", "out.json"])
def test_only_csv_and_parquet_are_written(tmp_path: Path, name: str) -> None:
    error = refusal(tmp_path, tmp_path / name)
    assert isinstance(error, InputError)
    assert error.where == str(tmp_path / name)


def test_a_folder_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    error = refusal(tmp_path, tmp_path / "nowhere" / "out.csv")
    assert isinstance(error, FileError)
    assert error.where == str(tmp_path / "nowhere")


def test_a_declared_column_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    few = tuple({name: value for name, value in person.items() if name != "open_arrears"} for person in PEOPLE)
    with pytest.raises(DataError, match=r"applicants\.csv: there is no column 'open_arrears'"):
        scored(tmp_path, tmp_path / "out.csv", people=few)
    assert not (tmp_path / "out.csv").exists()


def test_scores_may_replace_an_older_file(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("older")
    scored(tmp_path, tmp_path / "out.csv")
    assert len(rows(tmp_path / "out.csv")) == 5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["applicants.csv", "out.csv"]
