"""How wrong records would have to be: against every way in which a few of them can be wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from audits.fairness.audit import audit_cube
from audits.fairness.measures import Measure, Scale
from audits.fairness.plan import Plan
from audits.fairness.sensitivity import Error, sensitivity
from audits.fairness.threshold import Threshold
from tests.support.cubes import Table, cube_of, cube_of_table

RATIO, EQUAL, CALIBRATION = (
    Measure.ADVERSE_IMPACT_RATIO,
    Measure.TRUE_POSITIVE_DIFFERENCE,
    Measure.CALIBRATION_DIFFERENCE,
)
SCALES = {RATIO: Scale.RATIO, EQUAL: Scale.DIFFERENCE, CALIBRATION: Scale.DIFFERENCE}
PREDICTED = 0.22

WITHIN: Table = {"men": (120, 30, 40, 30), "women": (80, 20, 30, 24)}
OUTSIDE: Table = {"men": (130, 30, 30, 30), "women": (70, 30, 40, 24)}


def plan(measure: Measure, limit: float) -> Plan:
    threshold = Threshold(name="a limit", limit=limit, scale=SCALES[measure], source="this test")
    return Plan(thresholds={measure: threshold}, references={"sex": "men"}, draws=200, together=1)


def least(table: Table, measure: Measure, limit: float, error: Error, group: str) -> float | None:
    report = audit_cube(cube_of_table(table, pd=PREDICTED), plan(measure, limit))
    (one,) = sensitivity(report)
    return next(t.least for t in one.tippings if (t.error, t.group) == (error, (group,)))


def value(table: Table, measure: Measure) -> float:
    numbers = []
    for group in ("women", "men"):
        good, bad, lost, spared = table[group]
        counted, among, less = {
            RATIO: (good + bad, good + bad + lost + spared, 0.0),
            EQUAL: (good, good + lost, 0.0),
            CALIBRATION: (bad + spared, good + bad + lost + spared, PREDICTED),
        }[measure]
        numbers.append(counted / among - less if among else math.nan)
    return numbers[0] / numbers[1] if measure is RATIO else numbers[0] - numbers[1]


def wrong(table: Table, group: str, error: Error, number: int) -> Iterator[Table]:
    """Every way in which so many records of a group can be wrong, approved and declined ones."""
    good, bad, lost, spared = table[group]
    sign = 1 if error is Error.DEFAULTS else -1
    for approved in range(number + 1):
        declined = number - approved
        counts = (good + sign * approved, bad - sign * approved, lost + sign * declined, spared - sign * declined)
        if min(counts) >= 0:
            yield {**table, group: counts}


def allowed(found: float, measure: Measure, limit: float) -> bool:
    return limit < found < 1 / limit if measure is RATIO else -limit < found < limit


@pytest.mark.parametrize("table", [WITHIN, OUTSIDE], ids=["within", "outside"])
@pytest.mark.parametrize("measure", [EQUAL, CALIBRATION])
@pytest.mark.parametrize(
    ("error", "group"), list(product((Error.DEFAULTS, Error.REPAYMENTS), ("men", "women"))), ids=str
)
def test_no_smaller_number_of_wrong_records_reaches_the_limit_and_the_next_does(
    table: Table, measure: Measure, error: Error, group: str
) -> None:
    """Brute force over every number of wrong records and every split of them between approved and declined."""
    limit = 0.05
    before = allowed(value(table, measure), measure, limit)
    good, bad, lost, spared = table[group]
    recorded = bad + spared if error is Error.DEFAULTS else good + lost
    crossing = [
        number
        for number in range(1, recorded + 1)
        for other in wrong(table, group, error, number)
        if allowed(value(other, measure), measure, limit) != before and not math.isnan(value(other, measure))
    ]
    found = least(table, measure, limit, error, group)

    if not crossing:
        assert found is None
    else:
        assert found is not None
        assert min(crossing) - 1 < found * recorded <= min(crossing) + 1e-6


def test_wrong_outcomes_cannot_move_a_measure_of_decisions() -> None:
    for error, group in product((Error.DEFAULTS, Error.REPAYMENTS), ("men", "women")):
        assert least(WITHIN, RATIO, 0.8, error, group) is None


def test_applicants_who_were_turned_away_unseen_move_a_measure_of_decisions() -> None:
    """A share x of women unseen, all declined: their rate falls by the factor 1 - x."""
    found = least(WITHIN, RATIO, 0.8, Error.UNSEEN, "women")

    assert found == pytest.approx(1 - 0.8 / value(WITHIN, RATIO), abs=1e-6)


def test_unseen_applicants_with_the_worst_predictions_move_calibration() -> None:
    """A share x of women unseen, all defaulting against a prediction of 0: (1 - x) c + x = limit + c of men."""
    gaps = {group: (bad + spared) / sum(WITHIN[group]) - PREDICTED for group, (_, bad, _, spared) in WITHIN.items()}
    found = least(WITHIN, CALIBRATION, 0.05, Error.UNSEEN, "women")

    assert found == pytest.approx((0.05 + gaps["men"] - gaps["women"]) / (1 - gaps["women"]), abs=1e-6)


def test_points_are_those_that_bring_the_ratio_to_its_limit() -> None:
    """Women stand ten points lower: with five more their approval is within the limit, with four it is not."""
    score = np.tile(np.arange(500, 600), 20)
    people = {"sex": np.repeat(["men", "women"], 1000)}
    lower = np.where(people["sex"] == "women", score - 10, score)
    cube = cube_of(people, lower >= 550, np.zeros(2000, dtype=int), score=lower.astype(float))
    (one,) = sensitivity(audit_cube(cube, plan(RATIO, 0.9)))
    points = {t.group: t.least for t in one.tippings if t.error is Error.POINTS}

    assert points[("women",)] == 5
    assert points[("men",)] == -6


def test_points_that_move_nobody_across_the_cut_off_change_nothing() -> None:
    """Two groups alike, scores a hundred points apart, and decisions that do not follow from them alone.

    A point more moves nobody up to the cut-off; a point less takes below it all who stand at it.
    """
    place = np.arange(4000)
    score = np.array([500, 600, 700])[place // 2 % 3]
    approved = place // 6 % 10 < np.where(score == 500, 2, np.where(score == 600, 5, 9))
    cube = cube_of(
        {"sex": np.where(place % 2, "men", "women")},
        approved,
        (place // 60 % 5 == 0).astype(int),
        score=score.astype(float),
    )
    for measure, limit in ((RATIO, 0.8), (EQUAL, 0.05)):
        (one,) = sensitivity(audit_cube(cube, plan(measure, limit)))
        assert [t.least for t in one.tippings if t.error is Error.POINTS] == [-1, -1]


def test_points_move_the_approval_of_those_who_repaid_and_of_nobody_else() -> None:
    """Women who repaid stand ten points lower; those who defaulted, of either sex, are left where they are."""
    score = np.tile(np.arange(500, 600), 40)
    people = {"sex": np.repeat(["men", "women"], 2000)}
    bad = np.tile(np.repeat([0, 1], 1000), 2)
    lower = np.where((people["sex"] == "women") & (bad == 0), score - 10, score)
    cube = cube_of(people, lower >= 550, bad, score=lower.astype(float))
    (one,) = sensitivity(audit_cube(cube, plan(Measure.TRUE_POSITIVE_DIFFERENCE, 0.05)))
    points = {t.group: t.least for t in one.tippings if t.error is Error.POINTS}

    assert points[("women",)] == 5
    assert points[("men",)] == -5


def test_a_comparison_that_is_not_identified_has_no_tipping_point() -> None:
    """Its worst cases say already what may be."""
    report = audit_cube(cube_of_table(WITHIN, pd=PREDICTED, unknown=range(300, 330)), plan(EQUAL, 0.05))

    assert sensitivity(report) == ()
