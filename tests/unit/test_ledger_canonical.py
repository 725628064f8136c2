"""One JSON value has one byte form, and no other is read."""

from __future__ import annotations

import pytest

from audits.ledger.canonical import MOST_BYTES, decode_exact, encode
from scoring.domain.errors import EvidenceBroken, InputError


def test_keys_are_sorted_as_utf16_units() -> None:
    """RFC 8785, 3.2.3: a supplementary character sorts by its surrogates, before U+FB33."""
    assert encode({"\ufb33": 1, "\U0001f600": 2, "\u20ac": 3}) == '{"\u20ac":3,"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1e20, b"100000000000000000000"),
        (1e21, b"1e+21"),
        (1e-7, b"1e-7"),
        (0.1 + 0.2, b"0.30000000000000004"),
        (-0.0, b"0"),
        (2**53 - 1, b"9007199254740991"),
        (float(2**53), b"9007199254740992"),
    ],
)
def test_a_number_is_written_as_ecmascript_writes_it_and_read_back_to_the_same_bytes(
    number: float, text: bytes
) -> None:
    assert encode(number) == text
    assert encode(decode_exact(text, "receipt")) == text


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a":1, "b":2}',
        b'{"b":1,"a":2}',
        b'{"a":1}\n',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":1.0}',
        b'{"a":-0}',
        b'{"a":1e2}',
        b'{"a":9007199254740993}',
        b'{"a":"\\u0061"}',
        b'{"a":"\\/"}',
    ],
)
def test_another_form_of_the_same_value_is_refused(data: bytes) -> None:
    with pytest.raises(EvidenceBroken) as caught:
        decode_exact(data, "receipt")
    assert caught.value.part == "receipt"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"NaN",
        b"-Infinity",
        b"1e400",
        b"9" * 5000,
        b'"\xff"',
        b'"\\ud800"',
        b'{"a":1}{}',
        b"[" * 100_000,
        b'"' + b"a" * MOST_BYTES + b'"',
    ],
)
def test_what_is_no_json_is_refused_and_never_crashes(data: bytes) -> None:
    with pytest.raises(EvidenceBroken):
        decode_exact(data, "leaf")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, {1: 2}, b"bytes", "\ud800", object()])
def test_what_has_no_canonical_form_cannot_be_encoded(value: object) -> None:
    with pytest.raises(InputError, match="canonical"):
        encode({"field": value})


def test_a_nesting_without_end_cannot_be_encoded() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(InputError):
        encode(endless)
