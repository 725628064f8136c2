"""How true probabilities are: Brier score, log-loss, calibration in the large and its slope, each with its error.

The first three are means over rows, so their errors are the errors of means; that of a difference on the same rows is
the error of the mean of the rows' differences.
"""

from __future__ import annotations

import numpy as np

from scoring.domain.errors import DataError
from scoring.engine.estimate import Array, Estimate, Outcomes, weighted_mean

__all__ = ["brier", "in_the_large", "log_loss", "slope"]

STEPS = 50
"""Newton's method needs about six; more mean that there is no solution."""


def brier(pd: Array, outcomes: Outcomes) -> Estimate:
    """Mean squared distance between probability and outcome."""
    return weighted_mean((pd - outcomes.bad) ** 2, outcomes.weight)


def log_loss(pd: Array, outcomes: Outcomes) -> Estimate:
    """Mean negative log-likelihood.

    Raises
    ------
    DataError
        If something happened to which the card gave no chance at all.
    """
    happened = np.where(outcomes.bad, pd, 1 - pd)
    if (happened <= 0).any():
        raise DataError("an outcome happened that the card gave a probability of 0")
    return weighted_mean(-np.log(happened), outcomes.weight)


def in_the_large(pd: Array, outcomes: Outcomes) -> Estimate:
    """Mean PD less observed bad rate: above 0 the card is too pessimistic."""
    return weighted_mean(pd - outcomes.bad, outcomes.weight)


def slope(pd: Array, outcomes: Outcomes) -> Estimate:
    """Slope of the outcomes' log-odds on the card's (Cox 1958, Biometrika 45:562).

    At 1 the probabilities are spread as they should be; below 1 they are too extreme, above 1 too timid. It is b in
    ``logit P(bad) = a + b logit(pd)``, by maximum likelihood. The error is the sandwich of Huber (1967) and White
    (1980), right whether or not that line is.

    Raises
    ------
    DataError
        If the likelihood has no greatest point: the card gives everybody one probability, or parts all goods from all
        bads; or if a probability is 0 or 1.
    """
    if ((pd <= 0) | (pd >= 1)).any():
        raise DataError("a probability is 0 or 1, which has no log-odds")
    weight = outcomes.weight
    log_odds = np.log(pd) - np.log1p(-pd)
    centred = log_odds - float(weight @ log_odds) / float(weight.sum())
    spread = float(np.sqrt(weight @ centred**2 / weight.sum()))
    if spread < 1e-9:
        raise DataError("the card gives everybody the same probability")
    design = np.column_stack([np.ones(len(pd)), centred / spread])
    beta, residual, information = _logistic(design, outcomes)
    parts = (weight * residual) * (design @ np.linalg.inv(information)[:, 1])
    return Estimate(value=float(beta[1]) / spread, parts=parts / spread)


def _logistic(design: Array, outcomes: Outcomes) -> tuple[Array, Array, Array]:
    """Coefficients, what is left of the outcomes, and Fisher's information, all at the greatest likelihood."""
    share = float(outcomes.weight @ outcomes.bad) / float(outcomes.weight.sum())
    beta = np.array([np.log(share / (1 - share)), 0.0])
    for _ in range(STEPS):
        fitted = 0.5 * (1 + np.tanh(design @ beta / 2))
        residual = outcomes.bad - fitted
        information = design.T @ (design * (outcomes.weight * fitted * (1 - fitted))[:, None])
        if np.linalg.det(information) <= 1e-12 * outcomes.weight.sum() ** 2:
            break
        step = np.linalg.solve(information, design.T @ (outcomes.weight * residual))
        if np.abs(step).max() < 1e-11:
            return beta, residual, information
        beta = beta + step * min(1.0, 2 / float(np.abs(step).max()))  # so far from the end, a full step may overshoot
    raise DataError("the card parts goods from bads so well that no slope has the greatest likelihood")
