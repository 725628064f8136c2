"""Calibration by band: the mean PD of people with like scores beside what became of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from scoring.engine.estimate import Array, Outcomes, Z, effective_rows
from scoring.engine.figure import Predicted

__all__ = ["Band", "bands", "wilson"]

BANDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of scores.

    Attributes
    ----------
    lowest, highest
        Its scores, both inside.
    rows
        Their weight.
    mean_pd, bad_rate
        Weighted means.
    low, high
        Wilson's interval of the bad rate, at the band's effective number of rows.
    """

    lowest: int
    highest: int
    rows: float
    mean_pd: float
    bad_rate: float
    low: float
    high: float

    def to_document(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "lowest": self.lowest,
            "highest": self.highest,
            "rows": self.rows,
            "mean_pd": self.mean_pd,
            "bad_rate": self.bad_rate,
            "low": self.low,
            "high": self.high,
        }


def bands(says: Predicted, outcomes: Outcomes) -> tuple[Band, ...]:
    """Ten bands of about equal weight; a score is never split, so there may be fewer."""
    _, place = np.unique(says.score, return_inverse=True)
    total = np.bincount(place, weights=outcomes.weight)
    middle = (np.cumsum(total) - total / 2) / total.sum()
    number = np.minimum((middle * BANDS).astype(int), BANDS - 1)[place]
    return tuple(_band(says, outcomes, number == n) for n in np.unique(number))


def _band(says: Predicted, outcomes: Outcomes, within: Array) -> Band:
    weight, score = outcomes.weight[within], says.score[within]
    rate = float(weight @ outcomes.bad[within] / weight.sum())
    low, high = wilson(rate, effective_rows(weight))
    return Band(
        lowest=int(score.min()),
        highest=int(score.max()),
        rows=float(weight.sum()),
        mean_pd=float(weight @ says.pd[within] / weight.sum()),
        bad_rate=rate,
        low=low,
        high=high,
    )


def wilson(rate: float, size: float) -> tuple[float, float]:
    """The 95 % interval of a rate observed on so many rows (Wilson 1927).

    Examples
    --------
    >>> low, high = wilson(0.2, 40)
    >>> round(low, 4), round(high, 4)
    (0.105, 0.3476)
    """
    centre = (rate + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z * math.sqrt(rate * (1 - rate) / size + Z**2 / (4 * size**2)) / (1 + Z**2 / size)
    return max(0.0, centre - half), min(1.0, centre + half)
