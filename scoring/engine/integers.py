"""Integer points: not rounded and left, but optimised.

From the rounded points, one point at a time is moved to the other whole number beside its calibrated value where
that lowers the log-loss and keeps the declared order, until none does. A point may go no further: a free descent
would climb back to the sample's own maximum likelihood and undo the ridge and the calibration. Because scores are
whole numbers, the loss of a move is read from histograms of scores and never from rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.scale import Scale
from scoring.engine.draft import Draft
from scoring.engine.neutral import neutral_points
from scoring.engine.refit import LogOdds

__all__ = ["Exact", "Points", "exact", "log_loss", "optimise", "rounded"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

_Neighbours = list[tuple[list[int], list[int]]]

MOST_PASSES = 30
SETTLING_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """The calibrated log-odds on the scale, before they are whole: the least free line of every table at 0."""

    initial: float
    tables: tuple[Array, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Initial points, and per table the points of its lines."""

    initial: int
    tables: tuple[Array, ...]

    def scores(self, drafts: Sequence[Draft]) -> Array:
        """The score of every row; at least one draft."""
        total: Array = np.full(len(drafts[0].index), self.initial, dtype=np.int64)
        for table, draft in zip(self.tables, drafts, strict=True):
            total += table[draft.index]
        return total


def exact(model: LogOdds, drafts: Sequence[Draft], scale: Scale) -> Exact:
    """The model's log-odds in points."""
    initial = scale.score(model.intercept)
    tables = []
    for table, draft in zip(model.tables, drafts, strict=True):
        points = scale.factor * table
        least = float(np.min(points[draft.free]))
        initial += least
        tables.append(points - least)
    return Exact(initial=initial, tables=tuple(tables))


def rounded(values: Exact, drafts: Sequence[Draft]) -> Points:
    """Each value rounded by itself, neutral lines computed."""
    tables = tuple(np.rint(table).astype(np.int64) for table in values.tables)
    return Points(initial=round(values.initial), tables=neutral_points(tables, drafts))


def optimise(values: Exact, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> Points:
    """Points with no worse log-loss than the rounded ones.

    The descent is tried from the rounded points and from one initial point more and less, since no single move can
    trade the initial points for those of every line. Of all that is found, the points with the least loss are kept.
    """
    start = best = rounded(values, drafts)
    least = log_loss(best, drafts, bad, weight, scale)
    for shift in (0, -1, 1):
        shifted = Points(initial=start.initial + shift, tables=start.tables)
        found = _settle(shifted, values, drafts, bad, weight, scale)
        loss = log_loss(found, drafts, bad, weight, scale)
        if loss < least - 1e-12:
            best, least = found, loss
    return best


def _settle(points: Points, values: Exact, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> Points:
    """Descend; neutral points are held while the free ones move and recomputed after, until that gains nothing."""
    best, least = points, log_loss(points, drafts, bad, weight, scale)
    for _ in range(SETTLING_ROUNDS):
        moved = _descend(best, values, drafts, bad, weight, scale)
        found = Points(initial=moved.initial, tables=neutral_points(moved.tables, drafts))
        loss = log_loss(found, drafts, bad, weight, scale)
        if loss >= least - 1e-12:
            break
        best, least = found, loss
    return best


def log_loss(points: Points, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> float:
    """Mean log-loss of the probabilities that the scale gives the scores."""
    z = (points.scores(drafts) - scale.offset) / scale.factor
    return float(np.average(np.logaddexp(0, np.where(bad, z, -z)), weights=weight))


def _descend(points: Points, values: Exact, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> Points:
    tables = [table.copy() for table in points.tables]
    score = points.scores(drafts)
    initial = points.initial
    rows = [[np.flatnonzero(draft.index == line) for line in draft.free] for draft in drafts]
    order = [_neighbours(draft) for draft in drafts]
    everyone = np.arange(len(score))
    goods, bads = weight * ~bad, weight * bad
    for _ in range(MOST_PASSES):
        moved = False
        for table, exact_table, draft, lines, beside in zip(tables, values.tables, drafts, rows, order, strict=True):
            for place, members in zip(draft.free.tolist(), lines, strict=True):
                step = _better_step(score, members, goods, bads, scale, _room(table, exact_table, beside, place))
                table[place] += step
                score[members] += step
                moved = moved or step != 0
        step = _better_step(score, everyone, goods, bads, scale, (-1, 1))
        initial += step
        score += step
        if not moved and step == 0:
            break
    return Points(initial=initial, tables=tuple(tables))


def _room(table: Array, exact_table: Array, neighbours: _Neighbours, place: int) -> tuple[int, ...]:
    """Which single steps stay beside the exact value and keep the declared order."""
    below, above = neighbours[place]
    steps = []
    if abs(table[place] - 1 - exact_table[place]) < 1 and all(table[other] < table[place] for other in below):
        steps.append(-1)
    if abs(table[place] + 1 - exact_table[place]) < 1 and all(table[other] > table[place] for other in above):
        steps.append(1)
    return tuple(steps)


def _neighbours(draft: Draft) -> _Neighbours:
    """Per line, those that may not earn more and those that may not earn less."""
    found: _Neighbours = [([], []) for _ in draft.lines]
    for low, high in draft.order.tolist():
        found[high][0].append(low)
        found[low][1].append(high)
    return found


def _better_step(score: Array, members: Array, good: Array, bad: Array, scale: Scale, steps: tuple[int, ...]) -> int:
    """The permitted step of these rows' score with the least loss; 0 where none is better than staying."""
    if len(members) == 0 or not steps:
        return 0
    own = score[members]
    base = int(own.min())
    width = int(own.max()) - base + 1
    own -= base
    bads = np.bincount(own, weights=bad[members], minlength=width)
    goods = np.bincount(own, weights=good[members], minlength=width)
    z = (np.arange(base - 1, base + width + 1) - scale.offset) / scale.factor
    loss_bad, loss_good = np.logaddexp(0, z), np.logaddexp(0, -z)

    def loss(step: int) -> float:
        shifted = slice(1 + step, 1 + step + width)
        return float(bads @ loss_bad[shifted] + goods @ loss_good[shifted])

    stay = loss(0)
    least, step = min((loss(step), step) for step in steps)
    return step if stay - least > 1e-9 * max(stay, 1.0) else 0
