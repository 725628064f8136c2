"""What the disparity would be without a characteristic: its points taken away, the same share of people approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audits.proxies.table import Counted
from audits.shared.cut_off import CutOff
from audits.shared.estimate import Estimate
from audits.shared.finding import Finding, NotGiven, Reason, found
from audits.shared.proportion import Proportion
from audits.shared.small_cells import is_small

__all__ = ["LeftOut", "left_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """The adverse impact ratio of a group with the characteristic, without it, and the change, paired by person."""

    before: Finding
    after: Finding
    change: Finding

    @classmethod
    def none(cls, reason: Reason) -> LeftOut:
        """Nothing is given."""
        nothing = NotGiven(reason=reason)
        return cls(before=nothing, after=nothing, change=nothing)


def left_out(
    file: Counted,
    attribute: str,
    column: str,
    *,
    groups: Sequence[str],
    reference: str,
    rate: float,
    level: float,
) -> dict[str, LeftOut]:
    """Leave one characteristic out: people are ordered by their score less its points, and as many are approved.

    The mean of the points, which would keep the score's scale, moves everybody alike and so decides nothing; the other
    points are not fitted anew, as they would be in a card made without the characteristic.

    Parameters
    ----------
    groups
        Those that are compared with ``reference``.
    rate
        The share of all people that both orders approve.

    Returns
    -------
    dict
        By group.
    """
    table = file.counts([attribute, "score", column])
    score, points = (np.asarray(table[name], dtype=np.float64) for name in ("score", column))
    known = np.isfinite(score) & np.isfinite(points)
    people = np.where(known, table["people"], 0)
    names = table[attribute].astype(str)
    score, points = np.where(known, score, 0.0), np.where(known, points, 0.0)
    if not known.any():
        return {group: LeftOut.none(Reason.UNDEFINED) for group in groups}
    orders = [CutOff.at(_whole(order), people, rate) for order in (score, score - points)]
    others = known & (names == reference)
    return {group: _compared(orders, known & (names == group), others, level) for group in groups}


def _compared(orders: Sequence[CutOff], group: np.ndarray, reference: np.ndarray, level: float) -> LeftOut:
    small = [_small(cut, within) for cut in orders for within in (group, reference)]
    if any(small):
        return LeftOut.none(Reason.TOO_FEW)
    before, after = (_ratio(cut, group, reference) for cut in orders)
    return LeftOut(before=found(before, level), after=found(after, level), change=found(after - before, level))


def _ratio(cut: CutOff, group: np.ndarray, reference: np.ndarray) -> Estimate:
    """The adverse impact ratio: the share approved of a group over that of the reference group."""
    return cut.rate_in(group).over(cut.rate_in(reference))


def _small(cut: CutOff, within: np.ndarray) -> bool:
    people = int(cut.people[within].sum())
    return is_small(Proportion(count=min(people, round(float(cut.people[within] @ cut.approved[within]))), of=people))


def _whole(order: np.ndarray) -> np.ndarray:
    """Sums of points to nine decimals, so that ties stay ties."""
    return np.round(order, 9)
