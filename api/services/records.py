"""What the service remembers: consents, decisions, appeals, and who is calling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scoring.domain.characteristic import Source
from scoring.domain.policy import Outcome

__all__ = [
    "Answer",
    "Appeal",
    "Caller",
    "Consent",
    "ConsentKind",
    "Contest",
    "Decision",
    "Grounds",
    "Mode",
    "Role",
    "Verdict",
]

Value = float | int | str | None


class Role(StrEnum):
    """What a caller is."""

    PERSON = "person"
    LENDER = "lender"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who is calling, as the verified token says.

    Attributes
    ----------
    subject
        The person's or staff member's own id.
    role
        What they are.
    tenant
        The lender they work for; empty for a person.
    """

    subject: str
    role: Role
    tenant: str = ""


class ConsentKind(StrEnum):
    """What a consent is about."""

    SCORING = "automated-scoring"
    SOURCE = "source"


class Answer(StrEnum):
    """What the person said."""

    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One answer of one person.

    Attributes
    ----------
    id, subject
        128 random bits; the person.
    kind, source
        To be scored automatically, or one optional source.
    recipient, purpose
        Which lender, and for what.
    answer, given_at, expires_at, withdrawn_at
        What was said, when, until when, and when it was taken back.
    """

    id: str
    subject: str
    kind: ConsentKind
    source: Source | None
    recipient: str
    purpose: str
    answer: Answer
    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None = None

    def permits(self, moment: datetime) -> bool:
        """Whether it was given, is unexpired and was not withdrawn."""
        return self.answer is Answer.GIVEN and self.withdrawn_at is None and moment < self.expires_at


class Mode(StrEnum):
    """Who decided."""

    AUTOMATED = "automated"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision; it is never changed, only superseded by another.

    Attributes
    ----------
    id, subject, tenant
        128 random bits; the person; the lender.
    decided_at, decided_by, mode
        When, by whom, and how.
    card, policy
        Digests of the documents that decided.
    outcome, score, pd
        What was decided; the PD is the card's decimal string.
    values, refused
        The raw values by field name, and the optional sources the person did not share.
    seq
        Place of its leaf in the log.
    supersedes, reason
        The decision it replaces, and a reviewer's written reason.
    """

    id: str
    subject: str
    tenant: str
    decided_at: datetime
    decided_by: str
    mode: Mode
    card: str
    policy: str
    outcome: Outcome
    score: int
    pd: str
    values: Mapping[str, Value]
    refused: frozenset[Source]
    seq: int
    supersedes: str | None = None
    reason: str = ""


class Grounds(StrEnum):
    """Why a person appeals."""

    DATA_WRONG = "data-wrong"
    OWN_VIEW = "own-view"
    HUMAN_REVIEW = "human-review"


class Verdict(StrEnum):
    """What a reviewer says."""

    UPHOLD = "uphold"
    OVERTURN = "overturn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """One appeal and, once there is one, its review.

    Attributes
    ----------
    id, decision, subject, tenant
        128 random bits; what it is against; by whom; before whom.
    grounds, statement, corrections
        Why, in the person's own words, and which values should read otherwise.
    filed_at, due_at
        When, and by when an answer is due.
    reviewed_at, reviewed_by, verdict, reason, new_decision
        The review; None and empty while it is open.
    """

    id: str
    decision: str
    subject: str
    tenant: str
    grounds: Grounds
    statement: str
    corrections: Mapping[str, Value]
    filed_at: datetime
    due_at: datetime
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    verdict: Verdict | None = None
    reason: str = ""
    new_decision: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has reviewed it yet."""
        return self.verdict is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """That a decision was appealed against, and what came of it, without anybody's words.

    Attributes
    ----------
    decision
        The decision's id.
    filed_at, reviewed_at, reviewed_by, verdict
        When; and the review, None and empty while it is open.
    """

    decision: str
    filed_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    verdict: Verdict | None
