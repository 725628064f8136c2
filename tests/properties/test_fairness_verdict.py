"""What holds for every verdict and every table of counts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness.audit import audit_cube
from audits.fairness.measures import Measure, Scale
from audits.fairness.plan import default_plan
from audits.fairness.result import Found, Withheld
from audits.fairness.threshold import DEFAULT_THRESHOLDS, Threshold
from audits.fairness.verdict import Verdict, judge, worst
from audits.shared.intervals import Interval, katz, newcombe, wilson, woolf
from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small
from tests.support.cubes import cube_of_table

SHARES = {
    Measure.ADVERSE_IMPACT_RATIO: ((1, 1, 0, 0), (1, 1, 1, 1)),
    Measure.TRUE_POSITIVE_DIFFERENCE: ((1, 0, 0, 0), (1, 0, 1, 0)),
    Measure.CALIBRATION_DIFFERENCE: ((0, 1, 0, 1), (1, 1, 1, 1)),
}
"""By measure, which of approved good, approved bad, declined good, declined bad are counted, and among which."""

LEVELS = st.floats(0.5, 0.999)
COUNTS = st.integers(0, 60)
TABLES = st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS).filter(any), min_size=2, max_size=5)
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
def test_an_odds_ratio_holds_its_value_and_inverts(first: Proportion, second: Proportion, level: float) -> None:
    if min(first.count, first.rest, second.count, second.rest) > 0:
        one, other = woolf(first, second, level), woolf(second, first, level)
        odds = first.count * second.rest / (first.rest * second.count)
        assert one.low <= odds * (1 + 1e-9)
        assert odds <= one.high * (1 + 1e-9)
        assert abs(one.low * other.high - 1) < 1e-9


@given(RATES, RATES, LEVELS)
def test_swapping_the_groups_inverts_a_ratio(first: Proportion, second: Proportion, level: float) -> None:
    if first.count and second.count:
        one, other = katz(first, second, level), katz(second, first, level)
        assert abs(one.low * other.high - 1) < 1e-9


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_a_small_group_is_neither_within_nor_a_breach(groups: list[tuple[int, int, int, int]]) -> None:
    table = {f"g{i}": counts for i, counts in enumerate(groups)}
    result = audit_cube(cube_of_table(table), default_plan(with_pd=True)).attributes[0]
    for comparison in result.comparisons:
        if comparison.measure not in SHARES:
            continue
        counted, among = SHARES[comparison.measure]
        for group in (comparison.group, result.reference):
            counts = np.array(table[group[0]])
            if is_small(Proportion(count=int(counts @ counted), of=int(counts @ among))):
                assert comparison.verdict is Verdict.SUPPRESSED


@settings(max_examples=40, deadline=None)
@given(TABLES, st.integers(0, 2**32))
def test_a_shortfall_is_nothing_exactly_when_the_ratio_is_at_least_one(
    groups: list[tuple[int, int, int, int]], scale: int
) -> None:
    many = {f"g{i}": tuple(1 + count * (1 + scale % 20) for count in counts) for i, counts in enumerate(groups)}
    result = audit_cube(cube_of_table(many), default_plan(with_pd=True)).attributes[0]  # type: ignore[arg-type]
    for group in result.groups[1:]:
        comparison = result.comparison(Measure.ADVERSE_IMPACT_RATIO, group.group)
        assert comparison is not None
        if isinstance(comparison.finding, Found) and not isinstance(group.shortfall, Withheld):
            ratio = comparison.finding.value
            assert (group.shortfall <= 1e-9) == (ratio >= 1 - 1e-9) or abs(ratio - 1) < 1e-6


def test_every_default_limit_names_its_source() -> None:
    assert all(limit.source for limit in DEFAULT_THRESHOLDS.values())
