"""The form of a card: what decides its tables beside the data, and the drafts that shapes give in that form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.engine.codes import Coded
from scoring.engine.crossing import crossing
from scoring.engine.draft import Draft
from scoring.engine.joint import Joint, may_choose
from scoring.engine.refit import RIDGE
from scoring.engine.shapes import Pair
from scoring.engine.tables import Sizes, one_way

__all__ = ["Form", "drafts_of"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What decides a card's tables, beside the data.

    Attributes
    ----------
    pairs
        The crossings, as places among the columns.
    most
        Most lines of values in a table.
    price
        What one more line must gain in log-likelihood.
    without
        Places of columns that are left out.
    ridge
        How strongly points are pulled towards the shapes.
    """

    pairs: tuple[Pair, ...]
    most: int
    price: float
    without: frozenset[int] = frozenset()
    ridge: float = RIDGE


def drafts_of(
    columns: Sequence[Coded],
    ones: Sequence[Array],
    pairs: Mapping[Pair, Matrix],
    bad: Array,
    weight: Array,
    sizes: Sizes,
    without: frozenset[int] = frozenset(),
) -> tuple[list[Draft], list[int]]:
    """The tables that shapes ask for, those that tell; and the places of the characteristics that do not.

    Where a pair's crossing does not tell, both its characteristics have tables of their own.
    """
    crossings = {pair: _crossing(columns, pair, shape, bad, weight, sizes) for pair, shape in pairs.items()}
    held = {pair: made for pair, made in crossings.items() if made is not None and made.tells}
    apart = without.union(*held)
    alone = {
        place: one_way(column, _centred(ones[place], column.totals(weight)), bad, weight, sizes)
        for place, column in enumerate(columns)
        if place not in apart
    }
    found = [made for made in alone.values() if made.tells]
    return [*found, *held.values()], [place for place, made in alone.items() if not made.tells]


def _crossing(
    columns: Sequence[Coded], pair: Pair, shape: Matrix, bad: Array, weight: Array, sizes: Sizes
) -> Draft | None:
    """The better of the two ways round; None where neither is possible."""
    ways = [(pair[0], pair[1], shape), (pair[1], pair[0], shape.T)]
    made = [
        crossing(Joint.of(columns[by], columns[inner], cells, bad, weight), sizes)
        for by, inner, cells in ways
        if may_choose(columns[by], weight)
    ]
    found = [each for each in made if each is not None]
    return min(found, key=lambda each: each[1])[0] if found else None


def _centred(shape: Array, total: Array) -> Array:
    return shape - np.average(shape, weights=total) if total.sum() > 0 else shape
