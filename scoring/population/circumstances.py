"""Circumstances: what a person's groups and chance make of income, costs and habits.

This is the only module of the simulation that knows of groups. What happens afterwards (``life.py``) receives
circumstances and nothing else, so that repayment given finances is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.population.parameters import EFFECTS, PARAMETERS, Effect
from scoring.population.streams import Streams, Words, lookup, quantiles
from scoring.population.world import GROUPS, Knobs
from scoring.records.tables import TENURES

__all__ = ["TENURES", "Circumstances", "circumstances", "draw_groups", "pooled"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

TENANT, OWNER, LODGER = range(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What does not change in the course of a simulated life; shape (persons,) each, money in cents a month.

    Attributes
    ----------
    wage, pension, flexible
        Usual net income; whether it is a pension; whether it varies.
    loss, sickness, separation
        Chances in 1/65,536 a month.
    tenure, housing, utilities, insurance, living
        Home (a place in ``TENURES``) and fixed costs.
    thrift, cushion
        Per mille of what is left that is spent; per mille of monthly costs above which spending is freer.
    forgetting, appetite
        Chances in 1/65,536 a month of forgetting a payment and of seeking credit.
    overdraft, start
        Cents: how far the account may go below zero, and the balance at the beginning.
    card_limit
        Limit of the revolving credit in cents; 0 for none.
    observed
        Month of observation, counted from January 2022.
    """

    wage: Whole
    pension: Flags
    flexible: Flags
    loss: Whole
    sickness: Whole
    separation: Whole
    tenure: Whole
    housing: Whole
    utilities: Whole
    insurance: Whole
    living: Whole
    thrift: Whole
    cushion: Whole
    forgetting: Whole
    appetite: Whole
    overdraft: Whole
    start: Whole
    card_limit: Whole
    observed: Whole


def draw_groups(streams: Streams, places: Words, knobs: Knobs) -> dict[str, Whole]:
    """Group memberships as places in ``GROUPS``; a larger ``group_size`` adds members and takes none away."""
    groups = {}
    for attribute, shares in GROUPS.items():
        listed = list(shares.values())
        if attribute == "migration_background":
            listed = [1 - knobs.group_size, knobs.group_size]
        # Counted from the far end, so that "yes" is the lowest part of the range whatever its size.
        ends = np.cumsum(listed[::-1])[:-1]
        drawn = streams.words(f"group {attribute}", places) >> np.uint64(11)
        cuts = np.array([round(float(end) * 2**53) for end in ends], dtype=np.uint64)
        groups[attribute] = len(listed) - 1 - np.searchsorted(cuts, drawn, side="right").astype(np.int64)
    return groups


def pooled() -> dict[str, Effect]:
    """For each attribute the mean effect over its groups, in their standard shares: what everybody has in ``equal``."""
    return {attribute: _mean(GROUPS[attribute], EFFECTS[attribute]) for attribute in GROUPS}


def circumstances(streams: Streams, places: Words, groups: Mapping[str, Whole] | None) -> Circumstances:
    """Circumstances of the persons at ``places``.

    Parameters
    ----------
    groups
        Memberships; None gives everybody the pooled parameters.
    """
    p = PARAMETERS
    effect = _effects(groups, len(places))
    share = {name: streams.share(name, places) for name in _TRAITS}
    wage = _scaled(lookup(quantiles(p.wage), share["wage"]), effect["wage"])
    pension = share["pension"] < effect["pension"][-1]
    borrows = share["thin"] >= np.clip(round(p.thin_share * 65_536) + sum(effect["thin"]), 0, 65_536)
    tenure, housing = _home(wage, share)
    card = borrows & (share["card"] < round(p.card_share * 65_536))
    forgetful = share["forgetful"] < round(p.forgetful_share * 65_536)
    return Circumstances(
        wage=wage,
        pension=pension,
        flexible=~pension & (share["flexible"] < round(p.flexible_share * 65_536)),
        loss=_scaled(np.full(len(places), p.loss), effect["loss"]),
        sickness=_scaled(np.full(len(places), p.sickness), effect["sickness"]),
        separation=_scaled(np.full(len(places), p.separation), effect["separation"]),
        tenure=tenure,
        housing=housing,
        utilities=lookup(quantiles(p.utilities), share["utilities"]),
        insurance=lookup(quantiles(p.insurance), share["insurance"]),
        living=p.living_base + wage * p.living_share // 1000,
        cushion=lookup(quantiles(p.cushion), share["cushion"]),
        thrift=lookup(quantiles(p.thrift), share["thrift"]),
        forgetting=np.where(forgetful, p.forgetting, 0),
        appetite=np.where(borrows, lookup(quantiles(p.appetite), share["appetite"]), 0),
        overdraft=lookup(quantiles(p.overdraft), share["overdraft"]),
        start=wage * lookup(quantiles(p.start_months), share["start"]) // 1000,
        card_limit=np.where(card, lookup(quantiles(p.card_limit), share["limit"]) // 10_000 * 10_000, 0),
        observed=share["observed"] * 36 >> 16,
    )


_TRAITS = (
    "wage",
    "pension",
    "flexible",
    "thin",
    "tenure",
    "housing",
    "utilities",
    "insurance",
    "thrift",
    "cushion",
    "forgetful",
    "appetite",
    "overdraft",
    "start",
    "card",
    "limit",
    "observed",
)
"""Each is a stream of its own; a person's share of 0 .. 65,535 in it is the same in every world."""


def _home(wage: Whole, share: Mapping[str, Whole]) -> tuple[Whole, Whole]:
    p = PARAMETERS
    owning = np.clip(6_000 + (wage - p.owner_from) * 16 // 100, 1_500, 52_000)
    tenure = np.where(share["tenure"] < owning, OWNER, np.where(share["tenure"] >= 60_800, LODGER, TENANT))
    cost = p.rent_base + wage * p.rent_share // 1000 + share["housing"] * p.rent_spread // 65_536
    cost = np.minimum(cost, wage * p.rent_most // 1000)
    return tenure, np.where(tenure == LODGER, cost * 600 // 1000, cost)


def _effects(groups: Mapping[str, Whole] | None, persons: int) -> dict[str, list[Whole]]:
    """Per parameter one array for each attribute: factors in per mille, chances in 1/65,536."""
    found: dict[str, list[Whole]] = {name: [] for name in ("wage", "loss", "sickness", "separation", "thin", "pension")}
    mean = pooled()
    for attribute, by_group in EFFECTS.items():
        listed = [mean[attribute]] if groups is None else list(by_group.values())
        place = np.zeros(persons, dtype=np.int64) if groups is None else groups[attribute]
        for name, arrays in found.items():
            scale = 65_536 if name in {"thin", "pension"} else 1
            arrays.append(np.array([round(getattr(effect, name) * scale) for effect in listed])[place])
    found["pension"] = [np.max(found["pension"], axis=0)]
    return found


def _scaled(figure: Whole, factors: list[Whole]) -> Whole:
    for factor in factors:
        figure = figure * factor // 1000
    return figure


def _mean(shares: Mapping[str, float], effects: Mapping[str, Effect]) -> Effect:
    def mean(name: str) -> Fraction:
        return sum(
            (Fraction(str(share)) * Fraction(str(getattr(effects[group], name))) for group, share in shares.items()),
            Fraction(0),
        )

    factors = {name: round(mean(name)) for name in ("wage", "loss", "sickness", "separation")}
    return Effect(**factors, thin=float(mean("thin")), pension=float(mean("pension")))
