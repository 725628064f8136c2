"""The Merkle tree of RFC 9162, section 2.1: roots, inclusion proofs and consistency proofs.

A leaf's hash is ``SHA-256(0x00 || data)``, a node's ``SHA-256(0x01 || left || right)``; a tree of n > 1 leaves splits
at the largest power of two below n.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from scoring.domain.errors import InputError

__all__ = [
    "consistency_path",
    "inclusion_path",
    "leaf_hash",
    "node_hash",
    "root",
    "verify_consistency",
    "verify_inclusion",
]

HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf's bytes; 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees; 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of no leaves, the hash of nothing.

    Examples
    --------
    >>> root([]).hex()[:8]
    'e3b0c442'
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        # Pairing neighbours and carrying an odd last one up is the same tree as splitting at powers of two.
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + (level[-1:] if len(level) % 2 else [])
    return level[0]


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root (RFC 9162, 2.1.3.1).

    Raises
    ------
    InputError
        If there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise InputError(f"there is no leaf {index} in a tree of {len(leaves)}")
    path: list[bytes] = []
    level, place = list(leaves), index
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + (level[-1:] if len(level) % 2 else [])
        place //= 2
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], signed_root: bytes) -> bool:
    """Whether the proof leads from the leaf's hash to the root of a tree of that size (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, signed_root, *path):
        return False
    place, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == signed_root


def consistency_path(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The hashes that show the first ``old`` leaves to be a prefix (RFC 9162, 2.1.4.1).

    Raises
    ------
    InputError
        If ``old`` is not between 1 and the number of leaves.
    """
    if not 1 <= old <= len(leaves):
        raise InputError(f"a tree of {len(leaves)} has no earlier size {old}")
    return _subproof(leaves, old, complete=True)


def _subproof(leaves: Sequence[bytes], old: int, *, complete: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if complete else [root(leaves)]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if old <= split:
        return [*_subproof(leaves[:split], old, complete=complete), root(leaves[split:])]
    return [*_subproof(leaves[split:], old - split, complete=False), root(leaves[:split])]


def verify_consistency(old: int, old_root: bytes, size: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the proof shows the old tree to be a prefix of the new one (RFC 9162, 2.1.4.2).

    There is no proof from an empty tree, which is a prefix of every tree.
    """
    if not 1 <= old <= size or not _are_hashes(old_root, new_root, *path):
        return False
    if old == size or not path:
        return old == size and not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, size - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            after = node_hash(after, step)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _are_hashes(*candidates: bytes) -> bool:
    # A step of another length could move the border between the two halves of a node.
    return all(len(candidate) == HASH_BYTES for candidate in candidates)
