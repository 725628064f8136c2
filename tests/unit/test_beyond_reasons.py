"""Reasons and recourse by group: what they find among all people, and among people with the same score."""

from __future__ import annotations

import numpy as np
import pytest

from audits.beyond.beyond import Beyond, look_beyond
from audits.beyond.figures import Alike, Found, Why, Withheld
from audits.beyond.reasons import Reasons, reasons
from audits.beyond.recourse import Recourse, recourse
from scoring.domain.errors import DataError
from tests.support.grouped_people import BY, People, alike, lender, rate, woman


@pytest.fixture(scope="module")
def people() -> People:
    return lender()


@pytest.fixture(scope="module")
def beyond(people: People) -> Beyond:
    return look_beyond(people, BY)


# Reasons


def test_a_reason_counts_wherever_it_stands(people: People, beyond: Beyond) -> None:
    assert beyond.reasons is not None
    columns = people.columns
    declined, women = columns["approved"] == 0, columns["sex"] == "woman"
    found = {reason.code: rate(woman(reason.shares)).proportion for reason in beyond.reasons.by[0].reasons}

    assert beyond.reasons.people == declined.sum()
    assert found["R1"].count == (declined & women & (columns["reason_1"] == "R1")).sum()
    assert found["R3"].count == (declined & women & (columns["reason_2"] == "R3")).sum()
    assert {each.of for each in found.values()} == {(declined & women).sum()}


def test_a_reason_that_a_group_is_given_more_often_at_the_same_score_is_found(beyond: Beyond) -> None:
    assert beyond.reasons is not None
    found = {reason.code: woman(reason.shares) for reason in beyond.reasons.by[0].reasons}

    assert alike(found["R1"]).interval.low > 0.1
    assert alike(found["R1"]).interval.low < 0.2 < alike(found["R1"]).interval.high
    assert alike(found["R3"]).interval.low < 0 < alike(found["R3"]).interval.high


def test_a_difference_that_comes_from_the_score_alone_is_gone_at_the_same_score() -> None:
    """Low scores have reason L; women score lower. Nothing else differs."""
    rng = np.random.default_rng(3)
    women = rng.random(6_000) < 0.5
    score = np.rint(rng.normal(480, 15, 6_000) - 20 * women)
    low = rng.random(6_000) < 1 / (1 + np.exp((score - 470) / 8))
    source = People(
        sex=np.where(women, "woman", "man"),
        score=score,
        approved=np.zeros(6_000, dtype=int),
        reason_1=np.where(low, "L", "H"),
    )
    found = reasons(source, BY, 0.95)
    assert isinstance(found, Reasons)
    share = woman(next(reason.shares for reason in found.by[0].reasons if reason.code == "L"))

    assert isinstance(share.difference, Found)
    assert share.difference.interval.low > 0.2
    assert alike(share).interval.low < 0 < alike(share).interval.high


def test_without_a_score_nothing_is_said_of_the_same_score() -> None:
    source = People(sex=["man", "woman"] * 100, approved=[0] * 200, reason_1=["A", "A", "B", "B"] * 50)
    found = reasons(source, BY, 0.95)

    assert isinstance(found, Reasons)
    assert woman(found.by[0].reasons[0].shares).alike == Withheld(why=Why.NO_SCORE)


def test_declined_people_without_a_reason_are_counted() -> None:
    source = People(sex=["man", "woman"] * 100, approved=[0] * 200, reason_1=["A"] * 150 + [""] * 50)
    found = reasons(source, BY, 0.95)

    assert isinstance(found, Reasons)
    assert (found.people, found.without) == (150, 50)


@pytest.mark.parametrize("approved", [0, 1])
def test_reason_columns_that_nobody_filled_in_are_nobody_with_a_reason(approved: int) -> None:
    columns = {name: [""] * 200 for name in ("reason_1", "reason_2")}
    source = People(sex=["man", "woman"] * 100, approved=[approved] * 200, score=[500.0] * 200, **columns)
    found = look_beyond(source, BY).reasons

    assert isinstance(found, Reasons)
    assert (found.people, found.without) == (0, 200 * (1 - approved))
    assert found.by[0].reasons == ()


@pytest.mark.parametrize(("first", "second", "what"), [("A", "A", "one code stands in both"), ("", "A", "and none in")])
def test_reasons_that_would_be_counted_twice_or_not_at_all_are_refused(first: str, second: str, what: str) -> None:
    source = People(sex=["man", "woman"], approved=[0, 0], reason_1=[first, "B"], reason_2=[second, ""])
    with pytest.raises(DataError, match=what):
        reasons(source, BY, 0.95)


# Recourse


def test_routes_are_those_of_declined_people(people: People, beyond: Beyond) -> None:
    assert isinstance(beyond.recourse, Recourse)
    columns = people.columns
    women = (columns["approved"] == 0) & (columns["sex"] == "woman")
    found = woman(beyond.recourse.by[0].feasible)

    assert rate(found).proportion.of == women.sum()
    assert rate(found).proportion.count == (women & (columns["recourse_feasible"] == 1)).sum()
    assert alike(found).interval.low < 0 < alike(found).interval.high


def test_a_median_cost_is_of_those_with_a_route_and_alike_at_the_same_score(people: People, beyond: Beyond) -> None:
    assert isinstance(beyond.recourse, Recourse)
    cost = next(each for each in beyond.recourse.by[0].cost if each.group == "woman")
    costs = np.sort(people.columns["recourse_cost"][people.columns["sex"] == "woman"])
    costs = costs[~np.isnan(costs)]

    assert isinstance(cost.median, Found)
    assert cost.people == len(costs)
    assert cost.median.value == costs[(len(costs) - 1) // 2]
    assert isinstance(cost.alike, Alike)
    assert cost.alike.found.interval.low <= 0 <= cost.alike.found.interval.high


def test_a_cost_that_is_higher_at_the_same_score_is_found() -> None:
    rng = np.random.default_rng(4)
    women, score = rng.random(4_000) < 0.4, np.rint(rng.normal(480, 20, 4_000))
    source = People(
        sex=np.where(women, "woman", "man"),
        score=score - 15 * women,
        approved=np.zeros(4_000, dtype=int),
        recourse_feasible=np.ones(4_000, dtype=int),
        recourse_cost=np.rint(600 - (score - 15 * women) + rng.normal(0, 5, 4_000)) + 6 * women,
    )
    found = recourse(source, BY, 0.95)
    assert isinstance(found, Recourse)
    cost = next(each for each in found.by[0].cost if each.group == "woman")

    assert isinstance(cost.difference, Found)
    assert isinstance(cost.alike, Alike)
    assert cost.difference.value == pytest.approx(21, abs=2)
    assert cost.alike.found.value == pytest.approx(6, abs=2.5)
    assert cost.alike.found.interval.low > 0
