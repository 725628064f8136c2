"""The credit register's book-keeper: writes down contracts and events while a history is lived, by its rules.

It looks at lives and changes none of them. It never sees a month after the observation.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.population.circumstances import OWNER, Circumstances
from scoring.population.life import CARD, HOME, LOAN, OTHER, Life, Month
from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams, Words, quarters
from scoring.records.codes import RULES, Event, Type
from scoring.records.dates import plus_months
from scoring.records.tables import UNKNOWN, Contracts, Events

__all__ = ["RegisterBook", "month_start"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

_EPOCH = 52 * 12
"""January 2022 in months since January 1970."""

_OTHER_TYPES = np.repeat(
    np.array([Type.AK, Type.OA, Type.ZK, Type.RO, Type.ZO, Type.HO, Type.SK, Type.RH, Type.RN]),
    [32, 10, 5, 4, 3, 3, 3, 2, 2],
)
"""The type of a credit in the second place, by 64ths."""

_ARREARS_MONTHS = np.array([RULES.types[kind].arrears_months or 10_000 for kind in Type])
_THRESHOLD = np.array([RULES.types[kind].threshold for kind in Type])
_NEGATIVE_ONLY = np.array([RULES.types[kind].negative_only for kind in Type])
_NO_AMOUNT = np.isin(np.arange(len(Type)), [Type.HY, Type.RO, Type.SH])
_ASSISTANCE = 7
"""Stands for the slot in the id of a debt-assistance contract."""


def month_start(observed: Whole, month: int) -> Whole:
    """The first day of a month of the history; month ``history_months`` begins on the day of observation."""
    calendar = observed + (_EPOCH + month - PARAMETERS.history_months)
    return np.asarray(calendar.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64))


class RegisterBook:
    """The register of one chunk of persons.

    Parameters
    ----------
    who, streams, places
        The persons; streams decide days, and what a register leaves out.
    """

    def __init__(self, who: Circumstances, streams: Streams, places: Words) -> None:
        self._who, self._streams, self._places = who, streams, places
        self._columns: dict[str, list[Whole]] = {
            name: [] for name in ("owner", "type", "start", "term", "amount", "id")
        }
        self._events: dict[str, list[Whole]] = {name: [] for name in ("contract", "code", "day", "known")}
        self._ends: list[tuple[Whole, Whole]] = []
        self._rows = 0
        persons = len(places)
        self._row = {slot: np.full(persons, -1) for slot in (HOME, CARD, LOAN, OTHER)}
        self._type = {slot: np.full(persons, -1) for slot in (HOME, CARD, LOAN, OTHER)}
        self._open = {slot: np.zeros(persons, dtype=bool) for slot in (HOME, CARD, LOAN, OTHER)}
        self._said = {slot: np.zeros(persons, dtype=np.int64) for slot in (HOME, CARD, LOAN, OTHER)}
        self._assisted = np.zeros(persons, dtype=bool)
        first = month_start(who.observed, 0)
        everybody = np.ones(persons, dtype=np.int64)
        self._enter(HOME, who.tenure == OWNER, Type.HY * everybody, first, 0, 0 * everybody, 0 * everybody)
        self._enter(CARD, who.card_limit > 0, Type.RK * everybody, first, 0, who.card_limit, 0 * everybody)

    def write(self, month: int, life: Life, happened: Month) -> None:
        """Write down one month, given the state at its end."""
        first = month_start(self._who.observed, month)
        words = self._streams.months("register", self._places, month, 4)
        # Payments fall in the first ten days of a month, reports in the next ten, ends and beginnings in the last:
        # nothing is reported before the payment that it is about, before a contract begins or after it has ended.
        days = [first + 10 + (share * 10 >> 16) for share in quarters(words[0])]
        days += [first + 20 + (share * 8 >> 16) for share in quarters(words[1])]
        chance = [share for word in words[2:] for share in quarters(word)]
        for place, slot in enumerate((HOME, CARD, LOAN, OTHER)):
            self._arrears(slot, life, happened, days[place], chance[place])
            self._ended(slot, life, happened, days[place + 4])
        self._assist(month, happened, days[1], chance[4])
        for slot, opened in happened.opened.items():
            kinds = _OTHER_TYPES[happened.kind >> 10] if slot == OTHER else np.full(len(opened), int(Type.AK))
            self._enter(slot, opened, kinds, days[slot + 4], month, happened.amount, happened.term)

    def close(self) -> tuple[Contracts, Words, Events]:
        """The register as of the observation: contracts that it holds, their ids, and their events."""
        found = {name: _joined(parts) for name, parts in self._columns.items()}
        events = {name: _joined(parts) for name, parts in self._events.items()}
        end = np.full(self._rows, UNKNOWN)
        for rows, day in self._ends:
            end[rows] = day
        kind = found["type"]
        reported = np.zeros(self._rows, dtype=bool)
        reported[events["contract"]] = True
        kept = (found["amount"] >= _THRESHOLD[kind]) | (_THRESHOLD[kind] == 0)
        kept &= reported | ~_NEGATIVE_ONLY[kind]
        planned = np.where(
            (found["term"] > 0) & ~_NEGATIVE_ONLY[kind],
            plus_months(found["start"], found["term"]),
            UNKNOWN,
        )
        contracts = Contracts(
            owner=found["owner"],
            type=kind,
            start=found["start"],
            planned_end=planned,
            end=end,
            amount=np.where(_NO_AMOUNT[kind], UNKNOWN, found["amount"]),
        )
        order = np.lexsort((found["id"], found["start"], found["owner"]))
        order = order[kept[order]]
        place = np.full(self._rows, -1)
        place[order] = np.arange(len(order))
        return contracts.select(order), found["id"][order].view(np.uint64), _events(events, place)

    def _enter(
        self, slot: int, opened: Flags, kind: Whole, start: Whole, month: int, amount: Whole, term: Whole
    ) -> None:
        """A contract begins; its row is remembered until it ends."""
        who = np.flatnonzero(opened)
        rows = self._add(who, kind[who], start[who], month * 8 + slot, amount[who], term[who])
        self._row[slot][who] = rows
        self._type[slot][who] = kind[who]
        self._open[slot][who] = False
        self._said[slot][who] = 0

    def _add(self, who: Whole, kind: Whole, start: Whole, address: int, amount: Whole, term: Whole) -> Whole:
        place = (self._places[who] << np.uint64(11)) + np.uint64(address)
        number = self._streams.words("contract", place).view(np.int64)
        new = {"owner": who, "type": kind, "start": start, "term": term, "amount": amount, "id": number}
        for name, column in new.items():
            self._columns[name].append(column)
        rows = self._rows + np.arange(len(who))
        self._rows += len(who)
        return rows

    def _arrears(self, slot: int, life: Life, happened: Month, day: Whole, chance: Whole) -> None:
        """A, H and the special codes of one slot, each in the month in which its condition is met."""
        row, behind = self._row[slot], life.behind[slot]
        runs = row >= 0
        fresh = runs & ~self._open[slot] & (behind == _ARREARS_MONTHS[self._type[slot]])
        self._open[slot] |= fresh
        self._note(row, fresh, Event.ARREARS, day, chance >= PARAMETERS.unannounced)
        written_off = runs & self._open[slot] & happened.written_off[slot]
        self._once(slot, runs & self._open[slot] & happened.arranged[slot], Event.ARRANGEMENT, day)
        self._once(slot, runs & self._open[slot] & happened.called[slot], Event.CALLED_IN, day)
        self._once(slot, written_off, Event.WRITTEN_OFF, day)
        lost = self._open[slot] & (behind == 4) & (chance < PARAMETERS.unreachable)
        self._once(slot, runs & lost, Event.UNREACHABLE, day)
        if slot == HOME:
            early = runs & (behind == 1) & ~self._open[slot] & (chance < PARAMETERS.preventive)
            self._once(slot, early, Event.PREVENTIVE, day)
        left = life.limit if slot == CARD else life.left[slot]
        good = self._open[slot] & (behind == 0) & (life.plan[slot] == 0) & ~happened.written_off[slot]
        good &= (left > 0) & ~happened.opened.get(slot, np.zeros_like(good))
        self._note(row, runs & good, Event.RECOVERED, day, np.ones(len(row), dtype=bool))
        self._open[slot] &= ~good

    def _ended(self, slot: int, life: Life, happened: Month, day: Whole) -> None:
        """A contract ends with its last instalment, or when the rest is written off; its A stays."""
        gone = happened.written_off[slot]
        if slot in (LOAN, OTHER):
            gone = gone | (life.left[slot] == 0) | happened.opened[slot]
        if slot == HOME:
            return
        who = np.flatnonzero((self._row[slot] >= 0) & gone)
        self._ends.append((self._row[slot][who], day[who]))
        self._row[slot][who] = -1
        self._open[slot][who] = False

    def _assist(self, month: int, happened: Month, day: Whole, chance: Whole) -> None:
        """Debt assistance begins at a write-off, once, and is a contract of its own."""
        anything = np.logical_or.reduce([happened.written_off[slot] for slot in (CARD, LOAN, OTHER)])
        begins = anything & ~self._assisted & (chance < PARAMETERS.assistance)
        self._assisted |= begins
        who = np.flatnonzero(begins)
        term = np.full(len(who), PARAMETERS.assistance_months)
        kind = np.full(len(who), int(Type.SH))
        rows = self._add(who, kind, day[who], month * 8 + _ASSISTANCE, np.zeros(len(who), dtype=np.int64), term)
        if month + PARAMETERS.assistance_months < PARAMETERS.history_months:
            self._ends.append((rows, plus_months(day[who], PARAMETERS.assistance_months)))

    def _once(self, slot: int, happens: Flags, code: Event, day: Whole) -> None:
        """A special code is reported on a contract at most once."""
        new = happens & (self._said[slot] & (1 << code) == 0)
        self._said[slot] |= np.where(new, 1 << code, 0)
        self._note(self._row[slot], new, code, day, np.ones(len(day), dtype=bool))

    def _note(self, row: Whole, happens: Flags, code: Event, day: Whole, known: Flags) -> None:
        who = np.flatnonzero(happens)
        if not len(who):
            return
        for name, column in (
            ("contract", row[who]),
            ("code", np.full(len(who), int(code))),
            ("day", day[who]),
            ("known", known[who].astype(np.int64)),
        ):
            self._events[name].append(column)


def _joined(parts: list[Whole]) -> Whole:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _events(events: dict[str, Whole], place: Whole) -> Events:
    """The events of the contracts that are held; an arrear is announced 30 days before it and could be paid for 25.

    The first instalment in arrears fell due in the month before, so that nothing is announced that had not happened.
    """
    kept = place[events["contract"]] >= 0
    told = kept & (events["code"] == Event.ARREARS) & (events["known"] == 1)
    found = Events(
        contract=place[events["contract"]],
        code=events["code"],
        day=events["day"],
        prenotice=np.where(told, events["day"] - 30, UNKNOWN),
        deadline=np.where(told, events["day"] - 5, UNKNOWN),
    )
    order = np.lexsort((found.code, found.day, found.contract))
    return found.select(order[kept[order]])
