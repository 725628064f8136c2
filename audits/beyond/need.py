"""Approval among people who declared the same need: conditional parity (Kamiran, Žliobaitė and Calders 2013).

Groups may ask for different amounts, and larger ones may be declined more often. What remains among people who asked
for the same is not explained by what they asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.beyond.figures import Share
from audits.beyond.grouped import Compared, Grouped, cells
from audits.beyond.shares import count, shares

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
    base = found.where(declared)
    matched = base.matched_on(column)
    approved = base.people * (base.columns["approved"] == 1)
    return Need(
        column=column,
        people=int(base.people.sum()),
        unknown=int(found.people[~declared].sum()),
        by=tuple(
            NeedBy(compared=each, approved=shares(count(matched, approved, each), each, level)) for each in compared
        ),
    )
