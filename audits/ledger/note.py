"""C2SP signed notes with Ed25519 keys: text, a blank line, and signature lines.

A verification key is one line, ``<name>+<key id>+<base64 of 0x01 and the public key>``; the key id is the first four
bytes of ``SHA-256(name || 0x0A || 0x01 || public key)``. The private key stays in a file of mode 0600.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scoring.domain.errors import EvidenceBroken, FileError, InputError

__all__ = ["Signer", "Verifier", "check_private", "open_note", "read_signer", "sign_note", "write_signer"]

ED25519 = b"\x01"
DASH = "\u2014"
MOST_SIGNATURES = 16


@dataclass(frozen=True, slots=True)
class Verifier:
    """A verification key.

    Parameters
    ----------
    vkey
        The one-line form.
    """

    vkey: str
    name: str = field(init=False)
    key_id: bytes = field(init=False)
    public: bytes = field(init=False)

    def __post_init__(self) -> None:
        parts = self.vkey.split("+", 2)
        try:
            name, key_id, material = parts[0], bytes.fromhex(parts[1]), _strict_base64(parts[2])
        except (IndexError, ValueError):
            raise self._malformed() from None
        _check_name(name)
        if material[:1] != ED25519 or len(material) != 33 or key_id != _key_id(name, material[1:]):
            raise self._malformed()
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "key_id", key_id)
        object.__setattr__(self, "public", material[1:])

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True

    def _malformed(self) -> InputError:
        return InputError(
            "the verification key is not <name>+<key id>+<key>", remedy="Copy the whole line from where it is published"
        )


@dataclass(frozen=True, slots=True)
class Signer:
    """A private signing key and its name; never printed."""

    name: str
    private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.private) != 32:
            raise InputError("a signing key has 32 bytes")

    @property
    def vkey(self) -> str:
        """The verification key's one line."""
        public = self._key().public_key().public_bytes_raw()
        material = base64.b64encode(ED25519 + public).decode()
        return f"{self.name}+{_key_id(self.name, public).hex()}+{material}"

    def sign(self, text: bytes) -> bytes:
        """The signature over a text; 64 bytes."""
        return self._key().sign(text)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)


def sign_note(text: str, signer: Signer) -> str:
    """The text with a signature line."""
    _check_text(text)
    key_id = Verifier(signer.vkey).key_id
    signature = base64.b64encode(key_id + signer.sign(text.encode())).decode()
    return f"{text}\n{DASH} {signer.name} {signature}\n"


def open_note(note: str, verifier: Verifier) -> str:
    """The text of a note that the key has signed.

    Signatures of unknown keys are passed over; one of the known key that does not verify is refused.

    Raises
    ------
    EvidenceBroken
        Part "signature" or "checkpoint".
    """
    text, separator, block = note.rpartition("\n\n")
    if not separator or not block.endswith("\n"):
        raise EvidenceBroken("checkpoint", "it is not a signed note")
    text += "\n"
    try:
        _check_text(text)
    except InputError as error:
        raise EvidenceBroken("checkpoint", error.what) from None
    lines = block[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise EvidenceBroken("signature", f"there are more than {MOST_SIGNATURES} signatures")
    verified = False
    for line in lines:
        name, key_id, signature = _signature_line(line)
        if (name, key_id) == (verifier.name, verifier.key_id):
            if not verifier.verifies(text.encode(), signature):
                raise EvidenceBroken("signature", "it does not verify: the checkpoint was changed")
            verified = True
    if not verified:
        raise EvidenceBroken(
            "signature", f"none is by the key {verifier.name}", remedy="Is it the key of this log? Compare key names"
        )
    return text


def write_signer(path: Path, signer: Signer) -> None:
    """Write a new private key file of mode 0600.

    Raises
    ------
    FileError
        If the file is already there or cannot be written: a key is never overwritten.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{signer.name}+{base64.b64encode(signer.private).decode()}\n")
    except OSError as error:
        raise FileError(
            f"the key cannot be written ({error.strerror})", where=str(path), remedy="Keep or move it"
        ) from None


def read_signer(path: Path) -> Signer:
    """The private key in a file that only its owner can read.

    Raises
    ------
    FileError
        If it is missing, malformed, or open to others.
    """
    check_private(path)
    name, separator, material = path.read_text(encoding="ascii").strip().rpartition("+")
    try:
        if not separator:
            raise InputError("no name")
        return Signer(name, _strict_base64(material))
    except (InputError, ValueError):
        raise FileError("is not a signing key", where=str(path), remedy="Give the log's key file") from None


def check_private(path: Path) -> None:
    """Raise for a private key file that is missing or that others can read.

    Raises
    ------
    FileError
        Naming the file and the remedy.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    if mode & 0o077:
        raise FileError(f"others can read this key (mode {mode:04o})", where=str(path), remedy=f"Run: chmod 600 {path}")


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def _strict_base64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not the one base64 form")  # unused bits set: another text for the same bytes
    return data


def _signature_line(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    try:
        if len(parts) != 3 or parts[0] != DASH:
            raise ValueError(line)
        data = _strict_base64(parts[2])
        if len(data) < 5:
            raise ValueError(line)
    except (ValueError, binascii.Error):
        raise EvidenceBroken("signature", "a signature line is malformed") from None
    return parts[1], data[:4], data[4:]


def _check_name(name: str) -> None:
    if not name or "+" in name or any(character.isspace() or ord(character) < 32 for character in name):
        raise InputError("a key name must not be empty nor hold spaces or '+'")


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(ord(c) < 32 and c != "\n" for c in text):
        raise InputError("a note's text must end with a line break and hold no control characters")
