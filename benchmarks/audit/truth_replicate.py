"""Replicates of a design: what the audit said of each primary comparison, again and again, of other people."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from audits.decisions.cube import Axis, AxisKind, Cube
from audits.fairness.audit import audit_cube
from audits.fairness.compare import finding
from audits.fairness.context import cases
from audits.fairness.draws import Wanted, estimate
from audits.fairness.measures import Measure
from audits.fairness.plan import Plan
from audits.fairness.result import Bounds, Found, Withheld
from audits.fairness.statistics import Statistic
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold
from audits.fairness.verdict import Verdict, judge
from audits.shared.intervals import Interval, normal_quantile, wilson
from audits.shared.proportion import Proportion
from benchmarks.audit.truth_sample import ATTRIBUTES, Universe
from benchmarks.audit.truth_values import REFERENCES, Key

__all__ = [
    "KEYS",
    "LEVEL",
    "Agreement",
    "Judged",
    "Rate",
    "agreement",
    "judged",
    "mean_rate",
    "plain",
    "plan_of",
    "rate",
]

Table = np.ndarray[Any, np.dtype[Any]]

LEVEL = 0.95

KEYS: tuple[Key, ...] = tuple(
    (measure, one.name, level)
    for one in ATTRIBUTES
    for measure in DEFAULT_THRESHOLDS
    for level in one.levels
    if level != REFERENCES[one.name]
)
"""The primary comparisons of the default plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of replicates with its Monte-Carlo interval (Wilson 1927, 95 %)."""

    value: float
    low: float
    high: float
    of: int


def rate(count: int, of: int) -> Rate:
    """So many of so many replicates."""
    interval = wilson(Proportion(count=count, of=of), LEVEL)
    return Rate(value=count / of, low=interval.low, high=interval.high, of=of)


def mean_rate(held: Table, of: Table) -> Rate:
    """A share of many things of each replicate; the interval is over replicates, whose things are not independent."""
    value = float(held.sum() / of.sum())
    parts = (held - value * of) / of.mean()
    half = normal_quantile(LEVEL) * float(parts.std(ddof=1)) / math.sqrt(len(of))
    return Rate(value=value, low=max(0.0, value - half), high=min(1.0, value + half), of=len(of))


def plan_of(draws: int, seed: int) -> Plan:
    """The default plan with its reference groups named; combinations are left out, being judged in no default plan."""
    return Plan(references=REFERENCES, draws=draws, seed=seed, together=1)


def plain(cube: Cube) -> Cube:
    """The same people with their scores taken off, and equal ones put together: a tenth of the time.

    Primary comparisons do not look at scores, and their intervals at a given level are the same. The level itself is
    drawn, from whole cells here, so that it may differ in chance alone; ``agreement`` measures by how much.
    """
    return replace(cube, axis=Axis(kind=AxisKind.NONE)).without_position()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Replicates audited in full and with scores taken off.

    Attributes
    ----------
    reach, plain_reach
        How many standard errors the simultaneous intervals reach, on average.
    words
        Primary comparisons with the same word.
    """

    people: int
    reach: float
    plain_reach: float
    words: Rate


def agreement(universe: Universe, people: int, replicates: int, *, draws: int) -> Agreement:
    """Audit replicates both ways."""
    reach: list[list[float]] = [[], []]
    same = np.zeros((replicates, 2))
    for row in range(replicates):
        cube, plan = universe.draw(people, np.random.default_rng([people, row, 1])).cube, plan_of(draws, row)
        reports = [audit_cube(one, plan) for one in (cube, plain(cube))]
        for found, report in zip(reach, reports, strict=True):
            found.append(normal_quantile(report.level))
        words = [[c.verdict for g in r.groupings for c in g.comparisons if c.verdict is not None] for r in reports]
        same[row] = sum(a is b for a, b in zip(*words, strict=True)), len(words[0])
    means = [float(np.mean(found)) for found in reach]
    return Agreement(people=people, reach=means[0], plain_reach=means[1], words=mean_rate(same[:, 0], same[:, 1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was said of ``KEYS`` in each replicate; every array has the shape (replicates, keys).

    Attributes
    ----------
    people
        How many each replicate had.
    low, high
        The simultaneous interval; NaN where the comparison was suppressed, or withheld for other reasons.
    alone_low, alone_high
        The interval of the comparison by itself.
    word
        The verdict.
    """

    people: int
    low: Table
    high: Table
    alone_low: Table
    alone_high: Table
    word: Table

    @property
    def replicates(self) -> int:
        """How many."""
        return len(self.word)

    def misses(self, truth: Table) -> Table:
        """Where the simultaneous interval is there and does not hold the truth, which has the shape (keys,)."""
        return np.asarray((truth < self.low) | (truth > self.high))

    def alone(self, truth: Table, measure: Measure) -> Rate:
        """How often an interval by itself holds the truth, over the comparisons of a measure that are shown."""
        chosen = [place for place, key in enumerate(KEYS) if key[0] is measure]
        there = np.isfinite(self.alone_low[:, chosen])
        held = (self.alone_low <= truth)[:, chosen] & (truth <= self.alone_high)[:, chosen]
        return mean_rate(held.sum(1), there.sum(1))

    def words(self, limits: Mapping[Measure, Threshold]) -> Table:
        """The verdicts that the same intervals have under other limits; withheld comparisons keep their word."""
        found = self.word.copy()
        for column, (measure, _, _) in enumerate(KEYS):
            for row in np.flatnonzero(np.isfinite(self.low[:, column])):
                interval = Interval(low=float(self.low[row, column]), high=float(self.high[row, column]), level=LEVEL)
                found[row, column] = judge(interval, limits[measure]).value
        return found


def judged(
    universe: Universe, people: int, replicates: int, *, draws: int, say: Callable[[str], None], stream: int = 0
) -> Judged:
    """Audit so many replicates, with scores taken off (see :func:`plain`); other streams draw other people."""
    shape = (replicates, len(KEYS))
    tables = {name: np.full(shape, np.nan) for name in ("low", "high", "alone_low", "alone_high")}
    word = np.full(shape, Verdict.SUPPRESSED.value, dtype=object)
    for row in range(replicates):
        cube = universe.draw(people, np.random.default_rng([people, row, *([stream] if stream else [])])).cube
        plan, bare = plan_of(draws, row), plain(cube)
        for group in audit_cube(bare, plan).groupings:
            for one in group.comparisons:
                if one.verdict is not None:
                    at = row, KEYS.index((one.measure, group.attributes[0], one.group[0]))
                    word[at] = one.verdict.value
                    if isinstance(one.finding, Found | Bounds):
                        tables["low"][at], tables["high"][at] = one.finding.interval.low, one.finding.interval.high
        for column, interval in _alone(bare, plan).items():
            tables["alone_low"][row, column], tables["alone_high"][row, column] = interval.low, interval.high
        if row % 100 == 99:
            say(f"{people} people: {row + 1} replicates")
    return Judged(people=people, word=word, **tables)


_NEEDED = (Statistic.BRIER, Statistic.CALIBRATION)


def _alone(cube: Cube, plan: Plan) -> dict[int, Interval]:
    """The intervals of the primary comparisons, each by itself; those in closed form need no draws."""
    found: dict[int, Interval] = {}
    all_cases = cases(cube, plan)
    wanted = [
        Wanted(
            grouping=case.grouping,
            reference=case.reference,
            statistics=_NEEDED,
            measures=tuple(plan.thresholds),
            drawn_statistics=(),
            drawn_measures=(),
        )
        for case in all_cases
    ]
    for case, estimates in zip(all_cases, estimate(cube, wanted, draws=plan.draws, seed=plan.seed), strict=True):
        for column, (measure, attribute, group) in enumerate(KEYS):
            if case.grouping.attributes == (attribute,):
                place = case.grouping.groups.index((group,))
                one = finding(case, estimates, measure, place, plan.level)
                if not isinstance(one, Withheld):
                    found[column] = one.interval
    return found
