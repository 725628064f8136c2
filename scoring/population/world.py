"""Worlds and knobs: under which circumstances persons live, and how honestly they are recorded."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from scoring.domain.errors import InputError

__all__ = ["GROUPS", "Knobs", "World"]


class World(StrEnum):
    """Three worlds of the same persons.

    ``equal``: no group differs in circumstances, no knob. ``fair``: circumstances differ between groups, recording is
    honest. ``historical``: circumstances differ and the knobs are on.
    """

    EQUAL = "equal"
    FAIR = "fair"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """What can be turned, each with one causal meaning; ``docs/laagland.md`` says what each moves and what it leaves.

    Attributes
    ----------
    label_bias
        Probability that a person with a migration background who did not default is recorded as a default all the
        same: more zealous reporting. 0 to 1.
    measurement_bias
        Share of the income of persons with a migration background that the application fails to record. 0 to 0.9.
    proxy_strength
        Probability that a person with a migration background is recorded as a lodger, whatever their home is. 0 to 1.
    approval_cut
        Least number of points that the lender of the past asked for; the outcome of everybody below is unobserved. 0
        approves everybody, 13 only those who earn every point, and the few whom it approved by way of trial.
    group_size
        Share of persons with a migration background. 0 to 1.
    drift
        By how much living costs rise against incomes in each calendar year after 2022. 0 to 0.5.
    missingness
        Probability that a person leaves a cost or balance out of the application. 0 to 1.
    consent_share
        Share of persons who share their bank data, of those with half a month's income in hand. 0 to 1.
    """

    label_bias: float = 0.0
    measurement_bias: float = 0.0
    proxy_strength: float = 0.0
    approval_cut: int = 0
    group_size: float = 0.27
    drift: float = 0.0
    missingness: float = 0.0
    consent_share: float = 0.75

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(
                    f"the {name.replace('_', ' ')} is {value:g}", remedy=f"Give a number from {low:g} to {high:g}"
                )

    @classmethod
    def of(cls, world: World) -> Knobs:
        """The knobs a world comes with."""
        if world is World.HISTORICAL:
            return cls(
                label_bias=0.03,
                measurement_bias=0.10,
                proxy_strength=0.25,
                approval_cut=8,
                drift=0.02,
                missingness=0.03,
            )
        return cls()

    def to_document(self) -> dict[str, float]:
        """By name, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


LIMITS: dict[str, tuple[float, float]] = {
    "label_bias": (0, 1),
    "measurement_bias": (0, 0.9),
    "proxy_strength": (0, 1),
    "approval_cut": (0, 13),
    "group_size": (0, 1),
    "drift": (0, 0.5),
    "missingness": (0, 1),
    "consent_share": (0, 1),
}


GROUPS: dict[str, dict[str, float]] = {
    "sex": {"female": 0.50, "male": 0.50},
    "age_band": {"18-29": 0.20, "30-44": 0.26, "45-64": 0.34, "65+": 0.20},
    "migration_background": {"no": 0.73, "yes": 0.27},
    "region": {"north": 0.12, "east": 0.21, "south": 0.21, "west": 0.46},
}
"""Protected attributes, drawn independently of each other, with their shares in percent of the standard population."""
