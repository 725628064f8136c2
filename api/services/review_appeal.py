"""Review an appeal: a person decides, with a written reason, who has not decided before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from api.services.decide import decision_payload, read_values
from api.services.ports import Context, Store
from api.services.record import record
from api.services.records import Appeal, Caller, Decision, Mode, Role, Verdict
from api.services.view_decision import documents_of, find_decision
from audits.ledger.leaf import Event
from scoring.domain.errors import Conflict, NotAllowed, NotFound
from scoring.domain.policy import Outcome

__all__ = ["ReviewRequest", "review_appeal", "review_payload"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """What a reviewer says: uphold or overturn, and why."""

    verdict: Verdict
    reason: str


def review_appeal(context: Context, caller: Caller, appeal_id: str, request: ReviewRequest) -> Appeal:
    """Review an appeal. Overturning records a new decision; the first one stays as it was.

    The new decision scores the corrected values with the card and policy that decided first, and approves on the
    reviewer's written reason.

    Raises
    ------
    NotAllowed
        For a caller that is no reviewer, took the decision, reviewed it before, or is the person.
    NotFound
        If this lender has no such appeal.
    Conflict
        If it was reviewed already.
    """
    if caller.role is not Role.REVIEWER:
        raise NotAllowed("only a reviewer reviews an appeal")
    moment = context.clock()
    with context.transaction() as store:
        filed = store.appeal_of_tenant(appeal_id, caller.tenant)
        if filed is None:
            raise NotFound("there is no such appeal")
        decision = find_decision(store, caller, filed.decision)
        if caller.subject in (decision.decided_by, decision.subject, *store.reviewers(decision.id)):
            raise NotAllowed(
                "whoever took the decision, reviewed it before, or is the person cannot review it",
                remedy="Ask another reviewer",
            )
        if not filed.is_open:
            raise Conflict("the appeal was reviewed already")
        reviewed = replace(
            filed,
            reviewed_at=moment,
            reviewed_by=caller.subject,
            verdict=request.verdict,
            reason=request.reason,
        )
        if request.verdict is Verdict.OVERTURN:
            reviewed = replace(reviewed, new_decision=_overturn(context, store, decision, reviewed, moment).id)
        store.close_appeal(reviewed, record(context, store, Event.REVIEW, review_payload(reviewed), moment))
    return reviewed


def _overturn(context: Context, store: Store, first: Decision, reviewed: Appeal, moment: datetime) -> Decision:
    card, _ = documents_of(store, first)
    values = {**first.values, **reviewed.corrections}
    score = card.score(read_values(card, values, first.refused))
    second = replace(
        first,
        id=context.new_id(),
        decided_at=moment,
        decided_by=reviewed.reviewed_by,
        mode=Mode.HUMAN,
        outcome=Outcome.APPROVE,
        score=score,
        pd=str(card.pd(score)),
        values=values,
        supersedes=first.id,
        reason=reviewed.reason,
        seq=-1,  # not in the log yet
    )
    second = replace(second, seq=record(context, store, Event.DECISION, decision_payload(second), moment))
    store.add_decision(second)
    return second


def review_payload(reviewed: Appeal) -> dict[str, object]:
    """What a review's leaf commits to."""
    return {
        "appeal": reviewed.id,
        "decision": reviewed.decision,
        "subject": reviewed.subject,
        "tenant": reviewed.tenant,
        "reviewed_at": reviewed.reviewed_at.isoformat() if reviewed.reviewed_at else None,
        "reviewed_by": reviewed.reviewed_by,
        "verdict": reviewed.verdict.value if reviewed.verdict else None,
        "reason": reviewed.reason,
        "new_decision": reviewed.new_decision,
    }
