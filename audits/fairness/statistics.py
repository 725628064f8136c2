"""What is said of one group: rates of decisions and outcomes, ranking, loss and calibration, from its counts.

The favourable decision is *approved*, the favourable outcome *repaid* (good). Arrays may have leading axes, of
bootstrap draws for example; every function works on the last ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from audits.shared.ranking import auc, gini, ks

__all__ = ["RATES", "Floats", "Rate", "Statistic", "Tally", "cohort", "rate_of"]

Floats = np.ndarray[Any, np.dtype[Any]]

UNKNOWN, GOOD, BAD = 0, 1, 2
"""Places of the outcomes in a tally: not recorded, repaid, defaulted."""


class Statistic(StrEnum):
    """A number about one group."""

    SELECTION_RATE = "selection_rate"
    TRUE_POSITIVE_RATE = "true_positive_rate"
    FALSE_POSITIVE_RATE = "false_positive_rate"
    FALSE_NEGATIVE_RATE = "false_negative_rate"
    POSITIVE_PREDICTIVE_VALUE = "positive_predictive_value"
    NEGATIVE_PREDICTIVE_VALUE = "negative_predictive_value"
    DEFAULT_RATE = "default_rate"
    CALIBRATION = "calibration_in_the_large"
    CALIBRATION_SLOPE = "calibration_slope"
    AUC = "auc"
    KS = "ks"
    GINI = "gini"
    LOG_LOSS = "log_loss"
    BRIER = "brier"
    MEAN_SCORE = "mean_score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of people, by the decisions and outcomes that count.

    Attributes
    ----------
    counted, among
        Shape (2, 3): which cells (declined, approved) x (unknown, good, bad) are in the numerator and the denominator.
    formula, source
        How it is written, and who uses it.
    """

    counted: Floats
    among: Floats
    formula: str
    source: str

    @property
    def needs(self) -> Floats:
        """Shape (2,): 1 where the outcomes of the declined, of the approved must all be known."""
        by_outcome = [(part != part[:, :1]).any(axis=1) for part in (self.among, self.counted)]
        found: Floats = (by_outcome[0] | by_outcome[1]).astype(np.float64)
        return found


def _cells(declined: str, approved: str) -> Floats:
    names = "ugb"
    return np.array([[float(name in said) for name in names] for said in (declined, approved)])


RATES: dict[Statistic, Rate] = {
    Statistic.SELECTION_RATE: Rate(
        counted=_cells("", "ugb"), among=_cells("ugb", "ugb"), formula="approved / people", source="29 CFR 1607.16(R)"
    ),
    Statistic.TRUE_POSITIVE_RATE: Rate(
        counted=_cells("", "g"), among=_cells("g", "g"), formula="P(approved | good)", source="Hardt et al. 2016"
    ),
    Statistic.FALSE_POSITIVE_RATE: Rate(
        counted=_cells("", "b"), among=_cells("b", "b"), formula="P(approved | bad)", source="Hardt et al. 2016"
    ),
    Statistic.FALSE_NEGATIVE_RATE: Rate(
        counted=_cells("g", ""), among=_cells("g", "g"), formula="P(declined | good)", source="Chouldechova 2017"
    ),
    Statistic.POSITIVE_PREDICTIVE_VALUE: Rate(
        counted=_cells("", "g"), among=_cells("", "gb"), formula="P(good | approved)", source="Chouldechova 2017"
    ),
    Statistic.NEGATIVE_PREDICTIVE_VALUE: Rate(
        counted=_cells("b", ""), among=_cells("gb", ""), formula="P(bad | declined)", source="Chouldechova 2017"
    ),
    Statistic.DEFAULT_RATE: Rate(
        counted=_cells("b", "b"), among=_cells("gb", "gb"), formula="bad / observed", source="Regulation (EU) 575/2013"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The people of several groups, or of several draws of them.

    Attributes
    ----------
    weight
        Shape (..., groups, 2, 3): weight by decision (declined, approved) and outcome (unknown, good, bad).
    expected, expected2
        Shape (..., groups, 2): weighted sums of predicted probabilities and of their squares, of the good and the bad.
    loss
        Shape (..., groups): weighted log-loss of those with an outcome.
    spread
        Shape (..., groups, positions, 3): weight by position, from the riskiest to the safest, and outcome.
    positions
        Shape (positions,): where they stand on the axis.
    log_odds
        Shape (positions,): predicted log-odds of default there; NaN without predictions.
    """

    weight: Floats
    expected: Floats
    expected2: Floats
    loss: Floats
    spread: Floats
    positions: Floats
    log_odds: Floats


def rate_of(weight: Floats, rate: Rate) -> Floats:
    """Rates, shape (..., groups), from weights of shape (..., groups, 2, 3); NaN where nobody is in the denominator."""
    counted = (weight * rate.counted).sum(axis=(-2, -1))
    among = (weight * rate.among).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(among > 0, counted / among, np.nan)


def cohort(tally: Tally, statistic: Statistic) -> Floats:
    """A statistic of every group, shape (..., groups); NaN where it does not exist."""
    if statistic in RATES:
        return rate_of(tally.weight, RATES[statistic])
    with np.errstate(invalid="ignore", divide="ignore"):
        return _OTHERS[statistic](tally)


def _observed(tally: Tally) -> Floats:
    found: Floats = tally.weight[..., GOOD].sum(-1) + tally.weight[..., BAD].sum(-1)
    return found


def _calibration(tally: Tally) -> Floats:
    """``(bad - sum of predicted probabilities) / observed``: observed less predicted default rate."""
    found: Floats = (tally.weight[..., BAD].sum(-1) - tally.expected.sum(-1)) / _observed(tally)
    return found


def _log_loss(tally: Tally) -> Floats:
    return tally.loss / _observed(tally)


def _brier(tally: Tally) -> Floats:
    """Mean squared difference of outcome and predicted probability (Brier 1950)."""
    bad = tally.weight[..., BAD].sum(-1)
    found: Floats = (tally.expected2.sum(-1) - 2 * tally.expected[..., 1] + bad) / _observed(tally)
    return found


def _ranked(measure: Callable[[Floats, Floats], Floats]) -> Callable[[Tally], Floats]:
    return lambda tally: measure(tally.spread[..., GOOD], tally.spread[..., BAD])


def _mean_score(tally: Tally) -> Floats:
    everybody = tally.spread.sum(-1)
    found: Floats = (everybody * tally.positions).sum(-1) / everybody.sum(-1)
    return found


_STEPS, _HALVINGS, _ARRIVED = 30, 20, 1e-9


def _calibration_slope(tally: Tally) -> Floats:
    """The slope of a logistic regression of the outcome on the predicted log-odds, 1 if well spread (Cox 1958).

    Newton's method from a slope of 0, with steps halved until they lower the loss. NaN where there is no such slope:
    one outcome or one prediction only, or outcomes that the predictions separate.
    """
    good, bad = tally.spread[..., GOOD], tally.spread[..., BAD]
    people = good + bad
    total = people.sum(-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = bad.sum(-1) / total
        middle = (people * tally.log_odds).sum(-1) / total
        x = tally.log_odds - middle[..., None]
        width = np.sqrt((people * x**2).sum(-1) / total)
        x = x / width[..., None]
    possible = (rate > 0) & (rate < 1) & (width > 0)
    x, share = np.where(possible[..., None], x, 0.0), np.where(possible, rate, 0.5)
    level, slope = np.log(share / (1 - share)), np.zeros(share.shape)
    loss, arrived = _loss(people, bad, x, level, slope), ~possible
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(level[..., None] + slope[..., None] * x, -700, 700)))
        gap, spread = bad - people * p, people * p * (1 - p)
        first, second = gap.sum(-1), (gap * x).sum(-1)
        arrived = ~possible | (np.maximum(np.abs(first), np.abs(second)) <= _ARRIVED * total)
        if arrived.all():
            break
        a, b, c = spread.sum(-1), (spread * x).sum(-1), (spread * x * x).sum(-1)
        determinant = np.maximum(a * c - b * b, 1e-300)
        up, across = (c * first - b * second) / determinant, (a * second - b * first) / determinant
        step = np.where(arrived, 0.0, 1.0)
        for _ in range(_HALVINGS):
            lower = _loss(people, bad, x, level + step * up, slope + step * across)
            worse = ~(lower <= loss * (1 + 1e-12))
            if not (worse & (step > 0)).any():
                break
            step = np.where(worse, step / 2, step)
        level, slope, loss = level + step * up, slope + step * across, lower
    return np.where(possible & arrived, slope / np.where(possible, width, 1.0), np.nan)


def _loss(people: Floats, bad: Floats, x: Floats, level: Floats, slope: Floats) -> Floats:
    log_odds = level[..., None] + slope[..., None] * x
    found: Floats = (people * np.logaddexp(0, log_odds) - bad * log_odds).sum(-1)
    return found


_OTHERS = {
    Statistic.CALIBRATION: _calibration,
    Statistic.CALIBRATION_SLOPE: _calibration_slope,
    Statistic.AUC: _ranked(auc),
    Statistic.KS: _ranked(ks),
    Statistic.GINI: _ranked(gini),
    Statistic.LOG_LOSS: _log_loss,
    Statistic.BRIER: _brier,
    Statistic.MEAN_SCORE: _mean_score,
}
