"""Identities of every card: order changes nothing, points are odds, and the document is the card."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.artefact.card_json import card_bytes, card_digest, card_from_document
from scoring.domain.card import Card, Development
from scoring.domain.characteristic import Characteristic, Source
from scoring.domain.entry import Attribute, Entry, Slice
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Profile
from scoring.domain.text import Text
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, SCALE, card, entry, field, intervals, line
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
examples = st.sampled_from([HAND_CARD, CROSSED_CARD])


def outcome(made: Card, given_values: dict[str, object], refused: frozenset[Source]) -> tuple[int, Decimal] | str:
    """Score and probability, or the word that there is none."""
    readings = made.registry.read(given_values, refused)
    if any(readings[each.name].state is State.INVALID for each in made.scored):
        return "invalid"
    score = made.score(readings)
    return score, made.pd(score)


@given(st.data(), examples, st.permutations(HAND_CARD.registry.characteristics), people, refusals)
def test_the_order_of_entries_and_declarations_changes_no_score(
    data: st.DataObject,
    made: Card,
    declared: list[Characteristic],
    person: dict[str, object],
    refused: frozenset[Source],
) -> None:
    entries: list[Entry] = data.draw(st.permutations(made.entries))
    registry = replace(made.registry, characteristics=tuple(declared))
    shuffled = replace(made, registry=registry, entries=tuple(entries))
    assert outcome(shuffled, person, refused) == outcome(made, person, refused)


@settings(max_examples=60)
@given(st.data(), cases(crossings=True))
def test_the_order_of_any_small_cards_entries_changes_no_score(data: st.DataObject, case: Case) -> None:
    entries = data.draw(st.permutations(case.card.entries))
    shuffled = replace(case.card, entries=tuple(entries))
    assert outcome(shuffled, case.values, frozenset()) == outcome(case.card, case.values, frozenset())


@given(examples, st.permutations(list(APPLICANT)), people, refusals)
def test_the_order_of_a_persons_values_changes_no_score(
    made: Card, order: list[str], person: dict[str, object], refused: frozenset[Source]
) -> None:
    again = {name: person[name] for name in order}
    assert outcome(made, again, refused) == outcome(made, person, refused)


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


@given(examples, people, refusals)
def test_a_score_is_the_sum_of_its_lines_and_lies_between_the_ends(
    made: Card, person: dict[str, object], refused: frozenset[Source]
) -> None:
    readings = made.registry.read(person, refused)
    if outcome(made, person, refused) == "invalid":
        return
    points = [attribute.points for attribute in made.lines(readings)]
    assert made.score(readings) == made.initial_points + sum(points)
    assert made.lowest <= made.score(readings) <= made.highest


def accepting(lines: Sequence[Line | None], reading: Reading) -> list[int]:
    """Places of the lines that a reading passes; "other" alone takes what the categories before it leave."""
    found = [place for place, line in enumerate(lines) if line is not None and line.accepts(reading)]
    named = [place for place in found if (line := lines[place]) is not None and line.test is not Test.OTHER]
    return named or found


def tables(entry_read: Entry, readings: dict[str, Reading]) -> list[Slice]:
    """The tables of an entry that a person's choosing reading passes."""
    if entry_read.by is None:
        return list(entry_read.slices)
    places = accepting([each.when for each in entry_read.slices], readings[entry_read.by])
    return [entry_read.slices[place] for place in places]


@given(examples, people, refusals)
def test_every_reading_that_is_not_invalid_has_exactly_one_line(
    made: Card, person: dict[str, object], refused: frozenset[Source]
) -> None:
    """Or it would depend on the order of lines; in a crossing, every pair of readings has."""
    readings = dict(made.registry.read(person, refused))
    for each in made.entries:
        if any(readings[name].state is State.INVALID for name in each.characteristics):
            continue
        (table,) = tables(each, readings)
        (place,) = accepting(table.attributes, readings[each.characteristic])
        assert each.lookup(readings) is table.attributes[place]


@settings(max_examples=60)
@given(cases(crossings=True))
def test_every_person_has_exactly_one_line_in_every_entry_of_any_small_card(case: Case) -> None:
    readings = dict(case.card.registry.read(case.values))
    for each in case.card.entries:
        if any(readings[name].state is State.INVALID for name in each.characteristics):
            continue
        (table,) = tables(each, readings)
        (place,) = accepting(table.attributes, readings[each.characteristic])
        assert each.lookup(readings) is table.attributes[place]


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
texts = st.builds(Text, en=words, nl=words)
decimals = st.decimals(min_value=0, max_value=90, places=6).map(str)


@st.composite
def _counted(draw: st.DrawFn, table: Slice) -> tuple[Attribute, ...]:
    return tuple(replace(a, goods=draw(shares), bads=draw(shares)) for a in table.attributes)


@st.composite
def documents(draw: st.DrawFn) -> Card:
    """Cards with any text and any count in them, with crossings and without."""
    case = draw(cases(crossings=True))
    counted = []
    for each in case.card.entries:
        slices = tuple(replace(part, attributes=draw(_counted(part))) for part in each.slices)
        references = replace(each.references, population=Decimal(draw(decimals)), just_passing=Decimal(draw(decimals)))
        naming = None if each.naming is None else replace(each.naming, label=draw(texts), reason=draw(texts))
        counted.append(replace(each, slices=slices, references=references, naming=naming))
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


@settings(max_examples=60)
@given(cases(crossings=True))
def test_a_card_is_written_in_the_lowest_format_that_can_say_it(case: Case) -> None:
    """Or a card's digest would change because a later format exists."""
    crossed = any(each.by is not None for each in case.card.entries)
    assert json.loads(card_bytes(case.card))["format"] == (2 if crossed else 1)


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
