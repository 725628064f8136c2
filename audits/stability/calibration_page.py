"""The section of calibration: observed less expected by group and over time, and the slopes."""

from __future__ import annotations

from collections.abc import Sequence

from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.stability.charts import Guided, over_time, sideways
from audits.stability.result import Calibration, Found, StabilityReport
from audits.stability.writer import Writer

__all__ = ["calibration_section"]


def calibration_section(report: StabilityReport, writer: Writer) -> Section:
    """Everybody with every group, then every period."""
    parts = [each for each in report.calibrations if each.whom.period < 0]
    periods = [each for each in report.calibrations if each.whom.period >= 0 and not each.whom.crossed]
    plots = [_plot("calibration-groups", parts, report, writer)]
    if periods:
        plots.append(_plot("calibration-time", periods, report, writer))
    return Section(
        identity="calibration",
        title=writer.say("calibration"),
        paragraphs=(writer.say("calibration_about"), writer.say("calibration_slope")),
        plots=tuple(plots),
    )


def _plot(identity: str, rows: Sequence[Calibration], report: StabilityReport, writer: Writer) -> Plot:
    timed = rows[0].whom.period >= 0
    names = [writer.whom(each.whom, report) for each in rows]
    title = writer.say("over_time", column=writer.say("calibration_plot")) if timed else writer.say("calibration_plot")
    head = writer.head(
        *("period" if timed else "whom", "people_before", "people_after"),
        *("gap_before", "gap_after", "drift", "slope_before", "slope_after"),
    )
    cells = [_row(name, each, writer) for name, each in zip(names, rows, strict=True)]
    plot = writer.plot(identity, title, writer.say("calibration_picture"), head, cells)
    points = [
        writer.point(name, each.after) for name, each in zip(names, rows, strict=True) if isinstance(each.after, Found)
    ]
    if not points:
        return plot
    axis = Guided(title=writer.say("gap_axis"), guides=(0.0,), percent=True)
    if timed:
        return plot.drawn(over_time(writer.panel(plot), points, axis, writer.say("period")))
    return plot.drawn(sideways(writer.panel(plot), points, axis))


def _row(name: str, each: Calibration, writer: Writer) -> tuple[Cell, ...]:
    gap, ratio = writer.numbers.gap, writer.ratio
    return (
        Cell(text=name),
        writer.people(each.people_before),
        writer.people(each.people_after),
        writer.found(each.before, gap),
        writer.found(each.after, gap),
        writer.found(each.drift, gap),
        writer.found(each.slope_before, ratio),
        writer.found(each.slope_after, ratio),
    )
