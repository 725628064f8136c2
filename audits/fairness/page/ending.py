"""The last sections: what cannot be seen, which columns are absent, how numbers were had, what was read."""

from __future__ import annotations

from audits.decisions.cube import AxisKind
from audits.decisions.schema import ROLES
from audits.fairness.cannot_see import CANNOT_SEE
from audits.fairness.notices import notices_of
from audits.fairness.page.method_words import METHODS
from audits.fairness.page.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Section

__all__ = ["absent_section", "cannot_see_section", "input_section", "method_section", "notice_section"]


def notice_section(writer: Writer) -> Section | None:
    """Weights, repeated persons, bins; None where there is nothing to say."""
    items = tuple(text.into(writer.language) for text in notices_of(writer.report))
    return Section(identity="notices", title=writer.say("notices"), paragraphs=(), items=items) if items else None


def cannot_see_section(writer: Writer) -> Section:
    """What decisions alone do not show."""
    items = tuple(text.into(writer.language) for text in CANNOT_SEE)
    return Section(identity="cannot-see", title=writer.say("cannot_see"), paragraphs=(), items=items)


def absent_section(writer: Writer) -> Section:
    """Columns that are not there, and what they would have switched on."""
    known = writer.report.absent
    absent = _absent(writer) if known is None else known
    title = writer.say("absent")
    if not absent:
        key = "absent_unknown" if known is None else "absent_nothing"
        return Section(identity="absent", title=title, paragraphs=(writer.say(key),))
    rows = [
        (
            Cell(text=role),
            Cell(text=ROLES[role].meaning.into(writer.language)),
            Cell(text=writer.say(f"on_{ROLES[role].section}")),
        )
        for role in absent
    ]
    plot = writer.plot("absent-table", writer.say("absent_table"), writer.head("column", "holds", "switches"), rows)
    return Section(identity="absent", title=title, paragraphs=(writer.say("absent_about"),), plots=(plot,))


def _absent(writer: Writer) -> tuple[str, ...]:
    """What the cube itself shows to be absent."""
    cube = writer.report.cube
    return tuple(
        role
        for role, there in (
            ("score", cube.axis.kind is AxisKind.SCORE),
            ("pd", cube.predicted),
            ("weight", cube.weighted),
        )
        if not there
    )


def method_section(writer: Writer) -> Section:
    """Which interval is whose."""
    items = tuple(text.into(writer.language) for text in METHODS)
    return Section(identity="methods", title=writer.say("methods"), paragraphs=(), items=items)


def input_section(writer: Writer) -> Section:
    """The files, by digest."""
    rows = [
        (
            Cell(text=source.name),
            Cell(text=writer.say(f"role_{source.role}")),
            Cell(text=source.sha256.removeprefix("sha256:"), kind="digest"),
        )
        for source in writer.report.sources
    ]
    title = writer.say("inputs")
    if not rows:
        return Section(identity="inputs", title=title, paragraphs=(writer.say("no_inputs"),))
    plot = writer.plot("inputs-table", writer.say("files"), writer.head("file", "role", "digest"), rows)
    return Section(identity="inputs", title=title, paragraphs=(), plots=(plot,))
