"""Pre-binning: each characteristic as a few hundred ordered codes.

Values come first, in order of size (numeric) or of smoothed bad rate (categorical); then one code per special
value, one for missing, one for not provided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from typing import Any

import numpy as np

from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.cuts import Cuts
from scoring.tabular.readings import MISSING, NOT_PROVIDED, SPECIAL, VALUE, ColumnReadings

__all__ = ["Coded", "encode", "equal_groups", "quantile_edges"]

MOST_CODES = 250
MOST_CATEGORIES = 60
RARE = 0.005

Array = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One characteristic as codes.

    Attributes
    ----------
    characteristic
        Its declaration.
    codes
        Shape (rows,): values 0 .. ``values - 1``, then specials in order of declaration, missing, not provided.
    values
        How many codes stand for values.
    edges
        Numeric: the lower ends of the value codes 1, 2, ...
    groups
        Categorical: the labels of each value code; an empty group is "other" (rare and unknown labels).
    fixed
        Whether a person chose the codes: each is then a line of its own.
    """

    characteristic: Characteristic
    codes: Array
    values: int
    edges: Array
    groups: tuple[tuple[str, ...], ...]
    fixed: bool = False

    @property
    def missing(self) -> int:
        """The code of a missing value."""
        return self.values + len(self.characteristic.special)

    @property
    def not_provided(self) -> int:
        """The code of a refused source."""
        return self.missing + 1

    @property
    def size(self) -> int:
        """How many codes there are in all."""
        return self.missing + 2

    def of_rows(self, rows: Array) -> Coded:
        """The same codes for some rows."""
        return replace(self, codes=self.codes[rows])

    def totals(self, weight: Array) -> Array:
        """Weight per code; shape (size,)."""
        return np.bincount(self.codes, weights=weight, minlength=self.size)


def encode(
    characteristic: Characteristic, column: ColumnReadings, bad: Array, weight: Array, cuts: Cuts | None = None
) -> Coded:
    """Code one column. The column holds no invalid reading.

    Parameters
    ----------
    cuts
        The lines that a person fixed: then each is one code.
    """
    known = column.states == VALUE
    codes = np.zeros(len(known), dtype=np.int64)
    edges = np.empty(0)
    groups: tuple[tuple[str, ...], ...] = ()
    if characteristic.kind is Kind.NUMERIC:
        edges = quantile_edges(column.numbers[known], weight[known]) if cuts is None else np.array(cuts.ends)
        codes[known] = np.searchsorted(edges, column.numbers[known], side="right")
        values = len(edges) + 1
    else:
        groups = _groups(column.labels[known], bad[known], weight[known]) if cuts is None else (*cuts.groups, ())
        place = {label: index for index, group in enumerate(groups) for label in group}
        other = groups.index(())
        codes[known] = [place.get(label, other) for label in column.labels[known]]
        values = len(groups)
    for index, special in enumerate(characteristic.special):
        codes[(column.states == SPECIAL) & (column.labels == special.code)] = values + index
    codes[column.states == MISSING] = values + len(characteristic.special)
    codes[column.states == NOT_PROVIDED] = values + len(characteristic.special) + 1
    return Coded(
        characteristic=characteristic,
        codes=codes,
        values=values,
        edges=edges,
        groups=groups,
        fixed=cuts is not None,
    )


def quantile_edges(numbers: Array, weight: Array) -> Array:
    """Lower ends of at most 250 codes of about equal weight, as short as a printed cut should be.

    Between few distinct values, the number with the fewest digits that parts two neighbours; among many, one that
    parts two quantiles and lies no further from the exact cut than half the way to the next.
    """
    values, inverse = np.unique(numbers, return_inverse=True)
    if len(values) < 2:
        return np.empty(0)
    if len(values) <= MOST_CODES:
        return np.array([_short_between(low, high) for low, high in pairwise(values.tolist())])
    share = np.cumsum(np.bincount(inverse, weights=weight)) / weight.sum()
    places = np.unique(np.searchsorted(share, np.arange(1, MOST_CODES) / MOST_CODES, side="left") + 1)
    places = places[places < len(values)]
    ends = np.concatenate([[0], places, [len(values) - 1]])
    room = values[(ends[:-1] + ends[1:]) // 2].tolist()  # each cut keeps to its own stretch: cuts stay in order
    return np.array([_short_between(low, high) for low, high in pairwise(room)])


def equal_groups(weight: Array, count: int) -> Array:
    """Neighbouring codes dealt to ``count`` groups of about equal weight; shape (codes,), rising.

    Examples
    --------
    >>> equal_groups(np.array([1.0, 1.0, 2.0, 4.0]), 2).tolist()
    [0, 0, 0, 1]
    """
    share = (np.cumsum(weight) - weight / 2) / max(weight.sum(), 1e-300)
    return np.asarray((share * count).astype(np.int64))


def _short_between(low: float, high: float) -> float:
    """The shortest number above the lower and not above the higher, near their middle."""
    middle = (Decimal(low) + Decimal(high)) / 2
    top = max(Decimal(low).adjusted(), Decimal(high).adjusted())
    for exponent in range(top, top - 18, -1):
        unit = Decimal(1).scaleb(exponent)
        for rounding in (ROUND_HALF_EVEN, ROUND_CEILING):
            candidate = float((middle / unit).to_integral_value(rounding) * unit)
            if low < candidate <= high:
                return candidate + 0.0  # no negative zero
    return float(high)


def _groups(labels: Array, bad: Array, weight: Array) -> tuple[tuple[str, ...], ...]:
    """Categories in order of smoothed bad rate, rare ones left to "other" (the empty group)."""
    if len(labels) == 0:
        return ((),)
    names, inverse = np.unique(labels.astype(str), return_inverse=True)
    total = np.bincount(inverse, weights=weight)
    bads = np.bincount(inverse, weights=weight * bad)
    common = np.flatnonzero(total >= RARE * total.sum())
    common = common[np.argsort(-total[common], kind="stable")][: MOST_CATEGORIES - 1]
    mean = bads.sum() / total.sum()
    rate = (bads + 10 * mean) / (total + 10)
    ordered = sorted(common, key=lambda index: (rate[index], names[index]))
    rare = np.setdiff1d(np.arange(len(names)), common)
    rare_total = total[rare].sum()
    rare_rate = (bads[rare].sum() + 10 * mean) / (rare_total + 10)
    groups: list[tuple[str, ...]] = [(str(names[index]),) for index in ordered]
    place = sum(1 for index in ordered if rate[index] < rare_rate)
    groups.insert(place, ())
    return tuple(groups)
