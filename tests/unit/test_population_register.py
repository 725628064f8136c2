"""The register's book-keeper keeps the register's rules, whatever happens in a life."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest

from scoring.population.life import CARD, HOME, LOAN, OTHER, Life, Month
from scoring.population.register import RegisterBook, month_start
from scoring.population.simulate import Chunk
from scoring.population.world import World
from scoring.records.codes import RULES, Event, Type
from scoring.records.tables import UNKNOWN
from tests.support.lives import Crowd, lives
from tests.support.population import people

Array = np.ndarray[Any, np.dtype[Any]]

HARD = 1500
"""Living costs in per mille of the usual: hard times, so that there is much to report."""

SLOTS = (HOME, CARD, LOAN, OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One event in the month in which it was written down, with the state of its obligation."""

    code: Event
    type: Type
    behind: int
    plan: int
    month: int
    row: int
    happened: Month
    slot: int
    person: int


@pytest.fixture(scope="module")
def population() -> Chunk:
    """Hard times, so that there is much to report."""
    return people(World.FAIR, persons=4000, drift=0.5)


@cache
def reports() -> list[Report]:
    """Everything reported in hard times, with the state in which it was reported."""
    return list(_reports())


def _reports() -> Iterator[Report]:
    crowd = Crowd(seed=11, persons=5000)
    book = RegisterBook(crowd.who(), crowd.streams, crowd.places)
    for lived in lives(crowd, dear=HARD):
        rows = {slot: book._row[slot].copy() for slot in SLOTS}
        types = {slot: book._type[slot].copy() for slot in SLOTS}
        before = len(book._events["code"])
        book.write(lived.month, lived.after, lived.happened)
        for part in range(before, len(book._events["code"])):
            for row, code in zip(book._events["contract"][part], book._events["code"][part], strict=True):
                yield _report(lived.month, int(row), int(code), rows, types, lived.after, lived.happened)


def _report(
    month: int, row: int, code: int, rows: dict[int, Array], types: dict[int, Array], life: Life, happened: Month
) -> Report:
    slot = next(slot for slot in SLOTS if (rows[slot] == row).any())
    person = int(np.flatnonzero(rows[slot] == row)[0])
    return Report(
        code=Event(code),
        type=Type(int(types[slot][person])),
        behind=int(life.behind[slot][person]),
        plan=int(life.plan[slot][person]),
        month=month,
        row=row,
        happened=happened,
        slot=slot,
        person=person,
    )


def days_of(chunk: Chunk, name: str) -> Array:
    """A column of the contracts, for each event."""
    return np.asarray(getattr(chunk.contracts, name)[chunk.events.contract])


def day_in_month(day: Array) -> Array:
    month = day.astype("datetime64[D]").astype("datetime64[M]")
    return np.asarray(day - month.astype("datetime64[D]").astype(np.int64))


def month_of(day: Array) -> Array:
    return np.asarray(day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))


def test_an_arrear_is_reported_after_the_term_of_its_type() -> None:
    """Two instalments for an instalment credit, three for a card or a home, four for another obligation."""
    arrears = [report for report in reports() if report.code is Event.ARREARS]
    assert all(report.behind == RULES.types[report.type].arrears_months for report in arrears)
    assert {report.type for report in arrears} == set(Type) - {Type.SH}


def test_a_recovery_is_reported_when_nothing_is_past_due_and_no_plan_runs() -> None:
    recovered = [report for report in reports() if report.code is Event.RECOVERED]
    assert len(recovered) > 100
    assert all((report.behind, report.plan) == (0, 0) for report in recovered)


@pytest.mark.parametrize(
    ("code", "what"),
    [(Event.ARRANGEMENT, "arranged"), (Event.CALLED_IN, "called"), (Event.WRITTEN_OFF, "written_off")],
)
def test_a_special_code_is_reported_in_the_month_of_what_it_says(code: Event, what: str) -> None:
    found = [report for report in reports() if report.code is code]
    assert len(found) > 10
    assert all(getattr(report.happened, what)[report.slot][report.person] for report in found)


def test_arrears_are_reported_before_what_lenders_do_about_them() -> None:
    """Codes 1 to 4 stand on contracts whose A was reported; code 5 is an agreement before any A."""
    arrears: set[int] = set()
    for report in reports():
        if report.code is Event.ARREARS:
            arrears.add(report.row)
        elif report.code is Event.PREVENTIVE:
            assert report.type is Type.HY
        else:
            assert report.row in arrears


def test_a_contract_below_its_threshold_is_not_in_the_register(population: Chunk) -> None:
    amount, kind = population.contracts.amount, population.contracts.type
    threshold = np.array([RULES.types[Type(int(each))].threshold for each in kind])
    assert (amount[amount != UNKNOWN] >= threshold[amount != UNKNOWN]).all()
    business = np.isin(kind, [Type.ZK, Type.ZO])
    assert business.sum() > 30
    assert amount[business].min() >= 100_000


def test_home_other_obligation_and_assistance_have_no_amount(population: Chunk) -> None:
    without = np.isin(population.contracts.type, [Type.HY, Type.RO, Type.SH])
    assert np.array_equal(population.contracts.amount == UNKNOWN, without)


def test_a_negative_only_contract_appears_with_an_event_only(population: Chunk) -> None:
    negative = np.array([RULES.types[Type(int(each))].negative_only for each in population.contracts.type])
    assert negative.sum() > 50
    reported = np.zeros(len(population.contracts), dtype=bool)
    reported[population.events.contract] = True
    assert reported[negative].all()
    assert not reported[~negative].all()


def test_only_what_a_type_allows_is_reported_on_it(population: Chunk) -> None:
    """Debt assistance carries no arrear and no code 1, 2, 3 or 5; code 5 is for homes."""
    for kind, code in set(zip(days_of(population, "type").tolist(), population.events.code.tolist(), strict=True)):
        assert Event(code) in RULES.types[Type(kind)].events
    assert (population.contracts.type == Type.SH).any()


def test_each_special_code_stands_on_a_contract_at_most_once(population: Chunk) -> None:
    special = ~np.isin(population.events.code, [Event.ARREARS, Event.RECOVERED])
    pairs = population.events.contract[special] * 10 + population.events.code[special]
    assert len(np.unique(pairs)) == len(pairs) > 100


def test_arrears_and_recoveries_take_turns(population: Chunk) -> None:
    """A contract is not in arrears twice at once, and nothing recovers that was not in arrears."""
    turns = np.isin(population.events.code, [Event.ARREARS, Event.RECOVERED])
    contract, code = population.events.contract[turns], population.events.code[turns]
    same = contract[1:] == contract[:-1]
    assert (code[1:][same] != code[:-1][same]).all()
    first = np.concatenate([[True], ~same])
    assert (code[first] == Event.ARREARS).all()


def test_every_date_is_in_order(population: Chunk) -> None:
    """Beginning, events, end and observation; a planned end may lie beyond it."""
    contracts, day = population.contracts, population.events.day
    observed = population.applications.observed[contracts.owner]
    ended = contracts.end != UNKNOWN
    assert ended.sum() > 1000
    assert (contracts.start < observed).all()
    assert (contracts.end[ended] < observed[ended]).all()
    assert (contracts.end[ended] > contracts.start[ended]).all()
    assert (day > days_of(population, "start")).all()
    assert (day < population.applications.observed[days_of(population, "owner")]).all()
    of_ended = days_of(population, "end") != UNKNOWN
    assert (day[of_ended] < days_of(population, "end")[of_ended]).all()
    planned = contracts.planned_end != UNKNOWN
    assert (contracts.planned_end[planned] > contracts.start[planned]).all()
    assert (contracts.planned_end[planned] >= observed[planned]).any()


def test_an_arrear_is_announced_after_the_missed_payment_and_before_its_report(population: Chunk) -> None:
    """The account was debited in the first days of the month before; then comes the announcement, a term, the A."""
    events = population.events
    told = events.prenotice != UNKNOWN
    assert np.array_equal(told, events.deadline != UNKNOWN)
    assert (events.code[told] == Event.ARREARS).all()
    assert (events.prenotice[told] < events.deadline[told]).all()
    assert (events.deadline[told] < events.day[told]).all()
    assert (events.prenotice[told] > days_of(population, "start")[told]).all()
    assert (month_of(events.prenotice[told]) >= month_of(events.day[told]) - 1).all()
    assert (day_in_month(events.prenotice[told]) >= 8).all()


def test_of_few_arrears_the_announcement_is_not_known(population: Chunk) -> None:
    """1,000 of 65,536, with about 1,500 arrears: 0.4 % of standard error."""
    arrear = population.events.code == Event.ARREARS
    unknown = arrear & (population.events.prenotice == UNKNOWN)
    assert unknown.sum() / arrear.sum() == pytest.approx(1000 / 65_536, abs=0.02)
    assert unknown.any()


def test_an_arrear_does_not_come_sooner_than_its_term_after_the_beginning(population: Chunk) -> None:
    """Counted in the calendar's months, for no instalment is due in the month of the beginning."""
    arrear = population.events.code == Event.ARREARS
    kind, start = days_of(population, "type")[arrear], days_of(population, "start")[arrear]
    term = np.array([RULES.types[Type(int(each))].arrears_months for each in kind])
    since = month_of(population.events.day[arrear]) - month_of(start)
    late_home = np.isin(kind, [Type.HY, Type.RK])  # these run from the first day of the history
    assert (since >= term - late_home).all()


def test_a_contract_ends_with_its_last_instalment_or_a_write_off() -> None:
    """And a second contract in the same place has a row of its own."""
    crowd = Crowd(seed=2, persons=1500)
    book = RegisterBook(crowd.who(), crowd.streams, crowd.places)
    ended = 0
    for lived in lives(crowd, dear=HARD):
        rows = {slot: book._row[slot].copy() for slot in (CARD, LOAN, OTHER)}
        book.write(lived.month, lived.after, lived.happened)
        for slot, row in rows.items():
            gone = (row >= 0) & (book._row[slot] != row)
            paid_off = (lived.after.left[slot] == 0) | lived.happened.opened.get(slot, np.zeros_like(gone))
            assert (lived.happened.written_off[slot] | ((slot != CARD) & paid_off))[gone].all()
            ended += int(gone.sum())
    assert ended > 300


def test_ids_are_unique_and_contracts_stand_in_order(population: Chunk) -> None:
    assert len(np.unique(population.contract)) == len(population.contracts)
    contracts, events = population.contracts, population.events
    key = np.stack([contracts.owner, contracts.start])
    assert (np.lexsort(key[::-1]) == np.arange(len(contracts))).all()
    assert (np.diff(events.contract) >= 0).all()


def test_months_of_a_history_end_on_the_eve_of_the_observation(population: Chunk) -> None:
    observed = np.array([0, 13, 35])
    texts = month_start(observed, 72).astype("datetime64[D]").astype(str).tolist()
    assert texts == ["2022-01-01", "2023-02-01", "2024-12-01"]
    assert month_start(observed, 71).astype("datetime64[D]").astype(str).tolist()[0] == "2021-12-01"
    assert (day_in_month(population.applications.observed) == 0).all()
