"""The pure decision: a card, a policy and one person's readings give a score and an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.policy import Outcome, Policy
from scoring.domain.reading import Reading, State

__all__ = ["Assessment", "assess", "in_dispute", "not_known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What card and policy say about one person.

    Attributes
    ----------
    score
        The card's integer score.
    pd
        The card's probability of default at that score.
    outcome
        What the policy makes of it.
    failed_limits
        Codes of the affordability limits that failed.
    """

    score: int
    pd: Decimal
    outcome: Outcome
    failed_limits: tuple[str, ...] = ()


def in_dispute(card: Card, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Names of scored facts whose record says that they are in dispute, in order of declaration."""
    return tuple(
        field.name
        for field in card.registry.read_fields
        if readings[field.name].state is State.SPECIAL
        and any(special.refers and special.code == readings[field.name].label for special in field.special)
    )


def not_known(card: Card, policy: Policy, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Names of what a decision needs from the application or a limit, and nobody knows, in order of declaration.

    Silence has points of its own in the card. It must not be a way past a fact that would have cost points, so what an
    application leaves out is for a person to look at.
    """
    needed = {name for c in card.scored for name in (c.formula.names if c.formula else (c.name,))}
    asked = [
        field.name
        for field in card.registry.read_fields
        if field.name in needed and field.source is Source.APPLICATION and readings[field.name].state is State.MISSING
    ]
    limited = [limit.characteristic for limit in policy.unknown(readings)]
    return tuple(dict.fromkeys([*asked, *limited]))


def assess(card: Card, policy: Policy, readings: Mapping[str, Reading]) -> Assessment:
    """Score and decide. The same three arguments give the same answer for ever.

    A fact in dispute is never decided on by a machine, whichever way the score lies: only a limit that fails without
    it still declines.

    Raises
    ------
    InvalidValue
        If a scored or limited value is invalid: an invalid value is never guessed.
    """
    score = card.score(readings)
    outcome = policy.outcome(score, readings)
    if outcome is Outcome.APPROVE and not_known(card, policy, readings):
        outcome = Outcome.REFER
    if in_dispute(card, readings) and not policy.failed(readings):
        outcome = Outcome.REFER
    return Assessment(
        score=score,
        pd=card.pd(score),
        outcome=outcome,
        failed_limits=tuple(limit.code for limit in policy.failed(readings)),
    )
