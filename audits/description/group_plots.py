"""The circumstances of groups, and how far their true probabilities lie from the fair ones."""

from __future__ import annotations

from audits.description.charts import pairs
from audits.description.circumstances import SHARES, Group, circumstances
from audits.description.population import Population, Words
from audits.description.writer import Writer
from audits.shared.charts import Point
from audits.shared.page import Cell
from audits.shared.sections import Plot, Section

__all__ = ["group_section"]


def group_section(population: Population, writer: Writer) -> Section:
    """One plot and table for each protected attribute."""
    truth = bool(population.simulated.any())
    return Section(
        identity="groups",
        title=writer.say("groups"),
        paragraphs=(writer.say("groups_about"), *((writer.say("fair_about"),) if truth else ())),
        plots=tuple(
            _attribute(words, f"g{i}", circumstances(population, words), writer, truth=truth)
            for i, words in enumerate(population.groups)
        ),
    )


def _attribute(words: Words, identity: str, groups: tuple[Group, ...], writer: Writer, *, truth: bool) -> Plot:
    means = ("true", "fair") if truth else ()
    head = writer.head("group", "persons", "income", *SHARES, *means)
    rows = [_row(group, writer, truth=truth) for group in groups]
    plot = writer.plot(identity, writer.name(words.name), writer.say("groups_picture"), head, rows)
    points = [
        Point(group=writer.group(g.name), value=g.true_pd, low=g.true_pd, high=g.true_pd, across=g.fair_pd)
        for g in groups
        if g.true_pd is not None and g.fair_pd is not None
    ]
    return plot.drawn(pairs(writer.panel(plot), points, writer.say("pairs_axis"))) if points else plot


def _row(group: Group, writer: Writer, *, truth: bool) -> tuple[Cell, ...]:
    share = writer.numbers.share
    shares = [group.shares[name] for name in SHARES]
    cells = [writer.number(None if cell is None else cell.rate, share) for cell in shares[:-1]]
    means = [writer.number(mean, share) for mean in (group.true_pd, group.fair_pd)] if truth else []
    return (
        Cell(text=writer.group(group.name)),
        writer.number(group.persons),
        writer.number(group.income, writer.numbers.people),
        *cells,
        writer.rate(shares[-1]),
        *means,
    )
