"""Fit: from readings and outcomes to a card.

Codes, additive shapes, attributes by dynamic programming, a refit under the declared order, calibration, integer
points; each step is a module of that name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from scoring.domain.card import Attribute, Card, Development, Entry
from scoring.domain.errors import DataError
from scoring.domain.registry import Registry
from scoring.engine.calibration import calibrate
from scoring.engine.codes import Coded, encode
from scoring.engine.draft import Draft, draft
from scoring.engine.integers import Points, exact, optimise
from scoring.engine.options import FitOptions, Minimum
from scoring.engine.pd_table import pd_table
from scoring.engine.references import references
from scoring.engine.refit import LogOdds, refit
from scoring.engine.shapes import shapes
from scoring.tabular.readings import TableReadings

__all__ = ["Fitted", "Origin", "fit_card"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

LEAST_ROWS = 10
"""Least rows of either class: a weight can make a row count more, but not make a second person of it."""

NOTHING_TELLS = "no characteristic tells goods from bads: every score is the same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the development data came from, for the card's own record."""

    target: str
    bad: str
    data_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A card, and what a person should know about how it came to be."""

    card: Card
    warnings: tuple[str, ...]


def fit_card(
    table: TableReadings,
    registry: Registry,
    bad: Array,
    *,
    weight: Array | None,
    options: FitOptions,
    origin: Origin,
) -> Fitted:
    """Fit a card. The same readings and seed give the same bytes on any number of cores.

    The order in which the characteristics are declared changes nothing but the order of the entries.

    Parameters
    ----------
    table
        Readings of the declared fields; none may be invalid.
    bad
        Shape (rows,): whether the outcome was bad; both must occur.
    weight
        Shape (rows,): positive weights in rows (a row of weight 2 counts as two), or None.

    Raises
    ------
    DataError
        For an invalid reading, a weight that is not positive, outcomes of one class only, or a cut-off that nobody
        can score.
    """
    table.refuse_invalid()
    bad = np.asarray(bad, dtype=bool)
    weights = np.ones(table.rows) if weight is None else np.asarray(weight, dtype=np.float64)
    _check_outcomes(table, bad, weights)
    with threadpool_limits(1):  # sums of floats depend on how they are split between cores
        drafts, warnings = _drafts(table, registry, bad, weights, options)
        points = _points(drafts, bad, weights, options)
        card = _card(drafts, points, registry, bad, weights, options, origin)
    if options.cut_off is not None and not card.lowest <= options.cut_off <= card.highest:
        raise DataError(
            f"nobody can score the cut-off of {options.cut_off}: scores run from {card.lowest} to {card.highest}",
            where=table.name,
            remedy="Choose a cut-off between them",
        )
    scored = {entry.characteristic for entry in card.entries}
    warnings += [
        f"'{made.characteristic.name}' earns the same points in every line and is left out"
        for made in drafts
        if made.characteristic.name not in scored
    ]
    if options.cut_off is not None and any(entry.references.just_passing is None for entry in card.entries):
        warnings.append(
            f"nobody scored from {options.cut_off} to {options.cut_off + options.band - 1}: "
            "reasons are measured from the population instead"
        )
    return Fitted(card=card, warnings=tuple(warnings))


def _check_outcomes(table: TableReadings, bad: Array, weight: Array) -> None:
    if bad.shape != (table.rows,) or weight.shape != (table.rows,):
        raise DataError("outcomes or weights are not one for each row", where=table.name, remedy="Give one per row")
    if bad.all() or not bad.any():
        raise DataError("all outcomes are of one class", where=table.name, remedy="Give goods and bads")
    wrong = np.flatnonzero(~(np.isfinite(weight) & (weight > 0)))
    if wrong.size:
        place = f"{table.name}, row {int(wrong[0]) + 1}"
        raise DataError("the weight is not a positive number", where=place, remedy="Give every row a positive weight")


def _drafts(
    table: TableReadings, registry: Registry, bad: Array, weight: Array, options: FitOptions
) -> tuple[list[Draft], list[str]]:
    minimum = Minimum.of(options, float(weight[~bad].sum()), float(weight[bad].sum()))
    # In order of name: a sum of floats depends on its order, and the file's order must not.
    declared = sorted(registry.characteristics, key=lambda c: c.name)
    coded = [encode(c, table.columns[c.name], bad, weight) for c in declared]
    unfit = {column.characteristic.name: why for column in coded if (why := _why_unfit(column, weight))}
    usable = [column for column in coded if column.characteristic.name not in unfit]
    told = [f"'{name}' {why} and is left out" for name, why in unfit.items()]
    light = weight[bad].sum() < 2 * minimum.bads or weight[~bad].sum() < 2 * minimum.goods
    if light or min(bad.sum(), (~bad).sum()) < LEAST_ROWS:
        return [], [*told, "too few goods or bads to part a table in two: every score is the same"]
    if not usable:
        return [], [*told, NOTHING_TELLS]
    drafts = [
        draft(column, shape, bad, weight, minimum, options.max_attributes)
        for column, shape in zip(usable, shapes(usable, bad, weight, options.seed), strict=True)
    ]
    kept = [made for made in drafts if made.tells]
    told += [f"'{made.characteristic.name}' does not tell and is left out" for made in drafts if not made.tells]
    if not kept:
        told.append(NOTHING_TELLS)
    return kept, told


def _why_unfit(column: Coded, weight: Array) -> str | None:
    total = column.totals(weight)
    if total[: column.values].sum() == 0:
        return "has no known value"
    return "has one value only" if np.count_nonzero(total) == 1 else None


def _points(drafts: Sequence[Draft], bad: Array, weight: Array, options: FitOptions) -> Points:
    scale = options.scale
    if not drafts:
        log_odds = float(np.log(float(weight[~bad].sum()) / float(weight[bad].sum())))
        return Points(initial=round(scale.score(log_odds)), tables=())
    indices = [made.index for made in drafts]
    model: LogOdds = calibrate(refit(drafts, indices, bad, weight), drafts, bad, weight, options.seed)
    return optimise(exact(model, drafts, scale), drafts, bad, weight, scale)


def _card(
    drafts: Sequence[Draft],
    points: Points,
    registry: Registry,
    bad: Array,
    weight: Array,
    options: FitOptions,
    origin: Origin,
) -> Card:
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
    attributes = tuple(
        Attribute(
            test=line.test,
            lower=line.lower,
            upper=line.upper,
            labels=line.labels,
            points=int(earned),
            goods=float(good),
            bads=float(bad),
            neutral=line.neutral,
        )
        for line, earned, good, bad in zip(made.lines, table, made.goods, made.bads, strict=True)
    )
    return Entry(
        characteristic=made.characteristic.name,
        attributes=attributes,
        references=references(table, made, weight, passing),
    )
