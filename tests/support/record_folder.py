"""A small sound folder of records, to be changed in one cell."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import duckdb

__all__ = ["SOUND", "STATEMENT", "Tables", "as_parquet", "changed", "write_folder", "write_statements"]

Tables = Mapping[str, list[dict[str, str]]]

PERSON = {
    "observed_on": "2024-06-01",
    "requested_amount_cents": "1000000",
    "term_months": "48",
    "net_monthly_income_cents": "250000",
    "monthly_housing_costs_cents": "80000",
    "monthly_instalments_cents": "0",
    "revolving_balance_cents": "12000",
    "housing_tenure": "tenant",
    "verified": "true",
}
CONTRACT = {"planned_end_on": "2026-01-01", "ended_on": "", "amount_cents": "500000"}

SOUND: Tables = {
    "applications": [
        {"person": "ada", **PERSON},
        {"person": "ben", **PERSON, "net_monthly_income_cents": "", "housing_tenure": "", "verified": "false"},
        {"person": "cas", **PERSON, "observed_on": "2024-02-29", "housing_tenure": "owner"},
    ],
    "register_contracts": [
        {"contract": "k1", "person": "ada", "type": "AK", "start_on": "2022-01-01", **CONTRACT},
        {"contract": "k2", "person": "cas", "type": "RK", "start_on": "2020-05-01", **CONTRACT, "planned_end_on": ""},
        {"contract": "k3", "person": "ada", "type": "SH", "start_on": "2021-01-01", **CONTRACT, "amount_cents": ""}
        | {"ended_on": "2023-01-01"},
    ],
    "register_events": [
        {"contract": "k1", "code": "A", "event_on": "2023-06-01"}
        | {"prenotice_on": "2023-04-01", "prenotice_deadline_on": "2023-05-01"},
        {"contract": "k1", "code": "H", "event_on": "2023-09-01", "prenotice_on": "", "prenotice_deadline_on": ""},
        {"contract": "k3", "code": "4", "event_on": "2023-01-31", "prenotice_on": "", "prenotice_deadline_on": ""},
    ],
    "bank_accounts": [
        {"person": "cas", "first_on": "2023-01-01", "closing_balance_cents": "-1500"},
        {"person": "ada", "first_on": "2023-05-01", "closing_balance_cents": "90000"},
    ],
    "bank_transactions": [
        {"person": "ada", "booked_on": "2024-05-31", "amount_cents": "250000", "category": "salary"},
        {"person": "cas", "booked_on": "2024-02-28", "amount_cents": "-4000", "category": "other-spending"},
    ],
}
"""Three persons: a recovered arrear and a shared account, nothing at all, a revolving credit and a shared account."""

STATEMENT = {
    "person": "ada",
    "dateFrom": "2023-05-01",
    "account": {"currency": "EUR"},
    "balances": [
        {
            "balanceType": "closingBooked",
            "balanceAmount": {"amount": "900.00", "currency": "EUR"},
            "referenceDate": "2024-05-31",
        }
    ],
    "transactions": {
        "booked": [{"bookingDate": "2024-05-30", "transactionAmount": {"amount": "-10.50", "currency": "EUR"}}]
    },
}


def changed(table: str, row: int, **cells: str) -> Tables:
    """The sound tables with some cells of one row, counted from 1, changed."""
    rows = [dict(record) for record in SOUND[table]]
    rows[row - 1] |= cells
    return {**SOUND, table: rows}


def write_folder(folder: Path, tables: Tables = SOUND) -> Path:
    """The tables as CSV; of a table without rows the heading of the sound one."""
    folder.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list((rows or SOUND[name])[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def as_parquet(folder: Path) -> Path:
    """The CSV files of a folder, with the types that DuckDB finds, as Parquet in their place."""
    for path in sorted(folder.glob("*.csv")):
        with duckdb.connect(":memory:") as connection:
            connection.read_csv(str(path)).write_parquet(str(path.with_suffix(".parquet")))
        path.unlink()
    return folder


def write_statements(folder: Path, *statements: object) -> Path:
    """Statements in the place of the bank's tables."""
    for name in ("bank_accounts", "bank_transactions"):
        (folder / f"{name}.csv").unlink(missing_ok=True)
    path = folder / "statements.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in statements), encoding="utf-8")
    return path
