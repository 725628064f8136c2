from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from audits.shared.ranking import auc, auc_variance, gini, ks, placements, stratified_auc

COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12)


def test_a_side_without_anybody_has_no_auc_rather_than_one_half() -> None:
    nobody, some = np.zeros(3), np.array([1.0, 2.0, 3.0])
    for measure in (auc, gini, ks):
        assert np.isnan(measure(nobody, some))
        assert np.isnan(measure(some, nobody))


def test_one_row_of_a_side_has_no_error() -> None:
    assert np.isnan(auc_variance(np.array([1, 0]), np.array([3, 4])))
    assert np.isfinite(auc_variance(np.array([1, 1]), np.array([3, 4])))


def test_bootstrap_draws_are_done_together_as_they_are_one_by_one() -> None:
    rng = np.random.default_rng(1)
    good, bad = rng.poisson(3, (4, 5, 20)), rng.poisson(2, (4, 5, 20))
    for measure in (auc, gini, ks, auc_variance):
        together = measure(good, bad)
        assert together.shape == (4, 5)
        one_by_one = [[measure(good[i, j], bad[i, j]) for j in range(5)] for i in range(4)]
        np.testing.assert_allclose(together, one_by_one, rtol=1e-12)


@given(counts=COUNTS)
def test_the_reversed_order_has_the_opposite_gini_and_the_same_ks_and_error(counts: list[tuple[int, int]]) -> None:
    good, bad = np.array(counts).T
    np.testing.assert_allclose(gini(good[::-1], bad[::-1]), -gini(good, bad), atol=1e-12)
    np.testing.assert_allclose(ks(good[::-1], bad[::-1]), ks(good, bad), atol=1e-12)
    np.testing.assert_allclose(auc_variance(good[::-1], bad[::-1]), auc_variance(good, bad), atol=1e-12)


@given(counts=COUNTS)
def test_the_auc_is_the_mean_of_the_placements_of_either_side(counts: list[tuple[int, int]]) -> None:
    good, bad = np.array(counts).T
    if not good.sum() or not bad.sum():
        return
    of_goods, of_bads = placements(good, bad)
    np.testing.assert_allclose(of_goods @ good / good.sum(), auc(good, bad))
    np.testing.assert_allclose(of_bads @ bad / bad.sum(), auc(good, bad))


@given(counts=COUNTS)
def test_an_empty_position_changes_nothing(counts: list[tuple[int, int]]) -> None:
    good, bad = np.array(counts).T
    wider = [np.insert(side, 1, 0) for side in (good, bad)]
    for measure in (auc, ks, auc_variance):
        np.testing.assert_allclose(measure(*wider), measure(good, bad), atol=1e-12)


def test_strata_of_one_kind_are_one_stratum_and_small_ones_are_left_out() -> None:
    good, bad = np.array([[0.0, 1, 3]]), np.array([[2.0, 1, 1]])
    alone = stratified_auc(good, bad)
    too_small = stratified_auc(np.vstack([good, [[1, 0, 0]]]), np.vstack([bad, [[9, 9, 9]]]))
    assert alone == too_small
    assert np.isnan(stratified_auc(np.array([[1.0, 0]]), np.array([[0.0, 5]]))[0])


def test_an_order_that_follows_only_from_the_strata_says_nothing_within_them() -> None:
    """Goods are mostly in the high stratum: the raw AUC is high, the one within strata is one half."""
    good, bad = np.array([[10.0, 10, 0, 0], [0, 0, 40, 40]]), np.array([[40.0, 40, 0, 0], [0, 0, 10, 10]])
    assert float(auc(good.sum(axis=0), bad.sum(axis=0))) == 0.8
    assert stratified_auc(good, bad)[0] == 0.5
