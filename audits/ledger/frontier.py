"""The frontier of a growing tree: what must be kept to append a leaf and know the new root in O(log n).

It is the roots of the perfect subtrees that the tree's leaves fall into, largest first, one for each bit set in the
size. It makes roots, not proofs: proofs need the leaf hashes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from audits.ledger.merkle import HASH_BYTES, node_hash
from audits.ledger.merkle import root as root_of
from scoring.domain.errors import InputError

__all__ = ["Frontier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The frontier of a tree of some size.

    Attributes
    ----------
    size
        Number of leaves.
    peaks
        Roots of the perfect subtrees, 32 bytes each, largest first.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise InputError("a frontier has one hash for each bit set in its size")
        if any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise InputError(f"a hash of a frontier has {HASH_BYTES} bytes")

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after appending these leaf hashes to the empty tree."""
        frontier = cls()
        for leaf in leaves:
            frontier = frontier.append(leaf)
        return frontier

    def append(self, leaf: bytes) -> Frontier:
        """The frontier with one more leaf hash."""
        peaks, merged, size = self.peaks, leaf, self.size
        while size & 1:  # two perfect subtrees of equal height become one
            peaks, merged, size = peaks[:-1], node_hash(peaks[-1], merged), size >> 1
        return Frontier(size=self.size + 1, peaks=(*peaks, merged))

    @property
    def root(self) -> bytes:
        """The root of the tree, 32 bytes."""
        if not self.peaks:
            return root_of([])
        found = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            found = node_hash(peak, found)
        return found
