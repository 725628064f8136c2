"""What is measured on a fold, and how folds become one figure with a standard error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import t as student
from sklearn.metrics import roc_auc_score

__all__ = ["Estimate", "Measures", "calibration_error", "calibration_floor", "corrected", "measure"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

BINS = 10
LEAST_PD = 1e-6
"""Log-loss punishes a certainty that proves wrong without limit; probabilities are held this far from 0 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """One model on one fold.

    Attributes
    ----------
    auc
        Probability that a random bad has a higher PD than a random good, ties counting half.
    log_loss
        Mean of minus the log of the probability of what happened, in nats.
    brier
        Mean squared difference between PD and outcome.
    calibration, floor
        See :func:`calibration_error` and :func:`calibration_floor`.
    """

    auc: float
    log_loss: float
    brier: float
    calibration: float
    floor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over folds.

    Attributes
    ----------
    error
        Its standard error; NaN for a single fold.
    folds
        How many folds.
    """

    mean: float
    error: float
    folds: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval by Student's t with one degree of freedom less than there are folds."""
        if self.folds < 2:
            return math.nan, math.nan
        reach = float(student.ppf(0.975, self.folds - 1)) * self.error
        return self.mean - reach, self.mean + reach


def measure(pd: Column, bad: Column) -> Measures:
    """Judge probabilities of the bad outcome."""
    held = np.clip(pd, LEAST_PD, 1 - LEAST_PD)
    return Measures(
        auc=float(roc_auc_score(bad, pd)),
        log_loss=float(-np.mean(np.where(bad, np.log(held), np.log1p(-held)))),
        brier=float(np.mean((pd - bad) ** 2)),
        calibration=calibration_error(pd, bad),
        floor=calibration_floor(pd),
    )


def calibration_error(pd: Column, bad: Column) -> float:
    """Expected calibration error: |share of bads - mean PD|, averaged over ten bins weighted by their rows.

    Bins hold about equally many rows; rows with equal PDs are never parted, so the order of rows does not matter.
    It is not debiased: chance alone makes it positive, by about :func:`calibration_floor`.

    Examples
    --------
    >>> import numpy as np
    >>> round(calibration_error(np.array([0.1] * 10 + [0.6] * 10), np.array([1] + [0] * 9 + [1] * 5 + [0] * 5)), 6)
    0.05
    """
    place = _bins(pd)
    return float(np.abs(np.bincount(place, weights=bad - pd)).sum() / len(pd))


def calibration_floor(pd: Column) -> float:
    """The calibration error that these PDs would show on so many rows if every one of them were true.

    Each bin's count of bads is then nearly normal with variance sum(pd (1 - pd)), and the mean of its absolute
    deviation is sqrt(2 / pi) standard deviations.
    """
    variance = np.bincount(_bins(pd), weights=pd * (1 - pd))
    return float(np.sqrt(2 / np.pi * variance).sum() / len(pd))


def _bins(pd: Column) -> Column:
    """The bin of each row, by the middle rank of the rows with its PD."""
    _, place, count = np.unique(pd, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2
    return np.minimum((middle * BINS / len(pd)).astype(np.int64), BINS - 1)[place]


def corrected(values: Sequence[float], folds: int) -> Estimate:
    """The mean over folds of repeated cross-validation, with a standard error that is not too small.

    Training sets overlap, so folds are not independent and s / sqrt(k) promises too much. Nadeau and Bengio,
    "Inference for the generalization error", Machine Learning 52 (2003): s sqrt(1/k + n_test / n_train), where the
    last ratio is 1 / (folds - 1).

    Parameters
    ----------
    values
        One for each fold of each repetition.
    folds
        Folds of one repetition.
    """
    count = len(values)
    spread = float(np.std(values, ddof=1)) if count > 1 else math.nan
    return Estimate(mean=float(np.mean(values)), error=spread * math.sqrt(1 / count + 1 / (folds - 1)), folds=count)
