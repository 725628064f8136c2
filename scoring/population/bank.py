"""The bank's book-keeper: turns the flows of a month into booked transactions on days of their own.

It looks at lives and changes none of them. The sum of a month's transactions is the change of the balance, to the
cent.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.population.circumstances import Circumstances
from scoring.population.life import CARD, HOME, LOAN, OTHER, Life, Month
from scoring.population.register import month_start
from scoring.population.streams import Streams, Words, quarters
from scoring.records.categories import Category
from scoring.records.tables import Accounts, Transactions

__all__ = ["BankBook"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

CREDITS = (CARD, LOAN, OTHER)


class BankBook:
    """The shared accounts of one chunk of persons.

    Parameters
    ----------
    shares
        Who shares bank data; nobody else's transactions are written down.
    """

    def __init__(self, who: Circumstances, streams: Streams, places: Words, shares: Flags) -> None:
        self._who, self._streams, self._places = who, streams, places
        self._shares = np.flatnonzero(shares)
        self._parts: dict[str, list[Whole]] = {name: [] for name in ("owner", "day", "cents", "category")}
        self._first: Whole = np.zeros(len(places), dtype=np.int64)
        # Most are paid about when the month begins and pay what is due in the days after; some are paid late in it.
        drawn = streams.share("salary day", places)
        self._salary_day = np.where(drawn < 52_000, drawn * 3 // 52_000, (drawn - 52_000) * 25 // 13_536)
        # Some draw cash and some never do: how much of their spending it is says nothing about them.
        self._cash = np.maximum(streams.share("cash", places) * 3 // 4 - 16_384, 0)
        self._rent_day = 1 + (streams.share("rent day", places) * 4 >> 16)

    def write(self, month: int, life: Life, happened: Month) -> None:
        """Write down one month, given the state at its end."""
        first = month_start(self._who.observed, month)
        if not self._parts["owner"]:
            self._first = first
        words = self._streams.months("bank", self._places, month, 3)
        shares = [share for word in words for share in quarters(word)]
        self._first_of_month = first
        self._put(self._salary_day, happened.income, self._income_kind(life))
        self._put(self._rent_day, -happened.paid[HOME], Category.HOUSING)
        self._put(3 + (shares[0] * 6 >> 16), -happened.utilities, Category.UTILITIES)
        self._put(3 + (shares[1] * 6 >> 16), -happened.insurance, Category.INSURANCE)
        self._put(np.zeros_like(shares[0]), -happened.fee, Category.OVERDRAFT_FEE)
        self._spending(month, happened, shares[2:8])
        for place, slot in enumerate(CREDITS):
            day = 3 + (shares[8 + place] * 5 >> 16)
            self._put(day, -happened.paid[slot], Category.LOAN_REPAYMENT)
            self._failed(day, life.due[slot], happened.missed[slot], Category.LOAN_REPAYMENT)
        self._failed(self._rent_day, life.due[HOME], happened.missed[HOME], Category.HOUSING)
        late = 24 + (shares[11] * 4 >> 16)
        self._put(late, np.maximum(happened.drawn, 0) + happened.lent, Category.CREDIT_RECEIVED)
        self._put(late, np.minimum(happened.drawn, 0), Category.LOAN_REPAYMENT)

    def close(self, life: Life) -> tuple[Accounts, Transactions]:
        """The statements as of the observation, given the balance on its eve; one person's rows in order of day."""
        found = Transactions(**{name: np.concatenate(parts) for name, parts in self._parts.items()})
        order = np.lexsort((found.cents, found.category, found.day, found.owner))
        accounts = Accounts(owner=self._shares, first=self._first[self._shares], closing=life.balance[self._shares])
        return accounts, found.select(order)

    def _income_kind(self, life: Life) -> Whole:
        working = np.where(life.slump > 0, Category.BENEFIT, Category.SALARY)
        return np.where(self._who.pension, Category.PENSION, working)

    def _spending(self, month: int, happened: Month, shares: list[Whole]) -> None:
        """Living costs week by week, with tax once a quarter; the rest in three parts and in cash."""
        tax = happened.living // 25 if month % 3 == 0 else np.zeros_like(happened.living)
        self._put(shares[0] * 28 >> 16, -tax, Category.TAX)
        living = happened.living - tax
        week = living // 4
        for number in range(4):
            part = week if number else living - 3 * week
            self._put(number * 7 + (shares[1] * 7 >> 16), -part, Category.OTHER_SPENDING)
        cash, part = happened.spent * self._cash // 65_536, happened.spent // 3
        self._put(shares[2] * 28 >> 16, -cash, Category.CASH)
        self._put(shares[3] * 28 >> 16, -part, Category.OTHER_SPENDING)
        self._put(shares[4] * 28 >> 16, cash + part - happened.spent, Category.OTHER_SPENDING)
        self._put(shares[5] * 28 >> 16, -happened.surprise, Category.OTHER_SPENDING)

    def _failed(self, day: Whole, due: Whole, missed: Flags, category: Category) -> None:
        """A debit that the account could not bear is booked and given back the next day."""
        cents = np.where(missed, due, 0)
        self._put(day, -cents, category)
        self._put(day + 1, cents, Category.RETURNED_DEBIT)

    def _put(self, day: Whole, cents: Whole, category: Whole | Category) -> None:
        who = self._shares[cents[self._shares] != 0]
        kind = category[who] if isinstance(category, np.ndarray) else np.full(len(who), int(category))
        for name, column in (
            ("owner", who),
            ("day", self._first_of_month[who] + day[who]),
            ("cents", cents[who]),
            ("category", kind),
        ):
            self._parts[name].append(column)
