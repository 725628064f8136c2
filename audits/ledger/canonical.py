"""Exact bytes: one JSON value has one byte form (RFC 8785), and no other form is accepted."""

from __future__ import annotations

import json

import rfc8785

from scoring.domain.errors import EvidenceBroken, InputError

__all__ = ["MOST_BYTES", "decode_exact", "encode", "is_whole"]

LARGEST_WHOLE = 2**53 - 1

MOST_BYTES = 1_000_000
"""Largest evidence document that is read."""


def encode(value: object) -> bytes:
    """The canonical bytes of a JSON value.

    Raises
    ------
    InputError
        For what has no canonical form: NaN, infinities, whole numbers beyond 2^53, keys that are no text.

    Examples
    --------
    >>> encode({"b": 1, "a": [True, None]})
    b'{"a":[true,null],"b":1}'
    """
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type] # it names its own recursive type
    except (rfc8785.CanonicalizationError, ValueError, TypeError, RecursionError) as error:
        raise InputError(f"a value has no canonical JSON form ({error})") from None


def decode_exact(data: bytes, part: str) -> object:
    """The JSON value of canonical bytes.

    Parameters
    ----------
    part
        What the bytes are, for the error: "receipt", "leaf".

    Raises
    ------
    EvidenceBroken
        If the bytes are too many, no JSON, or not the one canonical form of what they say.
    """
    if len(data) > MOST_BYTES:
        raise EvidenceBroken(part, f"it has more than {MOST_BYTES} bytes")
    try:
        value = json.loads(data.decode("utf-8"), parse_int=_whole, parse_constant=_refuse)
        same = rfc8785.dumps(value) == data
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise EvidenceBroken(part, "it is not valid JSON", remedy="It was damaged or changed") from None
    if not same:
        raise EvidenceBroken(part, "its bytes are not in canonical form", remedy="It was changed after it was made")
    return value


def is_whole(value: object, wanted: int) -> bool:
    """Whether a parsed value is that whole number; ``true`` equals 1 in Python, not in JSON."""
    return type(value) is int and value == wanted


def _whole(digits: str) -> int | float:
    """An int up to 2^53; beyond it, the float whose canonical form has no point or exponent, such as 1e20."""
    number = float(digits)
    return int(digits) if abs(number) <= LARGEST_WHOLE else number


def _refuse(name: str) -> object:
    raise ValueError(name)
