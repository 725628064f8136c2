"""Simulating: whoever else is asked for, in whatever chunks and order, a person is the same person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scoring.domain.errors import InputError
from scoring.population import simulate as module
from scoring.population.circumstances import draw_groups
from scoring.population.layout import raw_columns
from scoring.population.simulate import MOST_DRAWS, MOST_PERSONS, Plan, chunks, simulate, simulate_places
from scoring.population.streams import Streams, Words
from scoring.population.world import GROUPS, Knobs, World
from tests.support.population import HISTORY, columns, moved, of, people, plan

Array = np.ndarray[Any, np.dtype[Any]]

PERSONS = 900


@pytest.mark.parametrize("world", World)
def test_the_first_persons_of_more_are_the_same_persons(world: World) -> None:
    few, many = people(world, persons=PERSONS // 3, draws=2), people(world, persons=PERSONS, draws=2)
    first = np.arange(PERSONS) < PERSONS // 3
    assert not moved(columns(few), of(many, first))


@pytest.mark.parametrize(("persons", "size"), [(8, 1), (60, 7), (PERSONS, 450), (PERSONS, 901)])
def test_the_size_of_the_chunks_changes_nothing(persons: int, size: int) -> None:
    """Streamed or in memory, with a person in a chunk of one or of all."""
    asked = plan(World.HISTORICAL, persons=persons)
    whole = raw_columns(simulate(asked))
    parts = [raw_columns(chunk) for chunk in chunks(asked, size=size)]
    for file, table in whole.items():
        for name, column in table.items():
            joined = np.concatenate([part[file][name] for part in parts])
            assert np.array_equal(joined, column, equal_nan=column.dtype.kind == "f")


def test_places_in_another_order_give_the_same_persons_in_that_order() -> None:
    asked = plan(World.HISTORICAL, persons=60, draws=2)
    places = np.arange(60, dtype=np.uint64)
    order = np.random.default_rng(1).permutation(60)
    straight, mixed = simulate_places(asked, places), simulate_places(asked, places[order])
    assert np.array_equal(mixed.person, straight.person[order])
    for row, place in enumerate(order):
        one, other = np.arange(60) == place, np.arange(60) == row
        assert not moved(of(straight, one), of(mixed, other))


def test_a_person_is_the_same_alone_and_among_strangers() -> None:
    asked = plan(World.FAIR, persons=10, draws=2)
    alone = simulate_places(asked, np.array([5_000_000], dtype=np.uint64))
    crowd = simulate_places(asked, np.array([9_999_999, 5_000_000, 3], dtype=np.uint64))
    assert not moved(columns(alone), of(crowd, np.array([False, True, False])))


def test_one_seed_gives_one_population_and_another_gives_others() -> None:
    again = simulate(plan(World.HISTORICAL, persons=300, draws=2))
    assert not moved(people(World.HISTORICAL, persons=300, draws=2), again)
    other = people(World.HISTORICAL, persons=300, draws=2, seed=8)
    assert not np.isin(other.person, again.person).any()
    assert not np.array_equal(other.applications.amount, again.applications.amount)
    assert abs(other.truth["bads"].mean() - again.truth["bads"].mean()) < 0.15


def test_persons_have_the_same_ids_groups_and_days_in_every_world() -> None:
    """The same luck: what differs between worlds are circumstances and recording, not draws."""
    worlds = [people(world) for world in World]
    for other in worlds[1:]:
        assert np.array_equal(worlds[0].person, other.person)
        assert np.array_equal(worlds[0].applications.observed, other.applications.observed)
        assert np.array_equal(worlds[0].applications.verified, other.applications.verified)
        assert np.array_equal(worlds[0].applications.term, other.applications.term)
        for name in GROUPS:
            assert np.array_equal(worlds[0].protected[name], other.protected[name])


def test_in_the_equal_world_groups_decide_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is put in another group: memberships change and nothing else does."""
    before = people(World.EQUAL, draws=2)

    def turned(streams: Streams, places: Words, knobs: Knobs) -> dict[str, Array]:
        drawn = draw_groups(streams, places, knobs)
        return {name: len(GROUPS[name]) - 1 - column for name, column in drawn.items()}

    monkeypatch.setattr(module, "draw_groups", turned)
    after = simulate(plan(World.EQUAL, draws=2))
    assert moved(before, after) == {f"protected.{name}" for name in GROUPS}


def test_in_the_fair_world_groups_decide_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would see it if they did."""
    before = people(World.FAIR)
    monkeypatch.setattr(module, "draw_groups", lambda *asked: {n: 1 - c % 2 for n, c in draw_groups(*asked).items()})
    assert {"applications.income", "truth.true_default"} <= moved(before, simulate(plan(World.FAIR)))


@pytest.mark.parametrize("drift", [0.0, 0.2])
def test_the_fair_counterfactual_is_the_truth_of_the_equal_world(drift: float) -> None:
    """The same defaults of the same person, draw by draw."""
    equal = people(World.EQUAL, draws=6, drift=drift)
    fair = people(World.FAIR, draws=6, drift=drift)
    assert np.array_equal(equal.truth["fair_bads"], equal.truth["bads"])
    assert np.array_equal(fair.truth["fair_bads"], equal.truth["bads"])
    assert not np.array_equal(fair.truth["bads"], equal.truth["bads"])
    historical = people(World.HISTORICAL, draws=6, drift=drift)
    assert np.array_equal(historical.truth["fair_bads"], equal.truth["bads"])


def test_lives_of_the_historical_world_are_those_of_the_fair_one() -> None:
    """At equal drift the two differ in what is recorded, never in what happened."""
    fair, historical = people(World.FAIR, draws=2), people(World.HISTORICAL, draws=2, drift=0.0)
    differ = moved(fair, historical)
    assert not differ & {f"truth.{name}" for name in ("true_default", "month", "bads", "fair_bads", "draws")}
    files = {"register_contracts", "register_events", "bank_accounts", "bank_transactions", "protected"}
    assert not moved(fair, historical, among=files)
    for name in ("amount", "income", "housing", "instalments", "card_balance", "tenure"):
        assert np.array_equal(getattr(fair.honest, name), getattr(historical.honest, name))
    assert {"applications.income", "applications.tenure", "outcomes.outcome", "truth.approved"} <= differ


def test_the_truth_is_drawn_beside_the_records() -> None:
    """With more re-simulations, or none, nothing else changes."""
    without, some = people(World.FAIR), people(World.FAIR, draws=2)
    assert not moved(
        {name: column for name, column in columns(without).items() if not name.startswith("truth.")},
        {name: column for name, column in columns(some).items() if not name.startswith("truth.")},
    )
    assert not {"bads", "fair_bads", "draws"} & set(without.truth)


def test_the_truth_sample_is_the_first_persons_with_more_draws() -> None:
    asked = plan(World.FAIR, persons=200, draws=4)
    sampled = simulate(
        Plan(persons=200, seed=7, world=World.FAIR, knobs=asked.knobs, draws=4, sample=50, sample_draws=9)
    )
    inside = np.arange(200) < 50
    assert np.array_equal(sampled.truth["draws"], np.where(inside, 9, 4))
    plain = people(World.FAIR, persons=200, draws=4)
    assert np.array_equal(sampled.truth["bads"][~inside], plain.truth["bads"][~inside])
    all_nine = people(World.FAIR, persons=200, draws=9)
    for name in ("bads", "fair_bads"):
        assert np.array_equal(sampled.truth[name][inside], all_nine.truth[name][inside])
    assert not moved(plain, sampled, among=HISTORY)


def test_chunks_put_together_are_the_population() -> None:
    """Places of persons and contracts move along: everybody keeps their own contracts, events and transactions."""
    whole = people(World.HISTORICAL, persons=PERSONS, draws=2)
    parts = list(chunks(plan(World.HISTORICAL, persons=PERSONS, draws=2), size=300))
    together = module._merged(parts)
    assert len(parts) == 3
    assert not moved(whole, together)
    for name in ("contracts", "events", "accounts", "transactions", "applications", "honest"):
        one, other = getattr(whole, name), getattr(together, name)
        assert all(np.array_equal(getattr(one, field), getattr(other, field)) for field in one.__dataclass_fields__)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"persons": 0}, "0 persons cannot be simulated"),
        ({"persons": -1}, "-1 persons"),
        ({"persons": MOST_PERSONS + 1}, "10000001 persons"),
        ({"seed": -1}, "the seed is -1"),
        ({"draws": 1}, "1 re-simulations give no truth"),
        ({"draws": -2}, "-2 re-simulations"),
        ({"draws": MOST_DRAWS + 1}, "10001 re-simulations"),
        ({"sample": -1}, "-1 persons with 128 re-simulations each are no truth sample"),
        ({"sample_draws": -1}, "20000 persons with -1"),
        ({"sample_draws": MOST_DRAWS + 1}, "10001 re-simulations each are no truth sample"),
    ],
)
def test_a_plan_out_of_range_is_refused_with_what_to_do(asked: dict[str, int], said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        Plan(**{"persons": 10, "seed": 1, **asked}, world=World.FAIR)  # type: ignore[arg-type]
    assert refused.value.remedy


def test_a_plan_at_its_limits_is_accepted() -> None:
    for persons, seed in ((1, 0), (MOST_PERSONS, 2**200)):
        assert Plan(persons=persons, seed=seed, world=World.EQUAL, draws=0).turned == Knobs.of(World.EQUAL)
    one = simulate(Plan(persons=1, seed=0, world=World.HISTORICAL, draws=2, sample=0))
    assert len(one.person) == 1
