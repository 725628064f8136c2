"""The certificate catches an edited card."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.certificate.certificate import Finding, certify
from scoring.certificate.least import LEAST
from scoring.certificate.promises import just_passing_score
from scoring.domain.card import Card, PdTable
from scoring.domain.characteristic import Direction, MissingPolicy
from scoring.domain.entry import Attribute, Entry
from scoring.domain.errors import CertificateFailed, InputError
from scoring.domain.line import Test
from scoring.domain.scale import Scale
from scoring.engine.options import LEAST_COUNT, FitOptions
from scoring.engine.pd_table import pd_table
from tests.support.development import interacting, sample
from tests.support.hand_card import HAND_CARD

PEOPLE = "people in each line"
VALUES = {Test.INTERVAL, Test.CATEGORIES, Test.ANY}


@pytest.fixture(scope="module")
def card() -> Card:
    return sample(1_200).fit(FitOptions(cut_off=540)).card


def broken(card: Card) -> set[tuple[str, str]]:
    return {(finding.promise, finding.subject) for finding in certify(card).findings if not finding.kept}


@pytest.fixture(scope="module")
def crossed() -> Card:
    """A fitted card with a crossing in it."""
    return interacting().fit().card


def edit_line(card: Card, name: str, pick: Callable[[Attribute], bool], **changes: object) -> Card:
    """The card with the first such line changed, and all that the card itself checks put right again."""
    entry = next(entry for entry in card.entries if entry.characteristic == name)
    lines = list(entry.attributes)
    place = next(place for place, line in enumerate(lines) if pick(line))
    lines[place] = replace(lines[place], **changes)  # type: ignore[arg-type]  # any field of a line
    return with_entry(card, replace_lines(entry, lines))


def with_entry(card: Card, edited: Entry) -> Card:
    """The card with one entry edited; its maximum and the table of probabilities are put right again."""
    edited = settled(edited)
    entries = tuple(edited if entry.characteristic == edited.characteristic else entry for entry in card.entries)
    lowest = card.initial_points + sum(entry.least for entry in entries)
    highest = card.initial_points + sum(entry.most for entry in entries)
    return replace(card, entries=entries, pd_table=pd_table(card.scale, lowest, highest))


def replace_lines(entry: Entry, lines: list[Attribute]) -> Entry:
    """The entry with its lines replaced, table after table."""
    slices, first = [], 0
    for each in entry.slices:
        slices.append(replace(each, attributes=tuple(lines[first : first + len(each.attributes)])))
        first += len(each.attributes)
    return replace(entry, slices=tuple(slices))


def settled(entry: Entry) -> Entry:
    return replace(entry, references=replace(entry.references, maximum=Decimal(entry.most)))


def test_a_fitted_card_passes(card: Card) -> None:
    assert certify(card).passed
    certify(card).demand()


def test_points_against_the_direction_are_found_with_their_size(card: Card) -> None:
    edited = edit_line(card, "income", lambda line: line.test is Test.INTERVAL, points=90)

    (finding,) = [f for f in certify(edited).findings if f.promise == "direction higher-is-safer" and not f.kept]
    lines = next(e for e in card.entries if e.characteristic == "income").attributes
    second, steps = lines[1].points, sum(line.test is Test.INTERVAL for line in lines) - 1
    assert (finding.subject, finding.measured) == (
        "income",
        f"largest violation {90 - second} points in {steps} steps of 1 table(s)",
    )


def crossing_of(card: Card) -> Entry:
    (entry,) = [entry for entry in card.entries if entry.by is not None]
    return entry


def wrong_ways(card: Card) -> dict[str, Finding]:
    """The findings of a contradicted direction, by characteristic."""
    found = certify(card).findings
    return {f.subject: f for f in found if f.promise.startswith("direction") and not f.kept}


def intervals_of(entry: Entry) -> list[list[int]]:
    """Per table of values, the places of its lines of values among all lines."""
    first, found = 0, []
    for each in entry.slices:
        places = [first + place for place, line in enumerate(each.attributes) if line.test in VALUES]
        if each.when is not None and each.when.test is Test.INTERVAL:
            found.append(places)
        first += len(each.attributes)
    return found


def test_a_fitted_card_with_a_crossing_passes_and_both_directions_are_judged(crossed: Card) -> None:
    certify(crossed).demand()
    judged = {f.subject for f in certify(crossed).findings if f.promise.startswith("direction")}
    assert set(crossing_of(crossed).characteristics) <= judged


def test_a_cell_against_the_direction_within_its_table_is_found_with_its_size(crossed: Card) -> None:
    """A point in the risky line of a table more than in the safe one, and nothing else changed."""
    entry = crossing_of(crossed)
    inner = crossed.registry.characteristic(entry.characteristic)
    table = next(places for places in intervals_of(entry) if len(places) > 1)
    risky, safe = table[:2] if inner.direction is Direction.HIGHER_IS_SAFER else table[1::-1]
    lines = list(entry.attributes)
    lines[risky] = replace(lines[risky], points=lines[safe].points + 7)
    found = wrong_ways(with_entry(crossed, replace_lines(entry, lines)))

    assert found[inner.name].measured.startswith("largest violation 7 points in ")


def test_a_table_against_the_choosing_direction_is_found_with_its_size(crossed: Card) -> None:
    """All lines of the riskier table a point above the best of the safer one: within each table all is in order."""
    entry = crossing_of(crossed)
    assert entry.by is not None
    by = crossed.registry.characteristic(entry.by)
    one, two = intervals_of(entry)[:2]
    risky, safe = (one, two) if by.direction is Direction.HIGHER_IS_SAFER else (two, one)
    lines = list(entry.attributes)
    least, most = min(lines[place].points for place in safe), max(lines[place].points for place in safe)
    for place in risky:
        lines[place] = replace(lines[place], points=most + 1)
    found = wrong_ways(with_entry(crossed, replace_lines(entry, lines)))

    assert set(found) == {by.name}
    assert found[by.name].measured.startswith(f"largest violation {most + 1 - least} points in ")


def test_a_neutral_line_of_a_crossing_that_costs_a_point_is_found(crossed: Card) -> None:
    entry = crossing_of(crossed)
    for place in [place for place, line in enumerate(entry.attributes) if line.neutral]:
        lines = list(entry.attributes)
        lines[place] = replace(lines[place], points=abs(lines[place].points - 1))
        edited = with_entry(crossed, replace_lines(entry, lines))
        assert ("neutral lines", entry.characteristic) in broken(edited)


def test_a_crossings_counts_and_mean_are_those_of_all_its_tables(crossed: Card) -> None:
    entry = crossing_of(crossed)
    lines = list(entry.attributes)
    lines[-1] = replace(lines[-1], goods=lines[-1].goods + 50)
    found = broken(with_entry(crossed, replace_lines(entry, lines)))

    assert {("counts add up", entry.characteristic), ("population reference", entry.characteristic)} <= found


def test_silence_that_must_not_count_may_not_choose_a_table_of_its_own(crossed: Card) -> None:
    """The declaration changed after the fit: silence about the choosing characteristic is now neutral."""
    entry = crossing_of(crossed)
    fields = tuple(
        replace(field, missing=MissingPolicy.NEUTRAL) if field.name == entry.by else field
        for field in crossed.registry.characteristics
    )
    lines = list(entry.attributes)
    last = len(lines) - len(entry.slices[-1].attributes)
    lines[last:] = [replace(line, neutral=False) for line in lines[last:]]
    edited = replace(crossed, registry=replace(crossed.registry, characteristics=fields))

    assert ("neutral lines", entry.characteristic) in broken(with_entry(edited, replace_lines(entry, lines)))


def test_a_refusal_that_costs_a_point_is_found(card: Card) -> None:
    (entry,) = [entry for entry in card.entries if entry.characteristic == "buffer"]
    line = next(a for a in entry.attributes if a.test is Test.NOT_PROVIDED)
    edited = edit_line(card, "buffer", lambda a: a.test is Test.NOT_PROVIDED, points=line.points - 1)

    assert ("refusing is neutral", "bank") in broken(edited)


def test_a_refusal_declared_to_have_points_of_its_own_is_found(card: Card) -> None:
    edited = edit_line(card, "buffer", lambda a: a.test is Test.NOT_PROVIDED, neutral=False)

    assert ("refusing is neutral", "bank") in broken(edited)


def test_a_silence_that_costs_although_it_must_not_is_found(card: Card) -> None:
    edited = edit_line(card, "arrears", lambda a: a.test is Test.MISSING, points=0)
    assert ("neutral lines", "arrears") in broken(edited)

    edited = edit_line(card, "arrears", lambda a: a.test is Test.MISSING, points=0, neutral=False)
    assert ("neutral lines", "arrears") in broken(edited)


def test_counts_that_do_not_add_up_are_found(card: Card) -> None:
    edited = edit_line(card, "income", lambda a: a.test is Test.INTERVAL, goods=1.0)

    assert ("counts add up", "income") in broken(edited)


def thinned(card: Card, *, goods: float, bads: float) -> Card:
    """The card with so many in the first line of income, the others in the line beside it, and references anew."""
    entry = next(entry for entry in card.entries if entry.characteristic == "income")
    lines = list(entry.attributes)
    one, two = [place for place, line in enumerate(lines) if line.test is Test.INTERVAL][:2]
    more = lines[two].goods + lines[one].goods - goods, lines[two].bads + lines[one].bads - bads
    lines[one] = replace(lines[one], goods=goods, bads=bads)
    lines[two] = replace(lines[two], goods=more[0], bads=more[1])
    weights = [Fraction(line.goods) + Fraction(line.bads) for line in lines]
    mean = sum((w * line.points for w, line in zip(weights, lines, strict=True)), Fraction(0)) / sum(weights)
    edited = replace_lines(entry, lines)
    references = replace(edited.references, population=Decimal(f"{float(mean):.12f}"))
    return with_entry(card, replace(edited, references=references))


@pytest.mark.parametrize(
    ("goods", "bads", "kept"),
    [
        (1, 0, False),
        (2, 6, False),
        (0, 13, True),
        (5, 4, False),
        (5, 5, True),
        (5, 4.9999999, True),
        (80, 0, True),
        (60, 0, False),
    ],
)
def test_a_line_of_too_few_people_is_found(card: Card, goods: float, bads: float, kept: bool) -> None:  # noqa: FBT001
    """Without a bad only where a fifth of everybody is bad, and so about 80 people were to be expected to have 16."""
    found = {f.subject: f for f in certify(thinned(card, goods=goods, bads=bads)).findings if f.promise == PEOPLE}

    assert found["income"].kept is kept
    if not kept:
        assert found["income"].measured == f"1 line(s) with {goods:g} goods and {bads:g} bads; 5 of each are needed"


def test_the_least_line_is_reported(card: Card) -> None:
    found = {f.subject: f.measured for f in certify(card).findings if f.promise == PEOPLE}

    assert set(found) == {entry.characteristic for entry in card.entries}
    assert all(measured.startswith("least in a line of values: ") for measured in found.values())


def test_silence_with_points_of_its_own_needs_people_too(card: Card) -> None:
    """Neutral points promise nothing of those who are silent; points of their own do."""
    edited = edit_line(card, "income", lambda a: a.test is Test.MISSING, goods=1.0, bads=0.0)
    free = edit_line(edited, "income", lambda a: a.test is Test.MISSING, neutral=False)
    silent = edit_line(edited, "income", lambda a: a.test is Test.MISSING, neutral=True)

    assert (PEOPLE, "income") in broken(free)
    assert (PEOPLE, "income") not in broken(silent)


def test_what_nobody_cut_is_not_judged(card: Card) -> None:
    """The only line of a table's numbers or categories is what the data give, however few they are."""
    entry = next(entry for entry in card.entries if entry.characteristic == "income")
    (whole,) = entry.slices
    first, *_ = whole.attributes
    rest = [line for line in whole.attributes if line.test is not Test.INTERVAL]
    only = replace(first, upper=None, goods=1.0, bads=0.0)
    assert (PEOPLE, "income") not in broken(
        with_entry(card, replace(entry, slices=(replace(whole, attributes=(only, *rest)),)))
    )


def test_no_option_of_a_fit_goes_below_what_the_certificate_promises() -> None:
    with pytest.raises(InputError, match="min_count must be 5 or more"):
        FitOptions(min_count=LEAST_COUNT - 1)
    assert FitOptions(min_count=LEAST_COUNT).min_count == LEAST


def test_a_dispute_that_earns_points_of_its_own_is_found(card: Card) -> None:
    """A fact in dispute is neutral, or the card decides what nobody has confirmed."""
    registry = card.registry
    fields = tuple(
        replace(field, special=tuple(replace(special, refers=True) for special in field.special))
        for field in registry.characteristics
    )
    disputed = replace(card, registry=replace(registry, characteristics=fields))
    assert broken(disputed) == {("neutral lines", "utilisation")}


def test_a_population_reference_that_is_not_the_mean_is_found(card: Card) -> None:
    entry = card.entries[0]
    moved = replace(entry, references=replace(entry.references, population=entry.references.population + 1))
    edited = replace(card, entries=(moved, *card.entries[1:]))

    assert broken(edited) == {("population reference", entry.characteristic)}


def test_a_just_passing_reference_that_no_mean_can_be_is_found(card: Card) -> None:
    entry = card.entries[0]
    moved = replace(entry, references=replace(entry.references, just_passing=Decimal(entry.most + 1)))
    edited = replace(card, entries=(moved, *card.entries[1:]))

    assert ("just-passing reference", entry.characteristic) in broken(edited)


def passing(card: Card, means: Sequence[Decimal | None]) -> Card:
    """The card with other just-passing references."""
    entries = [
        replace(entry, references=replace(entry.references, just_passing=mean))
        for entry, mean in zip(card.entries, means, strict=True)
    ]
    return replace(card, entries=tuple(entries))


def test_just_passing_references_that_take_every_reason_away_are_found(card: Card) -> None:
    """All at nothing but one at its most: each is possible alone, and nobody who just passes has them together."""
    *others, last = card.entries
    forged = passing(card, [*(Decimal(entry.least) for entry in others), Decimal(last.most)])

    assert broken(forged) == {("just-passing score", "card")}


@pytest.mark.parametrize(("sum_of_means", "kept"), [("560", 1), ("579", 1), ("559.99", 0), ("579.01", 0), ("580", 0)])
def test_just_passing_references_add_up_to_a_score_that_just_passes(sum_of_means: str, kept: int) -> None:
    """From the cut-off of 560 to the last whole score of a band of 20."""
    means = [entry.references.just_passing for entry in HAND_CARD.entries]
    rest = sum(mean for mean in means[1:] if mean is not None)
    moved = passing(HAND_CARD, [Decimal(sum_of_means) - HAND_CARD.initial_points - rest, *means[1:]])
    finding = just_passing_score(moved)

    assert finding is not None
    assert (finding.kept, finding.measured) == (
        bool(kept),
        f"the references add up to {float(sum_of_means):.4f}, those just passing score 560 to 579",
    )


def test_a_just_passing_reference_that_one_entry_lacks_is_found() -> None:
    finding = just_passing_score(
        passing(HAND_CARD, [None, *(e.references.just_passing for e in HAND_CARD.entries[1:])])
    )

    assert finding is not None
    assert (finding.kept, finding.measured) == (False, "5 of 6 entries have the reference")


def test_a_card_that_compares_with_nobody_who_just_passes_has_no_such_sum() -> None:
    assert just_passing_score(passing(HAND_CARD, [None] * 6)) is None


def test_a_probability_of_another_score_is_found(card: Card) -> None:
    pds = list(card.pd_table.pds)
    pds[3] = pds[2]
    edited = replace(card, pd_table=PdTable(lowest=card.pd_table.lowest, pds=tuple(pds)))

    assert broken(edited) == {("PD round trip", "card"), ("strict order", "card")}


def test_another_scale_than_the_tables_is_found(card: Card) -> None:
    edited = replace(card, scale=Scale(base=600, odds=50, pdo=20))

    assert broken(edited) == {("PD round trip", "card")}


def test_a_cut_off_that_nobody_can_reach_is_found(card: Card) -> None:
    """Nor are those who just passed the former one at it."""
    assert broken(replace(card, cut_off=card.highest + 1)) == {
        ("reachable cut-off", "card"),
        ("just-passing score", "card"),
    }


def test_a_card_without_any_counts_is_judged_and_not_a_crash(card: Card) -> None:
    entries = tuple(
        replace_lines(entry, [replace(line, goods=0.0, bads=0.0) for line in entry.attributes])
        for entry in card.entries
    )

    assert ("refusing is neutral", "bank") in broken(replace(card, entries=entries))


def test_a_broken_promise_is_an_error_that_names_its_place(card: Card) -> None:
    edited = edit_line(card, "income", lambda a: a.test is Test.INTERVAL, goods=1.0)
    with pytest.raises(CertificateFailed, match="income: counts add up"):
        certify(edited).demand()


def test_text_and_document_say_the_same(card: Card) -> None:
    edited = replace(passing(card, [None] * len(card.entries)), cut_off=card.highest + 1)
    certificate = certify(edited)
    document = certificate.to_document()

    assert document["passed"] is False
    assert certificate.to_text().count("BROKEN") == 1
    assert certificate.to_text().endswith("1 promise(s) broken")


def test_certifying_loads_nothing_that_trains() -> None:
    """An auditor certifies with the standard library; neither scikit-learn nor numpy is needed."""
    script = "import sys, scoring.certificate.certificate\nprint({'sklearn', 'scipy', 'numpy'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "set()"
