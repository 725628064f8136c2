"""Leaves: what the log keeps of an event, which is no personal data.

A leaf holds a format number, the kind of event, the hour, the digests of card and policy, and one commitment per
field of the payload: HMAC-SHA-256, under a random 256-bit salt of the field's own, over the canonical bytes of name and
value. Nobody can guess values from it, and once payload and salts are erased it says nothing, while every proof of
its place stays valid.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from audits.ledger.canonical import decode_exact, encode, is_whole
from scoring.domain.errors import EvidenceBroken, InputError

__all__ = ["FORMAT", "Event", "Leaf", "commit", "hour_of", "new_salts", "open_commitments"]

FORMAT = 1
SALT_BYTES = 32


class Event(StrEnum):
    """What may happen."""

    CONSENT_GIVEN = "consent-given"
    CONSENT_REFUSED = "consent-refused"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    DECISION = "decision"
    APPEAL = "appeal"
    REVIEW = "review"
    CARD = "card"
    POLICY = "policy"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One leaf.

    Attributes
    ----------
    event, hour
        What happened, and in which hour (UTC): the minute could identify a person.
    card, policy
        Digests, or None.
    commitments
        64 hexadecimal digits by field name.
    """

    event: Event
    hour: str
    card: str | None
    policy: str | None
    commitments: Mapping[str, str]

    def __post_init__(self) -> None:
        if not _is_hour(self.hour):
            raise InputError("a leaf's hour is written like 2026-11-24T10Z")
        for digest in (self.card, self.policy):
            if digest is not None and not re.fullmatch(r"sha256:[0-9a-f]{64}", digest):
                raise InputError("a digest is written sha256: and 64 hexadecimal digits")
        if not all(_is_hex(value) for value in self.commitments.values()):
            raise InputError("a commitment has 64 hexadecimal digits")

    @property
    def document(self) -> dict[str, object]:
        """The leaf as plain JSON values."""
        return {
            "format": FORMAT,
            "event": self.event.value,
            "hour": self.hour,
            "card": self.card,
            "policy": self.policy,
            "commitments": dict(self.commitments),
        }

    @property
    def data(self) -> bytes:
        """The canonical bytes that are hashed into the tree."""
        return encode(self.document)

    @classmethod
    def from_data(cls, data: bytes) -> Leaf:
        """The leaf in canonical bytes.

        Raises
        ------
        EvidenceBroken
            Part "leaf".
        """
        return cls.from_document(decode_exact(data, "leaf"))

    @classmethod
    def from_document(cls, document: object) -> Leaf:
        """The leaf in a parsed document; the schema is closed.

        Raises
        ------
        EvidenceBroken
            Part "leaf".
        """
        keys = {"format", "event", "hour", "card", "policy", "commitments"}
        if not isinstance(document, dict) or set(document) != keys or not is_whole(document["format"], FORMAT):
            raise EvidenceBroken("leaf", f"it is not a leaf of format {FORMAT}", remedy="Update counterscore")
        commitments = document["commitments"]
        try:
            if not isinstance(commitments, dict):
                raise InputError("commitments are a table")
            return cls(
                event=Event(document["event"]),
                hour=_text(document["hour"]),
                card=_digest(document["card"]),
                policy=_digest(document["policy"]),
                commitments={_text(name): _text(value) for name, value in commitments.items()},
            )
        except ValueError as error:  # ours among them
            raise EvidenceBroken("leaf", str(error)) from None


def hour_of(moment: datetime) -> str:
    """The hour of a moment, in UTC.

    Raises
    ------
    InputError
        If the moment has no time zone.

    Examples
    --------
    >>> hour_of(datetime(2026, 11, 24, 10, 59, tzinfo=UTC))
    '2026-11-24T10Z'
    """
    if moment.tzinfo is None:
        raise InputError("a moment without a time zone has no hour")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


def new_salts(payload: Mapping[str, object], random_bytes: Callable[[int], bytes]) -> dict[str, str]:
    """A salt of 256 random bits for each field, in hexadecimal digits."""
    return {name: random_bytes(SALT_BYTES).hex() for name in payload}


def commit(payload: Mapping[str, object], salts: Mapping[str, str]) -> dict[str, str]:
    """The commitment of each field, in 64 hexadecimal digits.

    Raises
    ------
    InputError
        If a value has no canonical form, or fields and salts do not match one to one.
    """
    if set(payload) != set(salts) or not all(_is_hex(salt) for salt in salts.values()):
        raise InputError("every field needs one salt of 64 hexadecimal digits")
    return {name: _commitment(name, value, salts[name]) for name, value in payload.items()}


def open_commitments(leaf: Leaf, payload: Mapping[str, object], salts: Mapping[str, str]) -> None:
    """Check that disclosed fields are what the leaf committed to; fields may be left out.

    Raises
    ------
    EvidenceBroken
        Part "commitment", naming the field.
    """
    if set(payload) != set(salts):
        raise EvidenceBroken("commitment", "the disclosed fields and their salts do not match")
    for name, value in payload.items():
        expected = leaf.commitments.get(name)
        if expected is None:
            raise EvidenceBroken("commitment", f"the leaf commits to no field '{name}'")
        if not _is_hex(salts[name]):
            raise EvidenceBroken("commitment", f"the salt of '{name}' is malformed")
        try:
            found = _commitment(name, value, salts[name])
        except InputError as error:
            raise EvidenceBroken("commitment", f"the field '{name}': {error.what}") from None
        if found != expected:
            raise EvidenceBroken("commitment", f"the field '{name}' is not what was committed to")


def _commitment(name: str, value: object, salt: str) -> str:
    message = encode({"field": name, "value": value})
    return hmac.new(bytes.fromhex(salt), message, hashlib.sha256).hexdigest()


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_hour(hour: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}Z", hour):
        return False
    try:
        datetime.strptime(hour, "%Y-%m-%dT%HZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _digest(value: object) -> str | None:
    return None if value is None else _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InputError("a part that must be text is not")
    return value
