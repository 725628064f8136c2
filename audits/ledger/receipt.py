"""Receipts: what a person keeps, and a stranger can verify offline with the log's key and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.ledger.canonical import decode_exact, encode, is_whole
from audits.ledger.checkpoint import open_checkpoint
from audits.ledger.leaf import Event, Leaf, open_commitments
from audits.ledger.merkle import leaf_hash, verify_inclusion
from scoring.domain.errors import EvidenceBroken, InputError

__all__ = ["TRUST", "VerifiedReceipt", "build_receipt", "redact", "verify_receipt"]

FORMAT = 1
KIND = "counterscore-receipt"
CHECKPOINT_LINES = 5  # origin, size, root, an empty line, one signature
KEYS = frozenset({"kind", "format", "leaf", "disclosed", "salts", "index", "size", "proof", "checkpoint"})

TRUST = (
    "What this shows: the log's key signed a tree that contains this event with these values. What it takes on trust: "
    "that the key is the log's own, and that others hold this checkpoint or a later consistent one outside the "
    "log's database; without that, a log could show different trees to different people. What it does not show: that "
    "the values are true, that the decision was right, or that nothing was left out of the log."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedReceipt:
    """What a receipt has proven.

    Attributes
    ----------
    event, hour
        What was logged, and in which hour (UTC).
    card, policy
        Digests of the card and policy in force then, or None.
    disclosed
        The payload fields that the holder shows, each matched with its commitment.
    withheld
        Names of the fields that the leaf commits to and the holder does not show.
    origin, index, size
        The log, the leaf's place in it counted from 0, and the size of the signed tree.
    """

    event: Event
    hour: str
    card: str | None
    policy: str | None
    disclosed: Mapping[str, object]
    withheld: tuple[str, ...]
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

    The checks in this order: exact bytes, closed schema, leaf, commitments, signature, size, inclusion. The signature
    comes before the proof because the text of a note means nothing until it is verified.

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
    if receipt["checkpoint"].count("\n") != CHECKPOINT_LINES:
        # A note passes over signatures of unknown keys; in a receipt they would be bytes that anybody can add.
        raise EvidenceBroken("checkpoint", "it carries more than the log's one signature")
    if checkpoint.size != receipt["size"]:
        raise EvidenceBroken("checkpoint", "its size is not the receipt's")
    path = [bytes.fromhex(step) for step in receipt["proof"]]
    if not verify_inclusion(leaf_hash(leaf.data), receipt["index"], checkpoint.size, path, checkpoint.root):
        raise EvidenceBroken("inclusion proof", "it does not lead from this leaf to the signed root")
    return VerifiedReceipt(
        event=leaf.event,
        hour=leaf.hour,
        card=leaf.card,
        policy=leaf.policy,
        disclosed=receipt["disclosed"],
        withheld=tuple(sorted(set(leaf.commitments) - set(receipt["disclosed"]))),
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
    InputError
        If it discloses no such field: a misspelt name must not pass for one that was removed.
    """
    receipt = _parse(data)
    unknown = sorted(set(fields) - set(receipt["disclosed"]))
    if unknown:
        raise InputError(
            f"the receipt discloses no field '{unknown[0]}'",
            remedy=f"It has {', '.join(receipt['disclosed']) or 'none'}",
        )
    for part in ("disclosed", "salts"):
        receipt[part] = {name: value for name, value in receipt[part].items() if name not in fields}
    return encode(receipt)


def _parse(data: bytes) -> dict[str, Any]:
    """The receipt's document with every part of its type; the schema is closed."""
    document = decode_exact(data, "receipt")
    if not isinstance(document, dict) or set(document) != KEYS:
        raise EvidenceBroken("receipt", "it has other parts than a receipt has")
    if document["kind"] != KIND or not is_whole(document["format"], FORMAT):
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
