"""A month: income, costs, payments, arrears and new credit, from circumstances and chance alone.

No group enters here. All money is whole cents and every chance a comparison of whole numbers, so that the same
addresses give the same lives on every machine.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.population.circumstances import Circumstances
from scoring.population.life import ASKED, CARD, HOME, LOAN, OTHER, SLOTS, Life, Month
from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams, Words, lookup, quantiles, quarters

__all__ = ["TERMS", "instalment", "live"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

PRIORITY = (HOME, LOAN, OTHER, ASKED, CARD)
"""In which order they are paid."""

TERMS = np.array([12, 18, 24, 36, 36, 48, 48, 60, 60, 60, 72, 72, 84, 96, 120, 120])
"""Terms in months, by sixteenths."""


def instalment(amount: Whole, term: Whole) -> Whole:
    """Cents a month for an amount over so many months, interest included."""
    return np.asarray(amount * (1000 + PARAMETERS.loan_charge * term) // (1000 * term))


def live(
    life: Life,
    who: Circumstances,
    streams: Streams,
    stream: str,
    places: Words,
    month: int,
    dear: Whole,
    *,
    borrow: bool,
) -> Month:
    """One month of every person; ``life`` moves on to its end.

    Parameters
    ----------
    stream, month
        Where the month's random words stand.
    dear
        Living costs in per mille of those of 2022.
    borrow
        Whether credit can be taken.
    """
    p = PARAMETERS
    words = streams.months(stream, places, month, 4)
    lose, fall, part, swing = quarters(words[0])
    long, upset, size, noise = quarters(words[1])
    forget, seek, how_much, how_long = quarters(words[2])
    arrange, whim, kind, plenty = quarters(words[3])

    # Lenders act on the arrears of the month before, so that what a month ends with is seen before it is spread.
    arranged, called, written_off = _collect(life, arrange)
    income = _income(life, who, lose, fall, part, long, swing)
    utilities = who.utilities * dear // 1000
    living = who.living * dear // 1000 * (55_000 + plenty * 5 // 16) // 65_536
    surprise = np.where(upset < p.surprise, lookup(quantiles(p.surprise_cents), size), 0)
    fee = np.maximum(-life.balance, 0) * p.overdraft_fee // 1000

    # What cannot wait comes first; what the account cannot bear is not spent.
    cash = life.balance + income + who.overdraft
    fee = np.minimum(fee, np.maximum(cash, 0))
    cash = cash - fee
    living = np.minimum(living, cash)
    cash = cash - living
    utilities = np.minimum(utilities, cash)
    cash = cash - utilities
    insurance = np.minimum(who.insurance, cash)
    cash = cash - insurance
    surprise = np.minimum(surprise, cash)
    cash = cash - surprise

    life.due[HOME] = who.housing + np.where(life.apart > 0, who.housing * p.separation_cost // 1000, 0)
    claim = life.used + life.used * p.card_interest // 1000
    life.due[CARD] = np.minimum(life.used * (p.card_interest + p.card_principal) // 1000 + 500, claim)
    life.left[CARD] = (life.used > 0).astype(np.int64)
    absent = forget < who.forgetting
    paid, missed = [life.balance] * len(SLOTS), [absent] * len(SLOTS)
    for slot in PRIORITY:
        paid[slot], missed[slot] = _pay(life, slot, cash, absent, claim)
        cash = cash - paid[slot]
    life.used = claim - paid[CARD]

    spent = _spend(life, who, cash, income, utilities + living + insurance, noise, whim)
    life.balance = cash - spent - who.overdraft
    drawn = _draw(life)
    happened = Month(
        income=income,
        utilities=utilities,
        insurance=insurance,
        living=living,
        surprise=surprise,
        spent=spent,
        fee=fee,
        paid=paid,
        missed=missed,
        drawn=drawn,
        lent=np.zeros_like(drawn),
        opened={},
        amount=drawn,
        term=drawn,
        arranged=arranged,
        called=called,
        written_off=written_off,
        kind=kind,
    )
    for slot in (LOAN, OTHER, ASKED):
        life.due[slot] = np.where(life.left[slot] == 0, 0, life.due[slot])
    if borrow:
        _borrow(life, who, happened, income, seek, how_much, how_long)
    return happened


def _income(life: Life, who: Circumstances, lose: Whole, fall: Whole, part: Whole, long: Whole, swing: Whole) -> Whole:
    """Income after setbacks; each begins by chance and lasts as long as a table says."""
    p = PARAMETERS
    fresh = (lose < who.loss) & (life.slump == 0)
    life.slump = _setback(life.slump, lose < who.loss, p.loss_months, long)
    life.sick = _setback(life.sick, fall < who.sickness, p.sickness_months, long)
    life.apart = _setback(life.apart, part < who.separation, p.separation_months, long)
    factor = np.where(who.flexible, 1000 + (swing - 32_768) * p.flexible_swing // 32_768, 1000)
    factor = np.where(life.sick > 0, factor * p.sick_pay // 1000, factor)
    factor = np.where(life.slump > 0, p.replacement, factor)
    factor = np.where(fresh, 0, factor)  # a benefit is applied for first
    return np.asarray(who.wage * factor // 1000)


def _setback(months: Whole, struck: Flags, table: Any, long: Whole) -> Whole:  # noqa: ANN401 - knots
    fresh = struck & (months == 0)
    return np.where(fresh, lookup(quantiles(table), long), np.maximum(months - 1, 0))


def _pay(life: Life, slot: int, cash: Whole, absent: Flags, claim: Whole) -> tuple[Whole, Flags]:
    """Everything past due on a slot if the cash allows it, else one instalment, else nothing; never more than is owed.

    ``claim`` is what is owed on the revolving credit, interest included.
    """
    due, behind, left = life.due[slot], life.behind[slot], life.left[slot]
    owing = (due > 0) & ((left > 0) if slot != HOME else True)
    everything = due * (behind + 1)
    if slot != HOME:
        everything = np.minimum(everything, claim if slot == CARD else due * left)
    forgotten = absent & (behind == 0) & (slot != HOME)
    paid = np.where(cash >= everything, everything, np.where(cash >= due, due, 0))
    paid = np.where(owing & ~forgotten, paid, 0)
    life.behind[slot] = np.where(owing & (paid < everything), behind + 1 - (paid > 0), 0)
    life.plan[slot] = np.where(owing, np.maximum(life.plan[slot] - (paid > 0), 0), 0)
    if slot not in (HOME, CARD):
        life.left[slot] = left - paid // np.maximum(due, 1)
    return paid, owing & ~forgotten & (paid == 0)


def _spend(
    life: Life, who: Circumstances, cash: Whole, income: Whole, fixed: Whole, noise: Whole, whim: Whole
) -> Whole:
    """What is not necessary: a share of what is left, less when the account runs low, more when it is full."""
    own = cash - who.overdraft  # what the account would hold
    committed = sum(life.due[1:], fixed + life.due[HOME])
    room = np.maximum(income - committed, 0)
    wish = room * who.thrift // 1000 * (49_152 + noise // 2) // 65_536
    target = committed * who.cushion // 1000
    wish = wish + np.maximum(own - target, 0) // 5
    wish = np.where(own < target // 2, wish * 700 // 1000, wish)
    wish = wish + np.where(whim < PARAMETERS.whim, committed * whim // PARAMETERS.whim // 2, 0)
    late = sum(life.behind)
    wish = np.where(late > 0, wish // 4, wish)
    return np.asarray(np.clip(wish, 0, np.maximum(cash, 0)))


def _draw(life: Life) -> Whole:
    """A card in good order fills an account below zero; a full account pays the card back."""
    short = np.maximum(-life.balance, 0)
    room = np.maximum(life.limit - life.used, 0)
    drawn = np.where(life.behind[CARD] == 0, np.minimum(short, room), 0)
    spare = np.maximum(life.balance - 2 * life.due[HOME], 0) // 2
    drawn = drawn - np.where(life.behind[CARD] == 0, np.minimum(life.used, spare), 0)
    life.used = life.used + drawn
    life.balance = life.balance + drawn
    return drawn


def _collect(life: Life, arrange: Whole) -> tuple[list[Flags], list[Flags], list[Flags]]:
    """What lenders do about arrears: spread them, call in the claim, write off the rest; for each slot."""
    p = PARAMETERS
    spread, called, written_off = [], [], []
    for slot in range(len(SLOTS)):
        behind = life.behind[slot]
        arranged = (behind >= p.past_due) & (arrange < p.arrangement)
        if slot == HOME:
            arranged |= behind >= p.called_in  # a home is not written off: the arrears are spread in the end
        life.behind[slot] = np.where(arranged, 0, behind)
        life.plan[slot] = np.where(arranged, p.arrangement_months, life.plan[slot])
        gone = life.behind[slot] >= p.written_off
        spread.append(arranged)
        called.append(life.behind[slot] == p.called_in)
        written_off.append(gone)
        life.behind[slot] = np.where(gone, 0, life.behind[slot])
        if slot == CARD:
            life.used = np.where(gone, 0, life.used)
            life.limit = np.where(gone, 0, life.limit)
        life.left[slot] = np.where(gone, 0, life.left[slot])
    return spread, called, written_off


def _borrow(
    life: Life, who: Circumstances, happened: Month, income: Whole, seek: Whole, how_much: Whole, how_long: Whole
) -> None:
    """A new credit where one is sought, there is a place for it, nothing is in arrears, and a lender grants it."""
    p = PARAMETERS
    pressed = life.balance < 0
    wanted = seek < np.where((who.appetite > 0) & pressed, who.appetite + p.distress, who.appetite)
    wanted &= sum(life.behind) == 0
    amount = lookup(quantiles(p.loan), how_much) // 5_000 * 5_000
    amount = np.minimum(amount, 6 * who.wage // 5_000 * 5_000)
    term = TERMS[how_long >> 12]
    term = np.where(amount < 100_000, np.minimum(term, 18), term)
    monthly = instalment(amount, term)
    committed = who.utilities + who.insurance + who.living + sum(life.due)
    room = np.maximum(income - committed, 0)
    wanted &= monthly * 1000 <= room * p.loan_share + 3_000_000
    taken = np.zeros_like(wanted)
    for slot in (LOAN, OTHER):
        opens = wanted & ~taken & (life.left[slot] == 0)
        taken |= opens
        life.due[slot] = np.where(opens, monthly, life.due[slot])
        life.left[slot] = np.where(opens, term, life.left[slot])
        life.plan[slot] = np.where(opens, 0, life.plan[slot])
        happened.opened[slot] = opens
    happened.amount, happened.term = amount, term
    happened.lent = np.where(taken & pressed, amount, 0)
    life.balance = life.balance + happened.lent
