"""Give or refuse a consent: only the person can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.services.ports import Context
from api.services.record import record
from api.services.records import Answer, Caller, Consent, ConsentKind, Role
from audits.ledger.leaf import Event
from scoring.domain.characteristic import Source
from scoring.domain.errors import InvalidValue, NotAllowed, NotFound, PurposeMismatch

__all__ = ["ConsentRequest", "give_consent", "view_consent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """An answer to one question.

    Attributes
    ----------
    kind, source
        To be scored automatically (no source), or one optional source.
    recipient, purpose
        Which lender, and for what.
    answer, valid_days
        Yes or no, and for how long.
    """

    kind: ConsentKind
    source: Source | None
    recipient: str
    purpose: str
    answer: Answer
    valid_days: int


def give_consent(context: Context, caller: Caller, request: ConsentRequest) -> Consent:
    """Record the person's answer.

    Raises
    ------
    NotAllowed
        For anybody but the person: a lender can ask for consent, never record it.
    PurposeMismatch
        For a purpose that the policy does not serve.
    InvalidValue
        For a source that is not optional, or none where one is needed.
    """
    if caller.role is not Role.PERSON:
        raise NotAllowed("only the person can give or refuse consent", remedy="Ask the person to do it")
    if request.purpose != context.policy.purpose:
        raise PurposeMismatch(f"this service scores for '{context.policy.purpose}' only")
    _check_source(request)
    moment = context.clock()
    consent = Consent(
        id=context.new_id(),
        subject=caller.subject,
        kind=request.kind,
        source=request.source,
        recipient=request.recipient,
        purpose=request.purpose,
        answer=request.answer,
        given_at=moment,
        expires_at=moment + timedelta(days=request.valid_days),
    )
    event = Event.CONSENT_GIVEN if request.answer is Answer.GIVEN else Event.CONSENT_REFUSED
    with context.transaction() as store:
        store.add_consent(consent, record(context, store, event, consent_payload(consent), moment))
    return consent


def view_consent(context: Context, caller: Caller, consent_id: str) -> Consent:
    """The person's own consent.

    Raises
    ------
    NotFound
        If this person has none of that id.
    """
    with context.transaction() as store:
        consent = store.consent(consent_id, caller.subject) if caller.role is Role.PERSON else None
    if consent is None:
        raise NotFound("there is no such consent")
    return consent


def consent_payload(consent: Consent) -> dict[str, object]:
    """What a consent's leaf commits to."""
    return {
        "consent": consent.id,
        "subject": consent.subject,
        "kind": consent.kind.value,
        "source": consent.source.value if consent.source else None,
        "recipient": consent.recipient,
        "purpose": consent.purpose,
        "answer": consent.answer.value,
        "given_at": consent.given_at.isoformat(),
        "expires_at": consent.expires_at.isoformat(),
        "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
    }


def _check_source(request: ConsentRequest) -> None:
    if request.kind is ConsentKind.SCORING and request.source is not None:
        raise InvalidValue("source", "belongs to a consent of kind 'source' only")
    if request.kind is ConsentKind.SOURCE and (request.source is None or not request.source.optional):
        optional = ", ".join(source.value for source in Source if source.optional)
        raise InvalidValue("source", "is not an optional source", remedy=f"Optional: {optional}")
