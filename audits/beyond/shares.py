"""Shares of groups: each with its interval, its difference from the reference group, and that at the same score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from audits.beyond.equal_score import mantel_haenszel, scores
from audits.beyond.figures import Alike, Found, Rate, Share, Why, Withheld
from audits.beyond.grouped import Cells, Column, Compared
from audits.shared.intervals import newcombe, wilson
from audits.shared.proportion import Proportion
from audits.shared.small_cells import closed, is_small

__all__ = ["Counted", "count", "count_rows", "hidden", "rates", "shares"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many count, of how many, by group and score: shape (groups, scores); one score where there is none.

    Attributes
    ----------
    scored
        Whether there are scores at all.
    """

    yes: np.ndarray[tuple[int, int], np.dtype[Any]]
    of: np.ndarray[tuple[int, int], np.dtype[Any]]
    scored: bool

    def proportion(self, place: int) -> Proportion:
        """Of one group, at all scores."""
        return Proportion(count=int(self.yes[place].sum()), of=int(self.of[place].sum()))


def count(base: Cells, yes: Column, compared: Compared) -> Counted:
    """Count by group and score.

    Parameters
    ----------
    base
        Whom shares are of.
    yes
        How many people of each cell count, shape (cells,).
    """
    return count_rows(base, base.groups[compared.attribute.name], yes, len(compared.attribute.levels))


def count_rows(base: Cells, row: Column, yes: Column, rows: int) -> Counted:
    """The same by any row from 0, shape (cells,), in place of a group."""
    scored = "position" in base.columns
    place = scores(base.columns["position"], base.people) if scored else np.zeros(len(base.people), dtype=np.int64)
    size = int(place.max(initial=0)) + 1
    sums = [
        np.rint(np.bincount(row * size + place, weights=people, minlength=rows * size))
        .astype(np.int64)
        .reshape((rows, size))
        for people in (yes, base.people)
    ]
    return Counted(yes=sums[0], of=sums[1], scored=scored)


def hidden(cells: Sequence[Proportion], already: frozenset[int] = frozenset()) -> dict[int, Why]:
    """The places of cells that are small, and of those that would give them away, each with its reason.

    Parameters
    ----------
    already
        Places that are hidden for another table's sake.
    """

    def small(places: frozenset[int]) -> bool:
        together = [cells[place] for place in places]
        return is_small(Proportion(count=sum(c.count for c in together), of=sum(c.of for c in together)))

    places = closed([cell.of for cell in cells], small, already)
    return {place: Why.TOO_FEW if is_small(cells[place]) else Why.PROTECTS for place in sorted(places)}


def rates(
    cells: Sequence[Proportion], level: float, already: frozenset[int] = frozenset()
) -> tuple[Rate | Withheld, ...]:
    """Each with its Wilson interval, or withheld."""
    hide = hidden(cells, already)
    return tuple(
        Withheld(why=hide[place]) if place in hide else Rate(proportion=cell, interval=wilson(cell, level))
        for place, cell in enumerate(cells)
    )


def together(counted: Sequence[Counted], compared: Compared) -> Compared:
    """The attribute with every group hidden that is in any of several tables whose people are a known whole."""
    places = compared.hidden
    while True:
        found = places.union(
            *(hidden([each.proportion(at) for at in range(len(compared.attribute.levels))], places) for each in counted)
        )
        if found == places:
            return replace(compared, hidden=places)
        places = found


def shares(counted: Counted, compared: Compared, level: float, *, alike: bool = True) -> tuple[Share, ...]:
    """All groups of an attribute, in the order of its levels.

    Differences are group less reference group: Newcombe's interval for all people, Mantel-Haenszel at the same score.

    Parameters
    ----------
    alike
        Whether to compare at the same score too.
    """
    cells = [counted.proportion(place) for place in range(len(compared.attribute.levels))]
    found = rates(cells, level, compared.hidden)
    return tuple(
        Share(
            group=group,
            rate=found[place],
            difference=None if place == compared.place else _difference(found, place, compared.place, level),
            alike=None
            if place == compared.place or not alike
            else _alike(counted, found, place, compared.place, level),
        )
        for place, group in enumerate(compared.attribute.levels)
    )


def _difference(found: Sequence[Rate | Withheld], place: int, reference: int, level: float) -> Found | Withheld:
    one, other = found[place], found[reference]
    if isinstance(one, Withheld):
        return one
    if isinstance(other, Withheld):
        return other
    value = one.proportion.rate - other.proportion.rate
    return Found(value=value, interval=newcombe(one.proportion, other.proportion, level))


def _alike(
    counted: Counted, found: Sequence[Rate | Withheld], place: int, reference: int, level: float
) -> Alike | Withheld:
    for each in (found[place], found[reference]):
        if isinstance(each, Withheld):
            return each
    if not counted.scored:
        return Withheld(why=Why.NO_SCORE)
    return mantel_haenszel(counted.yes[place], counted.of[place], counted.yes[reference], counted.of[reference], level)
