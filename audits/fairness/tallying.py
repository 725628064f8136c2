"""Tallies from the cube: of the people as they are, and of bootstrap draws of them.

A draw gives every cell a multiplier: a Poisson number of people whose mean is the number that are there, divided by it
(Hanley and MacGibbon 2006). Where weights differ within a cell, the number drawn is the cell's effective one, w²/w2, so
that the sum of weights keeps its mean and its variance. Where people have several decisions, whole buckets of people
are drawn instead (a bootstrap of clusters; Davison and Hinkley 1997, 3.8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.fairness.grouping import Grouping
from audits.fairness.statistics import Floats, Tally

__all__ = ["People", "Tallier", "blocks", "multipliers", "people_of"]

_BLOCK = 4_000_000
"""Numbers drawn at once: 32 megabytes."""


def blocks(cube: Cube, draws: int) -> list[int]:
    """How many draws each block holds, so that no block is larger than memory likes."""
    rows = max(1, _BLOCK // len(cube.people))
    return [min(rows, draws - start) for start in range(0, draws, rows)]


def multipliers(cube: Cube, draws: int, seed: tuple[int, int]) -> Floats:
    """Multipliers of the cells, shape (draws, cells).

    Parameters
    ----------
    seed
        The plan's, and the number of the block: the same cube, draws and seed give the same numbers, whoever draws.
    """
    generator = np.random.default_rng(seed)
    if cube.clustered:
        buckets = np.unique(cube.bucket, return_inverse=True)[1]
        many = int(buckets.max()) + 1
        drawn = generator.multinomial(many, np.full(many, 1 / many), size=draws)
        found: Floats = drawn[:, buckets].astype(np.float64)
        return found
    with np.errstate(invalid="ignore", divide="ignore"):
        effective = np.where(cube.weight2 > 0, np.minimum(cube.weight**2 / cube.weight2, cube.people), 0.0)
    drawn = generator.poisson(effective, size=(draws, len(effective)))
    return np.divide(drawn, effective, out=np.zeros(drawn.shape), where=effective > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Weights and sums of predictions by cell, shape (..., cells): as they are, or of each draw."""

    weight: Floats
    expected: Floats
    expected2: Floats
    loss: Floats


def people_of(cube: Cube, multiplier: Floats | None = None) -> People:
    """The people of a cube as they are, or each draw of them; ``multiplier`` has the shape (draws, cells)."""

    def drawn(values: Column) -> Floats:
        return values.astype(np.float64) if multiplier is None else multiplier * values

    return People(
        weight=drawn(cube.weight),
        expected=drawn(cube.expected),
        expected2=drawn(cube.expected2),
        loss=drawn(cube.loss),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Which cells belong to which place of a flat table: cells in order of their place, and where each place begins."""

    order: Column
    starts: Column
    places: Column
    size: int

    def of(self, values: Floats) -> Floats:
        """Sums of values of shape (..., cells) by place, shape (..., size)."""
        found = np.zeros((*values.shape[:-1], self.size))
        if len(self.starts):
            found[..., self.places] = np.add.reduceat(values[..., self.order], self.starts, axis=-1)
        return found


def _sums(place: Column, size: int, keep: Column | None = None) -> _Sums:
    chosen = np.arange(len(place)) if keep is None else np.flatnonzero(keep)
    order = chosen[np.argsort(place[chosen], kind="stable")]
    places, starts = np.unique(place[order], return_index=True)
    return _Sums(order=order, starts=starts, places=places, size=size)


class Tallier:
    """Makes the tallies of one grouping.

    Parameters
    ----------
    cube, grouping
        The people and their groups.
    ordered
        Whether the tallies hold people by position; rates of decisions need none.
    """

    def __init__(self, cube: Cube, grouping: Grouping, *, ordered: bool) -> None:
        self._cube, self._groups = cube, len(grouping.groups)
        outcome = cube.outcome + 1
        decided = (grouping.code * 2 + cube.approved) * 3 + outcome
        self._decided = _sums(decided, self._groups * 6)
        known = cube.outcome >= 0
        self._known = _sums(grouping.code * 2 + cube.outcome, self._groups * 2, known)
        self._lost = _sums(grouping.code, self._groups, known)
        # From the riskiest to the safest.
        levels, place = np.unique(cube.position if cube.axis.safer_upwards else -cube.position, return_inverse=True)
        self._positions = levels if cube.axis.safer_upwards else -levels
        self._log_odds = _log_odds(cube, place, len(levels))
        self._spread = None
        if ordered:
            spread = (grouping.code * len(levels) + place) * 3 + outcome
            self._spread = _sums(spread, self._groups * len(levels) * 3)

    def tally(self, people: People) -> Tally:
        """Count people by group, decision, outcome and position."""
        groups, positions = self._groups, len(self._positions)
        lead = people.weight.shape[:-1]
        spread = np.zeros((*lead, groups, 0, 3))
        if self._spread is not None:
            spread = self._spread.of(people.weight).reshape(*lead, groups, positions, 3)
        predicted = self._cube.predicted
        none = np.zeros((*lead, groups, 2))
        return Tally(
            weight=self._decided.of(people.weight).reshape(*lead, groups, 2, 3),
            expected=self._known.of(people.expected).reshape(*lead, groups, 2) if predicted else none,
            expected2=self._known.of(people.expected2).reshape(*lead, groups, 2) if predicted else none,
            loss=self._lost.of(people.loss) if predicted else none[..., 0],
            spread=spread,
            positions=self._positions,
            log_odds=self._log_odds,
        )


def _log_odds(cube: Cube, place: Column, positions: int) -> Floats:
    """The log-odds of the mean predicted probability at each position."""
    if not cube.predicted:
        return np.full(positions, np.nan)
    expected = np.bincount(place, weights=cube.expected, minlength=positions)
    weight = np.bincount(place, weights=cube.weight, minlength=positions)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.clip(expected / weight, 1e-9, 1 - 1e-9)
    return np.log(mean / (1 - mean))
