"""How much points tell of a group: by themselves, and among people of the same risk."""

from __future__ import annotations

import math

import numpy as np

from audits.proxies.table import Grouped
from audits.shared.finding import Finding, Known, NotGiven, Reason
from audits.shared.intervals import Interval, normal_quantile
from audits.shared.ranking import Counts, auc, auc_variance, stratified_auc
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["given_risk", "predicts"]


def predicts(people: Grouped, group: int, level: float) -> Finding:
    """The AUC of points for membership of a group against all the rest.

    ``P(points of a member > points of another) + P(equal) / 2`` with DeLong's interval (1988). One half says nothing
    of membership; less, that members have fewer points. Points stand in the card's own order: how far some other use
    of the same characteristic would tell of the group is not asked.
    """
    members, others = _by_place(people, group)
    if min(members.sum(), others.sum()) < FEWEST_PEOPLE:
        return NotGiven(reason=Reason.TOO_FEW)
    return _finding(float(auc(members, others)), float(auc_variance(members, others)), level)


def given_risk(people: Grouped, group: int, level: float) -> Finding:
    """The same among people of equal risk: van Elteren's weighted mean over outcomes, or over bands of a known risk.

    What remains of the association here does not come from the group's being riskier, as far as the strata say.
    Recorded outcomes are one draw of the risk and may themselves be biased: within an outcome, risk still varies.
    """
    strata = np.unique(people.stratum[people.stratum >= 0])
    if not strata.size:
        return NotGiven(reason=Reason.NO_OUTCOMES)
    sides = [_by_place(people, group, people.stratum == stratum) for stratum in strata]
    members, others = (np.stack(side) for side in zip(*sides, strict=True))
    usable = (members.sum(axis=1) >= 2) & (others.sum(axis=1) >= 2)
    if min(members[usable].sum(), others[usable].sum()) < FEWEST_PEOPLE:
        return NotGiven(reason=Reason.NO_OUTCOMES)
    return _finding(*stratified_auc(members, others), level)


def _by_place(people: Grouped, group: int, within: Counts | None = None) -> tuple[Counts, Counts]:
    """How many members and how many others stand at each place of the order."""
    levels, place = np.unique(people.order, return_inverse=True)
    count = people.people if within is None else people.people * within
    member = people.code == group
    return (
        np.bincount(place, weights=count * member, minlength=len(levels)),
        np.bincount(place, weights=count * ~member, minlength=len(levels)),
    )


def _finding(value: float, variance: float, level: float) -> Finding:
    if not (math.isfinite(value) and math.isfinite(variance)):
        return NotGiven(reason=Reason.UNDEFINED)
    half = normal_quantile(level) * math.sqrt(variance)
    ends = max(0.0, value - half), min(1.0, value + half)
    return Known(value=value, interval=Interval(low=ends[0], high=ends[1], level=level))
