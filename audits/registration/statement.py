"""A registration: a signed note in which a key's holder says when they had seen a file.

The note's text has four lines: what kind of note it is, the moment in UTC, the digest of the file, and its role::

    counterscore-registration/1
    2026-03-01T09:00:00Z
    sha256:3b0c44...
    plan

The first line keeps a registration apart from whatever else the same key may sign: no checkpoint has it.

Source of the form: https://c2sp.org/signed-note
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from audits.ledger.key import Signer, Verifier
from audits.ledger.note import open_note, sign_note
from scoring.domain.errors import EvidenceBroken, FileError, InputError

__all__ = ["ORIGIN", "Role", "Statement", "file_digest", "open_statement", "sign_statement"]

ORIGIN = "counterscore-registration/1"
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Role(StrEnum):
    """What a file is in an audit."""

    PLAN = "plan"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """That a file was there.

    Attributes
    ----------
    role
        What it is.
    digest
        ``sha256:`` and 64 hexadecimal digits, of its bytes.
    at
        When, in UTC and whole seconds.
    """

    role: Role
    digest: str
    at: datetime

    def __post_init__(self) -> None:
        if not re.fullmatch(r"sha256:[0-9a-f]{64}", self.digest):
            raise InputError("a digest is written sha256: and 64 hexadecimal digits")
        if self.at.tzinfo is None or self.at.utcoffset() != UTC.utcoffset(None) or self.at.microsecond:
            raise InputError("a registration has a moment in UTC, in whole seconds")

    @property
    def text(self) -> str:
        """The four lines that are signed."""
        return f"{ORIGIN}\n{self.moment}\n{self.digest}\n{self.role.value}\n"

    @property
    def moment(self) -> str:
        """When, as it is written."""
        return self.at.strftime(_MOMENT)


def sign_statement(statement: Statement, signer: Signer) -> str:
    """The signed note."""
    return sign_note(statement.text, signer)


def open_statement(note: str, vkey: str) -> Statement:
    """What a note says that the key has signed.

    Raises
    ------
    EvidenceBroken
        Part "signature" if the key has not signed it or it was changed, else "registration".
    InputError
        If the key itself is malformed.
    """
    verifier = Verifier(vkey)
    try:
        text = open_note(note, verifier)
    except EvidenceBroken as error:
        if error.part == "signature":
            raise
        raise EvidenceBroken("registration", "it is not a signed note") from None
    lines = text.split("\n")
    try:
        at = datetime.strptime(lines[1], _MOMENT).replace(tzinfo=UTC)
        statement = Statement(role=Role(lines[3]), digest=lines[2], at=at)
    except (IndexError, ValueError):  # ours among them
        raise EvidenceBroken("registration", "it is not a registration of a file") from None
    if statement.text != text:
        raise EvidenceBroken("registration", "it is not in its one form")
    return statement


def file_digest(path: Path) -> str:
    """The digest of a file's bytes, as registrations and reports write it.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
