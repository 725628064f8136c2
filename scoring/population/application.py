"""The application: what is asked for, what a person truly earns and owes, and what of it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from scoring.population.circumstances import Circumstances
from scoring.population.life import ASKED, CARD, LOAN, OTHER, Life
from scoring.population.month import TERMS, instalment
from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams, Words, lookup, quantiles
from scoring.population.world import GROUPS, Knobs
from scoring.records.tables import TENURES, UNKNOWN, Applications

__all__ = ["apply", "grant", "migrants", "record"]

Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


def _ask(life: Life, who: Circumstances, streams: Streams, places: Words) -> tuple[Whole, Whole]:
    """The amount in cents and the term in months that each person asks for; ``life`` is left as it is."""
    p = PARAMETERS
    committed = who.utilities + who.insurance + who.living + sum(_running(life))
    room = who.wage - committed
    term = TERMS[streams.share("asked term", places) >> 12]
    monthly = who.wage * lookup(quantiles(p.asked), streams.share("asked", places)) // 1000
    monthly = np.minimum(monthly, np.maximum(room * p.asked_room, who.wage * p.asked_share) // 1000)
    amount = monthly * 1000 * term // (1000 + p.loan_charge * term)
    return np.clip(amount // 10_000 * 10_000, p.asked_least, p.asked_most), term


def grant(life: Life, amount: Whole, term: Whole) -> None:
    """The credit begins: its instalments are due from now on."""
    life.due[ASKED] = instalment(amount, term)
    life.left[ASKED] = term.copy()


def apply(
    life: Life, who: Circumstances, streams: Streams, places: Words, income: Whole, observed: Whole
) -> Applications:
    """An honest application: what is declared follows from finances alone.

    Parameters
    ----------
    income
        Mean income of the last three months in cents.
    observed
        Day of observation.
    """
    p = PARAMETERS
    amount, term = _ask(life, who, streams, places)
    verified = streams.below("verified", places, p.verified_share)
    boast = np.where(verified, 1000, lookup(quantiles(p.boast), streams.share("boast", places)))
    home, *owed = _running(life)
    return Applications(
        observed=observed,
        amount=amount,
        term=term,
        income=income * boast // 1000 // 1_000 * 1_000,
        housing=home // 500 * 500,
        instalments=sum(owed, np.zeros_like(home)) // 500 * 500,
        card_balance=life.used // 500 * 500,
        tenure=who.tenure.copy(),
        verified=verified,
    )


def migrants(groups: Mapping[str, Whole]) -> Flags:
    """Whom the recording knobs are about."""
    return np.asarray(groups["migration_background"] == list(GROUPS["migration_background"]).index("yes"))


def record(honest: Applications, streams: Streams, places: Words, concerned: Flags, knobs: Knobs) -> Applications:
    """What reaches the file of an honest application under the knobs.

    Measurement bias takes a share of the income of those concerned; proxy strength records them as lodgers;
    missingness leaves out a cost or a balance, whoever it is.
    """
    kept = 1000 - round(1000 * knobs.measurement_bias)
    lodger = concerned & streams.below("proxy", places, knobs.proxy_strength)

    def unless_left_out(name: str, column: Whole) -> Whole:
        return np.where(streams.below(f"left out {name}", places, knobs.missingness), UNKNOWN, column)

    return replace(
        honest,
        income=np.where(concerned, honest.income * kept // 1000 // 1_000 * 1_000, honest.income),
        tenure=np.where(lodger, TENURES.index("lodger"), honest.tenure),
        housing=unless_left_out("housing", honest.housing),
        instalments=unless_left_out("instalments", honest.instalments),
        card_balance=unless_left_out("card balance", honest.card_balance),
    )


def _running(life: Life) -> list[Whole]:
    """Cents due each month: the home first, then every credit that runs."""
    return [life.due[0], *(np.where(life.left[slot] > 0, life.due[slot], 0) for slot in (CARD, LOAN, OTHER))]
