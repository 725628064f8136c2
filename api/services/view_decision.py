"""View a decision: the decision itself, its explanation, its recourse, its receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from api.services.decide import read_values
from api.services.ports import Context, Store
from api.services.publish import checkpoint_of
from api.services.records import Caller, Decision, Mode, Role
from audits.ledger.leaf import Leaf
from audits.ledger.merkle import inclusion_path
from audits.ledger.receipt import build_receipt
from scoring.artefact.canonical import digest
from scoring.artefact.card_json import card_from_document
from scoring.artefact.policy_file import policy_from_document
from scoring.domain.card import Card
from scoring.domain.decision import assess
from scoring.domain.errors import EvidenceBroken, NotAllowed, NotFound, NotSearchable
from scoring.domain.policy import Policy
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis, Contribution, Reason
from scoring.domain.text import Language
from scoring.domain.wording import describe_reading
from scoring.explain.contributions import contributions, default_basis, reference_score
from scoring.explain.notice import notice_lines
from scoring.explain.reasons import principal_reasons
from scoring.explain.recourse import Goal, Recourse, recourse
from scoring.explain.responsiveness import Alone, responsiveness

__all__ = [
    "Explained",
    "Viewed",
    "documents_of",
    "explain_decision",
    "find_decision",
    "find_recourse",
    "receipt_of",
    "view_decision",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """A decision with what must never be apart from it: its scale and its reasons.

    Attributes
    ----------
    decision, superseded_by
        The decision, and what replaced it.
    card, policy
        The documents that decided.
    reasons
        Principal reasons, none for an approval.
    alone
        By reason code: what changing its subject alone would do.
    """

    decision: Decision
    superseded_by: str | None
    card: Card
    policy: Policy
    reasons: tuple[Reason, ...]
    alone: Mapping[str, Alone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A decision taken apart.

    Attributes
    ----------
    viewed
        The decision.
    basis, reference
        What contributions are measured from, and its score.
    parts
        One contribution per entry; they sum to score minus reference.
    own
        The person's values in words, by characteristic.
    notice
        The same as plain lines.
    """

    viewed: Viewed
    basis: Basis
    reference: Decimal
    parts: tuple[Contribution, ...]
    own: dict[str, str]
    notice: tuple[str, ...]


def find_decision(store: Store, caller: Caller, decision_id: str) -> Decision:
    """The decision of that id that this caller may see.

    Raises
    ------
    NotFound
        If there is none; somebody else's is none.
    """
    if caller.role is Role.PERSON:
        decision = store.decision_of_subject(decision_id, caller.subject)
    else:
        decision = store.decision_of_tenant(decision_id, caller.tenant)
    if decision is None:
        raise NotFound("there is no such decision")
    return decision


def documents_of(store: Store, decision: Decision) -> tuple[Card, Policy]:
    """The card and policy that decided, by digest.

    Raises
    ------
    EvidenceBroken
        If the database lacks one of them.
    """
    card, policy = _document(store, decision.card), _document(store, decision.policy)
    return card_from_document(json.loads(card)), policy_from_document(json.loads(policy))


def _document(store: Store, expected: str) -> bytes:
    data = store.document(expected)
    if data is None or digest(data) != expected:
        state = "not in the database" if data is None else "not what its digest says"
        raise EvidenceBroken("evidence row", f"the card or policy of a decision is {state}", where=expected)
    return data


def view_decision(context: Context, caller: Caller, decision_id: str) -> Viewed:
    """The decision with its scale and reasons."""
    with context.transaction() as store:
        decision = find_decision(store, caller, decision_id)
        return _viewed(store, decision)


def explain_decision(context: Context, caller: Caller, decision_id: str, language: Language) -> Explained:
    """The decision taken apart, recomputed from what was stored with the card that decided."""
    viewed = view_decision(context, caller, decision_id)
    card, decision = viewed.card, viewed.decision
    readings = read_values(card, decision.values, decision.refused)
    basis = default_basis(card)
    return Explained(
        viewed=viewed,
        basis=basis,
        reference=reference_score(card, basis),
        parts=contributions(card, readings, basis),
        own={
            field.name: describe_reading(readings[field.name], field, language, card.ends(field.name))
            for field in card.scored
        },
        notice=tuple(_notice(viewed, readings, language)),
    )


def _notice(viewed: Viewed, readings: Mapping[str, Reading], language: Language) -> list[str]:
    decision = viewed.decision
    taken_by = decision.reason if decision.mode is Mode.HUMAN else None
    return notice_lines(
        viewed.card,
        viewed.policy,
        readings,
        decision.outcome,
        viewed.reasons,
        language,
        reviewer_reason=taken_by,
        alone=viewed.alone,
    )


def find_recourse(context: Context, caller: Caller, decision_id: str, plans: int) -> Recourse:
    """The cheapest changes that would have turned the decision into an approval."""
    viewed = view_decision(context, caller, decision_id)
    policy, decision = viewed.policy, viewed.decision
    goal = Goal(target_score=policy.cut_off, limits=policy.limits)
    return recourse(viewed.card, decision.values, goal=goal, refused=decision.refused, plans=plans)


def receipt_of(context: Context, caller: Caller, decision_id: str) -> bytes:
    """The person's receipt: canonical bytes that a stranger can verify offline.

    Raises
    ------
    NotAllowed
        For anybody but the person: it discloses their values.
    """
    with context.transaction() as store:
        decision = find_decision(store, caller, decision_id)
        if caller.role is not Role.PERSON:
            raise NotAllowed("only the person receives the receipt", remedy="It discloses their values")
        row = store.evidence(decision.seq)
        if row is None or row.payload is None or row.salts is None:
            raise NotFound("the decision's payload has been erased")
        hashes = store.leaf_hashes()
        return build_receipt(
            Leaf.from_data(row.data),
            row.payload,
            row.salts,
            index=decision.seq,
            size=len(hashes),
            proof=inclusion_path(hashes, decision.seq),
            checkpoint=checkpoint_of(context, hashes),
        )


def _viewed(store: Store, decision: Decision) -> Viewed:
    card, policy = documents_of(store, decision)
    readings: dict[str, Reading] = read_values(card, decision.values, decision.refused)
    # A person decided here: the policy's own reasons would not be theirs.
    by_policy = assess(card, policy, readings).outcome is decision.outcome
    reasons = principal_reasons(card, policy, readings) if by_policy else ()
    goal = Goal(target_score=policy.cut_off, limits=policy.limits)
    return Viewed(
        decision=decision,
        superseded_by=store.superseded_by(decision.id),
        card=card,
        policy=policy,
        reasons=reasons,
        alone=_alone(card, readings, reasons, goal),
    )


def _alone(card: Card, readings: Mapping[str, Reading], reasons: tuple[Reason, ...], goal: Goal) -> dict[str, Alone]:
    try:
        return responsiveness(card, readings, reasons, goal)
    except NotSearchable:
        return {}  # the card declares steps too fine to search: a decision is shown all the same, recourse says why
