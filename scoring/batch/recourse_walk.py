"""The cheapest plan of many persons at once: sets of fields in the order in which plans prefer them.

The same order as one person's search: months and number of changes follow from the set alone, so sets are visited in
that order, and within one rank the least effort decides. A person leaves as soon as a rank has a plan. Bounds keep sets
that cannot be enough from being worked out; what has been worked out becomes the bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from scoring.batch.recourse_fronts import Front, cheapest, front_of, stacked, together
from scoring.batch.recourse_moved import is_plain, moved
from scoring.batch.recourse_people import NEVER, Array, People
from scoring.explain.bits import bits
from scoring.explain.recourse_model import Touched

__all__ = ["Found", "walk"]

_MOST_MOVERS = 12
"""With more fields, one person's search passes over most sets; columns would visit them all."""

_MOST_EFFORT = 2**62
"""Efforts are added in whole numbers of 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The cheapest plans.

    Attributes
    ----------
    found
        Shape (persons,): whether there is a plan.
    left
        Shape (persons,): whom columns cannot answer: fields that meet in a formula may have to move together, or there
        are too many fields, efforts are too large for whole numbers of 64 bits, or steps may be too many to search.
    gain, cost
        Shape (persons,): points that the plan adds, and its effort in billionths.
    rungs
        Shape (persons, movers): how many steps each field moves.
    """

    found: Array
    left: Array
    gain: Array
    cost: Array
    rungs: Array


@dataclass(slots=True)
class _Known:
    """What is known of one part: at most so many points, and the fronts that have been worked out.

    Attributes
    ----------
    bound
        Shape (persons,): ``NEVER`` for who cannot move the part.
    place
        Shape (persons,): where a person's front stands in ``front``; -1 where it was not worked out.
    """

    bound: Array
    place: Array
    front: Front | None = None


@dataclass(slots=True)
class _Walk:
    """The state of a walk.

    Attributes
    ----------
    open
        The places of persons who have no plan yet.
    cost
        Shape (persons,): the effort of the plan; of who has none, above all efforts.
    """

    those: People
    found: Array
    left: Array
    gain: Array
    rungs: Array
    cost: Array
    open: Array
    parts: dict[int, _Known] = field(default_factory=dict)

    def visit(self, movers: int) -> None:
        """Keep the plans with exactly these fields that are cheaper than those of sets of the same rank before.

        Of two sets with equal effort the one whose names come first is preferred, so it has to be visited first.
        """
        model, touched = self.those.model, self.those.model.touched(movers)
        rows = self.open[:0] if touched.clash else self.enough(touched, self.open)
        if not all(is_plain(model, part) for part in touched.parts):
            self.left[rows] = True
            return
        for part in touched.parts if rows.size else ():
            self.front(part, rows)
        rows = self.enough(touched, rows)
        if rows.size:
            need = self.those.need[rows]
            front = together([self.front(part, rows) for part in touched.parts], need)
            cost, gain, rungs = cheapest(front, need)
            cheaper = cost < self.cost[rows]
            rows = rows[cheaper]
            self.cost[rows], self.gain[rows], self.found[rows] = cost[cheaper], gain[cheaper], True
            self.rungs[rows] = 0
            self.rungs[rows[:, None], np.array(touched.movers)] = rungs.T[cheaper]

    def enough(self, touched: Touched, rows: Array) -> Array:
        """The persons whose bounds reach their need."""
        reach = np.sum([self.known(part).bound[rows] for part in touched.parts], axis=0)
        met = self.those.failing[rows] & ~touched.limit_bits == 0
        enough: Array = rows[met & (reach >= self.those.need[rows])]
        return enough

    def known(self, part: int) -> _Known:
        """What is known of a part, of whoever is open at first."""
        if part not in self.parts:
            everybody = len(self.those.need)
            self.parts[part] = _Known(np.full(everybody, NEVER), np.full(everybody, -1))
            rows = self.open[self.those.movable[self.open] & part == part]
            if rows.size:
                self.parts[part].bound[rows] = moved(self.those, part, rows).bound()
        return self.parts[part]

    def front(self, part: int, rows: Array) -> Front:
        """The fronts of a part, of one person or more; worked out once for each person, and from then on the bound."""
        known = self.known(part)
        fresh = rows[known.place[rows] < 0]
        if fresh.size:
            made = front_of(self.those, part, fresh)
            known.bound[fresh] = made.most
            known.place[fresh] = np.arange(len(fresh)) + (0 if known.front is None else len(known.front.cost))
            known.front = made if known.front is None else stacked(known.front, made)
        if known.front is None:  # pragma: no cover - rows are one or more
            raise AssertionError(part)
        return known.front.at(known.place[rows])


def walk(those: People) -> Found:
    """Find the cheapest plan of everybody."""
    model, everybody = those.model, len(those.need)
    efforts = [ladders.mover.cost * int(ladders.rungs.max(initial=0)) for ladders in those.ladders]
    able = those.settled & ~those.endless & (len(model.movers) <= _MOST_MOVERS and sum(efforts) < _MOST_EFFORT)
    state = _Walk(
        those=those,
        found=np.zeros(everybody, dtype=bool),
        left=~able,
        gain=np.zeros(everybody, dtype=np.int64),
        rungs=np.zeros((everybody, len(model.movers)), dtype=np.int64),
        cost=np.full(everybody, np.iinfo(np.int64).max),
        open=np.flatnonzero(able),
    )
    for _, sets in groupby(model.ranked(model.useful), key=lambda ranked: (ranked[0], ranked[1].bit_count())):
        if not state.open.size:
            break
        for movers in sorted((movers for _, movers in sets), key=bits):
            state.visit(movers)
        state.open = state.open[~(state.found | state.left)[state.open]]
    state.rungs[state.left] = 0  # another set of the same rank may have had a plan
    found = state.found & ~state.left
    return Found(found=found, left=state.left, gain=state.gain, cost=np.where(found, state.cost, 0), rungs=state.rungs)
