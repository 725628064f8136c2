"""The fairness audit: a cube of decisions and a plan in, numbers with intervals and verdicts in four words out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from audits.decisions.access import Recorded
from audits.decisions.cube import Cube
from audits.decisions.cut_off import check_cut_off
from audits.decisions.frame import open_frame
from audits.decisions.read import Opened, open_decisions
from audits.fairness.asked import attributes_of, columns_of, file_of, key_of, plan_of
from audits.fairness.bands import ByRange, by_range
from audits.fairness.beside import beside
from audits.fairness.compare import finding, group_result, highest
from audits.fairness.context import Case, cases
from audits.fairness.draws import Estimates, Wanted, estimate
from audits.fairness.measures import DEFINITIONS, Measure
from audits.fairness.notices import repeated
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import Plan, default_plan
from audits.fairness.result import Bounds, Comparison, Found, GroupingResult, Why, Withheld
from audits.fairness.selective import overlap
from audits.fairness.simultaneous import holm, joint_level
from audits.fairness.statistics import RATES, Floats, Statistic
from audits.fairness.verdict import Verdict, judge
from audits.shared.intervals import simultaneous

__all__ = ["audit", "audit_cube", "audit_opened"]


def audit(
    decisions: object,
    plan: Plan | str | Path | None = None,
    *,
    by: Sequence[str] | str | None = None,
    outcome: str | None = None,
    approved: str | None = None,
    score: str | None = None,
    pd: str | None = None,
    weight: str | None = None,
    cluster: str | None = None,
    need: str | None = None,
    cut_off: float | None = None,
    groups: object | None = None,
    key: str | None = None,
    access: Recorded | None = None,
) -> AuditReport:
    """Judge a table of decisions by a plan: what ``counterscore audit`` does with files.

    Parameters
    ----------
    decisions
        A pandas or polars frame, an Arrow table, or columns by name; or the path of a CSV or Parquet file.
    plan
        What is judged, or the path of its file; without one the default limits. What it names of the attributes, the
        columns and the key need not be said again.
    by
        Columns of groups, at least one, unless the plan names them.
    outcome, approved, score, pd, weight, cluster
        Names of columns: 1 for default, 1 for approved, a score, a predicted probability of default, a weight, and
        by what the decisions on one person are kept together. Score, probability, weight and all other roles are
        found under their names in the schema where none is named.
    need, cut_off
        A column of what people asked for, to compare those who asked for the same; the lowest passing score, for
        overrides.
    groups, key
        A second table or file with the columns of groups, and the column that joins both.
    access
        Where the reading of the groups is recorded, and what for; None for no record. It does not change the report.

    Raises
    ------
    FileError, DataError, DeclarationError, InputError
        If a table or the plan cannot be read, a value is not what it must be, no column of groups is named, or the
        plan asks for what is not there; if the reading is to be recorded and cannot be, or the day of deletion has
        passed: then nothing is read.

    Examples
    --------
    >>> import numpy as np
    >>> people = {"sex": ["f"] * 400 + ["m"] * 400}
    >>> people |= {"approved": [1, 1, 1, 1, 0, 0, 1, 0] * 100, "outcome": [0, 0, 0, 0, 0, 0, 1, 1] * 100}
    >>> table = {name: np.array(column) for name, column in people.items()}
    >>> audit(table, by=["sex"]).overall.value
    'inconclusive'
    """
    plan = plan_of(plan)
    named = {"outcome": outcome, "approved": approved, "score": score, "pd": pd, "weight": weight, "cluster": cluster}
    by, columns = attributes_of(by, plan), columns_of(named, plan)
    key = key_of(key, plan, groups=groups is not None)
    extra = [need] if need is not None else []
    if isinstance(decisions, str | Path):
        path, apart = Path(decisions), file_of(groups)
        with open_decisions(path, by=by, columns=columns, groups=apart, key=key, extra=extra, access=access) as file:
            return audit_opened(file, plan, need=need, cut_off=cut_off)
    with open_frame(decisions, by=by, columns=columns, groups=groups, key=key, extra=extra, access=access) as table:
        return audit_opened(table, plan, need=need, cut_off=cut_off)


def audit_opened(
    opened: Opened,
    plan: Plan | None = None,
    *,
    need: str | None = None,
    cut_off: float | None = None,
    progress: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> AuditReport:
    """Judge open decisions by a plan, without one by the default limits, and look at what stands beside them.

    Parameters
    ----------
    need
        As :func:`audit`; the column was asked for when the decisions were opened.
    cut_off
        The lowest passing score, or the highest passing probability: a range begins there. None to find it.
    progress
        Is told what is being done.

    Raises
    ------
    DataError, InputError
        As :meth:`audits.decisions.read.Opened.cube` and :func:`audit_cube`; if the cut-off is no number.
    """
    check_cut_off(cut_off)
    if plan is not None:
        plan.bound.check_columns(opened.request.columns, opened.request.key)
    with progress("counting the decisions"):
        cube = opened.cube()
    with progress("judging"):
        report = audit_cube(cube, plan or default_plan(with_pd=cube.predicted), cut_off)
        report = replace(report, left_open=report.plan.bound.left_open)
        twice = 0 if cube.clustered else opened.repeated or 0
    with progress("looking beyond the decisions"):
        beyond = beside(opened, report, need=need, cut_off=cut_off)
    return replace(report, notices=(repeated(twice),) if twice else (), beyond=beyond, absent=opened.absent)


def audit_cube(cube: Cube, plan: Plan, cut_off: float | None = None) -> AuditReport:
    """Judge decisions by a plan; a range of the score begins at its cut-off, one that is found if none is given.

    A comparison whose outcomes are missing for anybody is judged by its worst cases, whatever the missing outcomes are:
    who has an outcome depends on who was approved (selective labels). Mostly it stays *inconclusive*.

    A cube does not show which columns it was counted from, nor always where its groups come from: what a plan names of
    these is not checked, and the report says that it was left open.

    Raises
    ------
    InputError
        If the plan names an attribute, a group or a measure that the file does not allow, or other attributes or
        another file of groups.
    """
    plan.bound.check([attribute.name for attribute in cube.attributes], cube.sources)
    plan = plan.fitting(predicted=cube.predicted)
    found = cases(cube, plan)
    wanted = [_wanted(case, plan) for case in found]
    estimates = estimate(cube, wanted, draws=plan.draws, seed=plan.seed)
    level, intervals, primary = _level(found, estimates, plan)
    alone = [case for case in found if not case.grouping.is_intersection]
    ranges = dict(
        zip((case.grouping.attributes for case in alone), by_range(cube, alone, plan.level, cut_off), strict=True)
    )
    results = tuple(
        _result(cube, case, one, ranges.get(case.grouping.attributes, ByRange()), plan, level)
        for case, one in zip(found, estimates, strict=True)
    )
    return AuditReport(
        sources=cube.sources,
        people=cube.total,
        unknown_outcomes=int(cube.people[cube.outcome < 0].sum()),
        plan=plan,
        primary=primary,
        intervals=intervals,
        level=level,
        cube=cube,
        groupings=_adjusted(results),
        left_open=plan.bound.seen_in(cube.sources).left_open,
    )


def _judged(case: Case, plan: Plan) -> bool:
    return not case.grouping.is_intersection or plan.judge_combinations


def _others(case: Case) -> list[int]:
    return [place for place in range(len(case.grouping.groups)) if place != case.reference and _there(case, place)]


def _there(case: Case, place: int) -> bool:
    return bool(case.counted.people[place].any())


def _wanted(case: Case, plan: Plan) -> Wanted:
    """Everything is estimated; draws are made of what has no interval in closed form, and of what is judged."""
    allowed = [m for m in Measure if case.supports_measure(m)]
    rest = [s for s in Statistic if s not in RATES and case.supports(s)]
    closed = {
        Measure.CALIBRATION_DIFFERENCE,
        Measure.EQUALISED_ODDS,
        Measure.SCORE_DISTANCE,
        Measure.KS_DIFFERENCE,
    }
    judged = set(plan.thresholds) if _judged(case, plan) else set()
    return Wanted(
        grouping=case.grouping,
        reference=case.reference,
        statistics=rest,
        measures=allowed,
        drawn_statistics=[s for s in rest if s is not Statistic.KS],
        drawn_measures=[m for m in allowed if m in judged or not (DEFINITIONS[m].is_rate or m in closed)],
    )


def _level(found: Sequence[Case], estimates: Sequence[Estimates], plan: Plan) -> tuple[float, int, int]:
    """The level of each primary interval, how many of these there are, and how many primary comparisons."""
    values: list[float] = []
    draws: list[Floats] = []
    primary = worst_cases = 0
    for case, one in zip(found, estimates, strict=True):
        for measure in plan.thresholds if _judged(case, plan) else ():
            for place in _others(case):
                primary += 1
                match finding(case, one, measure, place, plan.level):
                    case Bounds():
                        worst_cases += 1
                    case Found():
                        values.append(float(one.measures[measure][place]))
                        draws.append(one.measure_draws[measure][:, place])
    intervals = len(values) + worst_cases
    if worst_cases:
        # Worst cases have no draws: their intervals share the error by Bonferroni, and so do all others then.
        return simultaneous(plan.level, intervals), intervals, primary
    return joint_level(values, draws, plan.level), intervals, primary


def _result(cube: Cube, case: Case, one: Estimates, ranges: ByRange, plan: Plan, level: float) -> GroupingResult:
    places = [case.reference, *_others(case)]
    groups = tuple(group_result(case, one, place, plan.level) for place in places)
    return GroupingResult(
        attributes=case.grouping.attributes,
        reference=case.grouping.groups[case.reference],
        groups=groups,
        comparisons=tuple(
            _comparison(cube, case, one, measure, place, plan, level) for measure in Measure for place in places[1:]
        ),
        highest=highest(groups),
        calibration=ranges.calibration,
        distribution=ranges.distribution,
        curve=ranges.curve,
    )


def _comparison(
    cube: Cube, case: Case, one: Estimates, measure: Measure, place: int, plan: Plan, level: float
) -> Comparison:
    threshold = plan.thresholds.get(measure) if _judged(case, plan) else None
    found = finding(case, one, measure, place, plan.level if threshold is None else level)
    verdict = None
    if threshold is not None:
        if not isinstance(found, Withheld):
            verdict = judge(found.interval, threshold)
        else:
            verdict = Verdict.SUPPRESSED if found.is_small else Verdict.INCONCLUSIVE
    unknown = isinstance(found, Bounds) or (isinstance(found, Withheld) and found.why is Why.OUTCOMES_MISSING)
    return Comparison(
        measure=measure,
        group=case.grouping.groups[place],
        finding=found,
        threshold=threshold,
        verdict=verdict,
        overlap=overlap(measure, cube, case.grouping, place, case.reference) if unknown and case.ordered else None,
    )


def _adjusted(results: tuple[GroupingResult, ...]) -> tuple[GroupingResult, ...]:
    """The same with the p-values of all primary comparisons adjusted for their number."""
    primary = [
        (i, j)
        for i, result in enumerate(results)
        for j, c in enumerate(result.comparisons)
        if c.threshold is not None and isinstance(c.finding, Found)
    ]
    findings = [results[i].comparisons[j].finding for i, j in primary]
    adjusted = dict(zip(primary, holm([f.p_value for f in findings if isinstance(f, Found)]), strict=True))
    return tuple(
        replace(
            result,
            comparisons=tuple(
                replace(c, finding=replace(c.finding, p_value=adjusted[i, j]))
                if (i, j) in adjusted and isinstance(c.finding, Found)
                else c
                for j, c in enumerate(result.comparisons)
            ),
        )
        for i, result in enumerate(results)
    )
