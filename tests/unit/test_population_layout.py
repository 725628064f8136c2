"""What is in each file: the columns, and where truth and protected attributes stand and do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from scoring.population.layout import FILES, raw_columns
from scoring.population.world import GROUPS, World
from scoring.population.write import write
from tests.support.population import people, plan

BY_NAME = {file.name: file for file in FILES}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A small population with a truth of eight draws, and one without."""
    made = {}
    for draws in (0, 8):
        made[draws] = tmp_path_factory.mktemp(f"draws{draws}")
        write(plan(World.FAIR, persons=400, draws=draws), made[draws])
    return made


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(":memory:") as connection:
        return connection.execute(query.replace("FOLDER", str(folder))).fetchall()


def test_every_file_has_an_id_first_and_names_no_column_twice() -> None:
    for file in FILES:
        names = [column.name for column in file.columns]
        assert len(set(names)) == len(names)
        assert names[0] in {"person", "contract"}
        assert file.meaning
        assert all(column.meaning for column in file.columns)


def test_raw_columns_of_a_file_have_one_length() -> None:
    for table in raw_columns(people(World.FAIR)).values():
        assert len({len(column) for column in table.values()}) == 1


def test_protected_attributes_and_truth_stand_in_files_of_their_own() -> None:
    """No file for fitting or scoring has a column of either, whatever it is called there."""
    secret = {*GROUPS, "true_default", "default_month", "approved", "true_pd", "true_pd_se", "bads", "fair_bads"}
    secret |= {"fair_pd", "draws", "honest"}
    for name, file in BY_NAME.items():
        if name not in {"protected", "truth"}:
            assert not secret & {column.name for column in file.columns}
    assert not set(GROUPS) & {column.name for column in BY_NAME["truth"].columns}


def test_no_column_beside_the_truth_holds_a_true_probability() -> None:
    """Compared by value: none of the numbers that anybody may fit on is the truth under another name."""
    chunk = people(World.FAIR, draws=4)
    truth = chunk.truth["bads"]
    for file, table in raw_columns(chunk).items():
        for column in table.values():
            if file != "truth" and len(column) == len(truth) and column.dtype.kind in "fi":
                assert not np.array_equal(column, truth)
                spread = np.ptp(column[np.isfinite(column.astype(float))].astype(float))
                if spread > 0 and np.isfinite(column.astype(float)).all():
                    assert abs(np.corrcoef(column.astype(float), truth)[0, 1]) < 0.9


def test_the_truth_is_a_share_of_draws_with_its_standard_error(folders: dict[int, Path]) -> None:
    found = rows(folders[8], "SELECT draws, bads, true_pd, true_pd_se, fair_bads, fair_pd FROM 'FOLDER/truth.parquet'")
    assert len(found) == 400
    for draws, bads, true_pd, error, fair_bads, fair_pd in found:
        assert draws == 8
        assert true_pd == bads / 8
        assert fair_pd == fair_bads / 8
        assert error == pytest.approx((true_pd * (1 - true_pd) / 7) ** 0.5)
    assert len({row[1] for row in found}) > 4


def test_without_draws_the_truth_has_no_probability(folders: dict[int, Path]) -> None:
    """An empty cell: a probability of one would be a lie about everybody."""
    query = "SELECT draws, bads, true_pd, true_pd_se, fair_bads, fair_pd FROM 'FOLDER/truth.parquet'"
    assert set(rows(folders[0], query)) == {(None,) * 6}
    assert rows(folders[0], "SELECT count(true_default) FROM 'FOLDER/truth.parquet'") == [(400,)]


def test_what_nobody_knows_is_empty(folders: dict[int, Path]) -> None:
    """No mark of absence reaches a file as a number."""
    for file in FILES:
        for column in file.columns:
            if column.sql in {"BIGINT", "DOUBLE"}:
                query = f"SELECT min({column.name}) FROM 'FOLDER/{file.name}.parquet'"
                least = rows(folders[0], query)[0][0]
                assert least is None or least > -(10**9)


def test_dates_and_words_are_written_as_such(folders: dict[int, Path]) -> None:
    query = "SELECT min(observed_on)::VARCHAR, max(observed_on)::VARCHAR FROM 'FOLDER/applications.parquet'"
    assert rows(folders[0], query) == [("2022-01-01", "2024-12-01")]
    words = rows(folders[0], "SELECT DISTINCT outcome FROM 'FOLDER/outcomes.parquet'")
    assert {word for (word,) in words} == {"good", "indeterminate", "bad"}
    codes = rows(folders[0], "SELECT DISTINCT code FROM 'FOLDER/register_events.parquet'")
    assert {code for (code,) in codes} <= set("AH12345")


def test_ids_are_sixteen_hexadecimal_digits_that_join_every_file(folders: dict[int, Path]) -> None:
    ids = {row[0] for row in rows(folders[0], "SELECT person FROM 'FOLDER/applications.parquet'")}
    assert len(ids) == 400
    assert all(len(each) == 16 and int(each, 16) >= 0 and each == each.lower() for each in ids)
    for name in ("applicants", "outcomes", "protected", "truth"):
        assert {row[0] for row in rows(folders[0], f"SELECT person FROM 'FOLDER/{name}.parquet'")} == ids
    for name in ("register_contracts", "bank_accounts", "bank_transactions"):
        assert {row[0] for row in rows(folders[0], f"SELECT person FROM 'FOLDER/{name}.parquet'")} <= ids
