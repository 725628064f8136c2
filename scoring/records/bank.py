"""What a shared bank statement says of persons as of a date, each characteristic with its formula.

Only booked transactions before the day of observation are read, and no more of them than their category. Who shared
nothing is ``NOT_SHARED``; who shared less than three months is missing: too little is not bad.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.records.categories import INCOME, Category
from scoring.records.dates import month_back, whole_months
from scoring.records.fixed import fixed_ratio
from scoring.records.register import NONE_SUCH
from scoring.records.tables import Accounts, Applications, Transactions

__all__ = ["LEAST_MONTHS", "NOT_SHARED", "Bank"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

NOT_SHARED = -99
"""The mark of a refused source in files."""

LEAST_MONTHS = 3
"""Months that a statement must cover before anything is read from it."""

YEAR, HALF, DAYS = 12, 6, 90

_IS_INCOME = np.isin(np.arange(len(Category)), INCOME)
_IS_OUTGOING = ~np.isin(np.arange(len(Category)), [*INCOME, Category.OWN_TRANSFER, Category.CREDIT_RECEIVED])
_IS_COMMITTED = np.isin(
    np.arange(len(Category)),
    [
        Category.HOUSING,
        Category.UTILITIES,
        Category.INSURANCE,
        Category.LOAN_REPAYMENT,
        Category.TAX,
        Category.RETURNED_DEBIT,
    ],
)


class Bank:
    """Shared accounts, and their characteristics; each has shape (persons,).

    A returned debit is no expense: it is counted against what was debited. A month that the statement covers in part
    is in no sum and in no mean, and a ratio to nothing is missing.
    """

    def __init__(self, applications: Applications, accounts: Accounts, transactions: Transactions) -> None:
        self._persons = len(applications)
        self._accounts = accounts
        self._place = np.full(self._persons, -1)
        self._place[accounts.owner] = np.arange(len(accounts))
        observed = applications.observed
        read = (transactions.day < observed[transactions.owner]) & (self._place[transactions.owner] >= 0)
        self._transactions = transactions.select(read)
        self._account = self._place[self._transactions.owner]
        self._observed = observed[accounts.owner]
        self._month = month_back(self._transactions.day, observed[self._transactions.owner])
        self._enough: Flags = whole_months(accounts.first, self._observed) >= LEAST_MONTHS
        self._covered = np.clip(whole_months(accounts.first, self._observed), 1, YEAR)

    def buffer_months(self) -> Floats:
        """Balance on the eve of the observation over mean monthly outgoings of the last half year; 0 to 36."""
        return self._in_outgoings(self._accounts.closing, 0)

    def lowest_balance_months(self) -> Floats:
        """Lowest balance at the end of a day in the last 90 over mean monthly outgoings; -6 to 36."""
        return self._in_outgoings(self._balances().min(axis=1, initial=2**62), -6)

    def days_below_zero(self) -> Floats:
        """Days in the last 90 that ended with a balance below zero."""
        return self._known((self._balances() < 0).sum(axis=1))

    def failed_debits(self) -> Floats:
        """Direct debits returned in the last 90 days; 60 at most."""
        chosen = (self._transactions.category == Category.RETURNED_DEBIT) & (self._day_back() < DAYS)
        return self._known(np.minimum(np.bincount(self._account[chosen], minlength=len(self._accounts)), 60))

    def income_months(self) -> Floats:
        """Months in the last twelve with income; missing where the statement covers less than twelve."""
        with_income = (self._by_month(_IS_INCOME) > 0).sum(axis=1)
        return self._known(np.where(self._covered == YEAR, with_income, np.nan))

    def income_trend(self) -> Floats:
        """Mean monthly income of the last three months over that of the nine before; 3 at most.

        ``NONE_SUCH`` without earlier income; missing where only three months are covered. A varying income is not a
        falling one: both sides are means.
        """
        income = self._by_month(_IS_INCOME)
        late, early = income[:, :3].sum(axis=1), income[:, 3:].sum(axis=1)
        trend = fixed_ratio(late * (self._covered - 3), early * 3, 2, 0, 3)
        return self._known(np.where(self._covered == 3, np.nan, np.where(early > 0, trend, NONE_SUCH)))

    def net_cash_flow_ratio(self) -> Floats:
        """Income less outgoings over income, in the last half year; -2 to 1."""
        income = self._by_month(_IS_INCOME)[:, :HALF].sum(axis=1)
        return self._over_income(income - self._outgoings(), income, -2, 1)

    def committed_outgoings_ratio(self) -> Floats:
        """Fixed costs, tax and repayments, less returned debits, over income of the last half year; 0 to 5."""
        income = self._by_month(_IS_INCOME)[:, :HALF].sum(axis=1)
        committed = -self._by_month(_IS_COMMITTED)[:, :HALF].sum(axis=1)
        return self._over_income(committed, income, 0, 5)

    def _in_outgoings(self, balance: Whole, low: int) -> Floats:
        """A balance in months of mean outgoings, from ``low`` to 36; missing where nothing goes out."""
        outgoings = self._outgoings()
        months = fixed_ratio(balance * np.minimum(self._covered, HALF), outgoings, 2, low, 36)
        return self._known(np.where(outgoings > 0, months, np.nan))

    def _over_income(self, cents: Whole, income: Whole, low: int, high: int) -> Floats:
        """A share of income, within its ends; missing where there is neither."""
        return self._known(np.where((income == 0) & (cents == 0), np.nan, fixed_ratio(cents, income, 2, low, high)))

    def _outgoings(self) -> Whole:
        return np.asarray(-self._by_month(_IS_OUTGOING)[:, :HALF].sum(axis=1))

    def _by_month(self, categories: Flags) -> Whole:
        """Shape (accounts, 12): cents in these categories by month before the observation, in months covered whole."""
        chosen = categories[self._transactions.category] & (self._month < self._covered[self._account])
        cell = self._account[chosen] * YEAR + self._month[chosen]
        # Sums of whole cents below 2^53 are exact in a float.
        total = np.bincount(cell, weights=self._transactions.cents[chosen], minlength=len(self._accounts) * YEAR)
        return total.astype(np.int64).reshape(-1, YEAR)

    def _day_back(self) -> Whole:
        return np.asarray(self._observed[self._account] - 1 - self._transactions.day)

    def _balances(self) -> Whole:
        """Shape (accounts, 90): cents at the end of the last day, of the one before, and so on."""
        back = self._day_back()
        chosen = back < DAYS - 1
        cell = self._account[chosen] * DAYS + back[chosen] + 1
        moved = np.bincount(cell, weights=self._transactions.cents[chosen], minlength=len(self._accounts) * DAYS)
        moved = moved.astype(np.int64).reshape(-1, DAYS)
        return np.asarray(self._accounts.closing[:, None] - np.cumsum(moved, axis=1))

    def _known(self, value: np.ndarray[Any, Any]) -> Floats:
        everybody = np.full(self._persons, float(NOT_SHARED))
        everybody[self._accounts.owner] = np.where(self._enough, value.astype(np.float64), np.nan)
        return everybody
