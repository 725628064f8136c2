"""What the section of an attribute says along the axis: calibration, the distribution, approval at other cut-offs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from audits.decisions.cube import AxisKind
from audits.fairness.grouping import Group
from audits.fairness.page import drawn
from audits.fairness.page.cut_off import fitted_cut_off
from audits.fairness.page.writer import Writer
from audits.fairness.result import Figure, GroupingResult, GroupResult, Withheld
from audits.fairness.statistics import Statistic
from audits.shared.page import Cell
from audits.shared.sections import Plot

__all__ = ["calibration_plots", "curve_plot", "distribution_plot"]

T = TypeVar("T")


def calibration_plots(result: GroupingResult, identity: str, writer: Writer) -> tuple[Plot, ...]:
    """Calibration in the large by group, and by range; nothing without predictions."""
    if not writer.report.cube.predicted:
        return ()
    rows = [
        (
            Cell(text=writer.name(group.group)),
            _with_outcome(group, writer),
            writer.figure(group.figures[Statistic.DEFAULT_RATE], Statistic.DEFAULT_RATE),
            _predicted(group, writer),
            writer.figure(group.figures[Statistic.CALIBRATION], Statistic.CALIBRATION),
        )
        for group in result.groups
    ]
    head = (
        *writer.head("group", "with_outcome", "observed", "predicted_mean"),
        writer.statistic(Statistic.CALIBRATION),
    )
    large = writer.plot(f"{identity}-large", writer.say("calibration_large", level=writer.level), head, rows)
    return large, _ranges(result, identity, writer)


def _ranges(result: GroupingResult, identity: str, writer: Writer) -> Plot:
    rows = [
        (
            Cell(text=writer.ends(band)),
            Cell(text=writer.name(group)),
            writer.number(band.predicted[group], writer.numbers.share),
            Cell(text=writer.numbers.share_of(share), kind="number"),
        )
        for band in result.calibration
        for group, share in _in_order(result, band.default)
    ]
    head = (writer.say("range", axis=writer.axis), *writer.head("group", "predicted", "observed"))
    about = writer.say("calibration_picture", axis=writer.axis, level=writer.level)
    plot = writer.plot(
        identity, writer.say("calibration"), head, rows, about=about, lead=_all_drawn(result, writer), heads=2
    )
    svg = drawn.calibration(writer.panel(plot), result, writer)
    return _noted(plot, writer) if svg is None else writer.drawn(plot, svg)


def distribution_plot(result: GroupingResult, identity: str, writer: Writer) -> Plot | None:
    """Where each group stands on the axis; None without one."""
    if writer.report.cube.axis.kind is AxisKind.NONE:
        return None
    groups = [group for group, _ in _in_order(result, result.distribution[0].people)] if result.distribution else []
    rows = [
        (
            Cell(text=writer.ends(band)),
            *(Cell(text=writer.numbers.share(band.people[group]), kind="number") for group in groups),
        )
        for band in result.distribution
    ]
    head = (writer.say("range", axis=writer.axis), *(writer.name(group) for group in groups))
    left = _left_out(result, writer)
    lead = _joined(writer.say("distribution_lead", axis=writer.axis), left, _all_drawn(result, writer))
    about = writer.say("distribution_picture")
    plot = writer.plot(identity, writer.say("distribution"), head, rows, about=about, lead=lead)
    svg = drawn.distribution(writer.panel(plot), result, writer)
    return _noted(plot, writer) if svg is None else writer.drawn(plot, svg)


def curve_plot(result: GroupingResult, identity: str, writer: Writer) -> Plot | None:
    """Approval at other cut-offs; None without an axis."""
    if writer.report.cube.axis.kind is AxisKind.NONE:
        return None
    head, rows = _steps(result, writer)
    now = fitted_cut_off(writer.report.cube)
    said = ""
    if now is not None:
        key = "cut_off_now" if now.otherwise else "cut_off_all"
        said = writer.say(key, at=writer.position(now.at), share=writer.numbers.share(now.otherwise))
    lead = _joined(writer.say("curve_lead"), said, _left_out(result, writer), _all_drawn(result, writer))
    about = writer.say("curve_picture", level=writer.level)
    plot = writer.plot(identity, writer.say("curve"), head, rows, about=about, lead=lead)
    svg = drawn.curve(writer.panel(plot), result, writer, None if now is None else now.at)
    return _noted(plot, writer) if svg is None else writer.drawn(plot, svg)


def _steps(result: GroupingResult, writer: Writer) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """A row for each cut-off: every group's rate, then every ratio."""
    if not result.curve:
        return writer.head("at"), []
    groups = [group for group, _ in _in_order(result, result.curve[0].rates)]
    ratios = [group for group in groups if group != result.reference]
    names = {group: writer.name(group) for group in groups}
    head = (
        writer.say("at"),
        *(writer.say("rate_of", group=names[group], level=writer.level) for group in groups),
        *(writer.say("ratio_of", group=names[group], level=writer.level) for group in ratios),
    )
    rows = [
        (
            Cell(text=writer.position(one.at)),
            *(Cell(text=writer.numbers.share_of(one.rates[group]), kind="number") for group in groups),
            *(
                Cell(text=writer.numbers.share_of(one.ratios[group], writer.numbers.ratio), kind="number")
                for group in ratios
            ),
        )
        for one in result.curve
    ]
    return head, rows


def _in_order(result: GroupingResult, found: Mapping[Group, T]) -> list[tuple[Group, T]]:
    """By group, in the order of the result."""
    return [(group.group, found[group.group]) for group in result.groups if group.group in found]


def _noted(plot: Plot, writer: Writer) -> Plot:
    """A plot without a picture; without rows either, it says why."""
    if plot.table.rows:
        return plot
    return writer.plot(plot.identity, plot.title, plot.table.head, (), lead=writer.say("no_ranges"))


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _left_out(result: GroupingResult, writer: Writer) -> str:
    """The groups that are shown, but not by range."""
    ranged = result.distribution[0].people if result.distribution else {}
    left = [each.group for each in result.groups if not isinstance(each.people, Withheld) and each.group not in ranged]
    return writer.say("not_by_range", groups=", ".join(map(writer.name, left))) if ranged and left else ""


def _all_drawn(result: GroupingResult, writer: Writer) -> str:
    shown = [group for group in result.groups if not isinstance(group.people, Withheld)]
    if len(shown) <= drawn.MOST_DRAWN or not writer.pictures:
        return ""
    return writer.say("not_drawn", count=str(drawn.MOST_DRAWN))


def _with_outcome(group: GroupResult, writer: Writer) -> Cell:
    figure = group.figures[Statistic.DEFAULT_RATE]
    if not isinstance(figure, Figure) or figure.people is None:
        return Cell(text=writer.say("none"), kind="quiet")
    return writer.number(figure.people)


def _predicted(group: GroupResult, writer: Writer) -> Cell:
    """The mean prediction: observed less what observed and predicted differ by."""
    observed, gap = group.figures[Statistic.DEFAULT_RATE], group.figures[Statistic.CALIBRATION]
    if isinstance(observed, Figure) and isinstance(gap, Figure):
        return writer.number(observed.value - gap.value, writer.numbers.share)
    return Cell(text=writer.say("none"), kind="quiet")
