"""Verify the database against a checkpoint held outside it, and replay its decisions."""

from __future__ import annotations

from dataclasses import dataclass

from api.services.decide import decision_payload, read_values
from api.services.ports import Context, Store
from api.services.records import Decision, Mode
from api.services.view_decision import documents_of
from audits.ledger.canonical import encode
from audits.ledger.checkpoint import open_checkpoint
from audits.ledger.evidence import LogReport, verify_rows
from scoring.domain.decision import assess
from scoring.domain.errors import NotFound

__all__ = ["Replay", "replay", "verify_evidence"]


def verify_evidence(context: Context, note: str, vkey: str) -> LogReport:
    """Recompute the whole log and compare it with a checkpoint.

    Raises
    ------
    EvidenceBroken
        If the checkpoint itself does not verify under the key.
    """
    checkpoint = open_checkpoint(note, vkey)
    with context.transaction() as store:
        return verify_rows(store.evidence_rows(), checkpoint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What replaying decisions found.

    Attributes
    ----------
    decisions
        How many were recomputed.
    findings
        Those that came out otherwise, in words.
    """

    decisions: int
    findings: tuple[str, ...]


def replay(context: Context, decision_id: str | None = None) -> Replay:
    """Recompute one decision, or all, from stored values with the card and policy that decided.

    Raises
    ------
    NotFound
        If there is no decision of that id.
    """
    with context.transaction() as store:
        ids = store.decision_ids() if decision_id is None else [decision_id]
        findings = [finding for one in ids for finding in _replayed(store, one)]
    return Replay(decisions=len(ids), findings=tuple(findings))


def _replayed(store: Store, decision_id: str) -> list[str]:
    decision = store.decision_for_replay(decision_id)
    if decision is None:
        raise NotFound("there is no such decision", where=decision_id)
    card, policy = documents_of(store, decision)
    found = assess(card, policy, read_values(card, decision.values, decision.refused))
    differences = []
    if (found.score, str(found.pd)) != (decision.score, decision.pd):
        differences.append(f"decision {decision_id}: stored score {decision.score}, recomputed {found.score}")
    if decision.mode is Mode.AUTOMATED and found.outcome is not decision.outcome:
        differences.append(f"decision {decision_id}: stored {decision.outcome}, recomputed {found.outcome}")
    return differences + _against_evidence(store, decision)


def _against_evidence(store: Store, decision: Decision) -> list[str]:
    """The decision's row must say what its leaf committed to."""
    row = store.evidence(decision.seq)
    if row is None:
        return [f"decision {decision.id}: its leaf is not in the log"]
    if row.payload is not None and encode(dict(row.payload)) != encode(decision_payload(decision)):
        return [f"decision {decision.id}: its row differs from what was logged"]
    return []
