"""Shares of groups: each with its interval, its difference from the reference group, and that at the same score."""

from __future__ import annotations

from collections.abc import Sequence

from audits.beyond.counted import Counted, Sides
from audits.beyond.equal_score import compared_alike
from audits.beyond.figures import Alike, Found, Rate, Share, Why, Withheld
from audits.beyond.grouped import Compared
from audits.beyond.hiding import hidden
from audits.shared.intervals import newcombe, wilson
from audits.shared.proportion import Proportion

__all__ = ["rates", "shares"]


def rates(
    cells: Sequence[Proportion], sides: Sides, level: float, already: frozenset[int] = frozenset()
) -> tuple[Rate | Withheld, ...]:
    """Each with its Wilson interval, or withheld."""
    hide = hidden(sides, already)
    return tuple(
        Withheld(why=Why.FEW) if place in hide else Rate(proportion=cell, interval=wilson(cell, level))
        for place, cell in enumerate(cells)
    )


def shares(counted: Counted, compared: Compared, level: float, *, alike: bool = True) -> tuple[Share, ...]:
    """All groups of an attribute, in the order of its levels.

    Differences are group less reference group: Newcombe's interval for all people, Mantel-Haenszel at the same score.

    Parameters
    ----------
    alike
        Whether to compare at the same score too.
    """
    cells = [counted.proportion(place) for place in range(len(compared.attribute.levels))]
    found = rates(cells, counted.sides, level, compared.hidden)
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
    return compared_alike(counted.yes[place], counted.of[place], counted.yes[reference], counted.of[reference], level)
