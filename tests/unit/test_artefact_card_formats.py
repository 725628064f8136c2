"""The card's two formats: one-way tables keep the first byte for byte, crossings are written in the second."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from scoring.artefact.card_json import FORMATS, card_bytes, card_digest, card_from_document
from scoring.domain.errors import CardError
from scoring.domain.text import Text
from tests.support.hand_card import CROSSED_CARD, HAND_CARD

Document = dict[str, Any]
ONE_WAY: Document = json.loads(card_bytes(HAND_CARD))
CROSSED: Document = json.loads(card_bytes(CROSSED_CARD))


def edited(document: Document, *path: str | int, to: object) -> Document:
    """The document with one place changed; None for no key at all."""
    copy: Any = deepcopy(document)
    place = copy
    for key in path[:-1]:
        place = place[key]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return dict(copy)


def refused(document: Document) -> CardError:
    with pytest.raises(CardError) as caught:
        card_from_document(document, "x.json")
    return caught.value


def test_a_card_of_one_way_tables_keeps_format_1() -> None:
    """Nothing of the second format is in its bytes; the vectors of the specification hold the digests."""
    assert ONE_WAY["format"] == 1
    assert [sorted(entry) for entry in ONE_WAY["entries"]] == [["attributes", "characteristics", "references"]] * 6


def test_a_card_with_a_crossing_has_format_2() -> None:
    assert CROSSED["format"] == 2


def test_a_crossing_written_and_read_is_equal_and_has_the_same_bytes() -> None:
    again = card_from_document(CROSSED)
    assert again == CROSSED_CARD
    assert card_bytes(again) == card_bytes(CROSSED_CARD)


def test_a_crossing_is_written_with_its_names_its_own_texts_and_its_tables() -> None:
    entry = CROSSED["entries"][0]
    assert sorted(entry) == ["characteristics", "naming", "references", "slices"]
    assert entry["characteristics"] == ["housing_tenure", "net_monthly_income"]
    assert entry["naming"]["code"] == "X01"
    assert [table["when"] for table in entry["slices"]] == [
        {"test": "categories", "labels": ["owner"]},
        {"test": "categories", "labels": ["tenant"]},
        {"test": "other"},
        {"test": "missing"},
    ]
    assert entry["slices"][3]["attributes"] == [{"test": "any", "points": 30, "goods": 0, "bads": 0, "neutral": True}]


def test_one_way_entries_are_written_the_same_in_both_formats() -> None:
    one_way = {entry["characteristics"][0]: entry for entry in ONE_WAY["entries"]}
    for entry in CROSSED["entries"][1:]:
        other = one_way[entry["characteristics"][0]]
        assert entry["attributes"] == other["attributes"]
        assert sorted(entry) == sorted(other)


def test_another_name_of_a_crossing_is_another_digest() -> None:
    """Its code and texts stand in every letter that gives it as a reason."""
    home = CROSSED_CARD.entries[0]
    assert home.naming is not None
    renamed = replace(home, naming=replace(home.naming, label=Text.same("home and income")))
    assert card_digest(replace(CROSSED_CARD, entries=(renamed, *CROSSED_CARD.entries[1:]))) != card_digest(CROSSED_CARD)


@pytest.mark.parametrize("number", [0, 3, 4, -1])
def test_an_unknown_format_is_refused_with_what_can_be_done(number: int) -> None:
    error = refused(edited(CROSSED, "format", to=number))
    assert (error.what, error.where) == (f"has format {number}", "x.json")
    assert "reads the formats 1 and 2; update counterscore" in error.remedy
    assert FORMATS == (1, 2)


def test_two_characteristics_in_one_entry_are_not_format_1() -> None:
    """A reader of format 1 alone would refuse it; a newer one may not read what the other cannot."""
    error = refused(edited(CROSSED, "format", to=1))
    assert (error.what, error.where) == ("has 2 characteristics", "x.json, entry 1")
    assert "Format 1 has one name here" in error.remedy


@pytest.mark.parametrize("names", [[], ["a", "b", "c"]])
def test_an_entry_has_one_characteristic_or_two(names: list[str]) -> None:
    error = refused(edited(CROSSED, "entries", 0, "characteristics", to=names))
    assert error.what == f"has {len(names)} characteristics"
    assert "two for a crossing" in error.remedy


FIRST = ("entries", 0, "slices", 0)
NO_CROSSINGS: list[tuple[Document, str, str]] = [
    (edited(CROSSED, "entries", 0, "naming", to=None), "", "'naming' is missing"),
    (edited(CROSSED, "entries", 0, "naming", "code", to=None), ", 'naming'", "'code' is missing"),
    (edited(CROSSED, "entries", 0, "naming", "reason", "nl", to=""), ", 'naming', 'reason'", "English or Dutch"),
    (edited(CROSSED, *FIRST, "when", to=None), ", table 1", "'when' is missing"),
    (edited(CROSSED, *FIRST, "when", "test", to="luck"), ", table 1, 'when'", "'test' is 'luck'"),
    (edited(CROSSED, *FIRST, "when", "points", to=3), ", table 1, 'when'", "the key 'points' is unknown"),
    (edited(CROSSED, *FIRST, "when", "lower", to=3), ", table 1, 'when'", "only an interval has ends"),
    (edited(CROSSED, *FIRST, "note", to="x"), ", table 1", "the key 'note' is unknown"),
    (
        edited(CROSSED, *FIRST, "attributes", 1, "points", to=-3),
        ", table 1, attribute 2",
        "whole numbers of 0 or more",
    ),
    (edited(CROSSED, "entries", 0, "attributes", to=[]), "", "the key 'attributes' is unknown"),
]


@pytest.mark.parametrize(
    ("document", "where", "why"), NO_CROSSINGS, ids=[f"{n} {case[2]}" for n, case in enumerate(NO_CROSSINGS)]
)
def test_a_broken_crossing_is_refused_with_its_place(document: Document, where: str, why: str) -> None:
    error = refused(document)
    assert why in error.what
    assert error.where in {f"x.json, entry 1, 'net_monthly_income'{where}", "x.json"}


def test_a_crossing_that_covers_no_reading_of_the_other_is_refused_as_a_whole() -> None:
    missing = edited(CROSSED, "entries", 0, "slices", to=CROSSED["entries"][0]["slices"][:3])
    error = refused(missing)
    assert "the entry 'net_monthly_income' needs 1 line(s) 'missing' and has 0" in error.what
    assert error.remedy


def test_a_sum_that_an_edit_has_broken_is_refused_with_what_can_be_done() -> None:
    """One cell of a crossing above the most of all: the maximum, and the table of probabilities, no longer fit."""
    higher = edited(CROSSED, *FIRST, "attributes", 2, "points", to=60)
    assert "maximum that is not its most points" in refused(higher).what
    error = refused(edited(higher, "entries", 0, "references", "maximum", to="60"))
    assert "the table of probabilities runs from" in error.what
    assert "fit it again or correct the sums" in error.remedy
