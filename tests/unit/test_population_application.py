"""What is asked for and declared, and what of it the knobs leave in the file."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from scoring.population.application import apply, grant, record
from scoring.population.life import ASKED, CARD, HOME, LOAN, OTHER, Life
from scoring.population.month import TERMS, instalment
from scoring.population.parameters import PARAMETERS
from scoring.population.world import Knobs
from scoring.records.tables import TENURES, UNKNOWN, Applications
from tests.support.lives import Crowd, lives

Array = np.ndarray[Any, np.dtype[Any]]

CROWD = Crowd(seed=8, persons=2000)


@pytest.fixture(scope="module")
def life() -> Life:
    return list(lives(CROWD, months=36))[-1].after


@pytest.fixture(scope="module")
def honest(life: Life) -> Applications:
    day = np.full(CROWD.persons, 19_000)
    return apply(life, CROWD.who(), CROWD.streams, CROWD.places, CROWD.who().wage, day)


def test_amounts_and_terms_lie_inside_what_can_be_asked_for(honest: Applications) -> None:
    assert honest.amount.min() >= PARAMETERS.asked_least
    assert honest.amount.max() <= PARAMETERS.asked_most
    assert (honest.amount % 10_000 == 0).all()
    assert set(honest.term.tolist()) == set(TERMS.tolist())


def test_what_is_declared_is_what_is_due_in_steps_of_five_euros(honest: Applications, life: Life) -> None:
    running = sum(np.where(life.left[slot] > 0, life.due[slot], 0) for slot in (CARD, LOAN, OTHER))
    for declared, real in (
        (honest.housing, life.due[HOME]),
        (honest.instalments, running),
        (honest.card_balance, life.used),
    ):
        assert np.array_equal(declared, real // 500 * 500)


def test_a_verified_income_is_the_real_one_and_no_other_is_lower(honest: Applications) -> None:
    real = CROWD.who().wage // 1_000 * 1_000
    assert np.array_equal(honest.income[honest.verified], real[honest.verified])
    assert (honest.income >= real).all()
    boasted = honest.income[~honest.verified] > real[~honest.verified] + 1_000
    assert 0.25 < boasted.mean() < 0.5
    assert (honest.income <= CROWD.who().wage * 1.18).all()


def test_what_is_granted_is_due_from_now_on(life: Life, honest: Applications) -> None:
    state = life.copy()
    grant(state, honest.amount, honest.term)
    assert np.array_equal(state.due[ASKED], instalment(honest.amount, honest.term))
    assert np.array_equal(state.left[ASKED], honest.term)
    assert not state.behind[ASKED].any()
    assert not life.due[ASKED].any()


def test_without_knobs_an_application_is_recorded_as_it_was_made(honest: Applications) -> None:
    concerned = np.arange(CROWD.persons) % 2 == 0
    written = record(honest, CROWD.streams, CROWD.places, concerned, Knobs())
    for field in fields(Applications):
        assert np.array_equal(getattr(written, field.name), getattr(honest, field.name))


def test_measurement_bias_takes_its_share_of_the_income_of_those_concerned(honest: Applications) -> None:
    concerned = np.arange(CROWD.persons) % 2 == 0
    written = record(honest, CROWD.streams, CROWD.places, concerned, Knobs(measurement_bias=0.25))
    assert np.array_equal(written.income[~concerned], honest.income[~concerned])
    assert np.array_equal(written.income[concerned], honest.income[concerned] * 3 // 4 // 1_000 * 1_000)


@pytest.mark.parametrize("strength", [0.0, 0.4, 1.0])
def test_a_proxy_records_those_concerned_as_lodgers(honest: Applications, strength: float) -> None:
    concerned = np.arange(CROWD.persons) % 2 == 0
    written = record(honest, CROWD.streams, CROWD.places, concerned, Knobs(proxy_strength=strength))
    changed = written.tenure != honest.tenure
    assert not changed[~concerned].any()
    assert (written.tenure[changed] == TENURES.index("lodger")).all()
    could = concerned & (honest.tenure != TENURES.index("lodger"))
    assert changed[could].mean() == pytest.approx(strength, abs=0.06)


def test_what_is_left_out_is_unknown_and_independent_of_each_other(honest: Applications) -> None:
    nobody = np.zeros(CROWD.persons, dtype=bool)
    written = record(honest, CROWD.streams, CROWD.places, nobody, Knobs(missingness=0.3))
    gone = [getattr(written, name) == UNKNOWN for name in ("housing", "instalments", "card_balance")]
    for out, name in zip(gone, ("housing", "instalments", "card_balance"), strict=True):
        assert out.mean() == pytest.approx(0.3, abs=0.05)
        assert np.array_equal(getattr(written, name)[~out], getattr(honest, name)[~out])
    assert np.abs(np.corrcoef(np.stack(gone)) - np.eye(3)).max() < 0.11
    everything = record(honest, CROWD.streams, CROWD.places, nobody, Knobs(missingness=1.0))
    assert (everything.housing == UNKNOWN).all()
    assert (everything.income != UNKNOWN).all()
