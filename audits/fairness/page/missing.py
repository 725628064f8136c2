"""Where outcomes are missing: the worst cases, and what people say whose decision was open."""

from __future__ import annotations

from audits.fairness.page.writer import Writer
from audits.fairness.result import Bounds, Comparison, GroupingResult, Overlap, Withheld
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section

__all__ = ["missing_section"]


def missing_section(writer: Writer) -> Section | None:
    """Bounds and estimates of every attribute; None where every outcome is recorded."""
    report = writer.report
    if not report.unknown_outcomes:
        return None
    plots = [_plot(result, f"missing-{place}", writer) for place, result in enumerate(report.attributes)]
    about = writer.say(
        "missing_about",
        unknown=writer.numbers.whole(report.unknown_outcomes),
        people=writer.numbers.whole(report.people),
    )
    return Section(
        identity="missing",
        title=writer.say("missing"),
        paragraphs=(about, writer.say("missing_overlap")),
        plots=tuple(plots),
    )


def _plot(result: GroupingResult, identity: str, writer: Writer) -> Plot:
    rows = [_row(c, writer) for c in result.comparisons if isinstance(c.finding, Bounds) or c.overlap is not None]
    head = writer.head("measure", "group", "verdict", "worst_cases", "worst_interval", "open_value", "open_worth")
    return writer.plot(identity, writer.say("section", name=result.name), head, rows, heads=2)


def _row(comparison: Comparison, writer: Writer) -> tuple[Cell, ...]:
    finding = comparison.finding
    write = writer.numbers.measure(comparison.measure)
    none = Cell(text=writer.say("none"), kind="quiet")
    worst = interval = none
    if isinstance(finding, Bounds):
        worst = Cell(text=writer.numbers.to(write(finding.low), write(finding.high)), kind="number")
        ends = finding.interval
        interval = Cell(text=writer.numbers.to(write(ends.low), write(ends.high)), kind="number")
    elif isinstance(finding, Withheld):
        worst = writer.withheld(finding)
    return (
        Cell(text=writer.measure(comparison.measure)),
        Cell(text=writer.name(comparison.group)),
        writer.verdict(comparison.verdict),
        worst,
        interval,
        *_overlap(comparison, writer, none),
    )


def _overlap(comparison: Comparison, writer: Writer, none: Cell) -> tuple[Cell, ...]:
    """The estimate, in one cell with the share of the decisions that it is of, and what it is worth."""
    overlap = comparison.overlap
    if isinstance(overlap, Overlap):
        value = writer.numbers.measure(comparison.measure)(overlap.value)
        key = "open_part" if overlap.share < 1 else "open_all"
        said = writer.say(key, value=value, share=writer.numbers.part(overlap.share))
        return Cell(text=said, kind="number"), writer.number(overlap.effective, writer.numbers.people)
    return none if overlap is None else writer.withheld(overlap), none
