"""The head of the page: what was measured, every figure with its interval, and the difference from another card."""

from __future__ import annotations

from audits.evaluation.document import Against, Evaluation
from audits.evaluation.words import MEANINGS
from audits.evaluation.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Section
from audits.shared.small_cells import FEWEST_PEOPLE

__all__ = ["difference_section", "figure_section", "head_section"]

STYLES = {"better": "within", "worse": "breach", "different, neither shown better": "inconclusive"}
"""Colours of our own for the words of a difference; the word itself is always there."""


def head_section(document: Evaluation, writer: Writer) -> Section:
    """What was measured on what."""
    numbers, weights, against = writer.numbers, document["weights"], document.get("against")
    share = numbers.share(document["bads"] / document["rows"])
    paragraphs = [
        writer.say("measured", rows=numbers.whole(document["rows"]), bads=numbers.whole(document["bads"]), share=share),
        *([writer.say("weighted", rows=numbers.people(weights["effective_rows"]))] if weights else []),
        writer.say("intervals"),
        writer.say("small", people=str(FEWEST_PEOPLE)),
    ]
    sources = [("card", document["card"]), *([("other_card", against["card"])] if against else [])]
    sources += [("data", document["data"]), ("data_digest", document["data_digest"])]
    rows = [(Cell(text=writer.say(key)), Cell(text=value, kind="digest")) for key, value in sources]
    plot = writer.plot("sources", writer.say("sources"), "", writer.head("source", "value"), rows)
    return Section(identity="head", title=writer.say("head"), paragraphs=tuple(paragraphs), plots=(plot,))


def figure_section(document: Evaluation, writer: Writer) -> Section:
    """Every figure with its interval, how that is had, and what the figure says."""
    rows = [
        (
            Cell(text=writer.translated(name)),
            writer.figure(name, figure),
            Cell(text=MEANINGS[name].into(writer.language) if name in MEANINGS else ""),
            Cell(text=writer.translated(figure["method"])),
        )
        for name, figure in document["figures"].items()
    ]
    head = writer.head("figure", "with_interval", "meaning", "method")
    plot = writer.plot("figures-table", writer.say("this"), "", head, rows)
    notes = tuple(writer.translated(note) for note in document["notes"])
    return Section(identity="figures", title=writer.say("figures"), paragraphs=(), plots=(plot,), last=notes)


def difference_section(document: Evaluation, against: Against, writer: Writer) -> Section:
    """The card less the other, measure by measure."""
    rows = []
    for name, difference in against["differences"].items():
        verdict = difference.get("verdict", "")
        style = STYLES.get(verdict, "suppressed") if verdict else "quiet"
        rows.append(
            (
                Cell(text=writer.translated(name)),
                writer.value(name, document["figures"][name]),
                writer.value(name, against["figures"][name]),
                writer.figure(name, difference, signed=True),
                Cell(text=writer.translated(verdict) or "–", kind=style),
                Cell(text=writer.translated(difference["method"])),
            )
        )
    head = writer.head("figure", "this", "other", "difference", "in_words", "method")
    plot = writer.plot("differences-table", writer.say("difference"), "", head, rows)
    return Section(
        identity="differences",
        title=writer.say("differences"),
        paragraphs=(writer.say("against"), writer.say("nearer")),
        plots=(plot,),
        last=tuple(writer.translated(note) for note in against["notes"]),
    )
