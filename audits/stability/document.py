"""The comparison as a JSON document: format 1, stable names, ``null`` for no number and a reason beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from audits.stability.bins import Bins
from audits.stability.cells import Whom
from audits.stability.psi import Index
from audits.stability.result import CUSTOM, Calibration, ColumnShift, Found, Shift, StabilityReport, Withheld

__all__ = ["FORMAT", "to_document"]

FORMAT = 1


def to_document(report: StabilityReport) -> dict[str, Any]:
    """The whole comparison as plain JSON values."""
    return {
        "kind": "counterscore-stability",
        "format": FORMAT,
        "inputs": [{"role": s.role, "name": s.name, "sha256": s.sha256} for s in report.sources],
        "people": {"before": report.people_before, "after": report.people_after},
        "level": report.level,
        "level_primary": report.level_primary,
        "simultaneous": "Bonferroni over the primary indices",
        "limits": {"watch": CUSTOM.watch, "act": CUSTOM.act, "source": CUSTOM.source},
        "columns": [_column(column, report) for column in report.columns],
        "calibration": [_calibration(each, report) for each in report.calibrations],
        "act": list(report.acts),
    }


def _column(column: ColumnShift, report: StabilityReport) -> dict[str, Any]:
    return {
        "column": column.name,
        "kind": "number" if column.bins.numeric else "words",
        "bins": _bins(column.bins, column.counts),
        "whole": _shift(column.whole, report),
        "parts": [_shift(part, report) for part in column.parts],
    }


def _bins(bins: Bins, counts: tuple[tuple[int, int] | None, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]]
    if bins.numeric:
        ends = [None, *bins.edges, None]
        found = [{"above": low, "to": high} for low, high in pairwise(ends)]
    else:
        found = [{"word": word} for word in bins.words]
    found += [{"missing": True}, {"new": True}]
    return [
        each | ({"before": None, "after": None} if count is None else {"before": count[0], "after": count[1]})
        for each, count in zip(found, counts, strict=True)
    ]


def _shift(shift: Shift, report: StabilityReport) -> dict[str, Any]:
    return {
        **_whom(shift.whom, report),
        "primary": shift.primary,
        "people": {"before": shift.people_before, "after": shift.people_after},
        "psi": _index(shift.index),
        "verdict": shift.verdict.value,
        "mean_before": _number(shift.mean_before),
        "mean_after": _number(shift.mean_after),
        "difference": _number(shift.difference),
        "standardised_difference": _number(shift.standardised),
    }


def _calibration(each: Calibration, report: StabilityReport) -> dict[str, Any]:
    return {
        **_whom(each.whom, report),
        "people": {"before": each.people_before, "after": each.people_after},
        "observed_less_expected_before": _number(each.before),
        "observed_less_expected_after": _number(each.after),
        "drift": _number(each.drift),
        "slope_before": _number(each.slope_before),
        "slope_after": _number(each.slope_after),
    }


def _whom(whom: Whom, report: StabilityReport) -> dict[str, str]:
    found = {}
    if whom.attribute >= 0:
        attribute = report.attributes[whom.attribute]
        found = {"attribute": attribute.name, "group": attribute.levels[whom.group]}
    return found | ({"period": report.periods[whom.period]} if whom.period >= 0 else {})


def _index(index: Index | Withheld) -> dict[str, Any]:
    if isinstance(index, Withheld):
        return {"value": None, "withheld": index.why.value}
    return {
        "value": index.value,
        "low": index.interval.low,
        "high": index.interval.high,
        "level": index.interval.level,
        "unchanged_95": index.unchanged,
        "changed": index.changed,
        "bins": index.bins,
        "half_added": index.filled,
    }


def _number(number: Found | Withheld) -> dict[str, Any]:
    if isinstance(number, Withheld):
        return {"value": None, "withheld": number.why.value}
    interval = number.interval
    return {"value": number.value, "low": interval.low, "high": interval.high, "level": interval.level}
