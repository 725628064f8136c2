"""Evidence rows as a database keeps them, verified against a checkpoint held outside that database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from audits.ledger.checkpoint import Checkpoint
from audits.ledger.leaf import Leaf, open_commitments
from audits.ledger.merkle import leaf_hash, root
from scoring.domain.errors import EvidenceBroken

__all__ = ["EvidenceRow", "LogReport", "verify_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One row of the log as found; it may be wrong in any way, which is for the verification to say.

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
    beyond
        How many rows are later than the checkpoint, which says nothing about them.
    findings
        Everything that is wrong, in words; empty if the rows are what the checkpoint signed.
    """

    rows: int
    erased: int
    beyond: int
    findings: tuple[str, ...]

    def demand(self) -> None:
        """Raise unless nothing is wrong.

        Raises
        ------
        EvidenceBroken
            With the first finding.
        """
        if self.findings:
            others = len(self.findings) - 1
            more = f" (and {others} more finding{'s' if others > 1 else ''})" if others else ""
            raise EvidenceBroken("evidence row", self.findings[0] + more, remedy="The database was changed")


def verify_rows(rows: Iterable[EvidenceRow], checkpoint: Checkpoint) -> LogReport:
    """Recompute every row and compare the tree with a checkpoint.

    The checkpoint must come from outside the database: rows, hashes, payloads and salts that were rewritten together
    agree with each other, and only a root from elsewhere tells.
    """
    ordered = sorted(rows, key=lambda row: row.seq)
    findings = [*_place_findings(ordered)]
    for row in ordered:
        findings += [f"row {row.seq}: {finding}" for finding in _row_findings(row)]
    if len(ordered) < checkpoint.size:
        findings.append(f"the log has {len(ordered)} rows, the checkpoint {checkpoint.size}: rows were removed")
    elif root([leaf_hash(row.data) for row in ordered[: checkpoint.size]]) != checkpoint.root:
        findings.append(f"the first {checkpoint.size} rows do not give the checkpoint's root: history was rewritten")
    return LogReport(
        rows=len(ordered),
        erased=sum(row.payload is None for row in ordered),
        beyond=max(0, len(ordered) - checkpoint.size),
        findings=tuple(findings),
    )


def _place_findings(ordered: Sequence[EvidenceRow]) -> Iterator[str]:
    """Gaps and repetitions, each said once rather than again for every row behind it."""
    for seq, times in Counter(row.seq for row in ordered).items():
        if times > 1:
            yield f"row {seq} stands {times} times"
    expected = 0
    for row in ordered:
        if row.seq < 0:
            yield f"row {row.seq} has no place in a log"
        elif row.seq > expected:
            yield (
                f"row {expected} is missing"
                if row.seq == expected + 1
                else f"rows {expected} to {row.seq - 1} are missing"
            )
        expected = max(expected, row.seq + 1)


def _row_findings(row: EvidenceRow) -> Iterator[str]:
    if leaf_hash(row.data) != row.stored_hash:
        yield "the leaf and its stored hash differ"
    try:
        leaf = Leaf.from_data(row.data)
        if row.payload is not None and row.salts is not None:
            open_commitments(leaf, row.payload, row.salts)
            lacking = sorted(set(leaf.commitments) - set(row.payload))
            if lacking:
                yield f"the payload lacks the field '{lacking[0]}'"
        elif row.payload is not None or row.salts is not None:
            yield "payload and salts were not erased together"
    except EvidenceBroken as error:
        yield f"{error.part}: {error.what}"
