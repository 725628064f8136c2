"""Label bias cannot be seen; put to the test is what the audit says of how much of it there would have to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import Cube
from audits.fairness.audit import audit_cube
from audits.fairness.result import Found
from audits.fairness.sensitivity import Error, sensitivity
from audits.fairness.threshold import DEFAULT_THRESHOLDS
from benchmarks.audit.truth_replicate import Rate, plain, plan_of, rate
from benchmarks.audit.truth_sample import ATTRIBUTES, Universe
from benchmarks.audit.truth_table import COMPARED, PREDICTIONS

__all__ = ["Labels", "labels"]

DRAWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Replicates in which wrong labels carried calibration over its limit, the honest value being inside.

    Attributes
    ----------
    carried
        How many of all.
    held
        Of these, in how many the share of wrong records was at least the least that the audit named.
    named, wrong
        Means of the share named and of the share that was wrong.
    """

    people: int
    carried: Rate
    held: Rate
    named: float
    wrong: float


def labels(universe: Universe, people: int, replicates: int, say: Callable[[str], None]) -> Labels | None:
    """Audit so many replicates of a design with label bias, and the same people's honest records.

    None if wrong labels carried calibration over its limit in no replicate.
    """
    rows = []
    limit = DEFAULT_THRESHOLDS[PREDICTIONS]
    for number in range(replicates):
        drawn = universe.draw(people, np.random.default_rng([people, number, 4]))
        values = [_calibration(cube, number) for cube in (drawn.cube, drawn.honest)]
        if limit.low <= values[1][0] <= limit.high and not limit.low <= values[0][0] <= limit.high:
            recorded, true = _defaults(drawn.cube), _defaults(drawn.honest)
            rows.append((values[0][1], (recorded - true) / recorded))
    say(f"label bias, {people} people: {replicates} replicates")
    if not rows:
        return None
    named, wrong = np.array(rows).T
    return Labels(
        people=people,
        carried=rate(len(rows), replicates),
        held=rate(int((wrong >= named - 1e-9).sum()), len(rows)),
        named=float(named.mean()),
        wrong=float(wrong.mean()),
    )


def _calibration(cube: Cube, seed: int) -> tuple[float, float]:
    """The compared group's calibration difference, and the least share of its defaults that would have to be wrong."""
    report = audit_cube(plain(cube), plan_of(DRAWS, seed))
    attribute, level = COMPARED
    group = next(one for one in report.groupings if one.attributes == (attribute,))
    found = group.comparison(PREDICTIONS, (level,))
    assert found is not None  # noqa: S101 - the group is compared in every replicate
    assert isinstance(found.finding, Found)  # noqa: S101
    least = next(
        tipping.least
        for one in sensitivity(report)
        if (one.attributes, one.measure, one.group) == ((attribute,), PREDICTIONS, (level,))
        for tipping in one.tippings
        if (tipping.error, tipping.group) == (Error.DEFAULTS, (level,))
    )
    return found.finding.value, np.nan if least is None else least


def _defaults(cube: Cube) -> int:
    place = cube.place(COMPARED[0])
    mine = cube.codes[:, place] == ATTRIBUTES[place].levels.index(COMPARED[1])
    return int(cube.people[mine & (cube.outcome == 1)].sum())
