"""Evaluation: how well a card ranks and how true its probabilities are, each figure with its interval.

Intervals are at 95 %. They come from a bootstrap over counts by score (goods and bads resampled apart, their share
drawn too), so that their cost does not grow with rows; the bad rates of bands have Wilson intervals. Unequal
weights count as fewer rows: the effective number is ``(sum w)^2 / sum w^2`` (Kish 1965).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.errors import DataError

__all__ = ["Band", "Evaluation", "Figure", "evaluate", "gini_against_truth"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

DRAWS = 1_000
BANDS = 10
Z = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure with its 95 % interval."""

    name: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of scores: how many, the mean PD, and the observed bad rate with its Wilson interval."""

    lowest: int
    highest: int
    rows: float
    mean_pd: float
    bad_rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one card on one file."""

    rows: int
    bads: int
    figures: tuple[Figure, ...]
    bands: tuple[Band, ...]

    def figure(self, name: str) -> Figure:
        """The figure of that name."""
        for figure in self.figures:
            if figure.name == name:
                return figure
        raise DataError(f"there is no figure '{name}'")

    def to_document(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "rows": self.rows,
            "bads": self.bads,
            "interval": "95 %",
            "figures": {f.name: {"value": f.value, "low": f.low, "high": f.high} for f in self.figures},
            "bands": [
                {
                    "lowest": b.lowest,
                    "highest": b.highest,
                    "rows": b.rows,
                    "mean_pd": b.mean_pd,
                    "bad_rate": b.bad_rate,
                    "low": b.low,
                    "high": b.high,
                }
                for b in self.bands
            ],
        }

    def to_text(self) -> str:
        """The figures as a table, then calibration by band."""
        lines = [f"{self.rows} rows, {self.bads} bad; intervals at 95 %", ""]
        lines += [f"{f.name:24} {f.value:8.4f}   {f.low:.4f} to {f.high:.4f}" for f in self.figures]
        lines += ["", "score band     rows   mean PD   bad rate   interval"]
        lines += [
            f"{b.lowest:4d} to {b.highest:4d} {b.rows:7.0f}  {b.mean_pd:8.4f}   {b.bad_rate:8.4f}   "
            f"{b.low:.4f} to {b.high:.4f}"
            for b in self.bands
        ]
        return "\n".join(lines)


def evaluate(score: Array, pd: Array, bad: Array, weight: Array | None, *, seed: int) -> Evaluation:
    """Measure scores and probabilities against outcomes.

    Parameters
    ----------
    score
        Shape (rows,): whole scores, higher is safer.
    pd
        Shape (rows,): probability of default; a function of the score.
    bad
        Shape (rows,): outcomes; both must occur.
    weight
        Shape (rows,): positive, or None.
    seed
        Seed of the bootstrap.

    Raises
    ------
    DataError
        If all outcomes are of one class.
    """
    bad = np.asarray(bad, dtype=bool)
    if bad.all() or not bad.any():
        raise DataError("all outcomes are of one class", remedy="Give goods and bads")
    weights = np.ones(len(bad)) if weight is None else weight
    values, inverse = np.unique(score, return_inverse=True)
    probability = np.zeros(len(values))
    probability[inverse] = pd
    goods = np.bincount(inverse, weights=weights * ~bad, minlength=len(values))
    bads = np.bincount(inverse, weights=weights * bad, minlength=len(values))
    effective = float(weights.sum()) / float((weights**2).sum())
    draws = _draws(goods, bads, effective, np.random.default_rng([seed, 2]))
    return Evaluation(
        rows=len(bad),
        bads=int(bad.sum()),
        figures=tuple(_figure(name, measure, goods, bads, probability, draws) for name, measure in MEASURES.items()),
        bands=_bands(values, goods, bads, probability, effective),
    )


def auc(goods: Array, bads: Array, pd: Array) -> float:  # noqa: ARG001 - all measures share one signature
    """Probability that a good outscores a bad, ties counted half."""
    below = np.cumsum(bads) - bads
    return float(goods @ (below + bads / 2) / (goods.sum() * bads.sum()))


def gini(goods: Array, bads: Array, pd: Array) -> float:
    """Twice the AUC less one."""
    return 2 * auc(goods, bads, pd) - 1


def gini_against_truth(score: Array, true_pd: Array) -> float:
    """The Gini to expect of a score where each person defaults with their true probability.

    Parameters
    ----------
    score
        Shape (rows,): higher is safer.
    true_pd
        Shape (rows,): known of synthetic persons only.

    Returns
    -------
    float
        Free of the luck of one outcome. That of ``-true_pd`` itself is the most that anybody could reach.

    Examples
    --------
    >>> truth = np.array([0.5, 0.1, 0.1])
    >>> round(gini_against_truth(-truth, truth), 4), round(gini_against_truth(np.zeros(3), truth), 4)
    (0.4969, 0.0)
    """
    values, inverse = np.unique(score, return_inverse=True)
    bads = np.bincount(inverse, weights=true_pd, minlength=len(values))
    goods = np.bincount(inverse, weights=1 - true_pd, minlength=len(values))
    return gini(goods, bads, bads)


def ks(goods: Array, bads: Array, pd: Array) -> float:  # noqa: ARG001
    """Largest distance between the distributions of goods and of bads."""
    return float(np.max(np.abs(np.cumsum(bads) / bads.sum() - np.cumsum(goods) / goods.sum())))


def brier(goods: Array, bads: Array, pd: Array) -> float:
    """Mean squared distance between probability and outcome."""
    return float((goods @ pd**2 + bads @ (1 - pd) ** 2) / (goods.sum() + bads.sum()))


def log_loss(goods: Array, bads: Array, pd: Array) -> float:
    """Mean negative log-likelihood."""
    return float(-(goods @ np.log1p(-pd) + bads @ np.log(pd)) / (goods.sum() + bads.sum()))


def in_the_large(goods: Array, bads: Array, pd: Array) -> float:
    """Mean PD less observed bad rate: above 0 the card is too pessimistic."""
    total = goods + bads
    return float((total @ pd - bads.sum()) / total.sum())


MEASURES: dict[str, Callable[[Array, Array, Array], float]] = {
    "AUC": auc,
    "Gini": gini,
    "KS": ks,
    "Brier": brier,
    "log-loss": log_loss,
    "calibration in the large": in_the_large,
}


def _draws(goods: Array, bads: Array, effective: float, rng: np.random.Generator) -> list[tuple[Array, Array]]:
    """Bootstrap counts by score, resampled at their effective size: ``effective`` rows per unit of weight."""

    def resample(counts: Array) -> Array:
        size = max(1, round(counts.sum() * effective))
        return np.asarray(rng.multinomial(size, counts / counts.sum(), DRAWS) * (counts.sum() / size))

    share = rng.beta(max(bads.sum() * effective, 0.5), max(goods.sum() * effective, 0.5), DRAWS)
    total = goods.sum() + bads.sum()
    some_goods, some_bads = resample(goods), resample(bads)
    some_goods *= ((1 - share) * total / goods.sum())[:, None]
    some_bads *= (share * total / bads.sum())[:, None]
    return list(zip(some_goods, some_bads, strict=True))


def _figure(
    name: str,
    measure: Callable[[Array, Array, Array], float],
    goods: Array,
    bads: Array,
    pd: Array,
    draws: list[tuple[Array, Array]],
) -> Figure:
    drawn = [measure(some_goods, some_bads, pd) for some_goods, some_bads in draws]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Figure(name=name, value=measure(goods, bads, pd), low=float(low), high=float(high))


def _bands(values: Array, goods: Array, bads: Array, pd: Array, effective: float) -> tuple[Band, ...]:
    """Ten bands of about equal weight; a score is never split, so there may be fewer."""
    total = goods + bads
    middle = (np.cumsum(total) - total / 2) / total.sum()
    number = np.minimum((middle * BANDS).astype(int), BANDS - 1)
    return tuple(
        _band(values[number == n], goods[number == n], bads[number == n], pd[number == n], effective)
        for n in np.unique(number)
    )


def _band(values: Array, goods: Array, bads: Array, pd: Array, effective: float) -> Band:
    rows = float(goods.sum() + bads.sum())
    rate = float(bads.sum()) / rows
    low, high = wilson(rate, rows * effective)
    return Band(
        lowest=int(values.min()),
        highest=int(values.max()),
        rows=rows,
        mean_pd=float((goods + bads) @ pd / rows),
        bad_rate=rate,
        low=low,
        high=high,
    )


def wilson(rate: float, size: float) -> tuple[float, float]:
    """The 95 % interval of a rate observed on so many rows (Wilson 1927)."""
    centre = (rate + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z * math.sqrt(rate * (1 - rate) / size + Z**2 / (4 * size**2)) / (1 + Z**2 / size)
    return max(0.0, centre - half), min(1.0, centre + half)
