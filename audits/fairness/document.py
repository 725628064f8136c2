"""The report as a JSON document: format 2, stable names, ``null`` for no number and a reason beside it.

``docs/spec/audit-report.schema.json`` is its schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audits.beyond import document as beyond
from audits.decisions.schema import ROLES
from audits.fairness.cannot_see import CANNOT_SEE
from audits.fairness.grouping import Group
from audits.fairness.known_errors import known_errors
from audits.fairness.notices import notices_of
from audits.fairness.outcome import AuditReport
from audits.fairness.registration import Registration
from audits.fairness.result import (
    Band,
    Bounds,
    Comparison,
    CutOff,
    Figure,
    Found,
    GroupingResult,
    GroupResult,
    Overlap,
    Share,
    Withheld,
)
from audits.fairness.sensitivity import Sensitivity, sensitivity
from audits.shared.intervals import Interval, simultaneous
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE
from scoring.domain.text import Text

__all__ = ["FORMAT", "FRAME", "KIND", "comparison_rows", "method_of", "to_document"]

KIND, FORMAT = "counterscore-fairness-audit", 2


def to_document(report: AuditReport, registration: Registration | None = None) -> dict[str, Any]:
    """The whole report as plain JSON values; without a registration the plan counts as not pre-registered."""
    cube = report.cube
    return {
        "kind": KIND,
        "format": FORMAT,
        "overall": report.overall.value,
        "inputs": [{"role": s.role, "name": s.name, "sha256": s.sha256} for s in report.sources],
        "people": report.people,
        "unknown_outcomes": report.unknown_outcomes,
        "weighted": cube.weighted,
        "clustered": cube.clustered,
        "predicted": cube.predicted,
        "axis": {"kind": cube.axis.kind.value, "bin_width": cube.axis.width},
        "notices": [_text(text) for text in notices_of(report)],
        "plan": _plan(report, registration),
        "groupings": [_grouping(result) for result in report.groupings],
        "extra": {} if report.beyond is None else {"beyond": beyond.to_document(report.beyond)},
        "absent_columns": None if report.absent is None else [_column(role) for role in report.absent],
        "error_rates": known_errors(),
        "sensitivity": [_sensitivity(one) for one in sensitivity(report)],
        "cannot_see": [_text(text) for text in CANNOT_SEE],
    }


FRAME = (
    *("attributes", "reference", "measure", "group", "primary", "verdict", "value", "low", "high", "level"),
    *("p_value", "outside_limits", "withheld", "worst_low", "worst_high"),
    *("overlap_value", "overlap_share", "overlap_effective"),
)
"""The columns of a table of comparisons, the same for every audit; ``docs/tutorial-audit.md`` says what each holds."""


def comparison_rows(report: AuditReport) -> list[dict[str, Any]]:
    """One flat row for each comparison, in the order of the report: what a table of an analyst needs."""
    rows = []
    for result in report.groupings:
        for comparison in result.comparisons:
            said = _comparison(comparison)
            overlap = said.pop("overlap") or {}
            said |= {f"overlap_{name}": overlap.get(name) for name in ("value", "share", "effective")}
            said |= {
                "attributes": result.name,
                "reference": " × ".join(result.reference),
                "group": " × ".join(comparison.group),
            }
            rows.append({name: said.get(name) for name in FRAME})
    return rows


def method_of(report: AuditReport) -> str:
    """How the level of the primary intervals came about."""
    if report.intervals and report.level >= simultaneous(report.plan.level, report.intervals) - 1e-12:
        return "Bonferroni"
    return "max-T"


def _sensitivity(one: Sensitivity) -> dict[str, Any]:
    tippings = [{"error": t.error.value, "group": list(t.group), "least": t.least} for t in one.tippings]
    return {
        "attributes": list(one.attributes),
        "measure": one.measure.value,
        "group": list(one.group),
        "tippings": tippings,
    }


def _plan(report: AuditReport, registration: Registration | None) -> dict[str, Any]:
    plan = report.plan
    return {
        "sha256": plan.sha256 or None,
        "pre_registered": registration is not None and registration.pre_registered,
        "registration": None if registration is None else _text(registration.why),
        "left_open": [_text(each) for each in report.left_open],
        "level": plan.level,
        "draws": plan.draws,
        "seed": plan.seed,
        "together": plan.together,
        "judge_combinations": plan.judge_combinations,
        "references": dict(plan.references),
        "primary_comparisons": report.primary,
        "primary_intervals": report.intervals,
        "primary_level": report.level,
        "simultaneous": method_of(report),
        "fewest_people": FEWEST_PEOPLE,
        "fewest_on_either_side": FEWEST_EACH,
        "limits": [
            {"measure": m.value, "name": t.name, "low": t.low, "high": t.high, "source": t.source}
            for m, t in plan.thresholds.items()
        ],
    }


def _grouping(result: GroupingResult) -> dict[str, Any]:
    return {
        "attributes": list(result.attributes),
        "verdict": None if result.verdict is None else result.verdict.value,
        "reference": list(result.reference),
        "groups": [_group(group) for group in result.groups],
        "comparisons": [_comparison(comparison) for comparison in result.comparisons],
        "highest": _highest(result),
        "calibration": [_band(band) for band in result.calibration],
        "distribution": [_band(band) for band in result.distribution],
        "curve": [_cut_off(one) for one in result.curve],
    }


def _group(group: GroupResult) -> dict[str, Any]:
    return {
        "group": list(group.group),
        "people": _number(group.people),
        "shortfall_people": _number(group.shortfall),
        "figures": {statistic.value: _figure(figure) for statistic, figure in group.figures.items()},
    }


def _figure(figure: Figure | Withheld) -> dict[str, Any]:
    if isinstance(figure, Withheld):
        return _withheld(figure)
    said = {"value": figure.value, **_interval(figure.interval)}
    if figure.people is None:
        return said
    return said | {"count": figure.counted, "of": figure.people, "effective": figure.effective}


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "measure": comparison.measure.value,
        "group": list(comparison.group),
        "primary": comparison.threshold is not None,
        "verdict": None if comparison.verdict is None else comparison.verdict.value,
        **_finding(comparison.finding),
        "outside_limits": comparison.practical,
        "overlap": None if comparison.overlap is None else _overlap(comparison.overlap),
    }


def _finding(finding: Found | Bounds | Withheld) -> dict[str, Any]:
    if isinstance(finding, Withheld):
        return _withheld(finding)
    if isinstance(finding, Bounds):
        ends = {"worst_low": finding.low, "worst_high": finding.high}
        return {"value": None, "withheld": "outcomes_missing", **ends, **_interval(finding.interval)}
    return {"value": finding.value, **_interval(finding.interval), "p_value": finding.p_value}


def _overlap(overlap: Overlap | Withheld) -> dict[str, Any]:
    if isinstance(overlap, Withheld):
        return _withheld(overlap)
    return {"value": overlap.value, "share": overlap.share, "effective": overlap.effective}


def _highest(result: GroupingResult) -> dict[str, Any] | None:
    if result.highest is None:
        return None
    group, ratios = result.highest
    return {"group": list(group), "ratios": [{"group": list(one), "value": ratio} for one, ratio in ratios.items()]}


def _band(band: Band) -> dict[str, Any]:
    def of(group: Group) -> dict[str, Any]:
        said: dict[str, Any] = {"group": list(group), "share": band.people[group]}
        if group in band.default:
            said |= {"default_rate": _share(band.default[group]), "mean_predicted": band.predicted[group]}
        return said

    return {"low": band.low, "high": band.high, "groups": [of(group) for group in band.people]}


def _cut_off(one: CutOff) -> dict[str, Any]:
    return {"at": one.at, "rates": _shares(one.rates), "ratios": _shares(one.ratios)}


def _shares(shares: Mapping[Group, Share]) -> list[dict[str, Any]]:
    return [{"group": list(group), **_share(share)} for group, share in shares.items()]


def _share(share: Share) -> dict[str, Any]:
    return {"value": share.value, **_interval(share.interval)}


def _interval(interval: Interval) -> dict[str, float]:
    return {"low": interval.low, "high": interval.high, "level": interval.level}


def _number(number: float | Withheld) -> dict[str, Any]:
    return _withheld(number) if isinstance(number, Withheld) else {"value": number}


def _withheld(withheld: Withheld) -> dict[str, Any]:
    return {"value": None, "withheld": withheld.why.value}


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "nl": text.nl}


def _column(role: str) -> dict[str, Any]:
    found = ROLES[role]
    return {"role": role, "section": found.section, "meaning": _text(found.meaning)}
