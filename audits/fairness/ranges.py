"""Who and which ranges of the axis may be told apart, so that no difference of printed numbers is a few people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.fairness.context import Case
from audits.fairness.crowd import Crowd, Marks
from audits.fairness.grouping import Group
from audits.fairness.statistics import RATES, Floats, Statistic
from audits.shared.bands import quantile_bands
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["MOST_RANGES", "Line", "apart", "finest", "line_of", "parts_of", "ranged", "same_people"]

MOST_RANGES = 20

_FEWEST_RANGES = 5
"""A group of fewer people than so many ranges need is left out of them, if that leaves others to compare."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """The people of one attribute along the axis, riskiest first.

    Attributes
    ----------
    case
        The attribute.
    positions
        Shape (positions,).
    at
        Shape (cells of the cube,): the place of each on the line.
    crowd
        Everybody, to put together and count.
    people, weight, weight2
        Shape (groups, positions, 3), by outcome.
    marks
        The same people as the crowd counts them.
    expected
        Shape (groups, positions): predicted probabilities of those with an outcome.
    """

    case: Case
    crowd: Crowd
    positions: Floats
    at: Column
    people: Floats
    weight: Floats
    weight2: Floats
    marks: Marks
    expected: Floats


def line_of(cube: Cube, crowd: Crowd, case: Case) -> Line:
    """The people of an attribute along the axis."""
    safe = cube.position if cube.axis.safer_upwards else -cube.position
    levels, at = np.unique(safe, return_inverse=True)
    groups, size = len(case.grouping.groups), len(levels)
    place = case.grouping.code * size + at
    known = cube.outcome >= 0

    def sums(values: Floats) -> Floats:
        total = np.bincount(place * 3 + cube.outcome + 1, weights=values, minlength=groups * size * 3)
        return total.reshape(groups, size, 3)

    expected = np.bincount(place, weights=np.where(known, cube.expected, 0.0), minlength=groups * size)
    return Line(
        case=case,
        crowd=crowd,
        at=at,
        positions=levels if cube.axis.safer_upwards else -levels,
        people=sums(cube.people),
        weight=sums(cube.weight),
        weight2=sums(cube.weight2),
        marks=crowd.by(place * 3 + cube.outcome + 1, groups * size * 3).reshape(groups, size, 3),
        expected=expected.reshape(groups, size),
    )


def same_people(cube: Cube, lines: Sequence[Line]) -> list[list[Line]]:
    """The attributes by whether groups of one, or several together, are the same people as those of another."""
    found: list[list[Line]] = []
    for line in lines:
        with_it = [each for each in found if any(_same_people(cube, line.case, other.case) for other in each)]
        found = [each for each in found if each not in with_it]
        found.append([*(other for each in with_it for other in each), line])
    return found


def _same_people(cube: Cube, one: Case, other: Case) -> bool:
    """Whether two attributes fall apart into parts that are groups of either; everybody is one such part."""
    there = cube.people > 0
    ours, theirs = np.unique(np.array([one.grouping.code[there], other.grouping.code[there]]), axis=1)
    part: Column = np.arange(len(one.grouping.groups))
    before: Column = np.empty(0)
    while not np.array_equal(part, before):
        before, beyond = part.copy(), np.full(len(other.grouping.groups), len(part))
        np.minimum.at(beyond, theirs, part[ours])
        np.minimum.at(part, ours, beyond[theirs])
    return len(np.unique(part[ours])) > 1


def finest(same: Sequence[Line], decided: int | None) -> Column:
    """Where ranges may begin: about equally many people in each; one begins at the place that decided."""
    everybody = same[0].people.sum(axis=(0, 2))
    firsts = np.array(_firsts(everybody, min(MOST_RANGES, max(1, int(everybody.sum()) // (2 * FEWEST_PEOPLE)))))
    if decided and len(firsts) > 1:  # in the place of the nearest one
        firsts[1 + np.argmin(np.abs(firsts[1:] - decided))] = decided
    return firsts


def apart(
    cube: Cube, same: Sequence[Line], firsts: Column, statistic: Statistic, few: Callable[[Marks], bool]
) -> Column:
    """Of these places those between which and a known cut-off stand nobody or no few people, of every group.

    Where the approved of a group are those above some score, how many they are is printed as well, and of what outcome.

    Parameters
    ----------
    few
        Whether people, shape (3,) by outcome, are few.
    """
    approved, size = cube.people * (cube.approved == 1), len(same[0].positions)
    kept = np.ones(len(firsts), dtype=bool)
    for line in same:
        people = line.people.sum(axis=2)
        yes = np.bincount(line.case.grouping.code * size + line.at, weights=approved, minlength=people.size)
        for group in ranged(line.case, line.case.hidden.of(statistic)):
            own = _cut_off(yes.reshape(people.shape)[group], people[group])
            for i, first in enumerate(firsts if own is not None else ()):
                low, high = sorted((int(first), own or 0))
                between = line.crowd.together(line.marks[group, low:high], 0)
                kept[i] &= not first or not people[group, low:high].any() or not few(between)
    return firsts[kept]


def _cut_off(approved: Floats, people: Floats) -> int | None:
    """The place from which on everybody was approved and before which nobody; None if there is none."""
    up, down = np.flatnonzero(approved), np.flatnonzero(people - approved)
    return int(up[0]) if len(up) and len(down) and down[-1] < up[0] else None


def ranged(case: Case, hidden: frozenset[Group]) -> list[int]:
    """The groups that are shown by range: without those too few for several, where two and the reference are left.

    Those who are left out are enough for several ranges together, or nobody.
    """
    shown, people = _shown(case, hidden), case.counted.people.sum(axis=(1, 2))
    kept = [place for place in shown if people[place] >= _FEWEST_RANGES * FEWEST_PEOPLE]
    while kept and 0 < people.sum() - people[kept].sum() < _FEWEST_RANGES * FEWEST_PEOPLE:
        kept.remove(min(kept, key=lambda place: (people[place], place)))
    return kept if len(kept) > 1 and case.reference in kept else shown


def parts_of(cube: Cube, same: Sequence[Line], every: Sequence[Case], statistic: Statistic) -> Marks:
    """Who can be told apart in attributes that have the same edges, as their crowd counts: shape (parts, positions, 3).

    Parameters
    ----------
    every
        All attributes whose groups are printed.
    """
    return np.array([part for line in same for part in _parts(cube, line, every, statistic)])


def _shown(case: Case, hidden: frozenset[Group]) -> list[int]:
    groups, there = case.grouping.groups, case.counted.people.any(axis=(1, 2))
    return [place for place in np.flatnonzero(there).tolist() if groups[place] not in hidden and _weighs(case, place)]


def _parts(cube: Cube, line: Line, every: Sequence[Case], statistic: Statistic) -> Iterator[Marks]:
    """Who can be told apart, each of shape (positions, 3): shown groups, and what these leave over of a known number.

    People who weigh nothing are nobody here.
    """
    case, marks = line.case, np.where(line.weight > 0, line.marks, 0)
    shown = ranged(case, case.hidden.of(statistic))
    yield from marks[shown]
    rest = line.crowd.together(np.delete(marks, shown, axis=0), 0)
    if rest.any():
        yield rest
    weighs, code, size = np.where(cube.weight > 0, cube.people, 0), case.grouping.code, len(line.positions)
    for other in every:
        if other is case:
            continue
        wide, many = other.grouping.code, len(other.grouping.groups)
        cross = np.bincount(code * many + wide, weights=weighs, minlength=len(marks) * many).reshape(-1, many)
        within = (cross > 0) & ((cross > 0).sum(axis=1, keepdims=True) == 1)
        within[np.setdiff1d(np.arange(len(marks)), shown)] = False
        for place in ranged(other, other.hidden.of(statistic)):
            over = (wide == place) & ~within[code, place] & (weighs > 0)
            if within[:, place].any() and over.any():
                yield line.crowd.by(line.at[over] * 3 + cube.outcome[over] + 1, size * 3, over).reshape(size, 3)


def _firsts(people: Floats, number: int) -> list[int]:
    """The first place of each of so many ranges, together every place, that hold about equally many people."""
    there = np.flatnonzero(people > 0)
    bands = quantile_bands(there.astype(np.float64), people[there], number)
    return [0, *(int(low) for low, _ in bands[1:])]


def _weighs(case: Case, place: int) -> bool:
    """Whether a group is worth enough people, whatever their weights."""
    return case.counted.cell(RATES[Statistic.SELECTION_RATE], place).of >= FEWEST_PEOPLE * (1 - 1e-9)
