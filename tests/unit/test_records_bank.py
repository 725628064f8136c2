"""What a statement says as of a day, on statements made by hand, each figure computed beside it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from scoring.records.bank import NOT_SHARED, Bank
from scoring.records.categories import Category
from scoring.records.register import NONE_SUCH
from scoring.records.tables import Accounts, Applications, Transactions

OBSERVED = "2024-06-01"
FIRST = "2023-06-01"
NAMES = (
    "buffer_months",
    "lowest_balance_months",
    "days_below_zero",
    "failed_debits",
    "income_months",
    "income_trend",
    "net_cash_flow_ratio",
    "committed_outgoings_ratio",
)
MONTHS = [f"{year}-{month:02d}" for year, month in [(2023, m) for m in range(6, 13)] + [(2024, m) for m in range(1, 6)]]
Row = tuple[str, int, Category]


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def bank(*rows: Row, first: str | None = FIRST, closing: int = 0, observed: str = OBSERVED) -> Bank:
    """The bank data of one person; none where ``first`` is None."""
    nothing = np.zeros(1, dtype=np.int64)
    names = ("amount", "term", "income", "housing", "instalments", "card_balance", "tenure")
    shared = first is not None
    return Bank(
        Applications(
            observed=np.array([day(observed)]), **dict.fromkeys(names, nothing), verified=np.zeros(1, dtype=bool)
        ),
        Accounts(
            owner=np.zeros(int(shared), dtype=np.int64),
            first=np.array([day(first)] if first is not None else [], dtype=np.int64),
            closing=np.array([closing] if shared else [], dtype=np.int64),
        ),
        Transactions(
            owner=np.zeros(len(rows), dtype=np.int64),
            day=np.array([day(on) for on, _, _ in rows], dtype=np.int64),
            cents=np.array([cents for _, cents, _ in rows], dtype=np.int64),
            category=np.array([int(category) for _, _, category in rows], dtype=np.int64),
        ),
    )


def said(*rows: Row, **asked: Any) -> dict[str, float]:  # noqa: ANN401 - as of bank
    found = bank(*rows, **asked)
    return {name: float(getattr(found, name)()[0]) for name in NAMES}


def monthly(cents: int, category: Category, months: list[str] | None = None, on: str = "05") -> list[Row]:
    return [(f"{month}-{on}", cents, category) for month in months or MONTHS]


ORDINARY: list[Row] = [
    *monthly(200_000, Category.SALARY),
    *monthly(-80_000, Category.HOUSING),
    *monthly(-20_000, Category.UTILITIES),
    *monthly(-60_000, Category.OTHER_SPENDING),
]
"""EUR 2,000 in and EUR 1,600 out each month, EUR 1,000 of it fixed."""


def test_an_ordinary_statement_read_by_hand() -> None:
    """EUR 800 at the end, half a month of EUR 1,600; on 3 and 4 March it was EUR 800 - 3 x 400 = -400."""
    assert said(*ORDINARY, closing=80_000) == {
        "buffer_months": 0.5,
        "lowest_balance_months": -0.25,
        "days_below_zero": 2,
        "failed_debits": 0,
        "income_months": 12,
        "income_trend": 1.0,
        "net_cash_flow_ratio": 0.2,
        "committed_outgoings_ratio": 0.5,
    }


def test_who_shared_nothing_is_not_provided() -> None:
    assert set(said(first=None).values()) == {float(NOT_SHARED)}


def test_transactions_without_an_account_are_not_read() -> None:
    assert set(said(*ORDINARY, first=None).values()) == {float(NOT_SHARED)}


@pytest.mark.parametrize(("first", "enough"), [("2024-03-01", True), ("2024-03-02", False), ("2024-05-01", False)])
def test_less_than_three_months_is_missing_and_not_bad(*, first: str, enough: bool) -> None:
    rows = [row for row in ORDINARY if row[0] >= first]
    found = said(*rows, first=first, closing=10_000)
    if not enough:
        assert all(math.isnan(value) for value in found.values())
    else:
        assert found["buffer_months"] == 0.06
        assert math.isnan(found["income_months"])


# Buffer and balances.


@pytest.mark.parametrize(
    ("closing", "buffer"), [(160_000, 1.0), (16_800, 0.11), (0, 0.0), (-50_000, 0.0), (160_000 * 50, 36.0)]
)
def test_a_buffer_is_the_balance_in_months_of_outgoings(closing: int, buffer: float) -> None:
    assert said(*ORDINARY, closing=closing)["buffer_months"] == buffer


def test_a_shorter_statement_is_measured_by_its_own_months() -> None:
    """Four months of EUR 1,600: the mean is EUR 1,600, not four sixths of it."""
    rows = [row for row in ORDINARY if row[0] >= "2024-02-01"]
    assert said(*rows, first="2024-02-01", closing=160_000)["buffer_months"] == 1.0


def test_a_month_that_is_covered_in_part_is_in_no_mean() -> None:
    """What came and went in it counts neither as money nor as a month; three months have nothing to compare with."""
    rows = [
        *[(f"2024-{month:02d}-25", 200_000, Category.SALARY) for month in range(2, 7)],
        *[(f"2024-{month:02d}-26", -100_000, Category.HOUSING) for month in range(2, 7)],
    ]
    for first in ("2024-02-05", "2024-03-01", "2024-03-05"):
        found = said(*[row for row in rows if row[0] >= first], first=first, closing=300_000, observed="2024-07-01")
        assert (found["buffer_months"], found["committed_outgoings_ratio"]) == (3.0, 0.5)
        assert found["income_trend"] == 1.0 or (first == "2024-03-05" and math.isnan(found["income_trend"]))


@pytest.mark.parametrize("closing", [6, -1, 0, 500_000])
def test_without_outgoings_a_balance_is_in_no_months_of_them(closing: int) -> None:
    """Some cents in an account that nothing leaves are neither the best buffer nor the worst."""
    found = said(*monthly(200_000, Category.SALARY), closing=closing)
    assert math.isnan(found["buffer_months"])
    assert math.isnan(found["lowest_balance_months"])


def test_the_lowest_balance_is_that_at_the_end_of_a_day_in_the_last_ninety() -> None:
    """EUR 100 at the end, after EUR 900 came in on 21 May: EUR -800 the day before, of EUR 3,000 in six months."""
    rows = [
        ("2024-01-10", -240_000, Category.OTHER_SPENDING),
        ("2024-05-20", -60_000, Category.OTHER_SPENDING),
        ("2024-05-21", 90_000, Category.OWN_TRANSFER),
    ]
    found = said(*rows, closing=10_000)
    assert found["lowest_balance_months"] == -1.6
    assert found["days_below_zero"] == 29 + 30 + 20


@pytest.mark.parametrize(
    ("fell", "days"),
    [("2024-05-31", 1), ("2024-05-30", 2), ("2024-03-04", 89), ("2024-03-03", 90), ("2023-12-01", 90)],
)
def test_days_below_zero_are_counted_from_the_fall_on(fell: str, days: int) -> None:
    """EUR 100 below zero since a day; the last ninety days begin on 3 March 2024."""
    rows = [(FIRST, 100, Category.SALARY), (fell, -20_000, Category.OTHER_SPENDING)]
    assert said(*rows, closing=-10_000)["days_below_zero"] == days


def test_what_evens_out_within_a_day_leaves_the_day_above_zero() -> None:
    rows = [("2024-05-10", -50_000, Category.HOUSING), ("2024-05-10", 50_000, Category.SALARY)]
    assert said(*rows, closing=0)["days_below_zero"] == 0


def test_a_balance_long_before_says_nothing_of_the_last_ninety_days() -> None:
    """Far below zero until 2 March 2024, and never since."""
    rows = [("2024-03-02", 500_000, Category.SALARY)]
    found = said(*rows, closing=100_000)
    assert found["days_below_zero"] == 0
    assert said(("2024-03-04", 500_000, Category.SALARY), closing=100_000)["days_below_zero"] == 1


# Failed debits.


@pytest.mark.parametrize(("on", "failed"), [("2024-05-31", 1), ("2024-03-03", 1), ("2024-03-02", 0)])
def test_debits_returned_in_the_last_ninety_days_have_failed(on: str, failed: int) -> None:
    rows = [*ORDINARY, ("2024-03-02", -10_000, Category.LOAN_REPAYMENT), (on, 10_000, Category.RETURNED_DEBIT)]
    assert said(*rows, closing=10_000)["failed_debits"] == failed


def test_more_than_sixty_failed_debits_count_as_sixty() -> None:
    rows = [("2024-05-20", 100, Category.RETURNED_DEBIT)] * 70
    assert said(*rows)["failed_debits"] == 60


def test_a_returned_debit_is_counted_against_what_was_debited() -> None:
    """Booked and given back: nothing went out, nothing came in, and nothing was paid."""
    rows = [
        *ORDINARY,
        ("2024-05-03", -40_000, Category.LOAN_REPAYMENT),
        ("2024-05-04", 40_000, Category.RETURNED_DEBIT),
    ]
    with_it, without = said(*rows, closing=80_000), said(*ORDINARY, closing=80_000)
    for name in ("buffer_months", "net_cash_flow_ratio", "committed_outgoings_ratio", "income_trend"):
        assert with_it[name] == without[name]
    assert with_it["failed_debits"] == 1


# Income.


def test_months_with_income_are_counted_back_from_the_observation() -> None:
    salary = monthly(200_000, Category.SALARY, MONTHS[4:])
    assert said(*salary)["income_months"] == 8
    assert said(*salary, ("2024-05-28", 100_000, Category.BENEFIT))["income_months"] == 8
    assert said(*salary, ("2023-07-28", 1, Category.OTHER_INCOME))["income_months"] == 9
    assert said(*salary, ("2023-07-28", 90_000, Category.CREDIT_RECEIVED))["income_months"] == 8
    assert said(*salary, ("2023-07-28", 90_000, Category.OWN_TRANSFER))["income_months"] == 8


def test_income_that_is_taken_back_is_no_income() -> None:
    rows = [("2024-05-05", 200_000, Category.SALARY), ("2024-05-06", -200_000, Category.SALARY)]
    assert said(*rows)["income_months"] == 0


@pytest.mark.parametrize(("late", "trend"), [(100_000, 0.5), (0, 0.0), (300_000, 1.5), (2_000_000, 3.0)])
def test_the_trend_compares_the_last_three_months_with_the_nine_before(late: int, trend: float) -> None:
    rows = monthly(200_000, Category.SALARY, MONTHS[:9]) + monthly(late, Category.SALARY, MONTHS[9:])
    assert said(*rows)["income_trend"] == trend


def test_a_varying_income_is_no_falling_one() -> None:
    """EUR 3,000 and EUR 1,000 in turn, and in the last three months EUR 2,000 on average."""
    early = [
        (f"{month}-05", 300_000 if place % 2 else 100_000, Category.SALARY) for place, month in enumerate(MONTHS[:8])
    ]
    late = [
        (f"{month}-05", cents, Category.SALARY)
        for month, cents in zip(MONTHS[8:], (200_000, 350_000, 50_000, 200_000), strict=True)
    ]
    assert said(*early, *late)["income_trend"] == 1.0


def test_without_earlier_income_there_is_no_trend() -> None:
    assert said(*monthly(200_000, Category.SALARY, MONTHS[9:]))["income_trend"] == NONE_SUCH
    assert said()["income_trend"] == NONE_SUCH


def test_a_short_statement_has_a_trend_over_its_own_months() -> None:
    """Five months: the mean of the last three over that of the two before, EUR 1,000 over EUR 2,000."""
    rows = monthly(200_000, Category.SALARY, MONTHS[7:9]) + monthly(100_000, Category.SALARY, MONTHS[9:])
    assert said(*rows, first="2024-01-01")["income_trend"] == 0.5


# Flows.


def test_a_cash_flow_takes_the_last_half_year_only() -> None:
    """Debts of last summer are over: the last six months decide."""
    rows = [*ORDINARY, *monthly(-500_000, Category.OTHER_SPENDING, MONTHS[:6])]
    assert said(*rows)["net_cash_flow_ratio"] == 0.2


@pytest.mark.parametrize(
    ("category", "ratio"),
    [
        (Category.OTHER_SPENDING, 0.1),
        (Category.CASH, 0.1),
        (Category.OVERDRAFT_FEE, 0.1),
        (Category.TAX, 0.1),
        (Category.OWN_TRANSFER, 0.2),
    ],
)
def test_money_moved_to_oneself_is_no_outgoing(category: Category, ratio: float) -> None:
    assert said(*ORDINARY, *monthly(-20_000, category))["net_cash_flow_ratio"] == ratio


def test_a_credit_received_is_no_income() -> None:
    found = said(*ORDINARY, ("2024-05-20", 900_000, Category.CREDIT_RECEIVED))
    assert found["net_cash_flow_ratio"] == 0.2
    assert found["committed_outgoings_ratio"] == 0.5


def test_without_income_flows_are_at_their_worst_or_not_known() -> None:
    """What has to be paid from no income is at its worst; a share of nothing that nobody pays is none."""
    spending = monthly(-60_000, Category.OTHER_SPENDING)
    housing = monthly(-60_000, Category.HOUSING)
    assert said(*spending)["net_cash_flow_ratio"] == -2
    assert said(*housing)["committed_outgoings_ratio"] == 5
    assert math.isnan(said()["net_cash_flow_ratio"])
    assert math.isnan(said(*spending)["committed_outgoings_ratio"])


@pytest.mark.parametrize(
    ("category", "committed"),
    [
        (Category.HOUSING, True),
        (Category.UTILITIES, True),
        (Category.INSURANCE, True),
        (Category.LOAN_REPAYMENT, True),
        (Category.TAX, True),
        (Category.OTHER_SPENDING, False),
        (Category.CASH, False),
        (Category.OVERDRAFT_FEE, False),
        (Category.OWN_TRANSFER, False),
    ],
)
def test_fixed_costs_tax_and_repayments_are_committed(*, category: Category, committed: bool) -> None:
    rows = [*ORDINARY, *monthly(-20_000, category)]
    assert said(*rows)["committed_outgoings_ratio"] == (0.6 if committed else 0.5)


# The day of observation.


@pytest.mark.parametrize("on", [OBSERVED, "2024-06-15"])
def test_a_transaction_on_or_after_the_day_of_observation_is_never_read(on: str) -> None:
    late = [(on, -900_000, Category.HOUSING), (on, 700_000, Category.RETURNED_DEBIT), (on, 5, Category.SALARY)]
    assert said(*ORDINARY, *late, closing=80_000) == said(*ORDINARY, closing=80_000)


def test_accounts_of_one_person_say_nothing_of_another() -> None:
    """The second of three persons shared nothing, the third is below zero."""
    three = np.full(3, day(OBSERVED))
    nothing = np.zeros(3, dtype=np.int64)
    names = ("amount", "term", "income", "housing", "instalments", "card_balance", "tenure")
    found = Bank(
        Applications(observed=three, **dict.fromkeys(names, nothing), verified=np.zeros(3, dtype=bool)),
        Accounts(owner=np.array([2, 0]), first=np.full(2, day(FIRST)), closing=np.array([-100, 40_000])),
        Transactions(
            owner=np.array([0, 2]),
            day=np.full(2, day("2024-05-20")),
            cents=np.array([-60_000, -50]),
            category=np.array([Category.HOUSING, Category.RETURNED_DEBIT]),
        ),
    )
    assert found.buffer_months().tolist() == [4.0, NOT_SHARED, 0.0]
    assert found.days_below_zero().tolist() == [0, NOT_SHARED, 90]
    assert found.failed_debits().tolist() == [0, NOT_SHARED, 1]
