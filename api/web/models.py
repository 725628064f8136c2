"""What requests and responses look like; requests are closed, and refuse what is not a number."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, StringConstraints

from api.services.records import Answer, Appeal, Consent, ConsentKind, Grounds, Mode, Verdict
from api.services.view_decision import Explained, Viewed
from scoring.domain.characteristic import Source
from scoring.domain.policy import Outcome
from scoring.domain.reason import Basis, Stage
from scoring.domain.text import Text
from scoring.explain.recourse import Recourse

__all__ = [
    "AppealIn",
    "AppealOut",
    "ConsentIn",
    "ConsentOut",
    "ConsistencyOut",
    "DecisionIn",
    "DecisionOut",
    "ExplanationOut",
    "RecourseOut",
    "ReviewIn",
    "canonical_json",
]


def _value(value: object) -> object:
    """A raw value as it came: nothing is converted, and a truth value is no number."""
    if value is None or (isinstance(value, str) and len(value) <= MOST_TEXT and value.isprintable()):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value):
        return value
    raise ValueError("must be a finite number, a short text, or null where nobody knows")


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond any float
        return False


MOST_TEXT = 100
Value = Annotated[
    float | str | None,
    PlainValidator(_value, json_schema_input_type=float | Annotated[str, Field(max_length=100)] | None),
]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Values = Annotated[dict[FieldName, Value], Field(max_length=500)]
Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
# Letters, spaces, line breaks and tabs; no other control characters, which a reader would not see.
_READABLE = r"[^\x00-\x08\x0b-\x1f\x7f]*"
Words = Annotated[str, StringConstraints(pattern=rf"^{_READABLE}\S{_READABLE}$", max_length=4000)]


class Request(BaseModel):
    """A closed request."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Response(BaseModel):
    """A response."""

    model_config = ConfigDict(frozen=True)


class Bilingual(Response):
    """A text in both languages."""

    en: str
    nl: str

    @classmethod
    def of(cls, text: Text) -> Bilingual:
        """From the domain's text."""
        return cls(en=text.en, nl=text.nl)


class ConsentIn(Request):
    """The person's answer to one question."""

    kind: ConsentKind
    source: Source | None = Field(default=None, description="For kind 'source': which optional source.")
    recipient: Identity = Field(description="The lender that may use it.")
    purpose: Identity
    answer: Answer = Answer.GIVEN
    valid_days: int = Field(default=90, ge=1, le=365, strict=True)


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

    @classmethod
    def of(cls, consent: Consent) -> ConsentOut:
        """From the record."""
        return cls(
            id=consent.id,
            kind=consent.kind,
            source=consent.source,
            recipient=consent.recipient,
            purpose=consent.purpose,
            answer=consent.answer,
            given_at=consent.given_at,
            expires_at=consent.expires_at,
            withdrawn_at=consent.withdrawn_at,
        )


class DecisionIn(Request):
    """One application."""

    subject: Identity = Field(description="The person's pseudonymous id.")
    purpose: Identity
    values: Values = Field(description="Raw values by declared field; null where nobody knows.")


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
    characteristic: str
    loss: str | None = Field(description="Points below the reference, a decimal; null for an affordability limit.")
    actionable: bool


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
                    text=Bilingual.of(reason.text),
                    stage=reason.stage,
                    characteristic=reason.characteristic,
                    loss=None if reason.loss is None else str(reason.loss),
                    actionable=reason.actionable,
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

    characteristic: str
    code: str
    label: Bilingual
    value: str = Field(description="The person's own value in words.")
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
                    characteristic=part.characteristic,
                    code=part.code,
                    label=Bilingual.of(part.label),
                    value=explained.own[part.characteristic],
                    points=part.points,
                    reference=_decimal(part.reference),
                    contribution=_decimal(part.difference),
                )
                for part in explained.parts
            ],
            notice=list(explained.notice),
        )


class ChangeOut(Response):
    """One change of a plan."""

    field: str
    label: Bilingual
    before: float
    after: float
    unit: Bilingual | None


class PlanOut(Response):
    """Changes that together would have led to approval."""

    changes: list[ChangeOut]
    months: int
    score: int
    pd: str


class RecourseOut(Response):
    """Plans, cheapest first; or how far permitted changes can go."""

    plans: list[PlanOut]
    best_score: int
    unmet_limits: list[str]
    note: Bilingual

    @classmethod
    def of(cls, answer: Recourse) -> RecourseOut:
        """From the use case's answer."""
        return cls(
            plans=[
                PlanOut(
                    changes=[
                        ChangeOut(
                            field=change.field,
                            label=Bilingual.of(change.label),
                            before=change.before,
                            after=change.after,
                            unit=Bilingual.of(change.unit) if change.unit else None,
                        )
                        for change in plan.changes
                    ],
                    months=plan.months,
                    score=plan.score,
                    pd=str(plan.pd),
                )
                for plan in answer.plans
            ],
            best_score=answer.best_score,
            unmet_limits=list(answer.unmet_limits),
            note=Bilingual.of(NOTE),
        )


NOTE = Text(
    en="Computed with the card and policy that decided, everything else staying as it is; no promise of approval.",
    nl="Berekend met de kaart en het beleid van deze beslissing, terwijl al het andere gelijk blijft; geen toezegging.",
)


class AppealIn(Request):
    """What a person brings forward."""

    grounds: Grounds
    statement: Words
    corrections: Values = Field(default_factory=dict, description="Values that should read otherwise, by field.")


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

    @classmethod
    def of(cls, appeal: Appeal) -> AppealOut:
        """From the record."""
        return cls(
            id=appeal.id,
            decision=appeal.decision,
            grounds=appeal.grounds,
            statement=appeal.statement,
            corrections=dict(appeal.corrections),
            filed_at=appeal.filed_at,
            due_at=appeal.due_at,
            reviewed_at=appeal.reviewed_at,
            reviewed_by=appeal.reviewed_by,
            verdict=appeal.verdict,
            reason=appeal.reason,
            new_decision=appeal.new_decision,
        )


class ReviewIn(Request):
    """A reviewer's verdict and written reason."""

    verdict: Verdict
    reason: Annotated[Words, Field(min_length=10)]


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
