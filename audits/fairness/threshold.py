"""Limits, each with its source: a number from outside never stands alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from audits.fairness.measures import DEFINITIONS, Measure, Scale
from scoring.domain.errors import DeclarationError

__all__ = ["DEFAULT_THRESHOLDS", "Threshold", "scale_of"]

OWN = "Counterscore default, no legal basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How far a group may lie from its reference, in either direction.

    Attributes
    ----------
    name
        What people call it.
    limit
        On the ratio scale above 0 and below 1: allowed is ``[limit, 1/limit]``. On the scale of differences above 0:
        allowed is ``[-limit, limit]``. On that of distances above 0: allowed is ``[0, limit]``.
    source
        Who says so, and with what authority.

    Examples
    --------
    >>> rule = Threshold(name="four-fifths screen", limit=0.8, scale=Scale.RATIO, source="an employment guideline")
    >>> rule.low, rule.high
    (0.8, 1.25)
    """

    name: str
    limit: float
    scale: Scale
    source: str

    def __post_init__(self) -> None:
        most = 1.0 if self.scale is Scale.RATIO else math.inf
        if not (math.isfinite(self.limit) and 0 < self.limit < most):
            raise DeclarationError(
                f"the limit is {self.limit}",
                where=self.name,
                remedy="Give a number between 0 and 1" if self.scale is Scale.RATIO else "Give a number above 0",
            )
        if not self.name.strip() or not self.source.strip():
            raise DeclarationError(
                "a limit has no name or no source", where=self.name, remedy="Say where it comes from"
            )

    @property
    def low(self) -> float:
        """The smallest value that is allowed."""
        return {Scale.RATIO: self.limit, Scale.DIFFERENCE: -self.limit, Scale.DISTANCE: 0.0}[self.scale]

    @property
    def high(self) -> float:
        """The largest value that is allowed."""
        return 1 / self.limit if self.scale is Scale.RATIO else self.limit


def scale_of(measure: Measure) -> Scale:
    """The scale that a measure is on."""
    return DEFINITIONS[measure].scale


DEFAULT_THRESHOLDS: Mapping[Measure, Threshold] = MappingProxyType(
    {
        Measure.ADVERSE_IMPACT_RATIO: Threshold(
            name="four-fifths screen",
            limit=0.8,
            scale=Scale.RATIO,
            source="29 CFR 1607.4(D), an employment guideline: a screening signal, no legal claim",
        ),
        Measure.TRUE_POSITIVE_DIFFERENCE: Threshold(
            name="equal opportunity", limit=0.05, scale=Scale.DIFFERENCE, source=OWN
        ),
        Measure.CALIBRATION_DIFFERENCE: Threshold(
            name="calibration in the large", limit=0.02, scale=Scale.DIFFERENCE, source=OWN
        ),
    }
)
"""The primary comparisons of an audit without a plan of its own."""
