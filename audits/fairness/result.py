"""What an audit found, as values: every number is either shown with its interval or withheld with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from audits.fairness.grouping import Group
from audits.fairness.measures import Measure
from audits.fairness.statistics import Statistic
from audits.fairness.threshold import Threshold
from audits.fairness.verdict import Verdict, worst
from audits.shared.intervals import Interval

__all__ = [
    "Band",
    "Bounds",
    "Comparison",
    "CutOff",
    "Figure",
    "Found",
    "GroupResult",
    "GroupingResult",
    "Overlap",
    "Share",
    "Why",
    "Withheld",
]


class Why(StrEnum):
    """Why a number is not there."""

    FEW = "few_people_here_or_given_away"
    """Too few, or it would give a few away: which of both would say more of the few."""
    NOBODY = "nobody_in_this_group"
    OUTCOMES_MISSING = "outcomes_missing"
    NO_PD = "no_predicted_probability"
    NO_SCORE = "no_score"
    UNDEFINED = "not_defined_here"
    NO_OVERLAP = "no_overlap"
    PD_VARIES = "predictions_differ_at_a_score"
    NOTHING_VARIES = "draws_do_not_vary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A number that is not given."""

    why: Why

    @property
    def is_small(self) -> bool:
        """Whether it is small, or would give a small one away."""
        return self.why in {Why.FEW, Why.NOBODY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of one group with its interval.

    Attributes
    ----------
    counted, people
        Where it is a rate: people counted, and people in all. Else None.
    effective
        Where it is a rate: how many people's worth of evidence it rests on.
    """

    value: float
    interval: Interval
    counted: int | None = None
    people: int | None = None
    effective: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A comparison of two groups with its interval: simultaneous where it is judged.

    Attributes
    ----------
    p_value
        Two-sided, of no difference at all; None where it is not defined. Of primary comparisons adjusted by Holm 1979.
    """

    value: float
    interval: Interval
    p_value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A comparison whose value is not identified: what it may be, whatever the missing outcomes are (Manski 1989).

    Attributes
    ----------
    low, high
        The worst cases of the people in the file.
    interval
        The same with the uncertainty of their number.
    """

    low: float
    high: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """An estimate from those people alone whose approval was open, weighted by its chance (Horvitz and Thompson 1952).

    Attributes
    ----------
    value
        The comparison among them.
    share
        Which share of the two groups they are.
    effective
        How many people's worth of evidence it rests on, the smaller of both groups.
    """

    value: float
    share: float
    effective: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """The numbers of one group.

    Attributes
    ----------
    people
        How many they are.
    figures
        Every statistic that the file allows.
    shortfall
        How many more people would be approved at the reference's rate; negative for fewer.
    """

    group: Group
    people: int | Withheld
    figures: Mapping[Statistic, Figure | Withheld]
    shortfall: float | Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One group against the reference group in one measure.

    Attributes
    ----------
    threshold, verdict
        Both there in a primary comparison, both None in one that is only reported.
    overlap
        Of a comparison that is not identified, what those say whose approval was open; else None.
    """

    measure: Measure
    group: Group
    finding: Found | Bounds | Withheld
    threshold: Threshold | None
    verdict: Verdict | None
    overlap: Overlap | Withheld | None = None

    @property
    def practical(self) -> bool | None:
        """Whether the value itself lies outside the limits; None where there is no value or no limit."""
        if self.threshold is None or not isinstance(self.finding, Found):
            return None
        return not self.threshold.low <= self.finding.value <= self.threshold.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a group."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One range of the axis.

    Attributes
    ----------
    low, high
        Its ends, both inside. The riskiest and the safest band are open: their last value is somebody's.
    people
        By group, the share of the group that stands here; hidden groups are left out.
    default, predicted
        By group, observed default rate and mean prediction of those with an outcome; empty where that is not known.
    """

    low: float | None
    high: float | None
    people: Mapping[Group, float]
    default: Mapping[Group, Share]
    predicted: Mapping[Group, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """What approval would be if everybody at least as safe as ``at`` were approved.

    Attributes
    ----------
    rates
        By group.
    ratios
        By group but the reference: the adverse impact ratio, each with an interval of its own.
    """

    at: float
    rates: Mapping[Group, Share]
    ratios: Mapping[Group, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupingResult:
    """All that is said about one attribute, or about one combination of attributes.

    Attributes
    ----------
    highest
        The group with the highest approval rate of those shown, and each group's ratio to it: descriptive.
    calibration, distribution
        The axis in ranges: as many as small cells allow; none for combinations.
    curve
        Approval at other cut-offs; none for combinations or without a score.
    """

    attributes: tuple[str, ...]
    reference: Group
    groups: tuple[GroupResult, ...]
    comparisons: tuple[Comparison, ...]
    highest: tuple[Group, Mapping[Group, float]] | None
    calibration: tuple[Band, ...]
    distribution: tuple[Band, ...]
    curve: tuple[CutOff, ...]

    @property
    def name(self) -> str:
        """How it is written."""
        return " × ".join(self.attributes)

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict of its primary comparisons; None if it has none."""
        verdicts = [c.verdict for c in self.comparisons if c.verdict is not None]
        return worst(verdicts) if verdicts else None

    @property
    def edges(self) -> tuple[float, ...]:
        """Where any range of the axis but the first begins, in ascending order."""
        found = {band.low for band in (*self.distribution, *self.calibration) if band.low is not None}
        return tuple(sorted(found))

    @property
    def ranged(self) -> frozenset[Group]:
        """The groups that are shown by range."""
        return frozenset(group for band in (*self.distribution, *self.calibration) for group in band.people)

    @property
    def hidden(self) -> frozenset[Group]:
        """The groups whose number of people or approvals is not printed: what else is counted may not show them."""
        return frozenset(
            one.group
            for one in self.groups
            for number in (one.people, one.figures[Statistic.SELECTION_RATE])
            if isinstance(number, Withheld) and number.is_small
        )

    def comparison(self, measure: Measure, group: Group) -> Comparison | None:
        """A group's comparison; None for the reference group itself."""
        return next((c for c in self.comparisons if (c.measure, c.group) == (measure, group)), None)
