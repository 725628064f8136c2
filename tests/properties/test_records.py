"""What records say: the same in whatever order they stand, and deaf to whatever is dated later."""

from __future__ import annotations

import calendar
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any, TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.population.simulate import Chunk
from scoring.population.world import World
from scoring.records.bank import NOT_SHARED
from scoring.records.categories import Category
from scoring.records.characteristics import BANK, REGISTER, characteristics
from scoring.records.codes import Event, Type
from scoring.records.dates import month_back, plus_months, whole_months
from scoring.records.fixed import fixed_ratio
from scoring.records.tables import UNKNOWN, Accounts, Applications, Contracts, Events, Transactions
from tests.support.population import people

Array = np.ndarray[Any, np.dtype[Any]]
Table = TypeVar("Table", Contracts, Events, Accounts, Transactions)

EPOCH = date(1970, 1, 1)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
few = settings(max_examples=20, deadline=None)


@cache
def population() -> Chunk:
    return people(World.HISTORICAL, persons=500, drift=0.4)


def read(chunk: Chunk, **changed: Any) -> dict[str, Array]:  # noqa: ANN401 - tables by name
    names = ("applications", "contracts", "events", "accounts", "transactions")
    return characteristics(**{name: changed.get(name, getattr(chunk, name)) for name in names})


def unequal(one: dict[str, Array], other: dict[str, Array]) -> set[str]:
    return {
        name
        for name, column in one.items()
        if not np.array_equal(column, other[name], equal_nan=column.dtype.kind == "f")
    }


def joined(table: Table, **more: Array) -> Table:
    """The table with more rows below it."""
    columns = {field.name: np.concatenate([getattr(table, field.name), more[field.name]]) for field in fields(table)}
    return type(table)(**columns)


@few
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_records_changes_nothing(seed: int) -> None:
    """Contracts, events, accounts and transactions may stand in any order."""
    chunk, shuffle = population(), np.random.default_rng(seed).permutation
    order = shuffle(len(chunk.contracts))
    place = np.argsort(order)
    events = chunk.events.select(shuffle(len(chunk.events)))
    found = read(
        chunk,
        contracts=chunk.contracts.select(order),
        events=replace(events, contract=place[events.contract]),
        accounts=chunk.accounts.select(shuffle(len(chunk.accounts))),
        transactions=chunk.transactions.select(shuffle(len(chunk.transactions))),
    )
    assert not unequal(chunk.characteristics, found)


@few
@given(st.integers(0, 2**32 - 1), st.integers(0, 800))
def test_what_is_dated_on_or_after_the_observation_moves_no_characteristic(seed: int, latest: int) -> None:
    """Contracts, events and transactions of the future are added to everybody, and running contracts end in it."""
    chunk, random = population(), np.random.default_rng(seed)
    observed, contracts, persons = chunk.applications.observed, chunk.contracts, len(chunk.person)

    def later(day: Array) -> Array:
        return np.asarray(day + random.integers(0, latest + 1, len(day)))

    owner = np.arange(persons)
    with_new = joined(
        replace(contracts, end=np.where(contracts.end == UNKNOWN, later(observed[contracts.owner]), contracts.end)),
        owner=owner,
        type=random.integers(0, len(Type), persons),
        start=later(observed),
        planned_end=observed + 4000,
        end=np.full(persons, UNKNOWN),
        amount=np.full(persons, 900_000),
    )
    on = np.concatenate([np.arange(len(contracts)), np.arange(len(contracts), len(with_new))])
    day = later(observed[with_new.owner[on]])
    events = joined(
        chunk.events,
        contract=on,
        code=random.integers(0, len(Event), len(on)),
        day=day,
        prenotice=day - 40,
        deadline=day - 10,
    )
    transactions = joined(
        chunk.transactions,
        owner=owner,
        day=later(observed),
        cents=random.integers(-(10**7), 10**7, persons),
        category=random.integers(0, len(Category), persons),
    )
    assert not unequal(chunk.characteristics, read(chunk, contracts=with_new, events=events, transactions=transactions))


def test_what_is_dated_the_day_before_does_move_them() -> None:
    """The tests above would see it."""
    chunk = population()
    everybody = np.arange(len(chunk.person))
    yesterday = chunk.applications.observed - 1
    nothing = np.full(len(everybody), UNKNOWN)
    contracts = joined(
        chunk.contracts,
        owner=everybody,
        type=np.full(len(everybody), int(Type.AK)),
        start=yesterday,
        planned_end=nothing,
        end=nothing,
        amount=np.full(len(everybody), 100_000),
    )
    on = np.arange(len(chunk.contracts), len(contracts))
    events = joined(
        chunk.events, contract=on, code=np.zeros_like(on), day=yesterday, prenotice=nothing, deadline=nothing
    )
    transactions = joined(
        chunk.transactions,
        owner=everybody,
        day=yesterday,
        cents=np.full(len(everybody), 10_000),
        category=np.full(len(everybody), int(Category.RETURNED_DEBIT)),
    )
    found = read(chunk, contracts=contracts, events=events, transactions=transactions)
    assert (found["open_arrears"] == -7).all()
    assert {"recent_credits", "active_credits", "failed_debits", "lowest_balance_months"} <= unequal(
        chunk.characteristics, found
    )


def test_without_register_or_bank_the_rest_says_what_it_said() -> None:
    """Nobody looked up: missing. Nothing shared: not provided. Neither is a number."""
    chunk = population()
    none = {name: getattr(chunk, name).select(np.zeros(0, dtype=np.int64)) for name in ("contracts", "events")}
    alone = read(chunk, **none)
    assert unequal(chunk.characteristics, alone) == set(REGISTER)
    assert all(np.isnan(alone[name]).all() for name in REGISTER)
    none = {name: getattr(chunk, name).select(np.zeros(0, dtype=np.int64)) for name in ("accounts", "transactions")}
    alone = read(chunk, **none)
    assert unequal(chunk.characteristics, alone) == set(BANK)
    assert all((alone[name] == NOT_SHARED).all() for name in BANK)


@few
@given(st.integers(0, 499))
def test_a_person_read_alone_is_the_person_among_others(place: int) -> None:
    chunk = population()
    mine = chunk.contracts.owner == place
    my_events = mine[chunk.events.contract]
    row = np.cumsum(mine) - 1
    one = np.array([place])
    contracts = replace(chunk.contracts.select(mine), owner=np.zeros(mine.sum(), dtype=np.int64))
    events = chunk.events.select(my_events)
    accounts = chunk.accounts.select(chunk.accounts.owner == place)
    transactions = chunk.transactions.select(chunk.transactions.owner == place)
    alone = characteristics(
        chunk.applications.select(one),
        contracts,
        replace(events, contract=row[events.contract]),
        replace(accounts, owner=np.zeros_like(accounts.owner)),
        replace(transactions, owner=np.zeros_like(transactions.owner)),
    )
    assert not unequal({name: column[one] for name, column in chunk.characteristics.items()}, alone)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(day: date) -> Array:
    return np.array([(day - EPOCH).days])


@given(days, st.integers(-120, 120))
def test_months_later_are_those_of_the_calendar(day: date, months: int) -> None:
    assert plus_months(_number(day), months).tolist() == _number(_later(day, months)).tolist()


@given(days, st.integers(0, 4000))
def test_whole_months_are_the_most_that_fit(day: date, later: int) -> None:
    """From a day that every month has; from a later one a month is over on the first day that is as late."""
    end = day + timedelta(days=later)
    found = int(whole_months(_number(day), _number(end))[0])
    if day.day <= 28:
        assert _later(day, found) <= end < _later(day, found + 1)
    else:
        assert end >= _later(day, found)
        assert end.replace(day=1) <= _later(day, found + 1)


@given(days, st.integers(1, 800))
def test_every_day_before_an_observation_lies_in_one_month_before_it(observed: date, back: int) -> None:
    """Going back, the number of the month never falls, and it is that of the months that lie between."""
    here = int(month_back(_number(observed - timedelta(days=back)), _number(observed))[0])
    before = int(month_back(_number(observed - timedelta(days=back + 1)), _number(observed))[0])
    assert before in {here, here + 1}
    assert here >= 0
    if observed.day == 1:
        day = observed - timedelta(days=back)
        assert here == observed.year * 12 + observed.month - (day.year * 12 + day.month) - 1


@given(st.integers(-(10**15), 10**15), st.integers(-5, 10**13), st.integers(0, 3))
def test_a_fixed_ratio_is_the_fraction_rounded_half_up(above: int, below: int, places: int) -> None:
    exact = Fraction(above, max(below, 1))
    rounded = Fraction(floor(exact * 10**places + Fraction(1, 2)), 10**places)
    expected = min(max(rounded, Fraction(-6)), Fraction(36))
    assert fixed_ratio(np.array([above]), np.array([below]), places, -6, 36).tolist() == [float(expected)]


def test_applications_are_read_in_euros_and_unknown_is_missing() -> None:
    numbers = {name: np.array([250_050, UNKNOWN]) for name in ("income", "housing", "instalments", "card_balance")}
    applications = Applications(
        observed=np.array([19_000, 19_000]),
        amount=np.array([1_000_000, 500_000]),
        term=np.array([60, 12]),
        tenure=np.array([1, UNKNOWN]),
        verified=np.array([True, False]),
        **numbers,
    )
    nothing = np.zeros(0, dtype=np.int64)
    empty = dict.fromkeys(("owner", "type", "start", "planned_end", "end", "amount"), nothing)
    found = characteristics(
        applications,
        Contracts(**empty),
        Events(contract=nothing, code=nothing, day=nothing, prenotice=nothing, deadline=nothing),
        Accounts(owner=nothing, first=nothing, closing=nothing),
        Transactions(owner=nothing, day=nothing, cents=nothing, category=nothing),
    )
    assert found["net_monthly_income"][0] == 2500.5
    assert found["requested_amount"].tolist() == [10_000.0, 5_000.0]
    assert found["housing_tenure"].tolist() == ["owner", None]
    for name in ("net_monthly_income", "monthly_housing_costs", "monthly_instalments"):
        assert np.isnan(found[name][1])
