"""Verify the database against a checkpoint held outside it, and replay its decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.services.compare_records import compare_decision, compare_records
from api.services.decide import read_values
from api.services.ports import Context, Store
from api.services.records import Mode
from api.services.view_decision import documents_of
from audits.ledger.checkpoint import open_checkpoint
from audits.ledger.evidence import LogReport, verify_rows
from scoring.domain.decision import assess
from scoring.domain.errors import Erased, EvidenceBroken, InputError, NotFound

__all__ = ["Replay", "replay", "verify_evidence"]


def verify_evidence(context: Context, note: str, vkey: str) -> LogReport:
    """Recompute the whole log, compare it with a checkpoint, and every record with what was logged of it.

    Raises
    ------
    EvidenceBroken
        If the checkpoint itself does not verify under the key.
    """
    checkpoint = open_checkpoint(note, vkey)
    with context.transaction() as store:
        rows = store.evidence_rows()
        report = verify_rows(rows, checkpoint)
        return replace(report, findings=(*report.findings, *compare_records(store, rows)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What replaying decisions found.

    Attributes
    ----------
    decisions, erased
        How many were recomputed, and how many cannot be since their payload was erased.
    findings
        Those that came out otherwise, in words.
    """

    decisions: int
    erased: int
    findings: tuple[str, ...]


def replay(context: Context, decision_id: str | None = None) -> Replay:
    """Recompute one decision, or all, from stored values with the card and policy that decided.

    Raises
    ------
    NotFound
        If there is no decision of that id.
    """
    findings: list[str] = []
    erased = 0
    with context.transaction() as store:
        ids = store.decision_ids() if decision_id is None else [decision_id]
        for one in ids:
            try:
                findings += _replayed(store, one)
            except Erased:
                erased += 1
            except (EvidenceBroken, InputError) as error:
                findings.append(f"decision {one}: {error}")
    return Replay(decisions=len(ids) - erased, erased=erased, findings=tuple(findings))


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
    row = store.evidence(decision.seq)
    return differences + compare_decision(decision, row)
