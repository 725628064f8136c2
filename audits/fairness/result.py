"""What an audit found, as values: every number is either shown with its interval or withheld with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from audits.fairness.measures import Measure
from audits.fairness.plan import Plan
from audits.fairness.sample import Source
from audits.fairness.threshold import Threshold
from audits.fairness.verdict import Verdict, worst
from audits.shared.intervals import Interval
from audits.shared.proportion import Proportion

__all__ = ["AttributeResult", "AuditReport", "Band", "Comparison", "Found", "GroupResult", "Rate", "Why", "Withheld"]


class Why(StrEnum):
    """Why a number is not there."""

    TOO_FEW = "too_few_people"
    PROTECTS = "protects_a_small_group"
    OUTCOMES_MISSING = "outcomes_missing"
    NO_PD = "no_predicted_probability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A number that is not given."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate of one group with its own interval."""

    proportion: Proportion
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A comparison of two groups with its interval: simultaneous where it is judged."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """The numbers of one group.

    Attributes
    ----------
    selection, true_positive, false_positive
        Share approved: of all, of those who repaid, of those who defaulted.
    default
        Share that defaulted, of those with a recorded outcome.
    predicted
        Mean predicted probability of default of the same people.
    shortfall
        How many more would be approved at the reference's rate; negative for fewer.
    """

    group: str
    selection: Rate | Withheld
    true_positive: Rate | Withheld
    false_positive: Rate | Withheld
    default: Rate | Withheld
    predicted: float | Withheld
    shortfall: float | Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One group against the reference group in one measure.

    Attributes
    ----------
    threshold, verdict
        Both there in a primary comparison, both None in one that is only reported.
    """

    measure: Measure
    group: str
    finding: Found | Withheld
    threshold: Threshold | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Calibration in one range of scores, or of predictions where the file has no score.

    Attributes
    ----------
    low, high
        Its ends, both inside. The lowest band has no low end and the highest no high one: the lowest and the highest
        score of a file are somebody's.
    default, predicted
        By group, observed default rate and mean prediction; hidden groups are left out.
    """

    low: float | None
    high: float | None
    default: Mapping[str, Rate]
    predicted: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeResult:
    """All that is said about one attribute."""

    name: str
    reference: str
    groups: tuple[GroupResult, ...]
    comparisons: tuple[Comparison, ...]
    bands: tuple[Band, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of its primary comparisons."""
        return worst(c.verdict for c in self.comparisons if c.verdict is not None)

    def comparison(self, measure: Measure, group: str) -> Comparison | None:
        """A group's comparison; None for the reference group itself."""
        return next((c for c in self.comparisons if (c.measure, c.group) == (measure, group)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """The whole audit.

    Attributes
    ----------
    sources
        The files it read, by digest.
    people
        How many decisions.
    unknown_outcomes
        How many of them have no recorded outcome.
    plan
        What was judged.
    primary
        How many primary comparisons share the error.
    with_score, with_pd
        Which columns it was given.
    attributes
        One result for each.
    """

    sources: tuple[Source, ...]
    people: int
    unknown_outcomes: int
    plan: Plan
    primary: int
    with_score: bool
    with_pd: bool
    attributes: tuple[AttributeResult, ...]

    @property
    def overall(self) -> Verdict:
        """The worst verdict of all; *within* only if every primary comparison is."""
        return worst(attribute.verdict for attribute in self.attributes)
