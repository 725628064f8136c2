"""Knobs: each moves exactly what it says, to the bit, and nothing else of all that is written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scoring.domain.errors import InputError
from scoring.population.application import migrants
from scoring.population.layout import FILES
from scoring.population.outcome import Outcome
from scoring.population.simulate import Chunk
from scoring.population.world import GROUPS, LIMITS, Knobs, World
from scoring.records.characteristics import BANK
from scoring.records.tables import TENURES, UNKNOWN
from tests.support.population import HISTORY, OUTCOME, columns, moved, of, people

Array = np.ndarray[Any, np.dtype[Any]]

PERSONS = 3000
APPROVAL = {*OUTCOME, "truth.approved"}
INCOME = {"applications.income", "applicants.net_monthly_income", "applicants.registered_debt_ratio"}


def turned(world: World = World.FAIR, *, draws: int = 0, **knobs: float) -> Chunk:
    """Three thousand persons under the fair world's knobs but for those named."""
    return people(world, persons=PERSONS, draws=draws, **knobs)


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def test_label_bias_records_defaults_of_migrants_who_had_none() -> None:
    before, after = turned(), turned(label_bias=0.3)
    assert moved(before, after) == OUTCOME
    changed = before.outcome != after.outcome
    could = migrants(before.protected) & (before.truth["true_default"] == 0)
    assert not changed[~could].any()
    assert (after.outcome[changed] == Outcome.BAD).all()
    assert changed[could].mean() == pytest.approx(0.3, abs=0.06)
    everybody = turned(label_bias=1.0)
    assert (everybody.defaulted[migrants(before.protected)] == 1).all()


def test_measurement_bias_takes_income_from_migrants_and_what_follows_from_it() -> None:
    before, after = turned(), turned(measurement_bias=0.2)
    assert moved(before, after) == INCOME
    concerned = migrants(before.protected)
    assert not moved(of(before, ~concerned), of(after, ~concerned))
    income = before.applications.income[concerned]
    assert np.array_equal(after.applications.income[concerned], income * 800 // 1000 // 1_000 * 1_000)


def test_measurement_bias_refuses_migrants_where_a_lender_has_a_cut() -> None:
    before, after = turned(approval_cut=8), turned(approval_cut=8, measurement_bias=0.4)
    assert moved(before, after) == INCOME | APPROVAL
    concerned = migrants(before.protected)
    assert not moved(of(before, ~concerned), of(after, ~concerned))
    assert (before.truth["approved"] >= after.truth["approved"]).all()


def test_proxy_strength_records_migrants_as_lodgers() -> None:
    before, after = turned(), turned(proxy_strength=0.5)
    assert moved(before, after) == {"applications.tenure", "applicants.tenure"}
    changed = before.applications.tenure != after.applications.tenure
    concerned = migrants(before.protected)
    assert not changed[~concerned].any()
    assert (after.applications.tenure[changed] == TENURES.index("lodger")).all()
    could = concerned & (before.applications.tenure != TENURES.index("lodger"))
    assert changed[could].mean() == pytest.approx(0.5, abs=0.07)


def test_proxy_strength_costs_owners_their_point_where_a_lender_has_a_cut() -> None:
    before, after = turned(approval_cut=9), turned(approval_cut=9, proxy_strength=0.5)
    assert moved(before, after) == {"applications.tenure", "applicants.tenure"} | APPROVAL
    refused = before.truth["approved"] & ~after.truth["approved"]
    assert refused.any()
    assert (before.applications.tenure[refused] == TENURES.index("owner")).all()
    assert migrants(before.protected)[refused].all()


def test_an_approval_cut_hides_outcomes_and_changes_none() -> None:
    before, after = turned(), turned(approval_cut=9)
    assert moved(before, after) == APPROVAL
    hidden = after.outcome == Outcome.UNOBSERVED
    assert np.array_equal(hidden, ~after.truth["approved"])
    assert (after.defaulted[hidden] == -1).all()
    assert np.array_equal(after.outcome[~hidden], before.outcome[~hidden])
    assert 0.1 < hidden.mean() < 0.6


def test_group_size_in_the_equal_world_moves_memberships_only() -> None:
    found = moved(turned(World.EQUAL, draws=2), turned(World.EQUAL, draws=2, group_size=0.6))
    assert found == {"protected.migration_background"}


def test_group_size_in_the_fair_world_moves_new_members_only() -> None:
    before, after = turned(draws=2), turned(draws=2, group_size=0.6)
    member = [migrants(each.protected) for each in (before, after)]
    assert (member[0] <= member[1]).all()
    changed = member[0] != member[1]
    assert changed.mean() == pytest.approx(0.33, abs=0.03)
    assert not moved(of(before, ~changed), of(after, ~changed))
    assert moved(of(before, changed), of(after, changed)) > {"applications.income"}
    assert np.array_equal(before.truth["fair_bads"], after.truth["fair_bads"])


def test_drift_leaves_everybody_before_2023_as_they_were() -> None:
    """Who was observed in January 2022 had an outcome in that year; until January 2023 histories lie before it."""
    before, after = turned(draws=2), turned(draws=2, drift=0.2)
    observed = before.applications.observed
    at_first = observed == day("2022-01-01")
    assert at_first.sum() > 40
    assert not moved(of(before, at_first), of(after, at_first))
    early = observed <= day("2023-01-01")
    assert not moved(of(before, early), of(after, early), among=HISTORY)
    late = ~early
    assert moved(of(before, late), of(after, late), among=HISTORY)
    assert after.truth["bads"].sum() > before.truth["bads"].sum()
    untouched = {f"protected.{name}" for name in GROUPS} | {"applications.term", "applications.verified"}
    assert not moved(before, after) & untouched


def test_missingness_leaves_out_costs_and_balances_and_changes_none() -> None:
    before, after = turned(), turned(missingness=0.3)
    left_out = ("housing", "instalments", "card_balance")
    assert moved(before, after) == {
        *(f"applications.{name}" for name in left_out),
        "applicants.monthly_housing_costs",
        "applicants.monthly_instalments",
        "applicants.utilisation",
    }
    for name in left_out:
        one, other = getattr(before.applications, name), getattr(after.applications, name)
        assert set(other[one != other].tolist()) == {UNKNOWN}
        assert (one != other).mean() == pytest.approx(0.3, abs=0.04)
    gone = np.isnan(after.characteristics["utilisation"]) & ~np.isnan(before.characteristics["utilisation"])
    assert (after.applications.card_balance[gone] == UNKNOWN).all()


def test_consent_share_adds_persons_with_all_their_bank_data_and_takes_none_away() -> None:
    few, more = turned(consent_share=0.3), turned(consent_share=0.8)
    bank = {f"applicants.{name}" for name in BANK}
    bank |= {name for name in columns(few) if name.startswith(("bank_accounts.", "bank_transactions."))}
    assert moved(few, more) == bank
    assert np.isin(few.accounts.owner, more.accounts.owner).all()
    shared = np.isin(np.arange(PERSONS), few.accounts.owner)
    assert not moved(of(few, shared), of(more, shared))
    assert 0.2 < shared.mean() < 0.32
    assert 0.7 < len(more.accounts) / PERSONS < 0.82
    refused = ~np.isin(np.arange(PERSONS), more.accounts.owner)
    for name in BANK:
        assert (more.characteristics[name][refused] == -99).all()
    assert len(turned(consent_share=0.0).accounts) == 0


def test_knobs_that_are_not_turned_are_those_of_an_honest_record() -> None:
    """The equal and the fair world record what is: nothing hidden, nobody refused, nothing left out."""
    for world in (World.EQUAL, World.FAIR):
        found = people(world)
        assert Knobs.of(world) == Knobs()
        assert found.truth["approved"].all()
        assert np.array_equal(found.defaulted, found.truth["true_default"])
        assert (found.applications.income == found.honest.income).all()
        assert (found.applications.tenure == found.honest.tenure).all()
    assert set(Knobs.of(World.HISTORICAL).to_document()) == set(LIMITS)


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("beyond", [-0.01, "above", float("nan"), float("inf")])
def test_a_knob_beyond_its_limits_is_refused_with_them(name: str, beyond: float | str) -> None:
    low, high = LIMITS[name]
    value = high + 0.5 if beyond == "above" else beyond
    with pytest.raises(InputError, match=f"the {name.replace('_', ' ')} is ") as refused:
        Knobs(**{name: value})  # type: ignore[arg-type]
    assert refused.value.remedy == f"Give a number from {low:g} to {high:g}"


@pytest.mark.parametrize("name", LIMITS)
def test_a_knob_at_its_limits_is_accepted(name: str) -> None:
    for end in LIMITS[name]:
        assert getattr(Knobs(**{name: end}), name) == end  # type: ignore[arg-type]


def test_shares_of_groups_are_whole_and_every_attribute_is_a_column() -> None:
    for shares in GROUPS.values():
        assert sum(shares.values()) == pytest.approx(1)
    protected = next(file for file in FILES if file.name == "protected")
    assert [column.name for column in protected.columns] == ["person", *GROUPS]
