"""Sets of places, kept as the bits of a whole number: quick to join, to meet and to look up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

__all__ = ["bits", "union"]


@lru_cache(maxsize=4096)
def bits(number: int) -> tuple[int, ...]:
    """The places of a set's bits.

    Examples
    --------
    >>> bits(0b1101)
    (0, 2, 3)
    """
    return tuple(n for n in range(number.bit_length()) if number >> n & 1)


def union(sets: Iterable[int]) -> int:
    """The union of sets of bits."""
    whole = 0
    for each in sets:
        whole |= each
    return whole
