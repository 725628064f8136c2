"""The calendar's own months: ends of months, leap years, and the day itself."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.records.dates import month_back, plus_months, plus_years, whole_months


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def days(*texts: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([day(text) for text in texts])


def text(number: object) -> str:
    return str(np.asarray(number).astype("datetime64[D]").reshape(-1)[0])


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-15", 1, "2024-02-15"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-01", -1, "2023-12-01"),
        ("1969-12-31", 1, "1970-01-31"),
        ("2024-05-31", 0, "2024-05-31"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_that_month(start: str, months: int, end: str) -> None:
    assert text(plus_months(days(start), months)) == end


def test_every_row_may_have_its_own_number_of_months() -> None:
    found = plus_months(days("2024-01-31", "2024-01-31"), np.array([1, 13]))
    assert found.tolist() == days("2024-02-29", "2025-02-28").tolist()


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [("2019-06-01", 5, "2024-06-01"), ("2024-02-29", 5, "2029-02-28"), ("2024-02-29", 4, "2028-02-29")],
)
def test_a_year_later_is_the_same_day_of_the_calendar(start: str, years: int, end: str) -> None:
    assert text(plus_years(days(start), years)) == end


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2024-01-15", "2024-02-14", 0),
        ("2024-01-15", "2024-02-15", 1),
        ("2024-01-15", "2024-01-15", 0),
        ("2024-01-31", "2024-02-29", 0),
        ("2024-01-31", "2024-03-01", 1),
        ("2019-06-02", "2024-06-01", 59),
        ("2019-06-01", "2024-06-01", 60),
        ("2024-06-01", "2024-05-31", -1),
    ],
)
def test_only_months_that_have_passed_in_full_count(earlier: str, later: str, months: int) -> None:
    assert whole_months(days(earlier), days(later)).tolist() == [months]


def test_the_months_before_an_observation_are_counted_back_from_it() -> None:
    observed = days("2024-06-10")
    found = month_back(
        days("2024-06-09", "2024-05-10", "2024-05-09", "2024-04-10", "2023-06-10", "2023-06-09"), observed
    )
    assert found.tolist() == [0, 0, 1, 1, 11, 12]


def test_a_day_on_or_after_the_observation_lies_in_no_month_before_it() -> None:
    assert (month_back(days("2024-06-10", "2024-07-01"), days("2024-06-10")) < 0).all()
