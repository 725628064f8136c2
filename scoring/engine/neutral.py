"""Neutral points: what a refused source, and a silence that must not count, earns.

A neutral line earns the weighted mean points of those who gave a value, rounded half up. For an optional source the
means of all its entries are first summed and the total rounded half up; the total is then spread over the entries
by largest remainder, so that refusing the source costs and earns nothing on average, in whole points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.domain.card import Test
from scoring.domain.characteristic import Source
from scoring.engine.draft import Draft

__all__ = ["half_up", "neutral_points", "spread"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


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


def neutral_points(tables: tuple[Array, ...], drafts: Sequence[Draft]) -> tuple[Array, ...]:
    """The tables with every neutral line's points computed from the free lines'."""
    means = [_mean(table, draft) for table, draft in zip(tables, drafts, strict=True)]
    refused = _refused(means, drafts)
    result = []
    for place, (table, draft) in enumerate(zip(tables, drafts, strict=True)):
        filled = table.copy()
        for number, line in enumerate(draft.lines):
            if line.test is Test.NOT_PROVIDED:
                filled[number] = refused[place]
            elif line.neutral:
                filled[number] = half_up(means[place])
        result.append(filled)
    return tuple(result)


def _refused(means: Sequence[Fraction], drafts: Sequence[Draft]) -> dict[int, int]:
    points: dict[int, int] = {}
    for source in Source:
        places = [
            place
            for place, draft in enumerate(drafts)
            if draft.characteristic.source is source and any(line.test is Test.NOT_PROVIDED for line in draft.lines)
        ]
        points.update(zip(places, spread([means[place] for place in places]), strict=True))
    return points


def _mean(table: Array, draft: Draft) -> Fraction:
    weights = [Fraction(float(w)) for w in (draft.goods + draft.bads)[draft.free]]
    total = sum(weights, Fraction(0))
    return sum((w * int(p) for w, p in zip(weights, table[draft.free], strict=True)), Fraction(0)) / total
