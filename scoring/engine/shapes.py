"""Shapes: what boosting makes of each characteristic alone, and of a few pairs together.

Small trees that may not mix characteristics, but for the pairs asked for, with the declared directions as
monotonicity constraints. The model is a sum, so the shape of a characteristic is read off by varying only its code.
Specials, missing and refused values sit in a companion column that may interact with its own characteristic only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from scoring.domain.characteristic import Direction
from scoring.engine.codes import Coded

__all__ = ["FINE", "SMOOTH", "Growth", "Pair", "Shapes", "boost"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Pair = tuple[int, int]
"""Places of two characteristics among the columns."""

FEW = 4_000
"""Fewer rows than this are boosted slowly, with hardly more than one cut in a tree."""

FLAGS = 20
"""So few rows, or one in a hundred, may be a leaf: what is true of few people may decide all about them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How trees grow where rows are many.

    Attributes
    ----------
    leaves, leaves_of_pairs
        Most leaves of a tree, without pairs and with them.
    least
        Least rows of a leaf.
    """

    leaves: int
    leaves_of_pairs: int
    least: int


FINE = Growth(leaves=8, leaves_of_pairs=12, least=30)
"""Follows steps and narrow peaks, as of prices that others set by a table."""

SMOOTH = Growth(leaves=2, leaves_of_pairs=6, least=100)
"""One cut in a tree, five where pairs are boosted: characteristics that say nearly the same share what they say."""

_SIGN = {Direction.HIGHER_IS_SAFER: 1, Direction.LOWER_IS_SAFER: -1, Direction.NONE: 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """What one boosted model makes of codes, and of the rows it has not seen.

    Attributes
    ----------
    ones
        Per characteristic, shape (codes,): the log good:bad odds that each code adds, up to a constant.
    pairs
        Per pair asked for, shape (codes of the first, codes of the second).
    held
        Shape (rows,): the rows the model has not seen.
    eta
        Shape (rows,): log good:bad odds of those rows; 0 elsewhere.
    """

    ones: tuple[Array, ...]
    pairs: dict[Pair, Matrix]
    held: Array
    eta: Array


def boost(
    columns: Sequence[Coded],
    bad: Array,
    weight: Array,
    held: Array,
    *,
    seed: int,
    pairs: Sequence[Pair] = (),
    growth: Growth = FINE,
) -> Shapes:
    """Fit on the rows that are not held out, and read the shapes off.

    Parameters
    ----------
    columns
        At least one coded characteristic, at most 250 codes of values each.
    bad, weight
        Shape (rows,): outcomes and positive weights.
    held
        Shape (rows,): rows to leave out; they decide when boosting stops, where there are enough.
    """
    data, good = _matrix(columns, [column.codes for column in columns]), ~bad.astype(bool)
    kept = ~held
    model = _model(columns, int(kept.sum()), seed, pairs, growth)
    if model.early_stopping:
        seen = {"X_val": data[held], "y_val": good[held], "sample_weight_val": weight[held]}
        model.fit(data[kept], good[kept], sample_weight=weight[kept], **seen)
    else:
        model.fit(data[kept], good[kept], sample_weight=weight[kept])
    eta = np.zeros(len(bad))
    eta[held] = model.decision_function(data[held])
    return Shapes(
        ones=tuple(_read_off(model, columns, (place,)) for place in range(len(columns))),
        pairs={
            pair: _read_off(model, columns, pair).reshape(columns[pair[0]].size, columns[pair[1]].size)
            for pair in pairs
        },
        held=held,
        eta=eta,
    )


def _model(
    columns: Sequence[Coded], rows: int, seed: int, pairs: Sequence[Pair], growth: Growth
) -> HistGradientBoostingClassifier:
    beside = _companions(columns)
    together = [{one, two} for one, two in pairs]
    together += [{place} for place in range(len(columns)) if not any(place in pair for pair in pairs)]
    groups = [
        {*(len(beside) + place for place in group), *(beside.index(place) for place in group if place in beside)}
        for group in together
    ]
    signs = [_SIGN[column.characteristic.direction] for column in columns]
    watched = rows >= 160
    large = rows >= FEW
    return HistGradientBoostingClassifier(
        learning_rate=_rate(rows),
        max_iter=_rounds(rows) if watched else 60,
        max_leaf_nodes=(growth.leaves_of_pairs if pairs else growth.leaves) if large else 4 if pairs else 3,
        min_samples_leaf=growth.least if large else max(5, min(rows // 40, max(rows // 100, FLAGS))),
        l2_regularization=1.0,
        interaction_cst=groups,
        monotonic_cst=[0] * len(beside) + signs,
        categorical_features=[True] * len(beside) + [False] * len(columns),
        early_stopping=watched,
        n_iter_no_change=15 if large else 40,
        random_state=seed,
    )


def _rate(rows: int) -> float:
    """Slow where there is little to learn from, quick where there is much."""
    if rows < FEW:
        return 0.03
    return 0.1 if rows < 20_000 else 0.15 if rows < 200_000 else 0.2


def _rounds(rows: int) -> int:
    """Most trees; rows held out stop it before."""
    return 600 if rows < FEW else 2_000 if rows < 20_000 else 400 if rows < 200_000 else 300


def _companions(columns: Sequence[Coded]) -> list[int]:
    """Places of the columns in which somebody has no value: the others' companions would say the same of everybody."""
    return [place for place, column in enumerate(columns) if column.codes.max() >= column.values]


def _matrix(columns: Sequence[Coded], codes: Sequence[Array]) -> Matrix:
    """Companions (0 for a value, 1, 2, ... for the other states), then value codes (NaN where there is no value).

    In this order, since scikit-learn 1.9 puts categorical columns first and does not renumber the groups of columns.
    """
    beside = _companions(columns)
    data = np.empty((len(codes[0]), len(beside) + len(columns)))
    for place, (column, code) in enumerate(zip(columns, codes, strict=True)):
        data[:, len(beside) + place] = np.where(code < column.values, code, np.nan)
    for number, place in enumerate(beside):
        values = columns[place].values
        data[:, number] = np.where(codes[place] < values, 0, codes[place] - values + 1)
    return data


def _read_off(model: HistGradientBoostingClassifier, columns: Sequence[Coded], places: tuple[int, ...]) -> Array:
    """The model over every combination of the codes of these characteristics, the others held at one code."""
    grids = np.meshgrid(*(np.arange(columns[place].size) for place in places), indexing="ij")
    codes = [np.zeros(grids[0].size, dtype=np.int64) for _ in columns]
    for place, grid in zip(places, grids, strict=True):
        codes[place] = grid.ravel()
    return np.asarray(model.decision_function(_matrix(columns, codes)))
