"""Evidence of when a file was there: a signed note, or the receipt of a log's entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from audits.ledger.leaf import Event
from audits.ledger.receipt import VerifiedReceipt, verify_receipt
from audits.registration.statement import Role, Statement, open_statement
from scoring.domain.errors import EvidenceBroken

__all__ = ["Seen", "open_evidence", "payload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """When a file was there, as far as the evidence tells.

    Attributes
    ----------
    role, digest
        Of the file.
    earliest, latest
        Between these: the same moment for a note, an hour for an entry of a log.
    place
        Place of the entry in the log, counted from 0; None for a note.
    """

    role: Role
    digest: str
    earliest: datetime
    latest: datetime
    place: int | None = None

    @property
    def when(self) -> str:
        """When, for people."""
        if self.place is None:
            return f"{self.earliest:%Y-%m-%dT%H:%M:%SZ}"
        return f"{self.earliest:%Y-%m-%dT%HZ} (entry {self.place})"

    def before(self, other: Seen) -> bool:
        """Whether this is shown to have been first.

        Two entries of one log go by their places, which no clock can change. Otherwise all of one time must lie
        before all of the other.
        """
        if self.place is not None and other.place is not None:
            return self.place < other.place
        return self.latest < other.earliest


def payload(role: Role, digest: str) -> dict[str, object]:
    """What a log's entry about a file commits to."""
    return {"registered": role.value, "digest": digest}


def open_evidence(data: str, vkey: str) -> Seen:
    """What a note or a receipt says that the key has signed.

    Raises
    ------
    EvidenceBroken
        Part "registration" if it is no evidence of a file, else the part that does not verify under the key.
    InputError
        If the key itself is malformed.
    """
    if not data.startswith("{"):
        statement = open_statement(data, vkey)
        return Seen(role=statement.role, digest=statement.digest, earliest=statement.at, latest=statement.at)
    try:
        return _of_receipt(verify_receipt(data.encode(), vkey))
    except UnicodeEncodeError:
        raise EvidenceBroken("registration", "it is no Unicode text") from None


def _of_receipt(proven: VerifiedReceipt) -> Seen:
    hour = datetime.strptime(proven.hour, "%Y-%m-%dT%HZ").replace(tzinfo=UTC)
    try:
        if proven.event is not Event.AUDIT or set(proven.disclosed) != {"registered", "digest"}:
            raise ValueError(proven.event)
        role, digest = Role(str(proven.disclosed["registered"])), str(proven.disclosed["digest"])
        Statement(role=role, digest=digest, at=hour)  # which refuses what is no digest
    except ValueError:  # ours among them
        raise EvidenceBroken("registration", "the entry is not about a file") from None
    last = hour + timedelta(hours=1, seconds=-1)
    return Seen(role=role, digest=digest, earliest=hour, latest=last, place=proven.index)
