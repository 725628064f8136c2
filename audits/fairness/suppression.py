"""Which groups are too small to be printed, and which others must be hidden with them.

The rule is that of :mod:`audits.shared.small_cells`. Totals are public: they follow from the table of any other
attribute. In a table of combinations the totals of every row and column are public as well, being the groups of one
attribute, so each of its lines is closed by itself, until no line needs another cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from audits.fairness.grouping import Group, Grouping
from audits.fairness.statistics import BAD, GOOD, Floats, Statistic
from audits.shared.proportion import Proportion
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE, closed, is_small

__all__ = ["Hidden", "hide"]

Small = Callable[[Floats], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Groups whose numbers are not printed, by kind of number.

    Each kind says more about a person than the one before it, so its set contains the earlier one.

    Attributes
    ----------
    selection
        Decisions and scores: number of people and how many were approved.
    default
        Outcomes: how many defaulted.
    errors
        Decisions by outcome: true and false positive rates and predictive values.
    small
        By kind, those of them that are small themselves; the others protect them.
    """

    selection: frozenset[Group]
    default: frozenset[Group]
    errors: frozenset[Group]
    small: Mapping[str, frozenset[Group]]

    def is_small(self, statistic: Statistic, group: Group) -> bool:
        """Whether a hidden group is small itself, for a statistic."""
        return group in self.small[_kind(statistic)]

    def of(self, statistic: Statistic) -> frozenset[Group]:
        """The groups hidden for a statistic."""
        found: frozenset[Group] = getattr(self, _kind(statistic))
        return found


_ERROR_RATES = {
    Statistic.TRUE_POSITIVE_RATE,
    Statistic.FALSE_POSITIVE_RATE,
    Statistic.FALSE_NEGATIVE_RATE,
    Statistic.POSITIVE_PREDICTIVE_VALUE,
    Statistic.NEGATIVE_PREDICTIVE_VALUE,
}


def _kind(statistic: Statistic) -> str:
    if statistic in {Statistic.SELECTION_RATE, Statistic.MEAN_SCORE}:
        return "selection"
    return "errors" if statistic in _ERROR_RATES else "default"


def hide(grouping: Grouping, people: Floats, margins: Mapping[tuple[str, ...], Hidden]) -> Hidden:
    """Decide what is hidden.

    Parameters
    ----------
    people
        Shape (groups, 2, 3): people by decision and outcome.
    margins
        What is hidden of the groupings by fewer attributes: whoever is hidden there is hidden here.
    """
    seen = [row for row in (0, 1) if people[:, row][:, [GOOD, BAD]].any()]
    rules: dict[str, Small] = {
        "selection": _small_selection,
        "default": lambda cells: bool(seen) and _small_default(cells),
        "errors": lambda cells: bool(seen) and _small_errors(cells, seen),
    }
    hidden: dict[str, frozenset[Group]] = {}
    already: frozenset[Group] = frozenset()
    for kind, small in rules.items():
        already = hidden[kind] = _hidden(grouping, people, small, margins, kind, already)
    small_ones = {
        kind: frozenset(group for place, group in enumerate(grouping.groups) if small(people[place]))
        for kind, small in rules.items()
    }
    return Hidden(**hidden, small=small_ones)


def _small_selection(cells: Floats) -> bool:
    return is_small(Proportion(count=int(cells[1].sum()), of=int(cells.sum())))


def _small_default(cells: Floats) -> bool:
    return is_small(Proportion(count=int(cells[:, BAD].sum()), of=int(cells[:, [GOOD, BAD]].sum())))


def _small_errors(cells: Floats, seen: list[int]) -> bool:
    """Small with fewer than 10 good or bad people, approved or declined, or fewer than 30 that a rate is among.

    Of the decisions some of whose outcomes are recorded: worst cases give these counts away as rates do.
    """
    each = cells[seen][:, [GOOD, BAD]]
    among = [*each.sum(axis=1), *(each.sum(axis=0) if len(seen) == 2 else ())]
    return bool(each.min() < FEWEST_EACH or min(among) < FEWEST_PEOPLE)


def _hidden(
    grouping: Grouping,
    people: Floats,
    small: Small,
    margins: Mapping[tuple[str, ...], Hidden],
    kind: str,
    already: frozenset[Group],
) -> frozenset[Group]:
    there = people.sum(axis=(1, 2)) > 0
    hidden = {
        place
        for place, group in enumerate(grouping.groups)
        if group in already or _below(group, grouping, margins, kind)
    }
    lines = _lines(grouping)
    while True:
        before = len(hidden)
        for line in lines:
            places = [place for place in line if there[place]]
            hidden |= _closed_line(places, people, small, frozenset(hidden))
        if len(hidden) == before:
            hidden |= _unbridged(grouping, people, hidden, there)
        if len(hidden) == before:
            return frozenset(grouping.groups[place] for place in hidden)


def _closed_line(places: list[int], people: Floats, small: Small, hidden: frozenset[int]) -> set[int]:
    counts = [int(people[place].sum()) for place in places]
    already = frozenset(i for i, place in enumerate(places) if place in hidden)

    def together(chosen: frozenset[int]) -> bool:
        # A cell hidden for another line's sake must not be what remains when the rest of this line is subtracted.
        return (chosen == already and len(chosen) == 1) or small(people[[places[i] for i in chosen]].sum(axis=0))

    return {places[i] for i in closed(counts, together, already)}


def _unbridged(grouping: Grouping, people: Floats, hidden: set[int], there: Floats) -> set[int]:
    """One more cell to hide in a table of two attributes, if a hidden one follows from sums of several lines.

    Rows and columns are joined by the hidden cells. A cell that alone joins two parts of the table is what the totals
    of either part leave over: it needs another beside it.
    """
    if len(grouping.attributes) != 2:
        return set()
    inside = [place for place in sorted(hidden) if there[place]]
    for place in inside:
        row, column = grouping.groups[place]
        reached, added = {("row", row)}, True
        while added:
            added = False
            for other in inside:
                ends = {("row", grouping.groups[other][0]), ("column", grouping.groups[other][1])}
                if other != place and ends & reached and not ends <= reached:
                    reached |= ends
                    added = True
        if ("column", column) in reached:
            continue
        beside = [
            other
            for other, group in enumerate(grouping.groups)
            if there[other]
            and other not in hidden
            and (("row", group[0]) in reached) != (("column", group[1]) in reached)
        ]
        if beside:
            return {min(beside, key=lambda other: (float(people[other].sum()), other))}
    return set()


def _below(group: Group, grouping: Grouping, margins: Mapping[tuple[str, ...], Hidden], kind: str) -> bool:
    """Whether a group of fewer attributes that this one is part of is hidden."""
    for attributes, hidden in margins.items():
        if set(attributes) < set(grouping.attributes):
            part = tuple(group[grouping.attributes.index(name)] for name in attributes)
            if part in getattr(hidden, kind):
                return True
    return False


def _lines(grouping: Grouping) -> list[list[int]]:
    """Places of the groups that differ in one attribute only: the rows and columns of the table."""
    found: dict[Any, list[int]] = {}
    for place, group in enumerate(grouping.groups):
        for axis in range(len(group)):
            found.setdefault((axis, (*group[:axis], *group[axis + 1 :])), []).append(place)
    return list(found.values())
