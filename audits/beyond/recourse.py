"""Recourse by group: who of those declined has a way to approval, and how far it is, at the same predicted risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.figures import Absent, Middle, Share
from audits.beyond.grouped import Compared, Grouped, cells
from audits.beyond.medians import medians
from audits.beyond.shares import count, shares

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
    base = declined.where(declined.columns[FEASIBLE] >= 0)
    has_route = base.columns[FEASIBLE] == 1
    priced = base.where(has_route & ~np.isnan(base.columns[COST].astype(np.float64))) if costs else None
    return Recourse(
        people=int(base.people.sum()),
        unknown=int(declined.people.sum() - base.people.sum()),
        by=tuple(
            RecourseBy(
                compared=each,
                feasible=shares(count(base, base.people * has_route, each), each, level),
                cost=() if priced is None else medians(priced, COST, each, level, alike=True),
            )
            for each in compared
        ),
    )
