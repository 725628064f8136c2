"""Combinations of attributes: one table each, with what is withheld and why."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from audits.fairness.measures import Measure
from audits.fairness.page.writer import Writer
from audits.fairness.result import Comparison, Figure, Found, GroupingResult, GroupResult
from audits.fairness.statistics import Statistic
from audits.fairness.verdict import worst
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["combination_section"]


def combination_section(writer: Writer) -> Section | None:
    """All combinations; None where the plan asks for none."""
    combined = [result for result in writer.report.groupings if len(result.attributes) > 1]
    if not combined:
        return None
    judged = writer.report.plan.judge_combinations
    how = writer.say("crossed_judged") if judged else writer.say("crossed_reported", level=writer.level)
    about = writer.say("crossed_about", people=str(FEWEST_PEOPLE), each=str(FEWEST_EACH))
    return Section(
        identity="combinations",
        title=writer.say("crossed"),
        paragraphs=(f"{about} {how}",),
        plots=tuple(_plot(result, f"combination-{place}", writer) for place, result in enumerate(combined)),
    )


def _plot(result: GroupingResult, identity: str, writer: Writer) -> Plot:
    measures = [m for m in Measure if m in writer.report.plan.thresholds]
    if Measure.ADVERSE_IMPACT_RATIO not in measures:
        measures.insert(0, Measure.ADVERSE_IMPACT_RATIO)
    others = [m for m in measures if m is not Measure.ADVERSE_IMPACT_RATIO]
    ordered = sorted(result.groups, key=_far(result))
    rows = [_row(result, group, [Measure.ADVERSE_IMPACT_RATIO, *others], writer) for group in ordered]
    verdict = (writer.say("verdict"),) if result.verdict is not None else ()
    head = (
        *result.attributes,
        *writer.head("people", "approval_rate"),
        writer.measure(Measure.ADVERSE_IMPACT_RATIO),
        *(writer.measure(m) for m in others),
        *verdict,
    )
    title = writer.say("against", name=result.name, reference=writer.name(result.reference))
    return writer.plot(identity, title, head, rows, heads=len(result.attributes))


def _far(result: GroupingResult) -> Callable[[GroupResult], tuple[int, float]]:
    """The reference first, then the farthest from it; what is withheld last."""

    def key(group: GroupResult) -> tuple[int, float]:
        if group.group == result.reference:
            return 0, 0.0
        comparison = result.comparison(Measure.ADVERSE_IMPACT_RATIO, group.group)
        if comparison is None or not isinstance(comparison.finding, Found) or comparison.finding.value <= 0:
            return (1 if isinstance(group.figures[Statistic.SELECTION_RATE], Figure) else 2), math.inf
        return 1, -abs(math.log(comparison.finding.value))

    return key


def _row(result: GroupingResult, group: GroupResult, measures: Sequence[Measure], writer: Writer) -> tuple[Cell, ...]:
    names = tuple(Cell(text=writer.name((level,))) for level in group.group)
    cells = [
        writer.number(group.people),
        writer.figure(group.figures[Statistic.SELECTION_RATE], Statistic.SELECTION_RATE),
    ]
    found = [result.comparison(measure, group.group) for measure in measures]
    cells += [_finding(comparison, writer) for comparison in found]
    if result.verdict is not None:
        cells.append(_worst(found, writer))
    return (*names, *cells)


def _finding(comparison: Comparison | None, writer: Writer) -> Cell:
    if comparison is None:
        return Cell(text=writer.say("reference"), kind="quiet")
    return writer.finding(comparison.finding, comparison.measure)


def _worst(found: Sequence[Comparison | None], writer: Writer) -> Cell:
    verdicts = [c.verdict for c in found if c is not None and c.verdict is not None]
    return writer.verdict(worst(verdicts)) if verdicts else Cell(text=writer.say("reference"), kind="quiet")
