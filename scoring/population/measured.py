"""What a written population looks like: counts and shares, read from its files in whole arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import duckdb

from scoring.population.layout import FILES

__all__ = ["PARTS", "measure"]

PARTS = 10_000
"""Shares are whole numbers of so many parts, so that a figure is the same on every machine."""

_COUNTS = {
    "persons": "SELECT count(*) FROM truth",
    "defaults": "SELECT sum(true_default) FROM truth",
    "approved": "SELECT count(*) FROM truth WHERE approved",
    "observed": "SELECT count(defaulted) FROM outcomes",
    "recorded_defaults": "SELECT sum(defaulted) FROM outcomes",
    "indeterminate": "SELECT count(*) FROM outcomes WHERE outcome = 'indeterminate'",
    "wrongly_recorded": "SELECT count(*) FROM outcomes JOIN truth USING (person) WHERE defaulted > true_default",
    "registered": "SELECT count(open_arrears) FROM applicants",
    "in_arrears": "SELECT count(*) FROM applicants WHERE open_arrears > 0 OR open_arrears = -7",
    "median_income_cents": "SELECT quantile_disc(net_monthly_income_cents, 0.5) FROM applications",
    "tenures": "SELECT count(housing_tenure) FROM applications",
    "owners": "SELECT count(*) FROM applications WHERE housing_tenure = 'owner'",
    "sharing": "SELECT count(*) FROM bank_accounts",
}

# The balance after each day with a booking, counted back from the closing balance; then the lowest of each month.
_LOW_MONTHS = """
WITH days AS (
    SELECT person, booked_on, sum(amount_cents) AS cents FROM bank_transactions GROUP BY person, booked_on
), balances AS (
    SELECT person, booked_on, closing_balance_cents - coalesce(sum(cents) OVER (
        PARTITION BY person ORDER BY booked_on DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS balance FROM days JOIN bank_accounts USING (person)
), months AS (
    SELECT person, date_trunc('month', booked_on) AS month, min(balance) < 0 AS low FROM balances GROUP BY ALL
), persons AS (
    SELECT bool_or(low) AS sometimes, bool_and(low) AS always FROM months GROUP BY person
)
SELECT count(*) FILTER (sometimes), count(*) FILTER (always) FROM persons
"""

_INCOMES = """
SELECT count(*), sum(cents), sum(place * cents) FROM (
    SELECT net_monthly_income_cents AS cents, row_number() OVER (ORDER BY net_monthly_income_cents) AS place
    FROM applications WHERE net_monthly_income_cents IS NOT NULL
)
"""

_DRAWS = """
SELECT draws, count(*), sum(bads), sum(bads * bads), sum(bads * (draws - bads)) FROM truth
WHERE draws IS NOT NULL GROUP BY draws ORDER BY draws
"""


def measure(folder: Path) -> dict[str, int]:
    """Figures of the population in a folder.

    Returns
    -------
    Counts of persons by name, ``median_income_cents``, and in parts of 10,000 the Gini coefficient of income
    (``gini_income``) and, for each number of re-simulations, the reliability of ``true_pd`` (``reliability_64``).
    """
    connection = duckdb.connect(":memory:", config={"memory_limit": "1GB", "threads": "2"})
    try:
        for file in FILES:
            connection.from_parquet(str(folder / f"{file.name}.parquet")).create_view(file.name)
        found = {name: _row(connection, query)[0] for name, query in _COUNTS.items()}
        found["below_zero_sometimes"], found["below_zero_always"] = _row(connection, _LOW_MONTHS)
        found["gini_income"] = _gini(*_row(connection, _INCOMES))
        for draws, *sums in connection.execute(_DRAWS).fetchall():
            found[f"reliability_{draws}"] = _reliability(draws, *(int(each) for each in sums))
        return found
    finally:
        connection.close()


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> Sequence[int]:
    return [int(value or 0) for value in connection.execute(query).fetchall()[0]]


def _gini(persons: int, total: int, weighted: int) -> int:
    """From ``sum(place * income)`` over incomes in ascending order; 0 for equal ones."""
    if not total:
        return 0
    return round(PARTS * (Fraction(2 * weighted, persons * total) - Fraction(persons + 1, persons)))


def _reliability(draws: int, persons: int, bads: int, squares: int, within: int) -> int:
    """Share of the spread of ``true_pd`` that lies between persons: 1 - mean(SE^2) / var(true_pd)."""
    spread = persons * squares - bads * bads
    return round(PARTS * (1 - Fraction(persons * within, (draws - 1) * spread))) if spread else 0
