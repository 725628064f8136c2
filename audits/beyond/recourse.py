"""Recourse by group: who of those declined has a way to approval, and how far it is, at the same predicted risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.counted import count
from audits.beyond.figures import Absent, Middle, Share
from audits.beyond.grouped import Compared, Grouped, cells
from audits.beyond.hiding import together
from audits.beyond.medians import medians
from audits.beyond.persons import sizes
from audits.beyond.shares import shares

__all__ = ["Recourse", "RecourseBy", "recourse"]

FEASIBLE, COST = "recourse_feasible", "recourse_cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseBy:
    """Recourse by one attribute.

    Attributes
    ----------
    feasible
        The share with a route, of those declined for whom one was looked for.
    cost
        The median cost of those who have a route; empty where the file has no costs.
    """

    compared: Compared
    feasible: tuple[Share, ...]
    cost: tuple[Middle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """Routes of people who were declined.

    Attributes
    ----------
    people
        How many were declined and a route was looked for.
    unknown
        How many were declined and nobody looked.
    """

    people: int
    unknown: int
    by: tuple[RecourseBy, ...]


def recourse(source: Grouped, compared: Sequence[Compared], level: float) -> Recourse | Absent:
    """Compare routes to approval among people who were declined, all of them and those with the same score."""
    if FEASIBLE not in source.present:
        return Absent(part="recourse", needs=(FEASIBLE, COST))
    score = ["position"] if source.present & {"score", "pd"} else []
    costs = [COST] if COST in source.present else []
    found = cells(source, compared, ["approved", *score, FEASIBLE, *costs])
    declined = found.where(found.columns["approved"] == 0)
    looked = declined.columns[FEASIBLE] >= 0
    base, unknown = declined.where(looked), declined.where(~looked)
    has_route = base.columns[FEASIBLE] == 1
    route = base.where(has_route)
    has_price = ~np.isnan(route.columns[COST].astype(np.float64)) if costs else np.zeros(len(route.people), dtype=bool)
    priced, unpriced = route.where(has_price), route.where(~has_price)

    def by(each: Compared) -> RecourseBy:
        counted = count(base, has_route, each)
        each = together(each, [*counted.sides[:2], sizes(unknown, each)])
        feasible = shares(counted, each, level)
        if not costs:
            return RecourseBy(compared=each, feasible=feasible, cost=())
        narrower = together(each, [sizes(priced, each), sizes(unpriced, each)])
        cost = medians(priced, COST, narrower, level, alike=True)
        return RecourseBy(compared=each, feasible=feasible, cost=cost)

    return Recourse(
        people=int(base.people.sum()),
        unknown=int(unknown.people.sum()),
        by=tuple(by(each) for each in compared),
    )
