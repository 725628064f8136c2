"""The card's document: one byte form, one digest, and no second reading of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoring.artefact.canonical import canonical, read_json
from scoring.artefact.card_json import card_bytes, card_digest, card_from_document, read_card, write_card
from scoring.domain.card import Card
from scoring.domain.errors import CardError, FileError, ForbiddenField, InputError, NotServable
from scoring.domain.text import Text
from tests.support.hand_card import CROSSED_CARD, HAND_CARD

Document = dict[str, Any]
DOCUMENT: Document = json.loads(card_bytes(HAND_CARD))
CROSSED: Document = json.loads(card_bytes(CROSSED_CARD))
BOTH = pytest.mark.parametrize("card", [HAND_CARD, CROSSED_CARD], ids=["one-way", "crossed"])


def edited(*path: str | int, to: object, of: Document = DOCUMENT) -> Document:
    """A document, the example's unless said otherwise, with one place changed."""
    document: Any = deepcopy(of)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return dict(document)


def without(*path: str | int, of: Document = DOCUMENT) -> Document:
    document: Any = deepcopy(of)
    place = document
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return dict(document)


@BOTH
def test_reading_gives_an_equal_card_and_the_same_bytes(tmp_path: Path, card: Card) -> None:
    write_card(card, tmp_path / "card.json")
    found = read_card(tmp_path / "card.json")
    assert found == card
    assert card_bytes(found) == card_bytes(card) == (tmp_path / "card.json").read_bytes()


@BOTH
def test_the_digest_is_over_the_bytes_of_the_file(tmp_path: Path, card: Card) -> None:
    """Anyone can compute it without our code."""
    named = write_card(card, tmp_path / "card.json")
    assert named == card_digest(card)
    assert named == "sha256:" + hashlib.sha256((tmp_path / "card.json").read_bytes()).hexdigest()


def test_a_card_is_written_in_the_lowest_format_that_can_say_it() -> None:
    """What has no crossing is written as before there were any."""
    assert (DOCUMENT["format"], CROSSED["format"]) == (1, 2)
    assert not any({"naming", "slices"} & entry.keys() for entry in DOCUMENT["entries"])


def test_a_one_way_card_that_says_format_2_is_the_same_card_with_the_same_digest() -> None:
    assert card_digest(card_from_document(edited("format", to=2))) == card_digest(HAND_CARD)


def test_a_crossing_is_written_slice_after_slice_with_its_own_name() -> None:
    """The choosing characteristic first; a slice says when and which lines, and nothing that has points of its own."""
    crossing = CROSSED["entries"][0]
    assert crossing["characteristics"] == ["housing_tenure", "net_monthly_income"]
    assert crossing.keys() == {"characteristics", "naming", "slices", "references"}
    assert crossing["naming"].keys() == {"code", "label", "reason"}
    assert [each["when"] for each in crossing["slices"]] == [
        {"test": "categories", "labels": ["owner"]},
        {"test": "categories", "labels": ["tenant"]},
        {"test": "other"},
        {"test": "missing"},
    ]
    assert crossing["slices"][3]["attributes"] == [
        {"test": "any", "points": 30, "goods": 0, "bads": 0, "neutral": True}
    ]


def test_the_bytes_are_canonical_json() -> None:
    """Sorted keys, no spaces, no escapes where none are needed (RFC 8785)."""
    expected = json.dumps(DOCUMENT, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert card_bytes(HAND_CARD) == expected.encode()


def test_order_of_keys_and_spelling_of_numbers_do_not_change_the_card() -> None:
    """An editor that reorders, indents and writes 20.0 for 20 changes nothing."""
    shuffled = dict(reversed(edited("scale", "pdo", to=20.0).items()))
    assert card_digest(card_from_document(json.loads(json.dumps(shuffled, indent=4)))) == card_digest(HAND_CARD)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("entries", 0, "attributes", 0, "goods"), 12),
        (("entries", 0, "attributes", 1, "upper"), None),
        (("registry", "title", "nl"), "Andere kaart"),
        (("development", "seed"), 1),
        (("cut_off",), None),
        (("band",), 30),
        (("pd_table", "pds", 3), "0.5"),
        (("entries", 2, "references", "population"), "21.13"),
    ],
    ids=str,
)
def test_any_change_is_another_digest_or_no_card(path: tuple[str | int, ...], to: object) -> None:
    try:
        card = card_from_document(edited(*path, to=to))
    except CardError:
        return
    assert card_digest(card) != card_digest(HAND_CARD)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("format",), 1),
        (("entries", 0, "characteristics"), ["net_monthly_income", "housing_tenure"]),
        (("entries", 0, "naming", "code"), "X02"),
        (("entries", 0, "naming", "reason", "nl"), "Anders"),
        (("entries", 0, "slices", 0, "when", "labels"), ["owner", "other"]),
        (("entries", 0, "slices", 3, "attributes", 0, "neutral"), False),
        (("entries", 0, "slices", 3, "attributes", 0, "points"), 31),
    ],
    ids=str,
)
def test_any_change_of_a_crossing_is_another_digest_or_no_card(path: tuple[str | int, ...], to: object) -> None:
    try:
        card = card_from_document(edited(*path, to=to, of=CROSSED))
    except CardError:
        return
    assert card_digest(card) != card_digest(CROSSED_CARD)


def test_declared_fields_come_back_whole() -> None:
    """Every part of a declaration is in the document: codes, special values, formula, actionable, texts."""
    assert card_from_document(DOCUMENT).registry == HAND_CARD.registry


def test_texts_of_any_script_survive() -> None:
    title = Text(en='Ünï "quoted" \\ </script> 𝄞', nl="\u202eomgekeerd\u2028")
    card = replace(HAND_CARD, registry=replace(HAND_CARD.registry, title=title))
    assert card_from_document(json.loads(card_bytes(card))).registry.title == title


def test_numbers_beyond_whole_floats_survive() -> None:
    """Canonical JSON has no integers above 2^53; such a number stays a float."""
    card = card_from_document(edited("registry", "characteristics", 1, "range", to=[0, 1e18]))
    assert card_from_document(json.loads(card_bytes(card))) == card


Change = Callable[[], Document]


CROSSING = "x.json, entry 1, 'net_monthly_income'"

NO_CARDS: list[tuple[Change, str, str]] = [
    (dict, "x.json", "is not a Counterscore card"),
    (lambda: edited("kind", to="scorecard"), "x.json", "is not a Counterscore card"),
    (lambda: edited("format", to=3), "x.json", "has format 3"),
    (lambda: edited("format", to="1"), "x.json", "'format' must be a whole number"),
    (lambda: without("format"), "x.json", "'format' is missing"),
    (lambda: without("entries"), "x.json", "table of probabilities"),
    (lambda: without("scale"), "x.json", "'scale' is missing"),
    (lambda: edited("scale", "pdo", to=0), "x.json", "must be positive"),
    (lambda: edited("scale", "pdo", to="20"), "x.json, 'scale'", "must be a finite number"),
    (lambda: edited("scale", "odds", to=10**400), "x.json, 'scale'", "must be a finite number"),
    (lambda: edited("script", to="alert(1)"), "x.json", "the key 'script' is unknown"),
    (lambda: edited("scale", "note", to="x"), "x.json, 'scale'", "the key 'note' is unknown"),
    (lambda: edited("initial_points", to=430.5), "x.json", "'initial_points' must be a whole number"),
    (lambda: edited("initial_points", to=True), "x.json", "'initial_points' must be a whole number"),
    (lambda: edited("initial_points", to=431), "x.json", "the scores from 458 to 634"),
    (lambda: edited("entries", to={}), "x.json", "'entries' must be a list"),
    (lambda: edited("entries", 0, to=7), "x.json, entry 1", "must be a table"),
    (
        lambda: edited("entries", 0, "attributes", 1, "points", to=-3),
        "x.json, entry 1, 'payment_to_income', attribute 2",
        "whole numbers of 0 or more",
    ),
    (
        lambda: edited("entries", 0, "attributes", 1, "test", to="range"),
        "x.json, entry 1, 'payment_to_income', attribute 2",
        "'test' is 'range'",
    ),
    (
        lambda: edited("entries", 0, "attributes", 4, "lower", to=1),
        "x.json, entry 1, 'payment_to_income', attribute 5",
        "only an interval has ends",
    ),
    (lambda: edited("entries", 0, "characteristics", to=["a", "b"]), "x.json, entry 1", "has 2 characteristics"),
    (lambda: edited("entries", 0, "characteristics", to=["luck"]), "x.json", "'luck' is not declared"),
    (
        lambda: edited("entries", 0, "references", "maximum", to="many"),
        "x.json, entry 1, 'payment_to_income', 'references'",
        "'maximum' is not a decimal number",
    ),
    (
        lambda: edited("entries", 0, "references", "maximum", to="Infinity"),
        "x.json, entry 1, 'payment_to_income', 'references'",
        "'maximum' is not a finite number",
    ),
    (lambda: edited("format", to=1, of=CROSSED), "x.json, entry 1", "has 2 characteristics"),
    (lambda: edited("entries", 0, "characteristics", to=list("abc"), of=CROSSED), "x.json, entry 1", "has 3"),
    (lambda: without("entries", 0, "naming", of=CROSSED), CROSSING, "'naming' is missing"),
    (lambda: without("entries", 0, "naming", "code", of=CROSSED), f"{CROSSING}, 'naming'", "'code' is missing"),
    (lambda: edited("entries", 0, "naming", "label", "nl", to="", of=CROSSED), "x.json", "empty in English or Dutch"),
    (lambda: edited("entries", 0, "naming", "note", to="x", of=CROSSED), f"{CROSSING}, 'naming'", "'note' is unknown"),
    (lambda: edited("entries", 0, "attributes", to=[], of=CROSSED), CROSSING, "'attributes' is unknown"),
    (lambda: edited("entries", 0, "naming", to={}), "x.json, entry 1, 'payment_to_income'", "'naming' is unknown"),
    (lambda: edited("entries", 0, "slices", to=[]), "x.json, entry 1, 'payment_to_income'", "'slices' is unknown"),
    (lambda: without("entries", 0, "slices", 1, "when", of=CROSSED), f"{CROSSING}, table 2", "'when' is missing"),
    (
        lambda: edited("entries", 0, "slices", 1, "when", "points", to=3, of=CROSSED),
        f"{CROSSING}, table 2, 'when'",
        "'points' is unknown",
    ),
    (
        lambda: edited("entries", 0, "slices", 1, "when", "lower", to=3, of=CROSSED),
        f"{CROSSING}, table 2, 'when'",
        "only an interval has ends",
    ),
    (
        lambda: edited("entries", 0, "slices", 3, "attributes", 0, "labels", to=["-8"], of=CROSSED),
        f"{CROSSING}, table 4, attribute 1",
        "only categories and special values have labels",
    ),
    (
        lambda: edited("entries", 0, "slices", 0, "attributes", 1, "points", to=-1, of=CROSSED),
        f"{CROSSING}, table 1, attribute 2",
        "whole numbers of 0 or more",
    ),
    (lambda: edited("entries", 0, "naming", "code", to="R01", of=CROSSED), "x.json", "reason code is in use"),
    (lambda: without("entries", 0, "slices", 3, of=CROSSED), "x.json", "needs 1 line(s) 'missing'"),
    (lambda: edited("pd_table", "pds", 0, to="1"), "x.json, 'pd_table'", "between 0 and 1"),
    (lambda: edited("pd_table", "pds", 0, to="NaN"), "x.json, 'pd_table'", "between 0 and 1"),
    (lambda: edited("pd_table", "pds", 0, to=0.5), "x.json, 'pd_table'", "list of texts"),
    (
        lambda: edited("registry", "characteristics", 1, "label", "en", to=""),
        "x.json, 'registry', characteristic 2, 'net_monthly_income'",
        "empty in English or Dutch",
    ),
    (
        lambda: edited("registry", "characteristics", 0, "derived", to="__import__('os')"),
        "x.json, 'registry', characteristic 1, 'payment_to_income'",
        "cannot be used",
    ),
]


@pytest.mark.parametrize(
    ("change", "where", "why"), NO_CARDS, ids=[f"{n} {case[2]}" for n, case in enumerate(NO_CARDS)]
)
def test_a_document_that_is_no_card_is_refused_with_its_place(change: Change, where: str, why: str) -> None:
    with pytest.raises(CardError) as refused:
        card_from_document(change(), "x.json")
    assert why in refused.value.what
    assert refused.value.where == where


def test_a_list_is_no_card() -> None:
    with pytest.raises(CardError, match="must be a table"):
        card_from_document([DOCUMENT])


def test_a_card_that_declares_a_forbidden_field_is_refused_by_rule() -> None:
    """Writing it into the card by hand is no way around the rule."""
    with pytest.raises(ForbiddenField) as refused:
        card_from_document(edited("registry", "inputs", 0, "name", to="friends"), "x.json")
    assert refused.value.where == "x.json, 'registry', input 1, 'friends'"


def test_a_servable_card_without_an_approver_is_refused_by_rule() -> None:
    with pytest.raises(NotServable, match=r"x\.json: the servable profile needs an approver"):
        card_from_document(edited("registry", "approver", to=""), "x.json")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is not valid JSON"),
        (b"{", "is not valid JSON"),
        (b'{"kind": 1, "kind": 2}', "names a key twice"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"1" * 5_000, "is not valid JSON"),
        (b"[" + b" " * 100, "more than 100 bytes"),
    ],
    ids=["empty", "cut off", "twice", "NaN", "infinity", "bytes", "deep", "long number", "large"],
)
def test_a_file_that_is_no_json_is_refused_with_its_path(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "card.json"
    path.write_bytes(data)
    with pytest.raises(FileError) as refused:
        read_json(path, 100 if "bytes" in why else 16_000_000)
    assert why in refused.value.what
    assert refused.value.where == str(path)
    assert refused.value.remedy


def test_a_card_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read_card(tmp_path / "card.json")


def test_a_card_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """What cannot be written leaves the old file and no other."""
    path = tmp_path / "card.json"
    path.write_text("the old card")
    unwritable = replace(HAND_CARD, development=replace(HAND_CARD.development, rows=2**60))
    with pytest.raises(InputError, match="no canonical JSON"):
        write_card(unwritable, path)
    assert [each.name for each in tmp_path.iterdir()] == ["card.json"]
    assert path.read_text() == "the old card"


def test_a_card_is_not_written_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Check the folder"):
        write_card(HAND_CARD, tmp_path / "nowhere" / "card.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("document", [{"a": "\ud800"}, {"a": 2**53}, {"a": float("nan")}], ids=str)
def test_what_has_no_canonical_form_is_one_error(document: object) -> None:
    with pytest.raises(InputError, match="no canonical JSON"):
        canonical(document)
