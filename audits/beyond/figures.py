"""Numbers of this package: each has its interval, or the reason why it is not there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audits.shared.intervals import Interval
from audits.shared.proportion import Proportion

__all__ = ["Absent", "Alike", "Found", "Middle", "Rate", "Share", "Why", "Withheld"]


class Why(StrEnum):
    """Why a number is not there."""

    FEW = "few_people_here_or_given_away"
    """Too few, or it would give a few away: which of both would say more of the few."""
    NO_SCORE = "no_score"
    NO_OVERLAP = "too_few_with_the_same_score"
    SAME = "nobody_differs_at_the_same_score"
    """The difference is 0 and there is nothing to estimate its error from."""
    NO_SPREAD = "each_group_alike_at_each_score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A number that is not given."""

    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """A part that cannot be said, and the roles of the schema that it needs."""

    part: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of people with its own interval."""

    proportion: Proportion
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A number with its interval."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A difference between people with the same score.

    Attributes
    ----------
    matched
        The share of the group for whom the reference group has anybody with the same score; the others rounded to
        tens of people.
    """

    found: Found
    matched: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One group: a share, how far it lies from the reference group's, and how far among people with the same score.

    Attributes
    ----------
    difference, alike
        Group less reference group; None for the reference group itself, ``alike`` also where it was not asked for.
    """

    group: str
    rate: Rate | Withheld
    difference: Found | Withheld | None
    alike: Alike | Withheld | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """One group: a median, how far it lies from the reference group's, and the same for people with the same score.

    Attributes
    ----------
    people
        How many have a number; None where they are hidden.
    difference, alike
        Group less reference group; None for the reference group itself, ``alike`` also where it was not asked for.
    """

    group: str
    people: int | None
    median: Found | Withheld
    difference: Found | Withheld | None
    alike: Alike | Withheld | None
