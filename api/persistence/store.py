"""One transaction's view of the database: rows in, records out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from api.persistence.rows import appeal_of, consent_of, contest_of, decision_of, parsed, stored, words_of
from api.persistence.tables import appeals, consents, decisions, documents, evidence, payloads
from api.services.records import Appeal, Consent, Contest, Decision
from audits.ledger.canonical import encode
from audits.ledger.evidence import EvidenceRow
from audits.ledger.leaf import Leaf
from audits.ledger.merkle import leaf_hash
from scoring.domain.errors import Erased, EvidenceBroken

__all__ = ["SqlStore"]


_FILED, _REVIEW = payloads.alias("filed"), payloads.alias("review")
_APPEALS = (
    select(appeals, _FILED.c.payload.label("filed"), _REVIEW.c.payload.label("review"))
    .outerjoin(_FILED, _FILED.c.seq == appeals.c.seq)
    .outerjoin(_REVIEW, _REVIEW.c.seq == appeals.c.review_seq)
)


class SqlStore:
    """Every port of the use cases, over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # consents

    def add_consent(self, consent: Consent, seq: int) -> None:
        """Keep a new consent, and the place of its leaf."""
        self._connection.execute(
            insert(consents).values(
                id=consent.id,
                subject=consent.subject,
                kind=consent.kind.value,
                source=consent.source.value if consent.source else None,
                recipient=consent.recipient,
                purpose=consent.purpose,
                answer=consent.answer.value,
                given_at=stored(consent.given_at),
                expires_at=stored(consent.expires_at),
                withdrawn_at=None,
                seq=seq,
            )
        )

    def consent(self, consent_id: str, subject: str) -> Consent | None:
        """The consent of that id and person."""
        query = select(consents).where(consents.c.id == consent_id, consents.c.subject == subject)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else consent_of(row)

    def consents(self, subject: str, recipient: str, purpose: str) -> Sequence[Consent]:
        """The person's consents for that recipient and purpose, the latest last."""
        query = (
            select(consents)
            .where(consents.c.subject == subject, consents.c.recipient == recipient, consents.c.purpose == purpose)
            .order_by(consents.c.position)
        )
        return [consent_of(row) for row in self._connection.execute(query)]

    def withdraw_consent(self, consent_id: str, moment: datetime, seq: int) -> None:
        """Mark a consent as withdrawn, and keep the place of that leaf."""
        self._connection.execute(
            update(consents).where(consents.c.id == consent_id).values(withdrawn_at=stored(moment), withdrawn_seq=seq)
        )

    def all_consents(self) -> Sequence[tuple[Consent, int, int | None]]:
        """Every consent with the places of its leaves, given and withdrawn; for verification only."""
        rows = self._connection.execute(select(consents).order_by(consents.c.position))
        return [(consent_of(row), row.seq, row.withdrawn_seq) for row in rows]

    # decisions

    def add_decision(self, decision: Decision) -> None:
        """Keep a new decision; its values and words are in the payload of its leaf."""
        self._connection.execute(
            insert(decisions).values(
                id=decision.id,
                seq=decision.seq,
                subject=decision.subject,
                tenant=decision.tenant,
                decided_at=stored(decision.decided_at),
                decided_by=decision.decided_by,
                mode=decision.mode.value,
                card=decision.card,
                policy=decision.policy,
                outcome=decision.outcome.value,
                score=decision.score,
                pd=decision.pd,
                refused=json.dumps(sorted(source.value for source in decision.refused)),
                supersedes=decision.supersedes,
            )
        )

    def decision_of_subject(self, decision_id: str, subject: str) -> Decision | None:
        """The decision of that id about that person."""
        return self._decision(decisions.c.id == decision_id, decisions.c.subject == subject)

    def decision_of_tenant(self, decision_id: str, tenant: str) -> Decision | None:
        """The decision of that id by that lender."""
        return self._decision(decisions.c.id == decision_id, decisions.c.tenant == tenant)

    def superseded_by(self, decision_id: str) -> str | None:
        """The decision that replaced this one."""
        query = select(decisions.c.id).where(decisions.c.supersedes == decision_id)
        found: str | None = self._connection.execute(query).scalar_one_or_none()
        return found

    def decision_ids(self) -> Sequence[str]:
        """Every decision, in order of its leaf; for replay only."""
        return self._connection.execute(select(decisions.c.id).order_by(decisions.c.seq)).scalars().all()

    def decision_for_replay(self, decision_id: str) -> Decision | None:
        """The decision of that id, whoever's it is; for replay only."""
        return self._decision(decisions.c.id == decision_id)

    def number_of_decisions(self, tenant: str | None) -> int:
        """How many decisions there are, or of one lender."""
        query = select(func.count()).select_from(decisions).where(*_of_tenant(decisions.c.tenant, tenant))
        return int(self._connection.execute(query).scalar_one())

    def decisions_from(self, seq: int, tenant: str | None, most: int) -> Sequence[tuple[Decision, bool]]:
        """At most so many decisions from that leaf on, or of one lender, and whether their values are still there."""
        query = select(decisions, payloads.c.payload).outerjoin(payloads, payloads.c.seq == decisions.c.seq)
        query = query.where(decisions.c.seq >= seq, *_of_tenant(decisions.c.tenant, tenant))
        query = query.order_by(decisions.c.seq).limit(most)
        found = []
        for row in self._connection.execute(query):
            kept = row.payload is not None
            words = words_of(row.payload, "decision", "values", "reason") if kept else {"values": {}, "reason": ""}
            found.append((decision_of(row, words), kept))
        return found

    # appeals

    def add_appeal(self, appeal: Appeal, seq: int) -> None:
        """Keep a new appeal, whose words are in the payload of that leaf."""
        self._connection.execute(
            insert(appeals).values(
                id=appeal.id,
                seq=seq,
                decision=appeal.decision,
                subject=appeal.subject,
                tenant=appeal.tenant,
                grounds=appeal.grounds.value,
                filed_at=stored(appeal.filed_at),
                due_at=stored(appeal.due_at),
            )
        )

    def appeal_of_subject(self, appeal_id: str, subject: str) -> Appeal | None:
        """The appeal of that id by that person."""
        return self._appeal(appeals.c.id == appeal_id, appeals.c.subject == subject)

    def appeal_of_tenant(self, appeal_id: str, tenant: str) -> Appeal | None:
        """The appeal of that id before that lender."""
        return self._appeal(appeals.c.id == appeal_id, appeals.c.tenant == tenant)

    def open_appeal(self, decision_id: str) -> Appeal | None:
        """The open appeal against a decision."""
        return self._appeal(appeals.c.decision == decision_id, appeals.c.verdict.is_(None))

    def reviewers(self, decision_id: str) -> Sequence[str]:
        """Who reviewed appeals against a decision before."""
        query = select(appeals.c.reviewed_by).where(
            appeals.c.decision == decision_id, appeals.c.reviewed_by.is_not(None)
        )
        return self._connection.execute(query).scalars().all()

    def close_appeal(self, appeal: Appeal, seq: int) -> None:
        """Keep the review of an appeal, whose words are in the payload of that leaf."""
        self._connection.execute(
            update(appeals)
            .where(appeals.c.id == appeal.id)
            .values(
                review_seq=seq,
                reviewed_at=None if appeal.reviewed_at is None else stored(appeal.reviewed_at),
                reviewed_by=appeal.reviewed_by,
                verdict=None if appeal.verdict is None else appeal.verdict.value,
                new_decision=appeal.new_decision,
            )
        )

    def all_appeals(self) -> Sequence[tuple[Appeal, int, int | None]]:
        """Every appeal whose words can be read, with the places of its leaves; for verification only."""
        found = []
        for row in self._connection.execute(_APPEALS.order_by(appeals.c.seq)):
            with suppress(Erased, EvidenceBroken):  # erased, or named by the verification of the log
                found.append((_appeal(row), row.seq, row.review_seq))
        return found

    def contests(self, tenant: str | None) -> Sequence[Contest]:
        """Every appeal, or those before one lender, in order of its leaf, erased or not; for export only."""
        query = select(appeals).where(*_of_tenant(appeals.c.tenant, tenant)).order_by(appeals.c.seq)
        return [contest_of(row) for row in self._connection.execute(query)]

    # evidence

    def append(self, leaf: Leaf, payload: Mapping[str, object], salts: Mapping[str, str]) -> int:
        """Append a leaf in this transaction; its place, counted from 0."""
        # The transaction holds the write lock: nobody else can take this place.
        last = self._connection.execute(select(func.max(evidence.c.seq))).scalar_one()
        seq = 0 if last is None else int(last) + 1
        data = leaf.data
        self._connection.execute(insert(evidence).values(seq=seq, data=data, hash=leaf_hash(data)))
        self._connection.execute(
            insert(payloads).values(seq=seq, payload=encode(dict(payload)).decode(), salts=encode(dict(salts)).decode())
        )
        return seq

    def leaf_hashes(self) -> list[bytes]:
        """All leaf hashes in order."""
        return list(self._connection.execute(select(evidence.c.hash).order_by(evidence.c.seq)).scalars())

    def evidence(self, seq: int) -> EvidenceRow | None:
        """One row."""
        rows = self._evidence(evidence.c.seq == seq)
        return rows[0] if rows else None

    def evidence_rows(self) -> Sequence[EvidenceRow]:
        """All rows in order."""
        return self._evidence()

    # documents

    def add_document(self, digest: str, kind: str, data: bytes) -> bool:
        """Keep a document; whether it is new."""
        if self.document(digest) is not None:
            return False
        self._connection.execute(insert(documents).values(digest=digest, kind=kind, data=data))
        return True

    def document(self, digest: str) -> bytes | None:
        """The bytes of that digest."""
        query = select(documents.c.data).where(documents.c.digest == digest)
        found: bytes | None = self._connection.execute(query).scalar_one_or_none()
        return found

    def _decision(self, *conditions: ColumnElement[bool]) -> Decision | None:
        query = select(decisions, payloads.c.payload).outerjoin(payloads, payloads.c.seq == decisions.c.seq)
        row = self._connection.execute(query.where(*conditions)).one_or_none()
        return None if row is None else decision_of(row, words_of(row.payload, "decision", "values", "reason"))

    def _appeal(self, *conditions: ColumnElement[bool]) -> Appeal | None:
        row = self._connection.execute(_APPEALS.where(*conditions)).one_or_none()
        return None if row is None else _appeal(row)

    def _evidence(self, *conditions: ColumnElement[bool]) -> list[EvidenceRow]:
        query = (
            select(evidence, payloads.c.payload, payloads.c.salts)
            .outerjoin(payloads, payloads.c.seq == evidence.c.seq)
            .where(*conditions)
            .order_by(evidence.c.seq)
        )
        return [
            EvidenceRow(
                seq=row.seq,
                data=row.data,
                stored_hash=row.hash,
                payload=parsed(row.payload),
                salts=parsed(row.salts),
            )
            for row in self._connection.execute(query)
        ]


def _of_tenant(column: ColumnElement[str], tenant: str | None) -> list[ColumnElement[bool]]:
    return [] if tenant is None else [column == tenant]


def _appeal(row: Row[Any]) -> Appeal:
    reviewed = {} if row.review_seq is None else words_of(row.review, "review", "reason")
    return appeal_of(row, words_of(row.filed, "appeal", "statement", "corrections"), reviewed)
