"""The truth of Laagland against the outcomes it is the truth of: equal means, stated reliability and errors."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.population.simulate import Chunk, Plan, simulate
from scoring.population.world import GROUPS, World
from tests.support.population import people

DRAWS = 4
"""Few for each of many persons: what is tested is the mean over all."""


@pytest.fixture(scope="module")
def crowds() -> dict[World, Chunk]:
    """Twenty thousand persons in each world without knobs."""
    return {
        world: simulate(Plan(persons=20_000, seed=31, world=world, draws=DRAWS, sample=0))
        for world in (World.EQUAL, World.FAIR)
    }


def z(difference: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(difference.mean() / (difference.std(ddof=1) / np.sqrt(len(difference))))


@pytest.mark.parametrize("world", [World.EQUAL, World.FAIR])
def test_the_mean_true_probability_is_the_default_rate(crowds: dict[World, Chunk], world: World) -> None:
    """Person by person the outcome less the share of defaults among re-simulations has mean zero, at four sigma."""
    truth = crowds[world].truth
    assert abs(z(truth["true_default"] - truth["bads"] / DRAWS)) < 4
    assert 0.03 < truth["true_default"].mean() < 0.2


@pytest.mark.parametrize("attribute", GROUPS)
def test_the_true_probability_holds_within_every_group(crowds: dict[World, Chunk], attribute: str) -> None:
    """In the world where groups differ: truth that is right only on average would be no yardstick for fairness."""
    found = crowds[World.FAIR]
    for place in range(len(GROUPS[attribute])):
        member = found.protected[attribute] == place
        assert abs(z((found.truth["true_default"] - found.truth["bads"] / DRAWS)[member])) < 4


@pytest.mark.parametrize("attribute", GROUPS)
def test_in_the_equal_world_no_group_has_another_truth(crowds: dict[World, Chunk], attribute: str) -> None:
    """Nor another income; in the fair world groups have both."""
    equal, fair = crowds[World.EQUAL], crowds[World.FAIR]
    member = equal.protected[attribute] == len(GROUPS[attribute]) - 1
    for column in (equal.truth["bads"], equal.honest.income):
        values = column.astype(np.float64)
        error = np.sqrt(values[member].var() / member.sum() + values[~member].var() / (~member).sum())
        assert abs(values[member].mean() - values[~member].mean()) / error < 4
    real = fair.honest.income
    assert abs(real[member].mean() - real[~member].mean()) > 0.02 * real.mean()


def test_sixty_four_draws_make_a_reliable_truth() -> None:
    """At least 95 % of the variance of estimates between persons is variance of the truth."""
    found = people(World.EQUAL, persons=3000, draws=64)
    estimate = found.truth["bads"] / 64
    error = estimate * (1 - estimate) / 63
    assert 1 - error.mean() / estimate.var(ddof=1) >= 0.95


def test_two_halves_of_the_draws_differ_as_their_standard_errors_say() -> None:
    """The mean squared difference is the sum of the squared errors, within a tenth."""
    half, whole = (people(World.EQUAL, persons=3000, draws=draws).truth["bads"] for draws in (32, 64))
    one, other = half / 32, (whole - half) / 32
    errors = (one * (1 - one) + other * (1 - other)) / 31
    assert ((one - other) ** 2).sum() / errors.sum() == pytest.approx(1, abs=0.1)


def test_the_recorded_outcome_is_one_more_draw_of_the_same_kind() -> None:
    """Among persons whose draws say 20 to 50 %, that many default."""
    found = people(World.EQUAL, persons=3000, draws=64)
    estimate = found.truth["bads"] / 64
    middle = (estimate > 0.2) & (estimate < 0.5)
    assert middle.sum() > 60
    expected = estimate[middle]
    spread = np.sqrt((expected * (1 - expected)).sum())
    assert abs(found.truth["true_default"][middle].sum() - expected.sum()) < 4 * spread


def test_the_luck_of_neighbours_is_unrelated() -> None:
    """What the outcome of one person differs from the truth says nothing about the next person's."""
    found = people(World.EQUAL, persons=3000, draws=64).truth
    luck = found["true_default"] - found["bads"] / 64
    assert abs(np.corrcoef(luck[:-1], luck[1:])[0, 1]) < 4 / np.sqrt(3000)
