"""The cut-off that the decisions of a file fit best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from audits.decisions.cube import AxisKind, Cube

__all__ = ["MOST_OTHERWISE", "Fitted", "fitted_cut_off"]

MOST_OTHERWISE = 0.05
"""Project default: with more decisions than this against it, nothing is called a cut-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A cut-off and the share of decisions that are not as it says."""

    at: float
    otherwise: float


def fitted_cut_off(cube: Cube) -> Fitted | None:
    """The place of the axis from which on people were approved, with the fewest decided otherwise.

    None if many were decided otherwise, or if all or none were approved: then nothing was cut off.
    """
    if cube.axis.kind is AxisKind.NONE or cube.approved.all() or not cube.approved.any():
        return None
    safe = cube.position if cube.axis.safer_upwards else -cube.position
    places, at = np.unique(safe, return_inverse=True)
    approved = np.bincount(at, weights=cube.people * cube.approved, minlength=len(places))
    declined = np.bincount(at, weights=cube.people * ~cube.approved.astype(bool), minlength=len(places))
    below = np.concatenate([[0.0], np.cumsum(approved)[:-1]])
    above = declined[::-1].cumsum()[::-1]
    wrong = below + above
    best = len(wrong) - 1 - int(np.argmin(wrong[::-1]))
    share = float(wrong[best]) / cube.total
    if share > MOST_OTHERWISE:
        return None
    return Fitted(at=float(abs(places[best])) if not cube.axis.safer_upwards else float(places[best]), otherwise=share)
