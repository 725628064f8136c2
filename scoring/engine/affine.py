"""An affine map of log-odds: the two-parameter logistic regression of good on a score."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

__all__ = ["affine"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


def affine(eta: Array, good: Array, weight: Array, *, least: float, most: float) -> tuple[float, float]:
    """Intercept and slope with the greatest likelihood, the slope within ``least`` to ``most``.

    Parameters
    ----------
    eta
        Shape (rows,): log good:bad odds, up to an affine map.
    good, weight
        Shape (rows,): outcomes and positive weights.
    least, most
        Ends of the slope; 1 lies between them.
    """
    target = good.astype(np.float64)
    total = weight.sum()
    rate = float(weight @ target) / total
    # Started at the true intercept of a flat line, so that a slope of 1 is not an accident of the start.
    start = np.array([np.log(rate / (1 - rate)) - float(np.average(eta, weights=weight)), 1.0])

    def objective(theta: Array) -> tuple[float, Array]:
        line = theta[0] + theta[1] * eta
        slope = weight * (expit(line) - target)
        loss = float(weight @ (np.logaddexp(0, line) - target * line))
        return float(loss / total), np.array([slope.sum(), slope @ eta]) / total

    bounds = [(None, None), (least, most)]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14})
    return float(found.x[0]), float(found.x[1])
