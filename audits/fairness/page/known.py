"""The audit's own error rates, as the package brought them."""

from __future__ import annotations

from typing import Any

from audits.fairness.known_errors import known_errors
from audits.fairness.measures import Measure
from audits.fairness.page.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from scoring.domain.text import Language

__all__ = ["known_section"]


def known_section(writer: Writer) -> Section:
    """The table, or that there is none."""
    found = known_errors()
    title = writer.say("known")
    if found is None:
        return Section(identity="known", title=title, paragraphs=(writer.say("known_absent"),))
    rows = [_row(row, writer) for row in found["rows"]]
    head = writer.head("knob", "measure", "detectable", "power", "false_alarms", "why")
    about = writer.say("known_about", made=_text(found["made_with"], writer))
    plots = [writer.plot("known-table", writer.say("known_table"), head, rows, heads=2)]
    if found.get("coverage"):
        covered = [(Cell(text=_measure(one["measure"], writer)), _number(one, writer)) for one in found["coverage"]]
        plots.append(writer.plot("known-coverage", writer.say("coverage"), writer.head("measure", "covered"), covered))
    if found.get("every_measure"):
        plots.append(_every(found["every_measure"], writer))
    return Section(
        identity="known", title=title, paragraphs=(about, *_whole_reports(found, writer)), plots=tuple(plots)
    )


def _whole_reports(found: dict[str, Any], writer: Writer) -> tuple[str, ...]:
    """How often a whole report raised a false alarm, and how often it reassured falsely."""
    alarms, reassurances = found.get("false_alarms"), found.get("false_reassurances")
    if not alarms or not reassurances:
        return ()
    return (
        writer.say(
            "whole_reports",
            replicates=writer.numbers.whole(alarms["replicates"]),
            people=writer.numbers.whole(alarms["people"]),
            alarms=_rate(alarms, writer),
            reassurances=_rate(reassurances, writer),
            nominal=writer.numbers.share(alarms["nominal"]),
        ),
    )


def _every(found: dict[str, Any], writer: Writer) -> Plot:
    """Every measure under every knob: in how many audits of some size the difference was seen."""
    knobs = found["knobs"]
    names = [one["measure"] for one in knobs[0]["measures"]]
    by_knob = [{one["measure"]: one for one in knob["measures"]} for knob in knobs]
    sizes = [writer.numbers.whole(one["people"]) for one in knobs[0]["measures"][0]["sizes"]]
    return writer.plot(
        "known-every",
        writer.say("known_every", sizes=" / ".join(sizes)),
        (*writer.head("measure"), *(_text(knob["knob"], writer).partition(":")[0] for knob in knobs)),
        [
            (Cell(text=_measure(name, writer)), *(_seen(measures[name], writer) for measures in by_knob))
            for name in names
        ],
    )


def _seen(found: dict[str, Any], writer: Writer) -> Cell:
    if not found["detectable"]:
        return Cell(text=writer.say("not_detectable"), kind="quiet")
    shares = [writer.numbers.share(one["apart"]["rate"]) for one in found["sizes"]]
    return Cell(text=" / ".join(shares), kind="number")


def _number(found: dict[str, Any], writer: Writer) -> Cell:
    return Cell(text=_rate(found, writer), kind="number")


def _row(row: dict[str, Any], writer: Writer) -> tuple[Cell, ...]:
    power = [
        writer.say("power_at", people=writer.numbers.whole(one["people"]), rate=_rate(one, writer))
        for one in row.get("power") or []
    ]
    alarms = row.get("false_alarms") or None
    return (
        Cell(text=_text(row["knob"], writer)),
        Cell(text=_measure(row["measure"], writer)),
        Cell(text=writer.say("yes" if row["detectable"] else "no")),
        Cell(text="; ".join(power) or writer.say("none"), kind="number" if power else "quiet"),
        Cell(text=writer.say("none"), kind="quiet") if alarms is None else _alarms(alarms, writer),
        Cell(text=_text(row.get("why") or "", writer)),
    )


def _alarms(found: dict[str, Any], writer: Writer) -> Cell:
    said = writer.say("power_at", people=writer.numbers.whole(found["people"]), rate=_rate(found, writer))
    return Cell(text=said, kind="number")


def _rate(found: dict[str, Any], writer: Writer) -> str:
    share = writer.numbers.share
    if found.get("low") is None or found.get("high") is None:
        return share(found["rate"])
    return f"{share(found['rate'])} ({writer.numbers.to(share(found['low']), share(found['high']))})"


def _measure(name: str, writer: Writer) -> str:
    return writer.measure(Measure(name)) if name in set(Measure) else name


def _text(said: str | dict[str, str], writer: Writer) -> str:
    """A text in both languages, or one that is the same in both."""
    if isinstance(said, str):
        return said
    return said["nl" if writer.language is Language.NL else "en"]
