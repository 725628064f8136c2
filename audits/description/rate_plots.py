"""Default rates: by characteristic, and recorded against true by band of the true probability."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from audits.description.charts import rates
from audits.description.population import Population, Words
from audits.description.rates import Band, number_bands, true_bands, word_bands
from audits.description.writer import LEVEL, Writer
from audits.shared.charts import Point, calibration
from audits.shared.intervals import wilson
from audits.shared.page import Cell
from audits.shared.proportion import Proportion
from audits.shared.sections import Plot, Section

__all__ = ["calibration_section", "rate_section"]

JUDGED = "migration_background"
"""The attribute whose records the knobs of a world may bend."""


def rate_section(population: Population, writer: Writer) -> Section:
    """Recorded and true default rate by band of every characteristic."""
    truth = bool(population.simulated.any())
    plots = [
        _rates(name, f"r{i}", number_bands(population, column), writer, truth=truth)
        for i, (name, column) in enumerate(population.numbers.items())
    ]
    plots += [
        _rates(words.name, f"s{i}", word_bands(population, words), writer, truth=truth)
        for i, words in enumerate(population.words)
    ]
    return Section(
        identity="rates",
        title=writer.say("rates"),
        paragraphs=(writer.say("rates_about"),),
        plots=tuple(plots),
        small=True,
    )


def calibration_section(population: Population, writer: Writer) -> Section:
    """Recorded defaults against the true probability: what nobody could draw for real people."""
    title = writer.say("calibration")
    if not population.simulated.any():
        return Section(identity="calibration", title=title, paragraphs=(writer.say("truth_none"),))
    least = writer.numbers.whole(int(np.nanmin(population.draws)))
    judged = [words for words in population.groups if words.name == JUDGED]
    plots = [_calibration(f"c{i}", words, population, writer) for i, words in enumerate([None, *judged])]
    return Section(
        identity="calibration",
        title=title,
        paragraphs=(writer.say("calibration_about"),),
        plots=tuple(plots),
        last=(writer.say("calibration_nobody"), writer.say("calibration_noise", draws=least)),
    )


def _rates(name: str, identity: str, bands: Sequence[Band], writer: Writer, *, truth: bool) -> Plot:
    labels = _labels(bands, writer)
    rows = []
    for label, band in zip(labels, bands, strict=True):
        of, count = (None, None) if band.default is None else (band.default.of, band.default.count)
        means = (_true(band, writer),) if truth else ()
        rows.append((Cell(text=label), writer.number(of), writer.number(count), writer.rate(band.default), *means))
    head = writer.head("band", "with_outcome", "defaults", "recorded", *(("true",) if truth else ()))
    title = writer.say("rates_title", name=writer.name(name))
    plot = writer.plot(identity, title, writer.say("rates_picture"), head, rows)
    shown = [(label, band) for label, band in zip(labels, bands, strict=True) if band.default is not None]
    recorded = [_point(label, band.default) for label, band in shown if band.default is not None]
    true = [_at(label, band.true_pd) for label, band in shown if band.true_pd is not None]
    if not recorded:
        return plot
    return plot.drawn(rates(writer.panel(plot), recorded, true, writer.say("default_axis")))


def _calibration(identity: str, words: Words | None, population: Population, writer: Writer) -> Plot:
    bands = true_bands(population, words)
    labels = writer.ends([(band.low, band.high) for band in bands], _percent(writer))
    rows, points = [], []
    for label, band in zip(labels, bands, strict=True):
        for level, (cell, true) in band.cells.items():
            group = writer.say("calibration_all") if words is None else writer.group(level)
            which = (Cell(text=label), *((Cell(text=group),) if words else ()))
            counts = (writer.number(cell.of), writer.number(cell.count), writer.number(true, writer.numbers.share))
            rows.append((*which, *counts, writer.rate(cell)))
            points.append(_point(group, cell, across=true))
    head = writer.head("band", *(("group",) if words else ()), "with_outcome", "defaults", "true", "recorded")
    title = writer.say("calibration_by", name=writer.name(words.name)) if words else writer.say("calibration_all")
    plot = writer.plot(identity, title, writer.say("calibration_picture"), head, rows)
    if not points:
        return plot
    axes = writer.say("true_axis"), writer.say("recorded_axis")
    return plot.drawn(calibration(writer.panel(plot), points, *axes))


def _point(label: str, cell: Proportion, across: float = 0.0) -> Point:
    interval = wilson(cell, LEVEL)
    return Point(group=label, value=cell.rate, low=interval.low, high=interval.high, across=across)


def _at(label: str, value: float) -> Point:
    return Point(group=label, value=value, low=value, high=value)


def _true(band: Band, writer: Writer) -> Cell:
    if band.default is not None and band.true_pd is None:
        return Cell(text=writer.say("none"), kind="number")
    return writer.number(band.true_pd, writer.numbers.share)


def _labels(bands: Sequence[Band], writer: Writer) -> list[str]:
    """Each band in words: its least and greatest value, or its code or word. The outermost values are one person's."""
    ends = [(band.low, band.high) for band in bands if band.low is not None and band.high is not None]
    named = [writer.group(band.name) for band in bands if band.low is None]
    return [*writer.ends(ends, writer.numbers.decimal, open_ends=True), *named]


def _percent(writer: Writer) -> Callable[[float, int], str]:
    return lambda share, decimals: writer.numbers.decimal(100 * share, max(decimals, 1)) + "%"
