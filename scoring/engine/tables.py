"""The table that a shape asks for: lines for values, other, special, missing and refused readings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.domain.characteristic import Direction, Kind, MissingPolicy
from scoring.domain.line import Test
from scoring.engine.attributes import merge
from scoring.engine.codes import Coded
from scoring.engine.draft import Draft, DraftLine, counted
from scoring.engine.options import Minimum

__all__ = ["Sizes", "one_way", "ordered_pairs", "states", "value_lines", "value_places"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large tables may be: the minima of a line, most lines of values, and what one more must gain."""

    minimum: Minimum
    most: int
    price: float


def one_way(coded: Coded, shape: Array, bad: Array, weight: Array, sizes: Sizes) -> Draft:
    """The one-way table of a characteristic; somebody has a value."""
    goods = np.bincount(coded.codes, weights=weight * ~bad, minlength=coded.size)
    bads = np.bincount(coded.codes, weights=weight * bad, minlength=coded.size)
    lines, place = value_lines(coded, shape, goods, bads, sizes)
    values = len(lines)
    own = [enough(goods, bads, code, sizes.minimum) for code in range(coded.values, coded.missing + 1)]
    after, placed = states(coded, own, len(lines))
    lines += after
    place = np.where(placed >= 0, placed, place)
    return counted(
        coded.characteristic,
        lines,
        place,
        coded.codes,
        shape,
        goods,
        bads,
        ordered_pairs(coded, range(values)),
        fixed=coded.fixed,
    )


def ordered_pairs(coded: Coded, places: range) -> list[tuple[int, int]]:
    """The order that the declared direction demands of neighbouring lines of values; none without a direction."""
    match coded.characteristic.direction:
        case Direction.HIGHER_IS_SAFER:
            return [(place, place + 1) for place in places[:-1]]
        case Direction.LOWER_IS_SAFER:
            return [(place + 1, place) for place in places[:-1]]
        case Direction.NONE:
            return []


def states(coded: Coded, own: list[bool], first: int) -> tuple[list[DraftLine], Array]:
    """The lines of special, missing and refused readings, and the place of their codes (-1 for the others).

    Parameters
    ----------
    own
        Per special value and last for missing: whether enough people stand behind it for points of its own.
    first
        The place of the first of these lines.
    """
    characteristic = coded.characteristic
    place = np.full(coded.size, -1, dtype=np.int64)
    lines = [
        DraftLine(test=Test.SPECIAL, labels=(special.code,), neutral=special.refers or not enough_people)
        for special, enough_people in zip(characteristic.special, own[:-1], strict=True)
    ]
    silent = characteristic.missing is not MissingPolicy.OWN or not own[-1]
    lines.append(DraftLine(test=Test.MISSING, neutral=silent))
    if characteristic.source is not None and characteristic.source.optional:
        lines.append(DraftLine(test=Test.NOT_PROVIDED, neutral=True))
    place[coded.values : coded.values + len(lines)] = first + np.arange(len(lines))
    return lines, place


def enough(goods: Array, bads: Array, code: int, minimum: Minimum) -> bool:
    """Whether a line outside the order of values has people enough to earn points of its own."""
    total = goods[code] + bads[code]
    return bool(total > 0 and replace(minimum, total=0.0).met(total, goods[code], bads[code]))


def value_lines(
    coded: Coded, shape: Array, goods: Array, bads: Array, sizes: Sizes, *, other: bool | None = None
) -> tuple[list[DraftLine], Array]:
    """The lines for values, and for each code the place of its line (-1 where no line is possible).

    Parameters
    ----------
    other
        Whether the line "other" has points of its own; by its people if None.
    """
    if coded.characteristic.kind is Kind.CATEGORICAL:
        return _category_lines(coded, shape, goods, bads, sizes, other)
    cuts, place = _intervals(coded, shape, goods, bads, sizes)
    return interval_lines(coded, cuts), place


def value_places(coded: Coded, shape: Array, goods: Array, bads: Array, sizes: Sizes) -> tuple[int, Array]:
    """How many lines :func:`value_lines` gives, and the place of each code's: without the lines, in less time."""
    if coded.characteristic.kind is Kind.CATEGORICAL:
        lines, place = _category_lines(coded, shape, goods, bads, sizes, None)
        return len(lines), place
    cuts, place = _intervals(coded, shape, goods, bads, sizes)
    return len(cuts), place


def _intervals(coded: Coded, shape: Array, goods: Array, bads: Array, sizes: Sizes) -> tuple[list[int], Array]:
    """The first code of each interval, and for each code the place of its interval."""
    place = np.full(coded.size, -1, dtype=np.int64)
    order = slice(0, coded.values)
    cuts = list(range(coded.values)) if coded.fixed else _cuts(shape[order], goods[order], bads[order], sizes)
    place[order] = np.repeat(np.arange(len(cuts)), np.diff([*cuts, coded.values]))
    return cuts, place


def interval_lines(coded: Coded, cuts: list[int]) -> list[DraftLine]:
    """Intervals that begin at the given codes."""
    lines = []
    for start, end in zip(cuts, [*cuts[1:], coded.values], strict=True):
        lower = None if start == 0 else float(coded.edges[start - 1])
        upper = None if end == coded.values else float(coded.edges[end - 1])
        lines.append(DraftLine(test=Test.INTERVAL, lower=lower, upper=upper))
    return lines


def _cuts(shape: Array, goods: Array, bads: Array, sizes: Sizes) -> list[int]:
    return merge(shape, goods, bads, sizes.minimum, sizes.most, sizes.price)


def _category_lines(
    coded: Coded,
    shape: Array,
    goods: Array,
    bads: Array,
    sizes: Sizes,
    other_own: bool | None,  # noqa: FBT001
) -> tuple[list[DraftLine], Array]:
    """Common categories merged in order of their shape; rare and unknown ones share the last line."""
    place = np.full(coded.size, -1, dtype=np.int64)
    lines: list[DraftLine] = []
    other = coded.groups.index(())
    order = np.array([c for c in range(coded.values) if c != other], dtype=np.int64)
    if not coded.fixed:
        order = np.array(sorted(order.tolist(), key=lambda c: (shape[c], c)), dtype=np.int64)
    if len(order):
        cuts = list(range(len(order))) if coded.fixed else _cuts(shape[order], goods[order], bads[order], sizes)
        for start, end in zip(cuts, [*cuts[1:], len(order)], strict=True):
            codes = order[start:end]
            place[codes] = len(lines)
            labels = tuple(sorted(label for code in codes for label in coded.groups[code]))
            lines.append(DraftLine(test=Test.CATEGORIES, labels=labels))
    place[other] = len(lines)
    own = enough(goods, bads, other, sizes.minimum) if other_own is None else other_own
    lines.append(DraftLine(test=Test.OTHER, neutral=bool(lines) and not own))
    return lines, place
