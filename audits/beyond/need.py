"""Approval among people who declared the same need: conditional parity (Kamiran, Žliobaitė and Calders 2013).

Groups may ask for different amounts, and larger ones may be declined more often. What remains among people who asked
for the same is not explained by what they asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.counted import count
from audits.beyond.figures import Share
from audits.beyond.grouped import Compared, Grouped, cells
from audits.beyond.hiding import together
from audits.beyond.persons import sizes
from audits.beyond.shares import shares

__all__ = ["Need", "NeedBy", "need"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedBy:
    """Approval by one attribute; ``alike`` of a share is at the same need, not at the same score."""

    compared: Compared
    approved: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Approval at the same declared need.

    Attributes
    ----------
    column
        Where the need stands.
    people, unknown
        How many declared one, and how many did not.
    """

    column: str
    people: int
    unknown: int
    by: tuple[NeedBy, ...]


def need(source: Grouped, compared: Sequence[Compared], column: str, level: float) -> Need:
    """Compare approval among people with the same number in a column, or in the same hundredth of its numbers."""
    found = cells(source, compared, ["approved", column])
    declared = ~np.isnan(found.columns[column])
    approved = found.columns["approved"] == 1
    base = found.where(declared)
    base = base.matched_on(base.columns[column])
    silent = [found.where(~declared & side) for side in (approved, ~approved)]

    def by(each: Compared) -> NeedBy:
        counted = count(base, approved[declared], each)
        each = together(each, [*counted.sides[:2], *(sizes(part, each) for part in silent)])
        return NeedBy(compared=each, approved=shares(counted, each, level))

    return Need(
        column=column,
        people=int(base.people.sum()),
        unknown=int(found.people[~declared].sum()),
        by=tuple(by(each) for each in compared),
    )
