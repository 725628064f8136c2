"""The card's lookup over whole columns: the same lines and points as ``Card.attributes``, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np

from scoring.domain.card import Card, Entry, Test
from scoring.domain.errors import CardError
from scoring.tabular.readings import INVALID, MISSING, NOT_PROVIDED, SPECIAL, VALUE, ColumnReadings, TableReadings

__all__ = ["line_index", "points_matrix", "rows_without_score"]

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
        index = line_index(entry, table.columns[entry.characteristic])
        earned = np.array([*(attribute.points for attribute in entry.attributes), 0], dtype=np.int64)
        points[:, place] = earned[index]  # NO_LINE picks the last, 0
    return points


def line_index(entry: Entry, column: ColumnReadings) -> Codes:
    """The place of each row's attribute in ``entry.attributes``; shape (rows,), -1 for an invalid reading."""
    index = np.full(len(column.states), NO_LINE, dtype=np.int64)
    value = column.states == VALUE
    intervals = [place for place, a in enumerate(entry.attributes) if a.test is Test.INTERVAL]
    if intervals:
        cuts = np.array([entry.attributes[place].lower for place in intervals[1:]], dtype=np.float64)
        index[value] = np.array(intervals)[np.searchsorted(cuts, column.numbers[value], side="right")]
    for place, attribute in enumerate(entry.attributes):
        match attribute.test:
            case Test.CATEGORIES:
                index[value & np.isin(column.labels, np.array(attribute.labels, dtype=object))] = place
            case Test.OTHER:
                index[value & (index == NO_LINE)] = place
            case Test.SPECIAL:
                index[(column.states == SPECIAL) & (column.labels == attribute.labels[0])] = place
            case Test.MISSING:
                index[column.states == MISSING] = place
            case Test.NOT_PROVIDED:
                index[column.states == NOT_PROVIDED] = place
    if ((index == NO_LINE) & (column.states != INVALID)).any():
        raise CardError(f"the entry '{entry.characteristic}' has no line for some reading")
    return index


def rows_without_score(card: Card, table: TableReadings) -> np.ndarray[tuple[int], np.dtype[Any]]:
    """The name of the first invalid column of each row that a score needs, empty where all are valid; shape (rows,).

    A derived characteristic is invalid because of what it reads: then that column is named, which a person can correct.
    """
    names = np.full(table.rows, "", dtype=object)
    for entry in reversed(card.entries):
        formula = card.characteristic(entry).formula
        for name in (entry.characteristic, *(reversed(formula.names) if formula else ())):
            names[table.columns[name].states == INVALID] = name
    return names
