"""The section of groups over time: for each column, and for calibration, a table of periods by groups."""

from __future__ import annotations

from collections.abc import Mapping

from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.stability.cells import Whom
from audits.stability.psi import Index
from audits.stability.result import Shift, StabilityReport
from audits.stability.words import VERDICTS
from audits.stability.writer import STYLES, Writer

__all__ = ["crossed_section"]

MOST_CELLS = 500
"""Groups times periods; a larger table is left to the JSON document, so that the page stays one that is read."""


def crossed_section(report: StabilityReport, writer: Writer) -> Section:
    """Every column by every attribute over time, and calibration where there are outcomes."""
    plots: list[Plot] = []
    large = [len(each.levels) * len(report.periods) > MOST_CELLS for each in report.attributes]
    for place in (place for place, left_out in enumerate(large) if not left_out):
        for column in report.columns:
            cells = {s.whom: _index(s, writer) for s in column.parts if s.whom.crossed and s.whom.attribute == place}
            plots.append(_table(f"crossed-{len(plots)}", column.name, place, cells, report, writer))
        gaps = {
            each.whom: writer.found(each.after, writer.numbers.gap)
            for each in report.calibrations
            if each.whom.crossed and each.whom.attribute == place
        }
        if gaps:
            name = writer.say("calibration_plot")
            plots.append(_table(f"crossed-{len(plots)}", name, place, gaps, report, writer))
    return Section(
        identity="crossed",
        title=writer.say("crossed"),
        paragraphs=(writer.say("crossed_about"),),
        plots=tuple(plots),
        last=tuple(
            writer.say("crossed_large", attribute=each.name)
            for each, left_out in zip(report.attributes, large, strict=True)
            if left_out
        ),
    )


def _table(
    identity: str, name: str, place: int, cells: Mapping[Whom, Cell], report: StabilityReport, writer: Writer
) -> Plot:
    """A row for each period, a column for each group."""
    attribute = report.attributes[place]
    groups = [Whom(attribute=place, group=group) for group in range(len(attribute.levels))]
    rows = [
        (Cell(text=period), *(cells[Whom(attribute=place, group=w.group, period=number)] for w in groups))
        for number, period in enumerate(report.periods)
    ]
    title = writer.say("of_by", column=name, attribute=attribute.name)
    head = (writer.say("period"), *(writer.group(w, report) for w in groups))
    return writer.plot(identity, writer.say("over_time", column=title), "", head, rows)


def _index(shift: Shift, writer: Writer) -> Cell:
    """An index with its interval and word, or why it is not there."""
    if not isinstance(shift.index, Index):
        return writer.withheld(shift.index)
    text = writer.numbers.with_interval(shift.index.value, shift.index.interval, writer.numbers.ratio)
    return Cell(text=f"{text} {VERDICTS[shift.verdict].into(writer.language)}", kind=STYLES[shift.verdict])
