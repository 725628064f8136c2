"""C2SP signed notes: text, a blank line, and signature lines.

Source: https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64

from audits.ledger.key import Signer, Verifier, check_name, decode_base64
from scoring.domain.errors import EvidenceBroken, InputError

__all__ = ["open_note", "sign_note"]

DASH = "\u2014"
MOST_SIGNATURES = 16
"""The specification asks to accept at least as many."""


def sign_note(text: str, signer: Signer) -> str:
    """The text with a signature line.

    Raises
    ------
    InputError
        If the text does not end with a line break or holds what a note may not.
    """
    _check_text(text)
    signature = base64.b64encode(signer.key_id + signer.sign(text.encode())).decode()
    return f"{text}\n{DASH} {signer.name} {signature}\n"


def open_note(note: str, verifier: Verifier) -> str:
    """The text of a note that the key has signed.

    Signatures of unknown keys are passed over; one of the known key that does not verify is refused.

    Raises
    ------
    EvidenceBroken
        Part "signature" or "checkpoint".
    """
    text, lines = _split_note(note)
    signatures = [_signature_line(line) for line in lines]
    known = [signature for name, key_id, signature in signatures if (name, key_id) == (verifier.name, verifier.key_id)]
    if not known:
        raise EvidenceBroken(
            "signature", f"none is by the key {verifier.name}", remedy="Is it the key of this log? Compare key names"
        )
    if not all(verifier.verifies(text.encode(), signature) for signature in known):
        raise EvidenceBroken("signature", "it does not verify: the checkpoint was changed")
    return text


def _split_note(note: str) -> tuple[str, list[str]]:
    text, separator, block = note.rpartition("\n\n")
    if not separator or not block.endswith("\n"):
        raise EvidenceBroken("checkpoint", "it is not a signed note")
    try:
        _check_text(note)
    except InputError as error:
        raise EvidenceBroken("checkpoint", error.what) from None
    lines = block[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise EvidenceBroken("signature", f"there are more than {MOST_SIGNATURES} signatures")
    return f"{text}\n", lines


def _signature_line(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    try:
        if len(parts) != 3 or parts[0] != DASH:
            raise ValueError(line)
        data = decode_base64(parts[2])
        check_name(parts[1])
        if len(data) < 5:
            raise ValueError(line)
    except ValueError:
        raise EvidenceBroken("signature", "a signature line is malformed") from None
    return parts[1], data[:4], data[4:]


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(ord(c) < 32 and c != "\n" for c in text):
        raise InputError("a note must end with a line break and hold no control characters")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError("a note holds what is no Unicode text") from None
