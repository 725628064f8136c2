"""What an audit knows before it compares: the groups, who is hidden, what the file allows to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import AxisKind, Column, Cube
from audits.fairness.cell import Counted
from audits.fairness.crowd import crowd_of
from audits.fairness.grouping import Group, Grouping, groupings
from audits.fairness.measures import DEFINITIONS, Measure
from audits.fairness.plan import Plan
from audits.fairness.result import Why, Withheld
from audits.fairness.statistics import RATES, UNKNOWN, Floats, Statistic
from audits.fairness.suppression import Hidden, hide
from audits.shared.small_cells import FEWEST_PEOPLE
from scoring.domain.errors import InputError

__all__ = ["FEW_SCORES", "Case", "cases"]

_SCORED = {Statistic.AUC, Statistic.KS, Statistic.GINI, Statistic.MEAN_SCORE}
_PREDICTED = {Statistic.CALIBRATION, Statistic.CALIBRATION_SLOPE, Statistic.LOG_LOSS, Statistic.BRIER}
_OF_THE_OBSERVED = {Statistic.DEFAULT_RATE, Statistic.CALIBRATION}
"""Said of a group even where outcomes are missing, as a number of those who have one; never compared then."""

FEW_SCORES = 12
"""With no more different scores than this, few equations say how many people of a group stand at each."""

_ROUNDED, _NOTHING = 1e-3, 1e-9
"""Of the variance of predictions, what a rounded score leaves; of their squares, what counting in billionths leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One grouping on its way to a result.

    Attributes
    ----------
    counted
        Its counts of people and weights.
    hidden
        Which groups are not printed.
    reference
        The place of the group that the others are compared with.
    unknown
        Shape (2,): how many people without an outcome were declined, were approved.
    ordered, predicted
        Whether the file has a score or a prediction to order by, and predictions.
    follows
        Whether predictions follow from where people stand on the axis, so that a slope can be counted there.
    mean_predicted
        Shape (groups,): the mean predicted probability of everybody, with or without an outcome.
    few_at_a_score
        Shape (groups,): whether of the few scores that there are a group has one at which few of it stand. A mean and a
        distance are equations of how many stand at each.
    """

    grouping: Grouping
    counted: Counted
    hidden: Hidden
    reference: int
    unknown: Floats
    ordered: bool
    predicted: bool
    follows: bool
    mean_predicted: Floats
    few_at_a_score: Column

    def supports(self, statistic: Statistic) -> bool:
        """Whether the file has the columns for a statistic; slopes are not drawn for every combination."""
        if statistic is Statistic.CALIBRATION_SLOPE:
            return self.ordered and self.predicted and self.follows and not self.grouping.is_intersection
        return (self.predicted or statistic not in _PREDICTED) and (self.ordered or statistic not in _SCORED)

    def supports_measure(self, measure: Measure) -> bool:
        """Whether the file has the columns for a measure."""
        return all(self.supports(statistic) for statistic in DEFINITIONS[measure].about)

    def statistic_withheld(self, statistic: Statistic, place: int) -> Withheld | None:
        """Why a statistic of a group is not given; None if it is."""
        group = self.grouping.groups[place]
        if statistic in _PREDICTED and not self.predicted:
            return Withheld(why=Why.NO_PD)
        if statistic in _SCORED and not self.ordered:
            return Withheld(why=Why.NO_SCORE)
        if (hidden := self.hidden_why(statistic, group)) is not None:
            return hidden
        if not self.supports(statistic):
            return Withheld(why=Why.UNDEFINED if self.follows else Why.PD_VARIES)
        if statistic not in _OF_THE_OBSERVED and not self.identified(statistic):
            return Withheld(why=Why.OUTCOMES_MISSING)
        return None

    def measure_withheld(self, measure: Measure, place: int) -> Withheld | None:
        """Why a comparison is not given; None if it is. Missing outcomes are the last reason to be named."""
        definition = DEFINITIONS[measure]
        if definition.needs_pd and not self.predicted:
            return Withheld(why=Why.NO_PD)
        if definition.needs_score and not self.ordered:
            return Withheld(why=Why.NO_SCORE)
        looked_at = definition.about[0]
        identified = all(self.identified(statistic) for statistic in definition.about)
        for at in (place, self.reference):
            if (hidden := self.hidden_why(looked_at, self.grouping.groups[at])) is not None:
                return hidden
        if not self.supports_measure(measure):
            return Withheld(why=Why.UNDEFINED if self.follows else Why.PD_VARIES)
        return None if identified else Withheld(why=Why.OUTCOMES_MISSING)

    def identified(self, statistic: Statistic) -> bool:
        """Whether the outcomes that a statistic is about are all recorded."""
        if statistic in {Statistic.SELECTION_RATE, Statistic.MEAN_SCORE}:
            return True
        if statistic in RATES:
            return not (RATES[statistic].needs * self.unknown).any()
        return not self.unknown.any()

    def hidden_why(self, statistic: Statistic, group: Group) -> Withheld | None:
        """Whether nobody is in a group, or small numbers hide it."""
        place = self.grouping.groups.index(group)
        if not self.counted.people[place].any():
            return Withheld(why=Why.NOBODY)
        if statistic is Statistic.MEAN_SCORE and self.few_at_a_score[place]:
            return Withheld(why=Why.FEW)
        return Withheld(why=Why.FEW) if group in self.hidden.of(statistic) else None


def _follows(cube: Cube, place: Column) -> bool:
    """Whether next to nothing of the variance of predictions lies between people with the same score.

    Bins of a probability are narrow. A score that was rounded leaves less than a thousandth; more, and people of one
    score, or groups at one score, were told different risks.
    """
    if not cube.predicted or cube.axis.kind is not AxisKind.SCORE:
        return True
    weight, expected = (np.bincount(place, weights=each) for each in (cube.weight, cube.expected))
    total = cube.weight.sum()
    whole = cube.expected2.sum() - cube.expected.sum() ** 2 / total
    between = (expected**2 / np.where(weight > 0, weight, 1)).sum() - cube.expected.sum() ** 2 / total
    return bool(whole - between <= _ROUNDED * whole + _NOTHING * cube.expected2.sum())


def cases(cube: Cube, plan: Plan) -> tuple[Case, ...]:
    """Every grouping that a plan asks for.

    Raises
    ------
    InputError
        If the plan names an attribute or a group that is not there, or a measure that the file does not allow.
    """
    _check_plan(cube, plan)
    references: dict[str, str] = {}
    scores = np.unique(cube.position, return_inverse=True)
    found, follows = [], _follows(cube, scores[1])
    wanted = groupings(cube, min(plan.together, len(cube.attributes)))
    counts = [Counted(cube, grouping) for grouping in wanted]
    secret = hide(cube, wanted, [counted.persons for counted in counts])
    for grouping, counted, hidden in zip(wanted, counts, secret, strict=True):
        people = counted.people.sum(axis=(1, 2))
        if not grouping.is_intersection:
            name = grouping.attributes[0]
            references[name] = grouping.groups[_largest(grouping, people, plan.references.get(name))][0]
        reference = _reference(grouping, people, references)
        found.append(
            Case(
                grouping=grouping,
                counted=counted,
                hidden=hidden,
                reference=reference,
                unknown=counted.people[:, :, UNKNOWN].sum(axis=0),
                ordered=cube.axis.kind is not AxisKind.NONE,
                predicted=cube.predicted,
                follows=follows,
                mean_predicted=_mean_predicted(cube, grouping),
                few_at_a_score=_few_at_a_score(cube, grouping, *scores),
            )
        )
    return tuple(found)


def _mean_predicted(cube: Cube, grouping: Grouping) -> Floats:
    groups = len(grouping.groups)
    expected, weight = (
        np.bincount(grouping.code, weights=each, minlength=groups) for each in (cube.expected, cube.weight)
    )
    found: Floats = np.divide(expected, weight, out=np.full(groups, np.nan), where=weight > 0)
    return found


def _few_at_a_score(cube: Cube, grouping: Grouping, levels: Column, place: Column) -> Column:
    groups, size = len(grouping.groups), len(levels)
    if size > FEW_SCORES:
        return np.zeros(groups, dtype=bool)
    crowd = crowd_of(cube)
    people = crowd.number(crowd.by(grouping.code * size + place, groups * size)).reshape(groups, size)
    return np.asarray(((people > 0) & (people < FEWEST_PEOPLE)).any(axis=1))


def _check_plan(cube: Cube, plan: Plan) -> None:
    for measure in plan.thresholds:
        if DEFINITIONS[measure].needs_pd and not cube.predicted:
            raise InputError(
                f"the plan judges {measure}, but no column of predicted probabilities is given",
                remedy="Name it (--pd, or pd= in Python), or take that limit out of the plan",
            )
        if DEFINITIONS[measure].needs_score and cube.axis.kind is AxisKind.NONE:
            raise InputError(
                f"the plan judges {measure}, but no column of scores is given",
                remedy="Name it (--score, or score= in Python), or take that limit out of the plan",
            )
    attributes = {attribute.name: attribute for attribute in cube.attributes}
    for name, group in plan.references.items():
        if name not in attributes:
            raise InputError(f"the plan names a reference for '{name}', which is not compared", remedy="Add it to --by")
        if group not in attributes[name].levels:
            raise InputError(
                f"the plan's reference '{group}' is no group of '{name}'",
                remedy=f"The groups are: {', '.join(attributes[name].levels)}",
            )


def _largest(grouping: Grouping, people: Floats, named: str | None) -> int:
    """The plan's group, else the largest one that is stated; the first by name among equals."""
    if named is not None:
        return grouping.groups.index((named,))
    stated = [place for place in range(len(grouping.groups)) if grouping.stated(place)]
    return max(stated, key=lambda place: (people[place], -place))


def _reference(grouping: Grouping, people: Floats, references: Mapping[str, str]) -> int:
    """The combination of the attributes' reference groups; if nobody is in it, the largest stated one."""
    named: Sequence[str] = [references[name] for name in grouping.attributes]
    place = grouping.groups.index(tuple(named))
    if people[place] > 0:
        return place
    stated = [i for i in range(len(grouping.groups)) if grouping.stated(i)]
    return max(stated or range(len(people)), key=lambda i: (people[i], -i))
