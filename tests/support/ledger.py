"""A small log from fixed inputs, the same on every machine: the example of the specification and of the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audits.ledger.checkpoint import Checkpoint, sign_checkpoint
from audits.ledger.evidence import EvidenceRow
from audits.ledger.key import Signer
from audits.ledger.leaf import Event, Leaf, commit, new_salts
from audits.ledger.merkle import inclusion_path, leaf_hash, root
from audits.ledger.receipt import build_receipt

SIGNER = Signer("log.example/laagland", bytes(range(32)))
"""A key that everybody knows: for examples only."""

STRANGER = Signer("log.example/laagland", bytes(range(32, 64)))
"""Another key under the same name."""

CARD = "sha256:" + hashlib.sha256(b"the example's card").hexdigest()
POLICY = "sha256:" + hashlib.sha256(b"the example's policy").hexdigest()

DECISION = 4
"""The place of the decision in the example."""

EVENTS: tuple[tuple[Event, str, dict[str, object]], ...] = (
    (Event.CARD, "2026-11-23T08Z", {"digest": CARD}),
    (Event.POLICY, "2026-11-23T08Z", {"digest": POLICY}),
    (Event.CONSENT_GIVEN, "2026-11-24T09Z", {"consent": "c1", "subject": "s1", "purpose": "credit"}),
    (Event.CONSENT_REFUSED, "2026-11-24T09Z", {"consent": "c2", "subject": "s1", "source": "bank"}),
    (
        Event.DECISION,
        "2026-11-24T10Z",
        {
            "decision": "d1",
            "subject": "s1",
            "outcome": "decline",
            "score": 571,
            "pd": "0.0812",
            "values": {"net_monthly_income": 2650, "payment_to_income": 0.31},
            "refused": ["bank"],
            "reason": None,
        },
    ),
    (Event.APPEAL, "2026-11-24T11Z", {"appeal": "a1", "decision": "d1", "view": "Het inkomen is te laag ingevoerd."}),
    (Event.REVIEW, "2026-11-24T15Z", {"appeal": "a1", "result": "overturned"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event with what the log keeps and what lies beside it."""

    leaf: Leaf
    payload: Mapping[str, object]
    salts: Mapping[str, str]

    @property
    def hash(self) -> bytes:
        return leaf_hash(self.leaf.data)


def counted_bytes(label: str) -> Callable[[int], bytes]:
    """A source of bytes that repeats itself on every run; never for a real salt."""
    count = iter(range(1_000_000))
    return lambda size: hashlib.sha256(f"{label} {next(count)}".encode()).digest()[:size]


def entry(event: Event, hour: str, payload: Mapping[str, object], source: Callable[[int], bytes]) -> Entry:
    salts = new_salts(payload, source)
    leaf = Leaf(event=event, hour=hour, card=CARD, policy=POLICY, commitments=commit(payload, salts))
    return Entry(leaf=leaf, payload=payload, salts=salts)


def example_log() -> list[Entry]:
    source = counted_bytes("salt")
    return [entry(event, hour, payload, source) for event, hour, payload in EVENTS]


def checkpoint_over(log: list[Entry]) -> Checkpoint:
    return Checkpoint(origin=SIGNER.name, size=len(log), root=root([each.hash for each in log]))


def receipt_for(log: list[Entry], index: int, signer: Signer = SIGNER) -> bytes:
    one = log[index]
    return build_receipt(
        one.leaf,
        one.payload,
        one.salts,
        index=index,
        size=len(log),
        proof=inclusion_path([each.hash for each in log], index),
        checkpoint=sign_checkpoint(checkpoint_over(log), signer),
    )


def example_receipt() -> bytes:
    return receipt_for(example_log(), DECISION)


def rows_of(log: list[Entry]) -> list[EvidenceRow]:
    return [
        EvidenceRow(seq=seq, data=one.leaf.data, stored_hash=one.hash, payload=one.payload, salts=one.salts)
        for seq, one in enumerate(log)
    ]
