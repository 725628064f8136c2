"""Worlds and knobs: which circumstances and which recording the population is drawn under."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scoring.domain.errors import InputError

__all__ = ["CIRCUMSTANCES", "GROUPS", "Circumstances", "Knobs", "World"]


class World(StrEnum):
    """Three worlds of the same persons.

    ``equal``: no group differences in circumstances, recording honest. ``fair``: circumstances differ between groups,
    recording honest. ``historical``: circumstances differ, and the knobs are on.
    """

    EQUAL = "equal"
    FAIR = "fair"
    HISTORICAL = "historical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """Biases of recording, each with one causal meaning.

    Attributes
    ----------
    label_bias
        Probability that a person with a migration background who did not default is recorded as a default all the
        same (more zealous reporting). Changes recorded outcomes only, 0 to 1.
    proxy_strength
        Probability that a person with a migration background is recorded as a lodger whatever their tenure is.
        Changes ``housing_tenure`` only, 0 to 1.
    """

    label_bias: float
    proxy_strength: float

    def __post_init__(self) -> None:
        for name, value in (("label bias", self.label_bias), ("proxy strength", self.proxy_strength)):
            if not 0 <= value <= 1:
                raise InputError(f"the {name} is {value:g}", remedy="Give a number from 0 to 1")

    @classmethod
    def of(cls, world: World) -> Knobs:
        """The knobs a world comes with."""
        if world is World.HISTORICAL:
            return cls(label_bias=0.03, proxy_strength=0.25)
        return cls(label_bias=0.0, proxy_strength=0.0)


GROUPS: dict[str, dict[str, float]] = {
    "sex": {"female": 0.50, "male": 0.50},
    "age_band": {"18-29": 0.20, "30-44": 0.26, "45-64": 0.34, "65+": 0.20},
    "migration_background": {"no": 0.73, "yes": 0.27},
    "region": {"north": 0.12, "east": 0.21, "south": 0.21, "west": 0.46},
}
"""Protected attributes, drawn independently of each other, with their shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How membership of a group shifts a person's circumstances outside the equal world.

    Attributes
    ----------
    income
        Factor on net income.
    shock
        Added to the probability of an income or cost shock in the past year.
    thin_file
        Added to the probability of no record in the credit register.
    """

    income: float = 1.0
    shock: float = 0.0
    thin_file: float = 0.0


CIRCUMSTANCES: dict[tuple[str, str], Circumstances] = {
    ("sex", "female"): Circumstances(income=0.90, shock=0.01),
    ("age_band", "18-29"): Circumstances(income=0.80, shock=0.03, thin_file=0.20),
    ("age_band", "65+"): Circumstances(income=0.88, shock=-0.04, thin_file=0.02),
    ("migration_background", "yes"): Circumstances(income=0.86, shock=0.05, thin_file=0.12),
    ("region", "north"): Circumstances(income=0.95, shock=0.01),
    ("region", "west"): Circumstances(income=1.04),
}
"""Groups not named here have the common circumstances."""
