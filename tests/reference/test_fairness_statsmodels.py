"""Intervals and adjusted p-values against statsmodels, a peer that computes them by its own code.

statsmodels has no Mantel-Haenszel *difference* (its ``StratifiedTable`` pools odds and risk ratios), so that the one of
``audits.beyond.equal_score`` is held against closed forms and simulation elsewhere.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audits.fairness.simultaneous import holm
from audits.shared.intervals import Interval, katz, newcombe, wilson, woolf
from audits.shared.proportion import Proportion

LEVELS = (0.8, 0.95, 0.999)
PAIRS = (
    ((56, 70), (48, 80)),
    ((9, 10), (3, 10)),
    ((412, 5000), (3, 41)),
    ((1, 30), (29, 30)),
    ((600_000, 10**6), (7, 9)),
)
"""Counts and people of two groups; nobody's count is 0 or everybody."""


def of(pair: tuple[int, int]) -> Proportion:
    return Proportion(count=pair[0], of=pair[1])


def ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high


@given(people=st.integers(1, 10**7), share=st.floats(0, 1), level=st.sampled_from(LEVELS))
def test_wilson_is_statsmodels_wilson(people: int, share: float, level: float) -> None:
    count = round(share * people)
    theirs = proportion_confint(count, people, alpha=1 - level, method="wilson")

    assert ends(wilson(of((count, people)), level)) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("first", "second"), [*PAIRS, ((0, 29), (5, 56)), ((10, 10), (0, 10))])
def test_newcombe_is_statsmodels_newcombe(first: tuple[int, int], second: tuple[int, int], level: float) -> None:
    """Nobody and everybody included."""
    theirs = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff", alpha=1 - level)

    assert ends(newcombe(of(first), of(second), level)) == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_ratio_of_rates_is_statsmodels_log_interval(
    first: tuple[int, int], second: tuple[int, int], level: float
) -> None:
    """Two ways of theirs: two independent proportions, and a table of two rows."""
    ours = ends(katz(of(first), of(second), level))

    assert ours == pytest.approx(
        confint_proportions_2indep(*first, *second, method="log", compare="ratio", alpha=1 - level), rel=1e-9
    )
    assert ours == pytest.approx(_table(first, second).riskratio_confint(1 - level), rel=1e-9)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_ratio_of_odds_is_statsmodels_interval(
    first: tuple[int, int], second: tuple[int, int], level: float
) -> None:
    ours = ends(woolf(of(first), of(second), level))

    assert ours == pytest.approx(_table(first, second).oddsratio_confint(1 - level), rel=1e-9)
    assert ours == pytest.approx(
        confint_proportions_2indep(*first, *second, method="logit", compare="odds-ratio", alpha=1 - level), rel=1e-9
    )


def _table(first: tuple[int, int], second: tuple[int, int]) -> Table2x2:
    return Table2x2(np.array([[count, people - count] for count, people in (first, second)]), shift_zeros=False)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_holm_is_statsmodels_holm(p_values: list[float]) -> None:
    theirs = multipletests(p_values, method="holm")[1]

    assert holm(p_values) == pytest.approx(theirs, rel=1e-12, abs=1e-15)


def test_holm_leaves_out_what_has_no_p_value() -> None:
    """As if those were not there."""
    theirs = multipletests([0.012, 0.2, 0.03, 0.04], method="holm")[1]

    assert [p for p in holm([0.012, None, 0.2, 0.03, None, 0.04]) if p is not None] == pytest.approx(theirs)
