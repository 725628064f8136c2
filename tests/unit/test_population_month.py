"""A month of a life, on states made by hand: who is paid, in which order, and what lenders do about arrears."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from scoring.population.circumstances import TENANT, Circumstances
from scoring.population.life import ASKED, CARD, HOME, LOAN, OTHER, SLOTS, Life, Month, begin
from scoring.population.month import TERMS, instalment, live
from scoring.population.parameters import PARAMETERS
from scoring.population.streams import Streams
from tests.support.lives import Crowd, lives

Array = np.ndarray[Any, np.dtype[Any]]

RENT, WAGE = 80_000, 200_000


def ordinary(**changed: int) -> Circumstances:
    """One person to whom nothing happens by chance, without overdraft, card or costs but rent."""
    given = {field.name: 0 for field in fields(Circumstances)} | {
        "wage": WAGE,
        "tenure": TENANT,
        "housing": RENT,
        "thrift": 0,
        "cushion": 9_000_000,
        **changed,
    }
    flags = {"pension", "flexible"}
    return Circumstances(**{name: np.array([bool(value) if name in flags else value]) for name, value in given.items()})


class Loaded(Streams):
    """Random words of which every quarter is the same."""

    quarter = 65_535

    def months(self, stream: str, places: Array, month: int, count: int) -> list[Array]:
        del stream, month
        word = int(f"{self.quarter:016b}" * 4, 2)
        return [np.full(len(places), word, dtype=np.uint64) for _ in range(count)]


class Quiet(Loaded):
    """No chance strikes."""


class Unlucky(Loaded):
    """Every chance strikes."""

    quarter = 0


def state(who: Circumstances, balance: int = 0, **slots: tuple[int, int, int]) -> Life:
    """A life with obligations by name: due, left and behind."""
    life = begin(who)
    life.balance = np.array([balance])
    for name, (due, left, behind) in slots.items():
        slot = SLOTS.index(name)
        life.due[slot], life.left[slot], life.behind[slot] = np.array([due]), np.array([left]), np.array([behind])
    return life


def month(life: Life, who: Circumstances, streams: Streams | None = None, *, dear: int = 1000) -> Month:
    """One month without new credit."""
    place, per_mille = np.zeros(1, dtype=np.uint64), np.array([dear])
    return live(life, who, streams or Quiet(0), "history", place, 0, per_mille, borrow=False)


def one(column: Array) -> int:
    return int(column[0])


def test_an_instalment_repays_the_amount_and_four_per_mille_a_month() -> None:
    """EUR 6,000 over 60 months: 60 x 0.4 % = 24 % interest, EUR 7,440 / 60 = EUR 124."""
    assert one(instalment(np.array([600_000]), np.array([60]))) == 12_400
    assert set(TERMS.tolist()) <= set(range(6, 121))


def test_an_instalment_that_the_account_can_bear_is_paid() -> None:
    who = ordinary()
    life = state(who, 10_000, loan=(20_000, 30, 0))
    happened = month(life, who)
    assert (one(happened.paid[HOME]), one(happened.paid[LOAN])) == (RENT, 20_000)
    assert (one(life.left[LOAN]), one(life.behind[LOAN])) == (29, 0)


def test_the_home_is_paid_first_and_the_revolving_credit_last() -> None:
    """With room for one instalment beside the rent, the first credit is paid and the others are missed."""
    who = ordinary(wage=RENT + 20_000)
    life = state(who, 0, loan=(20_000, 30, 0), other=(20_000, 30, 0), asked=(20_000, 30, 0))
    life.used = np.array([100_000])
    happened = month(life, who)
    assert [one(happened.paid[slot]) for slot in range(5)] == [RENT, 0, 20_000, 0, 0]
    assert [bool(happened.missed[slot][0]) for slot in range(5)] == [False, True, False, True, True]
    assert [one(life.behind[slot]) for slot in range(5)] == [0, 1, 0, 1, 1]


def test_no_part_of_an_instalment_is_paid() -> None:
    who = ordinary(wage=RENT + 19_999)
    life = state(who, 0, loan=(20_000, 30, 1))
    happened = month(life, who)
    assert (one(happened.paid[LOAN]), one(life.behind[LOAN]), one(life.left[LOAN])) == (0, 2, 30)
    assert one(life.balance) >= 0


@pytest.mark.parametrize(
    ("cash", "paid", "behind"), [(79_999, 20_000, 3), (80_000, 80_000, 0), (20_000, 20_000, 3), (19_999, 0, 4)]
)
def test_arrears_are_paid_at_once_or_one_instalment_is(cash: int, paid: int, behind: int) -> None:
    """Three instalments of EUR 200 behind: with EUR 800 all are paid, with less one."""
    who = ordinary(wage=RENT + cash)
    life = state(who, 0, loan=(20_000, 30, 3))
    assert one(month(life, who).paid[LOAN]) == paid
    assert one(life.behind[LOAN]) == behind
    assert one(life.left[LOAN]) == 30 - paid // 20_000


@pytest.mark.parametrize(("left", "behind"), [(1, 0), (1, 5), (2, 4)])
def test_at_the_end_of_a_term_no_more_is_paid_than_is_owed(left: int, behind: int) -> None:
    """An unpaid last instalment grows older every month, and is still one instalment."""
    who = ordinary(wage=WAGE * 3)
    life = state(who, 0, loan=(20_000, left, behind))
    assert one(month(life, who).paid[LOAN]) == left * 20_000
    assert (one(life.left[LOAN]), one(life.behind[LOAN]), one(life.due[LOAN])) == (0, 0, 0)


def test_of_a_revolving_credit_no_more_is_paid_than_is_in_use() -> None:
    """EUR 1 in use: its instalment would be EUR 5.02."""
    who = ordinary()
    life = state(who, 0)
    life.used = np.array([100])
    assert one(month(life, who).paid[CARD]) == 100
    assert one(life.used) == 0


def test_a_revolving_credit_bears_interest_and_is_repaid_by_a_share() -> None:
    """Of EUR 1,000: 0.9 % interest, and 2.9 % and EUR 5 to pay."""
    who = ordinary()
    life = state(who, 0)
    life.used, life.limit = np.array([100_000]), np.array([100_000])
    assert one(month(life, who).paid[CARD]) == 2_900 + 500
    assert one(life.used) == 100_000 + 900 - 3_400


def test_an_obligation_that_has_ended_is_due_no_more() -> None:
    """Neither in a history nor in an outcome window, where nobody borrows, does it count as a cost."""
    who = ordinary()
    life = state(who, 50_000, loan=(20_000, 1, 0), other=(10_000, 5, 0))
    month(life, who)
    assert (one(life.due[LOAN]), one(life.due[OTHER])) == (0, 10_000)


def test_a_payment_is_forgotten_only_by_who_forgets_and_never_the_second_time() -> None:
    forgetful = ordinary(forgetting=PARAMETERS.forgetting)
    life = state(forgetful, 100_000, loan=(20_000, 30, 0))
    happened = month(life, forgetful, Unlucky(0))
    assert (one(happened.paid[LOAN]), one(life.behind[LOAN])) == (0, 1)
    assert not happened.missed[LOAN][0]  # nothing was presented to the bank
    assert one(happened.paid[HOME]) == RENT  # nobody forgets the rent
    assert one(month(life, forgetful, Unlucky(0)).paid[LOAN]) == 40_000
    careful = ordinary()
    assert one(month(state(careful, 100_000, loan=(20_000, 30, 0)), careful, Unlucky(0)).paid[LOAN]) == 20_000


def test_the_loss_of_work_stops_income_for_a_month_and_halves_it_then() -> None:
    who = ordinary(loss=1)
    life = state(who, 500_000)
    first = month(life, who, Unlucky(0))
    assert (one(first.income), one(life.slump)) == (0, 3)
    second = month(life, who)
    assert (one(second.income), one(life.slump)) == (WAGE * PARAMETERS.replacement // 1000, 2)
    month(life, who)
    assert one(month(life, who).income) == WAGE


def test_illness_lowers_income_and_a_separation_raises_the_cost_of_the_home() -> None:
    ill = ordinary(sickness=1)
    assert one(month(state(ill, 500_000), ill, Unlucky(0)).income) == WAGE * PARAMETERS.sick_pay // 1000
    apart = ordinary(separation=1)
    happened = month(state(apart, 500_000), apart, Unlucky(0))
    assert one(happened.paid[HOME]) == RENT + RENT * PARAMETERS.separation_cost // 1000


def test_arrears_of_three_months_may_be_spread_and_are_none_then() -> None:
    who = ordinary(wage=0)
    life = state(who, 0, loan=(20_000, 30, 2))
    assert not month(life, who, Unlucky(0)).arranged[LOAN][0]
    assert one(life.behind[LOAN]) == PARAMETERS.past_due  # seen at the end of a month before it is spread
    assert month(life, who, Unlucky(0)).arranged[LOAN][0]
    assert (one(life.behind[LOAN]), one(life.plan[LOAN])) == (1, PARAMETERS.arrangement_months)


def test_a_plan_goes_on_by_months_that_are_paid_and_ends_with_what_it_is_about() -> None:
    who = ordinary()
    life = state(who, 100_000, loan=(20_000, 30, 0))
    life.plan[LOAN], life.plan[CARD] = np.array([4]), np.array([4])
    month(life, who)
    assert (one(life.plan[LOAN]), one(life.plan[CARD])) == (3, 0)


def test_a_claim_is_called_in_after_six_months_and_written_off_after_eighteen() -> None:
    who = ordinary(wage=0)
    life = state(who, 0, loan=(20_000, 60, 0))
    life.used, life.limit = np.array([100_000]), np.array([200_000])
    called, gone = [], []
    for number in range(1, 20):
        happened = month(life, who)
        called += [number] if happened.called[LOAN][0] else []
        gone += [number] if happened.written_off[LOAN][0] else []
    # In the month after the one at whose end it is so.
    assert (called, gone) == ([PARAMETERS.called_in + 1], [PARAMETERS.written_off + 1])
    assert (one(life.left[LOAN]), one(life.due[LOAN]), one(life.behind[LOAN])) == (0, 0, 0)
    assert (one(life.used), one(life.limit)) == (0, 0)


def test_a_home_is_never_written_off() -> None:
    who = ordinary(wage=0)
    life = state(who)
    assert not any(month(life, who).written_off[HOME][0] for _ in range(40))
    assert one(life.behind[HOME]) < PARAMETERS.called_in


@pytest.mark.parametrize(("limit", "drawn"), [(30_000, 20_180), (15_000, 15_000), (0, 0)])
def test_a_card_in_good_order_fills_an_account_below_zero_up_to_its_limit(limit: int, drawn: int) -> None:
    """EUR 200 and a fee of EUR 1.80 below zero."""
    who = ordinary(wage=0, housing=0, overdraft=100_000)
    life = state(who, -20_000)
    life.limit = np.array([limit])
    assert one(month(life, who).drawn) == drawn
    assert (one(life.used), one(life.balance)) == (drawn, drawn - 20_180)


def test_a_card_in_arrears_gives_nothing() -> None:
    who = ordinary(wage=0, overdraft=100_000)
    life = state(who, -99_000, card=(0, 1, 1))
    life.used, life.limit = np.array([50_000]), np.array([90_000])
    assert one(month(life, who).drawn) == 0
    assert one(life.balance) < 0


def test_a_full_account_pays_a_card_back_with_half_of_what_it_can_spare() -> None:
    """Two months of rent stay; half of EUR 400 beyond them is paid back."""
    who = ordinary(wage=RENT)
    life = state(who, 2 * RENT + 40_000 + 3_400)
    life.used, life.limit = np.array([100_000]), np.array([100_000])
    assert one(month(life, who).drawn) == -20_000
    assert one(life.used) == 100_000 + 900 - 3_400 - 20_000


def test_an_overdraft_costs_a_fee_on_what_is_below_zero() -> None:
    who = ordinary(overdraft=100_000)
    assert one(month(state(who, -50_000), who).fee) == 50_000 * PARAMETERS.overdraft_fee // 1000
    assert one(month(state(who, 50_000), who).fee) == 0


def test_dearer_living_costs_more() -> None:
    who = ordinary(living=60_000)
    usual, dear = (month(state(who, 500_000), who, dear=level).living for level in (1000, 1200))
    assert one(dear) == pytest.approx(1.2 * one(usual), abs=2)


def test_a_chance_that_strikes_nobody_changes_nobody() -> None:
    """Two persons with equal circumstances, states and words live the same month."""
    who = ordinary()
    double = replace(who, **{f.name: np.repeat(getattr(who, f.name), 2) for f in fields(who)})
    life = begin(double)
    place = np.array([4, 4], dtype=np.uint64)
    happened = live(life, double, Streams(1), "history", place, 3, np.array([1000, 1000]), borrow=True)
    assert happened.income[0] == happened.income[1]
    assert life.balance[0] == life.balance[1]


def test_nobody_borrows_while_in_arrears_or_where_no_place_is_free() -> None:
    opened = 0
    for lived in lives(Crowd(seed=3, persons=600)):
        behind = np.sum(lived.after.behind, axis=0)
        for slot in (LOAN, OTHER):
            begun = lived.happened.opened[slot]
            opened += int(begun.sum())
            assert not behind[begun].any()
            assert (lived.after.left[slot][begun] == lived.happened.term[begun]).all()
            assert (
                lived.after.due[slot][begun] == instalment(lived.happened.amount[begun], lived.happened.term[begun])
            ).all()
        assert not (lived.happened.opened[LOAN] & lived.happened.opened[OTHER]).any()
        assert not lived.after.due[ASKED].any()
    assert opened > 300


def test_where_nobody_may_borrow_nobody_does() -> None:
    for lived in lives(Crowd(seed=3, persons=200), months=12, borrow=False):
        assert lived.happened.opened == {}
        assert not lived.happened.lent.any()
