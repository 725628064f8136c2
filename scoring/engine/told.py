"""What a person is told of a fit: why a characteristic is not in the card, and weights that may not count people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scoring.domain.characteristic import Direction
from scoring.engine.codes import Coded
from scoring.engine.estimate import Outcomes
from scoring.engine.ranking import auc

__all__ = ["left_out", "scale_of_weights"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

ERRORS = 2.0
"""Standard errors by which a column alone must rank the wrong way round to be called contrary to its direction."""

USUAL_MEANS = (0.5, 2.0)
"""Mean weights that pass without a word."""


def left_out(names: Sequence[str], why: str, columns: Sequence[Coded], bad: Array, weight: Array) -> list[str]:
    """A sentence about each characteristic that is not in the card; a declared direction against the data is named."""
    coded: Mapping[str, Coded] = {column.characteristic.name: column for column in columns}
    told = []
    for name in names:
        direction = coded[name].characteristic.direction
        if _contrary(coded[name], bad, weight):
            safer = "higher" if direction is Direction.HIGHER_IS_SAFER else "lower"
            told.append(f"'{name}' tells only against its declared direction ({safer} is safer) and is left out")
        else:
            told.append(f"'{name}' {why} and is left out")
    return told


def scale_of_weights(weight: Array) -> list[str]:
    """A warning where the weights sum to far fewer or far more people than there are rows."""
    total, (least, most) = float(weight.sum()), USUAL_MEANS
    if least <= total / len(weight) <= most:
        return []
    told = (
        f"weights sum to {total:g} for {len(weight)} rows, and a weight of 2 counts as two people: "
        "scale them to a mean of 1 unless they count people"
    )
    return [told]


def _contrary(column: Coded, bad: Array, weight: Array) -> bool:
    """Whether the known values alone rank goods below bads when read in the declared direction."""
    direction = column.characteristic.direction
    known = column.codes < column.values
    outcomes = Outcomes(bad=bad[known], weight=weight[known])
    if direction is Direction.NONE or min(outcomes.bad.sum(), (~outcomes.bad).sum()) < 2:
        return False
    codes = column.codes[known]
    ranked = auc(codes if direction is Direction.HIGHER_IS_SAFER else -codes, outcomes)
    return ranked.value + ERRORS * ranked.error < 0.5
