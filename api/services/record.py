"""Record an event: a leaf in the log, and its payload beside it, in the transaction of the event itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from api.services.ports import Context, Store
from audits.ledger.leaf import Event, Leaf, commit, hour_of, new_salts

__all__ = ["record"]


def record(context: Context, store: Store, event: Event, payload: Mapping[str, object], moment: datetime) -> int:
    """Append the event's leaf; its place in the log.

    The leaf holds commitments only. The payload may be erased later; the leaf never is.
    """
    salts = new_salts(payload, context.random_bytes)
    leaf = Leaf(
        event=event,
        hour=hour_of(moment),
        card=context.card_digest,
        policy=context.policy_digest,
        commitments=commit(payload, salts),
    )
    return store.append(leaf, payload, salts)
