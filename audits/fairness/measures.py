"""The measures: each compares a group with the reference group by one contrast of one statistic.

Parity of error rates, predictive parity and calibration within groups cannot all hold where default rates differ
between groups (Kleinberg, Mullainathan and Raghavan 2016; Chouldechova 2017): a plan has to choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from audits.fairness.statistics import RATES, Floats, Statistic, Tally, cohort

__all__ = ["DEFINITIONS", "Contrast", "Definition", "Measure", "Scale", "contrasted"]


class Contrast(StrEnum):
    """How the numbers of two groups become one."""

    DIFFERENCE = "difference"
    RATIO = "ratio"
    ODDS_RATIO = "odds_ratio"
    WHOLE = "whole"
    """Not of two numbers but of the groups as a whole, such as the distance of two distributions."""


class Scale(StrEnum):
    """What no difference is: a ratio of 1, a difference of 0, or a distance of 0 that is never negative."""

    RATIO = "ratio"
    DIFFERENCE = "difference"
    DISTANCE = "distance"


class Measure(StrEnum):
    """A way to compare a group with the reference group."""

    ADVERSE_IMPACT_RATIO = "adverse_impact_ratio"
    SELECTION_DIFFERENCE = "selection_rate_difference"
    SELECTION_ODDS_RATIO = "selection_odds_ratio"
    TRUE_POSITIVE_DIFFERENCE = "true_positive_rate_difference"
    TRUE_POSITIVE_RATIO = "true_positive_rate_ratio"
    FALSE_POSITIVE_DIFFERENCE = "false_positive_rate_difference"
    FALSE_POSITIVE_RATIO = "false_positive_rate_ratio"
    FALSE_NEGATIVE_DIFFERENCE = "false_negative_rate_difference"
    FALSE_NEGATIVE_RATIO = "false_negative_rate_ratio"
    EQUALISED_ODDS = "equalised_odds_difference"
    PREDICTIVE_VALUE_DIFFERENCE = "positive_predictive_value_difference"
    PREDICTIVE_VALUE_RATIO = "positive_predictive_value_ratio"
    NEGATIVE_VALUE_DIFFERENCE = "negative_predictive_value_difference"
    NEGATIVE_VALUE_RATIO = "negative_predictive_value_ratio"
    CALIBRATION_DIFFERENCE = "calibration_difference"
    CALIBRATION_SLOPE_DIFFERENCE = "calibration_slope_difference"
    AUC_DIFFERENCE = "auc_difference"
    KS_DIFFERENCE = "ks_difference"
    GINI_DIFFERENCE = "gini_difference"
    LOG_LOSS_DIFFERENCE = "log_loss_difference"
    BRIER_DIFFERENCE = "brier_difference"
    STANDARDISED_MEAN_DIFFERENCE = "standardised_mean_difference"
    SCORE_DISTANCE = "score_distance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a measure is.

    Attributes
    ----------
    statistic
        What it compares; None if it looks at the groups as a whole.
    contrast
        How.
    formula, source
        With g the group and r the reference.
    parts
        Of a measure of the groups as a whole: the statistics that it is made of.
    """

    statistic: Statistic | None
    contrast: Contrast
    formula: str
    source: str
    parts: tuple[Statistic, ...] = ()

    @property
    def about(self) -> tuple[Statistic, ...]:
        """The statistics that it looks at, one or more."""
        return self.parts if self.statistic is None else (self.statistic,)

    @property
    def scale(self) -> Scale:
        """Where no difference lies, and what limits mean."""
        if self.contrast in {Contrast.RATIO, Contrast.ODDS_RATIO}:
            return Scale.RATIO
        return Scale.DIFFERENCE if self.contrast is Contrast.DIFFERENCE else Scale.DISTANCE

    @property
    def is_rate(self) -> bool:
        """Whether it compares two shares of people, so that closed-form intervals exist."""
        return self.statistic in RATES

    @property
    def shares(self) -> tuple[Statistic, ...]:
        """The shares of people that it rests on, each of which must be worth enough people on either side."""
        return tuple(_SHARES_OF.get(each, Statistic.SELECTION_RATE) for each in self.about)

    @property
    def needs_outcomes(self) -> bool:
        """Whether it is about what became of people, not only about what was decided."""
        return not {Statistic.SELECTION_RATE, Statistic.MEAN_SCORE}.issuperset(self.about)

    @property
    def needs_score(self) -> bool:
        """Whether people must be ordered."""
        ranked = {Statistic.AUC, Statistic.KS, Statistic.GINI, Statistic.MEAN_SCORE, Statistic.CALIBRATION_SLOPE}
        return not ranked.isdisjoint(self.about)

    @property
    def needs_pd(self) -> bool:
        """Whether probabilities of default must be predicted."""
        return self.statistic in {
            Statistic.CALIBRATION,
            Statistic.CALIBRATION_SLOPE,
            Statistic.LOG_LOSS,
            Statistic.BRIER,
        }


_SHARES_OF = {**{rate: rate for rate in RATES}, Statistic.CALIBRATION: Statistic.DEFAULT_RATE}

_HARDT = "Hardt, Price and Srebro 2016"
_CHOULDECHOVA = "Chouldechova 2017"


def _difference(statistic: Statistic, source: str) -> Definition:
    name = statistic.value.replace("_", " ")
    return Definition(statistic=statistic, contrast=Contrast.DIFFERENCE, formula=f"{name} of g - of r", source=source)


def _ratio(statistic: Statistic, source: str) -> Definition:
    name = statistic.value.replace("_", " ")
    return Definition(statistic=statistic, contrast=Contrast.RATIO, formula=f"{name} of g / of r", source=source)


DEFINITIONS: Mapping[Measure, Definition] = MappingProxyType(
    {
        Measure.ADVERSE_IMPACT_RATIO: _ratio(Statistic.SELECTION_RATE, "29 CFR 1607.4(D), an employment guideline"),
        Measure.SELECTION_DIFFERENCE: _difference(Statistic.SELECTION_RATE, "Dwork et al. 2012, statistical parity"),
        Measure.SELECTION_ODDS_RATIO: Definition(
            statistic=Statistic.SELECTION_RATE,
            contrast=Contrast.ODDS_RATIO,
            formula="odds of approval of g / of r",
            source="Cornfield 1951",
        ),
        Measure.TRUE_POSITIVE_DIFFERENCE: _difference(Statistic.TRUE_POSITIVE_RATE, f"{_HARDT}, equal opportunity"),
        Measure.TRUE_POSITIVE_RATIO: _ratio(Statistic.TRUE_POSITIVE_RATE, _HARDT),
        Measure.FALSE_POSITIVE_DIFFERENCE: _difference(Statistic.FALSE_POSITIVE_RATE, _HARDT),
        Measure.FALSE_POSITIVE_RATIO: _ratio(Statistic.FALSE_POSITIVE_RATE, _HARDT),
        Measure.FALSE_NEGATIVE_DIFFERENCE: _difference(Statistic.FALSE_NEGATIVE_RATE, _CHOULDECHOVA),
        Measure.FALSE_NEGATIVE_RATIO: _ratio(Statistic.FALSE_NEGATIVE_RATE, _CHOULDECHOVA),
        Measure.EQUALISED_ODDS: Definition(
            statistic=None,
            contrast=Contrast.WHOLE,
            formula="max(|true positive rate of g - of r|, |false positive rate of g - of r|)",
            source=f"{_HARDT}, equalised odds",
            parts=(Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_POSITIVE_RATE),
        ),
        Measure.PREDICTIVE_VALUE_DIFFERENCE: _difference(
            Statistic.POSITIVE_PREDICTIVE_VALUE, f"{_CHOULDECHOVA}, predictive parity"
        ),
        Measure.PREDICTIVE_VALUE_RATIO: _ratio(Statistic.POSITIVE_PREDICTIVE_VALUE, _CHOULDECHOVA),
        Measure.NEGATIVE_VALUE_DIFFERENCE: _difference(Statistic.NEGATIVE_PREDICTIVE_VALUE, _CHOULDECHOVA),
        Measure.NEGATIVE_VALUE_RATIO: _ratio(Statistic.NEGATIVE_PREDICTIVE_VALUE, _CHOULDECHOVA),
        Measure.CALIBRATION_DIFFERENCE: _difference(Statistic.CALIBRATION, "Kleinberg, Mullainathan and Raghavan 2016"),
        Measure.CALIBRATION_SLOPE_DIFFERENCE: _difference(Statistic.CALIBRATION_SLOPE, "Cox 1958"),
        Measure.AUC_DIFFERENCE: _difference(Statistic.AUC, "Hanley and McNeil 1982"),
        Measure.KS_DIFFERENCE: _difference(Statistic.KS, "Kolmogorov 1933; Smirnov 1948"),
        Measure.GINI_DIFFERENCE: _difference(Statistic.GINI, "Somers 1962"),
        Measure.LOG_LOSS_DIFFERENCE: _difference(Statistic.LOG_LOSS, "Good 1952"),
        Measure.BRIER_DIFFERENCE: _difference(Statistic.BRIER, "Brier 1950"),
        Measure.STANDARDISED_MEAN_DIFFERENCE: Definition(
            statistic=Statistic.MEAN_SCORE,
            contrast=Contrast.DIFFERENCE,
            formula="(mean score of g - of r) / sqrt of the mean of both variances",
            source="Cohen 1988",
        ),
        Measure.SCORE_DISTANCE: Definition(
            statistic=None,
            contrast=Contrast.WHOLE,
            formula="max |distribution of scores of g - of r|",
            source="Smirnov 1948",
            parts=(Statistic.MEAN_SCORE,),
        ),
    }
)


def contrasted(tally: Tally, measure: Measure, reference: int) -> Floats:
    """A measure of every group against the reference group, shape (..., groups); NaN where it does not exist."""
    definition = DEFINITIONS[measure]
    with np.errstate(invalid="ignore", divide="ignore"):
        if measure is Measure.EQUALISED_ODDS:
            gaps = [
                np.abs(_gap(cohort(tally, statistic), reference))
                for statistic in (Statistic.TRUE_POSITIVE_RATE, Statistic.FALSE_POSITIVE_RATE)
            ]
            largest: Floats = np.maximum(*gaps)
            return largest
        if measure is Measure.SCORE_DISTANCE:
            return _distance(tally, reference)
        if measure is Measure.STANDARDISED_MEAN_DIFFERENCE:
            return _standardised(tally, reference)
        assert definition.statistic is not None  # noqa: S101 - only the two above look at groups as a whole
        values = cohort(tally, definition.statistic)
        if definition.contrast is Contrast.DIFFERENCE:
            return _gap(values, reference)
        if definition.contrast is Contrast.ODDS_RATIO:
            values = values / (1 - values)
        return values / values[..., reference : reference + 1]


def _gap(values: Floats, reference: int) -> Floats:
    found: Floats = values - values[..., reference : reference + 1]
    return found


def _distance(tally: Tally, reference: int) -> Floats:
    everybody = np.cumsum(tally.spread.sum(-1), axis=-1)
    shares = everybody / everybody[..., -1:]
    found: Floats = np.abs(shares - shares[..., reference : reference + 1, :]).max(-1)
    return found


def _standardised(tally: Tally, reference: int) -> Floats:
    everybody = tally.spread.sum(-1)
    people = everybody.sum(-1)
    mean = (everybody * tally.positions).sum(-1) / people
    variance = (everybody * tally.positions**2).sum(-1) / people - mean**2
    pooled = np.sqrt((variance + variance[..., reference : reference + 1]) / 2)
    found: Floats = _gap(mean, reference) / pooled
    return found
