"""Means, standardised differences and calibration against scipy and against people one by one."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from audits.stability.compare import compare
from audits.stability.drift import Spread, difference, slope, standardised
from audits.stability.question import Question
from audits.stability.read import read_files
from audits.stability.result import Found


def spread(values: np.ndarray) -> Spread:
    centred = values - 500
    return Spread.of(len(values), float(centred.sum()), float((centred**2).sum()), 500.0)


def test_a_difference_of_means_is_welchs() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.normal(500, 40, 300), rng.normal(507, 60, 200)
    found = difference(spread(one), spread(other), 0.95)
    error = np.sqrt(one.var(ddof=1) / 300 + other.var(ddof=1) / 200)

    assert found.value == pytest.approx(other.mean() - one.mean())
    assert found.interval.high == pytest.approx(found.value + norm.ppf(0.975) * error)


def test_a_standardised_difference_is_hedges_and_olkins() -> None:
    rng = np.random.default_rng(2)
    one, other = rng.normal(0, 1, 80), rng.normal(0.5, 1, 50)
    found = standardised(spread(one), spread(other), 0.95)
    pooled = np.sqrt((79 * one.var(ddof=1) + 49 * other.var(ddof=1)) / 128)
    d = (other.mean() - one.mean()) / pooled

    assert isinstance(found, Found)
    assert found.value == pytest.approx(d)
    half = norm.ppf(0.975) * np.sqrt(1 / 80 + 1 / 50 + d * d / 260)
    assert found.interval.low == pytest.approx(d - half)


def test_a_slope_is_the_likeliest_one() -> None:
    rng = np.random.default_rng(3)
    log_odds = np.round(rng.normal(-2, 1, 60), 2)
    people = rng.integers(5, 40, 60).astype(np.float64)
    bads = rng.binomial(people.astype(int), 1 / (1 + np.exp(-(0.3 + 0.8 * log_odds)))).astype(np.float64)
    found = slope(log_odds, bads, people, 0.95)

    def loss(at: np.ndarray) -> float:
        line = at[0] + at[1] * log_odds
        return float((people * np.logaddexp(0, line) - bads * line).sum())

    theirs = minimize(loss, np.array([0.0, 1.0]), tol=1e-12).x
    assert isinstance(found, Found)
    assert found.value == pytest.approx(theirs[1], abs=1e-5)
    assert found.interval.low < 0.8 < found.interval.high


def test_observed_less_expected_is_the_mean_over_people(tmp_path: Path) -> None:
    """Later outcomes happen half as often again as the probabilities say."""
    rng = np.random.default_rng(4)
    gaps, errors = [], []
    for name, factor in (("before", 1.0), ("after", 1.5)):
        pd = np.round(rng.beta(2, 12, 3_000), 6)
        bad = (rng.random(3_000) < np.minimum(pd * factor, 1)).astype(int)
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["score", "pd", "bad"])
            writer.writerows(zip(np.rint(600 - 300 * pd), pd, bad, strict=True))
        gaps.append((bad - pd).mean())
        errors.append((bad - pd).std(ddof=1) / np.sqrt(3_000))
    question = Question(score="score", pd="pd", outcome="bad")
    found = compare(read_files(tmp_path / "before.csv", tmp_path / "after.csv", question)).calibrations[0]

    for each, gap, error in zip((found.before, found.after), gaps, errors, strict=True):
        assert isinstance(each, Found)
        assert each.value == pytest.approx(gap, abs=1e-9)
        assert each.interval.high - each.value == pytest.approx(norm.ppf(0.975) * error, rel=1e-6)
    assert isinstance(found.drift, Found)
    assert found.drift.value == pytest.approx(gaps[1] - gaps[0], abs=1e-9)
    assert found.drift.interval.low > 0
