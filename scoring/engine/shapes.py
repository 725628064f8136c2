"""Additive shapes: what boosting makes of each characteristic alone.

Small trees that may not mix characteristics, with the declared directions as monotonicity constraints, averaged
over a few folds. The model is a sum, so the shape of a characteristic is read off by varying only its code.
Specials, missing and refused values sit in a companion column that may interact with its own characteristic only.
Boosting that stops early understates real effects, and none is right about chance ones; one slope, common to all
shapes and fitted on the rows that each fold left out, puts their sum on the scale of the likelihood, which is what
the price of a line is measured in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from scoring.domain.characteristic import Direction
from scoring.engine.affine import affine
from scoring.engine.codes import Coded
from scoring.engine.folds import FOLDS, folds

__all__ = ["shapes"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]

MOST_SLOPE = 10.0
"""Where a sample is separated completely no slope is the best one."""

_SIGN = {Direction.HIGHER_IS_SAFER: 1, Direction.LOWER_IS_SAFER: -1, Direction.NONE: 0}


def shapes(columns: Sequence[Coded], bad: Array, weight: Array, seed: int) -> list[Array]:
    """The log good:bad odds that each code adds, per characteristic; each centred on its weighted mean.

    Parameters
    ----------
    columns
        At least one coded characteristic, at most 250 codes of values each.
    bad, weight
        Shape (rows,): outcomes, at least ten of either class, and positive weights.

    Returns
    -------
    list of arrays
        For each characteristic, shape (size,).
    """
    data = _matrix(columns, [column.codes for column in columns])
    good = ~bad.astype(bool)
    fold = folds(~good, (seed, 0))
    used = range(_fits(len(bad)))
    found = [np.zeros(column.size) for column in columns]
    eta = np.zeros(len(bad))
    for number in used:
        kept, held = fold != number, fold == number
        state = int(np.random.SeedSequence([seed, number]).generate_state(1)[0])
        model = _boost(columns, len(bad), state)
        if model.early_stopping:
            seen = {"X_val": data[held], "y_val": good[held], "sample_weight_val": weight[held]}
            model.fit(data[kept], good[kept], sample_weight=weight[kept], **seen)
        else:
            model.fit(data[kept], good[kept], sample_weight=weight[kept])
        eta[held] = model.decision_function(data[held])
        for index in range(len(columns)):
            found[index] += _read_off(model, columns, index) / len(used)
    held = fold < len(used)
    _, slope = affine(eta[held], good[held], weight[held], least=0.0, most=MOST_SLOPE)
    return [_centred(shape, column.totals(weight)) * slope for shape, column in zip(found, columns, strict=True)]


def _fits(rows: int) -> int:
    return FOLDS if rows < 5_000 else 3 if rows < 200_000 else 2


def _boost(columns: Sequence[Coded], rows: int, seed: int) -> HistGradientBoostingClassifier:
    groups = [[index, len(columns) + index] for index in range(len(columns))]
    signs = [_SIGN[column.characteristic.direction] for column in columns]
    enough_to_hold_out = rows >= 200
    return HistGradientBoostingClassifier(
        learning_rate=0.1 if rows >= 5_000 else 0.05,
        max_iter=300 if enough_to_hold_out else 60,
        max_leaf_nodes=8 if rows >= 5_000 else 4,
        min_samples_leaf=max(5, min(100, rows // 50)),
        l2_regularization=1.0,
        interaction_cst=groups,
        monotonic_cst=signs + [0] * len(columns),
        categorical_features=[False] * len(columns) + [True] * len(columns),
        early_stopping=enough_to_hold_out,
        n_iter_no_change=15,
        random_state=seed,
    )


def _matrix(columns: Sequence[Coded], codes: Sequence[Array]) -> Matrix:
    """Value codes (NaN where there is no value) beside companions (0 for a value, 1, 2, ... for the other states)."""
    main = [np.where(code < column.values, code, np.nan) for column, code in zip(columns, codes, strict=True)]
    side = [
        np.where(code < column.values, 0, code - column.values + 1) for column, code in zip(columns, codes, strict=True)
    ]
    return np.column_stack([*main, *side]).astype(np.float64)


def _read_off(model: HistGradientBoostingClassifier, columns: Sequence[Coded], index: int) -> Array:
    size = columns[index].size
    codes = [np.zeros(size, dtype=np.int64) for _ in columns]
    codes[index] = np.arange(size)
    return np.asarray(model.decision_function(_matrix(columns, codes)))


def _centred(shape: Array, total: Array) -> Array:
    return shape - np.average(shape, weights=total) if total.sum() > 0 else shape
