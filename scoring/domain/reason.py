"""A reason: why a score is lower than it might be, or which rule failed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from scoring.domain.text import Text

__all__ = ["Basis", "Contribution", "Reason", "Stage"]


class Basis(StrEnum):
    """What losses are measured from (12 CFR 1002.9, commentary: averages of those just passing, or of all)."""

    MAXIMUM = "max"
    JUST_PASSING = "just-passing"
    POPULATION = "population"


class Stage(StrEnum):
    """The part of the decision that a reason comes from."""

    SCORE = "score"
    AFFORDABILITY = "affordability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one entry adds to this person's score, against the reference.

    Attributes
    ----------
    characteristics, code, label
        Which entry: one name, or the two of a crossing.
    points
        The points its attribute gives.
    reference
        The points of the reference.
    """

    characteristics: tuple[str, ...]
    code: str
    label: Text
    points: int
    reference: Decimal

    @property
    def difference(self) -> Decimal:
        """Points minus reference; the differences of all entries sum to score minus reference score."""
        return self.points - self.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One principal reason.

    Attributes
    ----------
    code, text
        The stable code and its words.
    stage
        Which part of the decision it comes from.
    characteristics
        What it is about: one name, or the two of a crossing.
    loss
        Points below the reference; None for a failed affordability limit, which has no points.
    actionable
        Whether the person can change what it is about.
    """

    code: str
    text: Text
    stage: Stage
    characteristics: tuple[str, ...]
    actionable: bool
    loss: Decimal | None = None
