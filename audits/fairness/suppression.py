"""Which groups are too small to be printed, and which others must be hidden with them.

The rule is that of :mod:`audits.shared.small_cells`. Totals are public: they follow from the table of any other
attribute. In a table of combinations the totals of every row and column are public as well, being the groups of one
attribute, so each of its lines is closed by itself, until no line needs another cell. Then all tables together: what
is hidden in one may not follow from another (:mod:`audits.fairness.derived`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.decisions.cube import Column, Cube
from audits.fairness.derived import Small, Sums, sums
from audits.fairness.grouping import Group, Grouping
from audits.fairness.statistics import BAD, GOOD, Floats, Statistic
from audits.shared.small_cells import FEWEST_EACH, FEWEST_PEOPLE, closed

__all__ = ["Hidden", "hide"]


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
    """

    selection: frozenset[Group]
    default: frozenset[Group]
    errors: frozenset[Group]

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


def hide(cube: Cube, found: Sequence[Grouping], people: Sequence[Floats]) -> tuple[Hidden, ...]:
    """Decide what is hidden of each grouping.

    Parameters
    ----------
    found
        All groupings of a report, those by fewer attributes first.
    people
        For each, shape (groups, 2, 3): people by decision and outcome.
    """
    seen = [row for row in (0, 1) if people[0][:, row][:, [GOOD, BAD]].any()]
    rules: dict[str, Small] = {
        "selection": lambda cells: _few(cells[..., 1, :].sum(axis=-1), cells[..., 0, :].sum(axis=-1)),
        "default": lambda cells: np.full(cells.shape[:-2], bool(seen)) & _few(*_outcomes(cells)),
        "errors": lambda cells: np.full(cells.shape[:-2], bool(seen)) & _few_each(cells, seen),
    }
    tables = [_Table(cube, found, at, people[at]) for at in range(len(found))]
    equations = sums(cube, found)
    hidden = [np.zeros(len(grouping.groups), dtype=bool) for grouping in found]
    kinds = {}
    for kind, small in rules.items():
        hidden = kinds[kind] = _closed(tables, equations, small, hidden)
    return tuple(
        Hidden(**{kind: _named(grouping, places[at]) for kind, places in kinds.items()})
        for at, grouping in enumerate(found)
    )


def _named(grouping: Grouping, places: Column) -> frozenset[Group]:
    return frozenset(grouping.groups[place] for place in np.flatnonzero(places))


def _few(one: Floats, other: Floats) -> Floats:
    """The rule of small cells, of many at once: both sides of a share."""
    found: Floats = (one + other < FEWEST_PEOPLE) | (np.minimum(one, other) < FEWEST_EACH)
    return found


def _outcomes(cells: Floats) -> tuple[Floats, Floats]:
    return cells[..., BAD].sum(axis=-1), cells[..., GOOD].sum(axis=-1)


def _few_each(cells: Floats, seen: list[int]) -> Floats:
    """Small with fewer than 10 good or bad people, approved or declined, or fewer than 30 that a rate is among.

    Of the decisions some of whose outcomes are recorded: worst cases give these counts away as rates do.
    """
    each = cells[..., seen, :][..., [GOOD, BAD]]
    found: Floats = (each.min(axis=(-1, -2), initial=np.inf) < FEWEST_EACH) | (
        each.sum(axis=-1).min(axis=-1, initial=np.inf) < FEWEST_PEOPLE
    )
    if len(seen) == 2:
        found = found | (each.sum(axis=-2).min(axis=-1) < FEWEST_PEOPLE)
    return found


class _Table:
    """One grouping with what its cells have in common with others.

    Attributes
    ----------
    people
        Shape (groups, 2, 3).
    lines
        Places of the groups that differ in one attribute only and hold anybody: rows and columns.
    margins
        For each grouping by fewer of the attributes: its number, and of every group the one there it is part of.
    """

    def __init__(self, cube: Cube, found: Sequence[Grouping], at: int, people: Floats) -> None:
        grouping = found[at]
        sizes = [len(cube.attributes[cube.place(name)].levels) for name in grouping.attributes]
        codes = np.unravel_index(np.arange(len(grouping.groups)), sizes)
        self.people = people
        self.lines = [[place for place in line if people[place].any()] for line in _lines(grouping)]
        self.margins: list[tuple[int, Column]] = []
        for other, margin in enumerate(found):
            if set(margin.attributes) < set(grouping.attributes):
                axes = [grouping.attributes.index(name) for name in margin.attributes]
                place = np.ravel_multi_index([codes[axis] for axis in axes], [sizes[axis] for axis in axes])
                self.margins.append((other, place))


def _closed(
    tables: Sequence[_Table], equations: Sequence[Sums], small: Small, already: Sequence[Column]
) -> list[Column]:
    hidden = [one.copy() for one in already]
    while True:
        for at, table in enumerate(tables):
            for other, place in table.margins:  # whoever is hidden there is hidden here
                hidden[at] |= hidden[other][place]
            _close_lines(table, small, hidden[at])
        more = next((found for one in equations if (found := one.betrayed(hidden, small))), None)
        if more is None:
            return hidden
        for at, chosen in more:
            hidden[at][chosen] = True


def _close_lines(table: _Table, small: Small, hidden: Column) -> None:
    """Hide, in place, what every line needs."""
    few = small(table.people)
    while True:
        before = hidden.sum()
        for line in table.lines:
            if (hidden[line] | few[line]).any():
                hidden[_closed_line(line, table.people, small, hidden)] = True
        if hidden.sum() == before:
            return


def _closed_line(places: list[int], people: Floats, small: Small, hidden: Column) -> list[int]:
    counts = [int(people[place].sum()) for place in places]
    already = frozenset(i for i, place in enumerate(places) if hidden[place])

    def together(chosen: frozenset[int]) -> bool:
        # A cell hidden for another line's sake must not be what remains when the rest of this line is subtracted.
        return (chosen == already and len(chosen) == 1) or bool(small(people[[places[i] for i in chosen]].sum(axis=0)))

    return [places[i] for i in closed(counts, together, already)]


def _lines(grouping: Grouping) -> list[list[int]]:
    """Places of the groups that differ in one attribute only: the rows and columns of the table."""
    found: dict[Any, list[int]] = {}
    for place, group in enumerate(grouping.groups):
        for axis in range(len(group)):
            found.setdefault((axis, (*group[:axis], *group[axis + 1 :])), []).append(place)
    return list(found.values())
