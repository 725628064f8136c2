"""Which groups are too small to be printed, and which others must be hidden with them.

The rule is that of :mod:`audits.shared.small_cells`. Totals are public: they follow from the table of any other
attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audits.fairness.cube import Counts
from audits.fairness.measures import default_rate, false_positive_rate, selection_rate, true_positive_rate
from audits.shared.small_cells import closed, is_small

__all__ = ["Hidden", "hide"]


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
    def together(places: frozenset[int]) -> bool:
        return small(sum((groups[place] for place in places), Counts()))

    return closed([counts.people for counts in groups], together, already)
