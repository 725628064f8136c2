"""Commitments and disclosure, for payloads of any JSON values."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audits.ledger.canonical import decode_exact, encode
from audits.ledger.leaf import Event, open_commitments
from audits.ledger.receipt import redact, verify_receipt
from scoring.domain.errors import EvidenceBroken
from tests.support.ledger import SIGNER, Entry, counted_bytes, entry, example_log, receipt_for

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner))
PAYLOADS = st.dictionaries(st.text(max_size=6), VALUES, max_size=5)


def logged(payload: dict[str, object]) -> Entry:
    return entry(Event.DECISION, "2026-11-24T10Z", payload, counted_bytes("property"))


@given(VALUES)
def test_what_is_encoded_is_read_back_as_the_same_bytes(value: object) -> None:
    data = encode(value)
    assert encode(decode_exact(data, "receipt")) == data


@given(PAYLOADS, st.data())
def test_any_selection_of_fields_opens(payload: dict[str, object], data: st.DataObject) -> None:
    shown = data.draw(st.sets(st.sampled_from(sorted(payload)))) if payload else set()
    one = logged(payload)
    open_commitments(one.leaf, {name: payload[name] for name in shown}, {name: one.salts[name] for name in shown})


@given(st.text(max_size=6), VALUES, VALUES)
def test_no_other_value_opens(name: str, value: object, other: object) -> None:
    assume(encode(value) != encode(other))
    one = logged({name: value})
    with pytest.raises(EvidenceBroken) as caught:
        open_commitments(one.leaf, {name: other}, one.salts)
    assert caught.value.part == "commitment"


@given(st.text(max_size=6), VALUES)
def test_a_commitment_is_the_hmac_of_the_specification(name: str, value: object) -> None:
    one = logged({name: value})
    message = encode({"field": name, "value": value})
    key = bytes.fromhex(one.salts[name])
    assert one.leaf.commitments[name] == hmac.digest(key, message, hashlib.sha256).hex()


@given(PAYLOADS, st.data())
def test_a_receipt_of_any_payload_verifies_whatever_is_kept_back(
    payload: dict[str, object], data: st.DataObject
) -> None:
    log = [*example_log(), logged(payload)]
    hidden = data.draw(st.sets(st.sampled_from(sorted(payload)))) if payload else set()
    proven = verify_receipt(redact(receipt_for(log, len(log) - 1), hidden), SIGNER.vkey)
    assert set(proven.withheld) == hidden
    assert set(proven.disclosed) == set(payload) - hidden
