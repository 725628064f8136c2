"""How values are spread: one histogram for each characteristic, one bar chart for each that is words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from audits.description.charts import Bar, histogram, shares
from audits.description.distribution import Bin, Distribution, distribution
from audits.description.population import UNKNOWN, Population, Words
from audits.description.writer import Writer
from audits.shared.charts import Point
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section
from audits.shared.small_cells import FEWEST_PEOPLE, closed

__all__ = ["spread_section"]


def spread_section(population: Population, writer: Writer) -> Section:
    """Distributions of all characteristics."""
    plots = [
        _numbers(name, f"d{i}", distribution(column), writer)
        for i, (name, column) in enumerate(population.numbers.items())
    ]
    plots += [_words(words, f"e{i}", writer) for i, words in enumerate(population.words)]
    return Section(
        identity="distributions",
        title=writer.say("distributions"),
        paragraphs=(writer.say("distributions_about"), writer.say("codes_about")),
        plots=tuple(plots),
        small=True,
    )


def _numbers(name: str, identity: str, found: Distribution, writer: Writer) -> Plot:
    rows = []
    for place, part in enumerate(found.bins):
        share = None if place in found.hidden_bins else part.count / found.persons
        rows.append((Cell(text=_range(part, writer)), writer.number(share, writer.numbers.share)))
    for code, count in found.codes.items():
        share = None if code in found.hidden_codes else count / found.persons
        rows.append((Cell(text=writer.group(code)), writer.number(share, writer.numbers.share)))
    head = writer.head("value", "share_all")
    plot = writer.plot(identity, writer.name(name), writer.say("histogram_about"), head, rows)
    shown = [part for place, part in enumerate(found.bins) if place not in found.hidden_bins]
    if not shown or (shown[0].below and shown[0].above):  # one bar for any value would show nothing
        return plot
    single = _single_width(found.bins)
    bars = [_bar(part, part.count / found.persons, single) for part in shown]
    return plot.drawn(histogram(writer.panel(plot), bars, "", writer.say("share_all")))


def _words(words: Words, identity: str, writer: Writer) -> Plot:
    counts = np.bincount(words.codes, minlength=len(words.levels)).tolist()
    hidden = closed(counts, lambda places: sum(counts[place] for place in places) < FEWEST_PEOPLE)
    share = [None if place in hidden else count / sum(counts) for place, count in enumerate(counts)]
    names = [writer.group(level) for level in words.levels]
    rows = [(Cell(text=name), writer.number(s, writer.numbers.share)) for name, s in zip(names, share, strict=True)]
    head = writer.head("value", "share_all")
    plot = writer.plot(identity, writer.name(words.name), writer.say("shares_about"), head, rows)
    points = [
        Point(group=name, value=s, low=s, high=s)
        for name, level, s in zip(names, words.levels, share, strict=True)
        if s is not None and level != UNKNOWN
    ]
    return plot.drawn(shares(writer.panel(plot), points, writer.say("share_all"))) if points else plot


def _single_width(bins: tuple[Bin, ...]) -> float:
    """How wide a bin of one single value is drawn: most of the least distance to another."""
    return 0.8 * min((b.low - a.low for a, b in pairwise(bins)), default=1.0)


def _bar(part: Bin, share: float, single: float) -> Bar:
    pale = part.below or part.above
    if part.low < part.high:
        return Bar(left=part.low, right=part.high, share=share, pale=pale)
    return Bar(left=part.low - single / 2, right=part.low + single / 2, share=share, pale=pale, at=part.low)


def _range(part: Bin, writer: Writer) -> str:
    low, high = (writer.numbers.decimal(end, 4) for end in (part.low, part.high))
    if part.below and part.above:
        return writer.say("any")
    if part.above:
        return writer.say("from", low=low)
    if part.below:
        return writer.say("up_to" if part.low == part.high else "under", high=high)
    return low if part.low == part.high else writer.say("to", low=low, high=high)
