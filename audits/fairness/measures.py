"""The measures, each one function of counts, with its formula and its source.

The favourable decision is *approved*, the favourable outcome *good* (repaid). So a true positive is an approved
person who would repay, and the true positive rate is the chance of approval of creditworthy people.
Parity of error rates and calibration within groups cannot all hold where default rates differ between groups
(Kleinberg, Mullainathan and Raghavan 2016; Chouldechova 2017).
"""

from __future__ import annotations

from enum import StrEnum

from audits.fairness.cube import PD_UNIT, Counts
from audits.shared.proportion import Proportion
from scoring.domain.errors import DataError

__all__ = [
    "Measure",
    "adverse_impact_ratio",
    "default_rate",
    "difference",
    "false_positive_rate",
    "predicted_rate",
    "selection_rate",
    "shortfall",
    "true_positive_rate",
]


class Measure(StrEnum):
    """A way to compare a group with the reference group."""

    ADVERSE_IMPACT_RATIO = "adverse_impact_ratio"
    SELECTION_DIFFERENCE = "selection_rate_difference"
    TRUE_POSITIVE_DIFFERENCE = "true_positive_rate_difference"
    FALSE_POSITIVE_DIFFERENCE = "false_positive_rate_difference"
    CALIBRATION_DIFFERENCE = "calibration_difference"

    @property
    def needs_outcomes(self) -> bool:
        """Whether it is about what became of people, not only about what was decided."""
        return self not in {Measure.ADVERSE_IMPACT_RATIO, Measure.SELECTION_DIFFERENCE}


def selection_rate(counts: Counts) -> Proportion:
    """``approved / people``: the share of a group that is approved."""
    return Proportion(count=counts.approved, of=counts.people)


def true_positive_rate(counts: Counts) -> Proportion:
    """``P(approved | good)``; its equality is equal opportunity (Hardt, Price and Srebro 2016)."""
    return Proportion(count=counts.approved_good, of=counts.good)


def false_positive_rate(counts: Counts) -> Proportion:
    """``P(approved | bad)``; equal together with the true positive rate: equalised odds (Hardt et al. 2016)."""
    return Proportion(count=counts.approved_bad, of=counts.bad)


def default_rate(counts: Counts) -> Proportion:
    """``bad / observed``: the default rate among people with a recorded outcome."""
    return Proportion(count=counts.bad, of=counts.observed)


def predicted_rate(counts: Counts) -> float:
    """The mean predicted probability of default of the people with a recorded outcome, 0 to 1.

    Calibration in the large compares it with :func:`default_rate` of the same people.

    Raises
    ------
    DataError
        If nobody has a recorded outcome.
    """
    if counts.observed == 0:
        raise DataError("a mean prediction of nobody is asked for", remedy="Look at the number of people first")
    return counts.expected / (PD_UNIT * counts.observed)


def adverse_impact_ratio(group: Proportion, reference: Proportion) -> float:
    """``selection rate of the group / selection rate of the reference`` (29 CFR 1607.4(D), an employment guideline).

    Examples
    --------
    >>> adverse_impact_ratio(Proportion(count=30, of=100), Proportion(count=60, of=100))
    0.5
    """
    if reference.count == 0:
        raise DataError("nobody of the reference group is approved", remedy="Choose another reference group")
    return group.rate / reference.rate


def difference(group: Proportion, reference: Proportion) -> float:
    """``rate of the group - rate of the reference``, -1 to 1."""
    return group.rate - reference.rate


def shortfall(group: Proportion, reference: Proportion) -> float:
    """How many more people of the group would be approved at the reference's rate; negative for fewer.

    Examples
    --------
    >>> shortfall(Proportion(count=30, of=100), Proportion(count=120, of=200))
    30.0
    """
    return reference.rate * group.of - group.count
