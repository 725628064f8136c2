"""Rows to records: how what is stored reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from api.services.records import Answer, Appeal, Consent, ConsentKind, Contest, Decision, Grounds, Mode, Verdict
from audits.ledger.canonical import encode
from scoring.domain.characteristic import Source
from scoring.domain.errors import Erased, EvidenceBroken
from scoring.domain.policy import Outcome

__all__ = ["appeal_of", "consent_of", "contest_of", "decision_of", "parsed", "stored", "words_of"]


def parsed(text: str | None) -> dict[str, Any] | None:
    """A stored table in its one form. One in another form holds no field, which verification will say of it."""
    if text is None:
        return None
    try:
        document = json.loads(text)
        exact = isinstance(document, dict) and encode(document).decode() == text
    except ValueError:  # ours among them
        return {}
    return document if exact else {}


def words_of(text: str | None, what: str, *fields: str) -> dict[str, Any]:
    """What only the payload of a leaf holds.

    Raises
    ------
    Erased
        If it has been erased.
    EvidenceBroken
        If it is there and cannot be read.
    """
    if text is None:
        raise Erased(f"the data of this {what} have been erased")
    found = parsed(text) or {}
    if not set(fields) <= set(found):
        raise EvidenceBroken("evidence row", f"the payload of this {what} cannot be read")
    return found


def consent_of(row: Row[Any]) -> Consent:
    """A consent from its row."""
    return Consent(
        id=row.id,
        subject=row.subject,
        kind=ConsentKind(row.kind),
        source=None if row.source is None else Source(row.source),
        recipient=row.recipient,
        purpose=row.purpose,
        answer=Answer(row.answer),
        given_at=_moment(row.given_at),
        expires_at=_moment(row.expires_at),
        withdrawn_at=None if row.withdrawn_at is None else _moment(row.withdrawn_at),
    )


def decision_of(row: Row[Any], words: Mapping[str, Any]) -> Decision:
    """A decision from its row and the payload of its leaf."""
    return Decision(
        id=row.id,
        subject=row.subject,
        tenant=row.tenant,
        decided_at=_moment(row.decided_at),
        decided_by=row.decided_by,
        mode=Mode(row.mode),
        card=row.card,
        policy=row.policy,
        outcome=Outcome(row.outcome),
        score=row.score,
        pd=row.pd,
        values=words["values"],
        refused=frozenset(Source(source) for source in json.loads(row.refused)),
        seq=row.seq,
        supersedes=row.supersedes,
        reason=words["reason"],
    )


def appeal_of(row: Row[Any], words: Mapping[str, Any], review: Mapping[str, Any]) -> Appeal:
    """An appeal from its row and the payloads of filing and review."""
    return Appeal(
        id=row.id,
        decision=row.decision,
        subject=row.subject,
        tenant=row.tenant,
        grounds=Grounds(row.grounds),
        statement=words["statement"],
        corrections=words["corrections"],
        filed_at=_moment(row.filed_at),
        due_at=_moment(row.due_at),
        reviewed_at=None if row.reviewed_at is None else _moment(row.reviewed_at),
        reviewed_by=row.reviewed_by or "",
        verdict=None if row.verdict is None else Verdict(row.verdict),
        reason=review.get("reason", ""),
        new_decision=row.new_decision,
    )


def contest_of(row: Row[Any]) -> Contest:
    """What the row of an appeal says without the payloads beside it."""
    return Contest(
        decision=row.decision,
        filed_at=_moment(row.filed_at),
        reviewed_at=None if row.reviewed_at is None else _moment(row.reviewed_at),
        reviewed_by=row.reviewed_by or "",
        verdict=None if row.verdict is None else Verdict(row.verdict),
    )


def stored(moment: datetime) -> str:
    """A moment as text, in UTC, so that texts sort as moments do."""
    return moment.astimezone(UTC).isoformat()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
