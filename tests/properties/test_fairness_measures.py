"""Identities of the measures, for every table of counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness.cell import Cell, cell_of
from audits.fairness.measures import DEFINITIONS, Contrast, Measure, contrasted
from audits.fairness.selective import ends
from audits.fairness.simultaneous import holm
from audits.fairness.statistics import BAD, GOOD, RATES, UNKNOWN, Statistic, Tally, rate_of

CELLS = st.lists(st.integers(1, 500), min_size=12, max_size=12)
P_VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=12)


def tally(cells: list[int], seed: int = 0) -> Tally:
    """Two groups with these counts of decisions by outcome, all outcomes known, at random scores."""
    chance = np.random.default_rng(seed)
    weight = np.zeros((2, 2, 3))
    weight[:, :, [GOOD, BAD]] = np.array(cells[:8]).reshape(2, 2, 2)
    spread = chance.integers(1, 50, (2, 7, 3)).astype(float)
    return Tally(
        weight=weight,
        expected=chance.random((2, 2)) * 50,
        expected2=chance.random((2, 2)) * 20,
        loss=chance.random(2) * 100,
        spread=spread,
        positions=np.arange(7.0) * 10,
        log_odds=-np.linspace(-1, 3, 7),
    )


@given(CELLS, st.integers(0, 9))
def test_a_group_compared_with_itself_shows_no_difference(cells: list[int], seed: int) -> None:
    for measure in Measure:
        nothing = 1.0 if DEFINITIONS[measure].contrast in {Contrast.RATIO, Contrast.ODDS_RATIO} else 0.0
        assert contrasted(tally(cells, seed), measure, 1)[1] == pytest.approx(nothing, abs=1e-9)


@given(CELLS, st.integers(0, 9))
def test_swapping_the_groups_turns_differences_round_and_inverts_ratios(cells: list[int], seed: int) -> None:
    people = tally(cells, seed)
    for measure in Measure:
        there, back = contrasted(people, measure, 0)[1], contrasted(people, measure, 1)[0]
        match DEFINITIONS[measure].contrast:
            case Contrast.DIFFERENCE:
                assert there == pytest.approx(-back, abs=1e-9)
            case Contrast.WHOLE:
                assert there == pytest.approx(back, abs=1e-9)
            case _:
                assert there * back == pytest.approx(1)


@given(CELLS)
def test_missed_and_reached_good_people_are_all_good_people(cells: list[int]) -> None:
    weight = tally(cells).weight
    reached, missed = (rate_of(weight, RATES[s]) for s in (Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_NEGATIVE_RATE))
    assert reached + missed == pytest.approx(np.ones(2))


@given(CELLS)
def test_equalised_odds_is_the_larger_gap(cells: list[int]) -> None:
    people = tally(cells)
    gaps = [
        abs(contrasted(people, m, 0)[1]) for m in (Measure.TRUE_POSITIVE_DIFFERENCE, Measure.FALSE_POSITIVE_DIFFERENCE)
    ]
    assert contrasted(people, Measure.EQUALISED_ODDS, 0)[1] == max(gaps)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=6), st.sampled_from(sorted(RATES)))
def test_worst_cases_are_the_extremes_of_every_way_the_missing_outcomes_may_be(
    cells: list[int], statistic: Statistic
) -> None:
    people = np.array(cells, dtype=float).reshape(2, 3)
    if not (people * RATES[statistic].among).sum() and not people[:, UNKNOWN].sum():
        return
    low, high = ends(people, people, people, 1.0, statistic)
    seen = []
    for declined in range(int(people[0, UNKNOWN]) + 1):
        for approved in range(int(people[1, UNKNOWN]) + 1):
            filled = people.copy()
            for row, good in ((0, declined), (1, approved)):
                filled[row, GOOD] += good
                filled[row, BAD] += people[row, UNKNOWN] - good
                filled[row, UNKNOWN] = 0
            rate = rate_of(filled, RATES[statistic])
            if np.isfinite(rate):
                seen.append(float(rate))
    if seen:
        assert low.rate == pytest.approx(min(seen))
        assert high.rate == pytest.approx(max(seen))


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.5, 1.0, 3.0, 10.0])), min_size=1, max_size=60))
def test_a_weighted_share_is_worth_its_linearised_variance(rows: list[tuple[bool, float]]) -> None:
    """As counted on rows; and without weights as many people as there are."""
    approved, weight = np.array([one for one, _ in rows]), np.array([w for _, w in rows])
    rate = RATES[Statistic.SELECTION_RATE]

    def cell(w: np.ndarray) -> Cell:
        people, sums, squares = (
            np.array([[each[~approved].sum(), 0, 0], [each[approved].sum(), 0, 0]]) for each in (w**0, w, w**2)
        )
        return cell_of(people, sums, squares, rate)

    assert cell(np.ones(len(rows))).of == len(rows)
    share = float((weight * approved).sum() / weight.sum())
    kish = float(weight.sum() ** 2 / (weight**2).sum())
    assert cell(weight).rate == pytest.approx(share)
    if 0 < share < 1:
        variance = float((weight**2 * (approved - share) ** 2).sum() / weight.sum() ** 2)
        assert cell(weight).of == pytest.approx(min(len(rows), share * (1 - share) / variance))
    else:
        assert cell(weight).of == pytest.approx(kish)


@given(P_VALUES)
def test_holm_keeps_the_order_and_never_lowers_a_p_value(values: list[float | None]) -> None:
    adjusted = holm(values)
    known = sorted((p, a) for p, a in zip(values, adjusted, strict=True) if p is not None and a is not None)

    assert all(p <= a <= 1 for p, a in known)
    assert [a for _, a in known] == sorted(a for _, a in known)
    assert [a is None for a in adjusted] == [p is None for p in values]
