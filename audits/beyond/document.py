"""What stands beside the decisions as plain JSON values: ``null`` for no number, and the reason beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from audits.beyond.appeals import Appeals
from audits.beyond.beyond import Beyond
from audits.beyond.consent import Consent, Effect
from audits.beyond.figures import Alike, Found, Middle, Rate, Share, Withheld
from audits.beyond.handling import Handling
from audits.beyond.months import Months
from audits.beyond.need import Need
from audits.beyond.reasons import Reasons
from audits.beyond.recourse import Recourse

__all__ = ["to_document"]


def to_document(beyond: Beyond) -> dict[str, Any]:
    """All parts; one that is absent is ``null`` and named under ``absent`` with the columns it needs."""
    return {
        "level": beyond.level,
        "reasons": None if beyond.reasons is None else _reasons(beyond.reasons),
        "recourse": None if beyond.recourse is None else _recourse(beyond.recourse),
        "appeals": None if beyond.appeals is None else _appeals(beyond.appeals),
        "consent": None if beyond.consent is None else _consent(beyond.consent),
        "handling": None if beyond.handling is None else _handling(beyond.handling),
        "months": None if beyond.months is None else _months(beyond.months),
        "need": None if beyond.need is None else _need(beyond.need),
        "absent": [{"part": each.part, "needs": list(each.needs)} for each in beyond.absent],
    }


def _reasons(part: Reasons) -> dict[str, Any]:
    return {
        "people": part.people,
        "without": part.without,
        "left_out": part.left_out,
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {"reasons": [{"code": reason.code, "groups": _shares(reason.shares)} for reason in each.reasons]}
            for each in part.by
        ],
    }


def _recourse(part: Recourse) -> dict[str, Any]:
    return {
        "people": part.people,
        "unknown": part.unknown,
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {"feasible": _shares(each.feasible), "cost": _middles(each.cost)}
            for each in part.by
        ],
    }


def _appeals(part: Appeals) -> dict[str, Any]:
    return {
        "people": part.people,
        "pending": part.pending,
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {
                "appealed": _shares(each.appealed),
                "overturned": _shares(each.overturned),
                "overturned_same_reviewer": [
                    {"group": group, "difference": None if alike is None else _alike(alike)}
                    for group, alike in zip(each.compared.attribute.levels, each.same_reviewer, strict=False)
                ],
                "days_to_review": _middles(each.days),
            }
            for each in part.by
        ],
        "reviewers": [
            {
                "reviewer": each.name,
                "overturned": _rate(each.overturned),
                "days_to_review": None if each.days is None else _found(each.days),
            }
            for each in part.reviewers
        ],
    }


def _consent(part: Consent) -> dict[str, Any]:
    return {
        "people": part.people,
        "approval": _effect(part.effect),
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {"refused": _shares(each.refused), "approval": [_effect(effect) for effect in each.effects]}
            for each in part.by
        ],
    }


def _handling(part: Handling) -> dict[str, Any]:
    return {
        "cut_offs": [{"card": each.card or None, "at": each.at, "given": each.given} for each in part.cut_offs],
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {
                "referred": _shares(each.referred),
                "approved_below": _shares(each.approved_below),
                "declined_above": _shares(each.declined_above),
            }
            for each in part.by
        ],
    }


def _months(part: Months) -> dict[str, Any]:
    return {
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {"months": [{"month": one.month or None, "groups": _shares(one.shares)} for one in each.months]}
            for each in part.by
        ]
    }


def _need(part: Need) -> dict[str, Any]:
    return {
        "column": part.column,
        "people": part.people,
        "unknown": part.unknown,
        "by": [
            _by(each.compared.attribute.name, each.compared.reference)
            | {
                "approved": [
                    {"same_need" if name == "same_score" else name: value for name, value in share.items()}
                    for share in _shares(each.approved)
                ]
            }
            for each in part.by
        ],
    }


def _by(attribute: str, reference: str) -> dict[str, Any]:
    return {"attribute": attribute, "reference": reference}


def _shares(shares: Sequence[Share]) -> list[dict[str, Any]]:
    return [
        {
            "group": each.group,
            "share": _rate(each.rate),
            "difference": None if each.difference is None else _found(each.difference),
            "same_score": None if each.alike is None else _alike(each.alike),
        }
        for each in shares
    ]


def _middles(middles: Sequence[Middle]) -> list[dict[str, Any]]:
    return [
        {
            "group": each.group,
            "people": each.people,
            "median": _found(each.median),
            "difference": None if each.difference is None else _found(each.difference),
            "same_score": None if each.alike is None else _alike(each.alike),
        }
        for each in middles
    ]


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "group": effect.group,
        "refused": _rate(effect.refused),
        "others": _rate(effect.others),
        "difference": _found(effect.difference),
        "same_score": _alike(effect.alike),
    }


def _rate(rate: Rate | Withheld) -> dict[str, Any]:
    if isinstance(rate, Withheld):
        return {"value": None, "withheld": rate.why.value}
    proportion, interval = rate.proportion, rate.interval
    return {
        "value": proportion.rate,
        "count": proportion.count,
        "of": proportion.of,
        "low": interval.low,
        "high": interval.high,
        "level": interval.level,
    }


def _found(number: Found | Withheld) -> dict[str, Any]:
    if isinstance(number, Withheld):
        return {"value": None, "withheld": number.why.value}
    interval = number.interval
    return {"value": number.value, "low": interval.low, "high": interval.high, "level": interval.level}


def _alike(alike: Alike | Withheld) -> dict[str, Any]:
    return _found(alike) if isinstance(alike, Withheld) else {**_found(alike.found), "matched": alike.matched}
