"""What the credit register says of persons as of a date: arrears, recoveries and credit, each with its formula.

A person of whom the register holds no entry that may still be read is not found: every characteristic is then
missing, for the absence of a record is neither good nor bad. What is dated on the day of observation or later, and
what has expired, is never read.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.records.codes import RULES, Event, Type
from scoring.records.dates import plus_months, plus_years, whole_months
from scoring.records.fixed import fixed_ratio
from scoring.records.tables import UNKNOWN, Applications, Contracts, Events

__all__ = ["CONTESTABLE", "NONE_SUCH", "Register", "readable"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

NONE_SUCH = -8
"""The code of "there is no such thing": no arrear made good, no revolving credit."""

CONTESTABLE = -7
"""The code of an arrear whose announcement is not known: a person has to look at it, and nobody scores it."""

_TAKEN = np.array([RULES.types[kind].taken for kind in Type])
_LIMIT = np.array([RULES.types[kind].limit for kind in Type])
_COUNTED = (Event.ARREARS, Event.ARRANGEMENT, Event.CALLED_IN, Event.WRITTEN_OFF)


class Register:
    """The readable part of the register, and its characteristics; each has shape (persons,).

    Parameters
    ----------
    applications
        Persons, with the day as of which everything is read.
    contracts, events
        The register's records; rows that may not be read are left out here, once.
    """

    def __init__(self, applications: Applications, contracts: Contracts, events: Events) -> None:
        self._applications = applications
        kept, of_kept = readable(applications.observed, contracts, events)
        place = np.cumsum(kept) - 1
        self._contracts = contracts.select(kept)
        self._events = events.select(of_kept)
        self._at = place[self._events.contract]  # the place of an event's contract among the kept ones
        self._observed = applications.observed[self._contracts.owner]
        self.found: Flags = np.bincount(self._contracts.owner, minlength=len(applications)) > 0

    def open_arrears(self) -> Floats:
        """Contracts with an A that no H follows and that have not ended; 20 at most.

        ``CONTESTABLE`` if an arrear on one of them was not announced in time.
        """
        last, made_good, contestable = self._arrears()
        open_now = (last > made_good) & ~self._ended()
        return self._known(np.minimum(self._counted(open_now), 20), contested=self._any(open_now & contestable))

    def months_since_recovery(self) -> Floats:
        """Whole months since the latest H, or since the end of a contract that ended with its A paid; 60 at most.

        ``NONE_SUCH`` where no arrear was made good. A claim that was written off was not made good.
        """
        last, made_good, contestable = self._arrears()
        written_off = self._has(Event.WRITTEN_OFF)
        paid_at_end = (last > made_good) & self._ended() & ~written_off
        day = np.where(paid_at_end, self._contracts.end, made_good)
        latest = np.full(len(self._applications), UNKNOWN)
        np.maximum.at(latest, self._contracts.owner, day)
        months = np.minimum(whole_months(np.where(latest == UNKNOWN, 0, latest), self._applications.observed), 60)
        value = np.where(latest == UNKNOWN, NONE_SUCH, months).astype(np.float64)
        closed = (last != UNKNOWN) & ~((last > made_good) & ~self._ended())
        return self._known(value, contested=self._any(closed & contestable))

    def register_reports(self) -> Floats:
        """Announced arrears (A), arrangements, claims called in and debts written off (codes 1, 2, 3); 20 at most.

        Code 4 says nothing about payment, and code 5 is an agreement made before any arrear: neither is counted.
        """
        counted = np.isin(self._events.code, _COUNTED) & ~self._unannounced()
        number = np.bincount(self._contracts.owner[self._at[counted]], minlength=len(self._applications))
        return self._known(np.minimum(number, 20))

    def recent_credits(self) -> Floats:
        """Credits taken in the twelve months before the observation; 20 at most."""
        recent = self._contracts.start >= plus_months(self._observed, -12)
        return self._known(np.minimum(self._counted(recent & _TAKEN[self._contracts.type]), 20))

    def active_credits(self) -> Floats:
        """Credits that run on the day of observation; 30 at most."""
        return self._known(np.minimum(self._counted(~self._ended() & _TAKEN[self._contracts.type]), 30))

    def utilisation(self) -> Floats:
        """Declared balance of revolving credits over the sum of their registered limits, 2 at most.

        ``NONE_SUCH`` without a running revolving credit.
        """
        running = ~self._ended() & _LIMIT[self._contracts.type] & (self._contracts.amount > 0)
        limit = self._summed(np.where(running, self._contracts.amount, 0))
        balance = self._applications.card_balance
        used = fixed_ratio(np.where(balance == UNKNOWN, 0, balance), limit, 2, 0, 2)
        value = np.where(limit == 0, NONE_SUCH, np.where(balance == UNKNOWN, np.nan, used))
        return self._known(value)

    def registered_debt_ratio(self) -> Floats:
        """Running credit over twelve months of declared income, 10 at most; missing where no income is declared.

        A limit counts in full, used or not; an amount in proportion to the months that its plan still has.
        """
        contracts, income = self._contracts, self._applications.income
        planned = contracts.planned_end != UNKNOWN
        whole = np.maximum(whole_months(contracts.start, np.where(planned, contracts.planned_end, contracts.start)), 1)
        still = whole_months(self._observed, np.where(planned, contracts.planned_end, self._observed))
        share = np.where(planned & ~_LIMIT[contracts.type], np.clip(still, 0, whole), whole)
        counts = ~self._ended() & (contracts.amount != UNKNOWN)
        debt = self._summed(np.where(counts, np.where(counts, contracts.amount, 0) * share // whole, 0))
        ratio = fixed_ratio(debt, 12 * np.where(income == UNKNOWN, 0, income), 2, 0, 10)
        return self._known(np.where(income == UNKNOWN, np.nan, ratio))

    def _arrears(self) -> tuple[Whole, Whole, Flags]:
        """For each contract: day of the latest A, of the latest H, and whether an A on it was not announced in time.

        An A may be reported only after an announcement whose term to pay has passed.
        """
        contestable = np.zeros(len(self._contracts), dtype=bool)
        contestable[self._at[self._unannounced()]] = True
        arrears, recoveries = (self._events.code == code for code in (Event.ARREARS, Event.RECOVERED))
        return self._latest(arrears), self._latest(recoveries), contestable

    def _unannounced(self) -> Flags:
        """Arrears of which the register does not say that they were announced, and could be paid, in time."""
        announced = (self._events.prenotice != UNKNOWN) & (self._events.deadline != UNKNOWN)
        announced &= (self._events.prenotice <= self._events.deadline) & (self._events.deadline <= self._events.day)
        return np.asarray((self._events.code == Event.ARREARS) & ~announced)

    def _latest(self, chosen: Flags) -> Whole:
        days = np.full(len(self._contracts), UNKNOWN)
        np.maximum.at(days, self._at[chosen], self._events.day[chosen])
        return days

    def _has(self, code: Event) -> Flags:
        found = np.zeros(len(self._contracts), dtype=bool)
        found[self._at[self._events.code == code]] = True
        return found

    def _ended(self) -> Flags:
        """Ended before the observation; an end on that day or later was not known then."""
        return np.asarray((self._contracts.end != UNKNOWN) & (self._contracts.end < self._observed))

    def _counted(self, chosen: Flags) -> Whole:
        return np.bincount(self._contracts.owner[chosen], minlength=len(self._applications))

    def _summed(self, cents: Whole) -> Whole:
        total = np.zeros(len(self._applications), dtype=np.int64)
        np.add.at(total, self._contracts.owner, cents)
        return total

    def _any(self, chosen: Flags) -> Flags:
        return self._counted(chosen) > 0

    def _known(self, value: np.ndarray[Any, Any], *, contested: Flags | None = None) -> Floats:
        if contested is not None:
            value = np.where(contested, CONTESTABLE, value)
        return np.where(self.found, value.astype(np.float64), np.nan)


def readable(observed: Whole, contracts: Contracts, events: Events) -> tuple[Flags, Flags]:
    """Which contracts and which events may be read as of each person's day of observation.

    A contract expires ``retention_years`` after its actual end, and a recovery, with the arrear that it made good, so
    long after its own day. Nothing is read that is dated on the day of observation or later.
    """
    day = observed[contracts.owner]
    ended = (contracts.end != UNKNOWN) & (contracts.end < day)
    kept = contracts.start < day
    kept &= ~(ended & (plus_years(np.where(ended, contracts.end, 0), RULES.retention_years) <= day))
    if not len(events):
        return kept, np.zeros(0, dtype=bool)
    event_day = day[events.contract]
    of_kept = kept[events.contract] & (events.day < event_day)
    expired = of_kept & (events.code == Event.RECOVERED)
    expired &= plus_years(events.day, RULES.retention_years) <= event_day
    latest_expired = np.full(len(contracts), UNKNOWN)
    np.maximum.at(latest_expired, events.contract[expired], events.day[expired])
    of_kept &= events.day > latest_expired[events.contract]
    return kept, of_kept
