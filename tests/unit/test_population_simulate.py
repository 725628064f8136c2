"""Laagland: three worlds of the same persons, and knobs that each change one thing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.domain.errors import InputError
from scoring.population.draws import Draws
from scoring.population.risk import true_pd
from scoring.population.simulate import BANK, COLUMNS, NOT_PROVIDED, REGISTER, Population, simulate
from scoring.population.world import GROUPS, Knobs, World

PERSONS = 20_000
HONEST = Knobs(label_bias=0, proxy_strength=0)

PERSON = ["cb7711cdc23ba0b6", "50943e007eaf4dbc", "c978dfe9e223424c"]
INCOME = [1380.0, 4220.0, 2060.0]
AMOUNT = [3700.0, 7000.0, 9100.0]
AGE_BAND = ["18-29", "30-44", "45-64"]
TRUE_PD = [0.5731, 0.062, 0.0392]

PAGE = (Path(__file__).parents[2] / "docs" / "laagland.md").read_text(encoding="utf-8")
PAGE_ROWS = [
    [cell.strip() for cell in line.split("|")[2:5]]
    for line in PAGE.split("in percent:")[1].split("##")[0].splitlines()
    if line.startswith("| ") and "`" not in line and "---" not in line
]


@cache
def world(name: World, knobs: Knobs | None = None) -> Population:
    return simulate(persons=PERSONS, seed=7, world=name, knobs=knobs)


def changed(left: Population, right: Population) -> set[str]:
    """The names of everything that differs between two populations."""
    pairs = [
        (f"{part}/{name}", column, getattr(right, part)[name])
        for part in ("applicants", "protected", "truth", "finances")
        for name, column in getattr(left, part).items()
    ]
    pairs.append(("person", left.person, right.person))
    return {name for name, ours, theirs in pairs if not np.array_equal(np.ma.filled(ours), np.ma.filled(theirs))}


def risk_by_group(people: Population, attribute: str) -> dict[str, float]:
    groups = people.protected[attribute]
    return {group: float(people.truth["true_pd"][groups == group].mean()) for group in GROUPS[attribute]}


def spread(people: Population, attribute: str) -> float:
    risks = risk_by_group(people, attribute).values()
    return max(risks) - min(risks)


def test_the_first_persons_of_seed_zero_are_these() -> None:
    """A change here changes every published figure about Laagland."""
    people = simulate(persons=3, seed=0, world=World.FAIR)
    assert list(people.person) == PERSON
    assert list(people.applicants["net_monthly_income"]) == INCOME
    assert list(people.applicants["requested_amount"]) == AMOUNT
    assert list(people.protected["age_band"]) == AGE_BAND
    assert list(people.truth["true_pd"].round(4)) == TRUE_PD


def test_the_same_persons_live_in_every_world() -> None:
    """Ids and protected attributes do not depend on the world; finances do."""
    difference = changed(world(World.EQUAL), world(World.FAIR))
    assert "person" not in difference
    assert not any(name.startswith("protected/") for name in difference)
    assert {"finances/net_monthly_income", "finances/thin_file", "truth/true_pd"} <= difference


def test_another_seed_gives_other_persons() -> None:
    other = simulate(persons=PERSONS, seed=8, world=World.EQUAL)
    assert not set(other.person) & set(world(World.EQUAL).person)


@pytest.mark.parametrize("attribute", GROUPS)
def test_in_the_equal_world_no_group_has_another_risk(attribute: str) -> None:
    """The spread is what chance leaves between groups of thousands."""
    assert spread(world(World.EQUAL), attribute) < 0.01


@pytest.mark.parametrize("attribute", GROUPS)
def test_in_the_fair_world_groups_differ_in_risk(attribute: str) -> None:
    assert spread(world(World.FAIR), attribute) > 0.01


def test_risk_is_a_function_of_finances_alone() -> None:
    """Whatever world and group: equal finances, equal probability."""
    for name in World:
        people = world(name)
        assert np.array_equal(people.truth["true_pd"], true_pd(people.finances).round(12))


def test_the_historical_world_differs_from_the_fair_one_in_its_records_only() -> None:
    """Circumstances, true risks and true defaults are the same persons' own."""
    assert changed(world(World.FAIR), world(World.HISTORICAL)) == {
        "applicants/defaulted",
        "applicants/housing_tenure",
    }


def test_label_bias_changes_recorded_outcomes_only() -> None:
    biased = world(World.FAIR, replace(HONEST, label_bias=0.1))
    assert changed(world(World.FAIR), biased) == {"applicants/defaulted"}


def test_label_bias_records_goods_with_a_migration_background_as_bad() -> None:
    """About a tenth of them; nobody else, and never a default as good."""
    people = world(World.FAIR, replace(HONEST, label_bias=0.1))
    recorded, true = people.applicants["defaulted"], people.truth["true_default"]
    migrant_goods = (people.protected["migration_background"] == "yes") & (true == 0)
    assert np.array_equal(recorded[~migrant_goods], true[~migrant_goods])
    assert recorded[migrant_goods].mean() == pytest.approx(0.1, abs=0.02)


def test_proxy_strength_changes_housing_tenure_only() -> None:
    proxied = world(World.FAIR, replace(HONEST, proxy_strength=0.5))
    assert changed(world(World.FAIR), proxied) == {"applicants/housing_tenure"}


def test_the_proxy_records_persons_with_a_migration_background_as_lodgers() -> None:
    people = world(World.FAIR, replace(HONEST, proxy_strength=0.5))
    recorded, true = people.applicants["housing_tenure"], people.finances["housing_tenure"]
    migrant = people.protected["migration_background"] == "yes"
    assert np.array_equal(recorded[~migrant], true[~migrant])
    moved = migrant & (recorded != true)
    assert set(recorded[moved]) == {"lodger"}
    assert moved.sum() / (migrant & (true != "lodger")).sum() == pytest.approx(0.5, abs=0.03)


def test_tenure_has_no_effect_of_its_own_on_risk() -> None:
    """So a card that gives points to it scores the proxy."""
    people = world(World.FAIR)
    others = {**people.finances, "housing_tenure": np.full(PERSONS, "lodger", dtype=object)}
    assert np.array_equal(true_pd(others), true_pd(people.finances))


def test_a_thin_file_masks_every_register_column_and_no_other() -> None:
    people = world(World.FAIR)
    for name in COLUMNS:
        mask = np.ma.getmaskarray(people.applicants[name])
        assert np.array_equal(mask, people.finances["thin_file"] if name in REGISTER else np.zeros(PERSONS, bool))


def test_a_refusal_marks_every_bank_column_and_no_other() -> None:
    people = world(World.FAIR)
    refused = people.applicants[BANK[0]] == NOT_PROVIDED
    assert 0.2 < refused.mean() < 0.3
    for name in COLUMNS:
        marked = people.applicants[name] == NOT_PROVIDED
        assert np.array_equal(marked, refused) if name in BANK else not np.any(marked)


def test_in_the_equal_world_refusal_tells_nothing_of_risk() -> None:
    people = world(World.EQUAL)
    refused = people.applicants[BANK[0]] == NOT_PROVIDED
    risk = people.truth["true_pd"]
    assert risk[refused].mean() == pytest.approx(risk[~refused].mean(), abs=0.01)


def test_applicants_hold_no_protected_attribute() -> None:
    assert set(world(World.HISTORICAL).applicants) == {*COLUMNS, "defaulted"}
    assert not set(COLUMNS) & {*GROUPS, "true_pd", "true_default", "thin_file"}


@pytest.mark.parametrize("persons", [0, -1, 10_000_001])
def test_the_number_of_persons_has_bounds(persons: int) -> None:
    with pytest.raises(InputError, match="Ask for 1 to 10000000"):
        simulate(persons=persons, seed=0, world=World.FAIR)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(InputError, match="0 or more"):
        simulate(persons=1, seed=-1, world=World.FAIR)


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
@pytest.mark.parametrize("knob", ["label_bias", "proxy_strength"])
def test_a_knob_is_a_probability(knob: str, value: float) -> None:
    with pytest.raises(InputError, match="from 0 to 1"):
        replace(HONEST, **{knob: value})


def test_only_the_historical_world_comes_with_bias() -> None:
    assert Knobs.of(World.EQUAL) == Knobs.of(World.FAIR) == HONEST
    assert Knobs.of(World.HISTORICAL) == Knobs(label_bias=0.03, proxy_strength=0.25)


def test_streams_are_uniform_and_not_correlated() -> None:
    """Means of 20,000 draws lie within four standard errors of a half; streams do not follow each other."""
    draws = Draws(seed=1, persons=PERSONS)
    streams = np.array([draws.uniform(name) for name in ("income", "arrears", "group sex", "default")])
    assert ((streams > 0) & (streams < 1)).all()
    assert np.abs(streams.mean(axis=1) - 0.5).max() < 4 * np.sqrt(1 / 12 / PERSONS)
    assert np.abs(np.corrcoef(streams) - np.eye(4)).max() < 4 / np.sqrt(PERSONS)


def test_groups_have_their_declared_shares() -> None:
    people = world(World.EQUAL)
    for attribute, shares in GROUPS.items():
        for group, share in shares.items():
            assert (people.protected[attribute] == group).mean() == pytest.approx(share, abs=0.015)


@pytest.mark.parametrize(("place", "name"), list(enumerate(World)), ids=list(World))
def test_the_figures_of_the_page_are_those_of_the_simulation(place: int, name: World) -> None:
    """docs/laagland.md, to the decimal that it prints."""
    people = simulate(persons=100_000, seed=0, world=name)
    risk, applicants = people.truth["true_pd"], people.applicants
    migrant = people.protected["migration_background"] == "yes"
    female = people.protected["sex"] == "female"
    lodger = applicants["housing_tenure"] == "lodger"

    def both(column: np.ndarray[Any, Any], member: np.ndarray[Any, Any]) -> str:
        return f"{100 * column[member].mean():.1f} / {100 * column[~member].mean():.1f}"

    thin = np.ma.getmaskarray(applicants["utilisation"])
    assert [row[place] for row in PAGE_ROWS] == [
        f"{100 * risk.mean():.1f}",
        both(risk, migrant),
        both(risk, female),
        both(applicants["defaulted"], migrant),
        both(lodger, migrant),
        f"{100 * (applicants['buffer_months'] == NOT_PROVIDED).mean():.1f}",
        f"{100 * thin.mean():.1f}",
    ]
