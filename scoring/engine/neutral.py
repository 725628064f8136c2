"""Neutral points: what a refused source, and a silence that must not count, earns.

A neutral line earns the weighted mean points of those who gave a value, rounded half up. For an optional source the
means of all its entries are first summed and the total rounded half up; the total is then spread over the entries
by largest remainder (ties in order of name), so that refusing the source costs and earns nothing on average, in
whole points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.domain.card import Test
from scoring.domain.characteristic import Source
from scoring.engine.draft import Draft
from scoring.engine.spread import half_up, spread

__all__ = ["neutral_points"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


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
    for source in (source for source in Source if source.optional):
        places = [place for place, draft in enumerate(drafts) if draft.characteristic.source is source]
        places = sorted(places, key=lambda place: drafts[place].characteristic.name)
        points.update(zip(places, spread([means[place] for place in places]), strict=True))
    return points


def _mean(table: Array, draft: Draft) -> Fraction:
    weights = [Fraction(float(w)) for w in (draft.goods + draft.bads)[draft.free]]
    total = sum(weights, Fraction(0))
    return sum((w * int(p) for w, p in zip(weights, table[draft.free], strict=True)), Fraction(0)) / total
