"""Sample weights with which a card can be fitted anew without the engine ever seeing a group.

The auditor, who may see groups, says how much each row counts; ``fit`` reads the weights and nothing else. Each method
gives every person of the same group, outcome (and, for the reductions, decision) the same weight, so a file of weights
gives groups away to whoever knows the outcomes: it is to be kept like the groups themselves.
"""

from __future__ import annotations

import warnings
from enum import StrEnum
from typing import Any

import numpy as np

from scoring.domain.errors import DataError, InputError

__all__ = ["Method", "reduction_weights", "reweighing", "weights"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


class Method(StrEnum):
    """How weights are had."""

    REWEIGHING = "reweighing"
    """Group and outcome made independent (Kamiran and Calders 2012)."""
    DEMOGRAPHIC_PARITY = "demographic-parity"
    """The Lagrangian of equal approval rates (Agarwal et al. 2018), as fairlearn has it."""
    EQUALIZED_ODDS = "equalized-odds"
    """That of equal approval rates among those who repaid, and among those who defaulted."""


def weights(method: Method, group: Column, bad: Column, approved: Column | None, strength: float = 0.5) -> Column:
    """Weights of rows by a method; positive, with mean 1.

    Parameters
    ----------
    group
        Shape (rows,): each row's group.
    bad
        Shape (rows,): whether the outcome was bad; both must occur.
    approved
        Shape (rows,): decisions of the card that is to be improved on; reweighing needs none.
    strength
        Of the reductions: 0 changes nothing, and at 1 some rows would count for nothing at all.

    Raises
    ------
    InputError
        If a reduction has no decisions, or the strength is not above 0 and below 1.
    DataError
        If there is one group or one outcome only.
    """
    if len(np.unique(group.astype(str))) < 2 or bad.all() or not bad.any():
        raise DataError("there is one group or one outcome only", remedy="There is nothing to weigh")
    if method is Method.REWEIGHING:
        return reweighing(group, bad)
    if approved is None:
        raise InputError(
            f"'{method.value}' needs the decisions of the card", remedy="Name their column, or use 'reweighing'"
        )
    return reduction_weights(method, group, bad, approved, strength)


def reweighing(group: Column, bad: Column) -> Column:
    """``n(group) n(outcome) / (n n(group, outcome))`` (Kamiran and Calders 2012, Knowl. Inf. Syst. 33:1).

    With them, group and outcome are independent, and every group and every outcome keeps its share.

    Examples
    --------
    >>> reweighing(np.array(["a", "a", "a", "b"]), np.array([True, False, False, False])).round(3).tolist()
    [0.8, 1.2, 1.2, 0.8]
    """
    _, groups = np.unique(group.astype(str), return_inverse=True)
    outcome = bad.astype(np.int64)
    both = np.bincount(groups * 2 + outcome, minlength=2 * (groups.max() + 1)).reshape(-1, 2)
    # A cell that nobody is in weighs nobody; what the others carry is spread so that the mean stays 1.
    cells = both.sum(axis=1, keepdims=True) * both.sum(axis=0) / (len(bad) * np.maximum(both, 1))
    found: Column = cells[groups, outcome]
    return _of_mean_one(found)


def reduction_weights(method: Method, group: Column, bad: Column, approved: Column, strength: float) -> Column:
    """The weights of one step of fairlearn's reductions from a card's own decisions.

    The reductions (Agarwal et al. 2018, ICML) fit again and again with the signed weights ``2y - 1 + s(lambda)``,
    where multipliers ``lambda`` press against the constraints that are violated. Here ``lambda`` is in the direction
    of the violations of the card's decisions, as long as ``strength`` says: at 1 the first row would change its label,
    and below it every row keeps its own, so that a weight is all that is asked of ``fit``.

    Raises
    ------
    InputError
        If the strength is not above 0 and below 1.
    DataError
        If the decisions violate nothing.
    """
    from fairlearn.reductions import DemographicParity, EqualizedOdds, ErrorRate

    if not 0 < strength < 1:
        raise InputError(f"the strength is {strength}", remedy="Give a number above 0 and below 1, such as 0.5")
    pressed, own = _signed(
        DemographicParity() if method is Method.DEMOGRAPHIC_PARITY else EqualizedOdds(),
        ErrorRate(),
        group,
        bad,
        approved,
    )
    # Multiplied by the sign of the label, a weight below 0 would be one that turns the label.
    against = pressed * own
    if float(np.abs(against).max()) < 1e-12:
        raise DataError("the decisions treat all groups alike as it is", remedy="There is nothing to weigh")
    found = 1 + strength / max(float(-against.min()), 1e-12) * against
    return _of_mean_one(found)


def _of_mean_one(found: Column) -> Column:
    return np.asarray(found / found.mean())


def _signed(constraint: Any, objective: Any, group: Column, bad: Column, approved: Column) -> tuple[Column, Column]:  # noqa: ANN401 - fairlearn publishes no types
    """Signed weights of a constraint that presses against its violations, and of the objective."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fairlearn about pandas, which nobody here can act upon
        for moment in (constraint, objective):
            moment.load_data(np.zeros((len(bad), 1)), (~bad).astype(np.int64), sensitive_features=group.astype(str))
        violated = constraint.gamma(lambda _: approved.astype(np.float64)).clip(lower=0)
        pressed = np.asarray(constraint.signed_weights(violated), dtype=np.float64)
        return pressed, np.asarray(objective.signed_weights(), dtype=np.float64)
