"""A judgement as plain JSON values."""

from __future__ import annotations

from collections.abc import Sequence

from audits.alternatives.judgement import TOLERANCE, TOLERANCE_SOURCE, Judged, Judgement
from audits.alternatives.measured import Disparity
from audits.decisions.cube import Source
from audits.shared.finding import Finding, Known

__all__ = ["card_document", "conventions", "to_document"]

KIND = "counterscore-alternatives"
FORMAT = 1
DECIMALS = 6


def to_document(judgement: Judgement, sources: Sequence[Source] = ()) -> dict[str, object]:
    """Everything that was found, with the conventions it was found by."""
    return {
        "kind": KIND,
        "format": FORMAT,
        **conventions(judgement),
        "open": [each.entry.digest for each in judgement.open],
        "fronts": [
            {
                "attribute": each.attribute,
                "group": each.group,
                "reference": each.reference,
                "digests": list(each.digests),
            }
            for each in judgement.fronts
        ],
        "cards": [card_document(each) for each in judgement.cards],
        "sources": [{"role": one.role, "name": one.name, "sha256": one.sha256} for one in sources],
    }


def conventions(judgement: Judgement) -> dict[str, object]:
    """What a reader must know to read the numbers."""
    return {
        "attributes": list(judgement.attributes),
        "approval_rate": round(judgement.rate, DECIMALS),
        "level": judgement.level,
        "joint_level": round(judgement.joint, 2 * DECIMALS),
        "tolerance": judgement.tolerance,
        "tolerance_source": TOLERANCE_SOURCE if judgement.tolerance == TOLERANCE else "given by whoever ran the search",
    }


def card_document(each: Judged) -> dict[str, object]:
    """One card."""
    return {
        "digest": each.entry.digest,
        "making": each.entry.making,
        "what": each.entry.what,
        "standing": each.standing.value,
        "reason": each.reason,
        "auc": _finding(each.accuracy.auc),
        "auc_change": _finding(each.accuracy.auc_change),
        "log_loss": _finding(each.accuracy.loss),
        "log_loss_change": _finding(each.accuracy.loss_change),
        "groups": [_group(one) for one in each.disparities],
    }


def _group(one: Disparity) -> dict[str, object]:
    return {
        "attribute": one.attribute,
        "group": one.group,
        "reference": one.reference,
        "impact_ratio": _finding(one.impact),
        "nearer_to_equal": _finding(one.nearer),
        "nearer_to_equal_jointly": _finding(one.nearer_jointly),
        "opportunity_difference": _finding(one.opportunity),
        "opportunity_change": _finding(one.opportunity_change),
    }


def _finding(finding: Finding) -> dict[str, object]:
    if isinstance(finding, Known):
        ends = {"value": finding.value, "low": finding.interval.low, "high": finding.interval.high}
        return {name: round(number, DECIMALS) + 0.0 for name, number in ends.items()}
    return {"value": None, "why": finding.reason.value}
