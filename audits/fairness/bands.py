"""The axis in ranges: calibration, the distribution of scores, and approval at other cut-offs.

Ranges are so wide that nobody can be recognised in one: no range of a printed group is small, nor of the hidden groups
together, so that subtracting the printed groups from a known total gives nobody away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.context import Case
from audits.fairness.grouping import Group
from audits.fairness.result import Band, CutOff, Share
from audits.fairness.statistics import BAD, GOOD, RATES, Floats, Statistic
from audits.shared.bands import quantile_bands
from audits.shared.intervals import katz, wilson
from audits.shared.proportion import Effective, Proportion
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE, is_small

__all__ = ["MOST_BANDS", "calibration_bands", "curve", "distribution_bands"]

MOST_BANDS, MOST_RANGES, MOST_CUT_OFFS = 5, 20, 19


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """People along the axis, riskiest first.

    Attributes
    ----------
    positions
        Shape (positions,).
    people, weight
        Shape (groups, positions, 3), by outcome.
    expected
        Shape (groups, positions): predicted probabilities of those with an outcome.
    """

    positions: Floats
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
        positions=levels if cube.axis.safer_upwards else -levels,
        people=sums(cube.people),
        weight=sums(cube.weight),
        expected=expected.reshape(groups, size),
    )


def calibration_bands(cube: Cube, case: Case, level: float) -> tuple[Band, ...]:
    """Observed and predicted default by range and group: as many as small cells allow, 2 to 5, or none."""
    line = _line(cube, case)
    observed = line.people[:, :, [GOOD, BAD]].sum(axis=2)

    def small(cells: Floats) -> bool:
        return is_small(Proportion(count=int(cells[BAD]), of=int(cells[[GOOD, BAD]].sum())))

    return _bands(case, line, observed, MOST_BANDS, case.hidden.default, small, level, outcomes=True)


def distribution_bands(cube: Cube, case: Case, level: float) -> tuple[Band, ...]:
    """The share of each group by range of the axis: as many as small cells allow, 2 to 20, or none."""
    line = _line(cube, case)
    return _bands(
        case,
        line,
        line.people.sum(axis=2),
        MOST_RANGES,
        case.hidden.selection,
        lambda cells: int(cells.sum()) < FEWEST_PEOPLE,
        level,
        outcomes=False,
    )


def _bands(
    case: Case,
    line: _Line,
    counted: Floats,
    most: int,
    hidden: frozenset[Group],
    small: Callable[[Floats], bool],
    level: float,
    *,
    outcomes: bool,
) -> tuple[Band, ...]:
    groups = case.grouping.groups
    there = [place for place in range(len(groups)) if case.counted.people[place].any()]
    shown = [place for place in there if groups[place] not in hidden and _weighs(case, place)]
    rest = [place for place in there if place not in shown]
    if not shown or not counted.sum():
        return ()
    for number in range(most, 1, -1):
        ranges = _ranges(counted.sum(axis=0), number)
        # People who weigh nothing are nobody here.
        cells = [
            np.where(line.weight[:, low : high + 1] > 0, line.people[:, low : high + 1], 0).sum(axis=1)
            for low, high in ranges
        ]
        parts = [*([place] for place in shown), *([rest] if rest else [])]
        if len(ranges) > 1 and not any(small(cell[part].sum(axis=0)) for cell in cells for part in parts):
            last = len(ranges) - 1
            return tuple(
                _band(case, line, ends, shown, level, open_low=i == 0, open_high=i == last, outcomes=outcomes)
                for i, ends in enumerate(ranges)
            )
    return ()


def _ranges(people: Floats, number: int) -> list[tuple[int, int]]:
    """First and last place of each range, together every place; ranges hold about equally many people."""
    there = np.flatnonzero(people > 0)
    bands = quantile_bands(there.astype(np.float64), people[there], number)
    firsts = [0, *(int(low) for low, _ in bands[1:])]
    return [(first, last) for first, last in zip(firsts, [*(f - 1 for f in firsts[1:]), len(people) - 1], strict=True)]


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


def curve(cube: Cube, case: Case, level: float) -> tuple[CutOff, ...]:
    """Approval by group if the cut-off lay elsewhere, at up to 19 places; left out where a group is small."""
    line = _line(cube, case)
    groups = case.grouping.groups
    shown = [p for p in range(len(groups)) if groups[p] not in case.hidden.selection and _weighs(case, p)]
    if case.reference not in shown:
        return ()
    people, weight = line.people.sum(axis=2), line.weight.sum(axis=2)
    rest = [p for p in range(len(groups)) if case.counted.people[p].any() and p not in shown]
    worth = {p: case.counted.cell(RATES[Statistic.SELECTION_RATE], p).of for p in shown}
    found = []
    for first, _ in _ranges(people.sum(axis=0), MOST_CUT_OFFS + 1)[1:]:
        parts = [[p] for p in shown] + ([rest] if rest else [])
        counts = [Proportion(count=int(people[p, first:].sum()), of=int(people[p].sum())) for p in parts]
        if any(is_small(count) for count in counts):
            continue
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
