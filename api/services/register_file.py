"""Register a file: an entry of the log that says it was there, and a receipt to show."""

from __future__ import annotations

from api.services.ports import Context
from api.services.publish import checkpoint_of
from api.services.record import record
from audits.ledger.leaf import Event, Leaf
from audits.ledger.merkle import inclusion_path
from audits.ledger.receipt import build_receipt
from audits.registration.seen import payload
from audits.registration.statement import Role, Statement
from scoring.domain.errors import EvidenceBroken

__all__ = ["register_file"]


def register_file(context: Context, role: Role, digest: str) -> bytes:
    """Log the digest of a plan or of a file of decisions; the receipt of that entry.

    Raises
    ------
    InputError
        If that is no digest.
    """
    moment = context.clock()
    Statement(role=role, digest=digest, at=moment.replace(microsecond=0))  # which refuses what is no digest
    with context.transaction() as store:
        seq = record(context, store, Event.AUDIT, payload(role, digest), moment)
        row, hashes = store.evidence(seq), store.leaf_hashes()
    if row is None or row.payload is None or row.salts is None:
        raise EvidenceBroken("evidence row", "the entry is not what was just written")
    return build_receipt(
        Leaf.from_data(row.data),
        row.payload,
        row.salts,
        index=seq,
        size=len(hashes),
        proof=inclusion_path(hashes, seq),
        checkpoint=checkpoint_of(context, hashes),
    )
