"""Neutral points: the mean of those who gave a value, in the same table, in the declared order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.certificate.spread import half_up, pooled
from scoring.domain.characteristic import Direction, Source
from scoring.domain.line import Test
from scoring.engine.draft import Draft, DraftLine
from scoring.engine.neutral import neutral_points
from tests.support.development import characteristic
from tests.support.drafts import grid, one_way

SIZE = (4, 3)
LINES = 16
HIGHER, LOWER, NONE = Direction.HIGHER_IS_SAFER, Direction.LOWER_IS_SAFER, Direction.NONE

Array = np.ndarray[Any, np.dtype[Any]]
people = st.lists(st.integers(1, 40), min_size=LINES, max_size=LINES)
points = st.lists(st.integers(0, 60), min_size=LINES, max_size=LINES)


def made(weights: list[int], by: Direction) -> Draft:
    index = np.repeat(np.arange(LINES), weights)
    return grid(index, np.zeros(len(index), dtype=bool), by, NONE, SIZE)


def means(table: Array, weights: list[int]) -> list[Fraction]:
    rows = zip(table.reshape(SIZE[0], -1), np.array(weights).reshape(SIZE[0], -1), strict=True)
    return [Fraction(int(each[:3] @ own[:3]), int(own[:3].sum())) for each, own in rows]


@given(people, points)
def test_in_a_crossing_a_neutral_line_earns_the_rounded_mean_of_its_own_table(
    weights: list[int], drawn: list[int]
) -> None:
    table = np.array(drawn)
    (found,) = neutral_points((table,), [made(weights, NONE)])

    assert found.reshape(SIZE[0], -1)[:, 3].tolist() == [half_up(mean) for mean in means(table, weights)]
    assert (found.reshape(SIZE[0], -1)[:, :3] == table.reshape(SIZE[0], -1)[:, :3]).all()


@settings(max_examples=60)
@given(people, points, st.sampled_from([HIGHER, LOWER]))
def test_those_of_whom_one_fact_is_unknown_keep_the_order_of_the_other(
    weights: list[int], drawn: list[int], by: Direction
) -> None:
    """The tables' own means may fall although no line does: more people may stand in the lower lines."""
    sign = 1 if by is HIGHER else -1
    rising = np.sort(np.array(drawn).reshape(SIZE[0], -1), axis=0)[::sign].ravel()
    (found,) = neutral_points((rising,), [made(weights, by)])

    silent = found.reshape(SIZE[0], -1)[:, 3]
    assert (sign * np.diff(silent) >= 0).all()
    run = slice(None, None, sign)
    masses = [Fraction(int(row[:3].sum())) for row in np.array(weights).reshape(SIZE[0], -1)]
    wanted = pooled(means(rising, weights)[run], masses[run])
    assert silent[run].tolist() == [half_up(mean) for mean in wanted]


def test_tables_whose_means_fall_share_their_common_mean() -> None:
    """Lines of 0, 10 and 20 in both; nine of eleven stand in the highest of the first and the lowest of the second."""
    table = np.array([0, 10, 20, 0] * 4)
    weights = [*(1, 1, 9, 1), *(9, 1, 1, 1), *(1, 1, 9, 1), *(1, 1, 9, 1)]
    (found,) = neutral_points((table,), [made(weights, HIGHER)])

    assert found.reshape(4, -1)[:, 3].tolist() == [10, 10, 17, 17]


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_what_refusing_a_source_earns_is_one_rounded_total_whatever_else_is_crossed(names: tuple[str, str]) -> None:
    """2.5 and 2.5 make 5, and the odd point goes by name."""
    index = np.repeat([0, 1], 2)
    nobody = np.zeros(4, dtype=bool)
    declared = [characteristic(name, source=Source.BANK, not_provided="-99") for name in names]
    providers = [one_way(index, nobody, field, 3, neutral=1) for field in declared]
    refusing = [_not_provided(draft) for draft in providers]
    found = neutral_points(
        (np.array([0, 5, 0]), np.array([0, 5, 0]), np.zeros(LINES, dtype=int)), [*refusing, made([1] * LINES, HIGHER)]
    )

    by_name = {name: int(table[2]) for name, table in zip(names, found[:2], strict=True)}
    assert by_name == {"a": 3, "b": 2}


def _not_provided(draft: Draft) -> Draft:
    return replace(draft, lines=(*draft.lines[:2], DraftLine(test=Test.NOT_PROVIDED, neutral=True)))
