"""Which cells are too small to be printed, and which others must be hidden with them.

A cell is small with fewer than 30 people, or fewer than 10 on either side (approved and declined, defaulted and
repaid). Totals are public. So a hidden cell must not be what remains when the printed ones are subtracted: the next
smallest cells are hidden too, until at least two are hidden and together they are not small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from audits.shared.proportion import Proportion

__all__ = ["FEWEST_EACH", "FEWEST_PEOPLE", "closed", "is_small"]

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


def closed(
    people: Sequence[int], small: Callable[[frozenset[int]], bool], already: frozenset[int] = frozenset()
) -> frozenset[int]:
    """The places of the cells to hide.

    Parameters
    ----------
    people
        How many people each cell holds; the smallest are hidden first.
    small
        Whether the cells at these places, taken together, are small.
    already
        Places that are hidden for another reason.

    Examples
    --------
    >>> sizes = [9, 40, 500]
    >>> sorted(closed(sizes, lambda places: sum(sizes[i] for i in places) < FEWEST_PEOPLE))
    [0, 1]
    """
    hidden = set(already) | {place for place in range(len(people)) if small(frozenset([place]))}
    shown = sorted(set(range(len(people))) - hidden, key=lambda place: (people[place], place))
    while hidden and shown and small(frozenset(hidden)):  # so never one cell alone
        hidden.add(shown.pop(0))
    return frozenset(hidden)
