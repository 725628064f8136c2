"""Calibration by score band, in bands so wide that no band of a printed group is small."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audits.fairness.cube import Counts, Cube
from audits.fairness.measures import default_rate, predicted_rate
from audits.fairness.result import Band, Rate
from audits.shared.bands import quantile_bands
from audits.shared.intervals import wilson
from audits.shared.small_cells import is_small

__all__ = ["MOST_BANDS", "calibration_bands"]

MOST_BANDS = 5


def calibration_bands(cube: Cube, hidden: frozenset[int], level: float) -> tuple[Band, ...]:
    """Observed and predicted default by band and group: as many bands as small cells allow, 2 to 5, or none.

    Bands hold about equally many people with an outcome. The hidden groups together must not be small in any band
    either, so that subtracting the printed groups from a known total gives nobody away.
    """
    shown = [place for place in range(len(cube.groups)) if place not in hidden]
    for number in range(MOST_BANDS, 1, -1):
        edges = _edges(cube, number)
        if len(edges) < 2:
            continue
        cells = [[cube.counts(place, low, high) for place in range(len(cube.groups))] for low, high in edges]
        if shown and not any(_reveals(band, shown, hidden) for band in cells):
            return tuple(_band(cube, edge, band, shown, level) for edge, band in zip(edges, cells, strict=True))
    return ()


def _edges(cube: Cube, number: int) -> list[tuple[float, float]]:
    """Ends of each band, the outermost infinite; fewer bands than asked for where many people share a value."""
    seen = cube.outcome >= 0
    if not seen.any():
        return []
    bands = quantile_bands(cube.position[seen], cube.people[seen], number)
    lows, highs = [low for low, _ in bands[1:]], [high for _, high in bands[:-1]]
    return list(zip([-np.inf, *lows], [*highs, np.inf], strict=True))


def _reveals(band: Sequence[Counts], shown: Sequence[int], hidden: frozenset[int]) -> bool:
    together = sum((band[place] for place in hidden), Counts())
    cells = [band[place] for place in shown] + ([together] if hidden else [])
    return any(is_small(default_rate(counts)) for counts in cells)


def _band(cube: Cube, edge: tuple[float, float], band: Sequence[Counts], shown: Sequence[int], level: float) -> Band:
    rates = {cube.groups[place]: default_rate(band[place]) for place in shown}
    return Band(
        low=None if np.isneginf(edge[0]) else edge[0],
        high=None if np.isposinf(edge[1]) else edge[1],
        default={group: Rate(proportion=p, interval=wilson(p, level)) for group, p in rates.items()},
        predicted={cube.groups[place]: predicted_rate(band[place]) for place in shown},
    )
