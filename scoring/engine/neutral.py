"""Neutral points: what a refused source, and a silence that must not count, earns.

A neutral line earns the weighted mean points of those who gave a value, rounded half up; in a crossing, of those in
the same table. Where that would let a safer table's mean fall below a riskier one's, the two share their common mean
(pool adjacent violators), so that the declared order holds for those of whom one fact is unknown too. For an optional
source the means of all its entries are first summed and the total rounded half up; the total is then spread over the
entries by largest remainder (ties in order of name), so that refusing the source costs and earns nothing on average,
in whole points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from scoring.certificate.spread import half_up, pooled, spread
from scoring.domain.characteristic import Source
from scoring.domain.line import Test
from scoring.engine.draft import Draft

__all__ = ["neutral_points"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


def neutral_points(tables: tuple[Array, ...], drafts: Sequence[Draft]) -> tuple[Array, ...]:
    """The tables with every neutral line's points computed from the free lines'."""
    means = [_means(table, draft) for table, draft in zip(tables, drafts, strict=True)]
    refused = _refused(means, drafts)
    result = []
    for number, (table, draft) in enumerate(zip(tables, drafts, strict=True)):
        filled = table.copy()
        for each, mean in zip(draft.tables, means[number], strict=True):
            for place in each.places:
                if draft.lines[place].test is Test.NOT_PROVIDED:
                    filled[place] = refused[number]
                elif draft.lines[place].neutral:
                    filled[place] = half_up(mean)
        result.append(filled)
    return tuple(result)


def _refused(means: Sequence[list[Fraction]], drafts: Sequence[Draft]) -> dict[int, int]:
    points: dict[int, int] = {}
    for source in (source for source in Source if source.optional):
        places = [place for place, draft in enumerate(drafts) if draft.characteristic.source is source]
        places = sorted(places, key=lambda place: drafts[place].characteristic.name)
        # What an optional source gives is in no crossing: each entry has one table.
        points.update(zip(places, spread([means[place][0] for place in places]), strict=True))
    return points


def _means(table: Array, draft: Draft) -> list[Fraction]:
    """Per table, the mean points of its free lines, in the declared order."""
    weights, moments = [], []
    for each in draft.tables:
        places = draft.stand_for(each)
        shares = [Fraction(float(w)) for w in (draft.goods + draft.bads)[places]]
        weights.append(sum(shares, Fraction(0)))
        moments.append(sum((w * int(p) for w, p in zip(shares, table[places], strict=True)), Fraction(0)))
    means = [moment / weight for moment, weight in zip(moments, weights, strict=True)]
    run = list(draft.falling)
    for place, mean in zip(run, pooled([means[p] for p in run], [weights[p] for p in run]), strict=True):
        means[place] = mean
    return means
