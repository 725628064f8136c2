"""Candidates for another card than the chosen one: near-equal tables, one characteristic less, other weights of rows.

Nothing here knows what a candidate is wanted for. Where the weights come from is not asked either: they are numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from scoring.artefact.card_json import card_digest
from scoring.certificate.certificate import certify
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.registry import Registry
from scoring.engine.assemble import Origin, card_of, points_of
from scoring.engine.develop import Workshop
from scoring.engine.fit import Fitted, fit_card
from scoring.engine.options import FitOptions
from scoring.engine.pool import TOLERANCE, pool_of
from scoring.tabular.readings import TableReadings

__all__ = ["Candidate", "Making", "Wanted", "candidates"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


class Making(StrEnum):
    """How a candidate was made."""

    CHOSEN = "chosen"
    POOL = "pool"
    LEFT_OUT = "left-out"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A full card.

    Attributes
    ----------
    what
        The characteristic that was left out, or the name of the weights; empty for others.
    """

    card: Card
    making: Making
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What candidates to make.

    Attributes
    ----------
    pool
        At most so many near-equal cards; 0 for none.
    tolerance
        Out-of-fold log-loss that a card of the pool may lose.
    leave_one_out
        Whether to make a card without each characteristic in turn.
    weights
        By name, shape (rows,): positive weights to fit with, on top of the sample's own.
    """

    pool: int = 0
    tolerance: float = TOLERANCE
    leave_one_out: bool = False
    weights: Mapping[str, Array]

    def __post_init__(self) -> None:
        if self.pool < 0 or not (self.pool or self.leave_one_out or self.weights):
            raise InputError(
                "no candidate is asked for", remedy="Use --pool 20, --leave-one-out, or --weights with a file"
            )


def candidates(
    fitted: Fitted,
    table: TableReadings,
    registry: Registry,
    bad: Array,
    *,
    weight: Array | None,
    options: FitOptions,
    origin: Origin,
    wanted: Wanted,
    on_step: Callable[[str], None] = lambda _: None,
) -> tuple[Candidate, ...]:
    """The chosen card first, and every other card that was made, once; each keeps the promises of its certificate.

    The same data, options and weights give the same cards.

    Parameters
    ----------
    fitted
        The chosen card with what it was made from; the others are those of its fit.
    """
    made = _made(fitted, table, registry, bad, weight, options, origin, wanted, on_step)
    found: dict[str, Candidate] = {card_digest(fitted.card): Candidate(card=fitted.card, making=Making.CHOSEN)}
    tables = {(fitted.card.initial_points, fitted.card.entries)}
    for each in made:
        key = (each.card.initial_points, each.card.entries)
        if key not in tables and certify(each.card).passed:
            tables.add(key)
            found[card_digest(each.card)] = each
    return tuple(found.values())


def _made(
    fitted: Fitted,
    table: TableReadings,
    registry: Registry,
    bad: Array,
    weight: Array | None,
    options: FitOptions,
    origin: Origin,
    wanted: Wanted,
    on_step: Callable[[str], None],
) -> Iterator[Candidate]:
    workshop = fitted.developed.workshop
    if wanted.leave_one_out and workshop is not None:
        on_step("leave one out")
        with threadpool_limits(1):
            yield from _without_each(workshop, fitted, registry, options, origin)
    for name, more in wanted.weights.items():
        on_step(f"weights {name}")
        both = np.asarray(more, dtype=np.float64) * (1.0 if weight is None else weight)
        card = fit_card(table, registry, bad, weight=both, options=options, origin=origin).card
        yield Candidate(card=card, making=Making.WEIGHTS, what=name)
    if wanted.pool:
        on_step("pool")
        pool = pool_of(fitted, registry, wanted.pool, options, origin, tolerance=wanted.tolerance)
        yield from (Candidate(card=each.card, making=Making.POOL) for each in pool)


def _without_each(
    workshop: Workshop, fitted: Fitted, registry: Registry, options: FitOptions, origin: Origin
) -> Iterator[Candidate]:
    """The chosen form without one characteristic, its points fitted anew; the other of a crossing stands alone."""
    chosen = fitted.structure.form
    scored = {characteristic.name for characteristic in fitted.card.scored}
    for place, column in enumerate(workshop.columns):
        name = column.characteristic.name
        if name not in scored:
            continue
        pairs = tuple(pair for pair in chosen.pairs if place not in pair)
        form = replace(chosen, pairs=pairs, without=frozenset({place}))
        drafts, _ = workshop.drafts(form)
        if not drafts:
            continue
        points = points_of(workshop, drafts, form, options)
        card = card_of(drafts, points, registry, workshop.bad, workshop.weight, options, origin)
        yield Candidate(card=card, making=Making.LEFT_OUT, what=name)
