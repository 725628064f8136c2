"""What a population says of itself in ``population.json``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from scoring.domain.errors import FileError

__all__ = ["About", "read_about"]

MOST_BYTES = 1_000_000
NAME = "Laagland"

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What was simulated.

    Attributes
    ----------
    persons, seed
        How many, and with which seed.
    world
        Name of the world.
    knobs
        By name; a knob that this version does not know is kept.
    sha256
        Digest of each file, by its name, in hexadecimal digits.
    """

    persons: int
    seed: int
    world: str
    knobs: Mapping[str, float]
    sha256: Mapping[str, str]


def read_about(path: Path) -> About:
    """Read ``population.json``.

    Raises
    ------
    FileError
        If it is missing, or not about a population of Laagland: nothing else can be said to hold no real person.
    """
    if not path.is_file():
        raise FileError("no such file", where=str(path), remedy="Name a folder that a population was written to")
    try:
        with path.open("rb") as file:
            said = json.loads(file.read(MOST_BYTES))
        return _about(said)
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise FileError(
            f"is not about a population of {NAME}", where=path.name, remedy="Write the population again"
        ) from None


def _about(said: object) -> About:
    fields = _of(dict, said)
    if fields["name"] != NAME:
        raise ValueError(NAME)
    return About(
        persons=_of(int, fields["persons"]),
        seed=_of(int, fields["seed"]),
        world=_of(str, fields["world"]),
        knobs={name: _number(value) for name, value in _of(dict, fields["knobs"]).items()},
        sha256={name: _of(str, digest) for name, digest in _of(dict, fields["sha256"]).items()},
    )


def _of(kind: type[Kind], value: object) -> Kind:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(str(kind))
    return value


def _number(value: object) -> float:
    number = float(value) if isinstance(value, int) else _of(float, value)
    if not math.isfinite(number):
        raise ValueError("knob")
    return number
