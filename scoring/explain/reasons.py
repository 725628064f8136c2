"""Reasons: the entries that lost most, and the rules that failed.

Only positive losses are reasons, the largest first, ties by code; at most four, because more are unlikely to help
(12 CFR part 1002, Supplement I, comment 9(b)(2)-1). Reasons come from the part of the decision that was failed.
"""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.card import Card
from scoring.domain.errors import InputError, UndeclaredField
from scoring.domain.policy import Policy
from scoring.domain.reading import Reading, State
from scoring.domain.reason import Basis, Reason, Stage
from scoring.domain.registry import Registry
from scoring.explain.contributions import contributions, default_basis

__all__ = ["MOST_REASONS", "can_change", "principal_reasons", "reasons"]

MOST_REASONS = 4


def reasons(
    card: Card, readings: Mapping[str, Reading], basis: Basis | None = None, most: int = MOST_REASONS
) -> tuple[Reason, ...]:
    """Why the score is not higher.

    A refused source is neutral by construction and is never a reason. A missing value has a text of its own.

    Parameters
    ----------
    basis
        What losses are measured from; the card's default if None.
    most
        At most so many, 0 to 4.

    Raises
    ------
    InvalidValue
        If a scored reading is invalid.
    CardError
        If the card has no such reference.
    InputError
        If ``most`` lies outside 0 to 4.
    """
    if not 0 <= most <= MOST_REASONS:
        raise InputError(f"{most} reasons were asked for", remedy=f"Ask for 0 to {MOST_REASONS}")
    lost = [
        contribution
        for contribution in contributions(card, readings, basis or default_basis(card))
        if contribution.difference < 0 and readings[contribution.characteristic].state is not State.NOT_PROVIDED
    ]
    lost.sort(key=lambda contribution: (contribution.difference, contribution.code, contribution.characteristic))
    found = []
    for contribution in lost[:most]:
        characteristic = card.registry.characteristic(contribution.characteristic)
        missing = readings[contribution.characteristic].state is State.MISSING
        found.append(
            Reason(
                code=characteristic.reason_code,
                text=characteristic.reason_missing if missing else characteristic.reason,
                stage=Stage.SCORE,
                characteristic=characteristic.name,
                actionable=can_change(card.registry, characteristic.name),
                loss=-contribution.difference,
            )
        )
    return tuple(found)


def principal_reasons(
    card: Card, policy: Policy, readings: Mapping[str, Reading], basis: Basis | None = None
) -> tuple[Reason, ...]:
    """The reasons of a decision: every failed limit first, then the score's where the score is too low.

    An approval has no principal reasons. No failed limit is ever left out to make room.
    """
    failed = tuple(
        Reason(
            code=limit.code,
            text=limit.reason,
            stage=Stage.AFFORDABILITY,
            characteristic=limit.characteristic,
            actionable=can_change(card.registry, limit.characteristic),
        )
        for limit in policy.failed(readings)
    )
    if card.score(readings) >= policy.cut_off:
        return failed
    return failed + reasons(card, readings, basis, max(0, MOST_REASONS - len(failed)))


def can_change(registry: Registry, name: str) -> bool:
    """Whether a person can change a declared field, directly or through what its formula reads.

    Raises
    ------
    UndeclaredField
        If there is no field of that name.
    """
    declared = {field.name: field for field in (*registry.characteristics, *registry.inputs)}
    if name not in declared:
        raise UndeclaredField(name)
    field = declared[name]
    operands = (name,) if field.formula is None else field.formula.names
    return any(declared[operand].actionable is not None for operand in operands)
