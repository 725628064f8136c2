"""The bank's book-keeper books what happened, on days of their own, to the cent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scoring.population.bank import BankBook
from scoring.population.life import CARD, HOME, LOAN, OTHER, Life
from scoring.population.simulate import Chunk
from scoring.population.world import World
from scoring.records.categories import Category
from scoring.records.tables import Accounts, Transactions
from tests.support.lives import Crowd, Lived, lives
from tests.support.population import people

Array = np.ndarray[Any, np.dtype[Any]]

CROWD = Crowd(seed=21, persons=500)
HARD = 1500
"""Living costs in per mille of the usual: hard times, so that debits fail."""


@pytest.fixture(scope="module")
def population() -> Chunk:
    return people(World.FAIR, persons=3000)


def booked(lived: Lived, who: Any = None) -> tuple[Accounts, Transactions]:  # noqa: ANN401 - circumstances
    """The transactions of one month of everybody."""
    book = BankBook(who or CROWD.who(), CROWD.streams, CROWD.places, np.ones(CROWD.persons, dtype=bool))
    book.write(lived.month, lived.after, lived.happened)
    return book.close(lived.after)


def total(transactions: Transactions, *categories: Category) -> Array:
    """Cents by person in some categories, or in all."""
    chosen = np.isin(transactions.category, categories) if categories else np.ones(len(transactions), dtype=bool)
    sums = np.zeros(CROWD.persons, dtype=np.int64)
    np.add.at(sums, transactions.owner[chosen], transactions.cents[chosen])
    return sums


def test_everything_that_happened_is_booked_in_its_category() -> None:
    who = CROWD.who()
    for lived in lives(CROWD, months=30, dear=HARD):
        _, transactions = booked(lived, who)
        happened, life = lived.happened, lived.after
        income = total(transactions, Category.SALARY, Category.BENEFIT, Category.PENSION)
        assert np.array_equal(income, happened.income)
        assert np.array_equal(total(transactions, Category.UTILITIES), -happened.utilities)
        assert np.array_equal(total(transactions, Category.INSURANCE), -happened.insurance)
        assert np.array_equal(total(transactions, Category.OVERDRAFT_FEE), -happened.fee)
        returned = {HOME: Category.HOUSING, CARD: None, LOAN: None, OTHER: None}
        bounced = sum(np.where(happened.missed[slot], life.due[slot], 0) for slot in returned)
        assert np.array_equal(total(transactions, Category.RETURNED_DEBIT), bounced)
        credit = sum(happened.paid[slot] + np.where(happened.missed[slot], life.due[slot], 0) for slot in (1, 2, 3))
        credit = credit + np.maximum(-happened.drawn, 0)
        assert np.array_equal(total(transactions, Category.LOAN_REPAYMENT), -credit)
        received = np.maximum(happened.drawn, 0) + happened.lent
        assert np.array_equal(total(transactions, Category.CREDIT_RECEIVED), received)
        spent = total(transactions, Category.TAX, Category.CASH, Category.OTHER_SPENDING)
        assert np.array_equal(spent, -happened.living - happened.spent - happened.surprise)


def test_a_debit_that_failed_comes_back_the_next_day() -> None:
    found = 0
    for lived in lives(CROWD, months=30, dear=HARD):
        _, transactions = booked(lived)
        back = np.flatnonzero(transactions.category == Category.RETURNED_DEBIT)
        found += len(back)
        rows = {
            (int(owner), int(day), int(cents))
            for owner, day, cents in zip(transactions.owner, transactions.day, transactions.cents, strict=True)
        }
        for row in back:
            owner, day, cents = transactions.owner[row], transactions.day[row], transactions.cents[row]
            assert (int(owner), int(day) - 1, -int(cents)) in rows
    assert found > 100


def test_a_forgotten_payment_is_no_failed_debit() -> None:
    """What was never presented to the bank cannot come back from it."""
    forgotten = 0
    for lived in lives(CROWD, months=40):
        rose = lived.after.behind[LOAN] > lived.before.behind[LOAN]
        quiet = rose & ~np.logical_or.reduce(lived.happened.missed)
        forgotten += int(quiet.sum())
        _, transactions = booked(lived)
        assert not total(transactions, Category.RETURNED_DEBIT)[quiet].any()
    assert forgotten > 10


def test_income_without_work_is_a_benefit_and_a_pension_is_one() -> None:
    who = CROWD.who()
    for lived in lives(CROWD, months=24):
        _, transactions = booked(lived, who)
        assert not total(transactions, Category.PENSION)[~who.pension].any()
        assert not total(transactions, Category.SALARY, Category.BENEFIT)[who.pension].any()
        slump = lived.after.slump > 0
        assert not total(transactions, Category.SALARY)[slump].any()
        assert not total(transactions, Category.BENEFIT)[~slump].any()


def test_every_booking_lies_in_its_month() -> None:
    for lived in lives(CROWD, months=14):
        accounts, transactions = booked(lived)
        first = accounts.first[transactions.owner]
        month = transactions.day.astype("datetime64[D]").astype("datetime64[M]")
        assert np.array_equal(month, first.astype("datetime64[D]").astype("datetime64[M]"))
        assert (transactions.cents != 0).all()


def test_the_books_change_no_life() -> None:
    """Whoever shares, everybody lives the same."""
    lived = next(lives(CROWD, months=1))
    before = lived.after.copy()
    booked(lived)
    for name in Life.__dataclass_fields__:
        assert np.array_equal(np.asarray(getattr(before, name)), np.asarray(getattr(lived.after, name)))


def test_who_shares_has_twelve_months_up_to_the_eve_of_the_observation(population: Chunk) -> None:
    accounts, transactions = population.accounts, population.transactions
    observed = population.applications.observed
    first = accounts.first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    last = observed[accounts.owner].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    assert (last - first == 12).all()
    opens = np.full(len(observed), 2**62)
    opens[accounts.owner] = accounts.first
    assert (transactions.day >= opens[transactions.owner]).all()
    assert (transactions.day < observed[transactions.owner]).all()


def test_nothing_is_booked_for_who_does_not_share(population: Chunk) -> None:
    assert len(np.unique(population.accounts.owner)) == len(population.accounts)
    assert np.array_equal(np.unique(population.transactions.owner), population.accounts.owner)
    assert 0.6 < len(population.accounts) / len(population.person) < 0.8


def test_a_statement_goes_by_person_and_day(population: Chunk) -> None:
    key = np.stack([population.transactions.owner, population.transactions.day])
    assert (np.lexsort(key[::-1]) == np.arange(len(population.transactions))).all()
