"""Along the score, as in tables, no printed number differs from another by a few people."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from audits.fairness.audit import audit_cube
from audits.fairness.outcome import AuditReport
from audits.fairness.plan import default_plan
from audits.fairness.report import render
from audits.fairness.result import GroupingResult
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE
from tests.support.cubes import Array, cube_of

People = dict[str, Array]


def scored(seed: int, people: int = 4000, few: float = 0.02) -> People:
    """People of three sexes, one of them rare, and of ages in narrow and in wide bands, scored."""
    chance = np.random.default_rng(seed)
    ages = ["18-20", "21-24", "25-29", "30-59", "60-79", "80-84", "85+"]
    age = chance.choice(ages, people, p=[0.004, 0.016, 0.28, 0.5, 0.17, 0.006, 0.024])
    score = np.rint(500 + 60 * chance.normal(0, 1, people))
    pd = np.round(1 / (1 + np.exp(1.2 + 0.02 * (score - 500))), 4)
    return {
        "sex": chance.choice(["f", "m", "x"], people, p=[0.5 - few, 0.5, few]),
        "age": age,
        "wide": np.where(age == "30-59", "middle", np.where(age < "30", "young", "old")),
        "score": score,
        "pd": pd,
        "approved": score >= 480,
        "outcome": (chance.random(people) < pd).astype(np.int64),
    }


def audited(people: People, by: tuple[str, ...]) -> AuditReport:
    plan = replace(default_plan(with_pd=True), draws=200, together=1)
    rest = {name: people[name] for name in ("score", "pd")}
    return audit_cube(cube_of({name: people[name] for name in by}, people["approved"], people["outcome"], **rest), plan)


def edges(result: GroupingResult) -> list[float]:
    return [band.low for band in result.distribution if band.low is not None]


@pytest.mark.parametrize("seed", range(8))
def test_between_two_cut_offs_are_enough_people_of_every_group_or_nobody(seed: int) -> None:
    """Whoever multiplies rates by the number of people and subtracts has no small count."""
    people = scored(seed)
    for result in audited(people, ("sex", "age")).attributes:
        for group in result.curve[0].rates if result.curve else ():
            size = int((people[result.name] == group[0]).sum())
            steps = [size, *(round(one.rates[group].value * size) for one in result.curve), 0]
            assert min(above - below for above, below in pairwise(steps)) >= FEWEST_PEOPLE


@pytest.mark.parametrize("seed", range(8))
def test_cut_offs_and_calibration_have_the_edges_of_the_distribution(seed: int) -> None:
    for result in audited(scored(seed), ("sex", "age")).attributes:
        assert [one.at for one in result.curve] == edges(result)
        assert {band.low for band in result.calibration} <= {None, *edges(result)}


def test_a_rare_group_leaves_few_cut_offs_and_a_large_one_all() -> None:
    report = audited(scored(1), ("sex", "wide"))

    assert len(report.attributes[0].curve) <= 2
    assert len(report.attributes[1].curve) >= 15
    assert 480 in edges(report.attributes[1])


def test_a_group_too_small_for_two_ranges_leaves_no_curve() -> None:
    result = audited(scored(1, few=0.012), ("sex",)).attributes[0]

    assert (result.curve, result.distribution, result.calibration) == ((), (), ())
    assert isinstance(result.groups[-1].people, int)


@pytest.mark.parametrize("seed", range(6))
def test_ranges_of_a_wide_band_less_those_of_a_narrow_one_leave_no_few_people(seed: int) -> None:
    """Of the young, those of 18 to 24 are hidden: in no range of the ages do they follow as a few."""
    people = scored(seed)
    narrow, wide = audited(people, ("age", "wide")).attributes
    common = sorted({*edges(narrow)} & {*edges(wide)})
    shown = [group[0] for group in narrow.distribution[0].people] if narrow.distribution else []
    for band in wide.distribution[0].people if wide.distribution else ():
        inside = [age for age in shown if (people["wide"][people["age"] == age] == band[0]).all()]
        over = (people["wide"] == band[0]) & ~np.isin(people["age"], inside)
        if inside and over.any():
            counts = np.bincount(np.digitize(people["score"][over], common), minlength=len(common) + 1)
            assert counts.min() >= FEWEST_PEOPLE


@pytest.mark.parametrize("seed", range(6))
def test_no_range_of_calibration_has_few_defaults_or_repayments(seed: int) -> None:
    people = scored(seed)
    result = audited(people, ("wide",)).attributes[0]
    lows = [band.low for band in result.calibration if band.low is not None]
    for group in result.calibration[0].default:
        own = people["wide"] == group[0]
        at = np.digitize(people["score"][own], lows)
        for outcome in (0, 1):
            counts = np.bincount(at[people["outcome"][own] == outcome], minlength=len(lows) + 1)
            assert counts.min() >= FEWEST_EACH


@pytest.mark.parametrize("seed", range(6))
def test_groups_that_are_the_same_people_have_the_same_edges(seed: int) -> None:
    """The isle is one town: two sets of edges would part its people finer than either."""
    people, chance = scored(seed, 1500), np.random.default_rng(100 + seed)
    people["town"] = chance.choice(["a", "b", "c", "isle"], 1500, p=[0.4, 0.25, 0.2, 0.15])
    people["region"] = np.where(people["town"] == "isle", "isle", np.where(people["town"] == "a", "west", "east"))
    town, region = audited(people, ("town", "region")).attributes

    assert edges(town) == edges(region)
    assert [band.low for band in town.calibration] == [band.low for band in region.calibration]


def test_a_small_group_is_left_out_of_the_ranges_with_the_next_and_the_others_keep_theirs() -> None:
    people, chance = scored(3, 6400), np.random.default_rng(3)
    people["place"] = chance.permutation(np.repeat(["a", "b", "c", "d"], [2200, 2100, 2060, 40]))
    report = audited(people, ("place",))
    result = report.attributes[0]

    assert render(report).count("Not by range, so that nobody is recognised by the score of a few: c, d.") == 2
    assert len(result.distribution) >= 15
    assert {group[0] for group in result.distribution[0].people} == {"a", "b"}
    assert {group[0] for group in result.curve[0].rates} == {"a", "b"}
    assert isinstance(result.groups[3].people, int)


@pytest.mark.parametrize("seed", range(6))
def test_no_few_people_lie_between_a_shown_cut_off_and_the_one_that_decided(seed: int) -> None:
    people = scored(seed)
    for result in audited(people, ("sex", "wide")).attributes:
        for edge in edges(result):
            for group in result.distribution[0].people:
                own = people["score"][people[result.name] == group[0]]
                between = abs(int((own >= edge).sum()) - int((own >= 480).sum()))
                assert between == 0 or between >= FEWEST_PEOPLE


@pytest.mark.parametrize("seed", range(6))
def test_no_few_defaults_lie_between_a_range_of_calibration_and_the_cut_off_that_decided(seed: int) -> None:
    """How many of the approved defaulted is printed: less those of the ranges above, they would follow."""
    people = scored(seed)
    people["approved"], people["pd"] = (
        people["score"] >= 560,
        np.round(1 / (1 + np.exp((people["score"] - 420) / 40)), 4),
    )
    people["outcome"] = (np.random.default_rng(seed + 50).random(4000) < people["pd"]).astype(np.int64)
    result = audited(people, ("wide",)).attributes[0]
    for band in result.calibration[1:]:
        assert band.low is not None
        low, high = sorted((band.low, 560.0))
        for group in result.calibration[0].default:
            own = (people["wide"] == group[0]) & (people["score"] >= low) & (people["score"] < high)
            assert not own.any() or min(np.bincount(people["outcome"][own], minlength=2)) >= FEWEST_EACH


def test_calibration_has_the_cut_off_that_decided_among_its_edges_where_there_are_enough_on_both_sides() -> None:
    people = scored(2, 20_000) | {"approved": scored(2, 20_000)["score"] >= 497}
    assert 497 in {band.low for band in audited(people, ("wide",)).attributes[0].calibration}


@pytest.mark.parametrize("seed", range(6))
def test_decisions_on_a_few_people_are_no_range(seed: int) -> None:
    """Two people with a hundred decisions each have the lowest scores of all: a range needs thirty others besides."""
    people = scored(seed, 3000)
    person = np.arange(3000)
    for sex in ("f", "m"):
        few = np.flatnonzero(people["sex"] == sex)[:200]
        person[few], people["score"][few] = few[0] + np.arange(200) % 2, np.arange(200) // 100 + 200
    plan = replace(default_plan(with_pd=True), draws=200, together=1)
    sexes = np.where(people["sex"] == "f", "f", "m")
    rest = {name: people[name] for name in ("score", "pd")} | {"bucket": person * 37 % 200}
    cube = cube_of({"sex": sexes}, people["approved"], people["outcome"], **rest)
    result = audit_cube(cube, plan).attributes[0]

    assert len(result.distribution) > 5
    for bands, outcomes in ((result.distribution, [0, 1]), (result.calibration, [0]), (result.calibration, [1])):
        lows = [band.low for band in bands if band.low is not None]
        for group in bands[0].people:
            own = (sexes == group[0]) & np.isin(people["outcome"], outcomes)
            at = np.digitize(people["score"][own], lows)
            least = FEWEST_PEOPLE if len(outcomes) == 2 else FEWEST_EACH
            assert min(len(np.unique(person[own][at == place])) for place in range(len(bands))) >= least
