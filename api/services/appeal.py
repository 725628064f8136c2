"""Appeal: the person's own view, and what should read otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from api.services.decide import read_values
from api.services.ports import Context
from api.services.record import record
from api.services.records import Appeal, Caller, Grounds, Role, Value
from api.services.view_decision import documents_of, find_decision
from audits.ledger.leaf import Event
from scoring.domain.errors import Conflict, InvalidValue, NotAllowed, NotFound

__all__ = ["AppealRequest", "appeal", "appeal_payload", "view_appeal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRequest:
    """What a person brings forward.

    Attributes
    ----------
    grounds, statement
        Why, and in their own words.
    corrections
        Values that should read otherwise, by field.
    """

    grounds: Grounds
    statement: str
    corrections: Mapping[str, Value]


def appeal(context: Context, caller: Caller, decision_id: str, request: AppealRequest) -> Appeal:
    """File an appeal against a decision.

    Raises
    ------
    NotFound
        If this caller may not see such a decision.
    NotAllowed
        For anybody but the person.
    Conflict
        If an appeal is open, or the decision was replaced already.
    UndeclaredField, InvalidValue
        For a correction that cannot be; also for a field of a source the person did not share.
    """
    moment = context.clock()
    with context.transaction() as store:
        decision = find_decision(store, caller, decision_id)
        if caller.role is not Role.PERSON:
            raise NotAllowed("only the person can appeal")
        if store.open_appeal(decision_id) is not None:
            raise Conflict("an appeal against this decision is open", remedy="Wait for its review")
        if store.superseded_by(decision_id) is not None:
            raise Conflict("the decision was replaced by another", remedy="Appeal against that one")
        card, _ = documents_of(store, decision)
        read_values(card, {**decision.values, **request.corrections}, decision.refused)
        for field in card.registry.read_fields:
            if field.name in request.corrections and field.source in decision.refused:
                raise InvalidValue(field.name, "belongs to a source that was not shared")
        filed = Appeal(
            id=context.new_id(),
            decision=decision_id,
            subject=caller.subject,
            tenant=decision.tenant,
            grounds=request.grounds,
            statement=request.statement,
            corrections=dict(request.corrections),
            filed_at=moment,
            due_at=moment + timedelta(days=context.appeal_days),
        )
        store.add_appeal(filed, record(context, store, Event.APPEAL, appeal_payload(filed), moment))
    return filed


def view_appeal(context: Context, caller: Caller, appeal_id: str) -> Appeal:
    """The appeal of that id that this caller may see.

    Raises
    ------
    NotFound
        If there is none; somebody else's is none.
    """
    with context.transaction() as store:
        if caller.role is Role.PERSON:
            found = store.appeal_of_subject(appeal_id, caller.subject)
        else:
            found = store.appeal_of_tenant(appeal_id, caller.tenant)
    if found is None:
        raise NotFound("there is no such appeal")
    return found


def appeal_payload(filed: Appeal) -> dict[str, object]:
    """What an appeal's leaf commits to."""
    return {
        "appeal": filed.id,
        "decision": filed.decision,
        "subject": filed.subject,
        "tenant": filed.tenant,
        "grounds": filed.grounds.value,
        "statement": filed.statement,
        "corrections": dict(filed.corrections),
        "filed_at": filed.filed_at.isoformat(),
        "due_at": filed.due_at.isoformat(),
    }
