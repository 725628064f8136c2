"""How wrong the records would have to be before a judged comparison reaches its limit."""

from __future__ import annotations

from collections.abc import Sequence

from audits.fairness.page.writer import Writer
from audits.fairness.sensitivity import Error, Sensitivity, Tipping, sensitivity
from audits.shared.page import Cell
from audits.shared.sections import Section

__all__ = ["withstands_section"]


def withstands_section(writer: Writer) -> Section | None:
    """A table of the least errors; None where no judged comparison has a value."""
    found = [one for one in sensitivity(writer.report) if one.tippings]
    if not found:
        return None
    kinds = [error for error in Error if any(t.error is error for one in found for t in one.tippings)]
    rows = [_row(one, kinds, writer) for one in found]
    head = (
        *writer.head("attribute", "group", "measure"),
        *(writer.say(f"error_{error.name.lower()}") for error in kinds),
    )
    title = writer.say("withstands")
    plot = writer.plot("withstands-table", writer.say("least_errors"), head, rows, heads=3)
    return Section(identity="withstands", title=title, paragraphs=(writer.say("withstands_about"),), plots=(plot,))


def _row(one: Sensitivity, kinds: Sequence[Error], writer: Writer) -> tuple[Cell, ...]:
    return (
        Cell(text=" × ".join(one.attributes)),
        Cell(text=writer.name(one.group)),
        Cell(text=writer.measure(one.measure)),
        *(_cell([t for t in one.tippings if t.error is error], writer) for error in kinds),
    )


def _cell(tippings: Sequence[Tipping], writer: Writer) -> Cell:
    """The least error of one kind, in the records of either group."""
    if not tippings:
        return Cell(text=writer.say("none"), kind="quiet")
    said = [writer.say("in_group", group=writer.name(t.group), least=_least(t, writer)) for t in tippings]
    return Cell(text="; ".join(said), kind="number")


def _least(tipping: Tipping, writer: Writer) -> str:
    if tipping.least is None:
        return writer.say("never")
    if tipping.error is Error.POINTS:
        return writer.say("points", points=writer.numbers.fixed(tipping.least, 1, signed=True))
    return writer.numbers.share(tipping.least)
