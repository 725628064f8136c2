"""Numbers with intervals: of one group, and of a group against the reference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from audits.fairness.cell import Cell
from audits.fairness.context import Case
from audits.fairness.draws import Estimates, spread
from audits.fairness.grouping import Group
from audits.fairness.measures import DEFINITIONS, Contrast, Measure, Scale
from audits.fairness.result import Bounds, Figure, Found, GroupResult, Why, Withheld
from audits.fairness.selective import bounds, ends
from audits.fairness.statistics import RATES, UNKNOWN, Floats, Statistic
from audits.shared.intervals import Interval, katz, massart, newcombe, normal_quantile, wilson, woolf
from audits.shared.small_cells import FEWEST_EACH

__all__ = ["figure", "finding", "group_result", "highest"]

_RANGES = {
    **dict.fromkeys((Statistic.AUC, Statistic.BRIER), (0.0, 1.0)),
    Statistic.GINI: (-1.0, 1.0),
    Statistic.LOG_LOSS: (0.0, math.inf),
}


def figure(case: Case, estimates: Estimates, statistic: Statistic, place: int, level: float) -> Figure | Withheld:
    """A statistic of one group: Wilson's interval for a rate, Massart's for KS, the bootstrap's for the rest."""
    withheld = case.statistic_withheld(statistic, place)
    if withheld is not None:
        return withheld
    if statistic in RATES:
        cell = case.counted.cell(RATES[statistic], place)
        if cell.is_weak:
            return Withheld(why=Why.FEW)
        return Figure(
            value=cell.rate,
            interval=wilson(cell, level),
            counted=cell.counted_people,
            people=cell.people,
            effective=cell.of,
        )
    value = float(estimates.statistics[statistic][place])
    if statistic is Statistic.KS:
        if not math.isfinite(value):
            return Withheld(why=Why.UNDEFINED)
        return Figure(value=value, interval=_ks(case, value, (place,), level))
    interval = _drawn(value, estimates.statistic_draws[statistic][:, place], level)
    if isinstance(interval, Withheld):
        return interval
    low, high = _RANGES.get(statistic, (-math.inf, math.inf))
    return Figure(
        value=value, interval=Interval(low=max(low, interval.low), high=min(high, interval.high), level=level)
    )


def _drawn(value: float, drawn: Floats, level: float) -> Interval | Withheld:
    """The normal interval from draws; none where all are the same, which shows nothing and is never a pass."""
    error = spread(drawn)
    if not (math.isfinite(value) and math.isfinite(error)):
        return Withheld(why=Why.UNDEFINED)
    if error == 0:
        return Withheld(why=Why.NOTHING_VARIES)
    half = normal_quantile(level) * error
    return Interval(low=value - half, high=value + half, level=level)


def group_result(case: Case, estimates: Estimates, place: int, level: float) -> GroupResult:
    """Everything that is said of one group."""
    figures = {statistic: figure(case, estimates, statistic, place, level) for statistic in Statistic}
    group = case.grouping.groups[place]
    hidden = case.hidden_why(Statistic.SELECTION_RATE, group)
    people = case.counted.people[place].sum()
    own, base = (_selection(case, at) for at in (place, case.reference))
    shortfall: float | Withheld
    if isinstance(own, Withheld):
        shortfall = own
    elif isinstance(base, Withheld):
        shortfall = base
    else:
        shortfall = (base.rate - own.rate) * float(case.counted.weight[place].sum())
    return GroupResult(
        group=group, people=int(people) if hidden is None else hidden, figures=figures, shortfall=shortfall
    )


def _selection(case: Case, place: int) -> Cell | Withheld:
    withheld = case.statistic_withheld(Statistic.SELECTION_RATE, place)
    cell = case.counted.cell(RATES[Statistic.SELECTION_RATE], place)
    return withheld or (Withheld(why=Why.FEW) if cell.is_weak else cell)


def finding(case: Case, estimates: Estimates, measure: Measure, place: int, level: float) -> Found | Bounds | Withheld:
    """A measure of a group against the reference group, with an interval of the given level."""
    withheld = case.measure_withheld(measure, place)
    if withheld is not None:
        if withheld.why is not Why.OUTCOMES_MISSING:
            return withheld
        selection = RATES[Statistic.SELECTION_RATE]
        if any(case.counted.cell(selection, at).is_weak for at in (place, case.reference)):
            return Withheld(why=Why.FEW)
        return _worst_cases(case, measure, place, level)
    if _weak(case, measure, place):
        return Withheld(why=Why.FEW)
    value = float(estimates.measures[measure][place])
    if not math.isfinite(value):
        return Withheld(why=Why.UNDEFINED)
    interval: Interval | Withheld | None = _closed_form(case, estimates, measure, place, level)
    if interval is None:
        interval = _drawn(value, estimates.measure_draws[measure][:, place], level)
    if isinstance(interval, Withheld):
        return interval
    if DEFINITIONS[measure].scale is Scale.RATIO:
        value = math.exp(value)
    return Found(value=value, interval=interval, p_value=_p_value(measure, interval, estimates, place))


def _weak(case: Case, measure: Measure, place: int) -> bool:
    """Whether weights or repeated people leave too little evidence on either side of a share that is compared."""
    cells = [
        case.counted.cell(RATES[share], at) for share in DEFINITIONS[measure].shares for at in (place, case.reference)
    ]
    return any(cell.is_weak for cell in cells)


def _p_value(measure: Measure, interval: Interval, estimates: Estimates, place: int) -> float | None:
    """Two-sided, of no difference: from the standard error that the interval implies.

    None for distances and differences of them, whose intervals imply none.
    """
    scale = DEFINITIONS[measure].scale
    if scale is Scale.DISTANCE or measure is Measure.KS_DIFFERENCE:
        return None
    ends_ = (interval.low, interval.high)
    if scale is Scale.RATIO:
        ends_ = (math.log(interval.low), math.log(interval.high))
    error = (ends_[1] - ends_[0]) / (2 * normal_quantile(interval.level))
    value = abs(float(estimates.measures[measure][place]))
    return None if error <= 0 else math.erfc(value / error / math.sqrt(2))


def _closed_form(case: Case, estimates: Estimates, measure: Measure, place: int, level: float) -> Interval | None:
    """Newcombe, Katz, Woolf for rates; from both parts for equalised odds; Massart for distances; None for others."""
    definition = DEFINITIONS[measure]
    if definition.statistic is Statistic.CALIBRATION:
        return _calibration(case, estimates, place, level)
    if definition.is_rate and definition.statistic is not None:
        own, base = (case.counted.cell(RATES[definition.statistic], at) for at in (place, case.reference))
        if definition.contrast is Contrast.DIFFERENCE:
            return newcombe(own, base, level)
        return (katz if definition.contrast is Contrast.RATIO else woolf)(own, base, level)
    if measure is Measure.EQUALISED_ODDS:
        both = 1 - (1 - level) / 2
        rates = [RATES[s] for s in (Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_POSITIVE_RATE)]
        parts = [newcombe(case.counted.cell(r, place), case.counted.cell(r, case.reference), both) for r in rates]
        nearest = [0.0 if part.low <= 0 <= part.high else min(abs(part.low), abs(part.high)) for part in parts]
        return Interval(low=max(nearest), high=max(max(abs(p.low), abs(p.high)) for p in parts), level=level)
    if measure is Measure.SCORE_DISTANCE:
        return _distance(case, estimates, place, level)
    if measure is Measure.KS_DIFFERENCE:
        return _ks(case, float(estimates.measures[measure][place]), (place, case.reference), level)
    return None


def _calibration(case: Case, estimates: Estimates, place: int, level: float) -> Interval:
    """Of (observed - predicted) of both groups: Newcombe's interval of the observed, shifted by the predicted part.

    What varies is outcome less prediction, and the better the predictions the less: the evidence is multiplied by the
    variance of outcomes over that of their distance from the predictions.
    """
    own, base = (_predicted_evidence(case, estimates, at) for at in (place, case.reference))
    value = float(estimates.measures[Measure.CALIBRATION_DIFFERENCE][place])
    return newcombe(own, base, level).shifted(value - (own.rate - base.rate))


def _predicted_evidence(case: Case, estimates: Estimates, place: int) -> Cell:
    cell = case.counted.cell(RATES[Statistic.DEFAULT_RATE], place)
    gap = estimates.statistics[Statistic.CALIBRATION][place]
    varies = float(estimates.statistics[Statistic.BRIER][place] - gap**2)
    outcomes = cell.rate * (1 - cell.rate)
    return replace(cell, of=cell.of * outcomes / varies) if varies > 0 and outcomes > 0 else cell


def _distance(case: Case, estimates: Estimates, place: int, level: float) -> Interval:
    value = float(estimates.measures[Measure.SCORE_DISTANCE][place])
    selection = RATES[Statistic.SELECTION_RATE]
    margin = massart([case.counted.whole(selection, at) for at in (place, case.reference)], level)
    return Interval(low=max(0.0, value - margin), high=min(1.0, value + margin), level=level)


def _ks(case: Case, value: float, places: Sequence[int], level: float) -> Interval:
    """Of one group's KS, or of a difference of two: draws are biased upwards by as much as their own error."""
    sides = [RATES[side] for side in (Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_POSITIVE_RATE)]  # good, bad
    margin = massart([case.counted.whole(side, at) for at in places for side in sides], level)
    least = 0.0 if len(places) == 1 else -1.0
    return Interval(low=max(least, value - margin), high=min(1.0, value + margin), level=level)


def _few_missing(case: Case, statistic: Statistic, places: Sequence[int]) -> bool:
    """Whether of either group few of the approved, or of the declined, have no outcome: worst cases would say how many.

    Two worst cases of a difference and two of a ratio are four equations of four rates. Those of the default rate know
    no decision: they say how many of a group have no outcome in all.
    """
    missing = case.counted.persons[list(places)][..., UNKNOWN]
    missing = missing.sum(axis=-1) if statistic is Statistic.DEFAULT_RATE else missing
    return bool(((missing > 0) & (missing < FEWEST_EACH)).any())


def _worst_cases(case: Case, measure: Measure, place: int, level: float) -> Bounds | Withheld:
    definition = DEFINITIONS[measure]
    calibration = definition.statistic is Statistic.CALIBRATION
    statistic = Statistic.DEFAULT_RATE if calibration else definition.statistic
    if statistic not in RATES:
        return Withheld(why=Why.OUTCOMES_MISSING)
    if _few_missing(case, statistic, (place, case.reference)):
        return Withheld(why=Why.FEW)
    counted = case.counted
    predicted = float(case.mean_predicted[place] - case.mean_predicted[case.reference]) if calibration else 0.0

    def ends_of(at: int) -> tuple[Cell, Cell]:
        people: Floats = counted.people[at]
        inflation = counted.inflation(RATES[Statistic.SELECTION_RATE], at)
        return ends(people, counted.weight[at], counted.weight2[at], inflation, statistic)

    return bounds(definition, ends_of(place), ends_of(case.reference), level, predicted)


def highest(groups: Sequence[GroupResult]) -> tuple[Group, Mapping[Group, float]] | None:
    """The group with the highest selection rate, and each group's ratio to it; None where no rate is above 0."""
    rates = {
        one.group: figure.value
        for one in groups
        if not isinstance(figure := one.figures[Statistic.SELECTION_RATE], Withheld)
    }
    if not rates or max(rates.values()) <= 0:
        return None
    top = max(rates, key=lambda group: rates[group])
    return top, {group: rate / rates[top] for group, rate in rates.items()}
