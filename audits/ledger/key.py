"""Signing and verification keys of the log: Ed25519, each on one line, as signed notes name them.

A verification key is ``<name>+<key id>+<base64 of 0x01 and the public key>``; the key id is the first four bytes of
``SHA-256(name || 0x0A || 0x01 || public key)``. A private key is a line as the Go tools write it,
``PRIVATE+KEY+<name>+<key id>+<base64 of 0x01 and the seed>``, and stays in a file that only its owner can read.

Source: https://c2sp.org/signed-note
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scoring.domain.errors import FileError, InputError

__all__ = ["Signer", "Verifier", "check_name", "check_private", "decode_base64", "read_signer", "write_signer"]

ED25519 = b"\x01"
PRIVATE = "PRIVATE+KEY+"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A verification key.

    Parameters
    ----------
    vkey
        The one-line form.

    Raises
    ------
    InputError
        If it is not that form, or its key id is not its key's.
    """

    vkey: str
    name: str = field(init=False)
    key_id: bytes = field(init=False)
    public: bytes = field(init=False)

    def __post_init__(self) -> None:
        try:
            name, key_id, public = _split_key(self.vkey)
        except ValueError:
            raise self._malformed() from None
        if key_id != _key_id(name, public):
            raise self._malformed()
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "key_id", key_id)
        object.__setattr__(self, "public", public)

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
    """A private signing key; never printed.

    Attributes
    ----------
    name
        The key's name: of a log, its origin.
    private
        The Ed25519 seed of RFC 8032, 32 random bytes.
    """

    name: str
    private: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.private) != 32:
            raise InputError("a signing key has 32 bytes")

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the hash of name, type and public key."""
        return _key_id(self.name, self.public)

    @property
    def vkey(self) -> str:
        """The verification key's one line."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @property
    def skey(self) -> str:
        """The private key's one line: a secret."""
        return f"{PRIVATE}{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.private).decode()}"

    def sign(self, text: bytes) -> bytes:
        """The signature over a text; 64 bytes."""
        return self._key().sign(text)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)

    @property
    def public(self) -> bytes:
        """The public key; 32 bytes."""
        return self._key().public_key().public_bytes_raw()


def write_signer(path: Path, signer: Signer) -> None:
    """Write a new private key file that only its owner can read (mode 0600).

    Raises
    ------
    FileError
        If the file is already there or cannot be written: a key is never overwritten.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(f"{signer.skey}\n".encode())
    except OSError as error:
        raise FileError(
            f"the key cannot be written ({error.strerror})",
            where=str(path),
            remedy="A key is never overwritten: name a new file in a folder that is there",
        ) from None


def read_signer(path: Path) -> Signer:
    """The private key in a file that only its owner can read.

    Raises
    ------
    FileError
        If it is missing, malformed, or open to others.
    """
    check_private(path)
    try:
        line = path.read_bytes().decode().removesuffix("\n")
        name, _, private = _split_key(line.removeprefix(PRIVATE))
        signer = Signer(name, private)
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror})", where=str(path), remedy="Check the path") from None
    except ValueError:
        raise _no_key(path) from None
    if signer.skey != line:
        raise _no_key(path)
    return signer


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


def _no_key(path: Path) -> FileError:
    return FileError("is not a signing key", where=str(path), remedy="Give the log's private key file")


def _split_key(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id and the 32 bytes of a public or private key; ValueError if the line is malformed."""
    parts = line.split("+", 2)  # base64 may hold a '+' of its own, the name may not
    if len(parts) != 3 or not re.fullmatch(r"[0-9a-f]{8}", parts[1]):
        raise ValueError("malformed key")  # never the line itself: it may be a private key
    check_name(parts[0])
    material = decode_base64(parts[2])
    if material[:1] != ED25519 or len(material) != 33:
        raise ValueError("malformed key")  # never the line itself: it may be a private key
    return parts[0], bytes.fromhex(parts[1]), material[1:]


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def decode_base64(text: str) -> bytes:
    """The bytes of standard base64 in its one form; ValueError for any other text."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not the one base64 form")  # unused bits set: another text for the same bytes
    return data


def check_name(name: str) -> None:
    """Raise for what cannot be the name of a key.

    Raises
    ------
    InputError
        If it is empty or holds a space, '+' or a control character.
    """
    if not name or "+" in name or any(c.isspace() or ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in name):
        raise InputError("a key name must not be empty nor hold spaces, '+' or control characters")
