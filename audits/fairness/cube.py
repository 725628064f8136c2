"""The cube: how many people share a score, a group, an outcome and a decision.

Everything the audit says is computed from these counts, so a further measure costs no further reading of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.fairness.sample import Attribute, Decisions

__all__ = ["PD_UNIT", "Counts", "Cube", "build_cube"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

PD_UNIT = 10**9
"""Probabilities are summed as whole billionths, so that the order of the rows changes no digit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The people of one group (or of a part of it) by decision and outcome.

    Attributes
    ----------
    approved_good, approved_bad, approved_unknown
        Approved people who repaid, who defaulted, and of whom no outcome is recorded.
    declined_good, declined_bad, declined_unknown
        The same of declined people.
    expected
        Sum of the predicted probabilities of default of the people with an outcome, in billionths.
    """

    approved_good: int = 0
    approved_bad: int = 0
    approved_unknown: int = 0
    declined_good: int = 0
    declined_bad: int = 0
    declined_unknown: int = 0
    expected: int = 0

    @property
    def approved(self) -> int:
        """People approved."""
        return self.approved_good + self.approved_bad + self.approved_unknown

    @property
    def good(self) -> int:
        """People known to have repaid."""
        return self.approved_good + self.declined_good

    @property
    def bad(self) -> int:
        """People known to have defaulted."""
        return self.approved_bad + self.declined_bad

    @property
    def observed(self) -> int:
        """People with a recorded outcome."""
        return self.good + self.bad

    @property
    def unknown(self) -> int:
        """People without a recorded outcome."""
        return self.approved_unknown + self.declined_unknown

    @property
    def people(self) -> int:
        """Everybody."""
        return self.observed + self.unknown

    def __add__(self, other: Counts) -> Counts:
        """The people of two separate groups together."""
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """The cells of one attribute's cube that hold anybody, one array per axis, all of shape (cells,).

    Attributes
    ----------
    groups
        The attribute's levels; ``group`` holds places in it.
    position
        The score of a cell, or its predicted probability where the file has no score, or 0 where it has neither.
    outcome
        1 default, 0 repaid, -1 not recorded.
    approved
        Whether the cell's people were approved.
    people
        How many they are.
    expected
        The sum of their predicted probabilities, in billionths.
    """

    groups: tuple[str, ...]
    position: Column
    group: Column
    outcome: Column
    approved: Column
    people: Column
    expected: Column

    def counts(self, group: int, low: float = -np.inf, high: float = np.inf) -> Counts:
        """The people of a group whose position lies in ``[low, high]``."""
        mine = (self.group == group) & (self.position >= low) & (self.position <= high)

        def count(outcome: int, *, approved: bool) -> int:
            return int(self.people[mine & (self.outcome == outcome) & (self.approved == approved)].sum())

        return Counts(
            approved_good=count(0, approved=True),
            approved_bad=count(1, approved=True),
            approved_unknown=count(-1, approved=True),
            declined_good=count(0, approved=False),
            declined_bad=count(1, approved=False),
            declined_unknown=count(-1, approved=False),
            expected=int(self.expected[mine & (self.outcome >= 0)].sum()),
        )


def build_cube(decisions: Decisions, attribute: Attribute) -> Cube:
    """Count the people of every cell in one pass over the columns."""
    axis = next((c for c in (decisions.score, decisions.pd) if c is not None), np.zeros(decisions.people))
    values, place = np.unique(axis, return_inverse=True)
    key = ((place * len(attribute.levels) + attribute.codes) * 3 + decisions.outcome + 1) * 2 + decisions.approved
    cells, cell, people = np.unique(key, return_inverse=True, return_counts=True)
    expected = np.zeros(len(cells), dtype=np.int64)
    if decisions.pd is not None:
        np.add.at(expected, cell, np.rint(decisions.pd * PD_UNIT).astype(np.int64))
    rest, approved = np.divmod(cells, 2)
    rest, outcome = np.divmod(rest, 3)
    position, group = np.divmod(rest, len(attribute.levels))
    return Cube(
        groups=attribute.levels,
        position=values[position],
        group=group,
        outcome=outcome - 1,
        approved=approved == 1,
        people=people,
        expected=expected,
    )
