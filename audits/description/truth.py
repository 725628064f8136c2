"""The true probabilities of default: how they are spread, and how well the re-simulations measure them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.description.distribution import Bin, finest, gathered
from audits.description.population import Population
from audits.shared.small_cells import FEWEST_PEOPLE, closed

__all__ = ["QUANTILES", "Errors", "Reliability", "errors", "reliability", "spread"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

QUANTILES = (0.25, 0.5, 0.75, 0.9, 0.99)
BINS = (16, 8, 4, 2)
MOST_IN_TAILS = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How much of the variance of the measured probabilities is variance of the true ones.

    ``1 - mean(se²) / var(true_pd)`` over the persons with the most re-simulations.

    Attributes
    ----------
    value
        At most 1; negative where the measurements differ less than their errors would make them.
    persons, draws
        The truth sample.
    """

    value: float
    persons: int
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Standard errors of the persons with so many re-simulations, at each of ``QUANTILES``; None if hidden."""

    draws: int
    persons: int
    quantiles: tuple[float, ...] | None


def reliability(population: Population) -> Reliability | None:
    """Reliability in the truth sample; None if it is small, not simulated, or everybody has the same probability."""
    if not population.simulated.any():
        return None
    draws = np.nanmax(population.draws)
    sample = population.draws == draws
    persons, measured = int(sample.sum()), population.true_pd[sample]
    if persons < FEWEST_PEOPLE or (variance := float(measured.var(ddof=1))) == 0:
        return None
    value = 1 - float((population.true_pd_se[sample] ** 2).mean()) / variance
    return Reliability(value=value, persons=persons, draws=int(draws))


def errors(population: Population) -> tuple[Errors, ...]:
    """Standard errors by number of re-simulations, the fewest first."""
    known = population.simulated
    draws, place = np.unique(population.draws[known], return_inverse=True)
    counts = np.bincount(place, minlength=len(draws)).tolist()
    few = closed(counts, lambda places: sum(counts[i] for i in places) < FEWEST_PEOPLE)
    error = population.true_pd_se[known]
    return tuple(
        Errors(
            draws=int(number),
            persons=counts[i],
            quantiles=None if i in few else tuple(float(q) for q in np.quantile(error[place == i], QUANTILES)),
        )
        for i, number in enumerate(draws)
    )


def spread(population: Population) -> tuple[Bin, ...]:
    """Bins of the true probability: who never defaults, then from ``low`` (not held) to ``high`` (held).

    A probability is a number of defaults out of the draws, so every bin spans the same number of possible values.
    """
    values = population.true_pd[population.simulated]
    if values.size < FEWEST_PEOPLE:
        return ()
    unit = math.gcd(*(int(number) for number in np.unique(population.draws[population.simulated])))
    return finest([_of_equal_width(values, math.ceil(unit / number) / unit) for number in BINS], MOST_IN_TAILS)


def _of_equal_width(values: Column, width: float) -> tuple[Bin, ...]:
    edges = [round(place * width, 10) for place in range(math.ceil(1 / width - 1e-9) + 1)]
    counts = np.diff(np.searchsorted(np.sort(values), edges, side="right"))
    parts = [Bin(low=-width, high=0.0, count=int((values == 0).sum()))]
    parts += [Bin(low=a, high=b, count=int(n)) for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)]
    return gathered(parts)
