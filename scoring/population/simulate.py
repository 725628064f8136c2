"""Simulate: persons, their finances, their true risk, and what was recorded of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.errors import InputError
from scoring.population.draws import Draws
from scoring.population.finances import finances
from scoring.population.risk import true_pd
from scoring.population.world import GROUPS, Knobs, World

__all__ = ["BANK", "COLUMNS", "NOT_PROVIDED", "REGISTER", "Population", "simulate"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

REGISTER = ("open_arrears", "months_since_recovery", "utilisation", "recent_credits")
BANK = ("buffer_months", "days_below_zero", "failed_debits", "income_months")
COLUMNS = (
    "requested_amount",
    "term_months",
    "net_monthly_income",
    "monthly_housing_costs",
    "monthly_instalments",
    *REGISTER,
    *BANK,
    "housing_tenure",
)
NOT_PROVIDED = -99
MOST_PERSONS = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A simulated population; every column has one value per person, in the same order.

    Attributes
    ----------
    seed, world, knobs
        What it was drawn under.
    person
        Pseudonymous ids.
    applicants
        What was recorded: ``COLUMNS`` and ``defaulted``; masked where nobody knows.
    protected
        Protected attributes, for audits only.
    truth
        ``true_pd`` and ``true_default``.
    finances
        The complete finances, whether recorded or not; not written to any file.
    """

    seed: int
    world: World
    knobs: Knobs
    person: Column
    applicants: dict[str, Column]
    protected: dict[str, Column]
    truth: dict[str, Column]
    finances: dict[str, Column]


def simulate(*, persons: int, seed: int, world: World, knobs: Knobs | None = None) -> Population:
    """Simulate a population.

    Parameters
    ----------
    persons
        How many, 1 to 10,000,000. The first thousand of two thousand are the thousand.
    seed
        Seed, 0 or more.
    knobs
        The world's own if None.

    Raises
    ------
    InputError
        If an argument is out of range.
    """
    if not 1 <= persons <= MOST_PERSONS:
        raise InputError(f"{persons} persons cannot be simulated", remedy=f"Ask for 1 to {MOST_PERSONS}")
    if seed < 0:
        raise InputError(f"the seed is {seed}", remedy="Give a whole number of 0 or more")
    settings = knobs or Knobs.of(world)
    draws = Draws(seed=seed, persons=persons)
    groups = {name: draws.chosen(f"group {name}", shares) for name, shares in GROUPS.items()}
    complete = finances(draws, groups, world)
    risk = true_pd(complete)
    default = draws.uniform("default") < risk
    migrant = groups["migration_background"] == "yes"
    over_recorded = migrant & ~default & (draws.uniform("label bias") < settings.label_bias)
    applicants = _recorded(draws, complete, migrant, world, settings)
    applicants["defaulted"] = (default | over_recorded).astype(np.int64)
    return Population(
        seed=seed,
        world=world,
        knobs=settings,
        person=draws.identities(),
        applicants=applicants,
        protected=groups,
        truth={"true_pd": np.round(risk, 12), "true_default": default.astype(np.int64)},
        finances=complete,
    )


def _recorded(
    draws: Draws, complete: dict[str, Column], migrant: Column, world: World, knobs: Knobs
) -> dict[str, Column]:
    refusal = np.full(draws.persons, 0.25)
    if world is not World.EQUAL:
        refusal = np.where(complete["buffer_months"] < 0.5, 0.28, 0.24)  # a weak, documented link with risk
    refused = draws.uniform("refusal") < refusal
    recorded: dict[str, Column] = {}
    for name in COLUMNS:
        column = complete[name]
        if name in REGISTER:
            column = np.ma.masked_array(column, mask=complete["thin_file"])
        elif name in BANK:
            column = np.where(refused, NOT_PROVIDED, column)
        recorded[name] = column
    as_lodger = migrant & (draws.uniform("proxy") < knobs.proxy_strength)
    recorded["housing_tenure"] = np.where(as_lodger, "lodger", complete["housing_tenure"]).astype(object)
    return recorded
