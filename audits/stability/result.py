"""What changed between two files, as values: every number has its interval, or the reason why it is not there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audits.decisions.cube import Attribute, Source
from audits.shared.intervals import Interval
from audits.stability.bins import Bins
from audits.stability.cells import Whom
from audits.stability.psi import Index
from audits.stability.question import Question

__all__ = [
    "CUSTOM",
    "Calibration",
    "ColumnShift",
    "Custom",
    "Found",
    "Shift",
    "StabilityReport",
    "Verdict",
    "Why",
    "Withheld",
    "verdict_of",
]


class Why(StrEnum):
    """Why a number is not there."""

    TOO_FEW = "few_people_here_or_given_away"
    NO_NUMBERS = "no_numbers"
    NO_SPREAD = "no_spread"


class Verdict(StrEnum):
    """What an index says once its whole interval is looked at."""

    STABLE = "stable"
    WATCH = "watch"
    ACT = "act"
    INCONCLUSIVE = "inconclusive"
    SUPPRESSED = "suppressed"

    @property
    def moved(self) -> bool:
        """Whether a change is shown."""
        return self in (Verdict.WATCH, Verdict.ACT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """Limits that a trade has got used to, with where they come from."""

    watch: float
    act: float
    source: str


CUSTOM = Custom(
    watch=0.10,
    act=0.25,
    source="custom of credit scoring (Siddiqi 2006, Credit Risk Scorecards); no law or supervisor asks for it",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A number that is not given."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A number with its interval."""

    value: float
    interval: Interval


def verdict_of(index: Index | Withheld, custom: Custom = CUSTOM) -> Verdict:
    """*Stable*, *watch* or *act* where the whole interval is below, above the first, or above the second limit.

    *Inconclusive* where it holds the first limit: too few people to tell. An interval from 0.15 to 0.40 is *watch*:
    it has certainly moved, and whether it has moved far enough to act is not shown.

    Examples
    --------
    >>> from audits.stability.psi import index
    >>> [str(verdict_of(index([50, 50], after))) for after in ([50, 50], [40, 60])]
    ['inconclusive', 'inconclusive']
    >>> [str(verdict_of(index([5000, 5000], after))) for after in ([5100, 4900], [7000, 3000], [9000, 1000])]
    ['stable', 'watch', 'act']
    """
    if isinstance(index, Withheld):
        return Verdict.SUPPRESSED
    if index.interval.low > custom.act:
        return Verdict.ACT
    if index.interval.low > custom.watch:
        return Verdict.WATCH
    return Verdict.STABLE if index.interval.high < custom.watch else Verdict.INCONCLUSIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One column, earlier against later, of everybody, a group, a period or a group in a period.

    Attributes
    ----------
    primary
        Whether it is judged with the others and decides the exit status: of everybody only.
    people_before, people_after
        None where they are hidden.
    mean_before, mean_after, difference, standardised
        Of people with a number: both means, later less earlier, and the same in pooled standard deviations.
    """

    whom: Whom
    primary: bool
    people_before: int | None
    people_after: int | None
    index: Index | Withheld
    verdict: Verdict
    mean_before: Found | Withheld
    mean_after: Found | Withheld
    difference: Found | Withheld
    standardised: Found | Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShift:
    """All that is said of one column.

    Attributes
    ----------
    counts
        People before and after in each bin of everybody; None where they are few, or would tell who the few are.
    whole
        Everybody.
    parts
        Every group of every attribute, every period, then every group in every period.
    """

    name: str
    bins: Bins
    counts: tuple[tuple[int, int] | None, ...]
    whole: Shift
    parts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Observed less expected default rate of people with a recorded outcome, earlier and later.

    Attributes
    ----------
    before, after, drift
        Observed less expected, and how much more that is later than it was.
    slope_before, slope_after
        b of ``logit P(default) = a + b logit(pd)`` (Cox 1958): 1 is right.
    """

    whom: Whom
    people_before: int | None
    people_after: int | None
    before: Found | Withheld
    after: Found | Withheld
    drift: Found | Withheld
    slope_before: Found | Withheld
    slope_after: Found | Withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityReport:
    """The whole comparison.

    Attributes
    ----------
    level
        Of every interval by itself.
    level_primary
        Of the intervals of the primary indices, which hold together at ``level`` (Bonferroni).
    calibrations
        Of everybody and of the same parts as columns; empty where no outcome is named.
    """

    question: Question
    sources: tuple[Source, ...]
    attributes: tuple[Attribute, ...]
    periods: tuple[str, ...]
    people_before: int
    people_after: int
    level: float
    level_primary: float
    columns: tuple[ColumnShift, ...]
    calibrations: tuple[Calibration, ...]

    @property
    def acts(self) -> tuple[str, ...]:
        """The columns of which a primary index says *act*."""
        return tuple(column.name for column in self.columns if column.whole.verdict is Verdict.ACT)
