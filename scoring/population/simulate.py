"""Simulate: persons, the lives behind their records, what was recorded, and the truth, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.domain.errors import InputError
from scoring.population.application import apply, grant, migrants, record
from scoring.population.bank import BankBook
from scoring.population.circumstances import Circumstances, circumstances, draw_groups
from scoring.population.lender import approved
from scoring.population.life import Life, begin
from scoring.population.month import live
from scoring.population.outcome import Lived, Outcome, count_defaults, dearness, live_outcome
from scoring.population.parameters import PARAMETERS
from scoring.population.register import RegisterBook, month_start
from scoring.population.streams import Streams, Words
from scoring.population.world import Knobs, World
from scoring.records.characteristics import characteristics
from scoring.records.tables import Accounts, Applications, Contracts, Events, Transactions

__all__ = ["MOST_PERSONS", "Chunk", "Plan", "chunks", "simulate"]

Column = np.ndarray[tuple[int], np.dtype[Any]]
Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

MOST_PERSONS = 10_000_000
MOST_DRAWS = 10_000
CHUNK = 4096
"""Persons simulated at a time: their state fits the processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to simulate.

    Attributes
    ----------
    persons
        How many, 1 to 10,000,000. The first thousand of two thousand are the thousand.
    seed
        0 or more.
    world, knobs
        Under what they live and are recorded; the world's own knobs if None.
    draws
        Re-simulations of each person's outcome window for the truth; 0 for none.
    sample, sample_draws
        The truth sample: how many persons from the first on get how many re-simulations.

    Raises
    ------
    InputError
        If a number is out of range.
    """

    persons: int
    seed: int
    world: World
    knobs: Knobs | None = None
    draws: int = 64
    sample: int = 20_000
    sample_draws: int = 128

    def __post_init__(self) -> None:
        if not 1 <= self.persons <= MOST_PERSONS:
            raise InputError(f"{self.persons} persons cannot be simulated", remedy=f"Ask for 1 to {MOST_PERSONS}")
        if self.seed < 0:
            raise InputError(f"the seed is {self.seed}", remedy="Give a whole number of 0 or more")
        if self.draws != 0 and not 2 <= self.draws <= MOST_DRAWS:
            raise InputError(f"{self.draws} re-simulations give no truth", remedy="Ask for 2 to 10,000, or 0 for none")
        if self.sample < 0 or not 0 <= self.sample_draws <= MOST_DRAWS:
            what = f"{self.sample} persons with {self.sample_draws} re-simulations each are no truth sample"
            raise InputError(what, remedy="Give 0 or more persons, and 0 to 10,000 re-simulations")

    @property
    def turned(self) -> Knobs:
        """The knobs, the world's own filled in."""
        return self.knobs or Knobs.of(self.world)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Simulated persons; every column and table has them in the same order.

    Attributes
    ----------
    person
        Pseudonymous 64-bit ids.
    applications, contracts, events, accounts, transactions
        The records as of each person's day of observation.
    contract
        64-bit ids of the contracts.
    characteristics
        What the records say; see :func:`scoring.records.characteristics.characteristics`.
    protected
        Group memberships, as places in ``GROUPS``.
    outcome, defaulted
        What was recorded of the outcome: an ``Outcome``; 1, 0, or -1 where nobody knows.
    truth
        ``true_default``, ``month``, ``approved``; and, where the truth was simulated, ``bads`` of ``draws`` and the
        same of the fair counterfactual, ``fair_bads``.
    honest
        The application before any knob; written to no file.
    """

    person: Words
    applications: Applications
    contracts: Contracts
    contract: Words
    events: Events
    accounts: Accounts
    transactions: Transactions
    characteristics: dict[str, Column]
    protected: dict[str, Whole]
    outcome: Whole
    defaulted: Whole
    truth: dict[str, Column]
    honest: Applications


def simulate(plan: Plan) -> Chunk:
    """A whole population in memory."""
    return _merged(list(chunks(plan)))


def chunks(plan: Plan, *, size: int = CHUNK, workers: int = 2) -> Iterator[Chunk]:
    """The population in chunks of consecutive persons, in order; the same persons whatever the size."""
    starts = range(0, plan.persons, size)
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Any] = []
        for start in starts:
            places = np.arange(start, min(start + size, plan.persons), dtype=np.uint64)
            waiting.append(pool.submit(simulate_places, plan, places))
            if len(waiting) > workers:  # no more than a few chunks are ever in memory
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()


def simulate_places(plan: Plan, places: Words) -> Chunk:
    """The persons at these places, in this order; nobody's numbers depend on who else is asked for."""
    streams, knobs = Streams(plan.seed), plan.turned
    groups = draw_groups(streams, places, knobs)
    who = circumstances(streams, places, None if plan.world is World.EQUAL else groups)
    life, honest, books = _history(streams, places, who, knobs)
    register, bank = books
    contracts, contract, events = register.close()
    accounts, transactions = bank.close(life)
    concerned = migrants(groups)
    recorded = record(honest, streams, places, concerned, knobs)
    found = characteristics(recorded, contracts, events, accounts, transactions)
    granted = approved(found, streams, places, knobs)
    grant(life, honest.amount, honest.term)
    lived = live_outcome(life, who, streams, "outcome", places, knobs.drift)
    outcome = _recorded_outcome(streams, places, lived, granted, concerned, knobs)
    truth = {"true_default": lived.defaulted.astype(np.int64), "month": lived.month, "approved": granted}
    if plan.draws:
        truth |= _truth(plan, streams, places, life, who)
    return Chunk(
        person=streams.identities(places),
        applications=recorded,
        contracts=contracts,
        contract=contract,
        events=events,
        accounts=accounts,
        transactions=transactions,
        characteristics=found,
        protected=groups,
        outcome=outcome,
        defaulted=np.where(outcome == Outcome.UNOBSERVED, -1, (outcome == Outcome.BAD).astype(np.int64)),
        truth=truth,
        honest=honest,
    )


def _history(
    streams: Streams, places: Words, who: Circumstances, knobs: Knobs, *, recorded: bool = True
) -> tuple[Life, Applications, Any]:
    """Live the history; the books are written only where records are wanted."""
    p = PARAMETERS
    life = begin(who)
    register = RegisterBook(who, streams, places) if recorded else None
    bank: BankBook | None = None
    last: list[Whole] = []
    for month in range(p.history_months):
        if recorded and month == p.history_months - p.bank_months:
            bank = BankBook(who, streams, places, _shares(streams, places, life, who, knobs))
        dear = dearness(who.observed, month, knobs.drift)
        happened = live(life, who, streams, "history", places, month, dear, borrow=True)
        if register is not None:
            register.write(month, life, happened)
        if bank is not None:
            bank.write(month, life, happened)
        last = [*last[-2:], happened.income]
    honest = apply(
        life, who, streams, places, sum(last, np.zeros_like(who.wage)) // 3, month_start(who.observed, p.history_months)
    )
    return life, honest, (register, bank)


def _shares(streams: Streams, places: Words, life: Life, who: Circumstances, knobs: Knobs) -> Flags:
    """Who shares bank data. Half a month in hand makes refusal a little less likely: a weak link with risk."""
    shares = streams.below("consent", places, knobs.consent_share)
    weak = streams.below("consent", places, max(knobs.consent_share - PARAMETERS.refusal_link, 0.0))
    return np.where(life.balance < who.wage // 2, weak, shares)


def _recorded_outcome(
    streams: Streams, places: Words, lived: Lived, granted: Flags, concerned: Flags, knobs: Knobs
) -> Whole:
    outcome = np.where(lived.late, Outcome.INDETERMINATE, Outcome.GOOD)
    outcome = np.where(lived.defaulted, Outcome.BAD, outcome)
    zealous = concerned & streams.below("label bias", places, knobs.label_bias)
    return np.where(granted, np.where(zealous, Outcome.BAD, outcome), Outcome.UNOBSERVED)


def _truth(plan: Plan, streams: Streams, places: Words, life: Life, who: Circumstances) -> dict[str, Column]:
    """Defaults among re-simulations, in this world and under pooled parameters.

    The fair counterfactual lives history and outcome again with everybody's pooled parameters and the same luck; in
    the equal world that is this world.
    """
    knobs = plan.turned
    in_sample = places < np.uint64(plan.sample)
    draws = np.where(in_sample, max(plan.sample_draws, plan.draws), plan.draws)
    bads = _counted(plan, streams, places, life, who, in_sample)
    fair = bads
    if plan.world is not World.EQUAL:
        pooled = circumstances(streams, places, None)
        other, honest, _ = _history(streams, places, pooled, knobs, recorded=False)
        grant(other, honest.amount, honest.term)
        fair = _counted(plan, streams, places, other, pooled, in_sample)
    return {"bads": bads, "draws": draws, "fair_bads": fair}


def _counted(plan: Plan, streams: Streams, places: Words, life: Life, who: Circumstances, in_sample: Flags) -> Whole:
    bads = count_defaults(life, who, streams, places, plan.turned.drift, range(plan.draws))
    if in_sample.any() and plan.sample_draws > plan.draws:
        chosen = np.flatnonzero(in_sample)
        more = range(plan.draws, plan.sample_draws)
        bads[chosen] += count_defaults(
            _picked(life, chosen), _picked(who, chosen), streams, places[chosen], plan.turned.drift, more
        )
    return bads


def _picked(of: Any, chosen: Whole) -> Any:  # noqa: ANN401 - a state or circumstances, whose fields are arrays or lists of them
    names = of.__dataclass_fields__

    def pick(value: Any) -> Any:  # noqa: ANN401
        return [array[chosen] for array in value] if isinstance(value, list) else value[chosen]

    return replace(of, **{name: pick(getattr(of, name)) for name in names})


def _merged(parts: list[Chunk]) -> Chunk:
    """Chunks put one after another; places of persons and contracts move along."""
    persons = np.cumsum([0, *(len(part.person) for part in parts)])
    contracts = np.cumsum([0, *(len(part.contracts) for part in parts)])

    def joined(name: str, table: type, **moved: Whole) -> Any:  # noqa: ANN401
        tables = [getattr(part, name) for part in parts]
        columns = {}
        for field in table.__dataclass_fields__:  # type: ignore[attr-defined]
            step = moved.get(field)
            columns[field] = np.concatenate(
                [getattr(t, field) + (0 if step is None else step[i]) for i, t in enumerate(tables)]
                if step is not None
                else [getattr(t, field) for t in tables]
            )
        return table(**columns)

    def columns(name: str) -> dict[str, Any]:
        first = getattr(parts[0], name)
        return {key: np.concatenate([getattr(part, name)[key] for part in parts]) for key in first}

    return Chunk(
        person=np.concatenate([part.person for part in parts]),
        applications=joined("applications", Applications),
        contracts=joined("contracts", Contracts, owner=persons),
        contract=np.concatenate([part.contract for part in parts]),
        events=joined("events", Events, contract=contracts),
        accounts=joined("accounts", Accounts, owner=persons),
        transactions=joined("transactions", Transactions, owner=persons),
        characteristics=columns("characteristics"),
        protected=columns("protected"),
        outcome=np.concatenate([part.outcome for part in parts]),
        defaulted=np.concatenate([part.defaulted for part in parts]),
        truth=columns("truth"),
        honest=joined("honest", Applications),
    )
