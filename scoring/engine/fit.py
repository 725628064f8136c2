"""Fit: from readings and outcomes to a card.

Codes, shapes, crossings and size by out-of-fold proof, attributes by dynamic programming, a refit under the declared
order, calibration, integer points; each step is a module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from scoring.domain.card import Card
from scoring.domain.errors import DataError
from scoring.domain.registry import Registry
from scoring.engine.assemble import Origin, card_of, constant, points_of
from scoring.engine.codes import encode
from scoring.engine.develop import Developed, develop, undeveloped
from scoring.engine.fixed import refuse_empty
from scoring.engine.options import FitOptions, Minimum
from scoring.engine.structure import Structure
from scoring.engine.told import left_out, scale_of_weights
from scoring.engine.usable import refuse_too_few, refuse_unusable, too_few, unusable
from scoring.tabular.readings import TableReadings

__all__ = ["Fitted", "Origin", "fit_card"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

NOTHING_TELLS = "no characteristic tells goods from bads: every score is the same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A card, and what a person should know about how it came to be."""

    card: Card
    warnings: tuple[str, ...]
    developed: Developed

    @property
    def structure(self) -> Structure:
        """How long the card is and what it crosses, with the proof."""
        return self.developed.structure


def fit_card(
    table: TableReadings,
    registry: Registry,
    bad: Array,
    *,
    weight: Array | None,
    options: FitOptions,
    origin: Origin,
    strict: bool = False,
    on_step: Callable[[str], None] = lambda _: None,
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
    strict
        Whether to refuse what is otherwise left out with a warning: a characteristic that can be no table or says the
        same as another one, and too few goods or bads to part a table in two.
    on_step
        Told what is being done, for progress.

    Raises
    ------
    DataError
        For an invalid reading, a weight that is not positive, outcomes of one class only, a cut-off that nobody can
        score, fixed cuts that hold too few people or contradict the declared direction, or what ``strict`` refuses.
    """
    table.refuse_invalid()
    bad = np.asarray(bad, dtype=bool)
    weights = np.ones(table.rows) if weight is None else np.asarray(weight, dtype=np.float64)
    _check_outcomes(table, bad, weights)
    # Sums of floats depend on how they are split between cores. Boosting's do not, but where another process takes one
    # of two cores, its threads wait for each other so busily that a minute's work takes several.
    with threadpool_limits(1):
        developed, warnings = _developed(table, registry, bad, weights, options, on_step, strict=strict)
        drafts = developed.drafts
        on_step("points")
        if developed.workshop is None:
            points = constant(bad, weights, options.scale)
        else:
            points = points_of(developed.workshop, drafts, developed.structure.form, options)
        card = card_of(drafts, points, registry, bad, weights, options, origin)
    if options.cut_off is not None and not card.lowest <= options.cut_off <= card.highest:
        raise DataError(
            f"nobody can score the cut-off of {options.cut_off}: scores run from {card.lowest} to {card.highest}",
            where=table.name,
            remedy="Choose a cut-off between them",
        )
    scored = {entry.characteristic for entry in card.entries}
    level = [made.characteristic.name for made in drafts if made.characteristic.name not in scored]
    if developed.workshop is not None:
        warnings += left_out(level, "earns the same points in every line", developed.workshop.columns, bad, weights)
    if options.cut_off is not None and any(entry.references.just_passing is None for entry in card.entries):
        warnings.append(
            f"nobody scored from {options.cut_off} to {options.cut_off + options.band - 1}: "
            "reasons are measured from the population instead"
        )
    warnings += scale_of_weights(weights)
    return Fitted(card=card, warnings=tuple(warnings), developed=developed)


def _check_outcomes(table: TableReadings, bad: Array, weight: Array) -> None:
    if bad.shape != (table.rows,) or weight.shape != (table.rows,):
        raise DataError("outcomes or weights are not one for each row", where=table.name, remedy="Give one per row")
    if bad.all() or not bad.any():
        raise DataError("all outcomes are of one class", where=table.name, remedy="Give goods and bads")
    wrong = np.flatnonzero(~(np.isfinite(weight) & (weight > 0)))
    if wrong.size:
        place = f"{table.name}, row {int(wrong[0]) + 1}"
        raise DataError("the weight is not a positive number", where=place, remedy="Give every row a positive weight")


def _developed(
    table: TableReadings,
    registry: Registry,
    bad: Array,
    weight: Array,
    options: FitOptions,
    on_step: Callable[[str], None],
    *,
    strict: bool,
) -> tuple[Developed, list[str]]:
    minimum = Minimum.of(options, float(weight[~bad].sum()), float(weight[bad].sum()))
    # In order of name: a sum of floats depends on its order, and the file's order must not.
    declared = sorted(registry.characteristics, key=lambda c: c.name)
    on_step("codes")
    fixed = {cuts.name: cuts for cuts in options.cuts}
    coded = [encode(c, table.columns[c.name], bad, weight, fixed.get(c.name)) for c in declared]
    for column in coded:
        if column.fixed:
            refuse_empty(column, weight)
    unfit = unusable(coded, table, weight)
    if strict:
        refuse_unusable(coded, table, unfit)
        refuse_too_few(bad, weight, minimum, table.name)
    usable = [column for column in coded if column.characteristic.name not in unfit]
    told = [f"'{name}' {why} and is left out" for name, why in unfit.items()]
    if too_few(bad, weight, minimum):
        return undeveloped(), [*told, "too few goods or bads to part a table in two: every score is the same"]
    if not usable:
        return undeveloped(), [*told, NOTHING_TELLS]
    developed = develop(usable, bad, weight, minimum, options, on_step)
    told += left_out(developed.silent, "does not tell", usable, bad, weight)
    told += [f"'{name}' tells least and is left out" for name in developed.dropped]
    if not developed.drafts:
        told.append(NOTHING_TELLS)
    return developed, told
