"""Calendar arithmetic on columns of days since 1 January 1970, by the calendar's own months and years."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["month_back", "plus_months", "plus_years", "whole_months"]

Days = np.ndarray[Any, np.dtype[np.int64]]


def plus_months(day: Days, months: int | Days) -> Days:
    """The same day of the month so many months later; the last of that month where it has no such day.

    Examples
    --------
    >>> day = np.array(["2024-03-31"], dtype="datetime64[D]").astype(np.int64)
    >>> str(plus_months(day, -1).astype("datetime64[D]")[0])
    '2024-02-29'
    """
    month, place = _split(day)
    first = _first(month + months)
    return np.asarray(np.minimum(first + place, _first(month + months + 1) - 1))


def plus_years(day: Days, years: int) -> Days:
    """The same day so many years later; 28 February for a 29 February that the year has not."""
    return plus_months(day, 12 * years)


def whole_months(earlier: Days, later: Days) -> Days:
    """Months that have passed in full between two days."""
    early_month, early_place = _split(earlier)
    late_month, late_place = _split(later)
    return np.asarray(late_month - early_month - (late_place < early_place))


def month_back(day: Days, observed: Days) -> Days:
    """In which month before the day of observation a day lies: 0 for the last one, 1 for the one before it.

    Examples
    --------
    >>> days = np.array(["2024-02-29", "2024-02-01", "2024-01-31"], dtype="datetime64[D]").astype(np.int64)
    >>> month_back(days, np.array(["2024-03-01"], dtype="datetime64[D]").astype(np.int64)).tolist()
    [0, 0, 1]
    """
    month, place = _split(day)
    last_month, last_place = _split(observed)
    return np.asarray(last_month - month - (place >= last_place))


def _split(day: Days) -> tuple[Days, Days]:
    """Months since January 1970, and how many days into the month."""
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    return month.astype(np.int64), day - month.astype("datetime64[D]").astype(np.int64)


def _first(month: Days) -> Days:
    return np.asarray(month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))
