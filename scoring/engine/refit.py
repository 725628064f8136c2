"""Refit: one logistic regression over all lines at once.

The points of free lines are found together by penalised maximum likelihood. They are anchored at the shapes (the
ridge pulls towards what boosting found, not towards zero) and keep the declared order: along an ordered table they
are cumulative sums of increments that may not be negative. A neutral line is the weighted mean of the free lines
of its table, within the fit and not after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from scoring.engine.draft import Draft

__all__ = ["LogOdds", "refit"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

RIDGE = 5.0
"""Pull towards the anchor, in pseudo-observations per line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOdds:
    """Log good:bad odds: an intercept, and per table shape (lines,), neutral lines filled in."""

    intercept: float
    tables: tuple[Array, ...]

    def of_rows(self, indices: Sequence[Array]) -> Array:
        """The sum for each row, from the rows' lines in every table."""
        total: Array = np.full(len(indices[0]), self.intercept)
        for table, index in zip(self.tables, indices, strict=True):
            total += table[index]
        return total


def refit(drafts: Sequence[Draft], indices: Sequence[Array], bad: Array, weight: Array) -> LogOdds:
    """Fit the log-odds of all lines.

    Parameters
    ----------
    drafts
        The tables.
    indices
        Per table, the line of each row used (a fold's rows, or all).
    bad, weight
        Shape (rows,).
    """
    good = (~bad).astype(np.float64)
    sizes = [len(draft.free) for draft in drafts]
    splits = np.cumsum(sizes)[:-1]
    scale = weight.sum()

    def objective(theta: Array) -> tuple[float, Array]:
        free = [_from_increments(part, draft) for part, draft in zip(np.split(theta[1:], splits), drafts, strict=True)]
        tables = tuple(_with_neutral(values, draft) for values, draft in zip(free, drafts, strict=True))
        eta = LogOdds(intercept=float(theta[0]), tables=tables).of_rows(indices)
        loss = float(weight @ (np.logaddexp(0, eta) - good * eta))
        slope = weight * (expit(eta) - good)
        gradient = [np.array([slope.sum()])]
        for values, draft, index in zip(free, drafts, indices, strict=True):
            lines = np.bincount(index, weights=slope, minlength=len(draft.lines))
            distance = values - draft.anchor[draft.free]
            loss += RIDGE / 2 * float(distance @ distance)
            per_free = _onto_free(lines, draft) + RIDGE * distance
            gradient.append(_onto_increments(per_free, draft))
        return float(loss / scale), np.concatenate(gradient) / scale

    start = np.concatenate([[_log_odds(good, weight)], *[_to_increments(draft) for draft in drafts]])
    bounds = [(None, None)] + [bound for draft in drafts for bound in _bounds(draft)]
    found = minimize(
        objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500, "ftol": 1e-12}
    )
    parts = np.split(found.x[1:], splits)
    tables = tuple(
        _with_neutral(_from_increments(part, draft), draft) for part, draft in zip(parts, drafts, strict=True)
    )
    return LogOdds(intercept=float(found.x[0]), tables=tables)


def _log_odds(good: Array, weight: Array) -> float:
    rate = float(np.average(good, weights=weight))
    return float(np.log(rate / (1 - rate)))


def _with_neutral(values: Array, draft: Draft) -> Array:
    table: Array = np.full(len(draft.lines), float(values @ draft.mean_share))
    table[draft.free] = values
    return table


def _onto_free(lines: Array, draft: Draft) -> Array:
    neutral = lines.sum() - lines[draft.free].sum()
    return np.asarray(lines[draft.free] + neutral * draft.mean_share)


# Ordered lines come first in a draft, so the first `ordered` free values are one increasing run.


def _from_increments(part: Array, draft: Draft) -> Array:
    values = part.copy()
    if draft.ordered > 1:
        values[1 : draft.ordered] *= draft.sign
        values[: draft.ordered] = np.cumsum(values[: draft.ordered])
    return values


def _onto_increments(gradient: Array, draft: Draft) -> Array:
    part = gradient.copy()
    if draft.ordered > 1:
        part[: draft.ordered] = np.cumsum(part[: draft.ordered][::-1])[::-1]
        part[1 : draft.ordered] *= draft.sign
    return part


def _to_increments(draft: Draft) -> Array:
    part = draft.anchor[draft.free].astype(np.float64)
    if draft.ordered > 1:
        steps = draft.sign * np.diff(part[: draft.ordered])
        part[1 : draft.ordered] = np.maximum(steps, 0)
    return part


def _bounds(draft: Draft) -> list[tuple[float | None, float | None]]:
    free = len(draft.free)
    return [(0.0, None) if 0 < place < draft.ordered else (None, None) for place in range(free)]
