"""Life: where persons stand at the end of a month, and what happened in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.population.circumstances import OWNER, Circumstances
from scoring.population.parameters import PARAMETERS

__all__ = ["ASKED", "CARD", "HOME", "LOAN", "OTHER", "SLOTS", "Life", "Month", "begin"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

SLOTS = ("home", "card", "loan", "other", "asked")
HOME, CARD, LOAN, OTHER, ASKED = range(5)
"""Obligations of a person: housing, a revolving credit, two places for credits, and the credit asked for."""


@dataclass(slots=True, kw_only=True)
class Life:
    """Where persons stand at the end of a month; shape (persons,) each, one array for each slot in the lists.

    Attributes
    ----------
    balance
        Cents in the account; never below minus the overdraft.
    slump, sick, apart
        Months that a setback still lasts.
    due
        Cents that fall due each month; 0 where there is no such obligation.
    left
        Instalments still to be paid, those in arrears included.
    behind
        Instalments in arrears, counted on by the month when the last one stays unpaid: 1 is 30 days past due, 3 are 90
        days. What is past due is never more than what is owed.
    plan
        Months that an arrangement on arrears still lasts.
    used, limit
        Cents of the revolving credit in use, and its limit.
    """

    balance: Whole
    slump: Whole
    sick: Whole
    apart: Whole
    due: list[Whole]
    left: list[Whole]
    behind: list[Whole]
    plan: list[Whole]
    used: Whole
    limit: Whole

    def copy(self) -> Life:
        """The same state; what happens to one does not happen to the other."""
        return Life(
            balance=self.balance.copy(),
            slump=self.slump.copy(),
            sick=self.sick.copy(),
            apart=self.apart.copy(),
            due=[array.copy() for array in self.due],
            left=[array.copy() for array in self.left],
            behind=[array.copy() for array in self.behind],
            plan=[array.copy() for array in self.plan],
            used=self.used.copy(),
            limit=self.limit.copy(),
        )

    def exposure(self, slot: int) -> Whole:
        """Cents still owed on a slot; never negative."""
        return self.used if slot == CARD else self.left[slot] * self.due[slot]

    def defaulted(self) -> Flags:
        """Whether an amount that is material is 90 days past due on a credit obligation; rent is none."""
        p = PARAMETERS
        found = np.zeros(len(self.balance), dtype=bool)
        for slot in range(len(SLOTS)):
            owed = self.exposure(slot)
            late = np.minimum(self.behind[slot] * self.due[slot], owed)
            material = (late >= p.material_cents) & (late * 1000 >= owed * p.material_share)
            found |= (self.behind[slot] >= p.past_due) & material & (self.left[slot] > 0)
        return found

    def late(self) -> Flags:
        """Whether a credit obligation is at least 30 days past due."""
        found = np.zeros(len(self.balance), dtype=bool)
        for slot in range(len(SLOTS)):
            found |= (self.behind[slot] >= PARAMETERS.indeterminate) & (self.left[slot] > 0)
        return found


@dataclass(slots=True, kw_only=True)
class Month:
    """What happened in a month; money in cents, shape (persons,) each.

    Attributes
    ----------
    income, utilities, insurance, living, surprise, spent, fee
        What came in and what went out; ``spent`` is what was not necessary.
    paid
        For each slot what was paid.
    missed
        For each slot whether a due payment failed for want of money; forgotten payments are not presented.
    drawn, lent
        Taken from the revolving credit, and received from a new credit in distress.
    opened, amount, term
        For ``LOAN`` and ``OTHER``: whether a credit began, its amount and its number of instalments.
    arranged, called, written_off
        For each slot: arrears of the month before spread, claim called in, rest written off.
    kind
        Sixteen random bits by which the recorder gives a new credit its type.
    """

    income: Whole
    utilities: Whole
    insurance: Whole
    living: Whole
    surprise: Whole
    spent: Whole
    fee: Whole
    paid: list[Whole]
    missed: list[Flags]
    drawn: Whole
    lent: Whole
    opened: dict[int, Flags]
    amount: Whole
    term: Whole
    arranged: list[Flags]
    called: list[Flags]
    written_off: list[Flags]
    kind: Whole


def begin(who: Circumstances) -> Life:
    """The state with which a history begins: a home, perhaps a revolving credit, and nothing borrowed yet."""
    persons = len(who.wage)

    def nothing() -> Whole:
        return np.zeros(persons, dtype=np.int64)

    life = Life(
        balance=who.start.copy(),
        slump=nothing(),
        sick=nothing(),
        apart=nothing(),
        due=[nothing() for _ in SLOTS],
        left=[nothing() for _ in SLOTS],
        behind=[nothing() for _ in SLOTS],
        plan=[nothing() for _ in SLOTS],
        used=nothing(),
        limit=who.card_limit.copy(),
    )
    life.due[HOME] = who.housing.copy()
    life.left[HOME] = np.where(who.tenure == OWNER, 300, 0)  # rent is no credit and has no end
    return life
