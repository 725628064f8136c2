"""The four words of an audit. The whole interval is judged, never the point: small numbers do not pass."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from audits.fairness.threshold import Threshold
from audits.shared.intervals import Interval
from scoring.domain.errors import InputError

__all__ = ["Verdict", "judge", "worst"]


class Verdict(StrEnum):
    """What a comparison shows."""

    WITHIN = "within"
    BREACH = "breach"
    INCONCLUSIVE = "inconclusive"
    SUPPRESSED = "suppressed"


_FROM_WORST = (Verdict.BREACH, Verdict.INCONCLUSIVE, Verdict.SUPPRESSED, Verdict.WITHIN)


def judge(interval: Interval, threshold: Threshold) -> Verdict:
    """The verdict of an interval: *within* if all of it is allowed, *breach* if none of it is, else *inconclusive*.

    Examples
    --------
    >>> from audits.fairness.measures import Scale
    >>> limit = Threshold(name="gap", limit=0.05, scale=Scale.DIFFERENCE, source="an example")
    >>> str(judge(Interval(low=-0.02, high=0.06, level=0.95), limit))
    'inconclusive'
    """
    if threshold.low <= interval.low and interval.high <= threshold.high:
        return Verdict.WITHIN
    if interval.high < threshold.low or interval.low > threshold.high:
        return Verdict.BREACH
    return Verdict.INCONCLUSIVE


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of several: breach before inconclusive before suppressed; within only if every one is within.

    Raises
    ------
    InputError
        If there is none: an audit that compares nothing has no verdict.
    """
    found = set(verdicts)
    for verdict in _FROM_WORST:
        if verdict in found:
            return verdict
    raise InputError("nothing was compared", remedy="Name at least one attribute and one measure")
