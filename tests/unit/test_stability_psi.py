"""What must hold of the index whatever the counts are, and what its four words mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.stability.psi import index
from audits.stability.result import CUSTOM, Verdict, Why, Withheld, verdict_of
from scoring.domain.errors import InputError

counts = st.lists(st.tuples(st.integers(1, 5_000), st.integers(1, 5_000)), min_size=2, max_size=12)


@given(counts)
def test_a_file_has_not_moved_from_itself(pairs: list[tuple[int, int]]) -> None:
    one = [pair[0] for pair in pairs]
    assert index(one, one).value == 0
    assert not index(one, one).changed


@given(counts)
def test_there_and_back_is_as_far(pairs: list[tuple[int, int]]) -> None:
    one, other = zip(*pairs, strict=True)
    assert index(one, other).value == pytest.approx(index(other, one).value, rel=1e-12, abs=1e-15)


@given(counts)
def test_merging_bins_never_makes_a_file_move_further(pairs: list[tuple[int, int]]) -> None:
    """The index is convex: what is told apart less has moved less."""
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    merged = index([one[0] + one[1], *one[2:]], [other[0] + other[1], *other[2:]])
    assert merged.value <= index(one, other).value + 1e-12


@given(counts)
def test_the_order_of_bins_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    one, other = zip(*pairs, strict=True)
    assert index(one[::-1], other[::-1]).value == pytest.approx(index(one, other).value, rel=1e-9, abs=1e-15)


@given(counts)
def test_an_interval_is_above_zero_only_where_something_changed(pairs: list[tuple[int, int]]) -> None:
    one, other = zip(*pairs, strict=True)
    found = index(one, other)
    assert found.interval.low == 0 or found.changed
    assert found.interval.high > 0


def test_a_bin_of_nobody_is_no_bin() -> None:
    assert index([10, 0, 90], [20, 0, 80]) == index([10, 90], [20, 80])


def test_more_people_make_the_interval_narrower_and_chance_smaller() -> None:
    few, many = index([60, 40], [50, 50]), index([6000, 4000], [5000, 5000])
    assert few.value == pytest.approx(many.value)
    assert few.unchanged == pytest.approx(100 * many.unchanged)
    assert many.interval.high - many.interval.low < few.interval.high - few.interval.low


def test_rows_that_do_not_belong_together_are_refused() -> None:
    for before, after in (([1, 2], [1, 2, 3]), ([0, 0], [1, 2])):
        with pytest.raises(InputError):
            index(before, after)


@pytest.mark.parametrize(
    ("after", "verdict"),
    [((5_050, 4_950), Verdict.STABLE), ((7_000, 3_000), Verdict.WATCH), ((9_000, 1_000), Verdict.ACT)],
)
def test_a_word_is_said_of_the_whole_interval(after: tuple[int, int], verdict: Verdict) -> None:
    assert verdict_of(index([5_000, 5_000], after)) is verdict


def test_an_index_above_a_limit_is_inconclusive_while_its_interval_holds_it() -> None:
    found = index([50, 50], [75, 25])
    assert found.value > CUSTOM.act
    assert verdict_of(found) is Verdict.INCONCLUSIVE


def test_what_is_not_shown_is_not_stable() -> None:
    assert verdict_of(Withheld(why=Why.TOO_FEW)) is Verdict.SUPPRESSED


def test_the_limits_say_that_they_are_a_custom() -> None:
    assert "custom" in CUSTOM.source
    assert "no law" in CUSTOM.source
