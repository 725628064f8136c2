"""The report on proxies as plain JSON values."""

from __future__ import annotations

from collections.abc import Sequence

from audits.decisions.cube import Source
from audits.proxies.report import LEVEL, LIMIT, LIMIT_SOURCE, AttributeProxies, Proxy, ProxyReport
from audits.shared.finding import Finding, Known

__all__ = ["finding_document", "to_document"]

KIND = "counterscore-proxies"
FORMAT = 1


def to_document(report: ProxyReport, sources: Sequence[Source] = ()) -> dict[str, object]:
    """Everything that was found, with the conventions it was found by."""
    return {
        "kind": KIND,
        "format": FORMAT,
        "level": LEVEL,
        "limit": {"from_one_half": LIMIT, "source": LIMIT_SOURCE},
        "risk": report.risk,
        "approval_rate": report.rate,
        "people_without_points": dict(sorted(report.left_out.items())),
        "attributes": [_attribute(each) for each in report.attributes],
        "sources": [{"role": one.role, "name": one.name, "sha256": one.sha256} for one in sources],
    }


def finding_document(finding: Finding) -> dict[str, object]:
    """A number with its interval, or why there is none."""
    if isinstance(finding, Known):
        return {"value": finding.value, "low": finding.interval.low, "high": finding.interval.high}
    return {"value": None, "why": finding.reason.value}


def _attribute(each: AttributeProxies) -> dict[str, object]:
    return {
        "attribute": each.name,
        "reference": each.reference,
        "card": [_row(row) for row in each.card],
        "characteristics": [
            {"column": rows[0].column, "rank": place, "groups": [_row(row) for row in rows]}
            for place, rows in enumerate(each.characteristics, start=1)
        ],
    }


def _row(row: Proxy) -> dict[str, object]:
    document: dict[str, object] = {
        "group": row.group,
        "people": row.people,
        "predicts": finding_document(row.predicts),
        "given_risk": finding_document(row.given_risk),
        "mark": row.mark.value,
    }
    if row.without is not None:
        document["impact_ratio"] = finding_document(row.without.before)
        document["impact_ratio_without"] = finding_document(row.without.after)
        document["change"] = finding_document(row.without.change)
    return document
