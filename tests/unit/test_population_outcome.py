"""The outcome window: lived from the same state every time, and known to nobody before."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from scoring.population import simulate as module
from scoring.population.circumstances import Circumstances
from scoring.population.life import Life
from scoring.population.outcome import Lived, Outcome, count_defaults, dearness, live_outcome
from scoring.population.simulate import simulate
from scoring.population.streams import Streams, Words
from scoring.population.world import World
from tests.support.lives import Crowd, lives
from tests.support.population import HISTORY, OUTCOME, moved, people, plan

Array = np.ndarray[Any, np.dtype[Any]]

CROWD = Crowd(seed=17, persons=800)


@pytest.fixture(scope="module")
def start() -> Life:
    return list(lives(CROWD, months=48))[-1].after


def test_living_an_outcome_leaves_the_beginning_as_it_is(start: Life) -> None:
    before = start.copy()
    live_outcome(start, CROWD.who(), CROWD.streams, "outcome", CROWD.places, 0.0)
    for field in fields(Life):
        assert np.array_equal(np.asarray(getattr(before, field.name)), np.asarray(getattr(start, field.name)))


def test_a_default_has_a_month_of_the_window_and_is_late(start: Life) -> None:
    """90 days past due are 30 days past due as well."""
    lived = live_outcome(start, CROWD.who(), CROWD.streams, "outcome", CROWD.places, 0.3)
    assert lived.defaulted.any()
    assert np.array_equal(lived.month > 0, lived.defaulted)
    assert lived.month.max() <= 12
    assert lived.late[lived.defaulted].all()
    assert (lived.late & ~lived.defaulted).any()


def test_defaults_are_counted_draw_by_draw(start: Life) -> None:
    """The counts of two ranges add up, and each draw is one life under its own name."""
    who = CROWD.who()

    def count(draws: range) -> Array:
        return count_defaults(start, who, CROWD.streams, CROWD.places, 0.0, draws)

    assert np.array_equal(count(range(5)), count(range(2)) + count(range(2, 5)))
    again = live_outcome(start, who, CROWD.streams, "again 3", CROWD.places, 0.0)
    assert np.array_equal(count(range(3, 4)), again.defaulted)
    assert not np.array_equal(count(range(3, 4)), count(range(4, 5)))


def test_costs_rise_with_the_calendar_year_and_not_before_2023() -> None:
    """Observed in January 2022 (0) or December 2024 (35); month 72 begins on the day of observation."""
    observed = np.array([0, 11, 12, 35])
    assert dearness(observed, 72, 0.1).tolist() == [1000, 1000, 1100, 1200]
    assert dearness(observed, 71, 0.1).tolist() == [1000, 1000, 1000, 1200]
    assert dearness(observed, 83, 0.1).tolist() == [1000, 1100, 1100, 1300]
    assert dearness(observed, 0, 0.1).tolist() == [1000] * 4
    assert dearness(observed, 83, 0.0).tolist() == [1000] * 4


def test_another_future_moves_no_record_and_no_characteristic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was known on the day of observation depends on what came after it."""
    now = people(World.HISTORICAL)

    def other(start: Life, who: Circumstances, streams: Streams, stream: str, places: Words, drift: float) -> Lived:
        return live_outcome(start, who, streams, f"another {stream}", places, drift)

    monkeypatch.setattr(module, "live_outcome", other)
    changed = moved(now, simulate(plan(World.HISTORICAL)))
    assert changed == {*OUTCOME, "truth.true_default", "truth.month"}


@pytest.mark.parametrize("told", [False, True])
def test_a_future_of_defaults_moves_nothing_else_either(monkeypatch: pytest.MonkeyPatch, *, told: bool) -> None:
    """Everybody defaults, or nobody does: the recorded outcome follows, and the day of observation knows nothing."""

    def fate(start: Life, *rest: object) -> Lived:
        everybody = np.full(len(start.balance), told)
        return Lived(defaulted=everybody, late=everybody, month=everybody.astype(np.int64))

    real = people(World.FAIR)  # before the future is changed: it is kept for other tests too
    monkeypatch.setattr(module, "live_outcome", fate)
    fated = simulate(plan(World.FAIR))
    assert set(fated.outcome.tolist()) == {Outcome.BAD if told else Outcome.GOOD}
    assert not moved(real, fated, among=HISTORY)
    same = real.characteristics
    for name, column in fated.characteristics.items():
        assert np.array_equal(column, same[name], equal_nan=column.dtype.kind == "f")


def test_late_without_a_default_is_indeterminate_and_counts_as_none() -> None:
    found = people(World.FAIR, persons=3000)
    truth = found.truth["true_default"]
    late = found.outcome == Outcome.INDETERMINATE
    assert late.sum() > 100
    assert not truth[late].any()
    assert not found.defaulted[late].any()
    assert np.array_equal(found.outcome == Outcome.BAD, truth == 1)
    assert np.array_equal(found.defaulted, truth)


def test_the_outcome_depends_on_the_state_and_not_on_who_it_is(start: Life) -> None:
    """Persons given each other's circumstances and states, at the same places, live each other's lives."""
    who = CROWD.who()
    back = np.arange(CROWD.persons)[::-1]
    turned = replace(who, **{field.name: getattr(who, field.name)[back] for field in fields(who)})
    life = start.copy()
    for field in fields(Life):
        value = getattr(start, field.name)
        setattr(life, field.name, [v[back] for v in value] if isinstance(value, list) else value[back])
    one = live_outcome(start, who, CROWD.streams, "outcome", CROWD.places, 0.0)
    other = live_outcome(life, turned, CROWD.streams, "outcome", CROWD.places[back].copy(), 0.0)
    assert np.array_equal(one.defaulted, other.defaulted[back])
    assert np.array_equal(one.month, other.month[back])
