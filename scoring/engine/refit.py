"""Refit: one logistic regression over all lines at once.

The points of free lines are found together by penalised maximum likelihood. They are anchored at the shapes (the
ridge pulls towards what boosting found, not towards zero) and keep the declared order, in crossings along both
characteristics. A neutral line is the weighted mean of the free lines of its table, within the fit and not after it.

Each step is Newton's, projected onto the order in the metric of the Hessian: a quadratic programme whose dual is a
non-negative least-squares problem (Lawson and Hanson 1974). The gradient is over all rows; the Hessian, which
decides how fast the optimum is reached and not where it lies, over at most 100,000 of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import nnls
from scipy.special import expit

from scoring.engine.draft import Draft

__all__ = ["LogOdds", "refit"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]

RIDGE = 40.0
"""Pull towards the anchor, in units of Fisher's information: as much as 160 people of whom half are bad know.

What few people stand behind stays where the shapes have it, which were boosted on all people at once; so a line may
have few goods or bads, and a card many lines, without repeating the accidents of its sample.
"""

MOST_STEPS = 60
NEAR = 1e-7
"""Log-odds: a step that moves no line further has arrived."""

HESSIAN_ROWS = 100_000


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


def refit(
    drafts: Sequence[Draft],
    indices: Sequence[Array],
    bad: Array,
    weight: Array,
    ridge: float = RIDGE,
    start: LogOdds | None = None,
) -> LogOdds:
    """Fit the log-odds of all lines.

    Parameters
    ----------
    drafts
        The tables.
    indices
        Per table, the line of each row used (a fold's rows, or all).
    bad, weight
        Shape (rows,).
    ridge
        The pull towards the anchors.
    start
        Where to start, in the declared order; the anchors if None.
    """
    return _Problem(drafts, indices, bad, weight, ridge).solve(start)


class _Problem:
    """The regression with its parameters in one vector: the intercept, then the free lines of table after table."""

    def __init__(
        self, drafts: Sequence[Draft], indices: Sequence[Array], bad: Array, weight: Array, ridge: float
    ) -> None:
        self.drafts, self.indices, self.ridge = drafts, indices, ridge
        self.good, self.weight = (~bad).astype(np.float64), weight
        self.means = [draft.means() for draft in drafts]
        self.ends = np.cumsum([1, *(matrix.shape[1] for matrix in self.means)])
        self.anchor = np.concatenate([[0.0], *[draft.anchor[draft.free] for draft in drafts]])
        self.order = self._order()
        step = -(-len(bad) // HESSIAN_ROWS)
        self.sampled = slice(None, None, step)
        self.scale = weight.sum() / weight[self.sampled].sum()

    def solve(self, start: LogOdds | None) -> LogOdds:
        theta = self._start() if start is None else self._vector(start)
        loss = self._loss(theta)
        for _ in range(MOST_STEPS):
            gradient, hessian = self._derivatives(theta)
            aim = self._projected(theta, gradient, hessian)
            step = 1.0
            while (lower := self._loss(theta + step * (aim - theta))) > loss and step > 1e-6:
                step /= 2
            if lower > loss:
                break
            moved = step * float(np.abs(aim - theta).max())
            theta, loss = theta + step * (aim - theta), lower
            if moved < NEAR:
                break
        return self._log_odds(self._in_order(theta))

    def _order(self) -> Matrix:
        """One row per constraint: the safer line less the riskier one may not be negative."""
        rows = []
        for draft, first in zip(self.drafts, self.ends[:-1], strict=True):
            column = {int(place): first + number for number, place in enumerate(draft.free)}
            for low, high in draft.order.tolist():
                row = np.zeros(self.ends[-1])
                row[column[low]], row[column[high]] = -1.0, 1.0
                rows.append(row)
        return np.array(rows).reshape(-1, self.ends[-1])

    def _start(self) -> Array:
        """The anchors, brought into order, and the intercept of the mean."""
        theta = self.anchor.copy()
        rate = float(np.average(self.good, weights=self.weight))
        theta[0] = np.log(rate / (1 - rate))
        return self._closest(theta, np.eye(len(theta))) if len(self.order) else theta

    def _vector(self, model: LogOdds) -> Array:
        free = [table[draft.free] for table, draft in zip(model.tables, self.drafts, strict=True)]
        return np.concatenate([[model.intercept], *free])

    def _tables(self, theta: Array) -> tuple[Array, ...]:
        return tuple(
            matrix @ theta[first:end]
            for matrix, first, end in zip(self.means, self.ends[:-1], self.ends[1:], strict=True)
        )

    def _log_odds(self, theta: Array) -> LogOdds:
        return LogOdds(intercept=float(theta[0]), tables=self._tables(theta))

    def _loss(self, theta: Array) -> float:
        eta = self._log_odds(theta).of_rows(self.indices)
        distance = theta[1:] - self.anchor[1:]
        fit = self.weight @ (np.logaddexp(0, eta) - self.good * eta)
        return float(fit + self.ridge / 2 * distance @ distance)

    def _derivatives(self, theta: Array) -> tuple[Array, Matrix]:
        eta = self._log_odds(theta).of_rows(self.indices)
        rate = expit(eta)
        slope = self.weight * (rate - self.good)
        gradient = np.zeros(len(theta))
        gradient[0] = slope.sum()
        for number, (index, matrix) in enumerate(zip(self.indices, self.means, strict=True)):
            lines = np.bincount(index, weights=slope, minlength=len(matrix))
            gradient[self.ends[number] : self.ends[number + 1]] = lines @ matrix
        gradient[1:] += self.ridge * (theta[1:] - self.anchor[1:])
        curve = (self.weight * rate * (1 - rate))[self.sampled] * self.scale
        return gradient, self._hessian(curve)

    def _hessian(self, curve: Array) -> Matrix:
        size = int(self.ends[-1])
        hessian = np.zeros((size, size))
        hessian[0, 0] = curve.sum()
        indices = [index[self.sampled] for index in self.indices]
        for one, (index, matrix) in enumerate(zip(indices, self.means, strict=True)):
            own = slice(self.ends[one], self.ends[one + 1])
            lines = np.bincount(index, weights=curve, minlength=len(matrix))
            hessian[own, 0] = lines @ matrix
            hessian[own, own] = matrix.T @ (lines[:, None] * matrix)
            for two in range(one):
                width = len(self.means[two])
                both = np.bincount(index * width + indices[two], weights=curve, minlength=len(matrix) * width)
                other = slice(self.ends[two], self.ends[two + 1])
                hessian[own, other] = matrix.T @ both.reshape(len(matrix), width) @ self.means[two]
        hessian += np.tril(hessian, -1).T
        hessian[np.diag_indices(size)] += np.concatenate([[1e-9 * curve.sum()], np.full(size - 1, self.ridge)])
        return hessian

    def _projected(self, theta: Array, gradient: Array, hessian: Matrix) -> Array:
        """Newton's aim, or the point in the declared order that is closest to it in the metric of the Hessian."""
        lower = cholesky(hessian, lower=True)
        step = solve_triangular(lower, gradient, lower=True)
        aim = theta - solve_triangular(lower, step, lower=True, trans="T")
        return self._closest(aim, lower) if len(self.order) and (self.order @ aim < 0).any() else aim

    def _closest(self, aim: Array, lower: Matrix) -> Array:
        pull = solve_triangular(lower, self.order.T, lower=True)
        prices, _ = nnls(pull, -(lower.T @ aim), maxiter=20 * len(self.order))
        return np.asarray(aim + solve_triangular(lower, pull @ prices, lower=True, trans="T"))

    def _in_order(self, theta: Array) -> Array:
        """Exactly in order: what the arithmetic left of a violation, about 10^-10, is taken away."""
        ordered = theta.copy()
        for _ in range(len(theta)):
            before = ordered.copy()
            for row in self.order:
                low, high = int(np.argmin(row)), int(np.argmax(row))
                ordered[high] = max(ordered[high], ordered[low])
            if (ordered == before).all():
                break
        return ordered
