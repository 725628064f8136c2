"""A receipt proves what it shows, and any change to it is named."""

from __future__ import annotations

import json

import pytest

from audits.ledger.canonical import encode
from audits.ledger.key import Signer
from audits.ledger.leaf import Event
from audits.ledger.receipt import redact, verify_receipt
from scoring.domain.errors import EvidenceBroken, InputError
from tests.support.ledger import CARD, DECISION, EVENTS, SIGNER, STRANGER, example_log, example_receipt, receipt_for
from tests.support.ledger_forgeries import FORGERIES, Forgery

RECEIPT = example_receipt()
PARTS = {"receipt", "leaf", "commitment", "inclusion proof", "checkpoint", "signature"}


def refused_part(data: bytes, vkey: str = SIGNER.vkey) -> str:
    with pytest.raises(EvidenceBroken) as caught:
        verify_receipt(data, vkey)
    return caught.value.part


def test_a_receipt_proves_its_event_and_every_field_it_shows() -> None:
    proven = verify_receipt(RECEIPT, SIGNER.vkey)
    assert (proven.event, proven.hour, proven.card) == (Event.DECISION, "2026-11-24T10Z", CARD)
    assert (proven.origin, proven.index, proven.size) == (SIGNER.name, DECISION, len(EVENTS))
    assert proven.disclosed == EVENTS[DECISION][2]
    assert proven.withheld == ()


def test_every_event_of_a_log_of_any_small_size_has_a_receipt() -> None:
    log = example_log()
    for size in range(1, len(log) + 1):
        for index in range(size):
            assert verify_receipt(receipt_for(log[:size], index), SIGNER.vkey).index == index


def test_every_single_bit_flip_of_a_receipt_is_refused_and_named() -> None:
    """Each of the eight bits of each byte: leaf, values, salts, proof and checkpoint are all among them."""
    for place in range(len(RECEIPT)):
        for bit in range(8):
            flipped = bytearray(RECEIPT)
            flipped[place] ^= 1 << bit
            assert refused_part(bytes(flipped)) in PARTS


def test_every_missing_or_repeated_byte_is_refused() -> None:
    for place in range(len(RECEIPT)):
        assert refused_part(RECEIPT[:place] + RECEIPT[place + 1 :]) in PARTS
        assert refused_part(RECEIPT[: place + 1] + RECEIPT[place:]) in PARTS


def test_every_receipt_that_ends_too_early_is_refused() -> None:
    for end in range(len(RECEIPT)):
        assert refused_part(RECEIPT[:end]) == "receipt"


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.what)
def test_a_forgery_in_canonical_form_is_refused_at_the_part_it_touches(forgery: Forgery) -> None:
    """Bytes that are canonical again get past the first check; the part's own check must find them."""
    assert forgery.of(RECEIPT) != RECEIPT
    assert refused_part(forgery.of(RECEIPT)) == forgery.part


def test_a_checkpoint_of_another_tree_is_refused() -> None:
    receipt = json.loads(RECEIPT)
    receipt["checkpoint"] = json.loads(receipt_for(example_log()[:6], DECISION))["checkpoint"]
    assert refused_part(encode(receipt)) == "checkpoint"
    receipt["size"] = 6
    assert refused_part(encode(receipt)) == "inclusion proof"


def test_a_receipt_of_another_key_is_refused_even_under_the_same_name() -> None:
    forged = receipt_for(example_log(), DECISION, signer=STRANGER)
    assert refused_part(forged) == "signature"
    assert refused_part(RECEIPT, STRANGER.vkey) == "signature"
    assert refused_part(RECEIPT, Signer("other.example", SIGNER.private).vkey) == "signature"


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"{}", b'"receipt"', b"1"])
def test_what_is_no_receipt_is_refused(data: bytes) -> None:
    assert refused_part(data) == "receipt"


def test_a_holder_can_keep_fields_back_and_the_rest_still_verifies() -> None:
    shown = redact(RECEIPT, {"values", "subject"})
    proven = verify_receipt(shown, SIGNER.vkey)
    assert proven.withheld == ("subject", "values")
    assert set(proven.disclosed) == set(EVENTS[DECISION][2]) - {"values", "subject"}
    assert b"net_monthly_income" in RECEIPT
    assert b"net_monthly_income" not in shown


def test_a_holder_can_show_nothing_but_that_a_decision_was_logged() -> None:
    proven = verify_receipt(redact(RECEIPT, EVENTS[DECISION][2]), SIGNER.vkey)
    assert proven.disclosed == {}
    assert proven.event is Event.DECISION


def test_a_misspelt_field_does_not_pass_for_one_that_was_kept_back() -> None:
    with pytest.raises(InputError, match="'vlaues'"):
        redact(RECEIPT, {"vlaues"})


def test_what_is_no_receipt_cannot_be_redacted() -> None:
    with pytest.raises(EvidenceBroken):
        redact(RECEIPT[:-1], {"values"})
