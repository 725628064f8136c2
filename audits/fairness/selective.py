"""Comparisons whose outcomes are not all known: what they may be at worst, and what people with an open decision say.

Who has an outcome depends on who was approved (selective labels; Lakkaraju et al. 2017). The bounds hold whatever the
missing outcomes are (Manski 1989). The weighted estimate needs people of both groups who stood at the same place and
of whom some were approved and some were not; a rule with a cut-off has none.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.fairness.cell import Cell, cell_of
from audits.fairness.crowd import Crowd, crowd_of
from audits.fairness.grouping import Grouping
from audits.fairness.measures import Contrast, Definition, Measure
from audits.fairness.result import Bounds, Overlap, Why, Withheld
from audits.fairness.statistics import BAD, GOOD, RATES, UNKNOWN, Floats, Statistic
from audits.shared.intervals import Interval, katz, newcombe
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["LEAST_AT_A_PLACE", "OPEN", "Ends", "bounds", "ends", "overlap"]

OPEN = (0.05, 0.95)
"""A decision was open where the share approved lies in this range: else single people would carry the estimate."""

LEAST_AT_A_PLACE = 10
"""People of a group at a place of the axis, below which its share approved is not relied on."""

Ends = tuple[Cell, Cell]
"""A share if the missing outcomes are as low, and as high, as they can be."""


def ends(people: Floats, weight: Floats, weight2: Floats, inflation: float, statistic: Statistic) -> Ends:
    """The lowest and the highest a rate can be: every missing outcome is put where it makes it so.

    Each decision's missing outcomes go all to the good or all to the bad: a rate is monotone in each.

    Parameters
    ----------
    people, weight, weight2
        Shape (2, 3), of one group by decision and outcome.
    inflation
        By how much repeated people multiply the variance.
    """
    rate = RATES[statistic]
    found = []
    for declined in (GOOD, BAD):
        for approved in (GOOD, BAD):
            filled = [_filled(part, declined, approved) for part in (people, weight, weight2)]
            cell = cell_of(filled[0], filled[1], filled[2], rate)
            if math.isfinite(cell.rate):
                found.append(replace(cell, of=cell.of / inflation))
    if not found:
        nobody = cell_of(people, weight, weight2, rate)
        return nobody, nobody
    return min(found, key=lambda cell: cell.rate), max(found, key=lambda cell: cell.rate)


def _filled(cells: Floats, declined: int, approved: int) -> Floats:
    """The cells with the missing outcomes of the declined and of the approved put at these."""
    filled = cells.copy()
    for row, outcome in ((0, declined), (1, approved)):
        filled[row, outcome] += filled[row, UNKNOWN]
        filled[row, UNKNOWN] = 0
    return filled


def bounds(definition: Definition, group: Ends, reference: Ends, level: float, shift: float = 0.0) -> Bounds | Withheld:
    """The worst cases of a difference or a ratio, less a known number, with their uncertainty."""
    (low, high), (base_low, base_high) = group, reference
    if any(not math.isfinite(cell.rate) or cell.of <= 0 for cell in (low, high, base_low, base_high)):
        return Withheld(why=Why.OUTCOMES_MISSING)
    if definition.contrast is Contrast.DIFFERENCE:
        least, most = newcombe(low, base_high, level), newcombe(high, base_low, level)
        return Bounds(
            low=low.rate - base_high.rate - shift,
            high=high.rate - base_low.rate - shift,
            interval=Interval(low=least.low - shift, high=most.high - shift, level=level),
        )
    if definition.contrast is Contrast.RATIO and min(c.count for c in (low, high, base_low, base_high)) > 0:
        least, most = katz(low, base_high, level), katz(high, base_low, level)
        return Bounds(
            low=low.rate / base_high.rate,
            high=high.rate / base_low.rate,
            interval=Interval(low=least.low, high=most.high, level=level),
        )
    return Withheld(why=Why.OUTCOMES_MISSING)


_WEIGHTED = {
    Measure.TRUE_POSITIVE_DIFFERENCE: GOOD,
    Measure.FALSE_POSITIVE_DIFFERENCE: BAD,
    Measure.CALIBRATION_DIFFERENCE: BAD,
}


def overlap(measure: Measure, cube: Cube, grouping: Grouping, group: int, reference: int) -> Overlap | Withheld | None:
    """The comparison among people whose decision was open; None for measures that have no such estimate.

    It rests on the people at a few positions, so these may not be few: of each group neither all of them, nor those
    declined, nor those approved of either outcome.
    """
    if measure not in _WEIGHTED:
        return None
    pair, expected, positions = _by_position(cube, grouping, (group, reference))
    people = pair.sum(axis=(2, 3))
    approved = pair[:, :, 1].sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = approved / people
    is_open = ((chance >= OPEN[0]) & (chance <= OPEN[1]) & (people >= LEAST_AT_A_PLACE)).all(axis=0)
    known = (pair[:, :, 1, UNKNOWN] == 0).all(axis=0)
    chosen = is_open & known
    if not chosen.any():
        return Withheld(why=Why.NO_OVERLAP)
    if any(_few(crowd_of(cube), cube, grouping.code == side, positions[chosen]) for side in (group, reference)):
        return Withheld(why=Why.FEW)
    inverse = 1 / chance[:, chosen]
    outcome = _WEIGHTED[measure]
    reached = pair[:, chosen, 1, outcome]
    values = []
    for side in (0, 1):
        whole = float((reached[side] * inverse[side]).sum())
        if measure is Measure.CALIBRATION_DIFFERENCE:
            there = people[side, chosen].sum()
            values.append((whole - expected[side, chosen].sum()) / there)
        elif whole > 0:
            values.append(float(reached[side].sum()) / whole)
        else:
            return Withheld(why=Why.NO_OVERLAP)
    evidence = [
        float((approved[side, chosen] * inverse[side]).sum() ** 2 / (approved[side, chosen] * inverse[side] ** 2).sum())
        for side in (0, 1)
    ]
    return Overlap(
        value=float(values[0] - values[1]),
        share=float(people[:, chosen].sum() / people.sum()),
        effective=min(evidence),
    )


def _few(crowd: Crowd, cube: Cube, group: Column, positions: Floats) -> bool:
    """Whether the people of a group at these positions are few, with a weight: all, or on any side."""
    there = group & np.isin(cube.position, positions) & (cube.weight > 0)
    decided = crowd.by(cube.approved[there] * 3 + cube.outcome[there] + 1, 6, there).reshape(2, 3)
    everybody = crowd.number(crowd.together(decided.reshape(6), 0))
    sides = [crowd.number(crowd.together(decided[0], 0)), *crowd.number(decided[1, [GOOD, BAD]])]
    return bool(everybody < FEWEST_PEOPLE or min(sides) < FEWEST_EACH)


def _by_position(cube: Cube, grouping: Grouping, places: tuple[int, int]) -> tuple[Floats, Floats, Floats]:
    """Weight of two groups, shape (2, positions, 2, 3), predicted probabilities, (2, positions), and the positions."""
    side = np.where(grouping.code == places[0], 0, np.where(grouping.code == places[1], 1, -1))
    mine = side >= 0
    levels, at = np.unique(cube.position[mine], return_inverse=True)
    place = side[mine] * len(levels) + at
    cell = (place * 2 + cube.approved[mine]) * 3 + cube.outcome[mine] + 1
    weight = np.bincount(cell, weights=cube.weight[mine], minlength=12 * len(levels))
    expected = np.bincount(place, weights=cube.expected[mine], minlength=2 * len(levels))
    return weight.reshape(2, len(levels), 2, 3), expected.reshape(2, len(levels)), levels
