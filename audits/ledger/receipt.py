"""Receipts: what a person keeps, and a stranger can verify offline with the log's key and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.ledger.canonical import decode_exact, encode
from audits.ledger.checkpoint import open_checkpoint
from audits.ledger.leaf import Leaf, open_commitments
from audits.ledger.merkle import leaf_hash, root_from_inclusion
from scoring.domain.errors import EvidenceBroken

__all__ = ["TRUST", "VerifiedReceipt", "build_receipt", "redact", "verify_receipt"]

FORMAT = 1
KIND = "counterscore-receipt"
KEYS = frozenset({"kind", "format", "leaf", "disclosed", "salts", "index", "size", "proof", "checkpoint"})

TRUST = (
    "What this shows: the log's key signed a tree that contains this event with these values. What it takes on trust: "
    "that the key is the log's own, and that others hold this checkpoint or a later consistent one outside the "
    "log's database; without that, a log could show different trees to different people."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedReceipt:
    """What a receipt has proven.

    Attributes
    ----------
    leaf
        The event as logged.
    disclosed
        The payload fields that the holder shows, each matched with its commitment.
    origin, index, size
        The log, the leaf's place in it counted from 0, and the size of the signed tree.
    """

    leaf: Leaf
    disclosed: Mapping[str, object]
    origin: str
    index: int
    size: int


def build_receipt(
    leaf: Leaf,
    disclosed: Mapping[str, object],
    salts: Mapping[str, str],
    *,
    index: int,
    size: int,
    proof: Sequence[bytes],
    checkpoint: str,
) -> bytes:
    """The canonical bytes of a receipt."""
    return encode(
        {
            "kind": KIND,
            "format": FORMAT,
            "leaf": leaf.document,
            "disclosed": dict(disclosed),
            "salts": dict(salts),
            "index": index,
            "size": size,
            "proof": [step.hex() for step in proof],
            "checkpoint": checkpoint,
        }
    )


def verify_receipt(data: bytes, vkey: str) -> VerifiedReceipt:
    """Verify a receipt against a key that comes from elsewhere, never from the receipt.

    Raises
    ------
    EvidenceBroken
        Naming the part that fails: "receipt", "leaf", "commitment", "signature", "checkpoint", "inclusion proof".
    InputError
        If the key itself is malformed.
    """
    receipt = _parse(data)
    leaf = Leaf.from_document(receipt["leaf"])
    open_commitments(leaf, receipt["disclosed"], receipt["salts"])
    checkpoint = open_checkpoint(receipt["checkpoint"], vkey)
    if checkpoint.size != receipt["size"]:
        raise EvidenceBroken("checkpoint", "its size is not the receipt's")
    path = [bytes.fromhex(step) for step in receipt["proof"]]
    if root_from_inclusion(leaf_hash(leaf.data), receipt["index"], receipt["size"], path) != checkpoint.root:
        raise EvidenceBroken("inclusion proof", "it does not lead from this leaf to the signed root")
    return VerifiedReceipt(
        leaf=leaf,
        disclosed=receipt["disclosed"],
        origin=checkpoint.origin,
        index=receipt["index"],
        size=receipt["size"],
    )


def redact(data: bytes, fields: Collection[str]) -> bytes:
    """The same receipt without some disclosed fields; it still verifies.

    Raises
    ------
    EvidenceBroken
        If the receipt is malformed.
    """
    receipt = _parse(data)
    for part in ("disclosed", "salts"):
        receipt[part] = {name: value for name, value in receipt[part].items() if name not in fields}
    return encode(receipt)


def _parse(data: bytes) -> dict[str, Any]:
    """The receipt's document with every part of its type; the schema is closed."""
    document = decode_exact(data, "receipt")
    if not isinstance(document, dict) or set(document) != KEYS:
        raise EvidenceBroken("receipt", "it has other parts than a receipt has")
    if document["kind"] != KIND or document["format"] != FORMAT:
        raise EvidenceBroken("receipt", f"it is not a receipt of format {FORMAT}", remedy="Update counterscore")
    well_typed = (
        isinstance(document["disclosed"], dict)
        and isinstance(document["salts"], dict)
        and all(isinstance(salt, str) for salt in document["salts"].values())
        and all(type(document[part]) is int and document[part] >= 0 for part in ("index", "size"))
        and isinstance(document["proof"], list)
        and all(isinstance(step, str) and re.fullmatch(r"[0-9a-f]{64}", step) for step in document["proof"])
        and isinstance(document["checkpoint"], str)
    )
    if not well_typed:
        raise EvidenceBroken("receipt", "a part is not of its type")
    return document
