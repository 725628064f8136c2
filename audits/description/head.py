"""The head of the page: what was simulated, under which world and knobs, and its key figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audits.description.names import knob_sentence, world_sentence
from audits.description.population import Population
from audits.description.truth import reliability
from audits.description.writer import Writer
from audits.shared.page import Cell
from audits.shared.proportion import Proportion
from audits.shared.sections import Section
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE, is_small

__all__ = ["head_section"]

Row = tuple[Cell, ...]


def head_section(population: Population, writer: Writer) -> Section:
    """What this is."""
    about, numbers = population.about, writer.numbers
    plot = writer.plot(
        "key", writer.say("key_figures"), "", writer.head("figure", "value"), list(_rows(population, writer))
    )
    return Section(
        identity="head",
        title=writer.say("head"),
        paragraphs=(
            writer.say("invented", persons=numbers.whole(about.persons), seed=str(about.seed)),
            writer.say("small", people=str(FEWEST_PEOPLE), each=str(FEWEST_EACH)),
            world_sentence(about.world, writer.language),
        ),
        items=tuple(
            knob_sentence(knob, writer.language, share=numbers.share(value), number=numbers.decimal(value, 4))
            for knob, value in about.knobs.items()
        ),
        plots=(plot,),
    )


def _rows(population: Population, writer: Writer) -> Iterator[Row]:
    seen, known = population.recorded >= 0, population.simulated
    observed, defaults = int(seen.sum()), int((population.recorded == 1).sum())
    persons = population.about.persons
    few = 0 < observed < FEWEST_PEOPLE or 0 < persons - observed < FEWEST_PEOPLE  # either would tell the other
    rate = Proportion(count=defaults, of=observed)
    yield Cell(text=writer.say("persons")), writer.number(persons)
    yield _part("observed", None if few else observed, persons, writer)
    yield _part("unobserved", None if few else persons - observed, persons, writer)
    yield Cell(text=writer.say("default_rate")), writer.rate(None if few or is_small(rate) else rate)
    yield Cell(text=writer.say("mean_true")), _mean(population, known, writer)
    yield Cell(text=writer.say("mean_true_observed")), _mean(population, known & seen, writer)
    yield Cell(text=writer.say("reliability")), _reliability(population, writer)


def _part(key: str, count: int | None, persons: int, writer: Writer) -> Row:
    def write(number: float) -> str:
        return writer.say(
            "number_share", number=writer.numbers.whole(number), share=writer.numbers.share(number / persons)
        )

    return Cell(text=writer.say(key)), writer.number(count, write)


def _mean(population: Population, flag: np.ndarray[tuple[int], np.dtype[np.bool_]], writer: Writer) -> Cell:
    if not population.simulated.any():
        return Cell(text=writer.say("not_simulated"), kind="quiet")
    values = population.true_pd[flag]
    return writer.number(float(values.mean()) if values.size >= FEWEST_PEOPLE else None, writer.numbers.share)


def _reliability(population: Population, writer: Writer) -> Cell:
    if not population.simulated.any():
        return Cell(text=writer.say("not_simulated"), kind="quiet")
    found = reliability(population)
    if found is None:
        return Cell(text=writer.say("no_value"), kind="quiet")
    whole = writer.numbers.whole
    text = writer.say(
        "reliability_value",
        value=writer.numbers.ratio(found.value),
        persons=whole(found.persons),
        draws=whole(found.draws),
    )
    return Cell(text=text, kind="number")
