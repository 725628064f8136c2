"""A million people with their truth: groups, how often they default in five lives, and the score under each recording.

People live once for each setting that changes lives. A knob that only changes what is recorded is turned afterwards, on
the same lives, by the simulator's own functions. Files are kept, because a million lives take minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from scoring.artefact.card_json import read_card
from scoring.artefact.characteristics_file import read_characteristics
from scoring.batch.score import score_table
from scoring.domain.card import Card
from scoring.domain.registry import Registry
from scoring.population.application import migrants, record
from scoring.population.lender import legacy_points
from scoring.population.simulate import Chunk, Plan, chunks
from scoring.population.streams import Streams
from scoring.population.world import GROUPS, Knobs, World
from scoring.records.characteristics import characteristics
from scoring.tabular.readings import read_frame

__all__ = ["CARD", "LIVES", "PEOPLE", "RECORDS", "SEED", "SETTINGS", "Setting", "Truth", "the_card", "truth_of"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

PEOPLE = 1_000_000
SEED = 501
"""Others than those the card was fitted on (seed 1)."""

AGAIN = 4
LIVES = AGAIN + 1
"""The outcome that was lived and four more: ``true_pd`` is the share of defaults among the five."""

CARD = Path(__file__).parent / "truth_card.json"
"""Fixed before any replicate, and a file of its own, so that it stays fixed where the reference card is fitted anew. It
was fitted on 17,251 other people of the world ``historical``."""

_SIZE = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Lives under a world, and the recordings of them that are scored.

    Attributes
    ----------
    world, lived
        The world, and the knobs that change lives.
    records
        By name, the knobs that change what is recorded.
    """

    world: World
    lived: Knobs = field(default_factory=Knobs)
    records: tuple[str, ...] = ("honest",)


RECORDS: dict[str, dict[str, Any]] = {
    "honest": {},
    "measurement 0.1": {"measurement_bias": 0.1},
    "measurement 0.3": {"measurement_bias": 0.3},
    "proxy 0.25": {"proxy_strength": 0.25},
    "proxy 1": {"proxy_strength": 1.0},
    "missing 0.3": {"missingness": 0.3},
    "historical": {"measurement_bias": 0.1, "proxy_strength": 0.25, "missingness": 0.03},
}
"""Recordings by name. ``historical`` has the strengths of that world."""

SETTINGS: dict[str, Setting] = {
    "equal": Setting(world=World.EQUAL),
    "fair": Setting(world=World.FAIR, records=tuple(name for name in RECORDS if name != "historical")),
    "historical": Setting(world=World.HISTORICAL, lived=Knobs.of(World.HISTORICAL), records=("historical",)),
    "drift 0.1": Setting(world=World.FAIR, lived=Knobs(drift=0.1)),
    "consent 0.2": Setting(world=World.FAIR, lived=Knobs(consent_share=0.2)),
}
"""Every population that the replicates are drawn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A population with truth; every array has the shape (people,).

    Attributes
    ----------
    groups
        By attribute, the place of each person's group in the sorted levels.
    bads
        Defaults among ``LIVES`` lives.
    points
        Points of the lender of the past, under the first recording.
    scores
        By recording, the card's score.
    """

    groups: dict[str, Column]
    bads: Column
    points: Column
    scores: dict[str, Column]


def the_card() -> Card:
    """The card of all replicates."""
    return read_card(CARD)


def truth_of(name: str, folder: Path, people: int = PEOPLE, *, say: Callable[[str], None] = print) -> Truth:
    """The population of a setting, from its file in ``folder`` or simulated and written there."""
    path = folder / f"{name.replace(' ', '-')}-{people}-{SEED}.npz"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        found: dict[str, Any] = _simulated(SETTINGS[name], people, lambda done: say(f"{name}: {done} lives"))
        np.savez_compressed(part, **found)
        part.rename(path)
    with np.load(path) as kept:
        return Truth(
            groups={attribute: kept[f"group {attribute}"] for attribute in GROUPS},
            bads=kept["bads"],
            points=kept["points"],
            scores={record: kept[f"score {record}"] for record in SETTINGS[name].records},
        )


def _simulated(setting: Setting, people: int, say: Callable[[int], None]) -> dict[str, Column]:
    registry = read_characteristics(Path(str(files("scoring.population") / "laagland.toml")))
    card, parts = the_card(), []
    plan = Plan(persons=people, seed=SEED, world=setting.world, knobs=setting.lived, draws=AGAIN, sample=0)
    for number, chunk in enumerate(chunks(plan, size=_SIZE)):
        parts.append(_columns(chunk, setting, number * _SIZE, card, registry))
        if number % 10 == 9:
            say((number + 1) * _SIZE)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _columns(chunk: Chunk, setting: Setting, start: int, card: Card, registry: Registry) -> dict[str, Column]:
    streams, places = Streams(SEED), np.arange(start, start + len(chunk.person), dtype=np.uint64)
    found: dict[str, Column] = {
        f"group {name}": _sorted_place(chunk.protected[name], list(levels)) for name, levels in GROUPS.items()
    }
    found["bads"] = (chunk.truth["bads"] + chunk.truth["true_default"]).astype(np.uint8)
    for name in setting.records:
        knobs = replace(setting.lived, **RECORDS[name])
        written = record(chunk.honest, streams, places, migrants(chunk.protected), knobs)
        fields = characteristics(written, chunk.contracts, chunk.events, chunk.accounts, chunk.transactions)
        scores = score_table(card, read_frame(fields, registry))
        assert not (scores.invalid != "").any(), "a person of the simulator cannot be scored"  # noqa: S101
        found[f"score {name}"] = scores.score.astype(np.uint16)
        found.setdefault("points", legacy_points(fields).astype(np.uint8))
    return found


def _sorted_place(codes: Column, levels: list[str]) -> Column:
    """Places among the sorted levels, as a cube has them."""
    places = np.array([sorted(levels).index(level) for level in levels], dtype=np.uint8)
    return places[codes]
