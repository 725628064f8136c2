"""The sections of the judged columns: the whole file, where people are, by group, over time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audits.shared.charts import Point
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.stability.charts import Guided, over_time, shares, sideways
from audits.stability.psi import Index
from audits.stability.result import CUSTOM, ColumnShift, Shift, StabilityReport, Withheld
from audits.stability.writer import Writer

__all__ = ["bin_section", "group_section", "summary_section", "time_section"]

Named = Sequence[tuple[str, Shift]]


def summary_section(report: StabilityReport, writer: Writer) -> Section:
    """Every column of everybody: its index, then its means."""
    rows = [(column.name, column.whole) for column in report.columns]
    plot = _drawn(
        _indices("index", writer.say("summary_plot"), writer.say("summary_picture"), "column", rows, writer),
        rows,
        writer,
    )
    plots = [plot, *_means("means", writer.say("means"), "column", rows, writer)]
    return Section(identity="summary", title=writer.say("summary"), paragraphs=(), plots=tuple(plots))


def bin_section(report: StabilityReport, writer: Writer) -> Section:
    """A plot of shares for each column."""
    plots = [_bins(column, f"bins-{place}", writer) for place, column in enumerate(report.columns)]
    return Section(
        identity="bins",
        title=writer.say("bins"),
        paragraphs=(writer.say("bins_about"),),
        plots=tuple(plots),
        small=True,
    )


def group_section(report: StabilityReport, writer: Writer) -> Section:
    """Every column by every attribute."""
    plots: list[Plot] = []
    for number, (place, column) in enumerate(
        (place, column) for place in range(len(report.attributes)) for column in report.columns
    ):
        title = writer.say("of_by", column=column.name, attribute=report.attributes[place].name)
        of = [s for s in column.parts if s.whom.attribute == place and not s.whom.crossed]
        rows = [(writer.group(shift.whom, report), shift) for shift in of]
        plot = _indices(f"group-{number}", title, writer.say("group_picture"), "group", rows, writer)
        plots += [_drawn(plot, rows, writer), *_means(f"group-means-{number}", "", "group", rows, writer)]
    return Section(
        identity="groups", title=writer.say("groups"), paragraphs=(writer.say("groups_about"),), plots=tuple(plots)
    )


def time_section(report: StabilityReport, writer: Writer) -> Section:
    """Every column by period."""
    plots: list[Plot] = []
    for number, column in enumerate(report.columns):
        rows = [(report.periods[s.whom.period], s) for s in column.parts if s.whom.period >= 0 and not s.whom.crossed]
        title = writer.say("over_time", column=column.name)
        plot = _indices(f"time-{number}", title, writer.say("time_picture"), "period", rows, writer)
        plots += [_drawn(plot, rows, writer, timed=True), *_means(f"time-means-{number}", "", "period", rows, writer)]
    return Section(
        identity="time", title=writer.say("time"), paragraphs=(writer.say("time_about"),), plots=tuple(plots)
    )


def _indices(identity: str, title: str, about: str, first: str, rows: Named, writer: Writer) -> Plot:
    cells = [
        (
            Cell(text=name),
            writer.people(shift.people_before),
            writer.people(shift.people_after),
            *writer.index(shift.index),
            writer.verdict(shift.verdict),
        )
        for name, shift in rows
    ]
    head = writer.head(first, "people_before", "people_after", "index", "unchanged", "verdict")
    return writer.plot(identity, title, about, head, cells)


def _drawn(plot: Plot, rows: Named, writer: Writer, *, timed: bool = False) -> Plot:
    points = [writer.point(name, shift.index) for name, shift in rows if isinstance(shift.index, Index)]
    if not points:
        return plot
    axis = Guided(title=writer.say("index_axis"), guides=(CUSTOM.watch, CUSTOM.act), marked=not timed)
    if timed:
        return plot.drawn(over_time(writer.panel(plot), points, axis, writer.say("period")))
    return plot.drawn(sideways(writer.panel(plot), points, axis))


def _means(identity: str, title: str, first: str, rows: Named, writer: Writer) -> Iterator[Plot]:
    """The means of columns of numbers; nothing where there is none."""
    numeric = [(name, shift) for name, shift in rows if not _without_numbers(shift)]
    if not numeric:
        return
    write: Callable[[float], str] = writer.value
    cells = [
        (
            Cell(text=name),
            writer.found(shift.mean_before, write),
            writer.found(shift.mean_after, write),
            writer.found(shift.difference, write),
            writer.found(shift.standardised, writer.ratio),
        )
        for name, shift in numeric
    ]
    head = writer.head(first, "mean_before", "mean_after", "difference", "standardised")
    yield writer.plot(identity, title or writer.say("means"), "", head, cells)


def _without_numbers(shift: Shift) -> bool:
    return isinstance(shift.mean_before, Withheld) and shift.mean_before.why.value == "no_numbers"


def _bins(column: ColumnShift, identity: str, writer: Writer) -> Plot:
    before, after = column.whole.people_before, column.whole.people_after
    rows: list[tuple[Cell, ...]] = []
    points: list[Point] = []
    for name, pair in zip(writer.bins(column.bins), column.counts, strict=True):
        if pair == (0, 0):
            continue
        if pair is None or not before or not after:
            rows.append((Cell(text=name), *(writer.people(None),) * 2))
            continue
        one, other = pair[0] / before, pair[1] / after
        rows.append((Cell(text=name), *(Cell(text=writer.numbers.share(each), kind="number") for each in (one, other))))
        points.append(Point(group=name, value=one, low=one, high=one, across=other))
    head = writer.head("bin", "share_before", "share_after")
    plot = writer.plot(identity, column.name, writer.say("bins_picture"), head, rows)
    return plot.drawn(shares(writer.panel(plot), points, writer.say("share_axis"))) if points else plot
