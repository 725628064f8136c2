"""Forged receipts in canonical form, each with the part that a verifier must refuse it for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from audits.ledger.canonical import encode
from tests.support.ledger import STRANGER

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forgery:
    """A change to the example's receipt."""

    what: str
    part: str
    change: Callable[[Document], object]

    def of(self, receipt: bytes) -> bytes:
        document = json.loads(receipt)
        self.change(document)
        return encode(document)


def _second_signature(it: Document) -> None:
    it["checkpoint"] += it["checkpoint"].split("\n")[4] + "\n"


def _no_signature(it: Document) -> None:
    it["checkpoint"] = it["checkpoint"].rsplit("\n", 2)[0] + "\n"


FORGERIES = (
    Forgery("another kind", "receipt", lambda it: it.update(kind="receipt")),
    Forgery("a later format", "receipt", lambda it: it.update(format=2)),
    Forgery("a format that is true", "receipt", lambda it: it.update(format=True)),
    Forgery("a key in the receipt", "receipt", lambda it: it.update(vkey=STRANGER.vkey)),
    Forgery("no salts", "receipt", lambda it: it.pop("salts")),
    Forgery("an index that is true", "receipt", lambda it: it.update(index=True)),
    Forgery("a negative index", "receipt", lambda it: it.update(index=-1)),
    Forgery("an index as text", "receipt", lambda it: it.update(index="4")),
    Forgery("no size", "receipt", lambda it: it.update(size=None)),
    Forgery("disclosed as a list", "receipt", lambda it: it.update(disclosed=[])),
    Forgery("a salt as a number", "receipt", lambda it: it["salts"].update(score=7)),
    Forgery("a short step", "receipt", lambda it: it["proof"].append("00")),
    Forgery("a step in capitals", "receipt", lambda it: it["proof"].append("AA" * 32)),
    Forgery("a proof as text", "receipt", lambda it: it.update(proof="")),
    Forgery("a checkpoint as a list", "receipt", lambda it: it.update(checkpoint=[])),
    Forgery("an unknown event", "leaf", lambda it: it["leaf"].update(event="accusation")),
    Forgery("a leaf format that is true", "leaf", lambda it: it["leaf"].update(format=True)),
    Forgery("a leaf as a list", "leaf", lambda it: it.update(leaf=[])),
    Forgery("another score", "commitment", lambda it: it["disclosed"].update(score=700)),
    Forgery("another ratio", "commitment", lambda it: it["disclosed"]["values"].update(payment_to_income=0.32)),
    Forgery("another salt", "commitment", lambda it: it["salts"].update(score="00" * 32)),
    Forgery("a salt without its field", "commitment", lambda it: it["disclosed"].pop("score")),
    Forgery("another commitment", "commitment", lambda it: it["leaf"]["commitments"].update(score="00" * 32)),
    Forgery("a commitment taken away", "commitment", lambda it: it["leaf"]["commitments"].pop("score")),
    Forgery("a larger tree", "signature", lambda it: it.update(checkpoint=it["checkpoint"].replace("\n7\n", "\n8\n"))),
    Forgery("no signature", "checkpoint", _no_signature),
    Forgery("no checkpoint", "checkpoint", lambda it: it.update(checkpoint="")),
    Forgery(
        "a signature line of nobody",
        "checkpoint",
        lambda it: it.update(checkpoint=it["checkpoint"] + "\u2014 witness.example AAAAAAA=\n"),
    ),
    Forgery("the signature twice", "checkpoint", _second_signature),
    Forgery("another size", "checkpoint", lambda it: it.update(size=8)),
    Forgery("the next leaf's index", "inclusion proof", lambda it: it.update(index=5)),
    Forgery("an index outside the tree", "inclusion proof", lambda it: it.update(index=7)),
    Forgery("the proof reversed", "inclusion proof", lambda it: it["proof"].reverse()),
    Forgery("the proof shortened", "inclusion proof", lambda it: it["proof"].pop()),
    Forgery("the proof lengthened", "inclusion proof", lambda it: it["proof"].append("00" * 32)),
    Forgery("another hour", "inclusion proof", lambda it: it["leaf"].update(hour="2026-11-24T11Z")),
    Forgery("no card", "inclusion proof", lambda it: it["leaf"].update(card=None)),
    Forgery("one more commitment", "inclusion proof", lambda it: it["leaf"]["commitments"].update(extra="00" * 32)),
)
