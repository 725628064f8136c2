"""A crossing: one table for each line of another characteristic, and every pair of readings in exactly one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Kind, Source, Special
from scoring.domain.entry import Attribute, Entry, Slice
from scoring.domain.errors import CardError, InvalidValue
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from tests.support.hand_card import APPLICANT, CROSSED_CARD, card, crossing, entry, field, intervals, line

HOME = CROSSED_CARD.entries[0]
OWNER, TENANT, OTHER, UNKNOWN = HOME.slices

REST = (line(Test.SPECIAL, 4, "-8"), line(Test.MISSING, 5))
A = field("a", code="A", special=(Special(code="-8", meaning=Text.same("none")),))
B = field("b", code="B", special=(Special(code="-8", meaning=Text.same("none")),))
BANK = field("bank", code="BANK", source=Source.BANK, not_provided="-99", category=None)
SMALL = Registry(profile=Profile.BENCHMARK, title=Text.same("small"), characteristics=(A, B, BANK))


def when(test: Test, *labels: str, lower: float | None = None, upper: float | None = None) -> Line:
    return Line(test=test, labels=labels, lower=lower, upper=upper)


BELOW, ABOVE = when(Test.INTERVAL, upper=2.0), when(Test.INTERVAL, lower=2.0)
SPECIAL, MISSING = when(Test.SPECIAL, "-8"), when(Test.MISSING)
TABLES: tuple[tuple[Line, Sequence[Attribute]], ...] = (
    (BELOW, (*intervals((1.0,), (0, 3)), *REST)),
    (ABOVE, (*intervals((1.0, 4.0), (2, 6, 9)), *REST)),
    (SPECIAL, (line(Test.ANY, 7),)),
    (MISSING, (line(Test.ANY, 8),)),
)


def crossed(tables: Sequence[tuple[Line, Sequence[Attribute]]] = TABLES, by: str = "a", inner: str = "b") -> Card:
    return card(SMALL, [crossing(by, inner, tables)])


READINGS = (
    *(Reading.value(number) for number in (-3.0, 0.999, 1.0, 1.999, 2.0, 3.999, 4.0, 99.0)),
    Reading.special("-8"),
    Reading.missing(),
)


def test_the_example_adds_up_by_hand() -> None:
    """430 + 27 for a tenant on 2,100 + 15 + 4 + 14 + 17."""
    assert CROSSED_CARD.score(CROSSED_CARD.registry.read(APPLICANT)) == 507


@pytest.mark.parametrize(
    ("home", "income", "points"),
    [
        ("owner", 1_499.99, 22),
        ("owner", 1_500, 40),
        ("owner", 2_500, 40),
        ("owner", 4_000, 55),
        ("owner", None, 38),
        ("tenant", 2_499.99, 27),
        ("tenant", 2_500, 38),
        ("tenant", None, 20),
        ("other", 2_499.99, 12),
        ("other", 2_500, 34),
        ("other", None, 22),
        (None, 100, 30),
        (None, None, 30),
    ],
)
def test_the_one_reading_chooses_the_table_and_the_other_the_line(
    home: str | None, income: float | None, points: int
) -> None:
    read = CROSSED_CARD.registry.read({**APPLICANT, "housing_tenure": home, "net_monthly_income": income})
    assert HOME.lookup(read).points == points


def test_every_pair_of_readings_falls_into_exactly_one_line() -> None:
    (entry_read,) = crossed().entries
    for one, two in product(READINGS, READINGS):
        accepting = [
            attribute
            for each in entry_read.slices
            if each.when is not None and each.when.accepts(one)
            for attribute in each.attributes
            if attribute.accepts(two)
        ]
        assert accepting == [entry_read.lookup({"a": one, "b": two})]


def test_a_table_of_one_line_takes_every_valid_reading_of_the_other() -> None:
    (entry_read,) = crossed().entries
    found = {entry_read.lookup({"a": Reading.missing(), "b": reading}).points for reading in READINGS}
    assert found == {8}


@pytest.mark.parametrize("name", ["housing_tenure", "net_monthly_income"])
def test_an_invalid_reading_of_either_has_no_line(name: str) -> None:
    """Not even where the table that the other chooses takes any reading."""
    read = CROSSED_CARD.registry.read(
        {**APPLICANT, "housing_tenure": None, name: "boat" if name == "housing_tenure" else -1}
    )
    with pytest.raises(InvalidValue) as refused:
        HOME.lookup(read)
    assert refused.value.field == name


def test_the_first_invalid_reading_in_the_cards_order_is_named() -> None:
    """The choosing characteristic stands before the other."""
    values = {**APPLICANT, "housing_tenure": "boat", "net_monthly_income": -1}
    with pytest.raises(InvalidValue) as refused:
        CROSSED_CARD.score(CROSSED_CARD.registry.read(values))
    assert refused.value.field == "housing_tenure"


def test_a_card_scores_both_characteristics_of_a_crossing_in_its_order() -> None:
    names = [characteristic.name for characteristic in CROSSED_CARD.scored]
    assert names == [
        "housing_tenure",
        "net_monthly_income",
        "payment_to_income",
        "card_utilisation",
        "open_arrears",
        "buffer_months",
    ]
    assert HOME.characteristics == ("housing_tenure", "net_monthly_income")
    assert [c.name for c in CROSSED_CARD.characteristics(HOME)] == ["housing_tenure", "net_monthly_income"]


def test_a_crossing_has_a_name_of_its_own_and_a_one_way_table_its_characteristics() -> None:
    assert CROSSED_CARD.naming(HOME).code == "X01"
    payment = CROSSED_CARD.naming(CROSSED_CARD.entries[1])
    assert (payment.code, payment.label.en) == ("R01", "Monthly payment as a share of income")


def test_the_ends_of_a_crossing_are_those_of_all_its_tables() -> None:
    assert (HOME.least, HOME.most) == (10, 55)
    assert CROSSED_CARD.highest - CROSSED_CARD.lowest == sum(e.most - e.least for e in CROSSED_CARD.entries)


UNDER = (*intervals((1.0,), (0, 3)), *REST)
BROKEN: list[tuple[Sequence[tuple[Line, Sequence[Attribute]]], str]] = [
    (TABLES[:1], "two or more tables"),
    (((when(Test.ANY), UNDER), *TABLES[2:]), "open at both ends"),
    ((TABLES[0], TABLES[2], TABLES[3]), "open at both ends"),
    ((TABLES[0], (when(Test.INTERVAL, lower=3.0), UNDER), *TABLES[2:]), "a gap or an overlap"),
    ((TABLES[0], (when(Test.INTERVAL, lower=1.0), UNDER), *TABLES[2:]), "a gap or an overlap"),
    ((TABLES[1], TABLES[0], *TABLES[2:]), "open at both ends"),
    (TABLES[:3], "needs 1 line.s. 'missing' and has 0"),
    ((*TABLES, TABLES[3]), "needs 1 line.s. 'missing' and has 2"),
    ((*TABLES[:2], TABLES[3]), "one line for each special code"),
    ((*TABLES, (when(Test.NOT_PROVIDED), UNDER)), "needs 0 line.s. 'not-provided' and has 1"),
    ((*TABLES[:3], (MISSING, (line(Test.ANY, 8), line(Test.MISSING, 8)))), "open at both ends"),
    ((*TABLES[:3], (MISSING, (*UNDER, line(Test.ANY, 8)))), "needs 0 line.s. 'any' and has 1"),
    ((*TABLES[:3], (MISSING, (line(Test.ANY, 8), line(Test.ANY, 8)))), "open at both ends"),
    ((*TABLES[:3], (MISSING, ())), "open at both ends"),
    ((*TABLES[:3], (MISSING, UNDER[:-1])), "needs 1 line.s. 'missing' and has 0"),
    ([(each, (line(Test.ANY, 5, neutral=True),)) for each, _ in TABLES], "neutral lines only"),
]


@pytest.mark.parametrize(("tables", "why"), BROKEN, ids=[f"{n} {case[1]}" for n, case in enumerate(BROKEN)])
def test_a_crossing_that_does_not_cover_every_pair_once_is_refused(
    tables: Sequence[tuple[Line, Sequence[Attribute]]], why: str
) -> None:
    with pytest.raises(CardError, match=why) as refused:
        crossed(tables)
    assert "the entry 'b'" in refused.value.what
    assert refused.value.remedy


def recarded(entry_made: Entry) -> Card:
    return card(SMALL, [entry_made])


def test_a_crossing_without_a_name_of_its_own_is_refused() -> None:
    with pytest.raises(CardError, match="without a code and texts of its own"):
        recarded(replace(crossed().entries[0], naming=None))


def test_a_table_of_a_crossing_without_its_when_is_refused() -> None:
    (made,) = crossed().entries
    bare = replace(made, slices=(*made.slices[:3], Slice(attributes=made.slices[3].attributes)))
    with pytest.raises(CardError, match="each with its 'when'"):
        recarded(bare)


@pytest.mark.parametrize("more", ["naming", "when", "tables"])
def test_a_one_way_table_has_nothing_that_only_a_crossing_has(more: str) -> None:
    (made,) = crossed().entries
    plain = entry("b", UNDER)
    broken = {
        "naming": replace(plain, naming=made.naming),
        "when": replace(plain, slices=(replace(plain.slices[0], when=MISSING),)),
        "tables": replace(plain, slices=plain.slices * 2),
    }[more]
    with pytest.raises(CardError, match="has what only a crossing has"):
        recarded(broken)


def test_a_one_way_table_has_no_line_for_any_reading() -> None:
    """What is known, what is not and what is refused would earn the same: that says nothing."""
    with pytest.raises(CardError, match=r"needs 0 line\(s\) 'any' and has 1"):
        recarded(entry("b", (*UNDER, line(Test.ANY, 3))))
    with pytest.raises(CardError, match="open at both ends"):
        recarded(entry("b", (line(Test.ANY, 3),)))


@pytest.mark.parametrize(("by", "inner"), [("bank", "a"), ("a", "bank")])
def test_what_an_optional_source_gives_is_never_crossed(by: str, inner: str) -> None:
    """Refusing the source costs one total; in a crossing it would depend on the other characteristic."""
    outer = (BELOW, ABOVE, MISSING, SPECIAL if by == "a" else when(Test.NOT_PROVIDED))
    with pytest.raises(CardError, match="crosses what an optional source gives"):
        crossed([(each, (line(Test.ANY, place),)) for place, each in enumerate(outer)], by, inner)


@pytest.mark.parametrize("other", ["a", "b"])
def test_a_characteristic_of_a_crossing_has_no_other_entry(other: str) -> None:
    with pytest.raises(CardError, match="two entries"):
        card(SMALL, [crossing("a", "b", TABLES), entry(other, UNDER)])


def test_a_characteristic_is_not_crossed_with_itself() -> None:
    with pytest.raises(CardError, match="two entries"):
        crossed(by="b", inner="b")


def test_both_characteristics_of_a_crossing_are_declared() -> None:
    with pytest.raises(CardError, match="'c' is not declared"):
        crossed(by="c")


@pytest.mark.parametrize("code", ["A", "B", "BANK"])
def test_a_crossings_reason_code_is_no_characteristics(code: str) -> None:
    """Or a person could not know which of the two cost points."""
    with pytest.raises(CardError, match="reason code is in use") as refused:
        card(SMALL, [crossing("a", "b", TABLES, code=code)])
    assert refused.value.remedy


def test_two_crossings_have_two_reason_codes() -> None:
    c, d = (replace(each, name=name, code=name) for each, name in ((A, "c"), (B, "d")))
    registry = replace(SMALL, characteristics=(A, B, c, d))
    two = [crossing("a", "b", TABLES, code="X"), crossing("c", "d", TABLES, code="X")]
    with pytest.raises(CardError, match="reason code is in use"):
        card(registry, two)
    assert len(card(registry, [two[0], crossing("c", "d", TABLES, code="Y")]).entries) == 2


def test_a_category_chooses_one_table_and_other_the_rest() -> None:
    home: Characteristic = field("home", code="H", kind=Kind.CATEGORICAL)
    registry = replace(SMALL, characteristics=(home, B))
    outer = (when(Test.CATEGORIES, "owner"), when(Test.OTHER), MISSING)
    tables = [(each, (line(Test.ANY, place),)) for place, each in enumerate(outer)]
    (made,) = card(registry, [crossing("home", "b", tables)]).entries
    points = [made.lookup({"home": Reading.category(name), "b": Reading.missing()}).points for name in ("owner", "x")]
    assert points == [0, 1]
    for broken, why in (
        (tables[::2], "needs 1 line.s. 'other' and has 0"),
        ([tables[1], tables[0], tables[2]], "a category after the line 'other'"),
        ([tables[0], *tables], "a category twice"),
        ([(BELOW, tables[0][1]), *tables], "is categorical and has an interval"),
    ):
        with pytest.raises(CardError, match=why):
            card(registry, [crossing("home", "b", broken)])


def test_the_maximum_of_a_crossing_is_the_most_points_of_all_its_tables() -> None:
    (made,) = crossed().entries
    assert made.references.maximum == 9
    with pytest.raises(CardError, match="maximum that is not its most points"):
        recarded(replace(made, references=replace(made.references, maximum=Decimal(8))))


MEETING: list[tuple[Line, Line, bool]] = [
    (BELOW, ABOVE, False),
    (BELOW, when(Test.INTERVAL, lower=1.0, upper=3.0), True),
    (when(Test.INTERVAL, lower=1.0, upper=2.0), ABOVE, False),
    (when(Test.INTERVAL), BELOW, True),
    (BELOW, MISSING, False),
    (BELOW, when(Test.ANY), True),
    (MISSING, when(Test.ANY), True),
    (MISSING, MISSING, True),
    (SPECIAL, SPECIAL, True),
    (SPECIAL, when(Test.SPECIAL, "-9"), False),
    (when(Test.CATEGORIES, "a", "b"), when(Test.CATEGORIES, "b", "c"), True),
    (when(Test.CATEGORIES, "a"), when(Test.CATEGORIES, "b"), False),
    (when(Test.CATEGORIES, "a"), when(Test.OTHER), False),
    (when(Test.OTHER), when(Test.OTHER), True),
]


@pytest.mark.parametrize(("one", "two", "meet"), MEETING)
def test_two_lines_meet_where_some_reading_falls_into_both(one: Line, two: Line, meet: bool) -> None:  # noqa: FBT001
    assert one.meets(two) is meet
    assert two.meets(one) is meet
