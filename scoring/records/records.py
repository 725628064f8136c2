"""All records of a number of persons, as they were read together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.records.tables import Accounts, Applications, Contracts, Events, Transactions

__all__ = ["Records"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Records that fit each other: every place in one table is a row of the table it points to.

    Attributes
    ----------
    person
        Shape (persons,): what each person is called in the files, in the order of ``applications``.
    applications
        One row a person.
    contracts, events
        What the credit register holds of them; none where nobody was looked up.
    accounts, transactions
        What they shared of their bank accounts.
    not_used
        Columns that no table has and that were not read, each with its file.
    """

    person: np.ndarray[tuple[int], np.dtype[np.object_]]
    applications: Applications
    contracts: Contracts
    events: Events
    accounts: Accounts
    transactions: Transactions
    not_used: tuple[str, ...] = ()
