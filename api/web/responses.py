"""What responses look like: a score with its scale, exact numbers as decimal text, texts in both languages."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import Field

from api.services.records import Answer, ConsentKind, Grounds, Mode, Verdict
from api.services.view_decision import Explained, Viewed
from api.web.recourse_responses import AloneOut, RecourseOut
from api.web.shapes import Bilingual, Response
from scoring.certificate.certificate import Certificate
from scoring.domain.characteristic import Source
from scoring.domain.policy import Outcome
from scoring.domain.reason import Basis, Stage

__all__ = [
    "AppealOut",
    "CertificateOut",
    "ConsentOut",
    "ConsistencyOut",
    "DecisionOut",
    "ExplanationOut",
    "RecourseOut",
    "canonical_json",
]


class ConsentOut(Response):
    """A consent as recorded."""

    id: str
    kind: ConsentKind
    source: Source | None
    recipient: str
    purpose: str
    answer: Answer
    given_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None


class Scale(Response):
    """Without it a score says nothing."""

    lowest: int
    highest: int
    cut_off: int = Field(description="The lowest passing score.")


class ReasonOut(Response):
    """One principal reason."""

    code: str
    text: Bilingual
    stage: Stage
    characteristics: list[str]
    loss: str | None = Field(description="Points below the reference, a decimal; null for an affordability limit.")
    actionable: bool = Field(description="Whether the person can change what it is about.")
    alone: AloneOut | None = Field(description="What changing it alone would do; null where nothing can be changed.")


class DecisionOut(Response):
    """A decision, with its scale and its reasons."""

    id: str
    subject: str
    outcome: Outcome
    score: int
    scale: Scale
    pd: str = Field(description="Probability of default within 12 months, a decimal of the card's table.")
    reasons: list[ReasonOut]
    mode: Mode
    decided_at: datetime
    decided_by: str
    card: str
    policy: str
    refused: list[Source] = Field(description="Optional sources the person did not share, which cost nothing.")
    supersedes: str | None
    superseded_by: str | None
    reviewer_reason: str
    human_route: str

    @classmethod
    def of(cls, viewed: Viewed, human_route: str) -> DecisionOut:
        """From the use case's answer."""
        decision = viewed.decision
        return cls(
            id=decision.id,
            subject=decision.subject,
            outcome=decision.outcome,
            score=decision.score,
            scale=Scale(lowest=viewed.card.lowest, highest=viewed.card.highest, cut_off=viewed.policy.cut_off),
            pd=decision.pd,
            reasons=[
                ReasonOut(
                    code=reason.code,
                    text=Bilingual.model_validate(reason.text),
                    stage=reason.stage,
                    characteristics=list(reason.characteristics),
                    loss=None if reason.loss is None else str(reason.loss),
                    actionable=reason.actionable,
                    alone=AloneOut.of(viewed.alone[reason.code]) if reason.code in viewed.alone else None,
                )
                for reason in viewed.reasons
            ],
            mode=decision.mode,
            decided_at=decision.decided_at,
            decided_by=decision.decided_by,
            card=decision.card,
            policy=decision.policy,
            refused=sorted(decision.refused),
            supersedes=decision.supersedes,
            superseded_by=viewed.superseded_by,
            reviewer_reason=decision.reason,
            human_route=human_route,
        )


class Reference(Response):
    """What contributions are measured from."""

    basis: Basis
    score: str


class ContributionOut(Response):
    """What one table of the card adds."""

    characteristics: list[str] = Field(description="What the table reads: one, or the two of a crossing.")
    code: str
    label: Bilingual
    values: list[str] = Field(description="The person's own values in words, one for each characteristic.")
    points: int
    reference: str
    contribution: str


class ExplanationOut(Response):
    """A decision taken apart: contributions sum to score minus reference score."""

    decision: DecisionOut
    initial_points: int
    reference: Reference
    contributions: list[ContributionOut]
    notice: list[str] = Field(description="The same as a letter would say it, line by line.")

    @classmethod
    def of(cls, explained: Explained, human_route: str) -> ExplanationOut:
        """From the use case's answer."""
        return cls(
            decision=DecisionOut.of(explained.viewed, human_route),
            initial_points=explained.viewed.card.initial_points,
            reference=Reference(basis=explained.basis, score=_decimal(explained.reference)),
            contributions=[
                ContributionOut(
                    characteristics=list(part.characteristics),
                    code=part.code,
                    label=Bilingual.model_validate(part.label),
                    values=[explained.own[name] for name in part.characteristics],
                    points=part.points,
                    reference=_decimal(part.reference),
                    contribution=_decimal(part.difference),
                )
                for part in explained.parts
            ],
            notice=list(explained.notice),
        )


class AppealOut(Response):
    """An appeal and, once there is one, its review."""

    id: str
    decision: str
    grounds: Grounds
    statement: str
    corrections: dict[str, float | int | str | None]
    filed_at: datetime
    due_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    verdict: Verdict | None
    reason: str
    new_decision: str | None


class FindingOut(Response):
    """One promise of the card, and whether it is kept."""

    promise: str
    subject: str = Field(description="A characteristic, a source, or the card.")
    kept: bool
    measured: str


class CertificateOut(Response):
    """What the card promises, judged from the published card alone."""

    card: str = Field(description="The card's digest.")
    passed: bool
    findings: list[FindingOut]

    @classmethod
    def of(cls, certificate: Certificate, digest: str) -> CertificateOut:
        """From the check."""
        findings = [FindingOut.model_validate(finding) for finding in certificate.findings]
        return cls(card=digest, passed=certificate.passed, findings=findings)


class ConsistencyOut(Response):
    """That the log of an earlier size is the beginning of the log of a later one."""

    old: int
    new: int
    proof: list[str]


def canonical_json(description: str) -> dict[int | str, dict[str, Any]]:
    """How a route that answers canonical bytes describes them."""
    return {200: {"description": description, "content": {"application/json": {"schema": {"type": "object"}}}}}


def _decimal(number: Decimal) -> str:
    return format(number, "f")
