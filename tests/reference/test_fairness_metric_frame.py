"""A finished fairlearn frame gives back the people it was made of, or says why it cannot."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, count, false_positive_rate, selection_rate, true_positive_rate
from hypothesis import given
from hypothesis import strategies as st

from audits.decisions.cube import NOT_STATED, Cube
from audits.fairness.audit import audit_cube
from audits.fairness.confusion import (
    BASE_RATE,
    COUNT,
    FALSE_POSITIVE_RATE,
    MOST_PEOPLE,
    SELECTION_RATE,
    TRUE_POSITIVE_RATE,
    Confusion,
    confusion_of,
)
from audits.fairness.document import to_document
from audits.fairness.metric_frame import cube_from_frame, cube_from_metric_frame
from audits.fairness.plan import default_plan
from scoring.domain.errors import DataError
from tests.support.cubes import Array

Metrics = Mapping[str, Callable[..., float]]
METRICS: Metrics = {
    COUNT: count,
    SELECTION_RATE: selection_rate,
    TRUE_POSITIVE_RATE: true_positive_rate,
    FALSE_POSITIVE_RATE: false_positive_rate,
}
GOOD, APPROVED = np.array([1, 1, 1, 0, 1, 1, 0, 0]), np.array([1, 1, 0, 0, 1, 1, 0, 1])
GROUP = list("aaaabbbb")


def base_rate(y_true: Array, y_pred: Array) -> float:
    """As the error says that it is made."""
    return float(selection_rate(y_true, y_true))


def no_number(y_true: Array, y_pred: Array) -> Any:  # noqa: ANN401 - what no frame should hold
    return np.ones(2)


WITH_BASE: Metrics = {**METRICS, BASE_RATE: base_rate}


def frame_of(good: Array, approved: Array, groups: object, metrics: Metrics = METRICS, **more: Any) -> MetricFrame:  # noqa: ANN401 - whatever fairlearn takes
    return MetricFrame(metrics=dict(metrics), y_true=good, y_pred=approved, sensitive_features=groups, **more)


def columns_of(cube: Cube) -> dict[str, Any]:
    arrays = ("codes", "position", "approved", "outcome", "people", "weight", "weight2", "expected", "expected2")
    found = {name: getattr(cube, name).tolist() for name in (*arrays, "loss", "bucket")}
    kinds = {f"kind of {name}": getattr(cube, name).dtype for name in (*arrays, "loss", "bucket")}
    rest = {name: getattr(cube, name) for name in ("attributes", "axis", "weighted", "predicted", "sources")}
    return found | kinds | rest


def people(seed: int, rows: int) -> tuple[Array, Array, dict[str, Array]]:
    """Who repaid, who was approved, and two groups each; nobody is old and of the third colour."""
    chance = np.random.default_rng(seed)
    colour, age = chance.integers(0, 3, rows), chance.integers(0, 2, rows)
    age[colour == 2] = 0
    good = (chance.random(rows) < 0.8 - 0.1 * colour).astype(np.int64)
    approved = (chance.random(rows) < 0.4 + 0.3 * good - 0.1 * age).astype(np.int64)
    return good, approved, {"colour": np.array(["green", "orange", "plum"])[colour], "age": np.array([1, 65])[age]}


@pytest.mark.parametrize("rows", [400, 3001])
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("names", [("colour",), ("colour", "age")])
def test_the_cube_of_a_frame_is_that_of_its_ingredients(seed: int, rows: int, names: tuple[str, ...]) -> None:
    """Array by array, of one attribute and of two whose combinations are not all inhabited."""
    good, approved, given = people(seed, rows)
    groups = pd.DataFrame({name: given[name] for name in names})
    expected = columns_of(cube_from_frame(good, approved, groups))

    assert columns_of(cube_from_metric_frame(frame_of(good, approved, groups))) == expected
    assert columns_of(cube_from_metric_frame(frame_of(good, approved, groups, WITH_BASE))) == expected


def test_every_measure_is_that_of_the_ingredients() -> None:
    """The whole report: rates, ratios, intervals, verdicts, of each attribute and their combination."""
    good, approved, groups = people(7, 3001)
    plan = default_plan(with_pd=False)
    theirs = audit_cube(cube_from_metric_frame(frame_of(good, approved, pd.DataFrame(groups))), plan)
    ours = audit_cube(cube_from_frame(good, approved, groups), plan)

    assert to_document(theirs) == to_document(ours)
    assert theirs.people == 3001


def test_our_own_frame_goes_there_and_back() -> None:
    """Its further metric is not looked at."""
    good, approved, groups = people(3, 500)
    report = audit_cube(cube_from_frame(good, approved, {"age": groups["age"]}), default_plan(with_pd=False))

    assert columns_of(cube_from_metric_frame(report.metric_frame("age"))) == columns_of(report.cube)


def rates_of(confusion: Confusion) -> dict[str, float]:
    """As fairlearn computes them; a rate of nobody is 0."""
    good = confusion.approved_good + confusion.declined_good
    bad = confusion.approved_bad + confusion.declined_bad
    return {
        COUNT: good + bad,
        SELECTION_RATE: (confusion.approved_good + confusion.approved_bad) / (good + bad),
        TRUE_POSITIVE_RATE: confusion.approved_good / good if good else 0.0,
        FALSE_POSITIVE_RATE: confusion.approved_bad / bad if bad else 0.0,
        BASE_RATE: good / (good + bad),
    }


def counted_back(confusion: Confusion) -> None:
    """With the base rate always; without it unless the two rates are equal, as whole numbers tell."""
    rates = rates_of(confusion)
    assert confusion_of(rates, "") == confusion
    without = {name: rate for name, rate in rates.items() if name != BASE_RATE}
    good = confusion.approved_good + confusion.declined_good
    bad = confusion.approved_bad + confusion.declined_bad
    if confusion.approved_good * max(bad, 1) == confusion.approved_bad * max(good, 1):
        with pytest.raises(DataError, match="do not say how many people repaid"):
            confusion_of(without, "")
    else:
        assert confusion_of(without, "") == confusion


def test_small_groups_are_counted_back_without_exception() -> None:
    """Every group of up to nine people, among them those where nobody repaid, defaulted or was approved."""
    for parts in itertools.product(range(10), repeat=4):
        if 1 <= sum(parts) <= 9:
            counted_back(Confusion(**dict(zip(Confusion.__slots__, parts, strict=True))))


@given(st.tuples(*[st.integers(0, MOST_PEOPLE // 4)] * 4).filter(any))
def test_large_groups_are_counted_back_without_exception(parts: tuple[int, int, int, int]) -> None:
    """Up to ten million people, however near each other their rates are."""
    counted_back(Confusion(**dict(zip(Confusion.__slots__, parts, strict=True))))


def test_rates_that_differ_by_one_person_in_millions_are_told_apart() -> None:
    counted_back(
        Confusion(approved_good=2_499_999, declined_good=2_500_001, approved_bad=2_500_000, declined_bad=2_500_000)
    )


@given(
    st.tuples(*[st.integers(1, 1000)] * 4),
    st.sampled_from([SELECTION_RATE, TRUE_POSITIVE_RATE, FALSE_POSITIVE_RATE, BASE_RATE]),
    st.sampled_from([2.0, 1e-5, -1e-7, 1e-9, -1e-12]),
)
def test_the_least_inconsistency_is_refused(parts: tuple[int, int, int, int], name: str, by: float) -> None:
    """A rate that was rounded, or that is another's, is no rate of so many people."""
    rates = rates_of(Confusion(**dict(zip(Confusion.__slots__, parts, strict=True))))
    rates[name] += by
    with pytest.raises(DataError, match=r"is no rate of|people have these rates"):
        confusion_of(rates, "")


@pytest.mark.parametrize("number", [0, 2.5, np.nan, np.inf, MOST_PEOPLE + 1])
def test_a_count_that_is_none_is_refused(number: float) -> None:
    rates = rates_of(Confusion(approved_good=1, declined_good=1, approved_bad=0, declined_bad=2))
    with pytest.raises(DataError, match="'count' is no whole number"):
        confusion_of({**rates, COUNT: number}, "")


@pytest.mark.parametrize("changed", [{SELECTION_RATE: 0.5}, {COUNT: 6}, {FALSE_POSITIVE_RATE: 1.0}, {BASE_RATE: 1.0}])
def test_rates_that_contradict_each_other_are_refused(changed: Mapping[str, float]) -> None:
    """Each of them is a rate of some people, and all of them of none."""
    rates = rates_of(Confusion(approved_good=1, declined_good=1, approved_bad=0, declined_bad=2))
    with pytest.raises(DataError, match="people have these rates"):
        confusion_of({**rates, **changed}, "the group a")


@pytest.mark.parametrize("missing", METRICS)
def test_a_missing_metric_is_named_and_how_the_frame_is_made(missing: str) -> None:
    fewer = {name: metric for name, metric in METRICS.items() if name != missing}
    with pytest.raises(DataError, match=f"no metric '{missing}'") as refused:
        cube_from_metric_frame(frame_of(GOOD, APPROVED, GROUP, fewer))
    assert all(f"'{name}': {name}" in refused.value.remedy for name in METRICS)


def test_a_frame_of_one_function_does_not_say_which() -> None:
    frame = MetricFrame(metrics=count, y_true=GOOD, y_pred=APPROVED, sensitive_features=GROUP)
    with pytest.raises(DataError, match="no metric 'count'"):
        cube_from_metric_frame(frame)


def test_where_nobody_is_approved_the_base_rate_is_needed() -> None:
    """The error names the group and the metric, and with that the people are back."""
    declined = np.where(np.array(GROUP) == "b", 0, APPROVED)
    with pytest.raises(DataError, match="do not say how many") as refused:
        cube_from_metric_frame(frame_of(GOOD, declined, {"g": GROUP}))
    assert refused.value.where == "the group g 'b'"
    assert "'base_rate': lambda y_true, y_pred: selection_rate(y_true, y_true)" in refused.value.remedy
    found = cube_from_metric_frame(frame_of(GOOD, declined, {"g": GROUP}, WITH_BASE))
    assert columns_of(found) == columns_of(cube_from_frame(GOOD, declined, {"g": GROUP}))


def test_weighted_rates_are_refused() -> None:
    """They belong to no whole people; what would be needed is every person's weight."""
    weights = {"sample_weight": np.arange(1, 9) / 4}
    names = (SELECTION_RATE, TRUE_POSITIVE_RATE, FALSE_POSITIVE_RATE)
    frame = frame_of(GOOD, APPROVED, GROUP, sample_params=dict.fromkeys(names, weights))
    with pytest.raises(DataError, match="rate") as refused:
        cube_from_metric_frame(frame)
    assert "weighted" in refused.value.remedy


def test_control_features_are_refused() -> None:
    frame = frame_of(GOOD, APPROVED, GROUP, control_features=list("xyxyxyxy"))
    with pytest.raises(DataError, match="control features") as refused:
        cube_from_metric_frame(frame)
    assert "sensitive features" in refused.value.remedy


def test_what_is_no_frame_or_no_number_is_refused() -> None:
    with pytest.raises(DataError, match="no MetricFrame"):
        cube_from_metric_frame(pd.DataFrame({"count": [1, 2]}))
    with pytest.raises(DataError, match="'selection_rate' is no number"):
        cube_from_metric_frame(frame_of(GOOD, APPROVED, GROUP, {**METRICS, SELECTION_RATE: no_number}))


def test_an_empty_name_is_silence_and_a_name_for_silence_is_refused() -> None:
    """Fairlearn takes no missing groups: what they were called must not be taken for a group, nor a group for them."""
    found = cube_from_metric_frame(frame_of(GOOD, APPROVED, ["" if group == "a" else group for group in GROUP]))
    assert found.attributes[0].levels == ("b", NOT_STATED)
    with pytest.raises(DataError, match="names of people without a group"):
        cube_from_metric_frame(frame_of(GOOD, APPROVED, [NOT_STATED if group == "a" else group for group in GROUP]))
