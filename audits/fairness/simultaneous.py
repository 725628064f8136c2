"""The level at which each primary interval is computed so that all of them hold together.

The largest of the standardised errors of all primary comparisons is drawn again and again; the interval that covers it
as often as the plan asks is as wide as is needed, given how the comparisons move with one another (max-T; Romano and
Wolf 2005, Econometrica 73:1237). It is never narrower than an interval of one comparison, nor wider than Bonferroni's.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from audits.fairness.draws import spread
from audits.fairness.statistics import Floats
from audits.shared.intervals import normal_quantile, simultaneous

__all__ = ["holm", "joint_level"]


def joint_level(values: Sequence[float], draws: Sequence[Floats], level: float) -> float:
    """The level of each interval.

    Parameters
    ----------
    values
        The primary comparisons, on the scale on which their errors are even.
    draws
        For each, its bootstrap draws, shape (draws,). A comparison that some draw lacks, or that does not vary, is
        left out; if all are, Bonferroni's level holds.
    level
        At which they are to hold together.
    """
    if not values:
        return level
    strictest = simultaneous(level, len(values))
    errors = []
    for value, drawn in zip(values, draws, strict=True):
        error = spread(drawn)
        if error > 0:
            errors.append(np.abs(drawn - value) / error)
    if len(errors) < len(values):
        return strictest
    reach = float(np.quantile(np.max(errors, axis=0), level))
    reach = min(max(reach, normal_quantile(level)), normal_quantile(strictest))
    return 2 * NormalDist().cdf(reach) - 1


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """P-values adjusted for their number (Holm 1979, Scand. J. Stat. 6:65); None stays None.

    Examples
    --------
    >>> holm([0.01, None, 0.04, 0.03])
    [0.03, None, 0.06, 0.06]
    """
    known = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    least = 0.0
    for rank, (p, place) in enumerate(known):
        least = max(least, min(1.0, p * (len(known) - rank)))
        adjusted[place] = least
    return adjusted
