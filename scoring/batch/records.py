"""Read a folder of records: applications, the credit register's contracts and events, and shared bank accounts.

Each table is read in one pass, then checked against the ones before it. Whatever a record may not say is an error
with its file, row and field; nothing of the folder is used then.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import numpy as np

from scoring.batch.record_file import Field, RecordFile, first_repeat, open_records
from scoring.batch.record_folder import find
from scoring.batch.statements import read_statements
from scoring.records.categories import Category
from scoring.records.codes import RULES, Event, Type
from scoring.records.records import Records
from scoring.records.tables import TENURES, UNKNOWN, Accounts, Applications, Contracts, Events, Transactions
from scoring.tabular.whole import Day, Flaw, Identifier, Number, Reference, Truth, Words

__all__ = ["read_records"]

Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Texts = np.ndarray[tuple[int], np.dtype[np.object_]]
Table = TypeVar("Table", Contracts, Events, Accounts, Transactions)

REPORTED_AFTER = 31
"""Days after a contract's end on which an event on it may still be dated: a recovery is reported after the end."""

TOO_LATE = "is dated on or after the day of observation"
LEAVE_OUT = "Leave the record out; only what was known before that day may be read"

_ALLOWED = np.array([[event in RULES.types[kind].events for event in Event] for kind in Type])


def read_records(folder: Path) -> Records:
    """Read every table of a folder.

    Raises
    ------
    FileError
        If a file is missing, damaged, or there in two forms.
    RecordError
        For the first record that its rules do not allow.
    """
    files = find(folder)
    not_used: list[str] = []
    with open_records(files.applications, rows_needed=True) as file:
        person, applications = _applications(file)
        not_used += file.not_used
    contracts, events = _none(Contracts), _none(Events)
    if files.register is not None:
        with open_records(files.register[0]) as file:
            contract, contracts = _contracts(file, person, files.applications.name, applications)
            not_used += file.not_used
        with open_records(files.register[1]) as file:
            events = _events(file, contract, files.register[0].name, contracts, applications)
            not_used += file.not_used
    accounts, transactions = _none(Accounts), _none(Transactions)
    if files.bank is not None:
        with open_records(files.bank[0]) as file:
            accounts = _accounts(file, person, files.applications.name, applications)
            not_used += file.not_used
        with open_records(files.bank[1]) as file:
            transactions = _transactions(file, person, files.applications.name, applications, accounts)
            not_used += file.not_used
    if files.statements is not None:
        accounts, transactions = read_statements(files.statements, person, applications.observed)
    return Records(
        person=person,
        applications=applications,
        contracts=contracts,
        events=events,
        accounts=accounts,
        transactions=transactions,
        not_used=tuple(not_used),
    )


def _applications(file: RecordFile) -> tuple[Texts, Applications]:
    amount, unknown_amount = Field(form=Number(), low=0), Field(form=Number(), low=0, optional=True)
    columns = file.read(
        {
            "person": Field(form=Identifier()),
            "observed_on": Field(form=Day()),
            "requested_amount_cents": amount,
            "term_months": Field(form=Number(), low=1),
            "net_monthly_income_cents": unknown_amount,
            "monthly_housing_costs_cents": unknown_amount,
            "monthly_instalments_cents": unknown_amount,
            "revolving_balance_cents": unknown_amount,
            "housing_tenure": Field(form=Words(words=TENURES), optional=True),
            "verified": Field(form=Truth()),
        }
    )
    person = file.texts("person")
    file.refuse_repeats(person, "person")
    return person, Applications(
        observed=columns["observed_on"],
        amount=columns["requested_amount_cents"],
        term=columns["term_months"],
        income=_known(columns["net_monthly_income_cents"]),
        housing=_known(columns["monthly_housing_costs_cents"]),
        instalments=_known(columns["monthly_instalments_cents"]),
        card_balance=_known(columns["revolving_balance_cents"]),
        tenure=_known(columns["housing_tenure"]),
        verified=columns["verified"] == 1,
    )


def _contracts(file: RecordFile, person: Texts, applicants: str, applications: Applications) -> tuple[Texts, Contracts]:
    columns = file.read(
        {
            "contract": Field(form=Identifier()),
            "person": _reference(file, person, f"names no person of {applicants}"),
            "type": Field(form=Words(words=tuple(kind.name for kind in Type))),
            "start_on": Field(form=Day()),
            "planned_end_on": Field(form=Day(), optional=True),
            "ended_on": Field(form=Day(), optional=True),
            "amount_cents": Field(form=Number(), low=0, optional=True),
        }
    )
    contracts = Contracts(
        owner=columns["person"],
        type=columns["type"],
        start=columns["start_on"],
        planned_end=_known(columns["planned_end_on"]),
        end=_known(columns["ended_on"]),
        amount=_known(columns["amount_cents"]),
    )
    contract = file.texts("contract")
    _refuse_same_contract(file, contract, contracts)
    observed = applications.observed[contracts.owner]
    ended, planned = contracts.end != UNKNOWN, contracts.planned_end != UNKNOWN
    file.refuse(contracts.start >= observed, "start_on", TOO_LATE, LEAVE_OUT)
    file.refuse(
        ended & (contracts.end >= observed), "ended_on", TOO_LATE, "Leave it empty: on that day the contract ran"
    )
    before = ("lies before the contract's start", "Correct one of the two dates")
    file.refuse(ended & (contracts.end < contracts.start), "ended_on", *before)
    file.refuse(planned & (contracts.planned_end < contracts.start), "planned_end_on", *before)
    return contract, contracts


def _refuse_same_contract(file: RecordFile, contract: Texts, contracts: Contracts) -> None:
    if (twice := first_repeat(contract)) is None:
        return
    first, second = twice
    lasts = [int(end) if end != UNKNOWN else 2**62 for end in contracts.end[[first, second]]]
    overlap = contracts.start[second] < lasts[0] and contracts.start[first] < lasts[1]
    what = f"stands twice, first in row {first + 1}{'; overlapping periods' if overlap else ''}"
    raise file.error(second, "contract", what, "Give every contract an identifier of its own, or keep one of the two")


def _events(
    file: RecordFile, contract: Texts, register: str, contracts: Contracts, applications: Applications
) -> Events:
    columns = file.read(
        {
            "contract": _reference(file, contract, f"names no contract of {register}"),
            "code": Field(form=Words(words=tuple(event.text for event in Event))),
            "event_on": Field(form=Day()),
            "prenotice_on": Field(form=Day(), optional=True),
            "prenotice_deadline_on": Field(form=Day(), optional=True),
        }
    )
    events = Events(
        contract=columns["contract"],
        code=columns["code"],
        day=columns["event_on"],
        prenotice=_known(columns["prenotice_on"]),
        deadline=_known(columns["prenotice_deadline_on"]),
    )
    # Contract, code and day as one number: a row that says again what another said would be counted twice.
    file.refuse_repeats((events.contract * len(Event) + events.code) * 2**23 + events.day, "code")
    on = contracts.select(events.contract)
    observed = applications.observed[on.owner]
    file.refuse(~_ALLOWED[on.type, events.code], "code", "may not be reported on a contract of this type", "Correct it")
    file.refuse(events.day >= observed, "event_on", TOO_LATE, LEAVE_OUT)
    file.refuse((events.prenotice != UNKNOWN) & (events.prenotice >= observed), "prenotice_on", TOO_LATE, LEAVE_OUT)
    file.refuse(events.day < on.start, "event_on", "lies before the contract's start", "Correct one of the two dates")
    file.refuse(
        (on.end != UNKNOWN) & (events.day > on.end + REPORTED_AFTER),
        "event_on",
        f"lies more than {REPORTED_AFTER} days after the contract's end",
        "Correct one of the two dates",
    )
    return events


def _accounts(file: RecordFile, person: Texts, applicants: str, applications: Applications) -> Accounts:
    columns = file.read(
        {
            "person": _reference(file, person, f"names no person of {applicants}"),
            "first_on": Field(form=Day()),
            "closing_balance_cents": Field(form=Number()),
        }
    )
    accounts = Accounts(owner=columns["person"], first=columns["first_on"], closing=columns["closing_balance_cents"])
    file.refuse_repeats(accounts.owner, "person")
    file.refuse(accounts.first >= applications.observed[accounts.owner], "first_on", TOO_LATE, LEAVE_OUT)
    return accounts


def _transactions(
    file: RecordFile, person: Texts, applicants: str, applications: Applications, accounts: Accounts
) -> Transactions:
    columns = file.read(
        {
            "person": _reference(file, person, f"names no person of {applicants}"),
            "booked_on": Field(form=Day()),
            "amount_cents": Field(form=Number()),
            "category": Field(form=Words(words=tuple(category.text for category in Category))),
        }
    )
    transactions = Transactions(
        owner=columns["person"],
        day=columns["booked_on"],
        cents=columns["amount_cents"],
        category=columns["category"],
    )
    first = np.full(len(applications), UNKNOWN)
    first[accounts.owner] = accounts.first
    covered = first[transactions.owner]
    file.refuse(covered == UNKNOWN, "person", "has no bank account", "Add the account, or leave the record out")
    file.refuse(transactions.day >= applications.observed[transactions.owner], "booked_on", TOO_LATE, LEAVE_OUT)
    file.refuse(
        transactions.day < covered, "booked_on", "lies before the account's first day", "Correct one of the two dates"
    )
    return transactions


def _reference(file: RecordFile, texts: Texts, wrong: str) -> Field:
    return Field(form=Reference(wrong=wrong, index=file.index(texts)))


def _known(cells: Whole) -> Whole:
    """Cells of which the empty ones are ``UNKNOWN``."""
    return np.where(cells == Flaw.EMPTY, UNKNOWN, cells)


def _none(table: type[Table]) -> Table:
    return table(**{field.name: np.zeros(0, dtype=np.int64) for field in fields(table)})
