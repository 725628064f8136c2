"""The card's lookup over whole columns: the same lines and points as ``Card.lines``, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scoring.domain.card import Card
from scoring.domain.entry import Entry
from scoring.domain.errors import CardError
from scoring.domain.line import Line, Test
from scoring.tabular.readings import INVALID, MISSING, NOT_PROVIDED, SPECIAL, VALUE, ColumnReadings, TableReadings

__all__ = ["attribute_index", "points_matrix", "rows_without_score"]

Codes = np.ndarray[tuple[int], np.dtype[np.int64]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.int64]]

NO_LINE = -1
"""The place of an invalid reading: it has none."""


def points_matrix(card: Card, table: TableReadings) -> Matrix:
    """The points of every row in every entry; shape (rows, entries). Invalid readings give 0 here.

    Whoever sums must leave rows with an invalid reading out: they have no score.
    """
    points = np.zeros((table.rows, len(card.entries)), dtype=np.int64)
    for place, entry in enumerate(card.entries):
        index = attribute_index(entry, table)
        earned = np.array([*(attribute.points for attribute in entry.attributes), 0], dtype=np.int64)
        points[:, place] = earned[index]  # NO_LINE picks the last, 0
    return points


def attribute_index(entry: Entry, table: TableReadings) -> Codes:
    """The place of each row's attribute in ``entry.attributes``; shape (rows,), -1 for an invalid reading."""
    column = table.columns[entry.characteristic]
    if entry.by is None:
        return _line_index(entry.characteristic, entry.attributes, column)
    whens = [each.when for each in entry.slices if each.when is not None]
    chosen = _line_index(entry.by, whens, table.columns[entry.by])
    index = np.full(table.rows, NO_LINE, dtype=np.int64)
    first = 0
    for place, each in enumerate(entry.slices):
        within = _line_index(entry.characteristic, each.attributes, column)
        index = np.where((chosen == place) & (within != NO_LINE), first + within, index)
        first += len(each.attributes)
    return index


def _line_index(name: str, lines: Sequence[Line], column: ColumnReadings) -> Codes:
    """The place of each row's line; shape (rows,), -1 for an invalid reading."""
    index = np.full(len(column.states), NO_LINE, dtype=np.int64)
    value = column.states == VALUE
    intervals = [place for place, a in enumerate(lines) if a.test is Test.INTERVAL]
    if intervals:
        cuts = np.array([lines[place].lower for place in intervals[1:]], dtype=np.float64)
        index[value] = np.array(intervals)[np.searchsorted(cuts, column.numbers[value], side="right")]
    for place, line in enumerate(lines):
        match line.test:
            case Test.ANY:
                index[column.states != INVALID] = place
            case Test.CATEGORIES:
                index[value & np.isin(column.labels, np.array(line.labels, dtype=object))] = place
            case Test.OTHER:
                index[value & (index == NO_LINE)] = place
            case Test.SPECIAL:
                index[(column.states == SPECIAL) & (column.labels == line.labels[0])] = place
            case Test.MISSING:
                index[column.states == MISSING] = place
            case Test.NOT_PROVIDED:
                index[column.states == NOT_PROVIDED] = place
    if ((index == NO_LINE) & (column.states != INVALID)).any():
        raise CardError(f"the entry '{name}' has no line for some reading")
    return index


def rows_without_score(card: Card, table: TableReadings) -> np.ndarray[tuple[int], np.dtype[Any]]:
    """The name of the first invalid column of each row that a score needs, empty where all are valid; shape (rows,).

    A derived characteristic is invalid because of what it reads: then that column is named, which a person can correct.
    """
    names = np.full(table.rows, "", dtype=object)
    for characteristic in reversed(card.scored):
        formula = characteristic.formula
        for name in (characteristic.name, *(reversed(formula.names) if formula else ())):
            names[table.columns[name].states == INVALID] = name
    return names
