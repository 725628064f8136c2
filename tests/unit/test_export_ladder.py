"""Intervals that are asked for in two rounds: the same answers, and the same texts in a file."""

from __future__ import annotations

import random
from bisect import bisect_right
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

from scoring.batch.request import Request
from scoring.batch.score_sql import by_sql
from scoring.export.form import Dialect
from scoring.export.sql_ladder import Rung, ladder
from scoring.export.sql_literal import whole_number
from scoring.tabular.source import open_data
from tests.support.hand_card import HAND_CARD
from tests.support.score_files import file_of, people


@pytest.mark.parametrize("size", [1, 2, 5, 6, 13, 40])
@pytest.mark.parametrize("heavy", ["even", "first", "last"])
def test_a_value_finds_its_interval_wherever_the_rows_lie(size: int, heavy: str) -> None:
    """On either side of every cut and on it; groups of like weight, or nearly all rows in one interval."""
    draw = random.Random(size)  # noqa: S311 - the same numbers each time
    cuts = sorted(draw.sample(range(-100, 100), size - 1))
    weights = {"even": [1.0] * size, "first": [1e6] + [1.0] * (size - 1), "last": [1.0] * (size - 1) + [1e6]}[heavy]
    rungs = [
        Rung(upper=upper, found=whole_number(place), weight=weight)
        for place, (upper, weight) in enumerate(zip([*map(float, cuts), None], weights, strict=True))
    ]
    found = ladder(exp.column("x"), rungs, Dialect.DUCKDB).sql(dialect="duckdb")
    values = [cut + shift for cut in [*cuts, 0] for shift in (-0.5, 0.0, 0.5)] + [-1e308, 1e308]

    with duckdb.connect(":memory:") as connection:
        for x in values:
            query = f"SELECT {found} FROM (SELECT CAST(? AS DOUBLE) AS x)"
            assert connection.execute(query, [x]).fetchall() == [(bisect_right(cuts, x),)], x


def test_reasons_stand_in_parquet_as_texts(tmp_path: Path) -> None:
    data = file_of(HAND_CARD, people(HAND_CARD), tmp_path / "data.parquet")
    with open_data(data) as file:
        done = by_sql(Request(card=HAND_CARD, file=file, out=tmp_path / "s.parquet", reasons=4, keep=()), tmp_path)
    assert done is not None
    with open_data(done.path) as scored:
        assert {scored.kinds[f"reason_{number}"] for number in range(1, 5)} == {"VARCHAR"}
