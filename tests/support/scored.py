"""Scores, probabilities and outcomes drawn from a known risk, for the tests of evaluation."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.engine.figure import Predicted
from scoring.engine.options import STANDARD_SCALE

__all__ = ["Array", "drawn", "says"]

Array = np.ndarray[tuple[int], np.dtype[Any]]


def drawn(seed: int, rows: int = 3_000, shift: float = 0.0) -> tuple[Array, Array, Array]:
    """Scores, their probabilities, and outcomes; ``shift`` is how much worse the outcomes are, in log-odds."""
    rng = np.random.default_rng(seed)
    score = rng.normal(550, 35, rows).round().astype(np.int64)
    pd = says(score).pd
    true = 1 / (1 + np.exp(-(np.log(pd / (1 - pd)) + shift)))
    return score, pd, rng.random(rows) < true


def says(score: Array) -> Predicted:
    """A card that gives these scores, on the standard scale."""
    return Predicted(score=score, pd=np.array([STANDARD_SCALE.pd(value) for value in score.tolist()]))
