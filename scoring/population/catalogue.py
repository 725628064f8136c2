"""The published populations: what each is made of, and the digests that its files must have."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from scoring.domain.errors import InputError
from scoring.population.simulate import Plan
from scoring.population.world import Knobs, World

__all__ = ["RELEASES", "WHOLE", "Release", "find_release"]

WHOLE = ""
"""The name under which a mapping of digests holds that of all files together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A population under a name: whoever writes it writes the same rows.

    Attributes
    ----------
    name, published
        ``laagland-v1``, and its day of publication.
    persons, seed, world, knobs, draws, sample, sample_draws
        As in :class:`~scoring.population.simulate.Plan`.
    digests
        Canonical digest of each file, and of all of them under ``""``; see :func:`scoring.population.write.digests`.
    excerpt_persons, excerpt_digests
        The same of the first persons alone, small enough to be kept beside the code.
    figures
        What was measured in the files; see :func:`scoring.population.measured.measure`.
    """

    name: str
    published: date
    persons: int
    seed: int
    world: World
    knobs: Knobs | None
    draws: int
    sample: int
    sample_draws: int
    digests: Mapping[str, str]
    excerpt_persons: int
    excerpt_digests: Mapping[str, str]
    figures: Mapping[str, int]

    @property
    def digest(self) -> str:
        """The canonical digest of the whole."""
        return self.digests[WHOLE]

    @property
    def plan(self) -> Plan:
        """What to simulate for the whole."""
        return self.first(self.persons)

    def first(self, persons: int) -> Plan:
        """What to simulate for the first so many persons."""
        return Plan(
            persons=persons,
            seed=self.seed,
            world=self.world,
            knobs=self.knobs,
            draws=self.draws,
            sample=self.sample,
            sample_draws=self.sample_draws,
        )


def find_release(name: str) -> Release:
    """The release of that name.

    Raises
    ------
    InputError
        If there is none.
    """
    if name not in RELEASES:
        raise InputError(f"there is no release '{name}'", remedy=f"The releases are: {', '.join(sorted(RELEASES))}")
    return RELEASES[name]


def _read() -> dict[str, Release]:
    text = (files("scoring.population") / "releases.toml").read_text(encoding="utf-8")
    return {name: _release(name, table) for name, table in tomllib.loads(text).items()}


def _release(name: str, table: dict[str, object]) -> Release:
    knobs = table.pop("knobs", None)
    return Release(
        name=name,
        world=World(str(table.pop("world"))),
        knobs=Knobs(**knobs) if isinstance(knobs, dict) else None,
        digests=_digests(table.pop("digest"), table.pop("files")),
        excerpt_digests=_digests(table.pop("excerpt_digest"), table.pop("excerpt_files")),
        **table,  # type: ignore[arg-type]  # a file of ours; the rest has the names and types of the attributes
    )


def _digests(whole: object, by_file: object) -> dict[str, str]:
    if not isinstance(whole, str) or not isinstance(by_file, dict):
        raise TypeError("a digest is text, and those of the files are a table")
    return {**by_file, WHOLE: whole}


RELEASES: dict[str, Release] = _read()
"""By name; read from ``releases.toml``, which ``python -m tests.support.release`` writes."""
