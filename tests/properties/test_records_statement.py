"""Reading is the reverse of writing, and what does not count changes nothing."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.errors import RecordError
from scoring.population.statements import SENSITIVE, write_statement
from scoring.population.streams import Streams
from scoring.records.categories import INCOME, Category
from scoring.records.statement import Statement, parse_statement, read_statement_text

OBSERVED, FIRST = 19_875, 19_875 - 366
ONLY_IN = (*INCOME, Category.RETURNED_DEBIT, Category.CREDIT_RECEIVED)
BOTH_WAYS = (Category.OWN_TRANSFER, Category.OTHER_SPENDING)
Row = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    person: int
    seed: int
    closing: int
    rows: list[Row]

    def write(self) -> dict[str, Any]:
        """The document after a journey through JSON."""
        day, cents, category = np.array(self.rows, dtype=np.int64).reshape(-1, 3).T
        written = write_statement(
            person=self.person,
            first=FIRST,
            closing=self.closing,
            observed=OBSERVED,
            day=day,
            cents=cents,
            category=category,
            streams=Streams(self.seed),
        )
        loaded: dict[str, Any] = json.loads(json.dumps(written))
        return loaded


def row(category: Category, day: int, size: int, *, positive: bool) -> Row:
    into = positive if category in BOTH_WAYS else category in ONLY_IN
    return day, size if into else -size, int(category)


rows = st.builds(
    row,
    st.sampled_from(Category),
    st.integers(FIRST, OBSERVED - 1),
    st.integers(1, 900_000),
    positive=st.booleans(),
)
cases = st.builds(
    Case,
    person=st.integers(0, 2**40),
    seed=st.integers(0, 2**32),
    closing=st.integers(-500_000, 5_000_000),
    rows=st.lists(rows, max_size=60),
)
QUICK = settings(max_examples=60, deadline=None)

names = st.sampled_from(
    ["account", "currency", "balances", "balanceAmount", "amount", "balanceType", "referenceDate", "transactions",
     "booked", "transactionAmount", "bookingDate", "valueDate", "valueDateTime", "transactionId", "entryReference",
     "remittanceInformationUnstructured", "remittanceInformationUnstructuredArray", "purposeCode", "dateFrom",
     "bankTransactionCode", "consentStatus", "balanceAfterTransaction", "dateTo", "creditorName"]
)  # fmt: skip
texts = st.sampled_from(["EUR", "closingBooked", "5.00", "-5.00", "2024-05-01", "2024-05-01T10:00:00Z", "valid", "1e3"])
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | texts
junk = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | st.text(), inner, max_size=6)
)


def read(document: object, observed: int = OBSERVED) -> Statement:
    return parse_statement(document, observed=observed, record="a statement")


def found(statement: Statement) -> list[Row]:
    return sorted(zip(*(getattr(statement, name).tolist() for name in ("day", "cents", "category")), strict=True))


def known(statement: Statement) -> tuple[int, int, list[Row]]:
    return statement.first, statement.closing, found(statement)


@QUICK
@given(cases)
def test_reading_gives_back_what_was_written(case: Case) -> None:
    statement = read(case.write())
    assert known(statement) == (FIRST, case.closing, sorted(case.rows))
    assert statement.day.tolist() == sorted(statement.day.tolist())


@QUICK
@given(cases, st.randoms(use_true_random=False))
def test_the_order_of_booked_items_changes_nothing(case: Case, order: Any) -> None:  # noqa: ANN401 - hypothesis' own
    document = case.write()
    order.shuffle(document["transactions"]["booked"])
    order.shuffle(document["balances"])
    assert known(read(document)) == known(read(case.write()))


@QUICK
@given(cases, st.lists(junk, max_size=4))
def test_pending_items_change_nothing(case: Case, pending: list[object]) -> None:
    document, bare = case.write(), case.write()
    document["transactions"]["pending"] += document["transactions"]["booked"][:3]
    del bare["transactions"]["pending"]
    assert known(read(document)) == known(read(bare))
    document["transactions"]["pending"] = pending
    with contextlib.suppress(RecordError):  # too deeply nested, say
        assert known(read(document)) == known(read(bare))


@QUICK
@given(cases, st.sampled_from(SENSITIVE), st.sampled_from([*SENSITIVE, "Bakkerij Korenaar", "X", ""]))
def test_who_was_paid_changes_nothing(case: Case, one: str, other: str) -> None:
    text = json.dumps(case.write(), ensure_ascii=False)
    assert known(read(json.loads(text.replace(one, other)))) == known(read(json.loads(text)))


@QUICK
@given(cases)
def test_no_name_account_or_text_is_kept(case: Case) -> None:
    statement = read(case.write())
    shown = repr(statement)
    assert not any(name in shown for name in (*SENSITIVE, "NL00", "LAAG", "PAS0"))
    for field in fields(statement):
        value = getattr(statement, field.name)
        assert type(value) is int or (isinstance(value, np.ndarray) and value.dtype == np.int64)


@QUICK
@given(cases, st.integers(FIRST - 1, OBSERVED - 1))
def test_balances_reconcile_on_every_day(case: Case, anchor: int) -> None:
    """The opening balance and what was booked since give the balance of each day, from wherever one begins."""
    document = case.write()
    opening = next(each for each in document["balances"] if each["balanceType"] == "openingBooked")
    moved = sum(cents for _, cents, _ in case.rows)
    assert opening["balanceAmount"]["amount"] == f"{(case.closing - moved) / 100:.2f}"

    after = sum(cents for day, cents, _ in case.rows if day > anchor)
    at_anchor = f"{(case.closing - after) / 100:.2f}"
    reference = str(np.datetime64(anchor, "D"))
    for observed in {anchor + 1, (anchor + 1 + OBSERVED) // 2, OBSERVED}:
        eve = {
            **document,
            "balances": [
                {
                    "balanceType": "closingBooked",
                    "referenceDate": reference,
                    "balanceAmount": {"currency": "EUR", "amount": at_anchor},
                }
            ],
            "transactions": {
                "booked": [each for each in document["transactions"]["booked"] if day_of(each) < observed]
            },
        }
        if observed > FIRST:
            later = sum(cents for day, cents, _ in case.rows if day >= observed)
            eve["dateTo"] = None
            assert read(eve, observed).closing == case.closing - later


def day_of(item: dict[str, Any]) -> int:
    text = item.get("bookingDate") or item.get("valueDate") or item["valueDateTime"][:10]
    return int(np.datetime64(text, "D").astype(np.int64))


@settings(max_examples=300, deadline=None)
@given(junk)
def test_junk_is_refused_by_name(document: object) -> None:
    with contextlib.suppress(RecordError):
        read(document)


@settings(max_examples=200, deadline=None)
@given(st.data(), cases)
def test_junk_anywhere_in_a_statement_is_read_or_refused_by_name(data: st.DataObject, case: Case) -> None:
    document = case.write()
    place: Any = document
    for _ in range(6):
        keys = sorted(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if data.draw(st.booleans()) or not isinstance(place[key], dict | list):
            place[key] = data.draw(junk)
            break
        place = place[key]
    with contextlib.suppress(RecordError):
        read(document)


@given(st.text() | st.binary() | junk.map(json.dumps))
def test_any_text_is_read_or_refused_by_name(text: str | bytes) -> None:
    with contextlib.suppress(RecordError):
        read(read_statement_text(text, record="a statement"))
