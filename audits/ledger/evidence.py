"""Evidence rows as a database keeps them, verified against a checkpoint held outside that database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audits.ledger.checkpoint import Checkpoint
from audits.ledger.leaf import Leaf, open_commitments
from audits.ledger.merkle import leaf_hash, root
from scoring.domain.errors import EvidenceBroken

__all__ = ["EvidenceRow", "LogReport", "verify_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One row of the log.

    Attributes
    ----------
    seq
        Its place, counted from 0.
    data
        The leaf's bytes as stored.
    stored_hash
        The leaf hash as stored beside them.
    payload, salts
        What the leaf commits to; both None once erased.
    """

    seq: int
    data: bytes
    stored_hash: bytes
    payload: Mapping[str, object] | None
    salts: Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReport:
    """What a verification of the rows found.

    Attributes
    ----------
    rows, erased
        How many rows, and how many of them had their payload erased.
    findings
        Everything that is wrong, in words; empty if the rows are what the checkpoint signed.
    """

    rows: int
    erased: int
    findings: tuple[str, ...]

    def demand(self) -> None:
        """Raise unless nothing is wrong.

        Raises
        ------
        EvidenceBroken
            With the first finding.
        """
        if self.findings:
            more = f" (and {len(self.findings) - 1} more findings)" if len(self.findings) > 1 else ""
            raise EvidenceBroken("evidence row", self.findings[0] + more, remedy="The database was changed")


def verify_rows(rows: Iterable[EvidenceRow], checkpoint: Checkpoint) -> LogReport:
    """Recompute every row and compare the tree with a checkpoint.

    The checkpoint must come from outside the database: rows, hashes, payloads and salts that were rewritten together
    agree with each other, and only a root from elsewhere tells.
    """
    ordered = sorted(rows, key=lambda row: row.seq)
    findings = [finding for place, row in enumerate(ordered) for finding in _row_findings(place, row)]
    if len(ordered) < checkpoint.size:
        findings.append(f"the log has {len(ordered)} rows, the checkpoint {checkpoint.size}: rows were removed")
    elif root([leaf_hash(row.data) for row in ordered[: checkpoint.size]]) != checkpoint.root:
        findings.append(f"the first {checkpoint.size} rows do not give the checkpoint's root: history was rewritten")
    return LogReport(rows=len(ordered), erased=sum(row.payload is None for row in ordered), findings=tuple(findings))


def _row_findings(place: int, row: EvidenceRow) -> Iterable[str]:
    if row.seq != place:
        yield f"row {place} is missing or stands twice (found {row.seq})"
    if leaf_hash(row.data) != row.stored_hash:
        yield f"row {row.seq}: the leaf and its stored hash differ"
    try:
        leaf = Leaf.from_data(row.data)
        if (row.payload is None) != (row.salts is None):
            yield f"row {row.seq}: payload and salts were not erased together"
        elif row.payload is not None and row.salts is not None:
            open_commitments(leaf, row.payload, row.salts)
            if set(row.payload) != set(leaf.commitments):
                yield f"row {row.seq}: the payload lacks a committed field"
    except EvidenceBroken as error:
        yield f"row {row.seq}: {error.part}: {error.what}"
