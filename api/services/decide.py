"""Decide: gather consents and values, judge purely, record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.services.ports import Context
from api.services.record import record
from api.services.records import Caller, Consent, ConsentKind, Decision, Mode, Role, Value
from audits.ledger.leaf import Event
from scoring.domain.card import Card
from scoring.domain.characteristic import MISSING_WORDS, Characteristic, Kind, Source
from scoring.domain.decision import assess
from scoring.domain.errors import ConsentMissing, InvalidValue, NotAllowed, PurposeMismatch
from scoring.domain.reading import Reading, State

__all__ = ["DecisionRequest", "decide", "decision_payload", "read_values"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRequest:
    """What a lender asks.

    Attributes
    ----------
    subject
        The person's pseudonymous id.
    purpose
        What the score is for.
    values
        Raw values by declared field; null where nobody knows.
    """

    subject: str
    purpose: str
    values: Mapping[str, Value]


def decide(context: Context, caller: Caller, request: DecisionRequest) -> Decision:
    """Decide on one application, if the person has consented.

    Raises
    ------
    NotAllowed, PurposeMismatch
        For a caller that is no lender, or another purpose.
    ConsentMissing
        Without the person's consent to be scored by this lender for this purpose, or to an optional source that the
        values hold.
    UndeclaredField, InvalidValue
        For a field nobody declared, or a value outside its declaration.
    """
    if caller.role is not Role.LENDER:
        raise NotAllowed("only a lender asks for a decision")
    if request.purpose != context.policy.purpose:
        raise PurposeMismatch(f"this service scores for '{context.policy.purpose}' only")
    context.card.registry.refuse_undeclared(request.values)
    moment = context.clock()
    with context.transaction() as store:
        consents = store.consents(request.subject, caller.tenant, request.purpose)
        if not _permitted(consents, ConsentKind.SCORING, None, moment):
            raise ConsentMissing(
                "the person has not consented to be scored automatically by this lender for this purpose",
                remedy=f"Ask the person for consent; without it: {context.human_route}",
            )
        refused = _refused_sources(context.card, request.values, consents, moment)
        decision = _judged(context, caller, request, refused, moment)
        seq = record(context, store, Event.DECISION, decision_payload(decision), moment)
        decision = replace(decision, seq=seq)
        store.add_decision(decision)
    return decision


def read_values(card: Card, values: Mapping[str, Value], refused: frozenset[Source]) -> dict[str, Reading]:
    """The readings of a request's values.

    Raises
    ------
    UndeclaredField, InvalidValue
        For a field nobody declared, or a value outside its declaration; the value is not repeated.
    """
    card.registry.refuse_undeclared(values)
    for field in card.registry.read_fields:
        _refuse_other_kind(field, values.get(field.name))
    readings = card.registry.read(values, refused)
    for name, reading in readings.items():
        if reading.state is State.INVALID:
            raise InvalidValue(name, f"the value {reading.label}", remedy=_permitted_values(card, name))
    return readings


def _refuse_other_kind(field: Characteristic, value: Value) -> None:
    """A request has types, a file has not: text is no number, and a word for 'unknown' is no category."""
    if field.kind is Kind.NUMERIC and isinstance(value, str):
        raise InvalidValue(field.name, "the value is text where a number belongs", remedy="Send a number, or null")
    if field.kind is Kind.CATEGORICAL and value is not None:
        if not isinstance(value, str):
            raise InvalidValue(field.name, "the value is no text, as a category is", remedy="Send text, or null")
        if value.strip().lower() in MISSING_WORDS:
            raise InvalidValue(field.name, "the value is a word for 'unknown'", remedy="Send null where nobody knows")


def _permitted_values(card: Card, name: str) -> str:
    field = card.registry.field(name)
    if field.categories:
        return f"Declared: {', '.join(field.categories)}"
    return f"Declared: {field.range[0]:g} to {field.range[1]:g}" if field.range else ""


def decision_payload(decision: Decision) -> dict[str, object]:
    """What a decision's leaf commits to, and its receipt discloses."""
    return {
        "decision": decision.id,
        "subject": decision.subject,
        "tenant": decision.tenant,
        "decided_at": decision.decided_at.isoformat(),
        "decided_by": decision.decided_by,
        "mode": decision.mode.value,
        "outcome": decision.outcome.value,
        "score": decision.score,
        "pd": decision.pd,
        "values": dict(decision.values),
        "refused": sorted(source.value for source in decision.refused),
        "supersedes": decision.supersedes,
        "reason": decision.reason,
    }


def _judged(
    context: Context, caller: Caller, request: DecisionRequest, refused: frozenset[Source], moment: datetime
) -> Decision:
    assessment = assess(context.card, context.policy, read_values(context.card, request.values, refused))
    return Decision(
        id=context.new_id(),
        subject=request.subject,
        tenant=caller.tenant,
        decided_at=moment,
        decided_by=caller.subject,
        mode=Mode.AUTOMATED,
        card=context.card_digest,
        policy=context.policy_digest,
        outcome=assessment.outcome,
        score=assessment.score,
        pd=str(assessment.pd),
        values=dict(request.values),
        refused=refused,
        seq=-1,  # not in the log yet
    )


def _permitted(consents: Sequence[Consent], kind: ConsentKind, source: Source | None, moment: datetime) -> bool:
    """Whether the latest answer to a question permits; an earlier yes does not outlive a later no."""
    answers = [consent for consent in consents if consent.kind is kind and consent.source is source]
    return bool(answers) and answers[-1].permits(moment)


def _refused_sources(
    card: Card, values: Mapping[str, Value], consents: Sequence[Consent], moment: datetime
) -> frozenset[Source]:
    refused = frozenset(
        source for source in Source if source.optional and not _permitted(consents, ConsentKind.SOURCE, source, moment)
    )
    for field in card.registry.read_fields:
        if field.source in refused and values.get(field.name) is not None:
            raise ConsentMissing(
                f"the person has not consented to the source '{field.source}', which '{field.name}' comes from",
                remedy="Leave its fields out, at no cost to the person, or ask for consent",
            )
    return refused
