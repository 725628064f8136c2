"""The pictures of one attribute, from its result; each None where there is nothing to draw, or no picture is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from audits.fairness.grouping import Group
from audits.fairness.measures import DEFINITIONS, Measure, Scale
from audits.fairness.page import charts
from audits.fairness.page.writer import Writer
from audits.fairness.result import Comparison, Figure, Found, GroupingResult, Share
from audits.fairness.statistics import RATES, Statistic
from audits.shared import charts as shared
from audits.shared.charts import Panel, Point

__all__ = ["MOST_DRAWN", "bars", "calibration", "curve", "distribution", "forest", "largest"]

MOST_DRAWN = 9
"""Panels of one picture: more would be too small to read, or the page too large."""


def largest(result: GroupingResult) -> list[Group]:
    """The groups with the most people of those shown, in the order of the result; the reference always among them."""
    shown = [group for group in result.groups if isinstance(group.people, int)]
    ranked = sorted(shown, key=lambda one: (one.group != result.reference, -_people(one.people)))[:MOST_DRAWN]
    kept = {one.group for one in ranked}
    return [one.group for one in shown if one.group in kept]


def _people(people: object) -> int:
    return people if isinstance(people, int) else 0


def bars(panel: Panel, result: GroupingResult, writer: Writer) -> str | None:
    """Approval rates."""
    points = []
    for group in result.groups:
        figure = group.figures[Statistic.SELECTION_RATE]
        if isinstance(figure, Figure):
            name = f"{writer.name(group.group)}  n={writer.numbers.whole(figure.people or 0)}"
            points.append(_point(name, figure))
    return charts.group_bars(panel, points, writer.say("approval_axis")) if points and writer.pictures else None


def forest(panel: Panel, comparisons: Sequence[Comparison], writer: Writer) -> str | None:
    """Every primary measure against its limits."""
    measures: dict[Measure, list[Comparison]] = {}
    for one in comparisons:
        if isinstance(one.finding, Found) and one.threshold is not None:
            measures.setdefault(one.measure, []).append(one)
    drawn = [_forest(measure, found, writer) for measure, found in measures.items()]
    return charts.forests(panel, drawn) if drawn and writer.pictures else None


def _forest(measure: Measure, found: Sequence[Comparison], writer: Writer) -> charts.Forest:
    threshold = found[0].threshold
    assert threshold is not None  # noqa: S101 - chosen so by the caller
    definition = DEFINITIONS[measure]
    return charts.Forest(
        title=writer.measure(measure),
        points=tuple(_point(writer.name(c.group), c.finding) for c in found if isinstance(c.finding, Found)),
        low=threshold.low,
        high=threshold.high,
        ratio=definition.scale is Scale.RATIO,
        percent=definition.statistic in {*RATES, Statistic.CALIBRATION} or definition.scale is Scale.DISTANCE,
    )


def calibration(panel: Panel, result: GroupingResult, writer: Writer) -> str | None:
    """Observed against predicted default by range, one panel for each group."""
    chosen = [group for group in largest(result) if any(group in band.default for band in result.calibration)]
    points = [
        _point(writer.name(group), band.default[group], across=band.predicted[group])
        for group in chosen
        for band in result.calibration
        if group in band.default
    ]
    if not points or not writer.pictures:
        return None
    return shared.calibration(panel, points, writer.say("predicted"), writer.say("observed_axis"))


def distribution(panel: Panel, result: GroupingResult, writer: Writer) -> str | None:
    """The share of each group by range, with the reference's."""
    bands = result.distribution
    chosen = [group for group in largest(result) if bands and group in bands[0].people]
    if not chosen or result.reference not in bands[0].people or not writer.pictures:
        return None
    shares = [
        (writer.name(group), [(band.people[group], band.people[result.reference]) for band in bands])
        for group in chosen
    ]
    inner = [writer.position(band.low) for band in bands[1:] if band.low is not None]
    axes = (writer.say(f"from_axis_{writer.axis_key}"), writer.say("share_axis"))
    return charts.distributions(panel, shares, inner, axes)


def curve(panel: Panel, result: GroupingResult, writer: Writer, now: float | None) -> str | None:
    """Approval and its ratio to the reference by cut-off."""
    threshold = writer.report.plan.thresholds.get(Measure.ADVERSE_IMPACT_RATIO)
    steps = [
        charts.Step(
            group=writer.name(group),
            at=one.at,
            rate=_point("", one.rates[group]),
            reference=one.rates[result.reference].value,
            ratio=_point("", one.ratios[group]),
        )
        for group in largest(result)
        for one in result.curve
        if group in one.ratios
    ]
    if len({step.at for step in steps}) < 2 or not writer.pictures:
        return None
    ends = [step.at for step in steps]
    return charts.curves(
        panel,
        steps,
        (writer.say(f"curve_axis_{writer.axis_key}"), writer.say("approval_axis"), writer.say("ratio_axis")),
        None if threshold is None else (threshold.low, threshold.high),
        now if now is not None and min(ends) <= now <= max(ends) else None,
        writer.axis_key == "pd",
    )


def _point(name: str, found: Figure | Found | Share, across: float = 0.0) -> Point:
    interval = found.interval
    return Point(group=name, value=found.value, low=interval.low, high=interval.high, across=across)
