"""The specification's example and vectors are what the code makes, to the byte."""

from __future__ import annotations

import json

import pytest

from audits.ledger.leaf import Event
from audits.ledger.receipt import verify_receipt
from scoring.domain.errors import EvidenceBroken
from tests.support.generated_page import with_blocks
from tests.support.ledger import SIGNER, example_receipt
from tests.support.ledger_vectors import KEPT_BACK, PAGE, RECEIPT, VECTORS, VKEY, blocks, vectors_text

AGAIN = "write them anew with: python -m tests.support.ledger_vectors"


def test_the_vectors_are_those_of_the_code() -> None:
    assert VECTORS.read_text(encoding="utf-8") == vectors_text(), AGAIN
    assert RECEIPT.read_bytes() == example_receipt(), AGAIN
    assert VKEY.read_text(encoding="utf-8") == f"{SIGNER.vkey}\n", AGAIN


def test_the_example_of_the_page_is_that_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_blocks(page, blocks()), AGAIN


def test_the_page_names_every_event() -> None:
    page = PAGE.read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| `event` |"))
    assert set(row.split("`")[3::2]) == {event.value for event in Event}


def test_the_stored_receipts_verify_and_the_stored_forgeries_are_refused_for_their_part() -> None:
    """Read from the files as a third party would."""
    stored = json.loads(VECTORS.read_text(encoding="utf-8"))
    vkey = VKEY.read_text(encoding="utf-8").strip()
    assert stored["vkey"] == vkey
    assert verify_receipt(stored["receipt"].encode(), vkey).withheld == ()
    assert verify_receipt(stored["redacted"]["receipt"].encode(), vkey).withheld == KEPT_BACK
    for forged in stored["refused"]:
        with pytest.raises(EvidenceBroken) as caught:
            verify_receipt(forged["receipt"].encode(), vkey)
        assert caught.value.part == forged["part"], forged["what"]
