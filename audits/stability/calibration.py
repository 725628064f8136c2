"""Calibration of two files: observed less expected defaults, and how much that has moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small
from audits.stability.cells import AFTER, BEFORE, Cells, OutcomeCells, Whom
from audits.stability.drift import Spread, difference, mean, slope
from audits.stability.hidden import crossed, everyone, hide, rows_of
from audits.stability.result import Calibration, Found, Why, Withheld

__all__ = ["calibrations"]


def calibrations(cells: Cells, level: float) -> tuple[Calibration, ...]:
    """Of everybody, each group, each period, and each group in each period; none without outcomes.

    A number is not given where fewer than 30 people have an outcome, or fewer than 10 have either one.
    """
    if cells.outcomes is None:
        return ()
    hidden = [_hidden(cells, cells.outcomes, side) for side in (BEFORE, AFTER)]
    return tuple(
        _calibration(cells.outcomes, whom, (hidden[0].get(whom), hidden[1].get(whom)), level)
        for whom in everyone(cells.attributes, cells.periods)
    )


def _hidden(cells: Cells, outcomes: OutcomeCells, side: int) -> dict[Whom, Why]:
    """Who has too few outcomes on a side, and who would give them away."""
    periods = cells.periods if side == AFTER else ()
    rows = [[Whom()], *rows_of(cells.attributes, periods)]
    tables = crossed(cells.attributes, periods)
    defaults = {w: _defaults(outcomes, w, side) for part in (rows, *tables) for row in part for w in row}

    def small(some: Sequence[Whom]) -> bool:
        counts, people = (sum(each) for each in zip(*((defaults[w].count, defaults[w].of) for w in some), strict=True))
        return is_small(Proportion(count=counts, of=people))

    found = hide(rows, tables, lambda w: defaults[w].of, small)
    if side == AFTER:
        return found
    # Every period is held against all of the earlier file, of everybody or of the group.
    whole = {w: Whom(attribute=w.attribute, group=w.group) for w in everyone(cells.attributes, cells.periods)}
    return {w: found[own] for w, own in whole.items() if own in found}


def _calibration(cells: OutcomeCells, whom: Whom, why: tuple[Why | None, Why | None], level: float) -> Calibration:
    sides = (BEFORE, AFTER)
    spreads = [None if why[side] else _spread(cells, whom, side) for side in sides]
    gaps = [
        _withheld(why[side]) if spread is None else mean(spread, level)
        for side, spread in zip(sides, spreads, strict=True)
    ]
    slopes = [_withheld(why[side]) if why[side] else _slope(cells, whom, side, level) for side in sides]
    one, other = spreads
    return Calibration(
        whom=whom,
        people_before=one.people if one else None,
        people_after=other.people if other else None,
        before=gaps[0],
        after=gaps[1],
        drift=difference(one, other, level) if one and other else _withheld(why[0] or why[1]),
        slope_before=slopes[0],
        slope_after=slopes[1],
    )


def _withheld(why: Why | None) -> Withheld:
    return Withheld(why=why or Why.TOO_FEW)


def _defaults(cells: OutcomeCells, whom: Whom, side: int) -> Proportion:
    mask = cells.of(whom, side)
    return Proportion(count=int((cells.people * cells.bad)[mask].sum()), of=int(cells.people[mask].sum()))


def _spread(cells: OutcomeCells, whom: Whom, side: int) -> Spread:
    """Of default less predicted probability, person by person: ``(y - p)² = y - 2yp + p²``."""
    mask = cells.of(whom, side)
    bad, people, expected, square = (column[mask] for column in (cells.bad, cells.people, cells.expected, cells.square))
    bads = float((bad * people).sum())
    squares = bads - 2 * float((bad * expected).sum()) + float(square.sum())
    return Spread.of(int(people.sum()), bads - float(expected.sum()), squares)


def _slope(cells: OutcomeCells, whom: Whom, side: int, level: float) -> Found | Withheld:
    mask = cells.of(whom, side)
    people = cells.people[mask].astype(np.float64)
    chance = np.clip(cells.expected[mask] / people, 1e-6, 1 - 1e-6)
    return slope(np.log(chance / (1 - chance)), people * cells.bad[mask], people, level)
