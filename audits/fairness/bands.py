"""The axis in ranges: calibration, the distribution of scores, and approval at other cut-offs.

Ranges are so wide that nobody can be recognised in one: no range of a printed group is small, nor of the hidden groups
together, nor of those hidden within a group of another attribute, so that subtracting the printed groups from a known
total gives nobody away. All three use the same edges: what lies between two cut-offs is a range of the distribution,
and a range of calibration is one or several of these. Attributes of which some groups are the same people have the same
edges, since two sets of them would part these people finer than either; all edges are among those of twenty ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import AxisKind, Column, Cube
from audits.decisions.cut_off import fewest_against
from audits.fairness.context import Case
from audits.fairness.crowd import Crowd, Marks, crowd_of
from audits.fairness.grouping import Group
from audits.fairness.ranges import MOST_RANGES, Line, apart, finest, line_of, parts_of, ranged, same_people
from audits.fairness.result import Band, CutOff, Share
from audits.fairness.statistics import BAD, GOOD, RATES, Floats, Statistic
from audits.shared.intervals import katz, wilson
from audits.shared.proportion import Effective, worth
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["MOST_BANDS", "MOST_RANGES", "ByRange", "by_range"]

MOST_BANDS = 5


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


def by_range(cube: Cube, cases: Sequence[Case], level: float, cut_off: float | None = None) -> tuple[ByRange, ...]:
    """Everything that is said of each attribute by range.

    Parameters
    ----------
    cases
        All attributes, each by itself.
    cut_off
        The lowest passing score, or the highest passing probability; None for the one that fewest decisions go against.
    """
    found = [ByRange() for _ in cases]
    crowd = crowd_of(cube)
    lines = [] if cube.axis.kind is AxisKind.NONE else [line_of(cube, crowd, case) for case in cases]
    decided = _decided(cube, cut_off) if lines else None
    for same in same_people(cube, lines):
        first, wider = _edges(cube, same, cases, decided)
        for line in same:
            found[lines.index(line)] = _by_range(line, first, wider, level)
    return tuple(found)


def _decided(cube: Cube, cut_off: float | None) -> int | None:
    """The place on the line from which people pass; None where none parts them."""
    sign = 1 if cube.axis.safer_upwards else -1
    safety = cube.position * sign
    at = fewest_against(safety, cube.approved, cube.people) if cut_off is None else cut_off * sign
    levels = np.unique(safety)
    place = 0 if at is None else int(np.searchsorted(levels, at))
    return place if 0 < place < len(levels) else None


def _edges(cube: Cube, same: Sequence[Line], cases: Sequence[Case], decided: int | None) -> tuple[list[int], list[int]]:
    """Where ranges begin, and where those of calibration do, for attributes that have the same ones."""
    crowd = same[0].crowd

    def few_people(marks: Marks) -> Floats:
        found: Floats = crowd.number(crowd.together(marks, -1)) < FEWEST_PEOPLE
        return found

    def few_outcomes(marks: Marks) -> Floats:
        known = marks[..., [GOOD, BAD]]
        found: Floats = few_people(known) | (crowd.number(known).min(axis=-1) < FEWEST_EACH)
        return found

    def merged(firsts: Column, statistic: Statistic, few: Callable[[Marks], Floats], most: int | None) -> list[int]:
        firsts = apart(cube, same, firsts, statistic, lambda marks: bool(few(marks)))
        cells = crowd.from_each(parts_of(cube, same, cases, statistic), firsts)
        return [int(firsts[at]) for at in _begins(crowd, cells, np.flatnonzero(firsts == decided), few, most)]

    edges = finest(same, decided)
    firsts = merged(edges, Statistic.SELECTION_RATE, few_people, None)
    if not cube.predicted:
        return firsts, []
    return firsts, merged(np.array(firsts or edges), Statistic.DEFAULT_RATE, few_outcomes, MOST_BANDS)


def _by_range(line: Line, firsts: list[int], wider: list[int], level: float) -> ByRange:
    shown, judged = (ranged(line.case, hidden) for hidden in (line.case.hidden.selection, line.case.hidden.default))
    return ByRange(
        calibration=_bands(line, wider, judged, level, outcomes=True) if judged else (),
        distribution=_bands(line, firsts, shown, level, outcomes=False) if shown else (),
        curve=_curve(line, firsts[1:], shown, level),
    )


def _begins(crowd: Crowd, cells: Marks, decided: Column, few: Callable[[Marks], Floats], most: int | None) -> list[int]:
    """Neighbouring ranges put together until no part of one is few: where they begin; none if fewer than two.

    Parameters
    ----------
    cells
        Shape (parts, ranges, 3): who is counted, by outcome.
    decided
        The range that the cut-off begins, or nothing: one begins there too, if there are enough people on both sides.
    few
        Whether people, shape (parts, 3), are few; shape (parts,).
    most
        No more than so many ranges, of about equally many people; None for as many as can be.
    """
    each = crowd.number(cells).sum(axis=(0, 2))
    for at in decided.tolist():
        below = None if most is None else min(most - 1, max(1, round(most * each[:at].sum() / each.sum())))
        above = None if most is None or below is None else most - below
        sides = [
            _put_together(crowd, side, few, number) for side, number in ((cells[:, :at], below), (cells[:, at:], above))
        ]
        if all(sides):
            return [*sides[0], *(at + begin for begin in sides[1])]
    begins = _put_together(crowd, cells, few, most)
    return begins if len(begins) > 1 else []


def _put_together(crowd: Crowd, cells: Marks, few: Callable[[Marks], Floats], most: int | None) -> list[int]:
    """Where ranges begin from the risky end on; none if all together are few."""
    each = crowd.number(cells).sum(axis=(0, 2))
    until = np.cumsum(each)
    begins = [0]
    for last in range(cells.shape[1]):
        full = most is None or most >= cells.shape[1] or until[last] + each[last] / 2 >= until[-1] * len(begins) / most
        if full and not few(crowd.together(cells[:, begins[-1] : last + 1], 1)).any():
            begins.append(last + 1)
    # What is left at the safe end goes with the last range that is wide enough.
    return begins[:-1]


def _bands(
    line: Line, firsts: Sequence[int], shown: Sequence[int], level: float, *, outcomes: bool
) -> tuple[Band, ...]:
    ends = [*zip(firsts, [*(first - 1 for first in firsts[1:]), len(line.positions) - 1], strict=False)]
    last = len(ends) - 1
    return tuple(
        _band(line, each, shown, level, open_low=i == 0, open_high=i == last, outcomes=outcomes)
        for i, each in enumerate(ends)
    )


def _band(
    line: Line,
    ends: tuple[int, int],
    shown: Sequence[int],
    level: float,
    *,
    open_low: bool,
    open_high: bool,
    outcomes: bool,
) -> Band:
    case, groups, part = line.case, line.case.grouping.groups, slice(ends[0], ends[1] + 1)
    weight, weight2, people = (each[:, part].sum(axis=1) for each in (line.weight, line.weight2, line.people))
    default: dict[Group, Share] = {}
    predicted: dict[Group, float] = {}
    for place in shown if outcomes else ():
        known = float(weight[place, [GOOD, BAD]].sum())
        rate = float(weight[place, BAD]) / known
        bad, good = ((float(weight[place, each]), float(weight2[place, each])) for each in (BAD, GOOD))
        alone = worth(counted=bad, rest=good, people=float(people[place, [GOOD, BAD]].sum()))
        inflation = case.counted.inflation(RATES[Statistic.SELECTION_RATE], place)
        share = Effective(rate=rate, of=alone / inflation)
        default[groups[place]] = Share(value=rate, interval=wilson(share, level))
        predicted[groups[place]] = float(line.expected[place, part].sum()) / known
    return Band(
        low=None if open_low else float(line.positions[ends[0]]),
        high=None if open_high else float(line.positions[ends[1]]),
        people={groups[p]: float(weight[p].sum() / line.weight[p].sum()) for p in shown},
        default=default,
        predicted=predicted,
    )


def _curve(line: Line, firsts: Sequence[int], shown: Sequence[int], level: float) -> tuple[CutOff, ...]:
    """Approval by group if the cut-off lay where a range begins; left out where weights leave little evidence."""
    case = line.case
    if case.reference not in shown:
        return ()
    groups = case.grouping.groups
    inflation = {p: case.counted.inflation(RATES[Statistic.SELECTION_RATE], p) for p in shown}
    found = []
    for first in firsts:
        shares = {p: _above(line, p, first, inflation[p]) for p in shown}
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


def _above(line: Line, place: int, first: int, inflation: float) -> Effective:
    """The share of a group that stands at a position or above it."""
    above, below = (
        (float(line.weight[place, part].sum()), float(line.weight2[place, part].sum()))
        for part in (slice(first, None), slice(None, first))
    )
    alone = worth(counted=above, rest=below, people=float(line.people[place].sum()))
    return Effective(rate=above[0] / (above[0] + below[0]), of=alone / inflation)
