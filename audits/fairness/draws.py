"""Estimates of every grouping with their bootstrap draws, made together: a draw is one set of people for all of them.

Only so can intervals be made to hold together (max-T): the draws keep how comparisons move with one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.grouping import Grouping
from audits.fairness.measures import DEFINITIONS, Measure, Scale, contrasted
from audits.fairness.statistics import Floats, Statistic, cohort
from audits.fairness.tallying import Tallier, multipliers, people_of

__all__ = ["Estimates", "Wanted", "estimate"]


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

    def error(self, measure: Measure, place: int) -> float:
        """The bootstrap's standard error of a measure; NaN where some draw has no value."""
        drawn = self.measure_draws[measure][:, place]
        return float(drawn.std(ddof=1)) if np.isfinite(drawn).all() else float("nan")


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
    blocks: list[tuple[dict[Statistic, list[Floats]], dict[Measure, list[Floats]]]] = [
        ({s: [] for s in one.drawn_statistics}, {m: [] for m in one.drawn_measures}) for one in wanted
    ]
    if any(one.drawn_statistics or one.drawn_measures for one in wanted):
        for block in multipliers(cube, draws, seed):
            drawn = people_of(cube, block)
            for tallier, one, (statistics, measures) in zip(talliers, wanted, blocks, strict=True):
                tally = tallier.tally(drawn)
                for statistic in statistics:
                    statistics[statistic].append(cohort(tally, statistic))
                for measure in measures:
                    measures[measure].append(_on_scale(contrasted(tally, measure, one.reference), measure))
    return tuple(
        Estimates(
            statistics=values,
            measures=contrasts,
            statistic_draws={s: np.concatenate(parts) for s, parts in statistics.items()},
            measure_draws={m: np.concatenate(parts) for m, parts in measures.items()},
        )
        for (values, contrasts), (statistics, measures) in zip(found, blocks, strict=True)
    )


def _on_scale(values: Floats, measure: Measure) -> Floats:
    if DEFINITIONS[measure].scale is not Scale.RATIO:
        return values
    with np.errstate(invalid="ignore", divide="ignore"):
        logs: Floats = np.log(values)
    return np.where(np.isfinite(logs), logs, np.nan)
