"""Integer points: not rounded and left, but optimised.

From the rounded points, one point at a time is moved up or down where that lowers the log-loss and keeps the
declared order, until none does. Because scores are whole numbers, the loss of a move is read from histograms of
scores and never from rows.
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

__all__ = ["Points", "log_loss", "optimise", "rounded"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

MOST_PASSES = 30
SETTLING_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Initial points, and per table the points of its lines."""

    initial: int
    tables: tuple[Array, ...]

    def scores(self, drafts: Sequence[Draft]) -> Array:
        """The score of every row."""
        total: Array = np.full(len(drafts[0].index), self.initial, dtype=np.int64)
        for table, draft in zip(self.tables, drafts, strict=True):
            total += table[draft.index]
        return total


def rounded(model: LogOdds, drafts: Sequence[Draft], scale: Scale) -> Points:
    """The log-odds on the scale, each rounded; the least free line of every table at 0 points."""
    initial = scale.score(model.intercept)
    tables = []
    for table, draft in zip(model.tables, drafts, strict=True):
        points = scale.factor * table
        least = points[draft.free].min()
        initial += least
        tables.append(np.rint(points - least).astype(np.int64))
    return _settled(Points(initial=round(initial), tables=tuple(tables)), drafts)


def optimise(start: Points, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> Points:
    """Points with no worse log-loss than the start, and none better one step away.

    Neutral points follow from the free ones; they are held while the free ones move and recomputed after, a few
    times over. Of all rounds, the points with the least loss are kept.
    """
    best, best_loss = start, log_loss(start, drafts, bad, weight, scale)
    points = start
    for _ in range(SETTLING_ROUNDS):
        points = _settled(_descend(points, drafts, bad, weight, scale), drafts)
        loss = log_loss(points, drafts, bad, weight, scale)
        if loss >= best_loss - 1e-12:
            break
        best, best_loss = points, loss
    return best


def log_loss(points: Points, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> float:
    """Mean log-loss of the probabilities that the scale gives the scores."""
    z = (points.scores(drafts) - scale.offset) / scale.factor
    return float(np.average(np.logaddexp(0, np.where(bad, z, -z)), weights=weight))


def _settled(points: Points, drafts: Sequence[Draft]) -> Points:
    """The same points with every table's least free line at 0 and the neutral lines computed."""
    initial = points.initial
    tables = []
    for table, draft in zip(points.tables, drafts, strict=True):
        least = int(table[draft.free].min())
        initial += least
        tables.append(table - least)
    return Points(initial=initial, tables=neutral_points(tuple(tables), drafts))


def _descend(points: Points, drafts: Sequence[Draft], bad: Array, weight: Array, scale: Scale) -> Points:
    tables = [table.copy() for table in points.tables]
    score = points.scores(drafts)
    initial = points.initial
    rows = [[np.flatnonzero(draft.index == line) for line in draft.free] for draft in drafts]
    everyone = np.arange(len(score))
    for _ in range(MOST_PASSES):
        moved = False
        step = _better_step(score, everyone, bad, weight, scale, -1, 1)
        if step:
            initial += step
            score += step
            moved = True
        for table, draft, lines in zip(tables, drafts, rows, strict=True):
            for place, members in zip(draft.free, lines, strict=True):
                low, high = _room(table, draft, int(place))
                step = _better_step(score, members, bad, weight, scale, low, high)
                if step:
                    table[place] += step
                    score[members] += step
                    moved = True
        if not moved:
            break
    return Points(initial=initial, tables=tuple(tables))


def _room(table: Array, draft: Draft, place: int) -> tuple[int, int]:
    """Which single steps keep the declared order."""
    if place >= draft.ordered:
        return -1, 1
    ahead = draft.sign * (table[place + 1] - table[place]) if place + 1 < draft.ordered else 1
    behind = draft.sign * (table[place] - table[place - 1]) if place > 0 else 1
    can_rise, can_fall = ahead > 0, behind > 0
    if draft.sign < 0:
        can_rise, can_fall = can_fall, can_rise
    return (-1 if can_fall else 0), (1 if can_rise else 0)


def _better_step(score: Array, members: Array, bad: Array, weight: Array, scale: Scale, low: int, high: int) -> int:
    """-1, 0 or +1: the permitted step of these rows' score with the least loss; 0 on a tie."""
    if len(members) == 0 or low == high:
        return 0
    own = score[members]
    base = int(own.min()) - 1
    width = int(own.max()) - base + 2
    bads = np.bincount(own - base, weights=weight[members] * bad[members], minlength=width)
    goods = np.bincount(own - base, weights=weight[members] * ~bad[members], minlength=width)
    z = (np.arange(base - 1, base + width + 1) - scale.offset) / scale.factor
    loss_bad, loss_good = np.logaddexp(0, z), np.logaddexp(0, -z)

    def loss(step: int) -> float:
        shifted = slice(1 + step, 1 + step + width)
        return float(bads @ loss_bad[shifted] + goods @ loss_good[shifted])

    stay = loss(0)
    gains = {step: stay - loss(step) for step in (low, high) if step}
    step = max(gains, key=lambda candidate: gains[candidate])
    return step if gains[step] > 1e-9 * max(stay, 1.0) else 0
