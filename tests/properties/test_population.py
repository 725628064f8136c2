"""Laagland: a person's numbers depend on seed and place alone, whoever else is drawn."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.population.draws import Draws
from scoring.population.simulate import COLUMNS, NOT_PROVIDED, Population, simulate
from scoring.population.world import Knobs, World
from tests.support.laagland import REGISTRY

seeds = st.integers(0, 2**63)
sizes = st.integers(1, 60)
shares = st.floats(0, 1)
worlds = st.sampled_from(World)
knobs = st.builds(Knobs, label_bias=shares, proxy_strength=shares)


def everything(people: Population) -> dict[str, list[object]]:
    parts = {"person": people.person, **people.applicants, **people.protected, **people.truth, **people.finances}
    return {name: np.ma.asarray(column).tolist() for name, column in parts.items()}


@given(seeds, sizes, sizes, worlds, knobs)
def test_the_first_persons_of_more_are_the_same_persons(
    seed: int, few: int, more: int, world: World, setting: Knobs
) -> None:
    small = everything(simulate(persons=few, seed=seed, world=world, knobs=setting))
    large = everything(simulate(persons=few + more, seed=seed, world=world, knobs=setting))
    assert {name: column[:few] for name, column in large.items()} == small


@given(seeds, sizes, worlds, knobs)
def test_simulating_twice_gives_equal_populations(seed: int, persons: int, world: World, setting: Knobs) -> None:
    first = simulate(persons=persons, seed=seed, world=world, knobs=setting)
    second = simulate(persons=persons, seed=seed, world=world, knobs=setting)
    assert everything(first) == everything(second)


@given(seeds, sizes, worlds, knobs, knobs)
def test_knobs_change_the_recorded_outcome_and_tenure_and_nothing_else(
    seed: int, persons: int, world: World, one: Knobs, other: Knobs
) -> None:
    left = simulate(persons=persons, seed=seed, world=world, knobs=one)
    right = simulate(persons=persons, seed=seed, world=world, knobs=other)
    for part in ("protected", "truth", "finances"):
        for name, column in getattr(left, part).items():
            assert np.array_equal(column, getattr(right, part)[name])
    for name in COLUMNS:
        if name != "housing_tenure":
            assert np.ma.asarray(left.applicants[name]).tolist() == np.ma.asarray(right.applicants[name]).tolist()


@given(seeds, sizes, worlds, st.floats(0, 1), st.floats(0, 1))
def test_more_label_bias_records_no_fewer_defaults(
    seed: int, persons: int, world: World, one: float, other: float
) -> None:
    """One draw decides for each person, so that a stronger bias adds persons and takes none away."""
    weak, strong = sorted((one, other))
    few = simulate(persons=persons, seed=seed, world=world, knobs=Knobs(label_bias=weak, proxy_strength=0))
    many = simulate(persons=persons, seed=seed, world=world, knobs=Knobs(label_bias=strong, proxy_strength=0))
    assert (few.applicants["defaulted"] <= many.applicants["defaulted"]).all()
    assert (few.truth["true_default"] <= few.applicants["defaulted"]).all()


@given(seeds, sizes, worlds)
def test_every_person_has_finances_inside_the_declared_ranges(seed: int, persons: int, world: World) -> None:
    people = simulate(persons=persons, seed=seed, world=world)
    for field in REGISTRY.read_fields:
        if field.range is None:
            continue
        codes = [float(special.code) for special in field.special] + [NOT_PROVIDED]
        values = np.ma.compressed(np.ma.masked_array(people.applicants[field.name]))
        assert all(field.range[0] <= value <= field.range[1] or value in codes for value in values)


@given(seeds, sizes, worlds)
def test_every_probability_lies_strictly_between_zero_and_one(seed: int, persons: int, world: World) -> None:
    risk = simulate(persons=persons, seed=seed, world=world).truth["true_pd"]
    assert ((risk > 0) & (risk < 1)).all()


@given(seeds, st.text(max_size=20), sizes)
def test_a_draw_depends_on_seed_stream_and_place_only(seed: int, stream: str, persons: int) -> None:
    alone = Draws(seed=seed, persons=persons).uniform(stream)
    crowd = Draws(seed=seed, persons=persons + 10)
    crowd.uniform("something else first")
    assert np.array_equal(crowd.uniform(stream)[:persons], alone)
