"""How often the interval of each measure, by itself, holds the true value: the audit with scores, every measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from audits.fairness.audit import audit_cube
from audits.fairness.measures import Measure
from audits.fairness.plan import Plan
from audits.fairness.result import Found
from audits.fairness.threshold import OWN, Threshold, scale_of
from benchmarks.audit.truth_replicate import Rate, mean_rate
from benchmarks.audit.truth_sample import Universe
from benchmarks.audit.truth_values import REFERENCES, Key

__all__ = ["coverages"]

JUDGED = Measure.FALSE_NEGATIVE_DIFFERENCE
"""Some measure has to be judged, and its intervals hold together. This one is the true positive rate's mirror image."""

DRAWS = 200


def coverages(
    universe: Universe, truth: Mapping[Key, float], people: int, replicates: int, say: Callable[[str], None]
) -> dict[Measure, Rate]:
    """By measure, over all comparisons with an attribute's reference group, at level 0.95."""
    held = {measure: np.zeros((replicates, 2)) for measure in Measure if measure is not JUDGED}
    limit = Threshold(name="none", limit=0.5, scale=scale_of(JUDGED), source=OWN)
    for number in range(replicates):
        cube = universe.draw(people, np.random.default_rng([people, number, 3])).cube
        plan = Plan(thresholds={JUDGED: limit}, references=REFERENCES, draws=DRAWS, seed=number, together=1)
        for group in audit_cube(cube, plan).groupings:
            for one in group.comparisons:
                if one.measure in held and isinstance(one.finding, Found):
                    interval, true = one.finding.interval, truth[one.measure, group.attributes[0], one.group[0]]
                    held[one.measure][number] += (interval.low <= true <= interval.high, 1)
        if number % 100 == 99:
            say(f"every measure, {people} people: {number + 1} replicates")
    return {measure: mean_rate(table[:, 0], table[:, 1]) for measure, table in held.items()}
