"""Random numbers by address: seed, stream, person and month, never by order of drawing.

A person's numbers do not depend on how many persons are asked for, in which order or in which chunk, and they are the
same in every world. The generator is SplitMix64 (Steele, Lea and Flood 2014) used as a counter-based hash. What it
gives are raw 64-bit words; they are compared with whole numbers or look up a table, so that no processor's
floating-point unit can decide anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np

__all__ = ["TABLE", "Streams", "lookup", "quantiles", "quarters"]

Words = np.ndarray[tuple[int], np.dtype[np.uint64]]
Whole = np.ndarray[Any, np.dtype[np.int64]]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_MONTH_BITS, _WORD_BITS = 8, 3

TABLE = 4096
"""Entries of a table of quantiles."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The random words under a seed.

    Examples
    --------
    >>> words = Streams(1).words("income", np.array([5, 9], dtype=np.uint64))
    >>> bool(words[1] == Streams(1).words("income", np.array([9], dtype=np.uint64))[0])
    True
    """

    seed: int

    def words(self, stream: str, places: Words) -> Words:
        """Shape of ``places``: one raw 64-bit word for each person."""
        return _scramble(_key(self.seed, stream), places)

    def months(self, stream: str, places: Words, month: int, count: int) -> list[Words]:
        """``count`` words for each person in one month, numbered 0 .. 255."""
        base = (places << np.uint64(_MONTH_BITS + _WORD_BITS)) + np.uint64(month << _WORD_BITS)
        key = _key(self.seed, stream)
        return [_scramble(key, base + np.uint64(number)) for number in range(count)]

    def below(self, stream: str, places: Words, probability: float) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Whether each person's fraction lies below a probability; a larger one adds persons and takes none away."""
        return np.asarray((self.words(stream, places) >> np.uint64(11)) < np.uint64(round(probability * 2**53)))

    def share(self, stream: str, places: Words) -> Whole:
        """Shape of ``places``: uniform on 0 .. 65,535."""
        return (self.words(stream, places) >> np.uint64(48)).astype(np.int64)

    def identities(self, places: Words) -> Words:
        """Pseudonymous ids: a bijection of the places under a seed, so that no two persons share one."""
        return self.words("person", places)


def quarters(word: Words) -> tuple[Whole, Whole, Whole, Whole]:
    """A word as four numbers of 16 bits, uniform on 0 .. 65,535 and independent of each other."""
    mask = np.uint64(0xFFFF)
    parts = [((word >> np.uint64(shift)) & mask).astype(np.int64) for shift in (0, 16, 32, 48)]
    return parts[0], parts[1], parts[2], parts[3]


def lookup(table: Whole, share: Whole) -> Whole:
    """A value of a table of quantiles for each share of 0 .. 65,535."""
    return np.asarray(table[share >> 4])


@cache
def quantiles(knots: Sequence[tuple[float, int]]) -> Whole:
    """A table of ``TABLE`` whole numbers that interpolates (probability, value) knots in whole arithmetic.

    Examples
    --------
    >>> table = quantiles(((0.0, 100), (0.5, 200), (1.0, 1000)))
    >>> int(table[0]), int(table[TABLE // 2]), int(table[-1])
    (100, 200, 999)
    """
    ends = [(round(share * TABLE), value) for share, value in knots]
    values: list[int] = []
    for (start, low), (stop, high) in pairwise(ends):
        values += [low + (high - low) * step // (stop - start) for step in range(stop - start)]
    table = np.array(values, dtype=np.int64)
    table.flags.writeable = False
    return table


@cache
def _key(seed: int, stream: str) -> np.uint64:
    return np.uint64(int.from_bytes(blake2b(f"{seed}/{stream}".encode(), digest_size=8).digest()))


def _scramble(key: np.uint64, counter: Words) -> Words:
    with np.errstate(over="ignore"):  # arithmetic modulo 2^64 is the point
        state = key + _GAMMA * (counter + np.uint64(1))
        state = (state ^ (state >> np.uint64(30))) * _MIX[0]
        state = (state ^ (state >> np.uint64(27))) * _MIX[1]
        return np.asarray(state ^ (state >> np.uint64(31)))
