"""Two files compared, from their counts alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.shared.intervals import simultaneous
from audits.shared.small_cells import FEWEST_PEOPLE, closed
from audits.stability.calibration import calibrations
from audits.stability.cells import AFTER, BEFORE, Cells, ColumnCells, Whom
from audits.stability.drift import Spread, difference, mean, standardised
from audits.stability.hidden import crossed, everyone, hide, rows_of
from audits.stability.psi import FEWEST_PER_BIN, Index, index
from audits.stability.result import ColumnShift, Found, Shift, StabilityReport, Why, Withheld, verdict_of
from scoring.domain.errors import InputError

__all__ = ["LEVEL", "compare"]

LEVEL = 0.95


def compare(cells: Cells, level: float = LEVEL) -> StabilityReport:
    """Every judged column and calibration: of everybody, each group, each period, and each group in each period.

    The indices of everybody are primary: their intervals hold together. All others are reported, each by itself.
    """
    if not 0 < level < 1:
        raise InputError(f"the level is {level}", remedy="Give a number between 0 and 1, such as 0.95")
    together = simultaneous(level, len(cells.columns))
    hidden = _hidden(cells)
    first = cells.columns[0]
    return StabilityReport(
        question=cells.question,
        sources=cells.sources,
        attributes=cells.attributes,
        periods=cells.periods,
        people_before=sum(first.counts(Whom(), BEFORE)),
        people_after=sum(first.counts(Whom(), AFTER)),
        level=level,
        level_primary=together,
        columns=tuple(_column(each, cells, hidden, (level, together)) for each in cells.columns),
        calibrations=calibrations(cells, level),
    )


def _hidden(cells: Cells) -> dict[Whom, Why]:
    """Groups and periods with few people in either file, and those that would give them away."""
    rows, tables = rows_of(cells.attributes, cells.periods), crossed(cells.attributes, cells.periods)
    everybody = [w for part in (rows, *tables) for row in part for w in row]
    # Every period is held against all of the earlier file, which is no secret of its own.
    counts = {
        w: [sum(cells.columns[0].counts(w, side)) for side in ((AFTER,) if w.period >= 0 else (BEFORE, AFTER))]
        for w in everybody
    }

    def small(some: Sequence[Whom]) -> bool:
        return any(0 < sum(each) < FEWEST_PEOPLE for each in zip(*(counts[w] for w in some), strict=True))

    return hide(rows, tables, lambda w: min(counts[w]), small)


def _few(rows: Sequence[Sequence[int]]) -> Callable[[frozenset[int]], bool]:
    """Whether cells at some places together are few people, though somebody, in any of several rows of counts."""

    def few(places: frozenset[int]) -> bool:
        return any(0 < sum(row[place] for place in places) < FEWEST_PEOPLE for row in rows)

    return few


def _column(cells: ColumnCells, all_cells: Cells, hidden: dict[Whom, Why], levels: tuple[float, float]) -> ColumnShift:
    level, together = levels
    whole, *parts = everyone(all_cells.attributes, all_cells.periods)
    before, after = cells.counts(whole, BEFORE), cells.counts(whole, AFTER)
    few = closed([min(pair) for pair in zip(before, after, strict=True)], _few([before, after]))
    return ColumnShift(
        name=cells.name,
        bins=cells.bins,
        counts=tuple(None if place in few else pair for place, pair in enumerate(zip(before, after, strict=True))),
        whole=_shift(cells, whole, None, level, together),
        parts=tuple(_shift(cells, whom, hidden.get(whom), level, None) for whom in parts),
    )


def _shift(cells: ColumnCells, whom: Whom, why: Why | None, level: float, together: float | None) -> Shift:
    before, after = cells.counts(whom, BEFORE), cells.counts(whom, AFTER)
    found: Index | Withheld = Withheld(why=why) if why else _index(before, after, together or level)
    means = _means(cells, whom, level) if why is None else (Withheld(why=why),) * 4
    return Shift(
        whom=whom,
        primary=together is not None,
        people_before=None if why else sum(before),
        people_after=None if why else sum(after),
        index=found,
        verdict=verdict_of(found),
        mean_before=means[0],
        mean_after=means[1],
        difference=means[2],
        standardised=means[3],
    )


def _index(before: Sequence[int], after: Sequence[int], level: float) -> Index | Withheld:
    held = sum(1 for pair in zip(before, after, strict=True) if any(pair))
    fewest = min(sum(before), sum(after))
    if fewest < max(FEWEST_PEOPLE, FEWEST_PER_BIN * held):
        return Withheld(why=Why.TOO_FEW)
    return index(before, after, level)


def _means(cells: ColumnCells, whom: Whom, level: float) -> tuple[Found | Withheld, ...]:
    """Both means, their difference and the standardised one."""
    if not cells.bins.numeric:
        return (Withheld(why=Why.NO_NUMBERS),) * 4
    spreads = []
    for side in (BEFORE, AFTER):
        mask = cells.of(whom, side)
        people = int(cells.numbers[mask].sum())
        if people < FEWEST_PEOPLE:
            return (Withheld(why=Why.TOO_FEW),) * 4
        spreads.append(Spread.of(people, float(cells.total[mask].sum()), float(cells.square[mask].sum()), cells.centre))
    one, other = spreads
    return mean(one, level), mean(other, level), difference(one, other, level), standardised(one, other, level)
