"""The tree refuses what no tree has."""

from __future__ import annotations

import pytest

from audits.ledger.frontier import Frontier
from audits.ledger.merkle import (
    consistency_path,
    inclusion_path,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from scoring.domain.errors import InputError

LEAVES = [leaf_hash(bytes([number])) for number in range(7)]


def test_a_leaf_cannot_pass_for_a_node() -> None:
    """The two hashes begin differently, so that a pair of hashes logged as a leaf is not their node."""
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_there_is_no_inclusion_path_for_a_leaf_that_is_not_there(size: int, index: int) -> None:
    with pytest.raises(InputError, match="no leaf"):
        inclusion_path(LEAVES[:size], index)
    assert not verify_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3), (-1, 3), (0, 0)])
def test_there_is_no_consistency_path_from_a_size_that_never_was(old: int, size: int) -> None:
    with pytest.raises(InputError, match="no earlier size"):
        consistency_path(LEAVES[:size], old)
    assert not verify_consistency(old, root(LEAVES[:3]), size, root(LEAVES[:3]), [])


def test_a_tree_is_consistent_with_itself_by_an_empty_proof_only() -> None:
    whole = root(LEAVES)
    assert verify_consistency(7, whole, 7, whole, [])
    assert not verify_consistency(7, whole, 7, root(LEAVES[:6]), [])
    assert not verify_consistency(7, whole, 7, whole, LEAVES[:1])
    assert not verify_consistency(4, root(LEAVES[:4]), 7, whole, [])


def test_a_step_of_another_length_than_a_hash_is_refused() -> None:
    """Moving a byte from one half of a node to the other would give the same node."""
    left, right = LEAVES[:2]
    assert verify_inclusion(right, 1, 2, [left], node_hash(left, right))
    assert not verify_inclusion(left[-1:] + right, 1, 2, [left[:-1]], node_hash(left, right))


def test_a_proof_that_starts_above_the_leaves_is_refused() -> None:
    """It leads to the root, but from a node; its length says so."""
    path = inclusion_path(LEAVES, 0)
    assert not verify_inclusion(node_hash(LEAVES[0], path[0]), 0, len(LEAVES), path[1:], root(LEAVES))


def test_the_frontier_of_an_empty_tree_has_its_root() -> None:
    assert Frontier().root == root([])


@pytest.mark.parametrize(("size", "peaks"), [(-1, ()), (1, ()), (2, (bytes(32), bytes(32))), (1, (bytes(31),))])
def test_a_frontier_refuses_hashes_that_do_not_fit_its_size(size: int, peaks: tuple[bytes, ...]) -> None:
    with pytest.raises(InputError):
        Frontier(size=size, peaks=peaks)
