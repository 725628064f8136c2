"""How many people of a group repaid and were approved, counted back from the group's rates.

A rate of people is a quotient of whole numbers. Two quotients with denominators up to ten million lie at least 1e-14
apart, a double within 2e-16 of the quotient that it stands for: so a rate of so many people is one quotient or none.

Of n people with selection rate s, true positive rate t and false positive rate f, those who repaid are the P that
solves ``t P + f (n - P) = s n``. There is one, except where t = f: any P solves it then, and only P / n itself tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.domain.errors import DataError

__all__ = [
    "BASE_RATE",
    "COUNT",
    "FALSE_POSITIVE_RATE",
    "MOST_PEOPLE",
    "SELECTION_RATE",
    "TRUE_POSITIVE_RATE",
    "Confusion",
    "confusion_of",
]

COUNT = "count"
SELECTION_RATE = "selection_rate"
TRUE_POSITIVE_RATE = "true_positive_rate"
FALSE_POSITIVE_RATE = "false_positive_rate"
BASE_RATE = "base_rate"
"""The share of those who repaid; needed only where the true and the false positive rate are equal."""

MOST_PEOPLE = 10_000_000
"""In a group; beyond it two quotients may be one double."""

_ROUNDING = 1e-15
"""How far a rate may lie from its quotient: a few roundings of a double, a tenth of the way to the next quotient."""

_NO_COUNTS = "Rates of weighted people, and rounded ones, give no counts; give cube_from_frame the people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How many people of a group: approved or declined, who repaid (good) or defaulted (bad)."""

    approved_good: int
    declined_good: int
    approved_bad: int
    declined_bad: int


def confusion_of(rates: Mapping[str, float], where: str) -> Confusion:
    """The people of a group, by what was decided and what came of it.

    Parameters
    ----------
    rates
        The number of people and their rates, by the names above; the base rate may be left out.
    where
        The group, for an error.

    Raises
    ------
    DataError
        If these are no rates of so many people, or people cannot be told apart without the base rate.

    Examples
    --------
    Of ten people eight repaid, and six of these were approved; of the two others, one.

    >>> rates = {COUNT: 10, SELECTION_RATE: 0.7, TRUE_POSITIVE_RATE: 0.75, FALSE_POSITIVE_RATE: 0.5}
    >>> confusion_of(rates, "group a")
    Confusion(approved_good=6, declined_good=2, approved_bad=1, declined_bad=1)
    """
    people = _people(rates[COUNT], where)
    selection, hit, false = (
        _quotient(rates, name, people, where) for name in (SELECTION_RATE, TRUE_POSITIVE_RATE, FALSE_POSITIVE_RATE)
    )
    approved = selection * people
    if BASE_RATE in rates:
        good = _quotient(rates, BASE_RATE, people, where) * people
    elif hit == false:
        raise DataError(
            f"'{TRUE_POSITIVE_RATE}' and '{FALSE_POSITIVE_RATE}' are equal, so they do not say how many people repaid",
            where=where,
            remedy=f"Add the metric '{BASE_RATE}': lambda y_true, y_pred: selection_rate(y_true, y_true)",
        )
    else:
        good = (approved - false * people) / (hit - false)
    bad = people - good
    approved_good, approved_bad = hit * good, false * bad
    parts = (approved_good, good - approved_good, approved_bad, bad - approved_bad)
    # A rate of nobody is 0, as fairlearn has it.
    of_nobody = (good == 0 and hit != 0) or (bad == 0 and false != 0)
    if of_nobody or approved_good + approved_bad != approved or not all(map(_counts, (approved, *parts))):
        raise DataError(
            f"no {people} people have these rates",
            where=where,
            remedy=_NO_COUNTS,
        )
    first, second, third, fourth = map(int, parts)
    return Confusion(approved_good=first, declined_good=second, approved_bad=third, declined_bad=fourth)


def _people(count: float, where: str) -> int:
    if not (1 <= count <= MOST_PEOPLE and count == int(count)):
        raise DataError(
            f"'{COUNT}' is no whole number from 1 to {MOST_PEOPLE}",
            where=where,
            remedy="Make the frame with fairlearn's own function; of more people, give cube_from_frame the people",
        )
    return int(count)


def _quotient(rates: Mapping[str, float], name: str, people: int, where: str) -> Fraction:
    """The one quotient with a denominator of at most so many people that this rate can be."""
    rate = rates[name]
    if 0 <= rate <= 1:
        quotient = Fraction(rate).limit_denominator(people)
        if abs(float(quotient) - rate) <= _ROUNDING:
            return quotient
    raise DataError(
        f"'{name}' is no rate of {people} people",
        where=where,
        remedy=_NO_COUNTS,
    )


def _counts(number: Fraction) -> bool:
    return number >= 0 and number.denominator == 1
