"""Small populations, each simulated once, and exact comparisons of all that is written of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from scoring.population.layout import raw_columns
from scoring.population.simulate import Chunk, Plan, simulate
from scoring.population.world import Knobs, World

__all__ = ["HISTORY", "OUTCOME", "Columns", "columns", "moved", "of", "people", "plan"]

Array = np.ndarray[Any, np.dtype[Any]]
Columns = dict[str, Array]

OUTCOME = {"applicants.outcome", "applicants.defaulted", "outcomes.outcome", "outcomes.defaulted"}
"""Where the recorded outcome stands."""

HISTORY = ("applications", "register_contracts", "register_events", "bank_accounts", "bank_transactions")
"""Files of what was known on the day of observation."""


def plan(
    world: World = World.FAIR,
    *,
    persons: int = 2000,
    seed: int = 7,
    draws: int = 0,
    **knobs: Any,  # noqa: ANN401 - each has a type of its own
) -> Plan:
    """A plan whose knobs are the world's own but for those named."""
    setting = replace(Knobs.of(world), **knobs)
    return Plan(persons=persons, seed=seed, world=world, knobs=setting, draws=draws, sample=0)


@cache
def people(world: World = World.FAIR, **asked: Any) -> Chunk:  # noqa: ANN401 - as of a plan
    """The population of :func:`plan`, simulated once for all tests, which only read it."""
    return simulate(plan(world, **asked))


def columns(chunk: Chunk) -> Columns:
    """Every raw column that is written, by ``file.column``."""
    return {f"{file}.{name}": column for file, table in raw_columns(chunk).items() for name, column in table.items()}


def of(chunk: Chunk, chosen: Array) -> Columns:
    """The same for some of the persons only, picked by a mask over all."""
    keep = {"person": chosen, "contract": chosen[chunk.contracts.owner]}
    keep["event"] = keep["contract"][chunk.events.contract]
    keep["account"], keep["transaction"] = chosen[chunk.accounts.owner], chosen[chunk.transactions.owner]
    rows = {
        "register_contracts": "contract",
        "register_events": "event",
        "bank_accounts": "account",
        "bank_transactions": "transaction",
    }
    return {name: column[keep[rows.get(name.partition(".")[0], "person")]] for name, column in columns(chunk).items()}


def moved(one: Chunk | Columns, other: Chunk | Columns, among: Iterable[str] | None = None) -> set[str]:
    """The columns that are not equal in every bit, of all or of those in some files."""
    left, right = (columns(each) if isinstance(each, Chunk) else each for each in (one, other))
    assert left.keys() == right.keys()
    files = None if among is None else set(among)
    return {
        name
        for name, column in left.items()
        if (files is None or name.partition(".")[0] in files) and not _equal(column, right[name])
    }


def _equal(one: Array, other: Array) -> bool:
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
