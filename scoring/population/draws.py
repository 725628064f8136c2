"""Random numbers by address: seed, stream and person, never by order of drawing.

A person's numbers do not depend on how many persons are asked for, nor on their order, and one person has the same
numbers in every world. The generator is SplitMix64 (Steele, Lea and Flood 2014) used as a counter-based hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

__all__ = ["Draws"]

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """The random numbers of persons 0 .. persons - 1 under a seed."""

    seed: int
    persons: int

    def uniform(self, stream: str) -> Floats:
        """Shape (persons,): uniform on the open interval (0, 1)."""
        key = np.uint64(int.from_bytes(blake2b(f"{self.seed}/{stream}".encode(), digest_size=8).digest()))
        with np.errstate(over="ignore"):  # arithmetic modulo 2^64 is the point
            state = key + _GAMMA * np.arange(1, self.persons + 1, dtype=np.uint64)
            state = (state ^ (state >> np.uint64(30))) * _MIX[0]
            state = (state ^ (state >> np.uint64(27))) * _MIX[1]
        bits = (state ^ (state >> np.uint64(31))) >> np.uint64(11)
        return np.asarray((bits.astype(np.float64) + 0.5) / 2.0**53)

    def logistic(self, stream: str) -> Floats:
        """Shape (persons,): the standard logistic distribution."""
        uniform = self.uniform(stream)
        return np.asarray(np.log(uniform / (1 - uniform)))

    def chosen(self, stream: str, shares: dict[str, float]) -> np.ndarray[tuple[int], np.dtype[Any]]:
        """Shape (persons,): one of the names, by their shares, which sum to 1."""
        ends = np.cumsum(list(shares.values()))
        place = np.searchsorted(ends, self.uniform(stream) * ends[-1], side="right")
        names = np.array(list(shares), dtype=object)
        return np.asarray(names[np.minimum(place, len(shares) - 1)])

    def identities(self) -> np.ndarray[tuple[int], np.dtype[Any]]:
        """Shape (persons,): pseudonymous ids of 16 hexadecimal digits."""
        return np.array(
            [blake2b(f"{self.seed}/person/{i}".encode(), digest_size=8).hexdigest() for i in range(self.persons)],
            dtype=object,
        )
