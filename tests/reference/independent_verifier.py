"""Verify a Counterscore receipt with nothing but docs/spec/ledger.md: ``independent_verifier.py RECEIPT VKEY``."""

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LEAF = {"format", "event", "hour", "card", "policy", "commitments"}
RECEIPT = {"format", "kind", "leaf", "disclosed", "salts", "index", "size", "proof", "checkpoint"}


class Number(str):
    """A number with a point or an exponent, as it was written."""


def require(found: object, expected: object, what: str) -> None:
    if type(found) is not type(expected) or found != expected:
        raise ValueError(what)


def canonical(value: object) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(one) for one in value) + "]"
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root by the tree's definition (RFC 9162, 2.1.1), not by the loop that verifiers usually take."""
    if size == 1:
        require(path, [], "inclusion proof")
        return leaf
    half = 1 << ((size - 1).bit_length() - 1)
    if index < half:
        return hashlib.sha256(b"\x01" + root_of(leaf, index, half, path[:-1]) + path[-1]).digest()
    return hashlib.sha256(b"\x01" + path[-1] + root_of(leaf, index - half, size - half, path[:-1])).digest()


def signed_lines(note: str, vkey: str) -> list[str]:
    name, key_id, encoded = vkey.split("+", 2)
    text, line = note.split("\n\n")
    key, blob = base64.b64decode(encoded), base64.b64decode(line.split(" ")[2])
    require(line, f"\u2014 {name} {base64.b64encode(blob).decode()}\n", "signature line")
    require([blob[:4].hex()] * 2, [key_id, hashlib.sha256(f"{name}\n".encode() + key).hexdigest()[:8]], "key id")
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(blob[4:], f"{text}\n".encode())
    return text.split("\n")


def verify(data: bytes, vkey: str) -> dict[str, object]:
    receipt = json.loads(data, parse_float=Number)
    require(canonical(receipt).encode(), data, "canonical form")
    leaf, disclosed, salts, index = receipt["leaf"], receipt["disclosed"], receipt["salts"], receipt["index"]
    require([set(receipt), set(leaf), set(disclosed)], [RECEIPT, LEAF, set(salts)], "schema")
    formats = [receipt["kind"], canonical(receipt["format"]), canonical(leaf["format"])]
    require(formats, ["counterscore-receipt", "1", "1"], "format")
    for name, value in disclosed.items():
        message, salt = canonical({"field": name, "value": value}).encode(), bytes.fromhex(salts[name])
        require(salt.hex(), salts[name], "salt")
        require(hmac.digest(salt, message, "sha256").hex(), leaf["commitments"][name], f"field {name}")
    origin, size, root = signed_lines(receipt["checkpoint"], vkey)
    require([origin, size], [vkey.split("+")[0], canonical(receipt["size"])], "origin or size")
    require([type(index), *sorted((0, index, int(size) - 1))], [int, 0, index, int(size) - 1], "index")
    path = [bytes.fromhex(step) for step in receipt["proof"]]
    require([(step.hex(), len(step)) for step in path], [(step, 32) for step in receipt["proof"]], "proof")
    found = root_of(hashlib.sha256(b"\x00" + canonical(leaf).encode()).digest(), index, int(size), path)
    require(base64.b64encode(found).decode(), root, "inclusion proof")
    return dict(disclosed)


if __name__ == "__main__":
    try:
        shown = verify(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_text(encoding="utf-8").strip())
    except (AttributeError, LookupError, TypeError, ValueError, InvalidSignature) as broken:
        sys.exit(f"REFUSED: {broken!r}")
    print("VERIFIED", canonical(shown))
