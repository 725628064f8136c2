"""Publish: the card, the policy, and the log's signed checkpoint, for everybody."""

from __future__ import annotations

from collections.abc import Sequence

from api.services.ports import Context
from api.services.record import record
from audits.ledger.checkpoint import Checkpoint, sign_checkpoint
from audits.ledger.leaf import Event
from audits.ledger.merkle import root
from scoring.artefact.card_json import card_bytes
from scoring.artefact.policy_file import policy_bytes

__all__ = ["checkpoint_of", "publish_checkpoint", "register_documents"]


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


def checkpoint_of(context: Context, hashes: Sequence[bytes]) -> str:
    """The signed checkpoint over leaf hashes; the origin is the key's name."""
    checkpoint = Checkpoint(origin=context.signer.name, size=len(hashes), root=root(hashes))
    return sign_checkpoint(checkpoint, context.signer)
