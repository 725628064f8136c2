"""Identities of every card: order changes nothing, points are odds, and the document is the card."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.artefact.card_json import card_bytes, card_digest, card_from_document
from scoring.domain.card import Card, Development, Entry, Test
from scoring.domain.characteristic import Characteristic, Source
from scoring.domain.reading import State
from scoring.domain.registry import Profile
from scoring.domain.text import Text
from tests.support.hand_card import APPLICANT, HAND_CARD, SCALE, card, entry, field, intervals, line
from tests.support.small_cards import Case, cases

values = {
    "requested_amount": st.one_of(st.none(), st.integers(500, 50_000)),
    "term_months": st.one_of(st.none(), st.integers(6, 120)),
    "net_monthly_income": st.one_of(st.none(), st.floats(0, 9_000)),
    "card_utilisation": st.one_of(st.none(), st.just(-8), st.floats(0, 2)),
    "open_arrears": st.one_of(st.none(), st.integers(0, 4)),
    "buffer_months": st.one_of(st.none(), st.floats(0, 36)),
    "housing_tenure": st.sampled_from([None, "owner", "tenant", "other"]),
}
people = st.fixed_dictionaries(values)
refusals = st.sampled_from([frozenset[Source](), frozenset({Source.BANK})])
shares = st.floats(0, 1e9)


def outcome(made: Card, given_values: dict[str, object], refused: frozenset[Source]) -> tuple[int, Decimal] | str:
    """Score and probability, or the word that there is none."""
    readings = made.registry.read(given_values, refused)
    if any(readings[each.characteristic].state is State.INVALID for each in made.entries):
        return "invalid"
    score = made.score(readings)
    return score, made.pd(score)


@given(st.permutations(HAND_CARD.entries), st.permutations(HAND_CARD.registry.characteristics), people, refusals)
def test_the_order_of_entries_and_declarations_changes_no_score(
    entries: list[Entry], declared: list[Characteristic], person: dict[str, object], refused: frozenset[Source]
) -> None:
    registry = replace(HAND_CARD.registry, characteristics=tuple(declared))
    shuffled = replace(HAND_CARD, registry=registry, entries=tuple(entries))
    assert outcome(shuffled, person, refused) == outcome(HAND_CARD, person, refused)


@settings(max_examples=60)
@given(st.data(), cases())
def test_the_order_of_any_small_cards_entries_changes_no_score(data: st.DataObject, case: Case) -> None:
    entries = data.draw(st.permutations(case.card.entries))
    shuffled = replace(case.card, entries=tuple(entries))
    assert outcome(shuffled, case.values, frozenset()) == outcome(case.card, case.values, frozenset())


@given(st.permutations(list(APPLICANT)), people, refusals)
def test_the_order_of_a_persons_values_changes_no_score(
    order: list[str], person: dict[str, object], refused: frozenset[Source]
) -> None:
    again = {name: person[name] for name in order}
    assert outcome(HAND_CARD, again, refused) == outcome(HAND_CARD, person, refused)


@given(st.integers(HAND_CARD.lowest, HAND_CARD.highest), st.integers(-8, 8))
def test_k_times_pdo_points_more_multiply_the_odds_by_two_to_the_k(score: int, k: int) -> None:
    """On the card's own table of probabilities, to its 12 decimals."""
    other = score + k * int(SCALE.pdo)
    if HAND_CARD.lowest <= other <= HAND_CARD.highest:
        odds = [(1 - HAND_CARD.pd(each)) / HAND_CARD.pd(each) for each in (score, other)]
        assert math.isclose(odds[1] / odds[0], 2**k, rel_tol=1e-9)


@given(st.integers(HAND_CARD.lowest, HAND_CARD.highest))
def test_a_score_comes_back_from_its_probability(score: int) -> None:
    pd = float(HAND_CARD.pd(score))
    assert round(SCALE.score(math.log((1 - pd) / pd))) == score


@given(people, refusals)
def test_a_score_is_the_sum_of_its_lines_and_lies_between_the_ends(
    person: dict[str, object], refused: frozenset[Source]
) -> None:
    readings = HAND_CARD.registry.read(person, refused)
    if outcome(HAND_CARD, person, refused) == "invalid":
        return
    points = [attribute.points for attribute in HAND_CARD.attributes(readings).values()]
    assert HAND_CARD.score(readings) == HAND_CARD.initial_points + sum(points)
    assert HAND_CARD.lowest <= HAND_CARD.score(readings) <= HAND_CARD.highest


@given(people, refusals)
def test_every_reading_that_is_not_invalid_has_exactly_one_line(
    person: dict[str, object], refused: frozenset[Source]
) -> None:
    """Or it would depend on the order of lines; "other" alone takes what the categories before it leave."""
    readings = HAND_CARD.registry.read(person, refused)
    for each in HAND_CARD.entries:
        reading = readings[each.characteristic]
        accepting = [a for a in each.attributes if a.accepts(reading)]
        named = [a for a in accepting if a.test is not Test.OTHER]
        assert len(named or accepting) == (0 if reading.state is State.INVALID else 1)


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
texts = st.builds(Text, en=words, nl=words)
decimals = st.decimals(min_value=0, max_value=90, places=6).map(str)


@st.composite
def documents(draw: st.DrawFn) -> Card:
    """Cards with any text and any count in them."""
    case = draw(cases())
    counted = []
    for each in case.card.entries:
        lines = tuple(replace(a, goods=draw(shares), bads=draw(shares)) for a in each.attributes)
        references = replace(each.references, population=Decimal(draw(decimals)), just_passing=Decimal(draw(decimals)))
        counted.append(replace(each, attributes=lines, references=references))
    development = Development(
        target=draw(words),
        bad=draw(words),
        rows=draw(st.integers(0, 2**53 - 1)),
        goods=draw(shares),
        bads=draw(shares),
        seed=draw(st.integers(0, 2**53 - 1)),
        data_digest=draw(words),
    )
    fields = tuple(replace(each, label=draw(texts), unit=draw(texts)) for each in case.card.registry.characteristics)
    registry = replace(case.card.registry, title=draw(texts), approver=draw(words), characteristics=fields)
    return replace(case.card, registry=registry, entries=tuple(counted), development=development)


@settings(max_examples=60)
@given(documents())
def test_a_card_written_and_read_is_equal_and_has_the_same_bytes(made: Card) -> None:
    again = card_from_document(json.loads(card_bytes(made)))
    assert again == made
    assert card_bytes(again) == card_bytes(made)
    assert card_digest(again) == card_digest(made)


@given(st.integers(0, 5), st.integers(0, 40))
def test_another_card_has_another_digest(place: int, points: int) -> None:
    """One point on one line is enough."""
    income = field("income", code="R01")
    registry = replace(HAND_CARD.registry, characteristics=(income,), inputs=(), profile=Profile.BENCHMARK)
    base = [0, 5, 9, 13, 22, 40]
    changed = [*base[:place], points, *base[place + 1 :]]
    cards = [
        card(registry, [entry("income", (*intervals((1, 2, 3, 4, 5), lines), line(Test.MISSING, 3)))])
        for lines in (base, changed)
    ]
    assert (card_digest(cards[0]) == card_digest(cards[1])) == (base == changed)
