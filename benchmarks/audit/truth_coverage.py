"""How often the interval of each measure, by itself, holds the true value: the audit with scores, every measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.audit import audit_cube
from audits.fairness.measures import Measure
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import Plan
from audits.fairness.result import Found
from audits.fairness.threshold import OWN, Threshold, scale_of
from benchmarks.audit.truth_replicate import Rate, mean_rate
from benchmarks.audit.truth_sample import Universe
from benchmarks.audit.truth_values import REFERENCES, Key

__all__ = ["JUDGED", "audited", "coverages"]

JUDGED = Measure.FALSE_NEGATIVE_DIFFERENCE
"""Some measure has to be judged, and its intervals hold together. This one is the true positive rate's mirror image."""

DRAWS = 200


def coverages(
    universe: Universe, truth: Mapping[Key, float], people: int, replicates: int, say: Callable[[str], None]
) -> dict[Measure, Rate]:
    """By measure, over all comparisons with an attribute's reference group, at level 0.95."""
    held = {measure: np.zeros((replicates, 2)) for measure in Measure if measure is not JUDGED}
    for number in range(replicates):
        for group in audited(universe.draw(people, np.random.default_rng([people, number, 3])).cube, number).groupings:
            for one in group.comparisons:
                if one.measure in held and isinstance(one.finding, Found):
                    interval, true = one.finding.interval, truth[one.measure, group.attributes[0], one.group[0]]
                    held[one.measure][number] += (interval.low <= true <= interval.high, 1)
        if number % 100 == 99:
            say(f"every measure, {people} people: {number + 1} replicates")
    return {measure: mean_rate(table[:, 0], table[:, 1]) for measure, table in held.items()}


def audited(cube: Cube, seed: int) -> AuditReport:
    """The audit of every measure, of which none but ``JUDGED`` is: the intervals of all others hold by themselves."""
    limit = Threshold(name="none", limit=0.5, scale=scale_of(JUDGED), source=OWN)
    references = {one.name: REFERENCES[one.name] for one in cube.attributes}
    plan = Plan(thresholds={JUDGED: limit}, references=references, draws=DRAWS, seed=seed, together=1)
    return audit_cube(cube, plan)
