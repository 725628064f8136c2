"""The true value of each measure in a population: written out from definitions, not with the audit's own code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from audits.fairness.measures import Measure
from benchmarks.audit.truth_sample import ATTRIBUTES, Universe

__all__ = ["REFERENCES", "Key", "true_values"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

Key = tuple[Measure, str, str]
"""A measure, an attribute, and the group that is compared with the attribute's reference."""

REFERENCES = {"sex": "male", "age_band": "45-64", "migration_background": "no", "region": "west"}
"""Fixed beforehand, so that no replicate chooses its own."""


class _People:
    """Some people of a population: weights, decisions, outcomes and predictions as expectations."""

    def __init__(self, universe: Universe, chosen: Column) -> None:
        self.weight = universe.weight[chosen]
        self.bad, self.approval = universe.true_pd[chosen], universe.approval[chosen]
        self.pd, self.score = universe.pd[chosen], universe.score[chosen]

    def mean(self, values: Column, among: Column | float = 1.0) -> float:
        there = self.weight * among
        return float((there * values).sum() / there.sum())

    @property
    def good(self) -> Column:
        return 1 - self.bad

    def along(self, values: Column) -> Column:
        """Sums by score, from 0 to 1,000."""
        return np.bincount(self.score, weights=self.weight * values, minlength=1001)


def _selection(one: _People) -> float:
    return one.mean(one.approval)


def _true_positive(one: _People) -> float:
    return one.mean(one.approval, one.good)


def _false_positive(one: _People) -> float:
    return one.mean(one.approval, one.bad)


def _false_negative(one: _People) -> float:
    return one.mean(1 - one.approval, one.good)


def _ppv(one: _People) -> float:
    return one.mean(one.good, one.approval)


def _npv(one: _People) -> float:
    return one.mean(one.bad, 1 - one.approval)


def _calibration(one: _People) -> float:
    return one.mean(one.bad - one.pd)


def _brier(one: _People) -> float:
    return one.mean(one.bad * (1 - one.pd) ** 2 + one.good * one.pd**2)


def _log_loss(one: _People) -> float:
    return one.mean(-one.bad * np.log(one.pd) - one.good * np.log(1 - one.pd))


def _auc(one: _People) -> float:
    good, bad = one.along(one.good), one.along(one.bad)
    below = np.cumsum(bad) - bad / 2
    return float((good * below).sum() / good.sum() / bad.sum())


def _ks(one: _People) -> float:
    good, bad = np.cumsum(one.along(one.good)), np.cumsum(one.along(one.bad))
    return float(np.abs(bad / bad[-1] - good / good[-1]).max())


def _slope(one: _People) -> float:
    """Of a logistic regression of the outcome on the log-odds of the prediction, by Newton's steps."""
    there, bad = one.along(np.ones(len(one.score))), one.along(one.bad)
    odds = np.zeros(len(there))
    odds[one.score] = np.log(one.pd / (1 - one.pd))
    level, slope = 0.0, 1.0
    for _ in range(25):
        p = 1 / (1 + np.exp(-(level + slope * odds)))
        gap, spread = bad - there * p, there * p * (1 - p)
        square = np.array([[spread.sum(), spread @ odds], [spread @ odds, spread @ odds**2]])
        step = np.linalg.solve(square, [gap.sum(), gap @ odds])
        level, slope = level + step[0], slope + step[1]
    return float(slope)


def _standardised(one: _People, base: _People) -> float:
    means = [side.mean(side.score) for side in (one, base)]
    variances = [side.mean((side.score - mean) ** 2) for side, mean in zip((one, base), means, strict=True)]
    return float((means[0] - means[1]) / np.sqrt(sum(variances) / 2))


def _distance(one: _People, base: _People) -> float:
    curves = [np.cumsum(side.along(np.ones(len(side.score)))) for side in (one, base)]
    return float(np.abs(curves[0] / curves[0][-1] - curves[1] / curves[1][-1]).max())


def _difference(of: Callable[[_People], float]) -> Callable[[_People, _People], float]:
    return lambda one, base: of(one) - of(base)


def _ratio(of: Callable[[_People], float]) -> Callable[[_People, _People], float]:
    return lambda one, base: of(one) / of(base)


def _odds(one: _People) -> float:
    return _selection(one) / (1 - _selection(one))


_VALUES: dict[Measure, Callable[[_People, _People], float]] = {
    Measure.ADVERSE_IMPACT_RATIO: _ratio(_selection),
    Measure.SELECTION_DIFFERENCE: _difference(_selection),
    Measure.SELECTION_ODDS_RATIO: _ratio(_odds),
    Measure.TRUE_POSITIVE_DIFFERENCE: _difference(_true_positive),
    Measure.TRUE_POSITIVE_RATIO: _ratio(_true_positive),
    Measure.FALSE_POSITIVE_DIFFERENCE: _difference(_false_positive),
    Measure.FALSE_POSITIVE_RATIO: _ratio(_false_positive),
    Measure.FALSE_NEGATIVE_DIFFERENCE: _difference(_false_negative),
    Measure.FALSE_NEGATIVE_RATIO: _ratio(_false_negative),
    Measure.EQUALISED_ODDS: lambda one, base: max(
        abs(_difference(of)(one, base)) for of in (_true_positive, _false_positive)
    ),
    Measure.PREDICTIVE_VALUE_DIFFERENCE: _difference(_ppv),
    Measure.PREDICTIVE_VALUE_RATIO: _ratio(_ppv),
    Measure.NEGATIVE_VALUE_DIFFERENCE: _difference(_npv),
    Measure.NEGATIVE_VALUE_RATIO: _ratio(_npv),
    Measure.CALIBRATION_DIFFERENCE: _difference(_calibration),
    Measure.CALIBRATION_SLOPE_DIFFERENCE: _difference(_slope),
    Measure.AUC_DIFFERENCE: _difference(_auc),
    Measure.KS_DIFFERENCE: _difference(_ks),
    Measure.GINI_DIFFERENCE: lambda one, base: 2 * (_auc(one) - _auc(base)),
    Measure.LOG_LOSS_DIFFERENCE: _difference(_log_loss),
    Measure.BRIER_DIFFERENCE: _difference(_brier),
    Measure.STANDARDISED_MEAN_DIFFERENCE: _standardised,
    Measure.SCORE_DISTANCE: _distance,
}


def true_values(universe: Universe) -> dict[Key, float]:
    """Every measure of every group against the attribute's reference group; outcomes as they are, not as recorded."""
    found: dict[Key, float] = {}
    for place, attribute in enumerate(ATTRIBUTES):
        sides = [_People(universe, universe.codes[:, place] == level) for level in range(len(attribute.levels))]
        base = attribute.levels.index(REFERENCES[attribute.name])
        for level, group in enumerate(attribute.levels):
            if level != base:
                for measure, value in _VALUES.items():
                    found[measure, attribute.name, group] = value(sides[level], sides[base])
    return found
