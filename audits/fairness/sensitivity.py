"""How wrong the records would have to be: the least error that moves a comparison to its limit.

Label, measurement and selection bias leave nothing in a file of decisions that honest records could not leave as well.
What a file does tell is how much of them a verdict withstands. Each answer is a worst case: with a smaller error,
however it is spread over people, the comparison stays on its side of the limit (Rosenbaum 2002, Observational Studies,
ch. 4, for the idea of such a bound; Horowitz and Manski 1995, Econometrica 63:281, for records of which a share is
wrong).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from audits.decisions.cube import AxisKind, Cube
from audits.fairness.grouping import Group, Grouping, groupings
from audits.fairness.measures import DEFINITIONS, Contrast, Measure
from audits.fairness.outcome import AuditReport
from audits.fairness.result import Comparison, Found
from audits.fairness.statistics import BAD, GOOD, RATES, Floats, Rate, Statistic
from audits.fairness.threshold import Threshold

__all__ = ["Error", "Sensitivity", "Tipping", "sensitivity"]


class Error(StrEnum):
    """What may be wrong with the records of one group."""

    DEFAULTS = "recorded_defaults_that_were_repaid"
    REPAYMENTS = "recorded_repayments_that_were_defaults"
    UNSEEN = "applicants_who_are_not_in_the_file"
    POINTS = "points_that_the_records_took_or_gave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tipping:
    """The least error of one kind, in one group, with which the comparison can reach its limit.

    Attributes
    ----------
    error, group
        What is wrong, in whose records.
    least
        A share of the recorded defaults, of the recorded repayments, of all applicants (those in the file and those
        who are not), 0 to 1; of points, how many, above 0 where the true scores are higher than the recorded ones.
        None: no error of this kind reaches the limit.
    """

    error: Error
    group: Group
    least: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What a comparison withstands.

    Attributes
    ----------
    attributes, measure, group
        Which comparison.
    tippings
        By error and group; empty where the measure is not a contrast of shares or of calibration.
    """

    attributes: tuple[str, ...]
    measure: Measure
    group: Group
    tippings: tuple[Tipping, ...]


def sensitivity(report: AuditReport) -> tuple[Sensitivity, ...]:
    """What each primary comparison with a value withstands, in the order of the report."""
    plan = report.plan
    by_name = {one.attributes: one for one in groupings(report.cube, min(plan.together, len(report.cube.attributes)))}
    found = []
    for result in report.groupings:
        grouping = by_name[result.attributes]
        for one in result.comparisons:
            if one.threshold is not None and isinstance(one.finding, Found):
                pair = _pair(report.cube, grouping, one, (one.group, result.reference), one.threshold)
                tippings = () if pair is None else tuple(pair.tippings())
                found.append(
                    Sensitivity(attributes=result.attributes, measure=one.measure, group=one.group, tippings=tippings)
                )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The records of one group.

    Attributes
    ----------
    weight
        Shape (2, 3), by decision and outcome.
    expected
        Sum of the predicted probabilities, where calibration is compared; else None.
    safety
        Positions in the order of the axis with the weight at each of those whom the rate is among, shape
        (2, positions); None without scores, and where the number is no share of approvals.
    """

    weight: Floats
    rate: Rate
    expected: float | None
    safety: Floats | None

    def level(self, weight: Floats, extra: float = 0.0) -> float:
        """The compared number of other records; ``extra`` is what people outside the file add to its numerator."""
        among = float((weight * self.rate.among).sum()) + abs(extra)
        counted = float((weight * self.rate.counted).sum()) - (self.expected or 0.0) + extra
        return counted / among if among > 0 else math.nan

    def ends(self, share: float, error: Error) -> list[float]:
        """Where the number can lie at worst: a fraction of linear sums is extreme at a corner of what is possible."""
        if error is Error.UNSEEN:
            return list(self._unseen(share))
        wrong, right = (BAD, GOOD) if error is Error.DEFAULTS else (GOOD, BAD)
        declined, approved = self.weight[:, wrong]
        most = share * float(declined + approved)
        first, second = min(most, declined), min(most, approved)
        corners = ((0, 0), (first, 0), (0, second), (first, most - first), (most - second, second))
        found = []
        for moved in corners:
            weight = self.weight.copy()
            weight[:, wrong] -= moved
            weight[:, right] += moved
            found.append(self.level(weight))
        return found

    def _unseen(self, share: float) -> Iterator[float]:
        """All of those outside the file decided and ending alike, whichever way; predictions may be 0 or 1."""
        yield self.level(self.weight)
        missing = share / (1 - share) * float(self.weight.sum())
        if self.expected is not None:
            yield self.level(self.weight, missing)
            yield self.level(self.weight, -missing)
            return
        for row in (0, 1):
            for outcome in (GOOD, BAD):
                weight = self.weight.copy()
                weight[row, outcome] += missing
                yield self.level(weight)

    def at_points(self, points: float) -> float:
        """The share approved if every score were so many points higher, and those who then pass the cut-off were too.

        The cut-off is where as many stand at it or above as were approved; who was approved below it, and declined
        above, stays so. Where approval does not follow from the score, what counts is by how much the share changes.
        """
        assert self.safety is not None  # noqa: S101 - asked for only where there are scores
        position, weight = self.safety
        rate = self.level(self.weight)
        above = np.cumsum(weight[::-1]) / weight.sum()
        cut = position[::-1][min(int(np.searchsorted(above, rate - 1e-9)), len(position) - 1)]
        at_first, moved = (float(weight[position + by >= cut].sum() / weight.sum()) for by in (0.0, points))
        return min(max(rate + moved - at_first, 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A comparison: the group's records, the reference group's, and the limit."""

    groups: tuple[Group, Group]
    sides: tuple[_Side, _Side]
    contrast: Contrast
    value: float
    limit: Threshold
    step: float

    def tippings(self) -> Iterator[Tipping]:
        """Every kind of error in either group."""
        for error in (Error.DEFAULTS, Error.REPAYMENTS, Error.UNSEEN):
            for place, group in enumerate(self.groups):
                yield Tipping(error=error, group=group, least=_least(self._reaching(place, error)))
        if self.sides[0].safety is not None:
            for place, group in enumerate(self.groups):
                yield Tipping(error=Error.POINTS, group=group, least=self._points(place))

    def _reaching(self, place: int, error: Error) -> Callable[[float], bool]:
        return lambda share: self._reached(place, self.sides[place].ends(share, error))

    def _reached(self, place: int, ends: list[float]) -> bool:
        """Whether a number of one side within these ends brings the comparison to its limit."""
        other = self.sides[1 - place]
        base = other.level(other.weight)
        pairs = [(end, base) if place == 0 else (base, end) for end in ends if math.isfinite(end)]
        moved = [_contrasted(self.contrast, *pair) for pair in pairs]
        if self.value < self.limit.low:
            return max(moved) >= self.limit.low
        if self.value > self.limit.high:
            return min(moved) <= self.limit.high
        return min(moved) <= self.limit.low or max(moved) >= self.limit.high

    def _points(self, place: int) -> float | None:
        side = self.sides[place]
        assert side.safety is not None  # noqa: S101 - see ``tippings``
        most = round(float(side.safety[0][-1] - side.safety[0][0]) / self.step) + 1

        def reached(points: float) -> bool:
            return self._reached(place, [side.at_points(points)])

        steps = [_first(step, most, reached) for step in (self.step, -self.step)]
        return min((points for points in steps if points is not None), key=abs, default=None)


_APPROVED = (Statistic.SELECTION_RATE, Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_POSITIVE_RATE)
"""Shares of approvals among some people, which follow from scores."""


def _first(step: float, most: int, reached: Callable[[float], bool]) -> float | None:
    """The first multiple of a step that reaches the limit; further ones do too."""
    number = bisect_left(range(1, most + 1), x=True, key=lambda number: reached(number * step)) + 1
    return number * step if number <= most else None


def _pair(
    cube: Cube, grouping: Grouping, one: Comparison, groups: tuple[Group, Group], limit: Threshold
) -> _Pair | None:
    definition = DEFINITIONS[one.measure]
    calibration = definition.statistic is Statistic.CALIBRATION
    rate = RATES.get(Statistic.DEFAULT_RATE if calibration else definition.statistic or Statistic.AUC)
    if rate is None or not isinstance(one.finding, Found):
        return None
    scored = definition.statistic in _APPROVED and cube.axis.kind is AxisKind.SCORE
    sides = []
    for group in groups:
        mine = grouping.code == grouping.groups.index(group)
        at = cube.approved[mine] * 3 + cube.outcome[mine] + 1
        weight = np.bincount(at, weights=cube.weight[mine], minlength=6).reshape(2, 3)
        known = mine & (cube.outcome >= 0)
        among = mine & (rate.among[cube.approved.astype(np.int64), cube.outcome + 1] > 0)
        positions, place = np.unique(cube.position[among], return_inverse=True)
        sides.append(
            _Side(
                weight=weight,
                rate=rate,
                expected=float(cube.expected[known].sum()) if calibration else None,
                safety=np.stack([positions, np.bincount(place, weights=cube.weight[among])]) if scored else None,
            )
        )
    return _Pair(
        groups=groups,
        sides=(sides[0], sides[1]),
        contrast=definition.contrast,
        value=one.finding.value,
        limit=limit,
        step=cube.axis.width or 1.0,
    )


def _contrasted(contrast: Contrast, own: float, base: float) -> float:
    if contrast is Contrast.DIFFERENCE:
        return own - base
    if contrast is Contrast.ODDS_RATIO:
        own, base = own / max(1 - own, _NOTHING), base / max(1 - base, _NOTHING)
    return own / max(base, _NOTHING)


_NOTHING = 1e-12
_HALVINGS = 40


def _least(reached: Callable[[float], bool]) -> float | None:
    """The least share from which the limit is reached: what a larger error can do includes what a smaller one can."""
    low, high = 0.0, 1 - 1e-9
    if not reached(high):
        return None
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high
