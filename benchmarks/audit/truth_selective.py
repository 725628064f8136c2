"""Outcomes of the approved only: whether the worst cases hold the truth, and what the weighted estimate is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.audit import audit_cube
from audits.fairness.grouping import Grouping, groupings
from audits.fairness.measures import Measure
from audits.fairness.result import Bounds, Found, Overlap
from audits.fairness.selective import LEAST_AT_A_PLACE, OPEN, overlap
from audits.fairness.verdict import Verdict
from benchmarks.audit.truth_replicate import Rate, plain, plan_of, rate
from benchmarks.audit.truth_sample import Drawn, Universe
from benchmarks.audit.truth_table import COMPARED, ERRORS, PREDICTIONS
from benchmarks.audit.truth_values import REFERENCES, Key

__all__ = ["Selective", "Weighted", "selective"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

_MISSING = (ERRORS, PREDICTIONS)
"""The primary measures that look at outcomes."""

_ROUNDING = 1e-9

DRAWS = 200
"""The worst cases need none; this is the fewest that a plan may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """The inverse-probability estimate of one comparison over the replicates that have one.

    Attributes
    ----------
    estimate, same, everybody
        Means: of the estimate, of what an audit with every outcome finds among the same people, and the true value
        among everybody.
    error
        Root mean square of estimate less the value among the same people.
    share, effective
        Mean share of both groups that it rests on, and of how many people's worth of evidence.
    """

    measure: Measure
    replicates: int
    estimate: float
    same: float
    everybody: float
    error: float
    share: float
    effective: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Selective:
    """What the audit said of comparisons whose outcomes are those of the approved only.

    Attributes
    ----------
    sample, population
        Replicates in which all worst cases hold the value of their own people; in which all intervals around them hold
        the true value of the population.
    wrong, open
        Replicates with a wrong breach or a wrong within; comparisons that stayed inconclusive.
    bounded
        Measures that had worst cases.
    weighted
        By measure, of the compared group; without those that never had an estimate.
    """

    people: int
    sample: Rate
    population: Rate
    wrong: Rate
    open: Rate
    bounded: tuple[Measure, ...]
    weighted: tuple[Weighted, ...]


def selective(
    universe: Universe, truth: dict[Key, float], people: int, replicates: int, say: Callable[[str], None]
) -> Selective:
    """Audit so many replicates of a design with outcomes of the approved only."""
    held = {"sample": 0, "population": 0, "wrong": 0}
    words: list[str] = []
    bounded: set[Measure] = set()
    rows: dict[Measure, list[tuple[float, float, float, float]]] = {ERRORS: [], PREDICTIONS: []}
    for number in range(replicates):
        drawn = universe.draw(people, np.random.default_rng([people, number, 2]))
        one = _bounded(drawn, truth, number)
        for name in held:
            held[name] += one[name]
        words += one["words"]
        bounded |= set(one["bounded"])
        for measure, found in rows.items():
            weighted = _weighted(drawn, measure)
            if weighted is not None:
                found.append(weighted)
    say(f"selective labels, {people} people: {replicates} replicates")
    return Selective(
        people=people,
        **{name: rate(count, replicates) for name, count in held.items()},
        open=rate(words.count(Verdict.INCONCLUSIVE.value), len(words)),
        bounded=tuple(measure for measure in _MISSING if measure in bounded),
        weighted=tuple(_summed(m, found, truth[m, *COMPARED]) for m, found in rows.items() if found),
    )


def _bounded(drawn: Drawn, truth: dict[Key, float], number: int) -> dict[str, Any]:
    """Whether worst cases and their intervals hold, and whether any verdict is wrong."""
    plan = plan_of(DRAWS, number)
    bare, honest = plain(drawn.cube), plain(drawn.honest)
    known = {
        (one.measure, group.attributes[0], one.group[0]): one.finding.value
        for group in audit_cube(honest, plan).groupings
        for one in group.comparisons
        if isinstance(one.finding, Found)
    }
    sample = population = True
    wrong = False
    words: list[str] = []
    bounded: list[Measure] = []
    for group in audit_cube(bare, plan).groupings:
        for one in group.comparisons:
            key = (one.measure, group.attributes[0], one.group[0])
            if one.threshold is None or one.measure not in _MISSING:
                continue
            inside = one.threshold.low <= truth[key] <= one.threshold.high
            wrong |= one.verdict is (Verdict.BREACH if inside else Verdict.WITHIN)
            words.append(str(one.verdict))
            if isinstance(one.finding, Bounds):
                bounded.append(one.measure)
                population &= one.finding.interval.low <= truth[key] <= one.finding.interval.high
                if key in known:
                    sample &= one.finding.low - _ROUNDING <= known[key] <= one.finding.high + _ROUNDING
    return {"sample": sample, "population": population, "wrong": wrong, "words": words, "bounded": bounded}


def _weighted(drawn: Drawn, measure: Measure) -> tuple[float, float, float, float] | None:
    """Estimate, value among the same people, share, evidence; None where there is no estimate."""
    attribute, level = COMPARED
    grouping = next(one for one in groupings(drawn.cube, 1) if one.attributes == (attribute,))
    group, reference = (grouping.groups.index((name,)) for name in (level, REFERENCES[attribute]))
    found = overlap(measure, drawn.cube, grouping, group, reference)
    if not isinstance(found, Overlap):
        return None
    places = _open_places(drawn.cube, grouping, (group, reference))
    honest = next(one for one in groupings(drawn.honest, 1) if one.attributes == (attribute,))
    there = np.isin(drawn.honest.position, places)
    values = [_value(drawn.honest, there & (honest.code == place), measure) for place in (group, reference)]
    return found.value, values[0] - values[1], found.share, found.effective


def _open_places(cube: Cube, grouping: Grouping, pair: tuple[int, int]) -> Column:
    """The positions at which both groups have enough people and open decisions."""
    places = np.unique(cube.position)
    kept = np.ones(len(places), dtype=bool)
    for group in pair:
        mine = grouping.code == group
        at = np.searchsorted(places, cube.position[mine])
        people = np.bincount(at, weights=cube.people[mine], minlength=len(places))
        passed = np.bincount(at, weights=(cube.people * cube.approved)[mine], minlength=len(places))
        share = passed / np.maximum(people, 1)
        kept &= (people >= LEAST_AT_A_PLACE) & (share >= OPEN[0]) & (share <= OPEN[1])
    return places[kept]


def _value(cube: Cube, chosen: Column, measure: Measure) -> float:
    """The measure's number of some people with every outcome known."""
    people, bad = cube.people[chosen], cube.outcome[chosen] == 1
    if measure is PREDICTIONS:
        return float((people @ bad - cube.expected[chosen].sum()) / people.sum())
    return float(people @ (cube.approved[chosen] & ~bad) / (people @ ~bad))


def _summed(measure: Measure, rows: list[tuple[float, float, float, float]], everybody: float) -> Weighted:
    estimate, same, share, effective = np.array(rows).T
    return Weighted(
        measure=measure,
        replicates=len(rows),
        estimate=float(estimate.mean()),
        same=float(same.mean()),
        everybody=everybody,
        error=float(np.sqrt(((estimate - same) ** 2).mean())),
        share=float(share.mean()),
        effective=float(effective.mean()),
    )
