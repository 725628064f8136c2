"""People of Laagland among whom a proxy was planted, or none: samples to make cards of, and populations with truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from scoring.artefact.characteristics_file import read_characteristics
from scoring.domain.registry import Registry
from scoring.population.application import migrants
from scoring.population.simulate import Chunk, Plan, chunks
from scoring.population.world import Knobs, World
from scoring.tabular.readings import TableReadings, read_frame

__all__ = ["GROUP", "PLANTED", "REFERENCE", "SETTINGS", "Frame", "Lives", "Setting", "lives", "population", "registry"]

Column = np.ndarray[Any, np.dtype[Any]]

GROUP, REFERENCE = "migration_background", "no"
PLANTED = "housing_tenure"
"""The characteristic into which the recording of one group is written."""

AGAIN = 32
"""Outcomes lived again for the truth; the same number everywhere, so that bands of risk mean the same."""

POPULATION_SEED = 601
"""Others than the people of any replicate."""

_SIZE = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A world and how it is recorded.

    Attributes
    ----------
    stream
        Seeds of the samples begin here.
    """

    world: World
    knobs: Knobs
    stream: int


_TURNED = Knobs(label_bias=0.05, proxy_strength=0.5)

SETTINGS = {
    "equal": Setting(world=World.EQUAL, knobs=_TURNED, stream=1_000_000),
    "control": Setting(world=World.EQUAL, knobs=Knobs(), stream=2_000_000),
    "fair": Setting(world=World.FAIR, knobs=_TURNED, stream=3_000_000),
}
"""``equal``: nothing but the recording differs between groups. ``control``: nothing at all does. ``fair``:
circumstances do as well, so that several characteristics tell of the group and have an order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lives:
    """Some people; every array has the shape (people,).

    Attributes
    ----------
    readings
        What is recorded of them.
    member
        Whether they belong to the group.
    bad
        The recorded outcome; all outcomes are known.
    true_pd
        The share of defaults among ``AGAIN`` lives.
    """

    readings: TableReadings
    member: Column
    bad: Column
    true_pd: Column


@cache
def registry() -> Registry:
    """Laagland's declarations."""
    return read_characteristics(Path(str(files("scoring.population") / "laagland.toml")))


def lives(setting: Setting, people: int, seed: int) -> Lives:
    """Simulate people; in pieces, because what they did at their banks is not kept."""
    plan = Plan(persons=people, seed=seed, world=setting.world, knobs=setting.knobs, draws=AGAIN, sample=0)
    parts = [_kept(chunk) for chunk in chunks(plan, size=min(_SIZE, people), workers=1)]
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    own = {name: joined.pop(f" {name}") for name in ("member", "bad", "true_pd")}
    return Lives(readings=read_frame(joined, registry()), **own)


@cache
def population(name: str, people: int) -> Lives:
    """The population of a setting, simulated once by each process that asks for it."""
    return lives(SETTINGS[name], people, POPULATION_SEED)


def _kept(chunk: Chunk) -> dict[str, Column]:
    assert (chunk.defaulted >= 0).all(), "an outcome is not known"  # noqa: S101
    return chunk.characteristics | {
        " member": migrants(chunk.protected),
        " bad": chunk.defaulted == 1,
        " true_pd": chunk.truth["bads"] / chunk.truth["draws"],
    }


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of people of equal length, counted as an opened file of decisions counts them."""

    columns: dict[str, Column]

    def counts(self, keys: Sequence[str]) -> dict[str, Column]:
        """People by the keys, sorted by them."""
        places = [np.unique(self.columns[key], return_inverse=True) for key in keys]
        sizes = [len(levels) for levels, _ in places]
        cells, people = np.unique(np.ravel_multi_index([place for _, place in places], sizes), return_counts=True)
        at = np.unravel_index(cells, sizes)
        found = {key: levels[place] for key, (levels, _), place in zip(keys, places, at, strict=True)}
        return {**found, "people": people}
