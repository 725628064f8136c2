"""Who and which ranges of the axis may be told apart, so that no difference of printed numbers is a few people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.fairness.context import Case
from audits.fairness.grouping import Group
from audits.fairness.statistics import RATES, Floats, Statistic
from audits.shared.bands import quantile_bands
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["MOST_RANGES", "Line", "alike", "finest", "line_of", "parts_of", "ranged"]

MOST_RANGES = 20

_FEWEST_RANGES = 5
"""A group of fewer people than so many ranges need is left out of them, if that leaves others to compare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """People along the axis, riskiest first.

    Attributes
    ----------
    positions
        Shape (positions,).
    at
        Shape (cells of the cube,): the place of each on the line.
    people, weight
        Shape (groups, positions, 3), by outcome.
    expected
        Shape (groups, positions): predicted probabilities of those with an outcome.
    """

    positions: Floats
    at: Column
    people: Floats
    weight: Floats
    expected: Floats


def line_of(cube: Cube, case: Case) -> Line:
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
        at=at,
        positions=levels if cube.axis.safer_upwards else -levels,
        people=sums(cube.people),
        weight=sums(cube.weight),
        expected=expected.reshape(groups, size),
    )


def alike(cube: Cube, case: Case, others: Sequence[Case]) -> list[Case]:
    """The attributes of which groups, or several together, are the same people as those of this one, and itself."""
    found, left = [case], list(others)
    for one in found:  # which grows
        same = [other for other in left if _same_people(cube, one, other)]
        found += same
        left = [other for other in left if other not in same]
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


def finest(cube: Cube, line: Line, same: Sequence[Case]) -> Column:
    """Where ranges may begin: about equally many people in each, and no few between one and a known cut-off.

    Where the approved are those above some score, how many they are is printed as well.
    """
    everybody = line.people.sum(axis=(0, 2))
    firsts = np.array(_firsts(everybody, min(MOST_RANGES, max(1, int(everybody.sum()) // (2 * FEWEST_PEOPLE)))))
    approved = np.bincount(line.at, weights=cube.people * (cube.approved == 1), minlength=len(everybody))
    up, down = np.flatnonzero(approved), np.flatnonzero(everybody - approved)
    if len(up) and len(down) and down[-1] < up[0]:
        firsts = np.union1d(firsts, up[:1])
    kept = np.ones(len(firsts), dtype=bool)
    for case in same:
        own, place = line_of(cube, case).people.sum(axis=2), case.grouping.code * len(everybody) + line.at
        yes = np.bincount(place, weights=cube.people * (cube.approved == 1), minlength=own.size).reshape(own.shape)
        for group in ranged(case, case.hidden.selection):
            up, down = np.flatnonzero(yes[group]), np.flatnonzero(own[group] - yes[group])
            if len(up) and len(down) and down[-1] < up[0]:
                between = np.abs(np.cumsum(own[group][::-1])[::-1][firsts] - yes[group].sum())
                kept &= (between == 0) | (between >= FEWEST_PEOPLE) | (firsts == 0)
    return firsts[kept]


def ranged(case: Case, hidden: frozenset[Group]) -> list[int]:
    """The groups that are shown by range: without those too few for several, where two and the reference are left.

    Those who are left out are enough for several ranges together, or nobody.
    """
    shown, people = _shown(case, hidden), case.counted.people.sum(axis=(1, 2))
    kept = [place for place in shown if people[place] >= _FEWEST_RANGES * FEWEST_PEOPLE]
    while kept and 0 < people.sum() - people[kept].sum() < _FEWEST_RANGES * FEWEST_PEOPLE:
        kept.remove(min(kept, key=lambda place: (people[place], place)))
    return kept if len(kept) > 1 and case.reference in kept else shown


def parts_of(cube: Cube, same: Sequence[Case], every: Sequence[Case], statistic: Statistic) -> Floats:
    """Who can be told apart in attributes that have the same edges, shape (parts, positions, 3)."""
    found = [
        part
        for case in same
        for part in _parts(cube, case, line_of(cube, case), [one for one in every if one is not case], statistic)
    ]
    return np.array(found)


def _shown(case: Case, hidden: frozenset[Group]) -> list[int]:
    groups, there = case.grouping.groups, case.counted.people.any(axis=(1, 2))
    return [place for place in np.flatnonzero(there).tolist() if groups[place] not in hidden and _weighs(case, place)]


def _parts(cube: Cube, case: Case, line: Line, others: Sequence[Case], statistic: Statistic) -> Iterator[Floats]:
    """Who can be told apart, each of shape (positions, 3): shown groups, and what these leave over of a known number.

    People who weigh nothing are nobody here.
    """
    people = np.where(line.weight > 0, line.people, 0)
    shown = ranged(case, case.hidden.of(statistic))
    yield from people[shown]
    rest = np.delete(people, shown, axis=0).sum(axis=0)
    if rest.any():
        yield rest
    weighs, code, size = np.where(cube.weight > 0, cube.people, 0), case.grouping.code, len(line.positions)
    for other in others:
        wide, many = other.grouping.code, len(other.grouping.groups)
        cross = np.bincount(code * many + wide, weights=weighs, minlength=len(people) * many).reshape(-1, many)
        within = (cross > 0) & ((cross > 0).sum(axis=1, keepdims=True) == 1)
        within[np.setdiff1d(np.arange(len(people)), shown)] = False
        for place in ranged(other, other.hidden.of(statistic)):
            over = (wide == place) & ~within[code, place]
            if within[:, place].any() and weighs[over].any():
                cells = np.bincount(
                    line.at[over] * 3 + cube.outcome[over] + 1, weights=weighs[over], minlength=size * 3
                )
                yield cells.reshape(size, 3)


def _firsts(people: Floats, number: int) -> list[int]:
    """The first place of each of so many ranges, together every place, that hold about equally many people."""
    there = np.flatnonzero(people > 0)
    bands = quantile_bands(there.astype(np.float64), people[there], number)
    return [0, *(int(low) for low, _ in bands[1:])]


def _weighs(case: Case, place: int) -> bool:
    """Whether a group is worth enough people, whatever their weights."""
    return case.counted.cell(RATES[Statistic.SELECTION_RATE], place).of >= FEWEST_PEOPLE * (1 - 1e-9)
