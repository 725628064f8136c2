"""From records to characteristics as of each person's day of observation: one table, in the order of declaration."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.records.bank import Bank
from scoring.records.register import Register
from scoring.records.tables import TENURES, UNKNOWN, Accounts, Applications, Contracts, Events, Transactions

__all__ = ["APPLICATION", "BANK", "REGISTER", "characteristics"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

APPLICATION = (
    "requested_amount",
    "term_months",
    "net_monthly_income",
    "monthly_housing_costs",
    "monthly_instalments",
    "housing_tenure",
)
REGISTER = (
    "open_arrears",
    "months_since_recovery",
    "register_reports",
    "utilisation",
    "recent_credits",
    "active_credits",
    "registered_debt_ratio",
)
BANK = (
    "buffer_months",
    "lowest_balance_months",
    "days_below_zero",
    "failed_debits",
    "income_months",
    "income_trend",
    "net_cash_flow_ratio",
    "committed_outgoings_ratio",
)


def characteristics(
    applications: Applications, contracts: Contracts, events: Events, accounts: Accounts, transactions: Transactions
) -> dict[str, Column]:
    """Every field that a card may read, by name; shape (persons,) each.

    Numbers are float64 with NaN for what nobody knows, -99 for a bank source that was not shared and the other
    negative codes as declared; ``housing_tenure`` holds text, or None where it is not known. The ratios that a card
    derives from these by a formula are not among them.
    """
    register = Register(applications, contracts, events)
    bank = Bank(applications, accounts, transactions)
    names = np.array([*TENURES, None], dtype=object)
    known = np.where(applications.tenure == UNKNOWN, len(TENURES), applications.tenure)
    columns: dict[str, Column] = {
        "requested_amount": _euros(applications.amount),
        "term_months": _number(applications.term),
        "net_monthly_income": _euros(applications.income),
        "monthly_housing_costs": _euros(applications.housing),
        "monthly_instalments": _euros(applications.instalments),
        "housing_tenure": names[known],
    }
    columns |= {name: getattr(register, name)() for name in REGISTER}
    columns |= {name: getattr(bank, name)() for name in BANK}
    return columns


def _number(column: Column) -> Column:
    return np.where(column == UNKNOWN, np.nan, column.astype(np.float64))


def _euros(cents: Column) -> Column:
    return np.where(cents == UNKNOWN, np.nan, cents / 100)
