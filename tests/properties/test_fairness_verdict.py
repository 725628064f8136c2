"""What holds for every verdict and every table of counts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness.audit import audit
from audits.fairness.cube import Counts, build_cube
from audits.fairness.document import to_document
from audits.fairness.measures import (
    Measure,
    adverse_impact_ratio,
    default_rate,
    false_positive_rate,
    selection_rate,
    shortfall,
    true_positive_rate,
)
from audits.fairness.plan import default_plan
from audits.fairness.sample import Attribute, Decisions
from audits.fairness.suppression import hide
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Scale, Threshold
from audits.fairness.verdict import Verdict, judge, worst
from audits.shared.intervals import Interval, katz, newcombe, wilson
from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small

LEVELS = st.floats(0.5, 0.999)
COUNTS = st.integers(0, 60)
TABLES = st.lists(
    st.builds(
        Counts,
        approved_good=COUNTS,
        approved_bad=COUNTS,
        declined_good=COUNTS,
        declined_bad=COUNTS,
        expected=st.just(0),
    ).filter(lambda counts: counts.people > 0),
    min_size=2,
    max_size=5,
)
RATES = st.integers(1, 400).flatmap(lambda n: st.builds(Proportion, count=st.integers(0, n), of=st.just(n)))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(st.floats(-3, 3)), draw(st.floats(-3, 3))))
    return Interval(low=low, high=high, level=0.95)


THRESHOLDS = st.builds(
    Threshold,
    name=st.just("a limit"),
    limit=st.floats(0.01, 0.99),
    scale=st.sampled_from(Scale),
    source=st.just("here"),
)


def decisions_of(groups: list[Counts], seed: int) -> Decisions:
    """People with these counts, in random order, with random scores and predictions."""
    kinds = [("approved_good", 1, 0), ("approved_bad", 1, 1), ("declined_good", 0, 0), ("declined_bad", 0, 1)]
    rows = [
        (place, approved, bad)
        for place, counts in enumerate(groups)
        for name, approved, bad in kinds
        for _ in range(getattr(counts, name))
    ]
    chance = np.random.default_rng(seed)
    table = chance.permutation(np.array(rows, dtype=np.int64))
    attribute = Attribute(name="g", levels=tuple(f"g{i}" for i in range(len(groups))), codes=table[:, 0])
    return Decisions(
        attributes=(attribute,),
        approved=table[:, 1] == 1,
        outcome=table[:, 2],
        score=chance.integers(500, 520, len(table)).astype(np.float64),
        pd=chance.random(len(table)),
        sources=(),
    )


@given(intervals(), THRESHOLDS)
def test_an_interval_that_crosses_a_limit_is_never_within_nor_a_breach(interval: Interval, limit: Threshold) -> None:
    crosses = any(interval.low < end < interval.high for end in (limit.low, limit.high))
    if crosses:
        assert judge(interval, limit) is Verdict.INCONCLUSIVE


@given(intervals(), THRESHOLDS, st.floats(0, 1))
def test_within_and_breach_hold_for_every_value_in_the_interval(
    interval: Interval, limit: Threshold, share: float
) -> None:
    value = min(max(interval.low + share * (interval.high - interval.low), interval.low), interval.high)
    verdict = judge(interval, limit)
    if verdict is Verdict.WITHIN:
        assert limit.low <= value <= limit.high
    if verdict is Verdict.BREACH:
        assert not limit.low <= value <= limit.high


@given(st.lists(st.sampled_from(Verdict), min_size=1))
def test_an_audit_is_within_only_if_every_primary_comparison_is(verdicts: list[Verdict]) -> None:
    assert (worst(verdicts) is Verdict.WITHIN) == all(verdict is Verdict.WITHIN for verdict in verdicts)


@given(RATES, LEVELS)
def test_a_wilson_interval_holds_its_rate_and_stays_in_0_to_1(rate: Proportion, level: float) -> None:
    interval = wilson(rate, level)

    assert 0 <= interval.low <= rate.rate + 1e-12
    assert rate.rate - 1e-12 <= interval.high <= 1


@given(RATES, RATES, LEVELS)
def test_swapping_the_groups_turns_a_difference_round(first: Proportion, second: Proportion, level: float) -> None:
    one, other = newcombe(first, second, level), newcombe(second, first, level)

    assert abs(one.low + other.high) < 1e-12
    assert abs(one.high + other.low) < 1e-12


@given(RATES, RATES, LEVELS)
def test_swapping_the_groups_inverts_a_ratio(first: Proportion, second: Proportion, level: float) -> None:
    if first.count and second.count:
        one, other = katz(first, second, level), katz(second, first, level)
        assert abs(one.low * other.high - 1) < 1e-9


@given(RATES, RATES)
def test_a_shortfall_is_nothing_exactly_when_the_ratio_is_at_least_one(group: Proportion, base: Proportion) -> None:
    if base.count:
        short, ratio = shortfall(group, base), adverse_impact_ratio(group, base)
        assert (short <= 1e-9) == (ratio >= 1 - 1e-9) or abs(ratio - 1) < 1e-6


@given(TABLES)
def test_what_is_hidden_does_not_remain_by_subtraction(groups: list[Counts]) -> None:
    """Either nothing is hidden, or everything, or at least two groups that together are not small."""
    hidden = hide(groups)
    kinds = (
        (hidden.selection, (selection_rate,)),
        (hidden.default, (default_rate,)),
        (hidden.errors, (true_positive_rate, false_positive_rate)),
    )
    for places, rates in kinds:
        together = sum((groups[place] for place in places), Counts())
        if 0 < len(places) < len(groups):
            assert len(places) >= 2
            assert not any(is_small(rate(together)) for rate in rates)
        for place in set(range(len(groups))) - places:
            assert not any(is_small(rate(groups[place])) for rate in rates)
    assert hidden.selection <= hidden.default <= hidden.errors


@settings(max_examples=60, deadline=None)
@given(TABLES, st.integers(0, 2**32))
def test_a_small_group_is_neither_within_nor_a_breach(groups: list[Counts], seed: int) -> None:
    report = audit(decisions_of(groups, seed), default_plan(with_pd=True))
    result = report.attributes[0]
    places = {f"g{i}": counts for i, counts in enumerate(groups)}
    rate_of = {
        Measure.ADVERSE_IMPACT_RATIO: selection_rate,
        Measure.TRUE_POSITIVE_DIFFERENCE: true_positive_rate,
        Measure.CALIBRATION_DIFFERENCE: default_rate,
    }
    for comparison in result.comparisons:
        if comparison.measure not in rate_of:
            continue
        rate = rate_of[comparison.measure]
        if is_small(rate(places[comparison.group])) or is_small(rate(places[result.reference])):
            assert comparison.verdict is Verdict.SUPPRESSED


@settings(max_examples=40, deadline=None)
@given(TABLES, st.integers(0, 2**32))
def test_the_cube_counts_every_person_once_in_any_order(groups: list[Counts], seed: int) -> None:
    decisions = decisions_of(groups, seed)
    attribute = decisions.attributes[0]
    order = np.random.default_rng(seed + 1).permutation(decisions.people)
    turned = Decisions(
        attributes=(Attribute(name="g", levels=attribute.levels, codes=attribute.codes[order]),),
        approved=decisions.approved[order],
        outcome=decisions.outcome[order],
        score=None if decisions.score is None else decisions.score[order],
        pd=None if decisions.pd is None else decisions.pd[order],
        sources=(),
    )
    cube = build_cube(decisions, attribute)

    assert sum(cube.counts(place).people for place in range(len(groups))) == decisions.people
    for place, counts in enumerate(groups):
        found = cube.counts(place)
        assert (found.approved_good, found.approved_bad) == (counts.approved_good, counts.approved_bad)
        assert (found.declined_good, found.declined_bad) == (counts.declined_good, counts.declined_bad)
        assert found == build_cube(turned, turned.attributes[0]).counts(place)
    plan = default_plan(with_pd=True)
    assert to_document(audit(decisions, plan)) == to_document(audit(turned, plan))


def test_every_default_limit_names_its_source() -> None:
    assert all(limit.source for limit in DEFAULT_THRESHOLDS.values())
