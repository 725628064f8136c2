"""The pure decision: a card, a policy and one person's readings give a score and an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.domain.card import Card
from scoring.domain.policy import Outcome, Policy
from scoring.domain.reading import Reading

__all__ = ["Assessment", "assess"]


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


def assess(card: Card, policy: Policy, readings: Mapping[str, Reading]) -> Assessment:
    """Score and decide. The same three arguments give the same answer for ever.

    Raises
    ------
    InvalidValue
        If a scored or limited value is invalid: an invalid value is never guessed.
    """
    score = card.score(readings)
    return Assessment(
        score=score,
        pd=card.pd(score),
        outcome=policy.outcome(score, readings),
        failed_limits=tuple(limit.code for limit in policy.failed(readings)),
    )
