"""The truth and its limits: how true probabilities are spread, and how far they may be trusted."""

from __future__ import annotations

import math

import numpy as np

from audits.description.charts import Bar, histogram
from audits.description.distribution import Bin
from audits.description.population import Population
from audits.description.truth import QUANTILES, errors, spread
from audits.description.writer import Writer
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section

__all__ = ["truth_section"]


def truth_section(population: Population, writer: Writer) -> Section:
    """The true probabilities, or that there are none."""
    title = writer.say("truth")
    if not population.simulated.any():
        return Section(identity="truth", title=title, paragraphs=(writer.say("truth_none"),))
    draws = int(np.nanmin(population.draws))
    no_ranking = writer.say(
        "no_ranking",
        draws=writer.numbers.whole(draws),
        values=writer.numbers.whole(draws + 1),
        error=writer.numbers.gap(0.5 / math.sqrt(draws - 1)),
    )
    return Section(
        identity="truth",
        title=title,
        paragraphs=(writer.say("truth_about"), no_ranking, writer.say("spread_ends")),
        plots=(_spread(population, writer), _errors(population, writer)),
        last=(writer.say("zero_error"),),
    )


def _spread(population: Population, writer: Writer) -> Plot:
    parts, persons = spread(population), int(population.simulated.sum())
    rows = [
        (Cell(text=_range(part, writer)), writer.number(part.count / persons, writer.numbers.share)) for part in parts
    ]
    head = writer.head("spread", "share_all")
    plot = writer.plot("t0", writer.say("spread"), writer.say("spread_about"), head, rows)
    if not parts or (parts[0].below and parts[0].above):  # one bar for any value would show nothing
        return plot
    bars = [Bar(left=p.low, right=p.high, share=p.count / persons, pale=p.below or p.above or p.low < 0) for p in parts]
    axes = writer.say("true_axis"), writer.say("share_all")
    return plot.drawn(histogram(writer.panel(plot), bars, *axes, percent=True))


def _errors(population: Population, writer: Writer) -> Plot:
    rows = []
    for found in errors(population):
        known = found.quantiles is not None
        quantiles = found.quantiles or (None,) * len(QUANTILES)
        cells = [writer.number(error, writer.numbers.gap) for error in quantiles]
        rows.append(
            (Cell(text=writer.numbers.whole(found.draws)), writer.number(found.persons if known else None), *cells)
        )
    shares = [writer.say("quantile", share=writer.numbers.level(q)) for q in QUANTILES]
    return writer.plot("t1", writer.say("errors"), "", [*writer.head("draws", "persons"), *shares], rows)


def _range(part: Bin, writer: Writer) -> str:
    low, high = (writer.numbers.decimal(100 * end, 2) + "%" for end in (max(part.low, 0.0), part.high))
    if part.below and part.above:
        return writer.say("any")
    if part.above:
        return writer.say("above", low=low)
    if part.below:
        return writer.say("up_to", high=high)
    return high if part.low < 0 else writer.say("to", low=low, high=high)
