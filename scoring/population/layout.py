"""The files of a population: their columns, what each means, and how a row of each reads in its canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.population.outcome import Outcome
from scoring.population.simulate import Chunk
from scoring.population.world import GROUPS
from scoring.records.categories import Category
from scoring.records.characteristics import APPLICATION, BANK, REGISTER
from scoring.records.codes import Event, Type
from scoring.records.tables import TENURES, UNKNOWN

__all__ = ["FILES", "Column", "File", "raw_columns"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    name, meaning
        As written, and in words.
    sql
        Its type in Parquet.
    value
        The SQL expression that makes it from the raw arrays of a chunk.
    """

    name: str
    meaning: str
    sql: str
    value: str

    @property
    def text(self) -> str:
        """The SQL expression of its canonical text: a whole number, a date, or a decimal of six places; or empty."""
        shown = f'CAST("{self.name}" AS DECIMAL(18, 6))' if self.sql == "DOUBLE" else f'"{self.name}"'
        return f"coalesce(CAST({shown} AS VARCHAR), '')"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: ``name.parquet``, its first column being the id by which its canonical rows are sorted."""

    name: str
    meaning: str
    columns: tuple[Column, ...]


def _person(raw: str = "person") -> Column:
    return _id("person", raw, "Pseudonymous id: 16 hexadecimal digits that say nothing about the person")


def _id(name: str, raw: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, sql="VARCHAR", value=f"lpad(lower(hex({raw})), 16, '0')")


def _day(name: str, meaning: str, raw: str | None = None) -> Column:
    known = f"CASE WHEN {raw or name} = {UNKNOWN} THEN NULL ELSE DATE '1970-01-01' + CAST({raw or name} AS INTEGER) END"
    return Column(name=name, meaning=meaning, sql="DATE", value=known)


def _whole(name: str, meaning: str, raw: str | None = None) -> Column:
    return Column(name=name, meaning=meaning, sql="BIGINT", value=f"nullif({raw or name}, {UNKNOWN})")


def _word(name: str, meaning: str, words: tuple[str, ...], raw: str | None = None) -> Column:
    listed = ", ".join(f"'{word}'" for word in words)
    return Column(name=name, meaning=meaning, sql="VARCHAR", value=f"list_extract([{listed}], {raw or name} + 1)")


def _number(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, sql="DOUBLE", value=f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END")


def _flag(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning, sql="BOOLEAN", value=name)


_OBSERVED = _day("observed_on", "Day of observation: every record is older, every outcome younger")
_OUTCOME = _word("outcome", "good, indeterminate, bad, or unobserved", tuple(o.name.lower() for o in Outcome))
_DEFAULTED = Column(
    name="defaulted",
    meaning="Recorded default: 1, 0, or empty where unobserved",
    sql="BIGINT",
    value="nullif(defaulted, -1)",
)
# Without a simulated truth there is none: an empty cell, not the ratio of two marks of absence.
_PD, _FAIR_PD = (f"nullif({count}, {UNKNOWN}) / draws" for count in ("bads", "fair_bads"))

FILES: tuple[File, ...] = (
    File(
        name="applicants",
        meaning="The development sample: characteristics as of the observation, joined with the recorded outcome",
        columns=(
            _person(),
            _OBSERVED,
            *(
                _word(name, "See the characteristics file", TENURES, "tenure")
                if name == "housing_tenure"
                else _number(name, "See the characteristics file")
                for name in (*APPLICATION, *REGISTER, *BANK)
            ),
            _OUTCOME,
            _DEFAULTED,
        ),
    ),
    File(
        name="applications",
        meaning="What each person applied for and declared",
        columns=(
            _person(),
            _OBSERVED,
            _whole("requested_amount_cents", "Amount asked for", "amount"),
            _whole("term_months", "Months over which it is to be repaid", "term"),
            _whole("net_monthly_income_cents", "Declared net income a month", "income"),
            _whole("monthly_housing_costs_cents", "Declared rent or mortgage a month", "housing"),
            _whole("monthly_instalments_cents", "Declared instalments a month on running credit", "instalments"),
            _whole("revolving_balance_cents", "Declared balance of revolving credits", "card_balance"),
            _word("housing_tenure", "tenant, owner or lodger", TENURES, "tenure"),
            _flag("verified", "Whether income and costs were checked against documents"),
        ),
    ),
    File(
        name="register_contracts",
        meaning="The credit register's contracts, in the shape of the CKI rules of 1 July 2024",
        columns=(
            _id("contract", "contract", "Id of the contract"),
            _person(),
            _word("type", "One of twelve contract codes", tuple(kind.name for kind in Type), "kind"),
            _day("start_on", "Beginning"),
            _day("planned_end_on", "Planned end; empty for none"),
            _day("ended_on", "Actual end; empty while it runs"),
            _whole("amount_cents", "Amount or limit; empty where the register holds none"),
        ),
    ),
    File(
        name="register_events",
        meaning="Arrears, recoveries and special codes reported on those contracts",
        columns=(
            _id("contract", "contract", "Id of the contract"),
            _word("code", "A, H, or 1 to 5", tuple(event.text for event in Event)),
            _day("event_on", "When it happened"),
            _day("prenotice_on", "When an arrear was announced; empty where the register does not say"),
            _day("prenotice_deadline_on", "Until when it could be paid without being reported"),
        ),
    ),
    File(
        name="bank_accounts",
        meaning="Accounts of the persons who share bank data",
        columns=(
            _person(),
            _day("first_on", "First day of the statement"),
            _whole("closing_balance_cents", "Balance on the eve of the observation"),
        ),
    ),
    File(
        name="bank_transactions",
        meaning="Their booked transactions after categorising: no name, account or text",
        columns=(
            _person(),
            _day("booked_on", "Booking day"),
            _whole("amount_cents", "Above 0 for money in, below for money out"),
            _word("category", "One of a closed financial list", tuple(c.text for c in Category)),
        ),
    ),
    File(
        name="outcomes",
        meaning="What was recorded of the twelve months after the observation",
        columns=(_person(), _OUTCOME, _DEFAULTED),
    ),
    File(
        name="protected",
        meaning="Protected attributes, for audits only",
        columns=(_person(), *(_word(name, "Group", tuple(groups)) for name, groups in GROUPS.items())),
    ),
    File(
        name="truth",
        meaning="What nobody could know of real people; for checking, never for fitting",
        columns=(
            _person(),
            Column(name="true_default", meaning="Whether the person defaulted", sql="BIGINT", value="true_default"),
            _whole("default_month", "In which month of the window; empty for none", "month"),
            _flag("approved", "Whether the lender of the past approved"),
            _whole("draws", "Re-simulations of the outcome window"),
            _whole("bads", "Defaults among them"),
            Column(name="true_pd", meaning="bads / draws", sql="DOUBLE", value=_PD),
            Column(
                name="true_pd_se",
                meaning="Standard error: sqrt(true_pd (1 - true_pd) / (draws - 1))",
                sql="DOUBLE",
                value=f"sqrt({_PD} * (1 - {_PD}) / (draws - 1))",
            ),
            _whole("fair_bads", "Defaults among as many re-simulations under pooled group parameters"),
            Column(name="fair_pd", meaning="fair_bads / draws", sql="DOUBLE", value=_FAIR_PD),
        ),
    ),
)


def raw_columns(chunk: Chunk) -> dict[str, dict[str, Array]]:
    """The raw arrays of each file's rows."""
    applications, contracts, events = chunk.applications, chunk.contracts, chunk.events
    accounts, transactions = chunk.accounts, chunk.transactions
    truth = dict(chunk.truth)
    persons = len(chunk.person)
    unknown = np.full(persons, UNKNOWN)
    for name in ("draws", "bads", "fair_bads"):
        truth.setdefault(name, unknown)
    known = {name: column for name, column in chunk.characteristics.items() if name != "housing_tenure"}
    common: dict[str, Array] = {"person": chunk.person, "observed_on": applications.observed}
    recorded: dict[str, Array] = {"outcome": chunk.outcome, "defaulted": chunk.defaulted}
    return {
        "applicants": {**common, **known, "tenure": applications.tenure, **recorded},
        "applications": {
            **common,
            **{
                name: getattr(applications, name)
                for name in ("amount", "term", "income", "housing", "instalments", "card_balance", "tenure", "verified")
            },
        },
        "register_contracts": {
            "contract": chunk.contract,
            "person": chunk.person[contracts.owner],
            "kind": contracts.type,
            "start_on": contracts.start,
            "planned_end_on": contracts.planned_end,
            "ended_on": contracts.end,
            "amount_cents": contracts.amount,
        },
        "register_events": {
            "contract": chunk.contract[events.contract],
            "code": events.code,
            "event_on": events.day,
            "prenotice_on": events.prenotice,
            "prenotice_deadline_on": events.deadline,
        },
        "bank_accounts": {
            "person": chunk.person[accounts.owner],
            "first_on": accounts.first,
            "closing_balance_cents": accounts.closing,
        },
        "bank_transactions": {
            "person": chunk.person[transactions.owner],
            "booked_on": transactions.day,
            "amount_cents": transactions.cents,
            "category": transactions.category,
        },
        "outcomes": {"person": chunk.person, **recorded},
        "protected": {"person": chunk.person, **chunk.protected},
        "truth": {
            "person": chunk.person,
            **truth,
            "month": np.where(truth["month"] == 0, UNKNOWN, truth["month"]),
        },
    }
