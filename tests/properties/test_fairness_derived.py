"""What is hidden does not follow from what is printed, however many tables are put together."""

from __future__ import annotations

import numpy as np
import pytest

from audits.decisions.cube import Cube
from audits.fairness.cell import Counted
from audits.fairness.derived import sums
from audits.fairness.grouping import Group, groupings
from audits.fairness.suppression import Hidden, hide
from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small
from tests.support.cubes import Array, cube_of

Sides = dict[Group, tuple[int, int]]
"""People declined and approved, by their group in every attribute."""

KINDS = ("selection", "default", "errors")

THREE_TABLES = """
a0b0c1 1 0  a0b0c3 1 1  a0b1c4 1 0  a0b2c1 1 1  a0b2c3 2 4  a0b2c4 3 6  a0b3c3 1 2  a0b3c4 0 1  a1b0c0 0 1
a1b0c1 2 3  a1b0c3 9 13  a1b0c4 13 12  a1b1c0 0 1  a1b1c1 1 1  a1b1c3 15 8  a1b1c4 12 15  a1b2c0 1 0  a1b2c1 31 36
a1b2c2 2 0  a1b2c3 128 123  a1b2c4 95 106  a1b3c0 1 1  a1b3c1 14 19  a1b3c3 71 63  a1b3c4 55 54  a2b0c1 0 1
a2b0c3 7 5  a2b0c4 8 8  a2b1c1 0 4  a2b1c3 1 2  a2b1c4 5 4  a2b2c0 1 0  a2b2c1 16 13  a2b2c2 0 1  a2b2c3 37 56
a2b2c4 38 44  a2b3c1 4 2  a2b3c3 23 23  a2b3c4 17 22
"""
"""People declined and approved of three attributes: b3 of a2 in c1, six people, once was a sum of printed numbers."""


def counted(table: Sides, names: str) -> Cube:
    """These people, all of whom repay."""
    who = [group for group, sides in table.items() for _ in range(sum(sides))]
    approved = np.concatenate([np.repeat([False, True], sides) for sides in table.values()])
    columns = {name: np.array([group[i] for group in who]) for i, name in enumerate(names.split())}
    return cube_of(columns, approved, np.zeros(len(who), dtype=int))


def of_three_tables() -> Cube:
    words = THREE_TABLES.split()
    table: Sides = {
        (cell[:2], cell[2:4], cell[4:]): (int(declined), int(approved))
        for cell, declined, approved in zip(words[::3], words[1::3], words[2::3], strict=True)
    }
    return counted(table, "a b c")


def secrets(cube: Cube, together: int) -> dict[tuple[str, ...], Hidden]:
    found = groupings(cube, together)
    hidden = hide(cube, found, [Counted(cube, one).persons for one in found])
    return {one.attributes: each for one, each in zip(found, hidden, strict=True)}


def followed(cube: Cube, together: int, kind: str) -> list[tuple[tuple[str, ...], Group]]:
    """The hidden groups whose row is a combination of the printed rows, by rank; printed is the total too."""
    alike, at = np.unique(cube.codes, axis=0, return_inverse=True)
    first = np.unique(at.ravel(), return_index=True)[1]
    hidden = secrets(cube, together)
    shown: list[Array] = [np.ones(len(alike))]
    secret: list[tuple[tuple[str, ...], Group, Array]] = []
    for one in groupings(cube, together):
        for place, group in enumerate(one.groups):
            row = (one.code[first] == place).astype(float)
            if group not in getattr(hidden[one.attributes], kind):
                shown.append(row)
            elif row.any():
                secret.append((one.attributes, group, row))
    rank = np.linalg.matrix_rank(np.array(shown))
    return [
        (attributes, group)
        for attributes, group, row in secret
        if np.linalg.matrix_rank(np.vstack([*shown, row])) == rank
    ]


def random_cube(seed: int) -> Cube:
    """Three attributes of a few hundred people, some groups nearly empty; in every other one the first refines another.

    In every third the second is refined as well, by the third.
    """
    chance = np.random.default_rng(seed)
    people = int(chance.integers(300, 1500))

    def drawn(size: int) -> Array:
        return chance.choice(size, people, p=chance.dirichlet(np.full(size, 0.7)))

    codes = [drawn(int(chance.integers(2, 6))) for _ in range(3)]
    if seed % 2:
        codes[0] = codes[1] * 3 + drawn(3)
    if not seed % 3:
        codes[2] = codes[1] // 2 * 4 + drawn(4)
    for code in codes:
        code[:2] = (0, 1)
    columns = {name: np.array([f"{name}{c:02d}" for c in code]) for name, code in zip("abc", codes, strict=True)}
    return cube_of(columns, chance.random(people) < 0.5, (chance.random(people) < 0.4).astype(int))


def test_a_small_group_is_not_what_a_wider_group_leaves_over() -> None:
    """Of the young all but 18 to 20 are 21 to 29: with both printed, the six people of 18 to 20 were exact."""
    table: Sides = {
        ("18-20", "young"): (1, 5),
        ("21-29", "young"): (504, 696),
        ("30-59", "middle"): (662, 938),
        ("60-64", "old"): (26, 34),
        ("65+", "old"): (44, 90),
    }
    hidden = secrets(counted(table, "age5 age3"), 1)

    assert ("18-20",) in hidden[("age5",)].selection
    assert ("21-29",) in hidden[("age5",)].selection or ("young",) in hidden[("age3",)].selection
    assert followed(counted(table, "age5 age3"), 1, "selection") == []


def test_the_rest_of_a_group_that_straddles_two_others_is_not_printed_by_them() -> None:
    """North is all of x and 6 people of y: North less x is 6 people, though no table has them as a cell."""
    table: Sides = {
        ("x", "north"): (300, 300),
        ("y", "north"): (3, 3),
        ("y", "south"): (300, 300),
        ("z", "south"): (200, 90),
    }
    hidden = secrets(counted(table, "code region"), 1)

    assert ("x",) in hidden[("code",)].selection or ("north",) in hidden[("region",)].selection


def test_no_hidden_cell_is_a_sum_of_cells_of_three_tables() -> None:
    cube = of_three_tables()
    hidden = secrets(cube, 3)

    assert ("a2", "b3", "c1") in hidden[("a", "b", "c")].selection
    assert followed(cube, 3, "selection") == []


@pytest.mark.parametrize("together", [1, 2, 3])
@pytest.mark.parametrize("seed", range(24))
def test_nothing_hidden_lies_in_the_span_of_what_is_printed(seed: int, together: int) -> None:
    cube = random_cube(seed)
    for kind in KINDS:
        assert followed(cube, together, kind) == []


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_small_is_hidden_whatever_else_is(seed: int) -> None:
    cube = random_cube(seed)
    hidden = secrets(cube, 3)
    for one in groupings(cube, 3):
        counts = Counted(cube, one).persons
        for place, group in enumerate(one.groups):
            share = Proportion(count=int(counts[place, 1].sum()), of=int(counts[place].sum()))
            if share.of and is_small(share):
                assert group in hidden[one.attributes].selection


def test_a_table_without_small_cells_is_printed_whole() -> None:
    table: Sides = {(a, b): (40, 50) for a in ("p", "q") for b in ("r", "s", "t")}
    for hidden in secrets(counted(table, "one other"), 2).values():
        assert not hidden.selection


def test_attributes_with_too_many_cells_are_solved_two_by_two() -> None:
    """Twenty groups each in three attributes: some 8,000 cells at once, 400 in pairs."""
    chance = np.random.default_rng(3)
    columns = {name: np.array([f"{c:02d}" for c in chance.integers(0, 20, 30000)]) for name in "abc"}
    cube = cube_of(columns, chance.random(30000) < 0.5, np.zeros(30000, dtype=int))
    equations = sums(cube, groupings(cube, 2))

    assert [one.members.shape for one in equations] == [(441, 400)] * 3
