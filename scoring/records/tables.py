"""Records as columns: what an application, a register and a bank say, one row a record.

One person is a table of one. Money is whole cents, a date is its number of days since 1 January 1970, and what nobody
knows is ``UNKNOWN``, which is no number that could be meant.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

__all__ = ["TENURES", "UNKNOWN", "Accounts", "Applications", "Contracts", "Events", "Transactions"]

Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

UNKNOWN = -(2**62)
"""Not stated: the one value that stands for the absence of a number."""

TENURES = ("tenant", "owner", "lodger")


class _Columns:
    """Columns of one length."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))  # type: ignore[arg-type]

    def select(self, mask: np.ndarray[Any, Any]) -> Self:
        """The rows that a mask or an index picks, in that order."""
        picked = {field.name: getattr(self, field.name)[mask] for field in fields(self)}  # type: ignore[arg-type]
        return type(self)(**picked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications(_Columns):
    """One row a person; the other tables name a person by the place of its row here.

    Attributes
    ----------
    observed
        The day as of which everything is read: nothing dated on it or later counts.
    amount, term
        Requested cents and months.
    income, housing, instalments, card_balance
        Declared cents a month, and declared cents in use of revolving credits; UNKNOWN where left out.
    tenure
        A place in ``TENURES``.
    verified
        Whether income and costs were checked against documents.
    """

    observed: Whole
    amount: Whole
    term: Whole
    income: Whole
    housing: Whole
    instalments: Whole
    card_balance: Whole
    tenure: Whole
    verified: Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Contracts(_Columns):
    """Contracts in the credit register; events name a contract by the place of its row here.

    Attributes
    ----------
    owner
        Place of the person.
    type
        A :class:`~scoring.records.codes.Type`.
    start, planned_end, end
        Days: beginning, planned end (UNKNOWN for none) and actual end (UNKNOWN while it runs).
    amount
        Cents lent, or the limit; UNKNOWN for types of which the register holds no amount.
    """

    owner: Whole
    type: Whole
    start: Whole
    planned_end: Whole
    end: Whole
    amount: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Events(_Columns):
    """What was reported on contracts.

    Attributes
    ----------
    contract
        Place of the contract.
    code
        A :class:`~scoring.records.codes.Event`.
    day
        When it happened.
    prenotice, deadline
        For an arrear: when it was announced and until when it could be paid; UNKNOWN where the register does not say.
    """

    contract: Whole
    code: Whole
    day: Whole
    prenotice: Whole
    deadline: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts(_Columns):
    """Shared bank accounts, at most one row a person; who has no row shared nothing.

    Attributes
    ----------
    owner
        Place of the person.
    first
        The first day that the statement covers.
    closing
        Cents at the end of the last day before the observation.
    """

    owner: Whole
    first: Whole
    closing: Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Transactions(_Columns):
    """Booked transactions of shared accounts, after categorising: no name, account or text.

    Attributes
    ----------
    owner
        Place of the person.
    day
        Booking day.
    cents
        Above 0 for money in, below for money out.
    category
        A :class:`~scoring.records.categories.Category`.
    """

    owner: Whole
    day: Whole
    cents: Whole
    category: Whole
