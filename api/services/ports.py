"""What the use cases need from outside, as small protocols; every adapter passes the same tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from api.services.records import Appeal, Consent, Contest, Decision
from audits.ledger.evidence import EvidenceRow
from audits.ledger.key import Signer
from audits.ledger.leaf import Leaf
from scoring.domain.card import Card
from scoring.domain.policy import Policy

__all__ = ["AppealStore", "ConsentStore", "Context", "DecisionStore", "DocumentStore", "EvidenceLog", "Store"]


class ConsentStore(Protocol):
    """Consents; only a withdrawal ever changes one."""

    def add_consent(self, consent: Consent, seq: int) -> None:
        """Keep a new consent, and the place of its leaf."""

    def consent(self, consent_id: str, subject: str) -> Consent | None:
        """The consent of that id and person."""

    def consents(self, subject: str, recipient: str, purpose: str) -> Sequence[Consent]:
        """The person's consents for that recipient and purpose, the latest last."""

    def withdraw_consent(self, consent_id: str, moment: datetime, seq: int) -> None:
        """Mark a consent as withdrawn, and keep the place of that leaf."""

    def all_consents(self) -> Sequence[tuple[Consent, int, int | None]]:
        """Every consent with the places of its leaves, given and withdrawn; for verification only."""


class DecisionStore(Protocol):
    """Decisions; never changed."""

    def add_decision(self, decision: Decision) -> None:
        """Keep a new decision."""

    def decision_of_subject(self, decision_id: str, subject: str) -> Decision | None:
        """The decision of that id about that person."""

    def decision_of_tenant(self, decision_id: str, tenant: str) -> Decision | None:
        """The decision of that id by that lender."""

    def superseded_by(self, decision_id: str) -> str | None:
        """The decision that replaced this one."""

    def decision_ids(self) -> Sequence[str]:
        """Every decision, in order of its leaf; for replay only."""

    def decision_for_replay(self, decision_id: str) -> Decision | None:
        """The decision of that id, whoever's it is; for replay only."""

    def number_of_decisions(self, tenant: str | None) -> int:
        """How many decisions there are, or of one lender."""

    def decisions_from(self, seq: int, tenant: str | None, most: int) -> Sequence[tuple[Decision, bool]]:
        """At most so many decisions from that leaf on, or of one lender, and whether their values are still there.

        In order of their leaves. Of one whose values were erased, ``values`` and ``reason`` are empty. For export only.
        """


class AppealStore(Protocol):
    """Appeals; only a review ever changes one."""

    def add_appeal(self, appeal: Appeal, seq: int) -> None:
        """Keep a new appeal, whose words are in the payload of that leaf."""

    def appeal_of_subject(self, appeal_id: str, subject: str) -> Appeal | None:
        """The appeal of that id by that person."""

    def appeal_of_tenant(self, appeal_id: str, tenant: str) -> Appeal | None:
        """The appeal of that id before that lender."""

    def open_appeal(self, decision_id: str) -> Appeal | None:
        """The open appeal against a decision."""

    def reviewers(self, decision_id: str) -> Sequence[str]:
        """Who reviewed appeals against a decision before."""

    def close_appeal(self, appeal: Appeal, seq: int) -> None:
        """Keep the review of an appeal, whose words are in the payload of that leaf."""

    def all_appeals(self) -> Sequence[tuple[Appeal, int, int | None]]:
        """Every appeal whose words can be read, with the places of its leaves; for verification only."""

    def contests(self, tenant: str | None) -> Sequence[Contest]:
        """Every appeal, or those before one lender, in order of its leaf, erased or not; for export only."""


class EvidenceLog(Protocol):
    """The append-only log, and the erasable payloads beside it."""

    def append(self, leaf: Leaf, payload: Mapping[str, object], salts: Mapping[str, str]) -> int:
        """Append a leaf in this transaction; its place, counted from 0."""

    def leaf_hashes(self) -> list[bytes]:
        """All leaf hashes in order."""

    def evidence(self, seq: int) -> EvidenceRow | None:
        """One row."""

    def evidence_rows(self) -> Sequence[EvidenceRow]:
        """All rows in order."""


class DocumentStore(Protocol):
    """Published cards and policies by digest."""

    def add_document(self, digest: str, kind: str, data: bytes) -> bool:
        """Keep a document; whether it is new."""

    def document(self, digest: str) -> bytes | None:
        """The bytes of that digest."""


class Store(ConsentStore, DecisionStore, AppealStore, EvidenceLog, DocumentStore, Protocol):
    """Everything one transaction sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a use case works with.

    Attributes
    ----------
    transaction
        Opens a transaction; all of it is kept, or none.
    card, policy, card_digest, policy_digest
        What decides now.
    signer
        The log's private key.
    clock, new_id, random_bytes
        Time (with a zone), identity (128 random bits as 32 hexadecimal digits) and chance.
    human_route
        Where a person who does not want to be scored by a computer can go.
    appeal_days
        Days within which an appeal is answered.
    """

    transaction: Callable[[], AbstractContextManager[Store]]
    card: Card
    policy: Policy
    card_digest: str
    policy_digest: str
    signer: Signer
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    random_bytes: Callable[[int], bytes]
    human_route: str
    appeal_days: int = 30
