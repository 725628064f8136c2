"""Lives, month by month: the state before, what happened, and the state after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.population.circumstances import Circumstances, circumstances, draw_groups
from scoring.population.life import Life, Month, begin
from scoring.population.month import live
from scoring.population.streams import Streams
from scoring.population.world import Knobs

__all__ = ["Crowd", "Lived", "lives"]

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """One month of a number of persons."""

    month: int
    before: Life
    happened: Month
    after: Life


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Persons under a seed, with circumstances by their groups."""

    seed: int
    persons: int

    @property
    def places(self) -> Array:
        """The first ones."""
        return np.arange(self.persons, dtype=np.uint64)

    @property
    def streams(self) -> Streams:
        """Their random words."""
        return Streams(self.seed)

    def who(self) -> Circumstances:
        """Their circumstances."""
        return circumstances(self.streams, self.places, draw_groups(self.streams, self.places, Knobs()))


def lives(crowd: Crowd, *, months: int = 72, dear: int = 1000, borrow: bool = True) -> Iterator[Lived]:
    """A history with living costs in per mille of those of 2022.

    ``after`` is the state that goes on living, ``before`` a copy.
    """
    who = crowd.who()
    life, level = begin(who), np.full(crowd.persons, dear)
    for month in range(months):
        before = life.copy()
        happened = live(life, who, crowd.streams, "history", crowd.places, month, level, borrow=borrow)
        yield Lived(month=month, before=before, happened=happened, after=life)
