"""Whole points for a mean: rounding half up, a total spread by largest remainder, means that do not fall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

__all__ = ["half_up", "pooled", "spread"]


def half_up(number: Fraction) -> int:
    """Round to the nearest whole number, halves upwards.

    Examples
    --------
    >>> half_up(Fraction(5, 2)), half_up(Fraction(7, 3))
    (3, 2)
    """
    return math.floor(number + Fraction(1, 2))


def spread(means: Sequence[Fraction]) -> list[int]:
    """Whole points that sum to the rounded total, by largest remainder; ties to the earlier.

    Examples
    --------
    >>> spread([Fraction(5, 2), Fraction(5, 2), Fraction(6, 5)])
    [3, 2, 1]
    """
    floors = [math.floor(mean) for mean in means]
    left = half_up(sum(means, Fraction(0))) - sum(floors)
    by_remainder = sorted(range(len(means)), key=lambda place: (floors[place] - means[place], place))
    for place in by_remainder[:left]:
        floors[place] += 1
    return floors


def pooled(means: Sequence[Fraction], weights: Sequence[Fraction]) -> list[Fraction]:
    """The closest means that do not fall: neighbours that do share their common mean (Ayer et al. 1955).

    Examples
    --------
    >>> [int(mean) for mean in pooled([Fraction(3), Fraction(1), Fraction(4)], [Fraction(1), Fraction(1), Fraction(2)])]
    [2, 2, 4]
    """
    blocks: list[tuple[Fraction, Fraction, int]] = []  # mean, weight, how many
    for mean, weight in zip(means, weights, strict=True):
        block = (mean, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            last = blocks.pop()
            both = last[1] + block[1]
            block = ((last[0] * last[1] + block[0] * block[1]) / both, both, last[2] + block[2])
        blocks.append(block)
    return [mean for mean, _, count in blocks for _ in range(count)]
