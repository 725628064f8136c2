"""Export decisions for an audit: what was decided and why, about persons whom the file does not name.

A person is a pseudonym: HMAC-SHA-256 of the id that the service knows them by, under a key that is drawn for this
export and never kept. All decisions on one person share it, so that they can be kept together and protected attributes
joined; two exports cannot be linked, and nobody who has the file alone can find the person, however few ids there are
to try. Whoever must join attributes asks for the mapping from pseudonyms to ids, which is personal data: it is given
only on request, and the request is logged.

Each row is a decision that an application led to. A decision by which a review replaced it is no row of its own: the
first one's row says that it was appealed against and overturned. Rows stand in order of pseudonym, which says nothing.

The export is of the moment of its entry in the log. Decisions are read in pages, so that the service can decide between
them; values that are erased meanwhile count as erased.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from api.services.decide import read_values
from api.services.ports import Context
from api.services.record import record
from api.services.records import Contest, Decision, Verdict
from api.services.view_decision import documents_of
from audits.ledger.leaf import Event
from scoring.domain.card import Card
from scoring.domain.errors import InputError, NotFound
from scoring.domain.policy import Outcome, Policy
from scoring.explain.reasons import MOST_REASONS, principal_reasons

__all__ = ["Export", "Exported", "export_decisions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One decision without the person, as docs/decisions-file.md describes it.

    Attributes
    ----------
    id
        The person's pseudonym.
    decided_at
        The hour, in UTC: the minute could identify a person.
    card, score, pd
        Digest of the card, and what it said; the PD is its decimal string.
    approved, referred
        Whether it was an approval, or was left to a person; neither for a decline.
    reasons
        Codes of the principal reasons, at most four; none for an approval, or where the values were erased.
    appealed, overturned
        Whether the person appealed, against it or what replaced it, and whether a reviewer ever overturned it.
    reviewer, days_to_review
        Pseudonym of who reviewed last, and the whole days that it took; None without a review.
    consent_refused
        Whether the person kept back an optional source that the card reads.
    """

    id: str
    decided_at: str
    card: str
    score: int
    pd: str
    approved: bool
    reasons: tuple[str, ...]
    referred: bool
    appealed: bool
    overturned: bool
    reviewer: str | None
    days_to_review: int | None
    consent_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Decisions, and what was asked for beside them.

    Attributes
    ----------
    rows
        In order of pseudonym.
    erased
        Of how many the values were erased: they have no reasons.
    mapping
        Ids of persons by pseudonym; empty unless asked for.
    """

    rows: tuple[Exported, ...]
    erased: int
    mapping: Mapping[str, str]


def export_decisions(context: Context, *, tenant: str | None, purpose: str, mapped: bool) -> Export:
    """Export every decision, or those of one lender, and log that and why it was done.

    Parameters
    ----------
    purpose
        What the file is for; it stands in the log's entry.
    mapped
        Whether to give the mapping from pseudonyms to ids.

    Raises
    ------
    InputError
        Without a purpose.
    NotFound
        If there is no decision.
    EvidenceBroken
        If a payload, card or policy is not what it was.
    """
    if not purpose.strip():
        raise InputError("an export needs a purpose", remedy="Say what the file is for")
    moment = context.clock()
    with context.transaction() as store:
        number, contests = store.number_of_decisions(tenant), store.contests(tenant)
        if not number:
            raise NotFound("there is no decision", where="" if tenant is None else f"lender {tenant}")
        payload: dict[str, object] = {
            "exported": "decisions",
            "tenant": tenant,
            "purpose": purpose,
            "decisions": number,
            "mapped": mapped,
        }
        end = record(context, store, Event.AUDIT, payload, moment)
    names = _Names(context.random_bytes(32))
    found = list(_read(context, tenant, end))
    rows = _rows([each for each, _ in found], contests, names)
    persons = {names.person(each.decision.subject): each.decision.subject for each, _ in found} if mapped else {}
    erased = sum(not kept and each.decision.supersedes is None for each, kept in found)
    return Export(rows=rows, erased=erased, mapping=dict(sorted(persons.items())))


PAGE = 1_000
"""Decisions that are read at once: the service decides nothing meanwhile."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A decision without its values, and what they gave."""

    decision: Decision
    reasons: tuple[str, ...]
    refused: bool


def _read(context: Context, tenant: str | None, end: int) -> Iterator[tuple[_Read, bool]]:
    """Every decision before that leaf, and whether its values are still there; a page at a time."""
    documents: dict[tuple[str, str], tuple[Card, Policy]] = {}
    first = 0
    while first < end:
        with context.transaction() as store:
            page = store.decisions_from(first, tenant, PAGE)
            for decision, _ in page:
                if (pair := (decision.card, decision.policy)) not in documents:
                    documents[pair] = documents_of(store, decision)
        for decision, kept in page:
            if decision.seq < end:
                card, policy = documents[decision.card, decision.policy]
                reasons = _reasons(decision, card, policy) if kept and decision.supersedes is None else ()
                refused = bool(decision.refused & {field.source for field in card.registry.read_fields})
                yield _Read(replace(decision, values={}, reason=""), reasons, refused), kept
        first = page[-1][0].seq + 1 if len(page) == PAGE else end


@dataclass(frozen=True, slots=True)
class _Names:
    """Pseudonyms under one key; a person and a reviewer of one id have different ones."""

    key: bytes

    def person(self, subject: str) -> str:
        return self._name("person", subject)

    def reviewer(self, subject: str) -> str:
        return self._name("reviewer", subject)

    def _name(self, kind: str, subject: str) -> str:
        return hmac.new(self.key, f"{kind}\n{subject}".encode(), hashlib.sha256).hexdigest()[:32]


def _rows(found: Sequence[_Read], contests: Sequence[Contest], names: _Names) -> tuple[Exported, ...]:
    decisions = [each.decision for each in found]
    replaced_by = {one.supersedes: one.id for one in decisions if one.supersedes is not None}
    against: dict[str, list[Contest]] = defaultdict(list)
    for contest in contests:
        against[contest.decision].append(contest)
    rows = []
    for each in found:
        if each.decision.supersedes is None:
            chain, last = list(against[each.decision.id]), each.decision.id
            while (last := replaced_by.get(last, "")) != "":
                chain += against[last]
            rows.append(_row(each, chain, names))
    return tuple(sorted(rows, key=lambda row: row.id))  # stable: one person's stay in the order of the log


def _reasons(decision: Decision, card: Card, policy: Policy) -> tuple[str, ...]:
    readings = read_values(card, decision.values, decision.refused)
    return tuple(reason.code for reason in principal_reasons(card, policy, readings)[:MOST_REASONS])


def _row(each: _Read, chain: Sequence[Contest], names: _Names) -> Exported:
    decision = each.decision
    reviews = [(one.reviewed_at, one) for one in chain if one.reviewed_at is not None]
    reviewed_at, last = max(reviews, key=lambda pair: pair[0], default=(None, None))
    return Exported(
        id=names.person(decision.subject),
        decided_at=f"{decision.decided_at.astimezone(UTC):%Y-%m-%dT%H:00Z}",
        card=decision.card,
        score=decision.score,
        pd=decision.pd,
        approved=decision.outcome is Outcome.APPROVE,
        reasons=each.reasons,
        referred=decision.outcome is Outcome.REFER,
        appealed=bool(chain),
        overturned=any(one.verdict is Verdict.OVERTURN for one in chain),
        reviewer=None if last is None else names.reviewer(last.reviewed_by),
        days_to_review=None if last is None or reviewed_at is None else (reviewed_at - last.filed_at).days,
        consent_refused=each.refused,
    )
