"""Assemble: from drafts to whole points, and from points to the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.domain.card import Card, Development
from scoring.domain.characteristic import Characteristic
from scoring.domain.entry import Attribute, Entry, Naming, Slice
from scoring.domain.line import Test
from scoring.domain.registry import Registry
from scoring.domain.scale import Scale
from scoring.domain.text import Text
from scoring.engine.calibration import calibrate, slope_of_form
from scoring.engine.develop import Workshop
from scoring.engine.draft import Draft
from scoring.engine.fixed import refuse_fixed
from scoring.engine.form import Form
from scoring.engine.integers import Points, exact, optimise
from scoring.engine.options import FitOptions
from scoring.engine.pd_table import pd_table
from scoring.engine.references import references
from scoring.engine.refit import refit

__all__ = ["Origin", "card_of", "constant", "points_of"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the development data came from, for the card's own record."""

    target: str
    bad: str
    data_digest: str = ""


def constant(bad: Array, weight: Array, scale: Scale) -> Points:
    """The points of a card without tables: everybody's score is that of the share of bads."""
    odds = float(weight[~bad].sum()) / float(weight[bad].sum())
    return Points(initial=round(scale.score(float(np.log(odds)))), tables=())


def points_of(workshop: Workshop, drafts: Sequence[Draft], form: Form, options: FitOptions) -> Points:
    """Whole points of the tables of a form: refitted, calibrated and optimised on all rows."""
    bad, weight, scale = workshop.bad, workshop.weight, options.scale
    if not drafts:
        return constant(bad, weight, scale)
    model = refit(drafts, [made.index for made in drafts], bad, weight, form.ridge)
    for made, log_odds in zip(drafts, model.tables, strict=True):
        if made.fixed:
            refuse_fixed(made, log_odds, workshop.minimum)
    calibrated = calibrate(model, drafts, bad, weight, slope_of_form(workshop.judge, form))
    return optimise(exact(calibrated, drafts, scale), drafts, bad, weight, scale)


def card_of(
    drafts: Sequence[Draft],
    points: Points,
    registry: Registry,
    bad: Array,
    weight: Array,
    options: FitOptions,
    origin: Origin,
) -> Card:
    """The card that drafts and their points make."""
    passing = None
    if options.cut_off is not None and drafts:
        scores = points.scores(drafts)
        passing = (scores >= options.cut_off) & (scores < options.cut_off + options.band)
    made_entries = {
        made.characteristic.name: _entry(made, table, weight, passing)
        for made, table in zip(drafts, points.tables, strict=True)
        if len(set(table.tolist())) > 1
    }
    entries = tuple(made_entries[c.name] for c in registry.characteristics if c.name in made_entries)
    lowest = points.initial + sum(entry.least for entry in entries)
    highest = points.initial + sum(entry.most for entry in entries)
    return Card(
        registry=registry,
        scale=options.scale,
        initial_points=points.initial,
        entries=entries,
        pd_table=pd_table(options.scale, lowest, highest),
        cut_off=options.cut_off,
        band=options.band,
        development=Development(
            target=origin.target,
            bad=origin.bad,
            rows=len(bad),
            goods=float(weight[~bad].sum()),
            bads=float(weight[bad].sum()),
            seed=options.seed,
            data_digest=origin.data_digest,
        ),
    )


def _entry(made: Draft, table: Array, weight: Array, passing: Array | None) -> Entry:
    slices = tuple(
        Slice(
            when=each.when,
            attributes=_merged(
                [
                    Attribute(
                        test=line.test,
                        lower=line.lower,
                        upper=line.upper,
                        labels=line.labels,
                        points=int(table[place]),
                        goods=float(made.goods[place]),
                        bads=float(made.bads[place]),
                        neutral=line.neutral,
                    )
                    for place, line in ((place, made.lines[place]) for place in each.places)
                ],
                fixed=made.fixed,
            ),
        )
        for each in made.tables
    )
    return Entry(
        characteristic=made.characteristic.name,
        by=None if made.by is None else made.by.name,
        slices=slices,
        naming=None if made.by is None else _naming(made.by, made.characteristic),
        references=references(table, made, weight, passing),
    )


def _naming(by: Characteristic, inner: Characteristic) -> Naming:
    """A crossing's own code and texts, which name both characteristics."""
    one, two = by.label, inner.label
    return Naming(
        code=f"{by.reason_code}+{inner.reason_code}",
        label=Text(en=f"{one.en} together with {two.en}", nl=f"{one.nl} samen met {two.nl}"),
        reason=Text(
            en=f"This combination costs points: {one.en} together with {two.en}",
            nl=f"Deze combinatie kost punten: {one.nl} samen met {two.nl}",
        ),
    )


def _merged(attributes: Sequence[Attribute], *, fixed: bool) -> tuple[Attribute, ...]:
    """The lines with neighbours of equal points made one: a line that says nothing new is not printed."""
    found: list[Attribute] = []
    for line in attributes:
        last = found[-1] if found else None
        alike = last is not None and (last.test, last.points, last.neutral) == (line.test, line.points, line.neutral)
        if last is None or fixed or not alike or line.test not in {Test.INTERVAL, Test.CATEGORIES}:
            found.append(line)
            continue
        found[-1] = replace(
            last,
            upper=line.upper,
            labels=tuple(sorted((*last.labels, *line.labels))),
            goods=last.goods + line.goods,
            bads=last.bads + line.bads,
        )
    return tuple(found)
