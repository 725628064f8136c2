"""The rates of the audit are fairlearn's, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_ratio,
    equalized_odds_difference,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.decisions.cube import NOT_STATED, Cube
from audits.fairness.audit import audit_cube
from audits.fairness.grouping import groupings
from audits.fairness.measures import Measure
from audits.fairness.metric_frame import cube_from_frame, metric_frame
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import Plan
from audits.fairness.result import Figure, Found
from audits.fairness.statistics import RATES, Statistic, rate_of
from audits.fairness.tallying import Tallier, people_of
from audits.fairness.threshold import DEFAULT_THRESHOLDS
from scoring.domain.errors import DataError, InputError
from tests.support.cubes import Array

RATIO = Measure.ADVERSE_IMPACT_RATIO
LEVELS = ("green", "orange", "purple")
THEIRS = {
    Statistic.SELECTION_RATE: selection_rate,
    Statistic.TRUE_POSITIVE_RATE: true_positive_rate,
    Statistic.FALSE_POSITIVE_RATE: false_positive_rate,
    Statistic.FALSE_NEGATIVE_RATE: false_negative_rate,
}
People = tuple[Array, Array, Array]
"""1 repaid, 1 approved, group; by person."""


@pytest.fixture(scope="module")
def people() -> People:
    chance = np.random.default_rng(11)
    group = chance.integers(0, 3, 3001)
    bad = (chance.random(3001) < 0.15 + 0.05 * group).astype(np.int64)
    approved = (chance.random(3001) < 0.75 - 0.3 * bad - 0.07 * group).astype(np.int64)
    return 1 - bad, approved, np.array(LEVELS)[group]


@pytest.fixture(scope="module")
def cube(people: People) -> Cube:
    good, approved, group = people
    return cube_from_frame(good, approved, {"colour": group})


@pytest.fixture(scope="module")
def report(cube: Cube) -> AuditReport:
    return audit_cube(cube, Plan(thresholds={RATIO: DEFAULT_THRESHOLDS[RATIO]}, draws=200))


def ours(report: AuditReport, statistic: Statistic) -> dict[str, float]:
    found = {}
    for group in report.attributes[0].groups:
        figure = group.figures[statistic]
        assert isinstance(figure, Figure)
        found[group.group[0]] = figure.value
    return found


@pytest.mark.parametrize("statistic", THEIRS)
def test_rates_by_group_equal_metric_frame(statistic: Statistic, people: People, report: AuditReport) -> None:
    """Positive is approved, true is good: fairlearn's y_true is 1 for repaid and y_pred 1 for approved."""
    good, approved, group = people
    frame = MetricFrame(metrics=THEIRS[statistic], y_true=good, y_pred=approved, sensitive_features=group)

    assert ours(report, statistic) == {str(g): float(rate) for g, rate in frame.by_group.items()}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from("abc"), st.integers(1, 40)),
        min_size=2,
        max_size=60,
    ).filter(lambda rows: len({row[2] for row in rows}) > 1)
)
def test_rates_of_any_people_equal_metric_frame(rows: list[tuple[int, int, str, int]]) -> None:
    """Counts of people by cell give fairlearn's rates of the people one by one, however small the groups are."""
    good, approved, group, many = (np.array(column) for column in zip(*rows, strict=True))
    cube = cube_from_frame(good, approved, {"group": group}, people=many)
    one_by_one = [np.repeat(column, many) for column in (good, approved, group)]
    weight = _by_group(cube)

    for statistic, theirs in THEIRS.items():
        frame = MetricFrame(
            metrics=theirs, y_true=one_by_one[0], y_pred=one_by_one[1], sensitive_features=one_by_one[2]
        )
        mine = np.nan_to_num(rate_of(weight, RATES[statistic]))  # fairlearn calls a share of nobody 0
        assert mine.tolist() == [float(rate) for rate in frame.by_group]


def _by_group(cube: Cube) -> Array:
    """Weights by group, decision and outcome, as the audit tallies them."""
    grouping = groupings(cube, 1)[0]
    return np.asarray(Tallier(cube, grouping, ordered=False).tally(people_of(cube)).weight)


def test_ratio_and_equalised_odds_are_fairlearns(people: People, report: AuditReport) -> None:
    good, approved, group = people
    rates = ours(report, Statistic.SELECTION_RATE)
    result = report.attributes[0]
    gaps = [
        c.finding.value
        for c in result.comparisons
        if c.measure is Measure.EQUALISED_ODDS
        if isinstance(c.finding, Found)
    ]
    two = {result.reference[0], next(level for level in LEVELS if level != result.reference[0])}
    chosen = np.isin(group, list(two))

    assert min(rates.values()) / max(rates.values()) == demographic_parity_ratio(
        good, approved, sensitive_features=group
    )
    theirs = equalized_odds_difference(good[chosen], approved[chosen], sensitive_features=group[chosen])
    assert any(gap == pytest.approx(theirs, abs=1e-15) for gap in gaps)


def test_a_comparison_is_the_ratio_of_those_rates(report: AuditReport) -> None:
    result, rates = report.attributes[0], ours(report, Statistic.SELECTION_RATE)
    for group in set(LEVELS) - set(result.reference):
        comparison = result.comparison(RATIO, (group,))
        assert comparison is not None
        assert isinstance(comparison.finding, Found)
        assert comparison.finding.value == pytest.approx(rates[group] / rates[result.reference[0]], rel=1e-14)


def test_the_bridge_gives_fairlearns_frame_with_the_audits_rates(report: AuditReport) -> None:
    frame = report.metric_frame("colour").by_group
    for statistic in THEIRS:
        assert {str(g): float(rate) for g, rate in frame[statistic.value].items()} == ours(report, statistic)
    assert frame["count"].sum() == report.people


def test_there_and_back_is_the_same_cube(people: People, cube: Cube) -> None:
    """From people, and from the cells of the cube with their numbers."""
    names = np.array(cube.attributes[0].levels)[cube.codes[:, 0]]
    back = cube_from_frame(1 - cube.outcome, cube.approved, pd.DataFrame({"colour": names}), people=cube.people)

    assert back.attributes == cube.attributes
    for column in ("codes", "approved", "outcome", "people", "weight", "weight2"):
        assert (getattr(back, column) == getattr(cube, column)).all()


def test_weights_give_fairlearns_weighted_rates(people: People) -> None:
    good, approved, group = people
    weight = np.random.default_rng(3).integers(1, 9, len(good)) / 4
    cube = cube_from_frame(good, approved, pd.Series(group, name="colour"), sample_weight=weight)
    theirs = MetricFrame(
        metrics=selection_rate,
        y_true=good,
        y_pred=approved,
        sensitive_features=group,
        sample_params={"sample_weight": weight},
    )

    assert cube.weighted
    assert cube.total == len(good)
    assert metric_frame(cube, "colour").by_group["selection_rate"].tolist() == theirs.by_group.tolist()


def test_silence_is_a_group_and_a_missing_outcome_stays_missing() -> None:
    cube = cube_from_frame([1.0, np.nan, 0.0], [1, 0, 1], np.array([["a"], [None], [np.nan]], dtype=object))

    assert cube.attributes[0].name == "sensitive_feature_0"
    assert cube.attributes[0].levels == ("a", NOT_STATED)
    assert sorted(cube.outcome) == [-1, 0, 1]


def test_the_bridge_refuses_what_fairlearn_would_count_as_something(cube: Cube) -> None:
    unknown = cube.outcome.copy()
    unknown[0] = -1
    with pytest.raises(InputError, match="not recorded"):
        metric_frame(replace(cube, outcome=unknown), "colour")
    with pytest.raises(InputError, match="no attribute"):
        metric_frame(cube, "shape")


@pytest.mark.parametrize(
    ("y_true", "y_pred", "weight", "people", "what"),
    [
        ([1, 0], [1, 2], None, None, "'y_pred' holds something else"),
        ([1, 3], [1, 0], None, None, "'y_true' holds something else"),
        ([1, 0, 1], [1, 0], None, None, "different lengths"),
        ([1, 0], [1, 0], [1, -1], None, "negative"),
        ([1, 0], [1, 0], None, [1, 0.5], "whole numbers"),
        (["yes", "no"], [1, 0], None, None, "no number"),
        ([[1, 0]], [1, 0], None, None, "not one column"),
    ],
)
def test_what_no_frame_could_hold_is_refused(
    y_true: list[object], y_pred: list[object], weight: list[float] | None, people: list[float] | None, what: str
) -> None:
    with pytest.raises(DataError, match=what):
        cube_from_frame(y_true, y_pred, {"g": ["a", "b"]}, sample_weight=weight, people=people)
