"""The axis in ranges: calibration, the distribution of scores, and approval at other cut-offs.

Ranges are so wide that nobody can be recognised in one: no range of a printed group is small, nor of the hidden groups
together, nor of those hidden within a group of another attribute, so that subtracting the printed groups from a known
total gives nobody away. All three use the same edges: what lies between two cut-offs is a range of the distribution,
and a range of calibration is one or several of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import AxisKind, Column, Cube
from audits.fairness.context import Case
from audits.fairness.grouping import Group
from audits.fairness.result import Band, CutOff, Share
from audits.fairness.statistics import BAD, GOOD, RATES, Floats, Statistic
from audits.shared.bands import quantile_bands
from audits.shared.intervals import katz, wilson
from audits.shared.proportion import Effective
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["MOST_BANDS", "MOST_RANGES", "ByRange", "by_range"]

MOST_BANDS, MOST_RANGES = 5, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRange:
    """What is said of one attribute by range of the axis; each is empty where small cells allow no two ranges.

    Attributes
    ----------
    calibration
        Observed and predicted default by range and group, in 2 to 5 ranges.
    distribution
        The share of each group by range, in 2 to 20.
    curve
        Approval by group if the cut-off lay between two ranges of the distribution.
    """

    calibration: tuple[Band, ...] = ()
    distribution: tuple[Band, ...] = ()
    curve: tuple[CutOff, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
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


def _line(cube: Cube, case: Case) -> _Line:
    safe = cube.position if cube.axis.safer_upwards else -cube.position
    levels, at = np.unique(safe, return_inverse=True)
    groups, size = len(case.grouping.groups), len(levels)
    place = case.grouping.code * size + at
    known = cube.outcome >= 0

    def sums(values: Floats) -> Floats:
        total = np.bincount(place * 3 + cube.outcome + 1, weights=values, minlength=groups * size * 3)
        return total.reshape(groups, size, 3)

    expected = np.bincount(place, weights=np.where(known, cube.expected, 0.0), minlength=groups * size)
    return _Line(
        at=at,
        positions=levels if cube.axis.safer_upwards else -levels,
        people=sums(cube.people),
        weight=sums(cube.weight),
        expected=expected.reshape(groups, size),
    )


def by_range(cube: Cube, case: Case, others: Sequence[Case], level: float) -> ByRange:
    """Everything that is said of an attribute by range.

    Parameters
    ----------
    others
        The other attributes by themselves, whose groups are printed as well.
    """
    if cube.axis.kind is AxisKind.NONE:
        return ByRange()
    line = _line(cube, case)
    shown = _shown(case, case.hidden.selection)
    if not shown:
        return ByRange()
    parts = np.array([*_parts(cube, case, line, others, Statistic.SELECTION_RATE)])
    finest = np.array(_firsts(line.people.sum(axis=(0, 2)), MOST_RANGES))
    firsts = _merged(finest, parts.sum(axis=2, keepdims=True), lambda cells: cells[:, 0] < FEWEST_PEOPLE, MOST_RANGES)
    return ByRange(
        calibration=_calibration(cube, case, line, others, firsts or finest.tolist(), level) if cube.predicted else (),
        distribution=_bands(case, line, firsts, shown, level, outcomes=False),
        curve=_curve(case, line, firsts[1:], shown, level),
    )


def _calibration(
    cube: Cube, case: Case, line: _Line, others: Sequence[Case], firsts: list[int], level: float
) -> tuple[Band, ...]:
    shown = _shown(case, case.hidden.default)
    if not shown:
        return ()
    parts = np.array([*_parts(cube, case, line, others, Statistic.DEFAULT_RATE)])[..., [GOOD, BAD]]

    def small(cells: Floats) -> Floats:
        found: Floats = (cells.sum(axis=1) < FEWEST_PEOPLE) | (cells.min(axis=1) < FEWEST_EACH)
        return found

    wider = _merged(np.array(firsts), parts, small, MOST_BANDS)
    return _bands(case, line, wider, shown, level, outcomes=True)


def _shown(case: Case, hidden: frozenset[Group]) -> list[int]:
    groups, there = case.grouping.groups, case.counted.people.any(axis=(1, 2))
    return [place for place in np.flatnonzero(there).tolist() if groups[place] not in hidden and _weighs(case, place)]


def _parts(cube: Cube, case: Case, line: _Line, others: Sequence[Case], statistic: Statistic) -> Iterator[Floats]:
    """Who can be told apart, each of shape (positions, 3): shown groups, and what these leave over of a known number.

    People who weigh nothing are nobody here.
    """
    people = np.where(line.weight > 0, line.people, 0)
    shown = _shown(case, case.hidden.of(statistic))
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
        for place in _shown(other, other.hidden.of(statistic)):
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


def _merged(firsts: Column, parts: Floats, small: Callable[[Floats], Floats], most: int) -> list[int]:
    """Neighbouring ranges put together until no part of one is small: where they begin; none if fewer than two.

    Parameters
    ----------
    firsts
        Where the ranges begin that are put together.
    parts
        Shape (parts, positions, counts): who is counted.
    small
        Whether people, shape (parts, counts), are few; shape (parts,).
    most
        No more than so many ranges, of about equally many people.
    """
    cells = np.add.reduceat(parts, firsts, axis=1)
    each = cells.sum(axis=(0, 2))
    until = np.cumsum(each)
    begins = [0]
    for last in range(len(firsts)):
        full = until[last] + each[last] / 2 >= until[-1] * len(begins) / most
        if (full or most >= len(firsts)) and not small(cells[:, begins[-1] : last + 1].sum(axis=1)).any():
            begins.append(last + 1)
    # What is left at the safe end goes with the last range that is wide enough.
    begins = begins[:-1]
    return [int(firsts[at]) for at in begins] if len(begins) > 1 else []


def _bands(
    case: Case, line: _Line, firsts: Sequence[int], shown: Sequence[int], level: float, *, outcomes: bool
) -> tuple[Band, ...]:
    ends = [*zip(firsts, [*(first - 1 for first in firsts[1:]), len(line.positions) - 1], strict=False)]
    last = len(ends) - 1
    return tuple(
        _band(case, line, each, shown, level, open_low=i == 0, open_high=i == last, outcomes=outcomes)
        for i, each in enumerate(ends)
    )


def _band(
    case: Case,
    line: _Line,
    ends: tuple[int, int],
    shown: Sequence[int],
    level: float,
    *,
    open_low: bool,
    open_high: bool,
    outcomes: bool,
) -> Band:
    groups, part = case.grouping.groups, slice(ends[0], ends[1] + 1)
    weight, people = line.weight[:, part].sum(axis=1), line.people[:, part].sum(axis=1)
    default: dict[Group, Share] = {}
    predicted: dict[Group, float] = {}
    for place in shown if outcomes else ():
        known = float(weight[place, [GOOD, BAD]].sum())
        rate = float(weight[place, BAD]) / known
        whole = case.counted.cell(RATES[Statistic.SELECTION_RATE], place)
        share = Effective(rate=rate, of=float(people[place, [GOOD, BAD]].sum()) * whole.of / whole.people)
        default[groups[place]] = Share(value=rate, interval=wilson(share, level))
        predicted[groups[place]] = float(line.expected[place, part].sum()) / known
    return Band(
        low=None if open_low else float(line.positions[ends[0]]),
        high=None if open_high else float(line.positions[ends[1]]),
        people={groups[p]: float(weight[p].sum() / line.weight[p].sum()) for p in shown},
        default=default,
        predicted=predicted,
    )


def _weighs(case: Case, place: int) -> bool:
    """Whether a group is worth enough people, whatever their weights."""
    return case.counted.cell(RATES[Statistic.SELECTION_RATE], place).of >= FEWEST_PEOPLE * (1 - 1e-9)


def _curve(case: Case, line: _Line, firsts: Sequence[int], shown: Sequence[int], level: float) -> tuple[CutOff, ...]:
    """Approval by group if the cut-off lay where a range begins; left out where weights leave little evidence."""
    if case.reference not in shown:
        return ()
    groups, weight = case.grouping.groups, line.weight.sum(axis=2)
    worth = {p: case.counted.cell(RATES[Statistic.SELECTION_RATE], p).of for p in shown}
    found = []
    for first in firsts:
        shares = {p: Effective(rate=float(weight[p, first:].sum() / weight[p].sum()), of=worth[p]) for p in shown}
        if any(min(share.count, share.rest) < FEWEST_EACH for share in shares.values()):
            continue
        base = shares[case.reference]
        found.append(
            CutOff(
                at=float(line.positions[first]),
                rates={groups[p]: Share(value=s.rate, interval=wilson(s, level)) for p, s in shares.items()},
                ratios={
                    groups[p]: Share(value=s.rate / base.rate, interval=katz(s, base, level))
                    for p, s in shares.items()
                    if p != case.reference
                },
            )
        )
    return tuple(found)
