"""Publish: the card, the policy, and the log's signed checkpoint, for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.services.ports import Context
from api.services.record import record
from audits.ledger.checkpoint import Checkpoint, sign_checkpoint
from audits.ledger.leaf import Event
from audits.ledger.merkle import consistency_path, inclusion_path, root
from scoring.artefact.card_json import card_bytes
from scoring.artefact.policy_file import policy_bytes
from scoring.domain.errors import InputError, NotFound

__all__ = ["Inclusion", "checkpoint_of", "consistency", "prove_inclusion", "publish_checkpoint", "register_documents"]


def register_documents(context: Context) -> None:
    """Keep card and policy by digest; a new one leaves a leaf in the log."""
    moment = context.clock()
    documents = (
        (Event.CARD, context.card_digest, card_bytes(context.card)),
        (Event.POLICY, context.policy_digest, policy_bytes(context.policy)),
    )
    with context.transaction() as store:
        for event, digest, data in documents:
            if store.add_document(digest, event.value, data):
                record(context, store, event, {"digest": digest}, moment)


def publish_checkpoint(context: Context) -> str:
    """The signed checkpoint of the log as it is now."""
    with context.transaction() as store:
        return checkpoint_of(context, store.leaf_hashes())


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """That a leaf stands in the signed tree.

    Attributes
    ----------
    leaf, index
        The leaf's bytes, and its place counted from 0.
    size, path, checkpoint
        The tree's size, the audit path, and the note that signs the tree's root.
    """

    leaf: bytes
    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: str


def prove_inclusion(context: Context, index: int) -> Inclusion:
    """The proof for one entry of the log as it is now.

    Raises
    ------
    NotFound
        If the log has no such entry.
    """
    with context.transaction() as store:
        row, hashes = store.evidence(index), store.leaf_hashes()
    if row is None:
        raise NotFound(f"the log has no entry {index}", remedy=f"It has {len(hashes)}, counted from 0")
    return Inclusion(
        leaf=row.data,
        index=index,
        size=len(hashes),
        path=tuple(inclusion_path(hashes, index)),
        checkpoint=checkpoint_of(context, hashes),
    )


def consistency(context: Context, old: int, new: int) -> list[bytes]:
    """Proof that the log of an earlier size is the beginning of the log of a later one.

    Raises
    ------
    InputError
        Unless 1 <= old <= new <= the log's size.
    """
    with context.transaction() as store:
        hashes = store.leaf_hashes()
    if not 1 <= old <= new <= len(hashes):
        raise InputError(f"sizes must be 1 <= old <= new <= {len(hashes)}", remedy="Take them from two checkpoints")
    return consistency_path(hashes[:new], old)


def checkpoint_of(context: Context, hashes: Sequence[bytes]) -> str:
    """The signed checkpoint over leaf hashes; the origin is the key's name."""
    checkpoint = Checkpoint(origin=context.signer.name, size=len(hashes), root=root(hashes))
    return sign_checkpoint(checkpoint, context.signer)
