"""A card refuses parts that contradict each other: every valid reading has exactly one line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scoring.domain.card import Card, PdTable
from scoring.domain.characteristic import Source
from scoring.domain.entry import Attribute, Entry, Slice
from scoring.domain.errors import CardError, InvalidValue
from scoring.domain.line import Test
from scoring.domain.reading import Reading
from tests.support.hand_card import APPLICANT, HAND_CARD, entry, intervals, line

PAYMENT, INCOME, UTILISATION, ARREARS, BUFFER, TENURE = HAND_CARD.entries


def with_lines(old: Entry, attributes: Sequence[Attribute]) -> Card:
    """The example card with one entry's lines replaced, and the table of probabilities made to fit."""
    new = replace(
        old,
        slices=(Slice(attributes=tuple(attributes)),),
        references=replace(old.references, maximum=Decimal(max((a.points for a in attributes), default=0))),
    )
    entries = tuple(new if each is old else each for each in HAND_CARD.entries)
    lowest = HAND_CARD.initial_points + sum(min((a.points for a in e.attributes), default=0) for e in entries)
    highest = HAND_CARD.initial_points + sum(max((a.points for a in e.attributes), default=0) for e in entries)
    table = PdTable(lowest=lowest, pds=("0.5",) * (highest - lowest + 1))
    return replace(HAND_CARD, entries=entries, pd_table=table)


def test_the_example_adds_up_by_hand() -> None:
    """430 + 15 + 18 + 4 + 14 + 17 + 16, as the support module says."""
    assert HAND_CARD.score(HAND_CARD.registry.read(APPLICANT)) == 514


def test_refusing_the_bank_earns_the_neutral_line() -> None:
    """430 + 15 + 18 + 4 + 14 + 15 + 16."""
    assert HAND_CARD.score(HAND_CARD.registry.read(APPLICANT, {Source.BANK})) == 512


@pytest.mark.parametrize(("value", "points"), [(0.999, 6), (1, 17), (2.9, 17), (3, 28), (36, 28), (0, 6)])
def test_an_interval_holds_its_lower_end_and_not_its_upper(value: float, points: int) -> None:
    assert BUFFER.lookup({"buffer_months": Reading.value(value)}).points == points


@pytest.mark.parametrize(
    ("reading", "points"),
    [
        (Reading.value(0.5), 20),
        (Reading.special("-8"), 22),
        (Reading.missing(), 21),
    ],
    ids=["value", "special", "missing"],
)
def test_each_state_has_a_line_of_its_own(reading: Reading, points: int) -> None:
    assert UTILISATION.lookup({"card_utilisation": reading}).points == points


def test_a_category_without_a_line_falls_into_other() -> None:
    assert TENURE.lookup({"housing_tenure": Reading.category("boat")}).points == 12


def test_an_invalid_reading_has_no_line() -> None:
    """The error names the field and what is wrong, never the value."""
    with pytest.raises(InvalidValue, match="open_arrears: the value is infinite") as refused:
        HAND_CARD.score(HAND_CARD.registry.read({**APPLICANT, "open_arrears": "inf"}))
    assert refused.value.field == "open_arrears"


def test_a_state_without_a_line_is_an_incomplete_card() -> None:
    with pytest.raises(CardError, match="no line for a reading that is not-provided"):
        INCOME.lookup({"net_monthly_income": Reading.not_provided()})


def test_the_scores_reach_from_the_least_points_to_the_most() -> None:
    assert (HAND_CARD.lowest, HAND_CARD.highest) == (457, 633)
    assert (BUFFER.least, BUFFER.most) == (6, 28)


def test_the_probability_is_the_tables_string() -> None:
    assert str(HAND_CARD.pd(514)) == HAND_CARD.pd_table.pds[514 - 457]


@pytest.mark.parametrize("score", [456, 634])
def test_a_score_outside_the_table_has_no_probability(score: int) -> None:
    with pytest.raises(CardError, match="outside the card's table"):
        HAND_CARD.pd(score)


@pytest.mark.parametrize("pds", [(), HAND_CARD.pd_table.pds[:-1], (*HAND_CARD.pd_table.pds, "0.001")])
def test_the_table_of_probabilities_covers_the_scores_exactly(pds: tuple[str, ...]) -> None:
    with pytest.raises(CardError, match="the scores from 457 to 633"):
        replace(HAND_CARD, pd_table=PdTable(lowest=457, pds=pds))


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"points": -1}, "whole numbers of 0 or more"),
        ({"points": 1.0}, "whole numbers of 0 or more"),
        ({"points": True}, "whole numbers of 0 or more"),
        ({"lower": math.inf}, "must be finite"),
        ({"upper": math.nan}, "must be finite"),
        ({"lower": 2.0, "upper": 2.0}, "below its upper end"),
        ({"goods": -1.0}, "finite and not negative"),
        ({"bads": math.inf}, "finite and not negative"),
        ({"labels": ("a",)}, "have labels"),
        ({"test": Test.MISSING, "lower": 1.0}, "only an interval has ends"),
        ({"test": Test.SPECIAL, "labels": ()}, "one code"),
        ({"test": Test.SPECIAL, "labels": ("-8", "-9")}, "one code"),
    ],
    ids=repr,
)
def test_a_line_refuses_nonsense(settings: dict[str, Any], why: str) -> None:
    with pytest.raises(CardError, match=why):
        Attribute(**{"test": Test.INTERVAL, "points": 3, **settings})


MISSING = line(Test.MISSING, 10)


BROKEN: list[tuple[Entry, Sequence[Attribute], str]] = [
    (INCOME, (MISSING,), "open at both ends"),
    (INCOME, (*intervals((1, 2), (1, 2, 3))[:2], MISSING), "open at both ends"),
    (INCOME, (*intervals((1, 2), (1, 2, 3))[1:], MISSING), "open at both ends"),
    (INCOME, (*intervals((1,), (1, 2))[:1], *intervals((3,), (1, 2))[1:], MISSING), "a gap or an overlap"),
    (INCOME, (*intervals((2, 3), (1, 2, 3))[::2], MISSING), "a gap or an overlap"),
    (INCOME, intervals((1,), (1, 2)), "needs 1 line.s. 'missing' and has 0"),
    (INCOME, (*INCOME.attributes, MISSING), "needs 1 line.s. 'missing' and has 2"),
    (INCOME, (*INCOME.attributes, line(Test.OTHER, 3)), "needs 0 line.s. 'other' and has 1"),
    (INCOME, (*INCOME.attributes, line(Test.NOT_PROVIDED, 3)), "needs 0 line.s. 'not-provided' and has 1"),
    (INCOME, (*INCOME.attributes, line(Test.CATEGORIES, 3, "a")), "is numeric and has categories"),
    (INCOME, (*INCOME.attributes, line(Test.SPECIAL, 3, "-8")), "one line for each special code"),
    (BUFFER, BUFFER.attributes[:-1], "needs 1 line.s. 'not-provided' and has 0"),
    (UTILISATION, (*UTILISATION.attributes[:3], UTILISATION.attributes[4]), "one line for each special code"),
    (UTILISATION, (*UTILISATION.attributes, UTILISATION.attributes[3]), "one line for each special code"),
    (TENURE, (*TENURE.attributes, *intervals((), (3,))), "is categorical and has an interval"),
    (TENURE, (*TENURE.attributes[:2], TENURE.attributes[3]), "needs 1 line.s. 'other' and has 0"),
    (TENURE, (line(Test.CATEGORIES, 1, "tenant"), *TENURE.attributes), "has a category twice"),
    (TENURE, (TENURE.attributes[2], *TENURE.attributes[:2], MISSING), "a category after the line 'other'"),
    (INCOME, (replace(intervals((), (3,))[0], neutral=True), replace(MISSING, neutral=True)), "neutral lines only"),
]


@pytest.mark.parametrize(("old", "lines", "why"), BROKEN, ids=[f"{n} {case[2]}" for n, case in enumerate(BROKEN)])
def test_an_entry_that_does_not_cover_every_reading_once_is_refused(
    old: Entry, lines: Sequence[Attribute], why: str
) -> None:
    with pytest.raises(CardError, match=why) as refused:
        with_lines(old, lines)
    assert f"the entry '{old.characteristic}'" in refused.value.what
    assert refused.value.remedy


def test_the_lines_of_the_example_cover_every_reading_once() -> None:
    """The builder used above makes a card of lines that are right."""
    assert with_lines(INCOME, INCOME.attributes).entries == HAND_CARD.entries


def test_the_maximum_is_the_most_points() -> None:
    """A reference above what anybody can reach would make everybody a loser."""
    wrong = replace(INCOME, references=replace(INCOME.references, maximum=Decimal(37)))
    with pytest.raises(CardError, match="maximum that is not its most points"):
        replace(HAND_CARD, entries=(PAYMENT, wrong, UTILISATION, ARREARS, BUFFER, TENURE))


def test_a_characteristic_has_one_entry_at_most() -> None:
    with pytest.raises(CardError, match="two entries"):
        replace(HAND_CARD, entries=(*HAND_CARD.entries, PAYMENT))


def test_an_entry_scores_a_declared_characteristic() -> None:
    """An input that only formulas read is none."""
    undeclared = entry("requested_amount", (*intervals((), (3,)), MISSING))
    with pytest.raises(CardError, match="'requested_amount' is not declared"):
        replace(HAND_CARD, entries=(*HAND_CARD.entries, undeclared))


def test_a_card_may_leave_declared_characteristics_unused() -> None:
    entries = HAND_CARD.entries[1:]
    lowest = HAND_CARD.lowest - PAYMENT.least
    highest = HAND_CARD.highest - PAYMENT.most
    smaller = replace(
        HAND_CARD, entries=entries, pd_table=PdTable(lowest=lowest, pds=("0.1",) * (highest - lowest + 1))
    )
    assert smaller.score(HAND_CARD.registry.read(APPLICANT)) == 514 - 15
