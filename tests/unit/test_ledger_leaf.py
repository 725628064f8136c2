"""Leaves say what happened, and to nobody about whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from audits.ledger.canonical import encode
from audits.ledger.leaf import Event, Leaf, commit, hour_of, new_salts, open_commitments
from scoring.domain.errors import EvidenceBroken, InputError
from tests.support.ledger import CARD, DECISION, counted_bytes, example_log

ENTRY = example_log()[DECISION]


def test_a_leaf_returns_from_its_bytes() -> None:
    assert Leaf.from_data(ENTRY.leaf.data) == ENTRY.leaf


def test_a_leaf_holds_no_value_of_its_payload_and_no_salt() -> None:
    for one in example_log():
        assert set(one.leaf.document) == {"format", "event", "hour", "card", "policy", "commitments"}
        assert set(one.leaf.commitments) == set(one.payload)
        assert not any(salt.encode() in one.leaf.data for salt in one.salts.values())
    assert b"inkomen" not in b"".join(one.leaf.data for one in example_log())


def test_equal_values_have_different_commitments_in_every_leaf_and_field() -> None:
    """Otherwise refusals could be counted, or a person followed from leaf to leaf."""
    source = counted_bytes("equal")
    payload = {"a": "same", "b": "same"}
    commitments = [commit(payload, new_salts(payload, source)) for _ in range(3)]
    assert len({value for one in commitments for value in one.values()}) == 6


def test_a_value_cannot_move_to_another_field() -> None:
    """The name is under the commitment: 'approve' said of one field is not evidence about another."""
    salts = {"outcome": "00" * 32}
    moved = {"appeal_outcome": "00" * 32}
    assert commit({"outcome": 1}, salts)["outcome"] != commit({"appeal_outcome": 1}, moved)["appeal_outcome"]


def test_any_part_of_the_payload_can_be_opened_alone() -> None:
    open_commitments(ENTRY.leaf, {}, {})
    open_commitments(ENTRY.leaf, {"score": 571}, {"score": ENTRY.salts["score"]})


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", 572), ("score", "571"), ("score", True), ("reason", ""), ("reason", False), ("refused", [])],
)
def test_another_value_does_not_open_and_the_field_is_named(field: str, value: object) -> None:
    with pytest.raises(EvidenceBroken, match=f"'{field}'") as caught:
        open_commitments(ENTRY.leaf, {field: value}, {field: ENTRY.salts[field]})
    assert caught.value.part == "commitment"


@pytest.mark.parametrize("salt", ["", "00", "00" * 32, "G" * 64, "0" * 63 + "\n", None, 7])
def test_another_salt_does_not_open(salt: object) -> None:
    with pytest.raises(EvidenceBroken, match="'score'"):
        open_commitments(ENTRY.leaf, {"score": 571}, {"score": salt})  # type: ignore[dict-item] # as a changed row may hold


def test_a_field_that_was_never_committed_to_is_named() -> None:
    with pytest.raises(EvidenceBroken, match="'income'"):
        open_commitments(ENTRY.leaf, {"income": 1}, {"income": "00" * 32})


def test_a_field_without_its_salt_or_a_salt_without_its_field_is_refused() -> None:
    for payload, salts in (({"score": 571}, {}), ({}, {"score": ENTRY.salts["score"]})):
        with pytest.raises(EvidenceBroken, match="do not match"):
            open_commitments(ENTRY.leaf, payload, salts)


def test_a_stored_value_without_canonical_form_is_broken_evidence() -> None:
    with pytest.raises(EvidenceBroken, match="'score'"):
        open_commitments(ENTRY.leaf, {"score": float("nan")}, {"score": ENTRY.salts["score"]})


@pytest.mark.parametrize("salts", [{}, {"a": "00"}, {"a": "00" * 32, "b": "00" * 32}, {"a": "AA" * 32}])
def test_committing_needs_one_whole_salt_for_each_field(salts: dict[str, str]) -> None:
    with pytest.raises(InputError, match="salt"):
        commit({"a": 1}, salts)


def test_a_source_of_too_few_random_bytes_is_refused() -> None:
    with pytest.raises(InputError, match="salt"):
        commit({"a": 1}, new_salts({"a": 1}, lambda size: bytes(size - 1)))


def test_the_hour_is_that_of_utc_and_coarse() -> None:
    amsterdam = timezone(timedelta(hours=1))
    assert hour_of(datetime(2026, 11, 24, 0, 59, 59, tzinfo=amsterdam)) == "2026-11-23T23Z"
    assert hour_of(datetime(2026, 11, 24, 10, 0, tzinfo=UTC)) == hour_of(datetime(2026, 11, 24, 10, 59, tzinfo=UTC))


def test_a_moment_without_a_zone_has_no_hour() -> None:
    with pytest.raises(InputError, match="time zone"):
        hour_of(datetime(2026, 11, 24, 10, 0))  # noqa: DTZ001 - the naive moment is the subject


@pytest.mark.parametrize(
    "hour",
    ["", "2026-11-24T10:30Z", "2026-11-24", "2026-13-24T10Z", "2026-02-30T10Z", "2026-11-24T24Z", "２026-11-24T10Z"],
)
def test_an_hour_that_never_was_is_refused(hour: str) -> None:
    with pytest.raises(InputError, match="hour"):
        replace(ENTRY.leaf, hour=hour)


@pytest.mark.parametrize("digest", ["", CARD[7:], CARD.upper(), CARD[:-1], f"{CARD}\n"])
def test_a_digest_names_its_hash_and_has_64_digits(digest: str) -> None:
    with pytest.raises(InputError, match="digest"):
        replace(ENTRY.leaf, card=digest)


def test_an_event_before_any_card_has_no_digests() -> None:
    leaf = Leaf(event=Event.CONSENT_GIVEN, hour="2026-11-24T10Z", card=None, policy=None, commitments={})
    assert Leaf.from_data(leaf.data) == leaf


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"format": True},
        {"format": "1"},
        {"event": "execution"},
        {"event": []},
        {"hour": 2026},
        {"card": 7},
        {"policy": {}},
        {"commitments": []},
        {"commitments": {"score": "00"}},
        {"commitments": {"score": None}},
        {"subject": "s1"},
    ],
)
def test_the_schema_of_a_leaf_is_closed(change: dict[str, object]) -> None:
    with pytest.raises(EvidenceBroken) as caught:
        Leaf.from_data(encode({**ENTRY.leaf.document, **change}))
    assert caught.value.part == "leaf"


@pytest.mark.parametrize("document", [None, [], "leaf", {}, 1])
def test_what_is_no_leaf_is_refused(document: object) -> None:
    with pytest.raises(EvidenceBroken):
        Leaf.from_data(encode(document))
