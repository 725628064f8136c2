"""Reasons equal brute force: every loss, sorted, cut off at four."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.reading import Reading, State
from scoring.domain.reason import Basis
from scoring.explain.contributions import contributions, reference_points, reference_score
from scoring.explain.reasons import principal_reasons, reasons
from tests.support.hand_card import HAND_CARD, HAND_POLICY

applicants = st.fixed_dictionaries(
    {
        "requested_amount": st.one_of(st.none(), st.integers(500, 50_000)),
        "term_months": st.one_of(st.none(), st.integers(6, 120)),
        "net_monthly_income": st.one_of(st.none(), st.integers(0, 9_000)),
        "card_utilisation": st.one_of(st.none(), st.just(-8), st.floats(0, 2)),
        "open_arrears": st.one_of(st.none(), st.integers(0, 4)),
        "buffer_months": st.one_of(st.none(), st.just("-99"), st.floats(0, 36)),
        "housing_tenure": st.sampled_from([None, "owner", "tenant", "other"]),
    }
)
refusals = st.sampled_from([frozenset[Source](), frozenset({Source.BANK})])
payments = st.floats(0, 3)


def readings_of(values: Mapping[str, object], refused: frozenset[Source], payment: float) -> dict[str, Reading]:
    """The readings, with a payment inside its range whatever amount, term and income say."""
    readings = HAND_CARD.registry.read(values, refused)
    if readings["payment_to_income"].state is State.INVALID:
        readings["payment_to_income"] = Reading.value(payment)
    return readings


def by_brute_force(card: Card, readings: Mapping[str, Reading], basis: Basis) -> list[tuple[str, Decimal]]:
    """Every loss below the reference of everything that was not refused, sorted whole, then cut."""
    losses = []
    for entry in card.entries:
        reading = readings[entry.characteristic]
        loss = reference_points(entry, basis) - entry.lookup(readings).points
        if loss > 0 and reading.state is not State.NOT_PROVIDED:
            losses.append((-loss, card.naming(entry).code))
    return [(code, -loss) for loss, code in sorted(losses)[:4]]


@given(applicants, refusals, payments, st.sampled_from(Basis))
def test_reasons_are_the_four_largest_losses(
    values: dict[str, object], refused: frozenset[Source], payment: float, basis: Basis
) -> None:
    readings = readings_of(values, refused, payment)
    found = [(reason.code, reason.loss) for reason in reasons(HAND_CARD, readings, basis)]
    assert found == by_brute_force(HAND_CARD, readings, basis)


@given(applicants, refusals, payments, st.sampled_from(Basis), st.permutations(range(len(HAND_CARD.entries))))
def test_the_order_of_the_card_changes_neither_reasons_nor_contributions(
    values: dict[str, object], refused: frozenset[Source], payment: float, basis: Basis, order: list[int]
) -> None:
    shuffled = replace(HAND_CARD, entries=tuple(HAND_CARD.entries[place] for place in order))
    readings = readings_of(values, refused, payment)
    assert reasons(shuffled, readings, basis) == reasons(HAND_CARD, readings, basis)
    assert set(contributions(shuffled, readings, basis)) == set(contributions(HAND_CARD, readings, basis))


@given(applicants, refusals, payments, st.sampled_from(Basis))
def test_contributions_sum_exactly_to_score_less_reference_score(
    values: dict[str, object], refused: frozenset[Source], payment: float, basis: Basis
) -> None:
    readings = readings_of(values, refused, payment)
    total = sum((part.difference for part in contributions(HAND_CARD, readings, basis)), Decimal(0))
    assert total == HAND_CARD.score(readings) - reference_score(HAND_CARD, basis)


@given(applicants, refusals, payments, st.sampled_from(Basis))
def test_a_decline_always_has_a_reason_and_an_approval_never(
    values: dict[str, object], refused: frozenset[Source], payment: float, basis: Basis
) -> None:
    """On this card: a score below the cut-off lies below every reference, so that some entry lost points."""
    readings = readings_of(values, refused, payment)
    found = principal_reasons(HAND_CARD, HAND_POLICY, readings, basis)
    low = HAND_CARD.score(readings) < HAND_POLICY.cut_off
    failed = HAND_POLICY.failed(readings)
    assert bool(found) == (low or bool(failed))
    assert [reason.code for reason in found[: len(failed)]] == [limit.code for limit in failed]
