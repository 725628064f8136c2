"""The table of the speed section: made from a seed, of any size, with missing values, categories and crossings.

Sixteen numeric and four categorical columns, or fifteen of them for the card that scores and explains. One row in
about ten is bad. Two pairs of columns act together, so that a card finds two crossings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.characteristic import Actionable, Change, Characteristic, Direction, Kind
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text

__all__ = ["ACTIONABLE", "Synthetic", "narrow", "synthetic"]

NUMERIC = 16
CATEGORIES = {"c0": 4, "c1": 6, "c2": 8, "c3": 12}
MISSING = {"x2": 0.05, "x5": 0.2, "x8": 0.1, "x11": 0.02, "x14": 0.3, "c1": 0.05}
ACTIONABLE = ("x0", "x1", "x3", "x4", "x6", "x7")
WEIGHTS = (-0.5, -0.45, -0.4, -0.35, -0.3, -0.3, -0.25, -0.25, -0.2, -0.2, -0.15, -0.1, -0.1, -0.05, 0.0, 0.0)
CONSTANT = -3.0

Column = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthetic:
    """A table with outcomes.

    Attributes
    ----------
    raw
        By column name, shape (rows,): floats with NaN, or texts with None.
    bad
        Shape (rows,).
    """

    raw: Mapping[str, Column]
    bad: np.ndarray[tuple[int], np.dtype[np.bool_]]
    registry: Registry


def synthetic(rows: int, seed: int) -> Synthetic:
    """The table of twenty columns."""
    rng = np.random.default_rng(seed)
    raw: dict[str, Column] = {}
    log_odds = np.full(rows, CONSTANT)
    for place, weight in enumerate(WEIGHTS):
        standard = rng.standard_normal(rows)
        log_odds += weight * (standard + 0.5 * np.tanh(2 * standard))
        # Two decimals, as amounts and shares have; every other column is skewed as amounts are.
        raw[f"x{place}"] = np.round(standard if place % 2 else np.exp(standard), 2)
    for name, levels in CATEGORIES.items():
        level = rng.integers(levels, size=rows)
        log_odds += np.linspace(-0.4, 0.4, levels)[level]
        raw[name] = np.array([f"level {number}" for number in range(levels)], dtype=object)[level]
    log_odds += 1.2 * ((raw["x0"] < 0.7) & (raw["x1"] < -0.2)) + 1.2 * ((raw["x3"] < 0) & (raw["x4"] < 1))
    bad = rng.random(rows) < 1 / (1 + np.exp(-log_odds))
    for name, share in MISSING.items():
        raw[name][rng.random(rows) < share] = np.nan if name.startswith("x") else None
    fields = tuple(_numeric(place) for place in range(NUMERIC)) + tuple(_categorical(name) for name in CATEGORIES)
    return Synthetic(raw=raw, bad=bad, registry=_registry(fields))


def narrow(data: Synthetic) -> Synthetic:
    """The table of fifteen columns: twelve numeric, of which six can be changed by a person, and three of texts."""
    names = [f"x{place}" for place in range(12)] + ["c0", "c1", "c2"]
    fields = tuple(data.registry.characteristic(name) for name in names)
    return Synthetic(raw={name: data.raw[name] for name in names}, bad=data.bad, registry=_registry(fields))


def _registry(fields: tuple[Characteristic, ...]) -> Registry:
    return Registry(profile=Profile.BENCHMARK, title=Text.same("synthetic"), characteristics=fields)


def _numeric(place: int) -> Characteristic:
    name = f"x{place}"
    words = Text.same(name)
    moved = Actionable(direction=Change.UP, step=0.25, bound=8.0, months=1 + place % 3) if name in ACTIONABLE else None
    return Characteristic(
        name=name,
        code=f"R{place:02d}",
        kind=Kind.NUMERIC,
        direction=Direction.HIGHER_IS_SAFER,
        label=words,
        reason=words,
        reason_missing=words,
        actionable=moved,
    )


def _categorical(name: str) -> Characteristic:
    words = Text.same(name)
    return Characteristic(
        name=name,
        code=f"C{name[1:]}",
        kind=Kind.CATEGORICAL,
        direction=Direction.NONE,
        label=words,
        reason=words,
        reason_missing=words,
    )
