"""No number of a small group can be had from the printed ones, not even by solving for it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from audits.fairness.cell import Counted
from audits.fairness.grouping import Grouping, groupings
from audits.fairness.suppression import Hidden, hide
from audits.shared.proportion import Proportion
from audits.shared.small_cells import FEWEST_EACH, is_small
from tests.support.cubes import Array, cube_of


def tables(counts: Array) -> list[tuple[Grouping, Array, Hidden]]:
    """Every grouping of people with these counts, shape (a, b, 2): declined and approved."""
    a, b, _ = counts.shape
    rows = [
        (f"a{i}", f"b{j}", bool(k))
        for i, j, k in itertools.product(range(a), range(b), range(2))
        for _ in range(counts[i, j, k])
    ]
    first, second, approved = (np.array(column) for column in zip(*rows, strict=True))
    cube = cube_of({"a": first, "b": second}, approved.astype(bool), np.zeros(len(rows), dtype=int))
    found = groupings(cube, 2)
    people = [Counted(cube, grouping).people for grouping in found]
    return list(zip(found, people, hide(cube, found, people), strict=True))


def attack(found: list[tuple[Grouping, Array, Hidden]], side: int) -> list[tuple[int, float, float]]:
    """For each hidden cell of the pairs: its number on one side, and the least and the most it can be.

    The attacker knows every printed cell, the printed groups of each attribute and the total, and that people are no
    fewer than none.
    """
    (_, first, hidden_first), (_, second, hidden_second), (pair, people, hidden) = found
    counts = people.sum(axis=2)[:, side]
    secret = [place for place, group in enumerate(pair.groups) if group in hidden.selection]
    left, right = [], []
    for axis, (margin, out) in enumerate(((first, hidden_first), (second, hidden_second))):
        names = found[axis][0].groups
        for place, name in enumerate(names):
            if name in out.selection:
                continue
            line = [i for i in range(len(pair.groups)) if pair.groups[i][axis] == name[0]]
            left.append([1.0 if i in line else 0.0 for i in secret])
            right.append(margin.sum(axis=2)[place, side] - sum(counts[i] for i in line if i not in secret))
    left.append([1.0] * len(secret))
    right.append(counts.sum() - sum(counts[i] for i in range(len(counts)) if i not in secret))
    ranges = []
    for at, place in enumerate(secret):
        goal = np.eye(len(secret))[at]
        ends = [linprog(sign * goal, A_eq=left, b_eq=right, bounds=(0, None)).fun * sign for sign in (1, -1)]
        ranges.append((int(counts[place]), ends[0], ends[1]))
    return ranges


@st.composite
def counts(draw: st.DrawFn) -> Array:
    shape = (draw(st.integers(2, 3)), draw(st.integers(2, 4)))
    size = st.one_of(st.integers(0, 8), st.integers(10, 200))
    cells = [draw(size) for _ in range(shape[0] * shape[1] * 2)]
    table = np.array(cells).reshape(*shape, 2)
    table[:, :, 0] += (table.sum(axis=2) == 0).astype(int)
    return table


@settings(max_examples=60, deadline=None)
@given(counts())
def test_a_hidden_small_cell_is_never_the_only_answer(table: Array) -> None:
    assume(min(table.sum(axis=(0, 1))) >= FEWEST_EACH)  # else the total itself gives everybody away
    found = tables(table)
    pair, people, _ = found[2]
    shares = [Proportion(count=int(cells[1].sum()), of=int(cells.sum())) for cells in people]
    small = {group for group, share in zip(pair.groups, shares, strict=True) if is_small(share)}
    secret = [group for group in found[2][0].groups if group in found[2][2].selection]
    for side in (0, 1):
        for group, (_, least, most) in zip(secret, attack(found, side), strict=True):
            if group in small:
                assert most - least >= 1


@settings(max_examples=60, deadline=None)
@given(counts())
def test_every_small_cell_is_hidden_and_never_alone_in_its_line(table: Array) -> None:
    pair, people, hidden = tables(table)[2]
    for place, group in enumerate(pair.groups):
        cells = people[place].sum(axis=1)
        if cells.sum() and is_small(Proportion(count=int(cells[1]), of=int(cells.sum()))):
            assert group in hidden.selection
    for axis in (0, 1):
        for name in {group[axis] for group in pair.groups}:
            line = [i for i, group in enumerate(pair.groups) if group[axis] == name and people[i].any()]
            secret = [i for i in line if pair.groups[i] in hidden.selection]
            assert len(secret) != 1 or len(line) == 1


@pytest.mark.parametrize("kind", ["default", "errors"])
def test_what_says_more_about_a_person_is_hidden_more_often(kind: str) -> None:
    table = np.random.default_rng(5).integers(0, 60, (3, 4, 2))
    hidden = tables(table)[2][2]

    assert hidden.selection <= getattr(hidden, kind)


def test_a_cell_that_alone_joins_two_parts_of_a_table_is_hidden_with_another() -> None:
    """Rows 1 and 2 less what is shown, and columns 1 and 2 less what is shown, would leave it over."""
    table = np.array(
        [
            [[20, 4], [22, 5], [90, 60], [80, 70]],
            [[21, 6], [23, 7], [3, 2], [75, 85]],
            [[60, 90], [70, 80], [24, 5], [22, 6]],
            [[65, 75], [85, 95], [20, 8], [25, 7]],
        ]
    )
    for side in (0, 1):
        for count, least, most in attack(tables(table), side):
            assert most - least >= 1, count
