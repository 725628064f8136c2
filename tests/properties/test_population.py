"""Laagland: money adds up in every month, arrears follow payments, and persons depend on seed and place alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.population.bank import BankBook
from scoring.population.life import ASKED, CARD, HOME, LOAN, OTHER, SLOTS
from scoring.population.parameters import PARAMETERS
from scoring.population.simulate import Chunk, Plan, simulate, simulate_places
from scoring.population.streams import Streams, quarters
from scoring.population.world import LIMITS, Knobs, World
from scoring.records.bank import NOT_SHARED
from tests.support.laagland import REGISTRY
from tests.support.lives import Crowd, lives
from tests.support.population import moved, of

Array = np.ndarray[Any, np.dtype[Any]]

seeds = st.integers(0, 2**63)
worlds = st.sampled_from(World)
places = st.lists(st.integers(0, 9_999_999), min_size=2, max_size=12, unique=True)
crowds = st.builds(Crowd, seed=seeds, persons=st.just(60))
costs = st.sampled_from([1000, 1200, 1600])  # of the usual: the dearer, the more arrears
knobs = st.builds(
    Knobs,
    approval_cut=st.integers(0, 13),
    **{
        name: st.floats(low, high) | st.sampled_from([float(low), float(high)])
        for name, (low, high) in LIMITS.items()
        if name != "approval_cut"
    },
)
few = settings(max_examples=12, deadline=None)


def by_owner(owner: Array, cents: Array, persons: int) -> Array:
    total = np.zeros(persons, dtype=np.int64)
    np.add.at(total, owner, cents)
    return total


@few
@given(crowds, costs)
def test_the_change_of_a_balance_is_the_sum_of_the_transactions_of_its_month(crowd: Crowd, dear: int) -> None:
    """To the cent, for everybody, in every month of a history."""
    who, everybody = crowd.who(), np.ones(crowd.persons, dtype=bool)
    for lived in lives(crowd, dear=dear):
        book = BankBook(who, crowd.streams, crowd.places, everybody)
        book.write(lived.month, lived.after, lived.happened)
        accounts, transactions = book.close(lived.after)
        change = by_owner(transactions.owner, transactions.cents, crowd.persons)
        assert np.array_equal(lived.before.balance + change, lived.after.balance)
        assert np.array_equal(accounts.closing, lived.after.balance)


@few
@given(crowds, costs)
def test_opening_balance_and_transactions_of_a_statement_give_its_closing_balance(crowd: Crowd, dear: int) -> None:
    """Of those who share, and only of them, over the twelve months of a statement."""
    shares = np.arange(crowd.persons) % 3 > 0
    opening: Array = np.zeros(0)
    book: BankBook | None = None
    for lived in lives(crowd, dear=dear):
        if lived.month == PARAMETERS.history_months - PARAMETERS.bank_months:
            opening = lived.before.balance
            book = BankBook(crowd.who(), crowd.streams, crowd.places, shares)
        if book is not None:
            book.write(lived.month, lived.after, lived.happened)
    assert book is not None
    accounts, transactions = book.close(lived.after)
    assert np.array_equal(accounts.owner, np.flatnonzero(shares))
    total = by_owner(transactions.owner, transactions.cents, crowd.persons)
    assert np.array_equal((opening + total)[shares], accounts.closing)
    assert not total[~shares].any()


@few
@given(crowds, costs)
def test_no_account_goes_below_its_overdraft_and_no_flow_is_negative(crowd: Crowd, dear: int) -> None:
    who = crowd.who()
    for lived in lives(crowd, dear=dear):
        assert (lived.after.balance >= -who.overdraft).all()
        happened = lived.happened
        for name in ("income", "utilities", "insurance", "living", "surprise", "spent", "fee", "lent"):
            assert (getattr(happened, name) >= 0).all()
        assert all((paid >= 0).all() for paid in happened.paid)


@few
@given(crowds, costs)
def test_a_month_that_is_paid_never_raises_arrears(crowd: Crowd, dear: int) -> None:
    """Nor does any month raise them by more than one instalment."""
    for lived in lives(crowd, dear=dear):
        for slot in range(len(SLOTS)):
            rise = lived.after.behind[slot] - lived.before.behind[slot]
            assert (rise[lived.happened.paid[slot] > 0] <= 0).all()
            assert (rise <= 1).all()
            assert (rise[lived.happened.missed[slot] & ~lived.happened.arranged[slot]] <= 1).all()


@few
@given(crowds, costs)
def test_exposure_is_what_was_owed_less_what_was_paid(crowd: Crowd, dear: int) -> None:
    """Never negative, and nobody ever pays more than is owed."""
    for lived in lives(crowd, dear=dear):
        before, happened, after = lived.before, lived.happened, lived.after
        for slot in (LOAN, OTHER):
            goes_on = ~happened.opened[slot] & ~happened.written_off[slot]
            owed = before.exposure(slot) - happened.paid[slot]
            assert (owed >= 0).all()
            assert np.array_equal(after.exposure(slot)[goes_on], owed[goes_on])
        interest = before.used * PARAMETERS.card_interest // 1000
        claim = before.used + interest - happened.paid[CARD]
        assert (claim >= 0).all()
        running = ~happened.written_off[CARD]
        assert np.array_equal(after.used[running], (claim + happened.drawn)[running])
        assert all((after.exposure(slot) >= 0).all() for slot in range(len(SLOTS)))
        within = np.maximum(claim, after.limit)
        assert (after.used <= within).all()


@few
@given(crowds, costs)
def test_only_what_is_owed_is_in_arrears(crowd: Crowd, dear: int) -> None:
    for lived in lives(crowd, dear=dear):
        after = lived.after
        for slot in range(len(SLOTS)):
            behind = after.behind[slot] > 0
            assert (after.due[slot][behind] > 0).all()
            if slot != HOME:
                assert (after.left[slot][behind] > 0).all()
                assert (after.exposure(slot)[behind] > 0).all()
            assert (after.behind[slot] <= PARAMETERS.written_off).all()
        for slot in (LOAN, OTHER, ASKED):
            assert np.array_equal(after.due[slot] > 0, after.left[slot] > 0)


@few
@given(seeds, worlds, knobs, places, st.randoms(use_true_random=False))
def test_reordering_persons_reorders_their_rows(
    seed: int,
    world: World,
    setting: Knobs,
    chosen: list[int],
    random: Any,  # noqa: ANN401 - hypothesis' own
) -> None:
    """Outcome, records, truth and groups of a person are theirs, wherever they stand and whoever stands beside them."""
    asked = Plan(persons=1, seed=seed, world=world, knobs=setting, draws=2, sample=0)
    order = list(range(len(chosen)))
    random.shuffle(order)
    kept = order[: max(1, len(order) - 1)]  # one of them is left out as well
    straight = simulate_places(asked, np.array(chosen, dtype=np.uint64))
    mixed = simulate_places(asked, np.array([chosen[place] for place in kept], dtype=np.uint64))
    for row, place in enumerate(kept):
        one, other = np.arange(len(chosen)) == place, np.arange(len(kept)) == row
        assert not moved(of(straight, one), of(mixed, other))


@few
@given(seeds, st.integers(1, 25), st.integers(1, 25), worlds)
def test_the_first_persons_of_more_are_the_same_persons(seed: int, less: int, more: int, world: World) -> None:
    asked = Plan(persons=less, seed=seed, world=world, draws=2, sample=0)
    small, large = simulate(asked), simulate(replace(asked, persons=less + more))
    first = np.arange(less + more) < less
    assert not moved(of(small, np.ones(less, dtype=bool)), of(large, first))


@given(seeds, st.text(max_size=20), places, st.integers(0, 255))
def test_a_word_depends_on_seed_stream_person_and_month_only(
    seed: int, stream: str, chosen: list[int], month: int
) -> None:
    crowd, alone = np.array(chosen, dtype=np.uint64), np.array(chosen[:1], dtype=np.uint64)
    streams = Streams(seed)
    streams.words("something else first", crowd)
    assert streams.words(stream, crowd)[0] == Streams(seed).words(stream, alone)[0]
    together, single = streams.months(stream, crowd, month, 4), Streams(seed).months(stream, alone, month, 4)
    assert [word[0] for word in together] == [word[0] for word in single]
    assert all(0 <= part[0] <= 65_535 for part in quarters(together[0]))


def outside(chunk: Chunk) -> set[str]:
    """Characteristics with a value that is neither in its declared range, nor a declared code, nor missing."""
    found = set()
    for field in REGISTRY.read_fields:
        column = chunk.characteristics.get(field.name)
        if column is None:
            continue
        if field.categories:
            found |= {field.name} if set(column.tolist()) - {*field.categories, None} else set()
            continue
        assert field.range is not None
        codes = [float(special.code) for special in field.special]
        codes += [float(field.not_provided)] if field.not_provided is not None else []
        values = column[~np.isnan(column)]
        inside = (values >= field.range[0]) & (values <= field.range[1])
        found |= {field.name} if (~inside & ~np.isin(values, codes)).any() else set()
    return found


@settings(max_examples=25, deadline=None)
@given(seeds, worlds, knobs)
def test_every_characteristic_lies_in_its_declared_range_or_is_a_declared_code(
    seed: int, world: World, setting: Knobs
) -> None:
    found = simulate(Plan(persons=80, seed=seed, world=world, knobs=setting, draws=0))
    read = {field.name for field in REGISTRY.read_fields if field.name in found.characteristics}
    assert len(read) >= 20
    assert not outside(found)
    assert (found.characteristics["buffer_months"] != NOT_SHARED).sum() == len(found.accounts)


@few
@given(seeds, worlds, st.floats(0, 1), st.floats(0, 1))
def test_a_knob_turned_further_takes_in_more_and_lets_nobody_go(
    seed: int, world: World, one: float, other: float
) -> None:
    """One draw decides for each person."""
    weak, strong = sorted((one, other))

    def turned(share: float) -> Chunk:
        setting = Knobs(label_bias=share, proxy_strength=share, missingness=share, consent_share=share)
        return simulate(Plan(persons=60, seed=seed, world=world, knobs=setting, draws=0))

    less, more = turned(weak), turned(strong)
    assert (less.defaulted <= more.defaulted).all()
    assert (less.truth["true_default"] <= less.defaulted).all()
    assert np.isin(less.accounts.owner, more.accounts.owner).all()
    changed = less.applications.tenure != less.honest.tenure
    assert (more.applications.tenure != more.honest.tenure)[changed].all()
    gone = less.applications.housing != less.honest.housing
    assert (more.applications.housing != more.honest.housing)[gone].all()
