"""Reasons: the entries that lost most, and the rules that failed.

Only positive losses are reasons, the largest first, ties by code; at most four, because more are unlikely to help
(12 CFR part 1002, Supplement I, comment 9(b)(2)-1). Reasons come from the part of the decision that was failed.
"""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.card import Card
from scoring.domain.entry import Entry
from scoring.domain.errors import InputError
from scoring.domain.policy import Policy
from scoring.domain.reading import Reading, State
from scoring.domain.reason import Basis, Reason, Stage
from scoring.domain.registry import Registry
from scoring.domain.text import Text
from scoring.explain.contributions import contributions, default_basis

__all__ = [
    "MOST_REASONS",
    "available_bases",
    "can_change",
    "principal_reasons",
    "reason_text",
    "reasons",
    "reasons_by_basis",
]

MOST_REASONS = 4


def reasons(
    card: Card, readings: Mapping[str, Reading], basis: Basis | None = None, most: int = MOST_REASONS
) -> tuple[Reason, ...]:
    """Why the score is not higher.

    A refused source is neutral by construction and is never a reason. Missing and special values have texts of their
    own.

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
    parts = contributions(card, readings, basis or default_basis(card))
    lost = [
        (part.difference, part.code, place)
        for place, part in enumerate(parts)
        if part.difference < 0 and readings[card.entries[place].characteristic].state is not State.NOT_PROVIDED
    ]
    return tuple(
        Reason(
            code=code,
            text=reason_text(card, card.entries[place], readings),
            stage=Stage.SCORE,
            characteristics=card.entries[place].characteristics,
            actionable=any(can_change(card.registry, name) for name in card.entries[place].characteristics),
            loss=-difference,
        )
        for difference, code, place in sorted(lost)[:most]
    )


def available_bases(card: Card) -> tuple[Basis, ...]:
    """The references that a card has: just passing only where it has one for every entry."""
    passing = all(entry.references.just_passing is not None for entry in card.entries)
    return tuple(basis for basis in Basis if passing or basis is not Basis.JUST_PASSING)


def reasons_by_basis(card: Card, readings: Mapping[str, Reading]) -> dict[Basis, tuple[Reason, ...]]:
    """The reasons under every reference that the card has, side by side.

    The same person gets other reasons under another reference: none of them is the truth, and a letter names the one
    that it uses.

    Raises
    ------
    InvalidValue
        If a scored reading is invalid.
    """
    return {basis: reasons(card, readings, basis) for basis in available_bases(card)}


def reason_text(card: Card, entry: Entry, readings: Mapping[str, Reading]) -> Text:
    """Why an entry cost points: in words of its own where a value is missing or special."""
    for characteristic in card.characteristics(entry):
        reading = readings[characteristic.name]
        if reading.state is State.MISSING:
            return characteristic.reason_missing
        if reading.state is State.SPECIAL:
            label, meaning = characteristic.label, characteristic.meaning(reading.label)
            return Text(en=f"{label.en}: {meaning.en}", nl=f"{label.nl}: {meaning.nl}")
    return card.naming(entry).reason


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
            characteristics=(limit.characteristic,),
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
    field = registry.field(name)
    operands = (name,) if field.formula is None else field.formula.names
    return any(registry.field(operand).actionable is not None for operand in operands)
