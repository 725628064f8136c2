"""A pool of near-equal cards: other tables, nearly the same loss.

Where many cards are equally good, the choice between them is a choice, and somebody may ask why it was this one. The
pool holds cards that leave characteristics out, cross other pairs or have other lengths, whose out-of-fold log-loss
is at most a stated tolerance above that of the chosen card; of all that were found, those that differ most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from scoring.artefact.pool_file import Pooled
from scoring.certificate.certificate import certify
from scoring.domain.errors import InputError
from scoring.domain.registry import Registry
from scoring.engine.assemble import Origin, card_of, points_of
from scoring.engine.develop import Workshop
from scoring.engine.estimate import Estimate
from scoring.engine.fit import Fitted
from scoring.engine.form import Form
from scoring.engine.options import FitOptions
from scoring.engine.structure import PRICES

__all__ = ["TOLERANCE", "TRIES", "pool_of"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

TOLERANCE = 0.002
"""Log-loss that a card of the pool may lose against the chosen one, out of fold."""

TRIES = 4
"""Cards looked at for each that is wanted."""

MOST_LEFT_OUT = 3


def pool_of(
    fitted: Fitted,
    registry: Registry,
    size: int,
    options: FitOptions,
    origin: Origin,
    *,
    tolerance: float = TOLERANCE,
    on_step: Callable[[int], None] = lambda _: None,
) -> tuple[Pooled, ...]:
    """At most ``size`` cards within the tolerance, those that differ most first.

    Parameters
    ----------
    fitted
        The chosen card with what it was made from; ``registry``, ``options`` and ``origin`` are those of its fit.
    on_step
        Told how many forms have been looked at, of ``TRIES * size``.

    Raises
    ------
    InputError
        If no card is asked for, or the tolerance is negative.
    """
    if size < 1 or not tolerance >= 0:
        raise InputError("a pool has one card or more and a tolerance of 0 or more", remedy="Use --pool 50")
    workshop = fitted.developed.workshop
    if workshop is None or not fitted.developed.drafts:
        return ()
    with threadpool_limits(1):
        near = _near(workshop, fitted, size, options.seed, tolerance, on_step)
        return tuple(_members(workshop, fitted, near, registry, size, options, origin))


def _near(
    workshop: Workshop,
    fitted: Fitted,
    size: int,
    seed: int,
    tolerance: float,
    on_step: Callable[[int], None],
) -> list[tuple[Form, Estimate]]:
    """The forms within the tolerance, in the order in which they were tried."""
    chosen, judge = fitted.structure.form, workshop.judge
    forms: dict[Form, None] = {}
    wanted = TRIES * size
    for form in _variations(workshop, fitted, seed):
        if form != chosen:
            forms[form] = None
        if len(forms) == wanted:
            break
    near = []
    for number, form in enumerate(forms, start=1):
        above = judge.lowers(form, chosen)
        if above.value <= tolerance:
            near.append((form, above))
        on_step(number)
    return near


def _variations(workshop: Workshop, fitted: Fitted, seed: int) -> Iterator[Form]:
    """Every characteristic left out once, every price, every crossing undone; then such changes at random together."""
    chosen, every = fitted.structure.form, tuple(workshop.pairs)
    places = [
        place
        for place, column in enumerate(workshop.columns)
        if any(column.characteristic in (draft.characteristic, draft.by) for draft in fitted.developed.drafts)
    ]
    for place in places:
        yield _without(chosen, frozenset({place}))
    for price in PRICES:
        yield replace(chosen, price=price)
    for pair in every:
        kept = tuple(other for other in every if other != pair)
        yield replace(chosen, pairs=kept)
    rng = np.random.default_rng((seed, 4))
    for _ in range(100_000):
        left_out = rng.choice(places, size=int(rng.integers(0, min(MOST_LEFT_OUT, len(places) - 1) + 1)), replace=False)
        pairs = tuple(pair for pair in every if rng.random() < 0.5)
        price = float(rng.choice([price for price in PRICES if price <= 4 * chosen.price]))
        yield _without(replace(chosen, pairs=pairs, price=price), frozenset(left_out.tolist()))


def _without(form: Form, left_out: frozenset[int]) -> Form:
    """Left-out characteristics are in no crossing either: the other of the pair has a table of its own."""
    kept = tuple(pair for pair in form.pairs if not left_out & set(pair))
    return replace(form, pairs=kept, without=left_out)


def _members(
    workshop: Workshop,
    fitted: Fitted,
    near: list[tuple[Form, Estimate]],
    registry: Registry,
    size: int,
    options: FitOptions,
    origin: Origin,
) -> Iterator[Pooled]:
    seen = {(fitted.card.initial_points, fitted.card.entries)}
    for place, distance in _apart(workshop, fitted.structure.form, [form for form, _ in near]):
        form, above = near[place]
        drafts, _ = workshop.drafts(form)
        points = points_of(workshop, drafts, form, options)
        card = card_of(drafts, points, registry, workshop.bad, workshop.weight, options, origin)
        if (card.initial_points, card.entries) in seen or not certify(card).passed:
            continue
        seen.add((card.initial_points, card.entries))
        yield Pooled(card=card, loss_above=above.value, loss_above_error=above.error, distance=distance)
        if len(seen) > size:
            return


def _apart(workshop: Workshop, chosen: Form, forms: list[Form]) -> Iterator[tuple[int, float]]:
    """Places of forms, each the one that is furthest from all before it; and its distance to the chosen card."""
    etas = [workshop.judge.eta(form)[0] for form in forms]
    origin = workshop.judge.eta(chosen)[0]
    first = [float(np.abs(eta - origin).mean()) for eta in etas]
    nearest = list(first)
    left = set(range(len(forms)))
    while left:
        place = max(left, key=lambda p: (nearest[p], -p))
        left.remove(place)
        yield place, first[place]
        for other in left:
            nearest[other] = min(nearest[other], float(np.abs(etas[other] - etas[place]).mean()))
