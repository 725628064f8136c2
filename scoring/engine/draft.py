"""A draft entry: the lines of a table before they have points, and which line each row falls into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.card import Test
from scoring.domain.characteristic import Characteristic, Direction, Kind, MissingPolicy
from scoring.engine.attributes import merge
from scoring.engine.codes import Coded
from scoring.engine.options import Minimum

__all__ = ["Draft", "Line", "draft"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

SEPARATION_FROM = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its test, and whether its points are free or the mean of the free lines.

    Attributes
    ----------
    test, lower, upper, labels
        As in :class:`scoring.domain.card.Attribute`.
    neutral
        Whether it earns the weighted mean points of the free lines: a refused source, a missing value where
        silence must not count, a fact in dispute, and any line that too few people stand behind.
    """

    test: Test
    lower: float | None = None
    upper: float | None = None
    labels: tuple[str, ...] = ()
    neutral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A table in the making.

    Attributes
    ----------
    characteristic
        What it scores.
    lines
        Lines in printed order: values, other, specials, missing, not provided.
    index
        Shape (rows,): the line of each row.
    ordered
        How many leading lines follow the declared direction; 0 where there is none.
    sign
        +1 if points must not fall along them, -1 if they must not rise.
    anchor
        Shape (lines,): log good:bad odds read off the shape; the refit stays near it.
    goods, bads
        Shape (lines,): weights.
    """

    characteristic: Characteristic
    lines: tuple[Line, ...]
    index: Array
    ordered: int
    sign: int
    anchor: Array
    goods: Array
    bads: Array

    @property
    def free(self) -> Array:
        """Places of the lines with points of their own."""
        return np.flatnonzero([not line.neutral for line in self.lines])

    @property
    def tells(self) -> bool:
        """Whether what is known, and not only that it is unknown, makes a difference."""
        return sum(not line.neutral and line.test is not Test.MISSING for line in self.lines) > 1

    @property
    def mean_share(self) -> Array:
        """Shape (free lines,): shares of weight among the free lines; neutral points are this mean."""
        total = (self.goods + self.bads)[self.free]
        return np.asarray(total / total.sum())


def draft(coded: Coded, shape: Array, bad: Array, weight: Array, minimum: Minimum, most: int) -> Draft:
    """The table that a shape asks for; somebody has a value."""
    goods = np.bincount(coded.codes, weights=weight * ~bad, minlength=coded.size)
    bads = np.bincount(coded.codes, weights=weight * bad, minlength=coded.size)
    lines, place = _value_lines(coded, shape, goods, bads, minimum, most)
    ordered = len(lines) if coded.characteristic.direction is not Direction.NONE else 0
    for offset, special in enumerate(coded.characteristic.special):
        place[coded.values + offset] = len(lines)
        enough = _enough(goods, bads, coded.values + offset, minimum)
        lines.append(Line(test=Test.SPECIAL, labels=(special.code,), neutral=special.refers or not enough))
    own = coded.characteristic.missing is MissingPolicy.OWN and _enough(goods, bads, coded.missing, minimum)
    place[coded.missing] = len(lines)
    lines.append(Line(test=Test.MISSING, neutral=not own))
    if coded.characteristic.source is not None and coded.characteristic.source.optional:
        place[coded.not_provided] = len(lines)
        lines.append(Line(test=Test.NOT_PROVIDED, neutral=True))
    return _drafted(coded, lines, place, shape, goods, bads, ordered)


def _drafted(
    coded: Coded, lines: list[Line], place: Array, shape: Array, goods: Array, bads: Array, ordered: int
) -> Draft:
    reachable = place >= 0
    total = goods + bads
    line_total = np.bincount(place[reachable], weights=total[reachable], minlength=len(lines))
    moment = np.bincount(place[reachable], weights=(total * shape)[reachable], minlength=len(lines))
    return Draft(
        characteristic=coded.characteristic,
        lines=tuple(lines),
        index=place[coded.codes],
        ordered=ordered,
        sign=-1 if coded.characteristic.direction is Direction.LOWER_IS_SAFER else 1,
        anchor=np.divide(moment, line_total, out=np.zeros(len(lines)), where=line_total > 0),
        goods=np.bincount(place[reachable], weights=goods[reachable], minlength=len(lines)),
        bads=np.bincount(place[reachable], weights=bads[reachable], minlength=len(lines)),
    )


def _cuts(shape: Array, goods: Array, bads: Array, minimum: Minimum, most: int) -> list[int]:
    """Cuts under the minima; where a value separates the classes no line can hold both, and weight alone counts.

    Complete separation on a small sample is chance: it is believed from 50 goods and 50 bads on.
    """
    cuts = merge(shape, goods, bads, minimum, most)
    if len(cuts) > 1 or min(goods.sum(), bads.sum()) < SEPARATION_FROM:
        return cuts
    heavy = Minimum(total=max(minimum.total, 2 * minimum.goods, 2 * minimum.bads), goods=0, bads=0)
    apart = merge(shape, goods, bads, heavy, most)
    runs = zip(np.add.reduceat(goods, apart), np.add.reduceat(bads, apart), strict=True)
    return apart if any(good == 0 or bad == 0 for good, bad in runs) else cuts


def _enough(goods: Array, bads: Array, code: int, minimum: Minimum) -> bool:
    """Whether a line outside the order of values has people enough to earn points of its own."""
    return bool(goods[code] + bads[code] > 0 and goods[code] >= minimum.goods and bads[code] >= minimum.bads)


def _value_lines(
    coded: Coded, shape: Array, goods: Array, bads: Array, minimum: Minimum, most: int
) -> tuple[list[Line], Array]:
    """The lines for values, and for each code the place of its line (-1 where no line is possible)."""
    place = np.full(coded.size, -1, dtype=np.int64)
    order = np.arange(coded.values)
    if coded.characteristic.kind is Kind.CATEGORICAL:
        return _category_lines(coded, shape, goods, bads, minimum, most)
    cuts = _cuts(shape[order], goods[order], bads[order], minimum, most)
    lines = []
    for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], len(order)], strict=True)):
        lower = None if start == 0 else float(coded.edges[start - 1])
        upper = None if end == len(order) else float(coded.edges[end - 1])
        lines.append(Line(test=Test.INTERVAL, lower=lower, upper=upper))
        place[start:end] = number
    return lines, place


def _category_lines(
    coded: Coded, shape: Array, goods: Array, bads: Array, minimum: Minimum, most: int
) -> tuple[list[Line], Array]:
    """Common categories merged in order of their shape; rare and unknown ones share the last line."""
    place = np.full(coded.size, -1, dtype=np.int64)
    lines: list[Line] = []
    other = coded.groups.index(())
    order = np.array(
        sorted((c for c in range(coded.values) if c != other), key=lambda c: (shape[c], c)), dtype=np.int64
    )
    if len(order):
        cuts = _cuts(shape[order], goods[order], bads[order], minimum, most)
        for start, end in zip(cuts, [*cuts[1:], len(order)], strict=True):
            codes = order[start:end]
            place[codes] = len(lines)
            labels = tuple(sorted(label for code in codes for label in coded.groups[code]))
            lines.append(Line(test=Test.CATEGORIES, labels=labels))
    place[other] = len(lines)
    lines.append(Line(test=Test.OTHER, neutral=bool(lines) and not _enough(goods, bads, other, minimum)))
    return lines, place
