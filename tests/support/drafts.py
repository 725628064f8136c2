"""Small drafts made by hand: a one-way table, and a crossing of two ordered characteristics."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.domain.characteristic import Characteristic, Direction
from scoring.domain.line import Line, Test
from scoring.engine.draft import Draft, DraftLine, DraftSlice
from tests.support.development import characteristic

Array = np.ndarray[Any, np.dtype[Any]]
Pairs = list[tuple[int, int]]


def in_order(direction: Direction, rising: Pairs) -> Pairs:
    """The pairs that a direction demands, given those of "higher is safer"."""
    match direction:
        case Direction.HIGHER_IS_SAFER:
            return rising
        case Direction.LOWER_IS_SAFER:
            return [(high, low) for low, high in rising]
        case Direction.NONE:
            return []


def one_way(index: Array, bad: Array, declared: Characteristic, lines: int, neutral: int = 0, **more: Any) -> Draft:  # noqa: ANN401
    """A table of so many ordered lines, the last ones neutral, anchored at zero.

    Parameters
    ----------
    index
        Shape (rows,): the line of each row.
    """
    free = lines - neutral
    tests = [Test.INTERVAL] * free + [Test.MISSING] * neutral
    order = in_order(declared.direction, [(place, place + 1) for place in range(free - 1)])
    return Draft(
        characteristic=declared,
        lines=tuple(DraftLine(test=test, neutral=place >= free) for place, test in enumerate(tests)),
        index=index,
        order=np.array(order, dtype=np.int64).reshape(-1, 2),
        **{"anchor": np.zeros(lines), **counts(index, bad, lines), **more},
    )


def grid(index: Array, bad: Array, by: Direction, inner: Direction, size: tuple[int, int], **more: Any) -> Draft:  # noqa: ANN401
    """A crossing with a table for each of so many values; each has so many free lines and then a neutral one.

    Parameters
    ----------
    index
        Shape (rows,): the line of each row, table after table.
    """
    tables, free = size
    width = free + 1
    ends = [None, *(float(end) for end in range(1, free)), None]
    lines: list[DraftLine] = []
    for _ in range(tables):
        lines += [DraftLine(test=Test.INTERVAL, lower=ends[k], upper=ends[k + 1]) for k in range(free)]
        lines.append(DraftLine(test=Test.MISSING, neutral=True))
    along = [(t * width + k, t * width + k + 1) for t in range(tables) for k in range(free - 1)]
    across = [(t * width + k, (t + 1) * width + k) for t in range(tables - 1) for k in range(free)]
    outer = [None, *(float(end) for end in range(1, tables)), None]
    run = tuple(range(tables))
    falling = {Direction.HIGHER_IS_SAFER: run, Direction.LOWER_IS_SAFER: run[::-1], Direction.NONE: ()}
    return Draft(
        characteristic=characteristic("inner", direction=inner),
        by=characteristic("by", direction=by),
        lines=tuple(lines),
        slices=tuple(
            DraftSlice(first=t * width, size=width, when=Line(test=Test.INTERVAL, lower=outer[t], upper=outer[t + 1]))
            for t in range(tables)
        ),
        index=index,
        order=np.array(in_order(inner, along) + in_order(by, across), dtype=np.int64).reshape(-1, 2),
        falling=falling[by],
        **{"anchor": np.zeros(len(lines)), **counts(index, bad, len(lines)), **more},
    )


def cells(table: Array, size: tuple[int, int]) -> Array:
    """The free lines of a grid, shape (tables, lines)."""
    tables, free = size
    return table.reshape(tables, free + 1)[:, :free]


def counts(index: Array, bad: Array, lines: int) -> dict[str, Array]:
    """Goods and bads of each line."""
    return {
        "goods": np.bincount(index, weights=~bad, minlength=lines),
        "bads": np.bincount(index, weights=bad, minlength=lines),
    }
