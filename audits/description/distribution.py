"""How the values of a characteristic are spread: bins of its real values, and the codes that stand for none apart.

Bins, codes and persons without a value are all persons, each once, so their shares sum to 1. No bin of fewer than 30
persons is left: what lies beyond the last large bin is one open bin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.shared.small_cells import FEWEST_PEOPLE, closed

__all__ = ["CODES", "Bin", "Distribution", "bins", "distribution", "finest", "gathered", "split"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

CODES = {"none_such": -8.0, "in_dispute": -7.0, "not_shared": -99.0}
"""Negative numbers that are no value but say why there is none; empty is ``not_known``."""

MOST_LEVELS = 13
BINS = (12, 8, 5, 3)
MOST_IN_TAILS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Persons with a value from ``low`` (held) to ``high`` (not held, unless nobody lies beyond).

    The same number twice is one single value.

    Attributes
    ----------
    low, high
        Where the bin is drawn. An open bin reaches farther than that.
    below, above
        Whether it holds everything below ``high``, or everything from ``low`` on.
    count
        How many persons.
    """

    low: float
    high: float
    count: int
    below: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Bins and codes with their counts, and which of them are not shown.

    Attributes
    ----------
    persons
        Everybody.
    bins, hidden_bins
        Bins of the real values, and the places of those not shown.
    codes, hidden_codes
        How many persons have which code, for those that anybody has, and the codes not shown.
    """

    persons: int
    bins: tuple[Bin, ...]
    hidden_bins: frozenset[int]
    codes: dict[str, int]
    hidden_codes: frozenset[str]


def split(column: Column) -> tuple[Column, dict[str, Column]]:
    """Who has a real value, and who has which code, as flags of shape (persons,)."""
    flags = {name: column == code for name, code in CODES.items()} | {"not_known": np.isnan(column)}
    return ~np.any(list(flags.values()), axis=0), flags


def distribution(column: Column) -> Distribution:
    """The distribution of one characteristic; ``column`` holds numbers, codes and NaN."""
    real, flags = split(column)
    codes = {name: int(flag.sum()) for name, flag in flags.items() if flag.any()}
    found = bins(column[real])
    counts = [*(b.count for b in found), *codes.values()]

    def small(places: frozenset[int]) -> bool:
        return 0 < sum(counts[place] for place in places) < FEWEST_PEOPLE

    hidden = closed(counts, small)
    return Distribution(
        persons=len(column),
        bins=found,
        hidden_bins=frozenset(place for place in hidden if place < len(found)),
        codes=codes,
        hidden_codes=frozenset(name for i, name in enumerate(codes) if i + len(found) in hidden),
    )


def bins(values: Column) -> tuple[Bin, ...]:
    """Bins of real values, shape (n,): one for each value if there are few, else about twelve of equal width.

    Examples
    --------
    >>> [(b.low, b.count, b.above) for b in bins(np.repeat([0.0, 1.0, 2.0, 3.0], [90, 40, 35, 2]))]
    [(0.0, 90, False), (1.0, 40, False), (2.0, 37, True)]
    """
    if not values.size:
        return ()
    levels, counts = np.unique(values, return_counts=True)
    if len(levels) <= MOST_LEVELS:
        return gathered([Bin(low=float(v), high=float(v), count=int(n)) for v, n in zip(levels, counts, strict=True)])
    return finest([gathered(_of_equal_width(values, number)) for number in BINS], MOST_IN_TAILS)


def finest(choices: Sequence[tuple[Bin, ...]], most: float) -> tuple[Bin, ...]:
    """The first choice with at most this share of its persons in open bins; if there is none, that with most bins."""

    def open_share(found: tuple[Bin, ...]) -> float:
        return sum(b.count for b in found if b.below or b.above) / sum(b.count for b in found)

    closed_enough = (found for found in choices if len(found) > 2 and open_share(found) <= most)
    return next(closed_enough, max(choices, key=len))


def _of_equal_width(values: Column, number: int) -> list[Bin]:
    """Bins between round numbers, made for the middle 98 % of the values; the outermost hold the rest."""
    low, high = (float(end) for end in np.quantile(values, [0.01, 0.99]))
    if low == high:
        low, high = float(values.min()), float(values.max())
    width = _round_width((high - low) / number)
    first = math.floor(low / width)
    last = max(math.ceil(high / width), first + 1)
    edges = [round(place * width, 10) for place in range(first, last + 1)]  # so that 3 x 0.1 is 0.3
    counts = np.diff(np.searchsorted(np.sort(values), edges))
    if values.max() <= edges[-1]:
        counts[-1] += int((values == edges[-1]).sum())  # the last bin holds both its ends
    made = [Bin(low=a, high=b, count=int(n)) for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)]
    under, over = int((values < edges[0]).sum()), values.size - int(counts.sum()) - int((values < edges[0]).sum())
    if under:
        made.insert(0, Bin(low=round(edges[0] - width, 10), high=edges[0], count=under, below=True))
    if over:
        made.append(Bin(low=edges[-1], high=round(edges[-1] + width, 10), count=over, above=True))
    return made


def _round_width(width: float) -> float:
    """The next width of 1, 2 or 5 and zeros."""
    unit = float(10.0 ** math.floor(math.log10(width)))
    return next(step * unit for step in (1, 2, 5, 10) if step * unit >= width * (1 - 1e-9))


def gathered(parts: Sequence[Bin]) -> tuple[Bin, ...]:
    """The large bins around the largest, with what lies below and above in an open bin each, none of them small."""
    start = end = max(range(len(parts)), key=lambda i: parts[i].count)
    while start > 0 and parts[start - 1].count >= FEWEST_PEOPLE and not parts[start - 1].below:
        start -= 1
    while end < len(parts) - 1 and parts[end + 1].count >= FEWEST_PEOPLE and not parts[end + 1].above:
        end += 1
    under, over = (sum(b.count for b in side) for side in (parts[:start], parts[end + 1 :]))
    while 0 < under < FEWEST_PEOPLE and start <= end:
        under, start = under + parts[start].count, start + 1
    while 0 < over < FEWEST_PEOPLE and start <= end:
        over, end = over + parts[end].count, end - 1
    middle = list(parts[start : end + 1])
    if not middle:
        low, high = parts[0].low, parts[-1].high
        return (Bin(low=low, high=high, count=under + over, below=True, above=True),)
    if under:
        middle.insert(0, Bin(low=parts[start - 1].low, high=parts[start - 1].high, count=under, below=True))
    if over:
        middle.append(Bin(low=parts[end + 1].low, high=parts[end + 1].high, count=over, above=True))
    return tuple(middle)
