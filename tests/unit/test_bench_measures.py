"""What the comparison with peers measures, by its definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.peers.folds import stratified_folds
from benchmarks.peers.measures import calibration_error, calibration_floor, corrected, measure
from scoring.domain.errors import InputError

BAD = np.arange(103) % 4 == 0


def test_each_repetition_judges_every_row_once() -> None:
    folds = stratified_folds(BAD, repeats=2, folds=5, seed=0)
    for repeat in range(2):
        judged = np.concatenate([fold.test for fold in folds if fold.repeat == repeat])
        assert sorted(judged) == list(range(len(BAD)))
    for fold in folds:
        assert sorted([*fold.train, *fold.test]) == list(range(len(BAD)))


def test_folds_hold_equal_shares_of_bads_and_nearly_equal_rows() -> None:
    folds = stratified_folds(BAD, repeats=1, folds=5, seed=0)
    bads = [int(BAD[fold.test].sum()) for fold in folds]
    rows = [len(fold.test) for fold in folds]
    assert max(bads) - min(bads) <= 1
    assert max(rows) - min(rows) <= 1


def test_a_seed_gives_the_same_folds_and_another_seed_others() -> None:
    first, again, other = (stratified_folds(BAD, repeats=1, folds=5, seed=seed) for seed in (3, 3, 4))
    assert all((a.test == b.test).all() for a, b in zip(first, again, strict=True))
    assert any((a.test != b.test).any() for a, b in zip(first, other, strict=True) if len(a.test) == len(b.test))


def test_fewer_bads_than_folds_is_an_error_with_a_remedy() -> None:
    with pytest.raises(InputError, match="Use fewer --folds"):
        stratified_folds(np.arange(100) < 3, repeats=1, folds=5, seed=0)


def test_calibration_error_is_the_mean_gap_between_shares_and_pds() -> None:
    """Two PDs, 0.2 and 0.7; three tenths and six tenths turn out bad: both gaps are a tenth."""
    pd = np.repeat([0.2, 0.7], 10)
    bad = np.array([1] * 3 + [0] * 7 + [1] * 6 + [0] * 4)
    assert calibration_error(pd, bad) == pytest.approx(0.1)


def test_the_order_of_rows_does_not_change_the_calibration_error() -> None:
    rng = np.random.default_rng(0)
    pd = rng.integers(1, 30, size=500) / 40
    bad = (rng.random(500) < pd).astype(int)
    order = rng.permutation(500)
    assert calibration_error(pd[order], bad[order]) == pytest.approx(calibration_error(pd, bad))


def test_true_pds_show_the_calibration_error_that_chance_explains() -> None:
    rng = np.random.default_rng(1)
    pd = rng.uniform(0.05, 0.5, size=1000)
    seen = [calibration_error(pd, (rng.random(1000) < pd).astype(int)) for _ in range(300)]
    assert np.mean(seen) == pytest.approx(calibration_floor(pd), rel=0.05)


def test_a_certainty_that_proves_wrong_has_a_finite_log_loss() -> None:
    found = measure(np.array([0.0, 0.4, 1.0]), np.array([True, False, True]))
    assert math.isfinite(found.log_loss)
    assert found.brier == pytest.approx((1 + 0.16 + 0) / 3)
    assert found.auc == 0.5


def test_the_standard_error_counts_what_training_sets_share() -> None:
    """Five folds: s sqrt(1/5 + 1/4), not s sqrt(1/5)."""
    values = [0.70, 0.72, 0.74, 0.76, 0.78]
    found = corrected(values, folds=5)
    assert found.mean == pytest.approx(0.74)
    assert found.error == pytest.approx(float(np.std(values, ddof=1)) * math.sqrt(1 / 5 + 1 / 4))
    low, high = found.interval
    assert (low + high) / 2 == pytest.approx(0.74)
    assert high - low == pytest.approx(2 * 2.776445 * found.error, rel=1e-5)
