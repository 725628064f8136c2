"""Conditions of a build: what is printed is read again, and only a whole interval decides."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audits.fairness.fail_on import Condition, ConditionError, Judged, Op, Outcome, judge, parse

MEASURES = ("adverse_impact_ratio", "difference", "tpr_difference", "AUC_2")
numbers = st.floats(allow_nan=False, allow_infinity=False)
conditions = st.builds(Condition, measure=st.sampled_from(MEASURES), op=st.sampled_from(Op), number=numbers)
intervals = st.tuples(numbers, numbers).map(lambda ends: (min(ends), max(ends)))
space = st.sampled_from(["", " ", "\t ", "\n"])


@given(st.lists(conditions, min_size=1, max_size=4), space)
def test_what_is_printed_is_read_again(several: list[Condition], gap: str) -> None:
    text = f"{gap};{gap}".join(map(str, several))
    assert parse(text, measures=MEASURES) == tuple(several)
    assert parse(f"{gap}{text}{gap};{gap}", measures=MEASURES) == tuple(several)


@given(conditions, space)
def test_white_space_means_nothing(one: Condition, gap: str) -> None:
    assert parse(f"{one.measure}{gap}{one.op.value}{gap}{one.number!r}", measures=MEASURES) == (one,)


@given(conditions, intervals, st.floats(0, 1))
def test_every_value_of_an_interval_agrees_with_a_verdict_or_it_is_inconclusive(
    one: Condition, ends: tuple[float, float], share: float
) -> None:
    low, high = ends
    within = min(max(low * (1 - share) + high * share, low), high)
    found = one.of(ends)
    if found is Outcome.FAILS:
        assert one.op.holds(within, one.number)
    elif found is Outcome.PASSES:
        assert not one.op.holds(within, one.number)
    else:
        assert one.op.holds(low, one.number) != one.op.holds(high, one.number)


@given(conditions, st.lists(st.none() | intervals, max_size=5))
def test_a_build_passes_only_where_every_comparison_does(
    one: Condition, several: list[tuple[float, float] | None]
) -> None:
    """Without any comparison nothing passes; what fails passes by no permission."""
    judged = judge(one, several)
    assert judged.passes() == (bool(several) and all(one.of(each) is Outcome.PASSES for each in several))
    assert judged.passes(list(Outcome)) == (Outcome.FAILS not in judged.outcomes)


def test_what_is_allowed_does_not_cover_what_is_not() -> None:
    """One suppressed comparison is not hidden behind an inconclusive one that may pass, nor the reverse."""
    one = Condition(measure="difference", op=Op.BELOW, number=0.0)
    both = judge(one, [None, (-1.0, 1.0)])
    assert both == Judged(condition=one, outcomes=frozenset({Outcome.SUPPRESSED, Outcome.INCONCLUSIVE}))
    assert [both.passes([each]) for each in (Outcome.INCONCLUSIVE, Outcome.SUPPRESSED)] == [False, False]
    assert both.worst is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("text", "ends", "word"),
    [
        ("difference < 0.8", (0.8, 0.9), Outcome.PASSES),
        ("difference <= 0.8", (0.8, 0.9), Outcome.INCONCLUSIVE),
        ("difference <= 0.8", (0.7, 0.8), Outcome.FAILS),
        ("difference > 0.8", (0.7, 0.8), Outcome.PASSES),
        ("difference >= 0.8", (0.8, 0.8), Outcome.FAILS),
        ("difference >= 0.8", (math.nan, 0.9), Outcome.INCONCLUSIVE),
        ("difference < 0.8", None, Outcome.SUPPRESSED),
    ],
)
def test_an_end_of_an_interval_belongs_to_it(text: str, ends: tuple[float, float] | None, word: Outcome) -> None:
    (condition,) = parse(text, measures=MEASURES)
    assert condition.of(ends) is word


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "ends where a measure belongs"),
        ("   ", 4, "ends where a measure belongs"),
        ("difference", 11, "ends where one of < <= > >= belongs"),
        ("difference <", 13, "ends where a number belongs"),
        ("difference = 0.8", 12, "one of < <= > >= belongs here"),
        ("difference < high", 14, "a number belongs here"),
        ("difference < 0.8.1", 17, "';' belongs here"),
        ("difference < 0,8", 15, "';' belongs here"),
        ("difference < 0.8 AUC_2 < 1", 18, "';' belongs here"),
        ("difference < 0.8; ;", 19, "a measure belongs here"),
        ("difference < 1e999", 14, "too large"),
        ("difference < \u0661", 14, "a number belongs here"),
        ("0.8 > difference", 1, "a measure belongs here"),
        ("difference < 0.8; differenc < 1", 19, "no measure 'differenc'"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, position: int, words: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text, measures=MEASURES)
    assert caught.value.position == position
    assert words in caught.value.what


def test_an_unknown_measure_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(ConditionError, match="Did you mean difference") as caught:
        parse("diference > 1", measures=MEASURES)
    assert all(name in str(caught.value) for name in MEASURES)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_within_it(text: str) -> None:
    """Never another error, and never a place that is not there."""
    position = 1
    try:
        parse(text, measures=MEASURES)
    except ConditionError as error:
        position = error.position
    assert 1 <= position <= len(text) + 1
