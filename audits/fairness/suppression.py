"""Which groups are too small to be printed, and which others must be hidden with them.

A group's cell is small with fewer than 30 people, or fewer than 10 on either side (approved and declined, defaulted and
repaid). Totals are public: they follow from the table of any other attribute. So a hidden cell must not be what
remains when the printed ones are subtracted: the next smallest groups are hidden too, until at least two are hidden
and together they are not small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audits.fairness.cube import Counts
from audits.fairness.measures import default_rate, false_positive_rate, selection_rate, true_positive_rate
from audits.fairness.proportion import Proportion

__all__ = ["FEWEST_EACH", "FEWEST_PEOPLE", "Hidden", "hide", "is_small"]

FEWEST_PEOPLE = 30
"""Project policy: below this many people a rate is not printed."""

FEWEST_EACH = 10
"""Project policy: nor with fewer on either side, where interval formulas are poor and people can be recognised."""


def is_small(cell: Proportion) -> bool:
    """Whether a cell is too small to be printed or judged.

    Examples
    --------
    >>> is_small(Proportion(count=10, of=30)), is_small(Proportion(count=9, of=3000))
    (False, True)
    """
    return cell.of < FEWEST_PEOPLE or cell.count < FEWEST_EACH or cell.rest < FEWEST_EACH


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Places of the groups whose numbers are not printed, by kind of number.

    Each kind says more about a person than the one before it, so its set contains the earlier one.

    Attributes
    ----------
    selection
        Decisions: number of people and how many were approved.
    default
        Outcomes: how many defaulted.
    errors
        Decisions by outcome: true and false positive rates.
    """

    selection: frozenset[int]
    default: frozenset[int]
    errors: frozenset[int]


def hide(groups: Sequence[Counts]) -> Hidden:
    """Decide what is hidden from the counts of all groups of one attribute."""
    selection = _closed(groups, lambda c: is_small(selection_rate(c)), frozenset())
    default = _closed(groups, lambda c: is_small(default_rate(c)), selection)
    errors = _closed(groups, lambda c: is_small(true_positive_rate(c)) or is_small(false_positive_rate(c)), default)
    return Hidden(selection=selection, default=default, errors=errors)


def _closed(groups: Sequence[Counts], small: Callable[[Counts], bool], already: frozenset[int]) -> frozenset[int]:
    hidden = set(already) | {place for place, counts in enumerate(groups) if small(counts)}
    shown = sorted(set(range(len(groups))) - hidden, key=lambda place: (groups[place].people, place))
    while hidden and shown and small(sum((groups[i] for i in hidden), Counts())):  # so never one group alone
        hidden.add(shown.pop(0))
    return frozenset(hidden)
