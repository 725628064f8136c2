"""What an audit says of groups whose counts are known."""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from audits.fairness.audit import audit
from audits.fairness.cube import Counts, build_cube
from audits.fairness.document import to_document
from audits.fairness.measures import Measure
from audits.fairness.plan import Plan, default_plan
from audits.fairness.result import AuditReport, Found, Rate, Why, Withheld
from audits.fairness.sample import NOT_STATED, Attribute, Decisions
from audits.fairness.threshold import DEFAULT_THRESHOLDS
from audits.fairness.verdict import Verdict, worst
from scoring.domain.errors import InputError

RATIO, EQUAL, CALIBRATION = (
    Measure.ADVERSE_IMPACT_RATIO,
    Measure.TRUE_POSITIVE_DIFFERENCE,
    Measure.CALIBRATION_DIFFERENCE,
)
Table = Mapping[str, tuple[int, int, int, int]]
"""By group: approved good, approved bad, declined good, declined bad."""

FAIR: Table = {"men": (30_000, 3_000, 12_000, 9_000), "women": (28_000, 2_800, 11_200, 8_400)}


def decisions(table: Table, *, pd: float | None = 0.22, unknown: tuple[int, ...] = ()) -> Decisions:
    """People with these counts; ``unknown`` rows lose their outcome."""
    groups = tuple(sorted(table))
    codes = np.repeat(np.arange(len(groups)), [sum(table[group]) for group in groups])
    approved = np.concatenate([np.repeat([True, True, False, False], table[group]) for group in groups])
    outcome = np.concatenate([np.repeat([0, 1, 0, 1], table[group]) for group in groups])
    outcome[list(unknown)] = -1
    return Decisions(
        attributes=(Attribute(name="sex", levels=groups, codes=codes),),
        approved=approved,
        outcome=outcome,
        score=None,
        pd=None if pd is None else np.full(len(codes), pd),
        sources=(),
    )


def verdict(report: AuditReport, measure: Measure, group: str) -> Verdict | None:
    comparison = report.attributes[0].comparison(measure, group)
    assert comparison is not None
    return comparison.verdict


def test_many_people_treated_alike_are_within() -> None:
    report = audit(decisions(FAIR), default_plan(with_pd=True))

    assert report.overall is Verdict.WITHIN
    assert report.primary == 3


def test_few_people_treated_alike_are_not_within() -> None:
    """The same rates a hundred times smaller settle nothing."""
    few = {group: tuple(count // 100 for count in counts) for group, counts in FAIR.items()}

    assert audit(decisions(few), default_plan(with_pd=True)).overall is Verdict.INCONCLUSIVE  # type: ignore[arg-type]


def test_approving_half_as_often_is_a_breach() -> None:
    half = {"men": FAIR["men"], "women": (14_000, 1_400, 25_200, 9_800)}
    report = audit(decisions(half), default_plan(with_pd=True))

    assert verdict(report, RATIO, "women") is Verdict.BREACH
    assert report.overall is Verdict.BREACH


def test_favouring_the_group_is_a_breach_too() -> None:
    favoured = {"men": (14_000, 1_400, 25_200, 19_800), "women": FAIR["women"]}

    assert verdict(audit(decisions(favoured), default_plan(with_pd=True)), RATIO, "women") is Verdict.BREACH


def test_a_prediction_too_low_for_one_group_is_a_breach_of_calibration() -> None:
    """Both groups are predicted alike, but one defaults more often."""
    worse = {"men": FAIR["men"], "women": (22_000, 5_800, 11_200, 11_400)}
    report = audit(decisions(worse), default_plan(with_pd=True))

    assert verdict(report, CALIBRATION, "women") is Verdict.BREACH


def test_calibration_is_observed_minus_predicted_against_the_reference() -> None:
    table = {"men": (400, 100, 300, 200), "women": (300, 100, 300, 200)}
    finding = audit(decisions(table), default_plan(with_pd=True)).attributes[0].comparison(CALIBRATION, "women")

    assert finding is not None
    assert isinstance(finding.finding, Found)
    assert finding.finding.value == pytest.approx(300 / 900 - 300 / 1000)


def test_groups_that_differ_in_risk_are_within_if_each_is_predicted_right() -> None:
    """The interval is that of observed minus predicted, not of the default rates alone."""
    table: Table = {"men": (30_000, 3_000, 12_000, 3_000), "women": (24_000, 6_000, 12_000, 6_000)}
    people = decisions(table)
    right = replace(people, pd=np.where(people.attributes[0].codes == 0, 6 / 48, 12 / 48))
    comparison = audit(right, default_plan(with_pd=True)).attributes[0].comparison(CALIBRATION, "women")

    assert comparison is not None
    assert isinstance(comparison.finding, Found)
    assert comparison.finding.value == pytest.approx(0, abs=1e-9)
    assert comparison.finding.interval.low < 0 < comparison.finding.interval.high
    assert comparison.verdict is Verdict.WITHIN


def test_people_without_an_outcome_count_as_people_and_as_nothing_else() -> None:
    people = decisions({"men": (3, 2, 2, 1), "women": (1, 1, 1, 1)}, unknown=(0, 3, 7))
    counts = build_cube(people, people.attributes[0]).counts(0)

    assert counts == Counts(
        approved_good=2,
        approved_bad=1,
        approved_unknown=2,
        declined_good=2,
        declined_bad=0,
        declined_unknown=1,
        expected=5 * 220_000_000,
    )
    assert (counts.people, counts.approved, counts.observed, counts.unknown) == (8, 5, 5, 3)


def test_a_shortfall_counts_people() -> None:
    table = {"men": (400, 200, 300, 100), "women": (100, 50, 100, 50)}
    women = audit(decisions(table), default_plan(with_pd=True)).attributes[0].groups[1]

    assert women.shortfall == pytest.approx(0.6 * 300 - 150)


def test_the_reference_is_the_largest_group_that_is_stated() -> None:
    table = {"men": FAIR["men"], "women": FAIR["women"], NOT_STATED: (40_000, 4_000, 16_000, 12_000)}

    assert audit(decisions(table), default_plan(with_pd=True)).attributes[0].reference == "men"


def test_the_plan_may_name_another_reference() -> None:
    report = audit(decisions(FAIR), Plan(references={"sex": "women"}))

    assert report.attributes[0].reference == "women"


@pytest.mark.parametrize("references", [{"sex": "nobody"}, {"age": "men"}])
def test_a_reference_that_is_not_there_is_refused(references: dict[str, str]) -> None:
    with pytest.raises(InputError, match="reference"):
        audit(decisions(FAIR), Plan(references=references))


def test_a_plan_with_calibration_needs_predictions() -> None:
    with pytest.raises(InputError, match="calibration"):
        audit(decisions(FAIR, pd=None), default_plan(with_pd=True))


def test_without_predictions_the_report_says_that_calibration_was_not_measured() -> None:
    report = audit(decisions(FAIR, pd=None), default_plan(with_pd=False))

    assert report.overall is Verdict.WITHIN
    assert [item["what"] for item in to_document(report)["not_measured"]] == ["Calibration within groups"]


def test_one_missing_outcome_leaves_comparisons_of_outcomes_not_identified() -> None:
    """Selective labels: who has an outcome may depend on the decision, so no interval is given at all."""
    report = audit(decisions(FAIR, unknown=(45_000,)), default_plan(with_pd=True))
    document = json.dumps(to_document(report))

    assert verdict(report, RATIO, "women") is Verdict.WITHIN
    for measure in (EQUAL, CALIBRATION):
        comparison = report.attributes[0].comparison(measure, "women")
        assert comparison is not None
        assert comparison.verdict is Verdict.INCONCLUSIVE
        assert comparison.finding == Withheld(why=Why.OUTCOMES_MISSING)
    assert report.overall is Verdict.INCONCLUSIVE
    assert "not identified: 1 of 104400 people have no recorded outcome" in document


def test_no_outcome_at_all_is_inconclusive_and_no_crash() -> None:
    table: Table = {"men": (300, 30, 200, 70), "women": (300, 30, 200, 70)}
    report = audit(decisions(table, unknown=tuple(range(1200))), default_plan(with_pd=True))

    assert verdict(report, EQUAL, "women") is Verdict.INCONCLUSIVE
    assert verdict(report, CALIBRATION, "women") is Verdict.INCONCLUSIVE
    assert report.attributes[0].bands == ()


def numbers_in(value: object) -> set[float]:
    """Every number anywhere in a document."""
    if isinstance(value, dict):
        return set().union(*(numbers_in(item) for item in value.values()), set())
    if isinstance(value, list):
        return set().union(*(numbers_in(item) for item in value), set())
    return {float(value)} if isinstance(value, int | float) and not isinstance(value, bool) else set()


def test_a_small_group_is_suppressed_with_the_next_smallest_and_no_number_of_either_is_printed() -> None:
    table: Table = {
        "large": (3000, 300, 1200, 900),
        "middle": (2000, 200, 800, 600),
        "smaller": (211, 31, 97, 61),
        "tiny": (13, 2, 4, 3),
    }
    report = audit(decisions(table), default_plan(with_pd=True))
    found = to_document(report)["attributes"][0]
    hidden = [group for group in found["groups"] if group["group"] in {"smaller", "tiny"}]

    assert {group["selection_rate"]["withheld"] for group in hidden} == {"too_few_people", "protects_a_small_group"}
    assert not numbers_in(hidden)
    assert not numbers_in([c for c in found["comparisons"] if c["group"] in {"smaller", "tiny"}])
    assert not {22.0, 15.0, 400.0, 242.0} & numbers_in(to_document(report))
    assert verdict(report, RATIO, "tiny") is verdict(report, RATIO, "smaller") is Verdict.SUPPRESSED


def test_a_group_large_enough_for_decisions_may_be_too_small_for_outcomes() -> None:
    """Forty people of whom five defaulted: the approval rate is shown, the default rate is not."""
    table: Table = {
        "large": (3000, 300, 1200, 900),
        "middle": (2000, 200, 800, 600),
        "smaller": (211, 31, 97, 61),
        "few": (20, 2, 15, 3),
    }
    groups = {g.group: g for g in audit(decisions(table), default_plan(with_pd=True)).attributes[0].groups}

    assert isinstance(groups["few"].selection, Rate)
    assert groups["few"].default == groups["few"].predicted == Withheld(why=Why.TOO_FEW)
    assert groups["smaller"].default == Withheld(why=Why.PROTECTS)


def test_an_audit_of_two_groups_of_which_one_is_small_shows_neither() -> None:
    report = audit(decisions({"men": FAIR["men"], "women": (5, 5, 5, 5)}), default_plan(with_pd=True))

    assert report.overall is Verdict.SUPPRESSED
    assert all(isinstance(group.selection, Withheld) for group in report.attributes[0].groups)


def test_more_comparisons_make_every_judged_interval_wider() -> None:
    three = {**FAIR, "others": (9_000, 900, 3_600, 2_700)}
    widths = []
    for table in (FAIR, three):
        comparison = audit(decisions(table), Plan(references={"sex": "men"})).attributes[0].comparison(RATIO, "women")
        assert comparison is not None
        assert isinstance(comparison.finding, Found)
        widths.append(comparison.finding.interval.high - comparison.finding.interval.low)

    assert widths[0] < widths[1]


def test_a_measure_without_a_limit_is_reported_without_a_verdict() -> None:
    report = audit(decisions(FAIR), Plan(thresholds={RATIO: DEFAULT_THRESHOLDS[RATIO]}))

    assert verdict(report, EQUAL, "women") is None
    assert report.primary == 1


def test_calibration_bands_hold_everybody_with_an_outcome_once() -> None:
    chance = np.random.default_rng(3)
    codes = chance.integers(0, 2, 6000)
    score = np.rint(chance.normal(600, 40, 6000))
    pd = 1 / (1 + np.exp((score - 560) / 30))
    people = Decisions(
        attributes=(Attribute(name="sex", levels=("f", "m"), codes=codes),),
        approved=score >= 580,
        outcome=(chance.random(6000) < pd).astype(np.int64),
        score=score,
        pd=pd,
        sources=(),
    )
    bands = audit(people, default_plan(with_pd=True)).attributes[0].bands

    assert len(bands) == 5
    assert sum(rate.proportion.of for band in bands for rate in band.default.values()) == 6000
    assert (bands[0].low, bands[-1].high) == (None, None)
    inner = [(one.high, other.low) for one, other in pairwise(bands)]
    assert all(high is not None and low is not None and high < low for high, low in inner)


def test_bands_are_so_wide_that_hidden_groups_together_are_not_small_in_any() -> None:
    """Two hidden groups whose defaults all lie at low scores: two bands would show that by subtraction."""
    levels = ("a", "b", "tiny", "tinier")
    codes = np.repeat([0, 1, 2, 3], [2000, 2000, 40, 40])
    low = np.arange(4080) % 2 == 0
    bad = np.arange(4080) % 10 < 4
    bad[codes >= 2] = (low & (np.arange(4080) % 5 < 2))[codes >= 2]
    people = Decisions(
        attributes=(Attribute(name="x", levels=levels, codes=codes),),
        approved=~low,
        outcome=bad.astype(np.int64),
        score=np.where(low, 550.0, 650.0),
        pd=np.full(4080, 0.4),
        sources=(),
    )
    with_small = audit(people, default_plan(with_pd=True)).attributes[0]
    shown = codes < 2
    alone = replace(
        people,
        attributes=(Attribute(name="x", levels=("a", "b"), codes=codes[shown]),),
        approved=people.approved[shown],
        outcome=people.outcome[shown],
        score=np.where(low, 550.0, 650.0)[shown],
        pd=np.full(4000, 0.4),
    )

    assert [isinstance(group.default, Withheld) for group in with_small.groups] == [False, False, True, True]
    assert len(audit(alone, default_plan(with_pd=True)).attributes[0].bands) == 2
    assert with_small.bands == ()


def test_the_document_is_plain_json_with_a_format_number() -> None:
    document = to_document(audit(decisions(FAIR), default_plan(with_pd=True)))

    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert (document["format"], document["overall"], document["people"]) == (1, "within", 104_400)
    assert document["plan"]["registered"] is None
    assert len(document["cannot_see"]) >= 3


def test_an_audit_that_compares_nothing_has_no_verdict() -> None:
    with pytest.raises(InputError, match="nothing was compared"):
        worst([])
