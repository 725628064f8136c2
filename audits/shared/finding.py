"""A number that was found, with its interval, or why it is not given."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audits.shared.estimate import Estimate
from audits.shared.intervals import Interval

__all__ = ["Finding", "Known", "NotGiven", "Reason", "found"]


class Reason(StrEnum):
    """Why a number is not given."""

    TOO_FEW = "too few people"
    NO_OUTCOMES = "too few recorded outcomes"
    UNDEFINED = "not defined here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A number with its interval."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class NotGiven:
    """No number, and why."""

    reason: Reason


Finding = Known | NotGiven


def found(estimate: Estimate, level: float) -> Finding:
    """An estimate as a finding; one that has no value or no error is not defined."""
    if not estimate.known:
        return NotGiven(reason=Reason.UNDEFINED)
    return Known(value=estimate.value, interval=estimate.interval(level))
