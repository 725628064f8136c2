"""Compare records with the log: each consent, decision, appeal and review with its leaf, and leaves with their records.

The log itself is verified elsewhere. Here the question is whether the tables that the service acts on still say what
was logged: a consent that somebody wrote into the database has no leaf, a withdrawal that somebody took back has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from api.services.appeal import appeal_payload
from api.services.decide import decision_payload
from api.services.give_consent import consent_payload
from api.services.ports import Store
from api.services.records import Answer, Decision
from api.services.review_appeal import review_payload
from audits.ledger.canonical import encode
from audits.ledger.evidence import EvidenceRow
from audits.ledger.leaf import Event, Leaf
from scoring.domain.errors import CounterscoreError

__all__ = ["compare_decision", "compare_records"]

_RECORDED = {
    Event.CONSENT_GIVEN,
    Event.CONSENT_REFUSED,
    Event.CONSENT_WITHDRAWN,
    Event.DECISION,
    Event.APPEAL,
    Event.REVIEW,
}


def compare_records(store: Store, rows: Sequence[EvidenceRow]) -> tuple[str, ...]:
    """What differs, in words; nothing where a payload was erased, since then nothing is left to compare."""
    by_seq = {row.seq: row for row in rows}
    findings, seen = [], set()
    for what, event, seq, payload in _records(store):
        seen.add(seq)
        findings += _compared(what, event, payload, by_seq.get(seq))
    for row in rows:
        event_of_row = _event(row)
        if event_of_row in _RECORDED and row.seq not in seen and row.payload is not None:
            findings.append(f"row {row.seq}: the {event_of_row} it logs is not among the records")
    return tuple(findings)


def compare_decision(decision: Decision, row: EvidenceRow | None) -> list[str]:
    """What differs between a decision and its leaf, in words."""
    return _compared(f"decision {decision.id}", Event.DECISION, decision_payload(decision), row)


def _records(store: Store) -> Iterator[tuple[str, Event, int, Mapping[str, object]]]:
    for consent, seq, withdrawn_seq in store.all_consents():
        event = Event.CONSENT_GIVEN if consent.answer is Answer.GIVEN else Event.CONSENT_REFUSED
        payload = consent_payload(consent)
        yield f"consent {consent.id}", event, seq, {**payload, "withdrawn_at": None}
        if withdrawn_seq is not None or consent.withdrawn_at is not None:
            place = -1 if withdrawn_seq is None else withdrawn_seq
            yield f"the withdrawal of consent {consent.id}", Event.CONSENT_WITHDRAWN, place, payload
    for decision_id in store.decision_ids():
        decision = _kept(store, decision_id)
        if decision is not None:
            yield f"decision {decision_id}", Event.DECISION, decision.seq, decision_payload(decision)
    for appeal, seq, review_seq in store.all_appeals():
        yield f"appeal {appeal.id}", Event.APPEAL, seq, appeal_payload(appeal)
        if review_seq is not None or appeal.verdict is not None:
            place = -1 if review_seq is None else review_seq
            yield f"the review of appeal {appeal.id}", Event.REVIEW, place, review_payload(appeal)


def _kept(store: Store, decision_id: str) -> Decision | None:
    """A decision whose values are still there."""
    try:
        return store.decision_for_replay(decision_id)
    except CounterscoreError:
        return None  # erased, or named by the verification of the log


def _compared(what: str, event: Event, payload: Mapping[str, object], row: EvidenceRow | None) -> list[str]:
    if row is None:
        return [f"{what}: its leaf is not in the log"]
    if row.payload is None:
        return []
    if _event(row) is not event or encode(dict(row.payload)) != encode(dict(payload)):
        return [f"{what}: its record differs from what was logged"]
    return []


def _event(row: EvidenceRow) -> Event | None:
    try:
        return Leaf.from_data(row.data).event
    except CounterscoreError:
        return None  # the verification of the log names it
