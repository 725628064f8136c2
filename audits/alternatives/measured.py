"""One candidate measured against the chosen card on the same people: accuracy, and the disparity of each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from audits.alternatives.manifest import Entry
from audits.shared.cut_off import CutOff
from audits.shared.estimate import Estimate, auc_of, mean_of
from audits.shared.finding import Finding, Known, NotGiven, Reason, found
from audits.shared.intervals import Interval
from audits.shared.proportion import Proportion
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE, closed, is_small
from scoring.domain.errors import DataError

__all__ = ["Accuracy", "Counted", "Disparity", "accuracy", "disparities", "nearer"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

SMALLEST_PD = 1e-9


class Counted(Protocol):
    """A file that counts people by columns; :class:`audits.decisions.read.Opened` is one."""

    def counts(self, keys: Sequence[str]) -> Mapping[str, Column]:
        """One array for each key, and ``people``; sorted by the keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How well a candidate ranks and predicts, on people whose outcome is recorded.

    Attributes
    ----------
    auc, loss
        The AUC (DeLong 1988), and the mean of ``-ln`` of the probability given to what happened.
    auc_change, loss_change
        The candidate's less the chosen card's, paired; 0 with no width for the chosen card itself.
    """

    auc: Finding
    auc_change: Finding
    loss: Finding
    loss_change: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Disparity:
    """A group against the reference group, when both cards approve the same share of all people.

    Attributes
    ----------
    impact
        The adverse impact ratio: share approved of the group over that of the reference group.
    nearer
        How much nearer to 1 the candidate's ratio is than the chosen card's, paired by person; negative if farther.
    nearer_jointly
        The same with the interval that holds for all candidates and attributes together.
    opportunity
        Share approved of those who repaid, the group's less the reference group's.
    opportunity_change
        The candidate's less the chosen card's, paired.
    """

    attribute: str
    group: str
    reference: str
    impact: Finding
    nearer: Finding
    nearer_jointly: Finding
    opportunity: Finding
    opportunity_change: Finding

    @property
    def evenness(self) -> float | None:
        """The ratio of the lower rate to the higher; None where it is not given."""
        return min(self.impact.value, 1 / self.impact.value) if isinstance(self.impact, Known) else None


def accuracy(file: Counted, chosen: Entry, other: Entry, level: float) -> Accuracy:
    """Measure a candidate's accuracy beside the chosen card's."""
    scores = file.counts(_keys(["outcome"], chosen.score, other.score))
    people, outcome = scores["people"], scores["outcome"]
    recorded = (outcome >= 0) & _known(scores, (chosen.score, other.score))
    sides = [int(people[recorded & (outcome == value)].sum()) for value in (0, 1)]
    if min(sides) < FEWEST_EACH or sum(sides) < FEWEST_PEOPLE:
        nothing = NotGiven(reason=Reason.NO_OUTCOMES)
        return Accuracy(auc=nothing, auc_change=nothing, loss=nothing, loss_change=nothing)
    first, second = (auc_of(scores[each.score], outcome == 0, people, recorded) for each in (chosen, other))
    auc, change = found(second, level), found(second - first, level)
    if chosen.pd is None or other.pd is None:
        nothing = NotGiven(reason=Reason.UNDEFINED)
        return Accuracy(auc=auc, auc_change=change, loss=nothing, loss_change=nothing)
    told = file.counts(_keys(["outcome"], chosen.pd, other.pd))
    before, after = (_loss(told, each, (chosen.pd, other.pd)) for each in (chosen.pd, other.pd))
    return Accuracy(auc=auc, auc_change=change, loss=found(after, level), loss_change=found(after - before, level))


def disparities(
    file: Counted, attribute: str, chosen: Entry, other: Entry, *, rate: float, level: float, joint: float
) -> tuple[Disparity, ...]:
    """Measure every group of an attribute against its largest group.

    Parameters
    ----------
    rate
        The share of all people that either card approves.
    level, joint
        Of each interval by itself, and of those that hold together.

    Raises
    ------
    DataError
        If there is one group only, or nobody has both scores.
    """
    table = file.counts(_keys([attribute, "outcome"], chosen.score, other.score))
    known = _known(table, (chosen.score, other.score))
    if not known.any():
        raise DataError("nobody has both scores", remedy=f"Look at the columns {chosen.score} and {other.score}")
    people, names = np.where(known, table["people"], 0), table[attribute].astype(str)
    levels = sorted(set(names[known].tolist()))
    if len(levels) < 2:
        raise DataError(
            f"the column '{attribute}' has one group only", remedy="There is nothing to compare; leave it out"
        )
    sizes = [int(people[names == level].sum()) for level in levels]
    hidden = closed(sizes, lambda places: sum(sizes[place] for place in places) < FEWEST_PEOPLE)
    reference = levels[int(np.argmax(sizes))]
    cuts = [CutOff.at(np.where(known, table[each.score], 0), people, rate) for each in (chosen, other)]
    repaid = known & (table["outcome"] == 0)
    return tuple(
        _disparity(attribute, group, reference, cuts, names, known, repaid, level, joint, hide=place in hidden)
        for place, group in enumerate(levels)
        if group != reference
    )


def nearer(candidate: Estimate, chosen: Estimate, level: float) -> Finding:
    """How much nearer to 1 a ratio is than the chosen card's, ``min(q, 1/q) - min(r, 1/r)``.

    The chosen card's ratio is turned to be below 1, the candidate's the same way. It is nearer if both ``q`` and
    ``1/q`` are above ``r``: so the interval runs from the lower of both differences' low ends to the lower of their
    high ends (an intersection-union test, Berger 1982, Technometrics 24:295), which does not ask on which side of 1 the
    candidate is.
    """
    if not (candidate.known and chosen.known):
        return NotGiven(reason=Reason.UNDEFINED)
    q, r = (candidate, chosen) if chosen.value <= 1 else (candidate.inverse(), chosen.inverse())
    ways = [q - r, q.inverse() - r]
    ends = [way.interval(level) for way in ways]
    value = min(way.value for way in ways)
    return Known(
        value=value,
        interval=Interval(low=min(end.low for end in ends), high=min(end.high for end in ends), level=level),
    )


def _disparity(
    attribute: str,
    group: str,
    reference: str,
    cuts: Sequence[CutOff],
    names: Column,
    known: Column,
    repaid: Column,
    level: float,
    joint: float,
    *,
    hide: bool,
) -> Disparity:
    pair = [names == group, names == reference]
    impact: Finding = NotGiven(reason=Reason.TOO_FEW)
    near, jointly, opportunity, change = impact, impact, impact, impact
    if not hide and not _small(cuts, [known & side for side in pair]):
        before, after = (cut.rate_in(known & pair[0]).over(cut.rate_in(known & pair[1])) for cut in cuts)
        impact = found(after, level)
        near, jointly = nearer(after, before, level), nearer(after, before, joint)
    if not hide and not _small(cuts, [repaid & side for side in pair]):
        before, after = (cut.rate_in(repaid & pair[0]) - cut.rate_in(repaid & pair[1]) for cut in cuts)
        opportunity, change = found(after, level), found(after - before, level)
    return Disparity(
        attribute=attribute,
        group=group,
        reference=reference,
        impact=impact,
        nearer=near,
        nearer_jointly=jointly,
        opportunity=opportunity,
        opportunity_change=change,
    )


def _small(cuts: Sequence[CutOff], sides: Sequence[Column]) -> bool:
    """Whether any group is too small under either card."""
    for cut in cuts:
        for side in sides:
            people = int(cut.people[side].sum())
            approved = min(people, round(float(cut.people[side] @ cut.approved[side])))
            if is_small(Proportion(count=approved, of=people)):
                return True
    return False


def _loss(told: Mapping[str, Column], column: str, both: Sequence[str]) -> Estimate:
    """Mean log-loss of one column, over people for whom both are known."""
    recorded = (told["outcome"] >= 0) & _known(told, both)
    pd = np.clip(np.where(recorded, told[column], 0.5).astype(np.float64), SMALLEST_PD, 1 - SMALLEST_PD)
    return mean_of(-np.log(np.where(told["outcome"] == 1, pd, 1 - pd)), told["people"], recorded)


def _known(table: Mapping[str, Column], columns: Sequence[str]) -> Column:
    known: Column = np.isfinite(np.asarray(table[columns[0]], dtype=np.float64))
    for column in columns[1:]:
        known = known & np.isfinite(np.asarray(table[column], dtype=np.float64))
    return known


def _keys(first: Sequence[str], *columns: str) -> list[str]:
    """Keys of counts, a column that both cards share once: the chosen card may be held against itself."""
    return [*first, *dict.fromkeys(columns)]
