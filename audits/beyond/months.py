"""Decisions by month and group: how many, and which share of them was approved.

Every decision is in one month, and how many a group has in all is known, as is how many a month has: another
attribute's table adds up to it. So months by groups are a table with known sums both ways, closed as that of reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from audits.beyond.counted import count
from audits.beyond.figures import Absent, Share
from audits.beyond.grouped import Cells, Column, Compared, Grouped, cells
from audits.beyond.hiding import crossed_rows
from audits.beyond.shares import shares

__all__ = ["EARLIER", "MOST_MONTHS", "Month", "Months", "MonthsBy", "months"]

DECIDED_AT = "decided_at"

MOST_MONTHS = 24
"""How many months stand by themselves, the last ones; all before are one row."""

EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The share of each group that was approved in one month.

    Attributes
    ----------
    month
        As 2026-11; ``EARLIER`` for all that are not shown by themselves, "" for decisions without a date.
    """

    month: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsBy:
    """Approval by month and one attribute."""

    compared: Compared
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Approval by month, in the order of time: those before first, those without a date last."""

    by: tuple[MonthsBy, ...]


def months(source: Grouped, compared: Sequence[Compared], level: float) -> Months | Absent:
    """Compare approval month by month.

    Raises
    ------
    DataError
        If a date is none.
    """
    if DECIDED_AT not in source.present:
        return Absent(part="months", needs=(DECIDED_AT,))
    found = cells(source, compared, ["approved", "month"])
    written = found.columns["month"].astype(str)
    dated = sorted(set(written.tolist()) - {""})
    early = dated[:-MOST_MONTHS]
    row = np.where(np.isin(written, early), EARLIER, written)
    names = [*([EARLIER] if early else []), *dated[len(early) :], *([""] if "" in written else [])]
    return Months(by=tuple(_by(found, row, names, each, level) for each in compared))


def _by(found: Cells, row: Column, names: Sequence[str], compared: Compared, level: float) -> MonthsBy:
    approved = found.columns["approved"] == 1
    counted = [count(found.where(row == name), approved[row == name], compared) for name in names]
    hidden = crossed_rows(counted, compared)
    return MonthsBy(
        compared=compared,
        months=tuple(
            Month(month=name, shares=shares(each, replace(compared, hidden=places), level, alike=False))
            for name, each, places in zip(names, counted, hidden, strict=True)
        ),
    )
