"""A statement is read or refused as a whole, and a refusal says where and never what."""

from __future__ import annotations

import json
import time
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest

from scoring.domain.errors import RecordError
from scoring.population.statements import write_statement
from scoring.population.streams import Streams
from scoring.records.categories import Category
from scoring.records.statement import Statement, parse_statement, read_statement_text

RECORD = "statements.jsonl, row 7"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal()


OBSERVED = day("2024-06-01")


def euros(amount: object, currency: object = "EUR") -> dict[str, object]:
    return {"currency": currency, "amount": amount}


def item(amount: object = "-12.50", booked: object = "2024-05-20", **more: object) -> dict[str, object]:
    return {"transactionAmount": euros(amount), "bookingDate": booked, **more}


def balance(
    amount: str = "100.00", on: object = "2024-05-31", kind: str = "closingBooked", currency: str = "EUR"
) -> dict[str, object]:
    return {"balanceType": kind, "referenceDate": on, "balanceAmount": euros(amount, currency)}


def report(*booked: object, balances: object = None, **more: object) -> dict[str, Any]:
    return {
        "account": {"iban": "NL00LAAG0000000001", "currency": "EUR"},
        "balances": [balance()] if balances is None else balances,
        "transactions": {"booked": list(booked) or [item()]},
        "dateFrom": "2024-01-01",
        **more,
    }


def read(document: object, observed: int = OBSERVED) -> Statement:
    return parse_statement(document, observed=observed, record=RECORD)


def refused(document: object, field: str, what: str) -> RecordError:
    with pytest.raises(RecordError) as caught:
        read(document)
    assert (caught.value.record, caught.value.field) == (RECORD, field)
    assert what in caught.value.what
    return caught.value


def refused_text(text: str | bytes, what: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_statement_text(text, record=RECORD)
    assert (caught.value.record, caught.value.field) == (RECORD, "")
    assert what in caught.value.what


def test_a_statement_is_days_cents_and_categories() -> None:
    salary = item("2100.05", "2024-04-25", purposeCode="SALA")
    found = read(report(item(), salary, item("-0.01", "2024-05-20")))
    assert (found.first, found.closing) == (day("2024-01-01"), 10_000)
    assert found.day.tolist() == [day("2024-04-25"), day("2024-05-20"), day("2024-05-20")]
    assert found.cents.tolist() == [210_005, -1_250, -1]
    assert found.category.tolist() == [Category.SALARY, Category.OTHER_SPENDING, Category.OTHER_SPENDING]


def test_nothing_but_numbers_is_kept() -> None:
    found = read(report(item(creditorName="Apotheek De Bron", remittanceInformationUnstructured="Recept")))
    for field in fields(found):
        value = getattr(found, field.name)
        assert type(value) is int or (isinstance(value, np.ndarray) and value.dtype == np.int64)


@pytest.mark.parametrize(("amount", "cents"), [("7", 700), ("7.5", 750), ("-0.05", -5), ("99999999.99", 9_999_999_999)])
def test_an_amount_is_read_to_the_cent(amount: str, cents: int) -> None:
    assert read(report(item(amount))).cents.tolist() == [cents]


@pytest.mark.parametrize(
    "amount",
    [
        "1e3",
        "12.345",
        "12.500",
        "inf",
        "NaN",
        "+5",
        ".5",
        "5.",
        "1,50",
        "1.000,00",
        " 5",
        "",
        "--5",
        "٣",
        "9" * 15,
        5,
        5.5,
        True,
        [1],
    ],
    ids=repr,
)
def test_an_amount_in_another_form_is_refused(amount: object) -> None:
    document = report(item(), item(), item(), item(amount))
    refused(document, "transactions.booked[3].transactionAmount.amount", "is no amount in euros and cents")


def test_an_amount_is_needed() -> None:
    refused(report(item(None)), "transactions.booked[0].transactionAmount.amount", "is missing")
    refused(report({"bookingDate": "2024-05-20"}), "transactions.booked[0].transactionAmount", "is missing")


def test_amounts_that_no_person_has_are_refused() -> None:
    """Sums and ratios of what is accepted fit in 64 bits."""
    refused(report(item("9000000000000.00"), item("-1000000000000.00")), "transactions.booked", "adds up to more than")
    assert read(report(item("9000000000000.00"))).cents.tolist() == [900_000_000_000_000]


def test_only_euros_are_read() -> None:
    dollars = {"transactionAmount": euros("5.00", "USD"), "bookingDate": "2024-05-20"}
    refused(report(dollars), "transactions.booked[0].transactionAmount.currency", "is not EUR")
    refused(report(account={"currency": "USD"}), "account.currency", "is not EUR")
    abroad = [balance(), balance(kind="interimAvailable", currency="USD")]
    refused(report(balances=abroad), "balances[1].balanceAmount.currency", "is not EUR")
    unsaid = {"transactionAmount": {"amount": "5.00"}, "bookingDate": "2024-05-20"}
    refused(report(unsaid), "transactions.booked[0].transactionAmount.currency", "is not EUR")


@pytest.mark.parametrize("account", [None, {}, {"iban": "NL00LAAG0000000001"}])
def test_an_account_need_not_say_its_currency(account: object) -> None:
    assert read(report(account=account)).closing == 10_000


def test_the_booking_date_counts_first_then_the_value_date_then_its_time() -> None:
    dated = {"bookingDate": "2024-05-01", "valueDate": "2024-05-02", "valueDateTime": "2024-05-03T23:59:00+02:00"}
    for name, text in dated.copy().items():
        assert read(report({"transactionAmount": euros("5.00"), **dated})).day.tolist() == [day(text[:10])]
        del dated[name]
    refused(report({"transactionAmount": euros("5.00")}), "transactions.booked[0].bookingDate", "is missing")


@pytest.mark.parametrize(
    "text", ["2024-02-30", "20240501", "2024-W01-1", "2024-05-01T10:00:00", "01-05-2024", "", 20240501], ids=repr
)
def test_a_date_in_another_form_is_refused(text: object) -> None:
    refused(report(item(booked=text, valueDate="2024-05-01")), "transactions.booked[0].bookingDate", "is no")


@pytest.mark.parametrize("text", ["2024-05-01T25:00:00", "20240501T100000", "yesterday"])
def test_a_time_in_another_form_is_refused(text: str) -> None:
    document = report({"transactionAmount": euros("5.00"), "valueDateTime": text})
    refused(document, "transactions.booked[0].valueDateTime", "is no date")


@pytest.mark.parametrize("text", ["2024-06-01", "2030-01-01"])
def test_what_is_dated_on_or_after_the_observation_is_refused(text: str) -> None:
    what = "is dated on or after the day of observation"
    refused(report(item(booked=text)), "transactions.booked[0].bookingDate", what)
    refused(report(item(booked=None, valueDate=text)), "transactions.booked[0].valueDate", what)
    refused(report(dateFrom=text), "dateFrom", what)
    read(report(item(valueDate=text)))


def test_a_pending_item_is_never_counted() -> None:
    document = report()
    document["transactions"]["pending"] = [item("9000.00", "2024-05-30", purposeCode="SALA"), "junk"]
    assert read(document).cents.tolist() == [-1_250]


@pytest.mark.parametrize("name", ["transactionId", "entryReference"])
def test_an_item_given_twice_under_one_id_is_counted_once(name: str) -> None:
    twice = item(**{name: "X1"})
    assert len(read(report(twice, item(), twice)).day) == 2


@pytest.mark.parametrize("name", ["transactionId", "entryReference"])
def test_one_id_for_two_items_is_refused(name: str) -> None:
    document = report(item(**{name: "X1"}), item("-12.51", **{name: "X1"}))
    refused(document, f"transactions.booked[1].{name}", "is that of another transaction")
    half = {"transactionId": "X1", "entryReference": "X1"}
    refused(report(item(**{name: "X1"}), item(**half)), f"transactions.booked[1].{name}", "is that of another")


@pytest.mark.parametrize("name", ["transactionId", "entryReference"])
def test_an_id_is_a_text(name: str) -> None:
    refused(report(item(**{name: 5})), f"transactions.booked[0].{name}", "is no text")
    assert len(read(report(item(**{name: ""}), item(**{name: ""}))).day) == 2


def test_two_equal_coffees_on_a_day_are_two_coffees() -> None:
    assert read(report(item(), item())).cents.tolist() == [-1_250, -1_250]


def test_the_same_balance_after_it_makes_an_equal_item_the_same() -> None:
    first, second = (item(balanceAfterTransaction=balance(amount)) for amount in ("20.00", "7.50"))
    assert len(read(report(first, second, first)).day) == 2


def test_text_comes_as_one_text_or_as_lines() -> None:
    lines = item("-9.00", remittanceInformationUnstructuredArray=["BEA, Betaalpas", "Huur,PAS012"])
    rent = item("-9.00", remittanceInformationUnstructuredArray=["Naam: Woningstichting", "Omschrijving: huur"])
    text = item("-9.00", remittanceInformationUnstructured="huur")
    assert read(report(lines)).category.tolist() == [Category.OTHER_SPENDING]
    assert read(report(rent, text)).category.tolist() == [Category.HOUSING, Category.HOUSING]


def test_a_text_of_ten_megabytes_is_refused_at_once() -> None:
    long = "huur " * 2_000_000
    began = time.perf_counter()
    refused(
        report(item(), item(remittanceInformationUnstructured=long)),
        "transactions.booked[1].remittanceInformationUnstructured",
        "is longer than 10,000 characters",
    )
    lines = report(item(remittanceInformationUnstructuredArray=["short", long]))
    refused(lines, "transactions.booked[0].remittanceInformationUnstructuredArray[1]", "is longer than")
    refused(report(item(creditorAccount={"iban": long})), "transactions.booked[0].creditorAccount.iban", "is longer")
    assert time.perf_counter() - began < 1


def test_a_name_that_is_none_of_the_formats_is_not_repeated() -> None:
    found = refused(report(item(**{"Jan Jansen": "x" * 10_001})), "transactions.booked[0].(other)", "is longer than")
    assert "Jansen" not in str(found)
    refused(report(item(**{"x" * 10_001: 1})), "transactions.booked[0]", "has a name that is no text, or too long")


def test_an_error_repeats_no_value() -> None:
    for document in (report(item("geheim")), report(item(booked="geheim")), report(account={"currency": "geheim"})):
        with pytest.raises(RecordError) as caught:
            read(document)
        assert "geheim" not in str(caught.value)


def test_more_than_a_hundred_thousand_items_are_refused() -> None:
    refused(report(*[0] * 100_001), "transactions.booked", "has more than 100,000 items")


def test_what_is_no_json_or_nested_too_deeply_is_refused() -> None:
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    refused(report(item(other=deep)), "transactions.booked[0].other" + "[0]" * 13, "is nested deeper than 16 levels")
    circle: list[object] = []
    circle.append(circle)
    refused(report(_links=circle), "_links" + "[0]" * 16, "is nested deeper than 16 levels")
    refused(report(item(other={1, 2})), "transactions.booked[0].other", "is no JSON value")
    refused(report(item(other={1: 2})), "transactions.booked[0].other", "has a name that is no text")


@pytest.mark.parametrize(
    ("document", "field", "what"),
    [
        (None, "", "is no object"),
        ([], "", "is no object"),
        ({}, "transactions", "is missing"),
        ({"transactions": []}, "transactions", "is no object"),
        ({"transactions": {}}, "transactions.booked", "is missing"),
        ({"transactions": {"booked": {}}}, "transactions.booked", "is no list"),
        (report(5), "transactions.booked[0]", "is no object"),
        (report(account="x"), "account", "is no object"),
        (report(balances={}), "balances", "is no list"),
        (report(balances=[7]), "balances[0]", "is no object"),
        (report(balances=[{}]), "balances[0].balanceAmount", "is missing"),
        (report({"transactionAmount": "5.00"}), "transactions.booked[0].transactionAmount", "is no object"),
        (report(consentStatus=1), "consentStatus", "is no text"),
    ],
)
def test_a_report_of_another_shape_is_refused(document: object, field: str, what: str) -> None:
    refused(document, field, what)


@pytest.mark.parametrize("status", ["received", "rejected", "revokedByPsu", "expired", "terminatedByTpp", "VALID", ""])
def test_without_a_valid_consent_nothing_is_read(status: str) -> None:
    """Not even what would be wrong with the rest."""
    refused(
        {"consentStatus": status, "transactions": "junk"}, "consentStatus", "the consent is not valid: nothing was read"
    )


@pytest.mark.parametrize("status", ["valid", None])
def test_a_consent_that_is_valid_or_not_stated_may_be_read(status: str | None) -> None:
    assert read(report(consentStatus=status)).closing == 10_000


def test_the_first_day_is_stated_or_that_of_the_earliest_booking() -> None:
    document = report(item(booked="2024-05-20"), item(booked="2024-03-02"))
    assert read(document).first == day("2024-01-01")
    del document["dateFrom"]
    assert read(document).first == day("2024-03-02")


def test_a_statement_of_no_transactions_needs_its_first_day() -> None:
    document = report()
    document["transactions"]["booked"] = []
    assert (read(document).first, len(read(document).day)) == (day("2024-01-01"), 0)
    del document["dateFrom"]
    refused(document, "dateFrom", "is missing, and nothing is booked")


def test_a_period_that_contradicts_the_transactions_is_refused() -> None:
    refused(report(item(booked="2023-12-31")), "dateFrom", "is later than a booked transaction")
    refused(report(dateTo="2023-12-31"), "dateTo", "is earlier than the first day")
    refused(report(dateTo="soon"), "dateTo", "is no date")


def test_the_closing_balance_is_the_latest_booked_before_the_observation() -> None:
    offered = [
        balance("1.00", "2024-05-30"),
        balance("2.00", "2024-05-31"),
        balance("3.00", "2024-06-01"),
        balance("4.00", kind="interimAvailable"),
        balance("5.00", kind="interimBooked"),
        balance("6.00", kind="expected"),
    ]
    assert read(report(balances=offered)).closing == 200
    assert read(report(balances=offered[::-1])).closing == 200
    assert read(report(balances=offered[3:])).closing == 500
    assert read(report(balances=offered[5:])).closing == 600
    refused(report(balances=offered[2:4]), "balances", "has no booked balance from before the observation")
    refused(report(balances=[]), "balances", "has no booked balance from before the observation")


def test_what_was_booked_after_a_balance_is_added_to_it() -> None:
    booked = [item("-1.00", "2024-05-10"), item("-2.00", "2024-05-11"), item("5.00", "2024-05-31")]
    assert read(report(*booked, balances=[balance("100.00", "2024-05-10")])).closing == 10_300


def test_a_closing_balance_without_a_date_is_that_of_the_eve() -> None:
    assert read(report(balances=[balance("7.00", None)])).closing == 700
    assert read(report(balances=[balance("7.00", None), balance("8.00")])).closing == 800
    refused(report(balances=[balance(on=None, kind="interimBooked")]), "balances", "has no booked balance")


def test_a_balance_that_cannot_be_carried_forward_does_not_count() -> None:
    """One from before the statement, and an expected one of another day, which holds what was pending."""
    assert read(report(balances=[balance("7.00", "2023-12-31")])).closing == 700 - 1_250
    refused(report(balances=[balance("7.00", "2023-12-30")]), "balances", "has no booked balance")
    refused(report(balances=[balance("7.00", "2024-05-30", "expected")]), "balances", "has no booked balance")


def test_two_balances_of_a_day_that_differ_are_refused() -> None:
    refused(report(balances=[balance("7.00"), balance("8.00")]), "balances[1].balanceAmount", "contradicts another")
    assert read(report(balances=[balance("7.00"), balance("7.00")])).closing == 700


def test_json_is_read_from_text_and_from_bytes() -> None:
    text = json.dumps(report())
    assert read_statement_text(text, record=RECORD) == read_statement_text(text.encode(), record=RECORD) == report()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1,\n  "b" 2}', "is no JSON: line 2, column 7"),
        ("", "is no JSON: line 1, column 1"),
        ('{"a": 1, "a": 2}', "says something twice in one object"),
        ('{"b": {"a": 1, "a": 1}}', "says something twice in one object"),
        ('{"a": NaN}', "holds a number that is none"),
        ('{"a": -Infinity}', "holds a number that is none"),
        ('{"a": ' + "9" * 5_000 + "}", "beyond all amounts"),
        ("[" * 200_000, "is nested deeper than 16 levels"),
        (b'{"a": "\xff"}', "is no UTF-8 text"),
        ("[1]", "is no object"),
    ],
    ids=range(10),
)
def test_json_that_readers_would_not_all_read_alike_is_refused(text: str | bytes, what: str) -> None:
    refused_text(text, what)


def test_a_written_statement_shows_every_habit_of_banks() -> None:
    """Otherwise reading it back would prove little."""
    count = 2_000
    days = np.sort(np.arange(count) % 300) + OBSERVED - 300
    spending = np.full(count, int(Category.OTHER_SPENDING))
    written = write_statement(
        person=3, first=OBSERVED - 300, closing=5, observed=OBSERVED,
        day=days, cents=-1 - np.arange(count), category=spending, streams=Streams(1),
    )  # fmt: skip
    text = json.dumps(written)
    booked: list[dict[str, Any]] = json.loads(text)["transactions"]["booked"]
    assert {tuple(name for name in ("transactionId", "entryReference") if name in each) for each in booked} == {
        (), ("transactionId",), ("entryReference",), ("transactionId", "entryReference"),
    }  # fmt: skip
    assert {tuple(name for name in each if "Date" in name) for each in booked} == {
        ("bookingDate", "valueDate"), ("bookingDate",), ("valueDate",), ("valueDateTime",),
    }  # fmt: skip
    assert len(booked) > count
    assert ",PAS0" in text
    assert "Vakbond FNX" in text
    assert "null" not in text
    assert len(read(json.loads(text)).day) == count


def test_a_written_item_does_not_depend_on_those_after_it() -> None:
    def write(count: int) -> list[object]:
        numbers = np.arange(count)
        written: Any = write_statement(
            person=3, first=OBSERVED - 300, closing=5, observed=OBSERVED, day=numbers + OBSERVED - 300,
            cents=1 + numbers, category=np.zeros(count, dtype=np.int64), streams=Streams(1),
        )  # fmt: skip
        return list(reversed(written["transactions"]["booked"]))

    assert write(200)[:90] == write(100)[:90]
