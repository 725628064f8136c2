"""Comparisons with the reference group: the judged ones as a forest and a table, the others as a table."""

from __future__ import annotations

from audits.fairness.page import drawn
from audits.fairness.page.writer import Writer
from audits.fairness.result import Comparison, Found, GroupingResult
from audits.shared.page import Cell
from audits.shared.sections import Plot

__all__ = ["difference_cell", "outside_cell", "primary_plot", "rest_plot"]


def primary_plot(result: GroupingResult, identity: str, writer: Writer) -> Plot | None:
    """What is judged, drawn against its limits; None where nothing is."""
    judged = [c for c in result.comparisons if c.threshold is not None]
    if not judged:
        return None
    rows = [
        (
            Cell(text=writer.measure(c.measure)),
            Cell(text=writer.name(c.group)),
            writer.finding(c.finding, c.measure),
            _allowed(c, writer),
            writer.verdict(c.verdict),
            outside_cell(c, writer),
            difference_cell(c, writer),
        )
        for c in judged
    ]
    value = writer.say("value", level=writer.numbers.level(round(writer.report.level, 4)))
    head = (
        *writer.head("measure", "group"),
        value,
        *writer.head("allowed", "verdict", "outside", "different"),
    )
    lead = writer.say("primary_lead")
    about = writer.say("primary_picture")
    plot = writer.plot(identity, writer.say("primary"), head, rows, about=about, lead=lead, heads=2)
    return writer.drawn(plot, drawn.forest(writer.panel(plot), judged, writer))


def rest_plot(result: GroupingResult, identity: str, writer: Writer) -> Plot | None:
    """Every comparison that is only reported; None where there is none."""
    rows = [
        (
            Cell(text=writer.measure(c.measure)),
            Cell(text=writer.name(c.group)),
            writer.finding(c.finding, c.measure),
            difference_cell(c, writer),
        )
        for c in result.comparisons
        if c.threshold is None
    ]
    if not rows:
        return None
    head = writer.head("measure", "group", "value", "different")
    lead = writer.say("rest_lead", level=writer.level)
    return writer.plot(identity, writer.say("rest"), head, rows, lead=lead, heads=2)


def outside_cell(comparison: Comparison, writer: Writer) -> Cell:
    """Practical significance: whether the value itself lies outside its limits."""
    if comparison.practical is None:
        return Cell(text=writer.say("none"), kind="quiet")
    return Cell(text=writer.say("yes" if comparison.practical else "no"))


def difference_cell(comparison: Comparison, writer: Writer) -> Cell:
    """Statistical significance: whether the value is shown to differ from no difference at all."""
    finding = comparison.finding
    if not isinstance(finding, Found) or finding.p_value is None:
        return Cell(text=writer.say("none"), kind="quiet")
    shown = finding.p_value < 1 - writer.report.plan.level
    key = "different_yes" if shown else "different_no"
    return Cell(text=writer.say(key, p=writer.numbers.p_value(finding.p_value)), kind="allowed")


def _allowed(comparison: Comparison, writer: Writer) -> Cell:
    if comparison.threshold is None:
        return Cell(text=writer.say("none"), kind="quiet")
    return Cell(text=writer.numbers.allowed(comparison.threshold, comparison.measure), kind="allowed")
