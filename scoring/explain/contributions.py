"""Contributions: what each entry adds to this person's score, against a reference.

An entry's contribution is its points less the reference points. Against the population reference this is the exact
interventional Shapley value of its characteristic (a crossing's: the sum of its two characteristics'), because the
score is a sum over entries; against any reference
the contributions sum to score minus reference score, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from scoring.domain.card import Card
from scoring.domain.entry import Entry
from scoring.domain.errors import CardError
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis, Contribution

__all__ = ["contributions", "default_basis", "reference_points", "reference_score"]


def default_basis(card: Card) -> Basis:
    """Just passing where the card has a cut-off and somebody just passed it; otherwise the population."""
    passing = card.cut_off is not None and all(e.references.just_passing is not None for e in card.entries)
    return Basis.JUST_PASSING if passing and card.entries else Basis.POPULATION


def reference_points(entry: Entry, basis: Basis) -> Decimal:
    """The points that an entry's losses are measured from.

    Raises
    ------
    CardError
        If the card has no such reference.
    """
    match basis:
        case Basis.MAXIMUM:
            return entry.references.maximum
        case Basis.POPULATION:
            return entry.references.population
        case Basis.JUST_PASSING:
            if entry.references.just_passing is None:
                raise CardError(
                    "the card has no just-passing reference",
                    remedy="Use --reference population or max, or fit with a --cut-off that somebody just passes",
                )
            return entry.references.just_passing


def reference_score(card: Card, basis: Basis) -> Decimal:
    """The score of the reference: initial points and every entry's reference points."""
    return card.initial_points + sum((reference_points(e, basis) for e in card.entries), Decimal(0))


def contributions(card: Card, readings: Mapping[str, Reading], basis: Basis) -> tuple[Contribution, ...]:
    """One contribution per entry, in the card's order.

    Raises
    ------
    InvalidValue
        If a scored reading is invalid.
    CardError
        If the card has no such reference.
    """
    return tuple(
        Contribution(
            characteristics=entry.characteristics,
            code=card.naming(entry).code,
            label=card.naming(entry).label,
            points=line.points,
            reference=reference_points(entry, basis),
        )
        for entry, line in zip(card.entries, card.lines(readings), strict=True)
    )
