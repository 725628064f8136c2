"""Estimates of every grouping with their bootstrap draws, made together: a draw is one set of people for all of them.

Only so can intervals be made to hold together (max-T): the draws keep how comparisons move with one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.grouping import Grouping
from audits.fairness.measures import DEFINITIONS, Measure, Scale, contrasted
from audits.fairness.statistics import Floats, Statistic, cohort
from audits.fairness.tallying import Tallier, blocks, multipliers, people_of

__all__ = ["Estimates", "Wanted", "estimate", "spread"]

_AT_A_TIME = 2
"""Blocks of draws at work at a time; arrays are summed outside the interpreter's lock."""

_ROUNDING = 1e-12
"""Of the largest draw, or of 1: what the order of sums may change."""


def spread(drawn: Floats) -> float:
    """The standard error that draws show, shape (draws,).

    NaN where some draw has no value, and 0 where they differ by rounding alone: then they are no evidence of anything.
    """
    if not np.isfinite(drawn).all():
        return float("nan")
    error = float(drawn.std(ddof=1))
    return error if error > _ROUNDING * max(1.0, float(np.abs(drawn).max())) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of a grouping is to be estimated.

    Attributes
    ----------
    reference
        The place of the reference group.
    statistics, measures
        Those that the file allows.
    drawn_statistics, drawn_measures
        Those of them whose draws are needed: rates have intervals in closed form.
    """

    grouping: Grouping
    reference: int
    statistics: Sequence[Statistic]
    measures: Sequence[Measure]
    drawn_statistics: Sequence[Statistic]
    drawn_measures: Sequence[Measure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """What was found of a grouping; ratios are on the log scale.

    Attributes
    ----------
    statistics, measures
        By name, shape (groups,); NaN where a value does not exist.
    statistic_draws, measure_draws
        The same of each draw, shape (draws, groups).
    """

    statistics: Mapping[Statistic, Floats]
    measures: Mapping[Measure, Floats]
    statistic_draws: Mapping[Statistic, Floats]
    measure_draws: Mapping[Measure, Floats]


def estimate(cube: Cube, wanted: Sequence[Wanted], *, draws: int, seed: int) -> tuple[Estimates, ...]:
    """Estimate everything, and ``draws`` times again from drawn people."""
    ordered = cube.axis.kind != "none"
    talliers = [Tallier(cube, one.grouping, ordered=ordered) for one in wanted]
    everybody = people_of(cube)
    found = []
    for tallier, one in zip(talliers, wanted, strict=True):
        tally = tallier.tally(everybody)
        found.append(
            (
                {statistic: cohort(tally, statistic) for statistic in one.statistics},
                {measure: _on_scale(contrasted(tally, measure, one.reference), measure) for measure in one.measures},
            )
        )
    drawn = _drawn(cube, talliers, wanted, draws, seed)
    return tuple(
        Estimates(
            statistics=values,
            measures=contrasts,
            statistic_draws={s: np.concatenate([block[place][0][s] for block in drawn]) for s in one.drawn_statistics},
            measure_draws={m: np.concatenate([block[place][1][m] for block in drawn]) for m in one.drawn_measures},
        )
        for place, (one, (values, contrasts)) in enumerate(zip(wanted, found, strict=True))
    )


_Block = list[tuple[dict[Statistic, Floats], dict[Measure, Floats]]]
"""Of each grouping, its drawn statistics and measures, shape (draws of the block, groups)."""


def _drawn(
    cube: Cube, talliers: Sequence[Tallier], wanted: Sequence[Wanted], draws: int, seed: int
) -> Sequence[_Block]:
    """Every block of draws; several are at work at a time, and each has its own chance, so that none waits."""
    if not any(one.drawn_statistics or one.drawn_measures for one in wanted):
        return []

    def block(numbered: tuple[int, int]) -> _Block:
        place, size = numbered
        people = people_of(cube, multipliers(cube, size, (seed, place)))
        found: _Block = []
        for tallier, one in zip(talliers, wanted, strict=True):
            tally = tallier.tally(people)
            found.append(
                (
                    {statistic: cohort(tally, statistic) for statistic in one.drawn_statistics},
                    {m: _on_scale(contrasted(tally, m, one.reference), m) for m in one.drawn_measures},
                )
            )
        return found

    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return list(pool.map(block, enumerate(blocks(cube, draws))))


def _on_scale(values: Floats, measure: Measure) -> Floats:
    if DEFINITIONS[measure].scale is not Scale.RATIO:
        return values
    with np.errstate(invalid="ignore", divide="ignore"):
        logs: Floats = np.log(values)
    return np.where(np.isfinite(logs), logs, np.nan)
