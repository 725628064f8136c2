"""When an obligation is in default, late, or neither: 90 days, a material amount, and credit only."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.population.circumstances import Circumstances, circumstances
from scoring.population.life import ASKED, CARD, HOME, LOAN, OTHER, Life, begin
from scoring.population.streams import Streams
from scoring.records.tables import TENURES

PLACES = np.arange(300, dtype=np.uint64)
WHO: Circumstances = circumstances(Streams(2), PLACES, None)


def life(slot: int, *, due: int, left: int, behind: int, used: int = 0) -> Life:
    """One person with one obligation."""
    nothing = np.zeros(1, dtype=np.int64)
    made = Life(
        balance=nothing,
        slump=nothing,
        sick=nothing,
        apart=nothing,
        due=[nothing for _ in range(5)],
        left=[nothing for _ in range(5)],
        behind=[nothing for _ in range(5)],
        plan=[nothing for _ in range(5)],
        used=np.array([used]),
        limit=nothing,
    )
    made.due[slot], made.left[slot], made.behind[slot] = np.array([due]), np.array([left]), np.array([behind])
    return made


@pytest.mark.parametrize(
    ("behind", "late", "defaulted"), [(0, False, False), (1, True, False), (2, True, False), (3, True, True)]
)
@pytest.mark.parametrize("slot", [LOAN, OTHER, ASKED])
def test_one_instalment_is_late_and_three_are_a_default(*, slot: int, behind: int, late: bool, defaulted: bool) -> None:
    """30 to 89 days past due is late and no default; 90 days is one."""
    state = life(slot, due=10_000, left=40, behind=behind)
    assert (bool(state.late()[0]), bool(state.defaulted()[0])) == (late, defaulted)


@pytest.mark.parametrize(("due", "defaulted"), [(3_333, False), (3_334, True)])
def test_an_amount_below_a_hundred_euros_is_not_material(*, due: int, defaulted: bool) -> None:
    """Three instalments of 33.33 are EUR 99.99 past due, three of 33.34 are EUR 100.02."""
    assert bool(life(LOAN, due=due, left=20, behind=3).defaulted()[0]) is defaulted


@pytest.mark.parametrize(("left", "defaulted"), [(300, True), (301, False)])
def test_an_amount_below_one_per_cent_of_the_exposure_is_not_material(*, left: int, defaulted: bool) -> None:
    """Three instalments of 300 are one per cent of what is owed, three of 301 are less."""
    assert bool(life(LOAN, due=10_000, left=left, behind=3).defaulted()[0]) is defaulted


def test_rent_in_arrears_is_neither_late_nor_a_default() -> None:
    rent = life(HOME, due=90_000, left=0, behind=5)
    assert not rent.late()[0]
    assert not rent.defaulted()[0]


def test_a_mortgage_in_arrears_is_a_default() -> None:
    assert life(HOME, due=90_000, left=300, behind=3).defaulted()[0]


def test_what_is_past_due_is_never_more_than_what_is_owed() -> None:
    """A last instalment of EUR 60 that stays unpaid for three months is EUR 60 past due and not EUR 180."""
    assert not life(LOAN, due=6_000, left=1, behind=3).defaulted()[0]
    assert life(LOAN, due=12_000, left=1, behind=3).defaulted()[0]


def test_of_a_revolving_credit_its_use_is_owed() -> None:
    state = life(CARD, due=6_300, left=1, behind=3, used=200_000)
    assert state.exposure(CARD).tolist() == [200_000]
    assert state.defaulted()[0]
    assert not life(CARD, due=6_300, left=1, behind=3, used=9_999).defaulted()[0]


def test_a_history_begins_with_a_home_and_nothing_borrowed() -> None:
    state = begin(WHO)
    assert np.array_equal(state.balance, WHO.start)
    assert np.array_equal(state.due[HOME], WHO.housing)
    assert np.array_equal(state.left[HOME] > 0, WHO.tenure == TENURES.index("owner"))
    assert np.array_equal(state.limit, WHO.card_limit)
    for slot in (CARD, LOAN, OTHER, ASKED):
        assert not state.exposure(slot).any()
        assert not state.behind[slot].any()


def test_what_happens_to_a_copy_does_not_happen_to_the_life() -> None:
    state = begin(WHO)
    copy = state.copy()
    copy.balance += 1
    copy.due[HOME] += 1
    copy.behind[LOAN] += 1
    assert np.array_equal(state.balance, WHO.start)
    assert np.array_equal(state.due[HOME], WHO.housing)
    assert not state.behind[LOAN].any()
