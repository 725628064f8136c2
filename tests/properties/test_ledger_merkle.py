"""Proofs of inclusion and of consistency, for trees of any size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from audits.ledger.frontier import Frontier
from audits.ledger.merkle import (
    consistency_path,
    inclusion_path,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(number.to_bytes(2, "big")) for number in range(140)]
ROOTS = [root(LEAVES[:size]) for size in range(len(LEAVES) + 1)]

SIZES = st.integers(1, len(LEAVES))


@st.composite
def places(draw: st.DrawFn) -> tuple[int, int]:
    """A size, and a leaf of a tree of that size."""
    size = draw(SIZES)
    return size, draw(st.integers(0, size - 1))


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(places())
def test_every_leaf_of_every_tree_has_a_proof_of_logarithmic_length(place: tuple[int, int]) -> None:
    size, index = place
    path = inclusion_path(LEAVES[:size], index)
    assert verify_inclusion(LEAVES[index], index, size, path, ROOTS[size])
    assert len(path) <= (size - 1).bit_length()


@given(places(), st.data())
def test_an_inclusion_proof_fails_once_any_part_is_changed(place: tuple[int, int], data: st.DataObject) -> None:
    size, index = place
    path = inclusion_path(LEAVES[:size], index)
    bit = data.draw(st.integers(0, 255))
    other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index)) if size > 1 else size
    assert not verify_inclusion(flip(LEAVES[index], bit), index, size, path, ROOTS[size])
    assert not verify_inclusion(LEAVES[index], index, size, path, flip(ROOTS[size], bit))
    assert not verify_inclusion(LEAVES[index], other, size, path, ROOTS[size])
    assert not verify_inclusion(LEAVES[index], index, size, [*path, LEAVES[0]], ROOTS[size])
    for step in range(len(path)):
        changed = [*path[:step], flip(path[step], bit), *path[step + 1 :]]
        assert not verify_inclusion(LEAVES[index], index, size, changed, ROOTS[size])
        assert not verify_inclusion(LEAVES[index], index, size, path[:step] + path[step + 1 :], ROOTS[size])


@given(SIZES, SIZES)
def test_any_two_sizes_of_one_log_are_consistent(one: int, another: int) -> None:
    old, size = sorted((one, another))
    path = consistency_path(LEAVES[:size], old)
    assert verify_consistency(old, ROOTS[old], size, ROOTS[size], path)


@given(SIZES, SIZES, st.data())
def test_a_consistency_proof_fails_once_any_part_is_changed(one: int, another: int, data: st.DataObject) -> None:
    old, size = sorted((one, another))
    path = consistency_path(LEAVES[:size], old)
    bit = data.draw(st.integers(0, 255))
    assert not verify_consistency(old, flip(ROOTS[old], bit), size, ROOTS[size], path)
    assert not verify_consistency(old, ROOTS[old], size, flip(ROOTS[size], bit), path)
    assert not verify_consistency(old, ROOTS[old], size, ROOTS[size], [*path, LEAVES[0]])
    for step in range(len(path)):
        changed = [*path[:step], flip(path[step], bit), *path[step + 1 :]]
        assert not verify_consistency(old, ROOTS[old], size, ROOTS[size], changed)
        assert not verify_consistency(old, ROOTS[old], size, ROOTS[size], path[:step] + path[step + 1 :])


@given(places(), st.data())
def test_no_honest_proof_hides_that_an_earlier_leaf_was_changed(place: tuple[int, int], data: st.DataObject) -> None:
    """The log that rewrote a leaf makes the best proof it can from its new leaves; the old root betrays it."""
    old, index = place
    size = data.draw(st.integers(old, len(LEAVES)))
    rewritten = LEAVES[:size]
    rewritten[index] = leaf_hash(b"another event")
    path = consistency_path(rewritten, old)
    assert not verify_consistency(old, ROOTS[old], size, root(rewritten), path)


@given(st.integers(0, len(LEAVES)), st.data())
def test_a_frontier_gives_the_root_and_grows_from_what_was_stored(size: int, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, size))
    earlier = Frontier.of(LEAVES[:kept])
    frontier = Frontier(size=earlier.size, peaks=earlier.peaks)
    for leaf in LEAVES[kept:size]:
        frontier = frontier.append(leaf)
    assert frontier == Frontier.of(LEAVES[:size])
    assert frontier.root == ROOTS[size]
