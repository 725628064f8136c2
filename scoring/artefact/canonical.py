"""Canonical JSON (RFC 8785) and the digest of a document."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

import rfc8785

from scoring.domain.errors import FileError, InputError

__all__ = ["canonical", "digest", "read_json", "whole"]


def canonical(document: object) -> bytes:
    """The one byte form of a JSON document.

    Raises
    ------
    InputError
        If it has none: half of a surrogate pair, a whole number that other readers would round.
    """
    try:
        return rfc8785.dumps(document)  # type: ignore[arg-type]  # its recursive type names tuples we never pass
    except rfc8785.CanonicalizationError as error:
        raise InputError(f"no canonical JSON ({error})", remedy="Use valid text and whole numbers below 2^53") from None


def digest(data: bytes) -> str:
    """``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def whole(number: float) -> int | float:
    """An integer where the number is whole and exact (RFC 8785), so that 12.0 and 12 have one byte form."""
    return int(number) if math.isfinite(number) and float(number).is_integer() and abs(number) < 2**53 else number


def read_json(path: Path, most_bytes: int = 16_000_000) -> object:
    """The JSON document in a file.

    Raises
    ------
    FileError
        If the file is missing, unreadable, too large or no JSON; duplicate keys and NaN are no JSON.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise FileError(f"has more than {most_bytes} bytes", where=str(path), remedy="Is it the right file?")
        return json.loads(path.read_bytes(), object_pairs_hook=_once, parse_constant=_no_constant)
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    except (ValueError, RecursionError) as error:
        raise FileError(f"is not valid JSON ({error})", where=str(path), remedy="Check the file") from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names a key twice")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")
