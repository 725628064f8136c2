"""The lending policy: what turns a score into a decision, published beside the card.

A score alone never approves: the requested payment must also fit the person's means, which the limits check
separately (CCD2 art. 18(1)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import DeclarationError
from scoring.domain.reading import Reading, State
from scoring.domain.text import Text

__all__ = ["Limit", "Outcome", "Policy"]


class Outcome(StrEnum):
    """What a decision says."""

    APPROVE = "approve"
    DECLINE = "decline"
    REFER = "refer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """An affordability limit on one declared numeric characteristic.

    Attributes
    ----------
    characteristic
        Whose value is limited.
    most
        The largest value that passes.
    code, reason
        The reason given when it fails; the code is unique beside the card's reason codes.
    """

    characteristic: str
    most: float
    code: str
    reason: Text

    def passes(self, readings: Mapping[str, Reading]) -> bool:
        """Whether the value is known and within the limit; an unknown value never passes."""
        reading = readings[self.characteristic]
        return reading.state is State.VALUE and reading.number <= self.most

    def is_known(self, readings: Mapping[str, Reading]) -> bool:
        """Whether there is a value to judge."""
        return readings[self.characteristic].state is State.VALUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A cut-off, affordability limits, and the one purpose they serve.

    Attributes
    ----------
    purpose
        The only purpose a score may be used for.
    cut_off
        The lowest passing score.
    limits
        Affordability limits, each judged apart from the score.
    version
        The policy's own version, for people.
    """

    purpose: str
    cut_off: int
    version: str
    limits: tuple[Limit, ...] = ()

    def __post_init__(self) -> None:
        if not self.purpose or not self.version:
            raise DeclarationError("a policy needs a purpose and a version")
        codes = [limit.code for limit in self.limits]
        if len(set(codes)) != len(codes):
            raise DeclarationError("two limits share a code")

    def failed(self, readings: Mapping[str, Reading]) -> tuple[Limit, ...]:
        """The limits whose value is known and too large, in order of declaration."""
        return tuple(limit for limit in self.limits if limit.is_known(readings) and not limit.passes(readings))

    def unknown(self, readings: Mapping[str, Reading]) -> tuple[Limit, ...]:
        """The limits that cannot be judged because their value is unknown."""
        return tuple(limit for limit in self.limits if not limit.is_known(readings))

    def outcome(self, score: int, readings: Mapping[str, Reading]) -> Outcome:
        """Decline for a score below the cut-off or a failed limit; refer where a limit cannot be judged.

        Unknown affordability is never a pass and never a decline: a person looks at it.
        """
        if score < self.cut_off or self.failed(readings):
            return Outcome.DECLINE
        return Outcome.REFER if self.unknown(readings) else Outcome.APPROVE
