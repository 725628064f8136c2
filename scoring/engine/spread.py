"""Whole points for a mean: rounding half up, and a total spread by largest remainder."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

__all__ = ["half_up", "spread"]


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
