"""A reading: what one field of one person says, in one of five states.

Unknown is never zero, and wrong is never unknown: each state has a name that the type carries.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Reading", "State"]


class State(StrEnum):
    """The five states of a value."""

    VALUE = "value"
    SPECIAL = "special"
    MISSING = "missing"
    NOT_PROVIDED = "not-provided"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one field says about one person.

    Attributes
    ----------
    state
        Which of the five states.
    number
        The value of a numeric field; 0.0 and without meaning in the other states.
    label
        The category, the code of a special value, or for an invalid value the reason (never the value).
    """

    state: State
    number: float = 0.0
    label: str = ""

    @classmethod
    def value(cls, number: float) -> Reading:
        """A number within its range."""
        return cls(state=State.VALUE, number=number)

    @classmethod
    def category(cls, label: str) -> Reading:
        """A category."""
        return cls(state=State.VALUE, label=label)

    @classmethod
    def special(cls, code: str) -> Reading:
        """A declared value with a meaning of its own, such as "no such loan"."""
        return cls(state=State.SPECIAL, label=code)

    @classmethod
    def missing(cls) -> Reading:
        """Nobody knows."""
        return cls(state=State.MISSING)

    @classmethod
    def not_provided(cls) -> Reading:
        """The person refused the optional source."""
        return cls(state=State.NOT_PROVIDED)

    @classmethod
    def invalid(cls, why: str) -> Reading:
        """Out of range, infinite or unparsable."""
        return cls(state=State.INVALID, label=why)
