"""The rates of the audit are fairlearn's, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from fairlearn.metrics import (
    MetricFrame,
    demographic_parity_ratio,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)

from audits.fairness.audit import audit
from audits.fairness.measures import Measure
from audits.fairness.metric_frame import metric_frame
from audits.fairness.plan import Plan
from audits.fairness.result import AuditReport, Found, GroupResult, Rate
from audits.fairness.sample import Attribute, Decisions
from audits.fairness.threshold import DEFAULT_THRESHOLDS
from scoring.domain.errors import InputError

RATIO = Measure.ADVERSE_IMPACT_RATIO
LEVELS = ("green", "orange", "purple")


@pytest.fixture(scope="module")
def decisions() -> Decisions:
    chance = np.random.default_rng(11)
    group = chance.integers(0, 3, 3001)
    bad = (chance.random(3001) < 0.15 + 0.05 * group).astype(np.int64)
    approved = chance.random(3001) < 0.75 - 0.3 * bad - 0.07 * group
    attribute = Attribute(name="colour", levels=LEVELS, codes=group)
    return Decisions(attributes=(attribute,), approved=approved, outcome=bad, score=None, pd=None, sources=())


@pytest.fixture(scope="module")
def report(decisions: Decisions) -> AuditReport:
    return audit(decisions, Plan(thresholds={RATIO: DEFAULT_THRESHOLDS[RATIO]}))


def theirs(metric: object, decisions: Decisions) -> dict[str, float]:
    names = np.array(LEVELS)[decisions.attributes[0].codes]
    frame = MetricFrame(
        metrics=metric, y_true=1 - decisions.outcome, y_pred=decisions.approved.astype(int), sensitive_features=names
    )
    return {str(group): float(rate) for group, rate in frame.by_group.items()}


def ours(report: AuditReport, kind: str) -> dict[str, float]:
    def rate(group: GroupResult) -> float:
        found = getattr(group, kind)
        assert isinstance(found, Rate)
        return found.proportion.rate

    return {group.group: rate(group) for group in report.attributes[0].groups}


@pytest.mark.parametrize(
    ("kind", "metric"),
    [("selection", selection_rate), ("true_positive", true_positive_rate), ("false_positive", false_positive_rate)],
)
def test_rates_by_group_equal_metric_frame(
    kind: str, metric: object, decisions: Decisions, report: AuditReport
) -> None:
    """Positive is approved, true is good: fairlearn's y_true is 1 for repaid and y_pred 1 for approved."""
    assert ours(report, kind) == theirs(metric, decisions)


def test_the_smallest_ratio_of_rates_is_fairlearns_demographic_parity_ratio(
    decisions: Decisions, report: AuditReport
) -> None:
    rates = ours(report, "selection")
    names = np.array(LEVELS)[decisions.attributes[0].codes]
    parity = demographic_parity_ratio(1 - decisions.outcome, decisions.approved.astype(int), sensitive_features=names)

    assert min(rates.values()) / max(rates.values()) == parity


def test_a_comparison_is_the_ratio_of_those_rates(report: AuditReport) -> None:
    result, rates = report.attributes[0], ours(report, "selection")
    for group in set(LEVELS) - {result.reference}:
        comparison = result.comparison(RATIO, group)
        assert comparison is not None
        assert isinstance(comparison.finding, Found)
        assert comparison.finding.value == rates[group] / rates[result.reference]


def test_the_bridge_gives_fairlearns_frame_with_the_audits_rates(decisions: Decisions, report: AuditReport) -> None:
    frame = metric_frame(decisions, "colour").by_group
    for kind, column in (
        ("selection", "selection_rate"),
        ("true_positive", "true_positive_rate"),
        ("false_positive", "false_positive_rate"),
    ):
        assert {str(group): float(rate) for group, rate in frame[column].items()} == ours(report, kind)
    assert frame["count"].sum() == decisions.people


def test_the_bridge_refuses_what_fairlearn_would_count_as_something(decisions: Decisions) -> None:
    unknown = decisions.outcome.copy()
    unknown[0] = -1
    with pytest.raises(InputError, match="not recorded"):
        metric_frame(replace(decisions, outcome=unknown), "colour")
    with pytest.raises(InputError, match="no attribute"):
        metric_frame(decisions, "shape")
