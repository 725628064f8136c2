"""What a register says as of a day, on tables made by hand: nothing from later, nothing that has expired."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from scoring.records.codes import Event, Type
from scoring.records.dates import plus_years
from scoring.records.register import CONTESTABLE, NONE_SUCH, Register
from scoring.records.tables import UNKNOWN, Applications, Contracts, Events

OBSERVED = "2024-06-01"
NAMES = (
    "open_arrears",
    "months_since_recovery",
    "register_reports",
    "recent_credits",
    "active_credits",
    "utilisation",
    "registered_debt_ratio",
)
A, H = Event.ARREARS, Event.RECOVERED


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def shifted(text: str, days: int) -> str:
    return str(np.datetime64(text, "D") + days)


def event(code: Event, on: str, prenotice: str | None = "", deadline: str | None = "") -> dict[str, Any]:
    """An event; an arrear is announced 40 days before it, with 30 to pay, unless something else is said."""
    announced = code is A
    return {
        "code": int(code),
        "day": day(on),
        "prenotice": _day(shifted(on, -40) if announced and prenotice == "" else prenotice),
        "deadline": _day(shifted(on, -10) if announced and deadline == "" else deadline),
    }


def _day(text: str | None) -> int:
    return day(text) if text else UNKNOWN


def contract(
    *events: dict[str, Any],
    kind: Type = Type.AK,
    start: str = "2020-01-01",
    planned: str | None = None,
    end: str | None = None,
    amount: int = 500_000,
) -> dict[str, Any]:
    return {
        "events": events,
        "type": int(kind),
        "start": day(start),
        "planned_end": _day(planned),
        "end": _day(end),
        "amount": amount,
    }


def register(*contracts: dict[str, Any], observed: str = OBSERVED, income: int = 100_000, balance: int = 0) -> Register:
    """The register of one person."""
    events = [{**each, "contract": place} for place, one in enumerate(contracts) for each in one["events"]]
    one = {
        "observed": day(observed),
        "amount": 1_000_000,
        "term": 60,
        "income": income,
        "housing": 80_000,
        "instalments": 0,
        "card_balance": balance,
        "tenure": 0,
    }
    return Register(
        Applications(**{name: np.array([value]) for name, value in one.items()}, verified=np.array([True])),
        Contracts(
            owner=np.zeros(len(contracts), dtype=np.int64),
            **{
                name: np.array([each[name] for each in contracts], dtype=np.int64)
                for name in ("type", "start", "planned_end", "end", "amount")
            },
        ),
        Events(
            **{
                name: np.array([each[name] for each in events], dtype=np.int64)
                for name in ("contract", "code", "day", "prenotice", "deadline")
            }
        ),
    )


def said(*contracts: dict[str, Any], **asked: Any) -> dict[str, float]:  # noqa: ANN401 - as of register
    found = register(*contracts, **asked)
    return {name: float(getattr(found, name)()[0]) for name in NAMES}


def open_arrears(*contracts: dict[str, Any], **asked: Any) -> float:  # noqa: ANN401
    return said(*contracts, **asked)["open_arrears"]


def since(*contracts: dict[str, Any], **asked: Any) -> float:  # noqa: ANN401
    return said(*contracts, **asked)["months_since_recovery"]


# Absence.


def test_without_a_record_nothing_is_known() -> None:
    """Neither good nor bad: every characteristic is missing, none is zero."""
    assert all(math.isnan(value) for value in said().values())


def test_a_contract_alone_says_that_there_was_no_arrear() -> None:
    found = said(contract())
    assert found["open_arrears"] == 0
    assert found["months_since_recovery"] == NONE_SUCH
    assert found["register_reports"] == 0
    assert found["utilisation"] == NONE_SUCH
    assert found["active_credits"] == 1


def test_who_is_only_known_by_an_expired_contract_is_not_known() -> None:
    assert math.isnan(open_arrears(contract(end="2019-05-31", start="2016-01-01")))


# Later than the day of observation.


@pytest.mark.parametrize(("start", "known"), [("2024-05-31", True), ("2024-06-01", False), ("2024-06-02", False)])
def test_a_contract_that_begins_on_the_day_of_observation_is_not_known_yet(*, start: str, known: bool) -> None:
    assert math.isnan(open_arrears(contract(start=start))) is not known


@pytest.mark.parametrize(("on", "number"), [("2024-05-31", 1), ("2024-06-01", 0), ("2025-01-01", 0)])
def test_an_event_on_the_day_of_observation_is_not_known_yet(on: str, number: int) -> None:
    assert open_arrears(contract(event(A, on))) == number
    assert said(contract(event(A, on)))["register_reports"] == number


@pytest.mark.parametrize(("end", "active"), [("2024-05-31", 0), ("2024-06-01", 1), ("2024-12-31", 1)])
def test_a_contract_that_ends_on_the_day_of_observation_still_runs(end: str, active: int) -> None:
    assert said(contract(end=end))["active_credits"] == active
    assert open_arrears(contract(event(A, "2024-01-01"), end=end)) == active


def test_a_recovery_of_tomorrow_leaves_the_arrear_open() -> None:
    assert open_arrears(contract(event(A, "2024-01-01"), event(H, OBSERVED))) == 1
    assert since(contract(event(A, "2024-01-01"), event(H, OBSERVED))) == NONE_SUCH


def test_a_planned_end_in_the_future_is_no_leak() -> None:
    """The plan was known from the beginning, and counts in the debt that is left."""
    assert said(contract(start="2023-06-01", planned="2025-06-01"))["registered_debt_ratio"] > 0


# Arrears and recoveries.


def test_an_arrear_is_open_until_it_is_made_good() -> None:
    assert open_arrears(contract(event(A, "2023-01-10"))) == 1
    assert open_arrears(contract(event(A, "2023-01-10"), event(H, "2023-04-10"))) == 0
    assert open_arrears(contract(event(A, "2023-01-10"), event(H, "2023-04-10"), event(A, "2023-09-10"))) == 1


def test_an_arrear_made_good_on_the_day_it_was_reported_is_not_open() -> None:
    assert open_arrears(contract(event(A, "2023-01-10"), event(H, "2023-01-10"))) == 0


def test_contracts_in_arrears_are_counted_and_not_their_arrears() -> None:
    twice = contract(event(A, "2023-01-10"), event(A, "2023-06-10"))
    assert open_arrears(twice) == 1
    assert open_arrears(twice, contract(event(A, "2024-01-10")), contract()) == 2


def test_more_than_twenty_contracts_in_arrears_count_as_twenty() -> None:
    assert open_arrears(*[contract(event(A, "2023-01-10")) for _ in range(25)]) == 20


@pytest.mark.parametrize(
    ("on", "months"), [("2024-05-31", 0), ("2024-05-02", 0), ("2024-05-01", 1), ("2023-06-01", 12), ("2019-06-02", 59)]
)
def test_months_since_a_recovery_are_whole_months(on: str, months: int) -> None:
    assert since(contract(event(A, "2019-01-10"), event(H, on), start="2015-01-01")) == months


def test_the_latest_recovery_of_all_contracts_counts() -> None:
    old = contract(event(A, "2021-01-10"), event(H, "2021-04-10"))
    new = contract(event(A, "2023-01-10"), event(H, "2024-01-10"))
    assert since(old, new) == since(new, old) == 4


def test_a_contract_that_ended_with_its_arrear_paid_recovered_at_its_end() -> None:
    """Its A stays with an end date and no H follows: it is open no more."""
    ended = contract(event(A, "2023-01-10"), end="2023-12-01")
    assert open_arrears(ended) == 0
    assert since(ended) == 6


def test_what_was_written_off_was_not_made_good() -> None:
    lost = contract(event(A, "2022-01-10"), event(Event.WRITTEN_OFF, "2023-11-10"), end="2023-12-01")
    assert open_arrears(lost) == 0
    assert since(lost) == NONE_SUCH
    assert said(lost)["register_reports"] == 2


# Announcements.


UNANNOUNCED: list[dict[str, str | None]] = [
    {"prenotice": None, "deadline": None},
    {"prenotice": None},
    {"deadline": None},
    {"deadline": "2023-01-11"},
    {"prenotice": "2023-01-05", "deadline": "2023-01-04"},
    {"prenotice": "2023-01-11", "deadline": "2023-01-12"},
]


@pytest.mark.parametrize("said_of_it", UNANNOUNCED)
def test_an_arrear_that_was_not_announced_in_time_is_contestable_and_never_zero(
    said_of_it: dict[str, str | None],
) -> None:
    arrear = event(A, "2023-01-10", **said_of_it)
    assert open_arrears(contract(arrear)) == CONTESTABLE
    assert since(contract(arrear, event(H, "2023-05-10"))) == CONTESTABLE
    assert since(contract(arrear, end="2023-12-01")) == CONTESTABLE
    assert said(contract(arrear))["register_reports"] == 0


def test_an_arrear_whose_term_ended_on_the_day_of_its_report_was_announced() -> None:
    assert open_arrears(contract(event(A, "2023-01-10", deadline="2023-01-10"))) == 1
    assert open_arrears(contract(event(A, "2023-01-10", prenotice="2022-12-01", deadline="2022-12-01"))) == 1


def test_one_contestable_arrear_is_enough_whatever_else_there_is() -> None:
    doubtful = contract(event(A, "2023-01-10", None, None))
    assert open_arrears(contract(event(A, "2023-01-10")), doubtful) == CONTESTABLE
    assert since(contract(event(A, "2022-01-10"), event(H, "2022-05-10")), doubtful) == 24


def test_a_contestable_arrear_of_the_future_is_not_known_yet() -> None:
    assert open_arrears(contract(event(A, OBSERVED, None, None))) == 0


# Retention.


@pytest.mark.parametrize(("end", "known"), [("2019-05-31", False), ("2019-06-01", False), ("2019-06-02", True)])
def test_a_contract_expires_five_years_after_its_end(*, end: str, known: bool) -> None:
    """On the day itself it is gone; the day before it is still read."""
    closed = contract(event(A, "2018-03-01"), start="2015-01-01", end=end)
    assert math.isnan(open_arrears(closed)) is not known
    if known:
        assert since(closed) == 59


@pytest.mark.parametrize(("on", "months"), [("2019-05-31", -8), ("2019-06-01", -8), ("2019-06-02", 59)])
def test_a_recovery_expires_after_five_years_with_its_arrear(on: str, months: int) -> None:
    """The contract still runs: nothing of the arrear is left, and it is not open again."""
    recovered = contract(event(A, "2018-11-01"), event(H, on), start="2015-01-01")
    assert since(recovered) == months
    assert open_arrears(recovered) == 0
    assert said(recovered)["register_reports"] == (0 if months == NONE_SUCH else 1)


def test_an_arrear_after_an_expired_recovery_is_still_read() -> None:
    again = contract(
        event(A, "2017-11-01", None, None),
        event(Event.ARRANGEMENT, "2018-01-01"),
        event(H, "2019-06-01"),
        event(A, "2024-03-01"),
        start="2015-01-01",
    )
    found = said(again)
    assert (found["open_arrears"], found["register_reports"]) == (1, 1)
    assert found["months_since_recovery"] == NONE_SUCH


def test_an_arrear_that_was_never_made_good_does_not_expire_while_its_contract_runs() -> None:
    assert open_arrears(contract(event(A, "2016-01-10"), start="2014-01-01")) == 1


def test_five_years_after_a_leap_day_are_over_on_the_28th_of_february() -> None:
    assert str(plus_years(np.array([day("2020-02-29")]), 5).astype("datetime64[D]")[0]) == "2025-02-28"
    closed = contract(start="2015-01-01", end="2020-02-29")
    assert not math.isnan(open_arrears(closed, observed="2025-02-27"))
    assert math.isnan(open_arrears(closed, observed="2025-02-28"))


# Reports.


def test_reports_are_announced_arrears_and_codes_one_two_and_three() -> None:
    """Code 4 says nothing about payment, and code 5 was agreed before any arrear."""
    busy = contract(
        event(A, "2022-01-10"),
        event(Event.ARRANGEMENT, "2022-03-10"),
        event(Event.CALLED_IN, "2022-06-10"),
        event(Event.WRITTEN_OFF, "2023-06-10"),
        event(Event.UNREACHABLE, "2022-04-10"),
        kind=Type.HY,
    )
    preventive = contract(event(Event.PREVENTIVE, "2022-01-10"), kind=Type.HY)
    assert said(busy)["register_reports"] == 4
    assert said(preventive)["register_reports"] == 0
    assert said(*[busy] * 6)["register_reports"] == 20


def test_debt_assistance_is_no_default_no_arrear_and_no_credit() -> None:
    found = said(contract(event(Event.UNREACHABLE, "2023-01-10"), kind=Type.SH, amount=UNKNOWN))
    for name in ("open_arrears", "register_reports", "recent_credits", "active_credits", "registered_debt_ratio"):
        assert found[name] == 0
    assert found["months_since_recovery"] == NONE_SUCH


# Credit.


@pytest.mark.parametrize(("start", "recent"), [("2023-05-31", 0), ("2023-06-01", 1), ("2024-05-31", 1)])
def test_credits_of_the_last_twelve_months_are_recent(start: str, recent: int) -> None:
    assert said(contract(start=start))["recent_credits"] == recent


def test_a_credit_taken_and_repaid_within_the_year_is_recent_and_not_active() -> None:
    found = said(contract(start="2023-08-01", end="2024-02-01"))
    assert (found["recent_credits"], found["active_credits"]) == (1, 0)


TAKEN = {Type.AK, Type.RK, Type.HO, Type.OA, Type.ZK}


@pytest.mark.parametrize("kind", Type)
def test_restructuring_residual_debt_and_the_own_home_are_no_credit_taken(kind: Type) -> None:
    found = said(contract(start="2024-01-01", kind=kind))
    assert found["recent_credits"] == found["active_credits"] == (1 if kind in TAKEN else 0)


def test_no_more_are_counted_than_declared() -> None:
    found = said(*[contract(start="2024-01-01") for _ in range(40)])
    assert (found["recent_credits"], found["active_credits"]) == (20, 30)


def test_utilisation_is_the_balance_in_the_limits_of_running_revolving_credits() -> None:
    """EUR 500 in limits of EUR 1,500 and EUR 500; an ended one and an instalment credit do not count."""
    limits = [contract(kind=Type.RK, amount=150_000), contract(kind=Type.RK, amount=50_000)]
    others = [contract(kind=Type.RK, amount=900_000, end="2024-01-01"), contract(amount=900_000)]
    assert said(*limits, *others, balance=50_000)["utilisation"] == 0.25
    assert said(*others, balance=50_000)["utilisation"] == NONE_SUCH
    assert math.isnan(said(*limits, balance=UNKNOWN)["utilisation"])
    assert said(*limits, balance=900_000)["utilisation"] == 2
    assert said(*limits, balance=0)["utilisation"] == 0


def test_a_debt_counts_by_the_months_that_its_plan_still_has() -> None:
    """EUR 12,000 over 24 months, of which 12 are left, is EUR 6,000: half of an income of EUR 12,000 a year."""
    loan = contract(start="2023-06-01", planned="2025-06-01", amount=1_200_000)
    assert said(loan)["registered_debt_ratio"] == 0.5
    assert said(loan, income=50_000)["registered_debt_ratio"] == 1.0


def test_a_limit_counts_in_full_and_a_plan_that_is_over_counts_nothing() -> None:
    card = contract(kind=Type.RK, amount=120_000, planned="2026-01-01")
    over = contract(start="2020-01-01", planned="2024-01-01", amount=900_000)
    ended = contract(start="2020-01-01", planned="2026-01-01", amount=900_000, end="2024-01-01")
    unplanned = contract(kind=Type.OA, amount=240_000)
    assert said(card)["registered_debt_ratio"] == 0.1
    assert said(card, over, ended)["registered_debt_ratio"] == 0.1
    assert said(card, unplanned)["registered_debt_ratio"] == 0.3
    assert said(contract(kind=Type.RO, amount=UNKNOWN))["registered_debt_ratio"] == 0


def test_a_debt_without_income_is_the_most_and_without_a_declared_income_unknown() -> None:
    loan = contract(start="2023-06-01", planned="2025-06-01", amount=1_200_000)
    assert said(loan, income=0)["registered_debt_ratio"] == 10
    assert math.isnan(said(loan, income=UNKNOWN)["registered_debt_ratio"])


def test_contracts_of_one_person_say_nothing_of_another() -> None:
    """Two persons, the second with an arrear, a card and a debt."""
    both = {
        "observed": [day(OBSERVED)] * 2,
        "amount": [1] * 2,
        "term": [12] * 2,
        "income": [100_000] * 2,
        "housing": [0] * 2,
        "instalments": [0] * 2,
        "card_balance": [10_000] * 2,
        "tenure": [0] * 2,
    }
    found = Register(
        Applications(**{name: np.array(value) for name, value in both.items()}, verified=np.array([True, True])),
        Contracts(
            owner=np.array([1, 1, 0]),
            type=np.array([Type.AK, Type.RK, Type.AK]),
            start=np.array([day("2023-01-01")] * 3),
            planned_end=np.full(3, UNKNOWN),
            end=np.array([UNKNOWN, UNKNOWN, day("2023-06-01")]),
            amount=np.array([100_000, 40_000, 100_000]),
        ),
        Events(
            contract=np.array([0]),
            code=np.array([A]),
            day=np.array([day("2024-01-01")]),
            prenotice=np.array([day("2023-11-01")]),
            deadline=np.array([day("2023-12-01")]),
        ),
    )
    assert found.open_arrears().tolist() == [0, 1]
    assert found.utilisation().tolist() == [NONE_SUCH, 0.25]
    assert found.active_credits().tolist() == [0, 2]
    assert found.registered_debt_ratio().tolist() == [0, 0.12]
