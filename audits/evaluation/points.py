"""Every table of the card: points beside the share of people in each line and their bad rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from audits.evaluation.charts import Line, card_table
from audits.evaluation.document import Attribute, Evaluation
from audits.evaluation.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.shared.small_cells import FEWEST_PEOPLE, closed
from scoring.domain.card import Card
from scoring.domain.entry import Entry
from scoring.domain.wording import describe_line

__all__ = ["points_section"]


def points_section(document: Evaluation, card: Card, writer: Writer) -> Section:
    """A plot for each entry, all on one scale."""
    shown = [_without_small(counts) for counts in document["attributes"]]
    everybody = _everybody(document)
    rates = [each["high"] for counts in shown for each in counts if each and each["high"] is not None]
    shares = [each["share"] for counts in shown for each in counts if each]
    most = (
        max(entry.most for entry in card.entries) or 1,
        1.02 * max(shares, default=1.0),
        min(1.0, 1.05 * max([everybody, *rates])),
    )
    plots = [
        _plot(f"points-{place}", card, entry, counts, most, everybody, writer)
        for place, (entry, counts) in enumerate(zip(card.entries, shown, strict=True))
    ]
    return Section(
        identity="points", title=writer.say("points"), paragraphs=(writer.say("points_about"),), plots=tuple(plots)
    )


def _plot(
    identity: str,
    card: Card,
    entry: Entry,
    counts: Sequence[Attribute | None],
    most: tuple[int, float, float],
    everybody: float,
    writer: Writer,
) -> Plot:
    names = list(_names(card, entry, writer))
    rows = [
        (Cell(text=name), writer.number(writer.numbers.whole(attribute.points)), *_cells(count, writer))
        for name, attribute, count in zip(names, entry.attributes, counts, strict=True)
    ]
    lines = [
        Line(
            name=name,
            points=attribute.points,
            share=count["share"] if count else None,
            rate=count["bad_rate"] if count else None,
            low=count["low"] if count else None,
            high=count["high"] if count else None,
        )
        for name, attribute, count in zip(names, entry.attributes, counts, strict=True)
    ]
    title = card.naming(entry).label.into(writer.language)
    about = writer.say("points_picture", rate=writer.numbers.share(everybody))
    head = writer.head("line", "line_points", "rows", "share", "bad_rate_interval")
    plot = writer.plot(identity, title, about, head, rows)
    axes = writer.head("line_points", "share", "rate_axis")
    return plot.drawn(card_table(writer.panel(plot), lines, (axes[0], axes[1], axes[2]), most, everybody))


def _names(card: Card, entry: Entry, writer: Writer) -> Iterator[str]:
    """Each line in words, no two alike; of a crossing, the line that chooses the table first."""
    told: Counter[str] = Counter()
    for name in _wordings(card, entry, writer):
        told[name] += 1
        yield name if told[name] == 1 else writer.say("again", line=name, number=str(told[name]))


def _wordings(card: Card, entry: Entry, writer: Writer) -> Iterator[str]:
    outer, inner = card.characteristics(entry)[0], card.characteristics(entry)[-1]
    for each in entry.slices:
        for attribute in each.attributes:
            name = describe_line(attribute, inner, writer.language)
            if each.when is not None:
                name = writer.say("crossed", outer=describe_line(each.when, outer, writer.language), inner=name)
            yield writer.say("neutral", line=name) if attribute.neutral else name


def _cells(count: Attribute | None, writer: Writer) -> tuple[Cell, ...]:
    if count is None:
        return (writer.hidden(),) * 3
    known = (writer.number(writer.numbers.whole(count["rows"])), writer.number(writer.numbers.share(count["share"])))
    rate, low, high = count["bad_rate"], count["low"], count["high"]
    if rate is None or low is None or high is None:
        return (*known, Cell(text="–", kind="quiet"))
    return (*known, writer.rate(rate, low, high))


def _without_small(counts: Sequence[Attribute]) -> list[Attribute | None]:
    """None for those with too few people, and for the next smallest where they would follow from the total."""
    people = [each["rows"] for each in counts]

    def small(places: frozenset[int]) -> bool:
        return 0 < sum(people[place] for place in places) < FEWEST_PEOPLE

    hidden = closed(people, small)
    return [None if place in hidden else each for place, each in enumerate(counts)]


def _everybody(document: Evaluation) -> float:
    bads = sum(each["bads"] for each in document["scores"])
    return bads / (bads + sum(each["goods"] for each in document["scores"]))
