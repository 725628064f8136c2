"""The report as a JSON document: format 1, stable names, ``null`` for no number and a reason beside it."""

from __future__ import annotations

from typing import Any

from audits.fairness.cannot_see import CANNOT_SEE, not_measured
from audits.fairness.result import AttributeResult, AuditReport, Band, Comparison, GroupResult, Rate, Withheld
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE

__all__ = ["FORMAT", "to_document"]

FORMAT = 1


def to_document(report: AuditReport) -> dict[str, Any]:
    """The whole report as plain JSON values."""
    return {
        "kind": "counterscore-fairness-audit",
        "format": FORMAT,
        "overall": report.overall.value,
        "inputs": [{"role": s.role, "name": s.name, "sha256": s.sha256} for s in report.sources],
        "people": report.people,
        "unknown_outcomes": report.unknown_outcomes,
        "plan": _plan(report),
        "attributes": [_attribute(attribute) for attribute in report.attributes],
        "not_measured": [{"what": what.en, "why": why.en} for what, why in not_measured(report)],
        "cannot_see": [text.en for text in CANNOT_SEE],
    }


def _plan(report: AuditReport) -> dict[str, Any]:
    plan = report.plan
    return {
        "registered": plan.registered or None,
        "level": plan.level,
        "primary_comparisons": report.primary,
        "simultaneous": "Bonferroni over the primary comparisons",
        "fewest_people": FEWEST_PEOPLE,
        "fewest_on_either_side": FEWEST_EACH,
        "references": dict(plan.references),
        "limits": [
            {"measure": m.value, "name": t.name, "low": t.low, "high": t.high, "source": t.source}
            for m, t in plan.thresholds.items()
        ],
    }


def _attribute(result: AttributeResult) -> dict[str, Any]:
    return {
        "attribute": result.name,
        "verdict": result.verdict.value,
        "reference": result.reference,
        "groups": [_group(group) for group in result.groups],
        "comparisons": [_comparison(comparison) for comparison in result.comparisons],
        "calibration_bands": [_band(band) for band in result.bands],
    }


def _group(group: GroupResult) -> dict[str, Any]:
    return {
        "group": group.group,
        "selection_rate": _rate(group.selection),
        "true_positive_rate": _rate(group.true_positive),
        "false_positive_rate": _rate(group.false_positive),
        "default_rate": _rate(group.default),
        "mean_predicted": _number(group.predicted),
        "shortfall_people": _number(group.shortfall),
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


def _number(number: float | Withheld) -> dict[str, Any]:
    return {"value": None, "withheld": number.why.value} if isinstance(number, Withheld) else {"value": number}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    said: dict[str, Any] = {
        "measure": comparison.measure.value,
        "group": comparison.group,
        "primary": comparison.threshold is not None,
        "verdict": None if comparison.verdict is None else comparison.verdict.value,
    }
    finding = comparison.finding
    if isinstance(finding, Withheld):
        return said | {"value": None, "withheld": finding.why.value}
    interval = finding.interval
    return said | {"value": finding.value, "low": interval.low, "high": interval.high, "level": interval.level}


def _band(band: Band) -> dict[str, Any]:
    return {
        "low": band.low,
        "high": band.high,
        "groups": [
            {"group": group, "default_rate": _rate(rate), "mean_predicted": band.predicted[group]}
            for group, rate in band.default.items()
        ],
    }
