"""Ranking measures from counts against scikit-learn, SciPy, and DeLong's formulas row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.stats import ks_2samp
from sklearn.metrics import roc_auc_score

from audits.shared.ranking import auc, auc_covariance, auc_variance, ks

Rows = np.ndarray[Any, np.dtype[Any]]


def histograms(score: Rows, bad: Rows, weight: Rows) -> tuple[Rows, Rows, Rows, Rows]:
    _, place = np.unique(score, return_inverse=True)
    sums = [np.bincount(place, weights=w * side) for w in (weight, weight**2) for side in (~bad, bad)]
    return sums[0], sums[1], sums[2], sums[3]


def components(score: Rows, bad: Rows) -> tuple[Rows, Rows]:
    """DeLong's V10 and V01, by comparing every good with every bad."""
    ahead = np.sign(score[~bad][:, None] - score[bad][None, :]) / 2 + 0.5
    return ahead.mean(axis=1), ahead.mean(axis=0)


def rows(seed: int, number: int = 400) -> tuple[Rows, Rows, Rows, Rows]:
    rng = np.random.default_rng(seed)
    bad = rng.random(number) < 0.2
    first = np.rint(rng.normal(size=number) * 3 - 2 * bad)
    second = np.rint(first / 2 + rng.normal(size=number))
    return first, second, bad, rng.uniform(0.2, 3, number)


@pytest.mark.parametrize("seed", range(5))
def test_the_auc_is_that_of_scikit_learn_with_weights_too(seed: int) -> None:
    score, _, bad, weight = rows(seed)
    good, bads, _, _ = histograms(score, bad, weight)
    assert float(auc(good, bads)) == pytest.approx(roc_auc_score(~bad, score, sample_weight=weight), abs=1e-12)
    good, bads, _, _ = histograms(score, bad, np.ones(len(bad)))
    assert float(auc(good, bads)) == pytest.approx(roc_auc_score(~bad, score), abs=1e-12)
    assert float(ks(good, bads)) == pytest.approx(ks_2samp(score[bad], score[~bad]).statistic, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_variances_and_covariance_are_those_of_delong_on_rows(seed: int) -> None:
    first, second, bad, _ = rows(seed)
    of_goods, of_bads = zip(components(first, bad), components(second, bad), strict=True)
    expected = np.cov(of_goods) / (~bad).sum() + np.cov(of_bads) / bad.sum()
    good, bads, _, _ = histograms(first, bad, np.ones(len(bad)))
    assert float(auc_variance(good, bads)) == pytest.approx(expected[0, 0], rel=1e-10)
    found = auc_covariance(first, second, ~bad, bad)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


def test_with_equal_weights_the_variance_is_that_without() -> None:
    score, _, bad, _ = rows(3)
    plain = auc_variance(*histograms(score, bad, np.ones(len(bad)))[:2])
    np.testing.assert_allclose(auc_variance(*histograms(score, bad, np.full(len(bad), 2.5))), plain, rtol=1e-12)


def test_the_error_with_weights_is_that_of_a_bootstrap_of_rows() -> None:
    score, _, bad, weight = rows(7, number=600)
    good, bads, good2, bads2 = histograms(score, bad, weight)
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(800):
        taken = rng.integers(0, len(bad), len(bad))
        draws.append(float(auc(*histograms(score[taken], bad[taken], weight[taken])[:2])))
    assert float(auc_variance(good, bads, good2, bads2)) ** 0.5 == pytest.approx(np.std(draws), rel=0.1)
