"""The fairness audit: decisions and a plan in, numbers with intervals and verdicts in four words out."""

from __future__ import annotations

from dataclasses import dataclass

from audits.fairness.bands import calibration_bands
from audits.fairness.cube import Counts, Cube, build_cube
from audits.fairness.measures import (
    Measure,
    adverse_impact_ratio,
    default_rate,
    difference,
    false_positive_rate,
    predicted_rate,
    selection_rate,
    shortfall,
    true_positive_rate,
)
from audits.fairness.plan import Plan
from audits.fairness.result import AttributeResult, AuditReport, Comparison, Found, GroupResult, Rate, Why, Withheld
from audits.fairness.sample import NOT_STATED, Attribute, Decisions
from audits.fairness.suppression import Hidden, hide
from audits.fairness.verdict import Verdict, judge
from audits.shared.intervals import katz, newcombe, simultaneous, wilson
from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small
from scoring.domain.errors import InputError

__all__ = ["audit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One attribute on its way to a result."""

    attribute: Attribute
    cube: Cube
    counts: tuple[Counts, ...]
    hidden: Hidden
    reference: int
    plan: Plan
    simultaneous: float
    with_pd: bool
    identified: bool


def audit(decisions: Decisions, plan: Plan) -> AuditReport:
    """Judge decisions by a plan.

    Outcomes that are missing for anybody leave every comparison of outcomes *inconclusive*: who has an outcome depends
    on who was approved, and the decisions do not say what the others would have done (selective labels).

    Raises
    ------
    InputError
        If the plan names an attribute or a group that is not there, or calibration without predicted probabilities.
    """
    with_pd = decisions.pd is not None
    _check_plan(decisions, plan)
    primary = len(plan.thresholds) * sum(len(attribute.levels) - 1 for attribute in decisions.attributes)
    level = simultaneous(plan.level, primary)
    unknown = int((decisions.outcome < 0).sum())
    results = []
    for attribute in decisions.attributes:
        cube = build_cube(decisions, attribute)
        counts = tuple(cube.counts(place) for place in range(len(attribute.levels)))
        case = _Case(
            attribute=attribute,
            cube=cube,
            counts=counts,
            hidden=hide(counts),
            reference=_reference(attribute, counts, plan),
            plan=plan,
            simultaneous=level,
            with_pd=with_pd,
            identified=unknown == 0,
        )
        results.append(_attribute(case))
    return AuditReport(
        sources=decisions.sources,
        people=decisions.people,
        unknown_outcomes=unknown,
        plan=plan,
        primary=primary,
        with_score=decisions.score is not None,
        with_pd=with_pd,
        attributes=tuple(results),
    )


def _check_plan(decisions: Decisions, plan: Plan) -> None:
    if Measure.CALIBRATION_DIFFERENCE in plan.thresholds and decisions.pd is None:
        raise InputError(
            "the plan judges calibration, but no column of predicted probabilities is given",
            remedy="Name it with --pd, or take calibration out of the plan",
        )
    for name in plan.references:
        if name not in {attribute.name for attribute in decisions.attributes}:
            raise InputError(f"the plan names a reference for '{name}', which is not compared", remedy="Add it to --by")


def _reference(attribute: Attribute, counts: tuple[Counts, ...], plan: Plan) -> int:
    """The plan's group, else the largest one that is stated; the first by name among equals."""
    named = plan.references.get(attribute.name)
    if named is None:
        stated = [place for place, level in enumerate(attribute.levels) if level != NOT_STATED]
        return max(stated, key=lambda place: (counts[place].people, -place))
    if named not in attribute.levels:
        raise InputError(
            f"the plan's reference '{named}' is no group of '{attribute.name}'",
            remedy=f"The groups are: {', '.join(attribute.levels)}",
        )
    return attribute.levels.index(named)


def _attribute(case: _Case) -> AttributeResult:
    others = [place for place in range(len(case.counts)) if place != case.reference]
    return AttributeResult(
        name=case.attribute.name,
        reference=case.attribute.levels[case.reference],
        groups=tuple(_group(case, place) for place in (case.reference, *others)),
        comparisons=tuple(_comparison(case, measure, place) for measure in Measure for place in others),
        bands=calibration_bands(case.cube, case.hidden.default, case.plan.level) if case.with_pd else (),
    )


def _cell(case: _Case, measure: Measure, place: int) -> Proportion | Withheld:
    """The proportion that a measure compares, or why it is not given."""
    counts = case.counts[place]
    if measure in {Measure.ADVERSE_IMPACT_RATIO, Measure.SELECTION_DIFFERENCE}:
        cell, hidden = selection_rate(counts), case.hidden.selection
    elif measure is Measure.CALIBRATION_DIFFERENCE:
        cell, hidden = default_rate(counts), case.hidden.default
    else:
        true = measure is Measure.TRUE_POSITIVE_DIFFERENCE
        cell, hidden = (true_positive_rate if true else false_positive_rate)(counts), case.hidden.errors
        if not case.identified and place not in case.hidden.selection:
            return Withheld(why=Why.OUTCOMES_MISSING)
    if place in hidden:
        return Withheld(why=Why.TOO_FEW if is_small(cell) else Why.PROTECTS)
    return cell


def _group(case: _Case, place: int) -> GroupResult:
    def rate(measure: Measure) -> Rate | Withheld:
        cell = _cell(case, measure, place)
        return cell if isinstance(cell, Withheld) else Rate(proportion=cell, interval=wilson(cell, case.plan.level))

    default = rate(Measure.CALIBRATION_DIFFERENCE)
    predicted: float | Withheld = Withheld(why=Why.NO_PD)
    if case.with_pd:
        predicted = default if isinstance(default, Withheld) else predicted_rate(case.counts[place])
    own, base = (_cell(case, Measure.SELECTION_DIFFERENCE, i) for i in (place, case.reference))
    return GroupResult(
        group=case.attribute.levels[place],
        selection=rate(Measure.SELECTION_DIFFERENCE),
        true_positive=rate(Measure.TRUE_POSITIVE_DIFFERENCE),
        false_positive=rate(Measure.FALSE_POSITIVE_DIFFERENCE),
        default=default,
        predicted=predicted,
        shortfall=own if isinstance(own, Withheld) else base if isinstance(base, Withheld) else shortfall(own, base),
    )


def _comparison(case: _Case, measure: Measure, place: int) -> Comparison:
    threshold = case.plan.thresholds.get(measure)
    finding = _finding(case, measure, place, case.plan.level if threshold is None else case.simultaneous)
    verdict = None
    if threshold is not None and isinstance(finding, Found):
        verdict = judge(finding.interval, threshold)
    elif threshold is not None and isinstance(finding, Withheld):
        small = finding.why in {Why.TOO_FEW, Why.PROTECTS}
        verdict = Verdict.SUPPRESSED if small else Verdict.INCONCLUSIVE
    group = case.attribute.levels[place]
    return Comparison(measure=measure, group=group, finding=finding, threshold=threshold, verdict=verdict)


def _finding(case: _Case, measure: Measure, place: int, level: float) -> Found | Withheld:
    if measure.needs_outcomes and not case.identified and not {place, case.reference} & case.hidden.selection:
        return Withheld(why=Why.OUTCOMES_MISSING)
    cell, base = (_cell(case, measure, i) for i in (place, case.reference))
    if isinstance(cell, Withheld):
        return cell
    if isinstance(base, Withheld):
        return base
    if measure is Measure.ADVERSE_IMPACT_RATIO:
        return Found(value=adverse_impact_ratio(cell, base), interval=katz(cell, base, level))
    gap, interval = difference(cell, base), newcombe(cell, base, level)
    if measure is not Measure.CALIBRATION_DIFFERENCE:
        return Found(value=gap, interval=interval)
    if not case.with_pd:
        return Withheld(why=Why.NO_PD)
    # Observed minus predicted, group minus reference. The predictions are known numbers: they only shift the interval.
    predicted = predicted_rate(case.counts[place]) - predicted_rate(case.counts[case.reference])
    return Found(value=gap - predicted, interval=interval.shifted(-predicted))
