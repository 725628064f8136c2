"""The index against its formula, its limits against scipy, and its claims about chance against simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import chi2, ncx2, norm

from audits.stability.chi_square import chi_square_point, noncentrality
from audits.stability.psi import index


def test_the_index_is_its_formula() -> None:
    """A worked example of credit scoring: shares of 20, 30 and 50 per cent become 25, 35 and 40."""
    expected = 0.05 * math.log(0.25 / 0.20) + 0.05 * math.log(0.35 / 0.30) - 0.10 * math.log(0.40 / 0.50)

    assert index([200, 300, 500], [250, 350, 400]).value == pytest.approx(expected, abs=1e-15)


def test_an_empty_bin_adds_half_a_person_to_every_bin_of_both() -> None:
    found = index([10, 90, 0], [30, 60, 10])
    p, q = np.array([10.5, 90.5, 0.5]) / 101.5, np.array([30.5, 60.5, 10.5]) / 101.5

    assert found.filled
    assert found.value == pytest.approx(((q - p) * np.log(q / p)).sum(), abs=1e-15)
    assert not index([10, 90], [30, 70]).filled


@pytest.mark.parametrize("freedom", [1, 2, 9, 19, 60])
@pytest.mark.parametrize("share", [0.5, 0.95, 0.999])
def test_the_point_of_a_chi_square_is_scipys(share: float, freedom: int) -> None:
    assert chi_square_point(share, freedom) == pytest.approx(chi2.ppf(share, freedom), rel=1e-9)


@pytest.mark.parametrize("value", [5.0, 30.0, 400.0, 3_000.0])
@pytest.mark.parametrize("freedom", [1, 9, 40])
@pytest.mark.parametrize("share", [0.025, 0.975])
def test_the_noncentrality_gives_its_share_by_scipy(value: float, freedom: int, share: float) -> None:
    found = noncentrality(value, freedom, share)

    if found == 0:
        assert chi2.cdf(value, freedom) <= share + 1e-12
    else:
        assert ncx2.cdf(value, freedom, found) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("value", [5_000.0, 1e6])
def test_a_large_noncentrality_is_close_enough(value: float) -> None:
    assert ncx2.cdf(value, 9, noncentrality(value, 9, 0.975)) == pytest.approx(0.975, abs=6e-4)


@pytest.mark.parametrize(("before", "after"), [(4_000, 600), (300, 300)])
def test_nineteen_of_twenty_unchanged_pairs_stay_below_the_size_of_chance(before: int, after: int) -> None:
    """And the index is (bins - 1)(1/n + 1/m) on average: what Yurdakul and Naranjo say of it."""
    rng = np.random.default_rng(7)
    shares = np.full(10, 0.1)
    found = [
        index(rng.multinomial(before, shares).tolist(), rng.multinomial(after, shares).tolist()) for _ in range(800)
    ]

    assert np.mean([not each.changed for each in found]) == pytest.approx(0.95, abs=0.02)
    mean = 9 * (1 / before + 1 / after)
    assert np.mean([each.value for each in found]) == pytest.approx(mean, rel=0.08)


@pytest.mark.parametrize("shift", [0.0, 0.33, 0.5])
def test_nineteen_of_twenty_intervals_hold_the_true_index(shift: float) -> None:
    """Scores of one spread, moved by part of a standard deviation: an index of 0, 0.10 and 0.24."""
    rng = np.random.default_rng(11)
    edges = norm.ppf(np.arange(1, 10) / 10)
    p, q = np.full(10, 0.1), np.diff([0.0, *norm.cdf(edges - shift), 1.0])
    truth = float(((q - p) * np.log(q / p)).sum())
    held = []
    for _ in range(400):
        interval = index(rng.multinomial(2_000, p).tolist(), rng.multinomial(500, q).tolist()).interval
        held.append(interval.low <= truth <= interval.high)

    assert np.mean(held) >= 0.93
