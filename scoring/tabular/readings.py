"""Whole columns of readings: the five states of :class:`Reading`, one array each for state, number and label.

``Characteristic.read`` is the meaning of a raw value; the column form below agrees with it value for value. Numbers
take a vectorised path where numpy's parsing and Python's cannot differ, all else the exact one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.characteristic import MISSING_WORDS, Characteristic, Kind
from scoring.domain.errors import DataError, DeclarationError
from scoring.domain.formula import Arithmetic
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Registry
from scoring.tabular.frame import raw_columns
from scoring.tabular.source import DataFile, Raw

__all__ = [
    "ARRAYS",
    "STATES",
    "ColumnReadings",
    "TableReadings",
    "column_from",
    "native",
    "read_column",
    "read_frame",
    "read_table",
]

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Codes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Labels = np.ndarray[tuple[int], np.dtype[np.object_]]

STATES: tuple[State, ...] = (State.VALUE, State.SPECIAL, State.MISSING, State.NOT_PROVIDED, State.INVALID)
"""A state's code in ``ColumnReadings.states`` is its place here."""

VALUE, SPECIAL, MISSING, NOT_PROVIDED, INVALID = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReadings:
    """The readings of one field for every row.

    Attributes
    ----------
    states
        Shape (rows,): codes in the order of ``STATES``.
    numbers
        Shape (rows,): the value of a numeric field; 0.0 and without meaning in the other states.
    labels
        Shape (rows,): category, special code, or what is wrong with an invalid value; empty otherwise.
    """

    states: Codes
    numbers: Floats
    labels: Labels

    def at(self, index: int) -> Reading:
        """The reading of one row, counted from 0."""
        return Reading(
            state=STATES[int(self.states[index])], number=float(self.numbers[index]), label=str(self.labels[index])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReadings:
    """The readings of every declared field for every row of a file.

    Attributes
    ----------
    name
        The file's name, for messages.
    rows
        How many rows.
    columns
        By field name, derived characteristics computed.
    not_used
        Columns of the file that nobody declared, and that were not read.
    places
        Where each row stands in the file, counted from 0; None where no row was left out.
    """

    name: str
    rows: int
    columns: dict[str, ColumnReadings]
    not_used: tuple[str, ...] = ()
    places: np.ndarray[tuple[int], np.dtype[np.int64]] | None = None

    def row(self, index: int) -> dict[str, Reading]:
        """One person's readings; rows count from 0 here."""
        return {name: column.at(index) for name, column in self.columns.items()}

    def select(self, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> TableReadings:
        """The rows where the mask holds."""
        columns = {
            name: ColumnReadings(states=c.states[mask], numbers=c.numbers[mask], labels=c.labels[mask])
            for name, c in self.columns.items()
        }
        places = (np.arange(self.rows) if self.places is None else self.places)[mask]
        return TableReadings(
            name=self.name, rows=int(mask.sum()), columns=columns, not_used=self.not_used, places=places
        )

    def refuse_invalid(self, names: tuple[str, ...] | None = None) -> None:
        """Raise for the first invalid value in the named columns (all by default, those that were read first).

        Raises
        ------
        DataError
            Naming file, row (counted from 1), column and what is wrong, never the value.
        """
        for name in names if names is not None else tuple(self.columns):
            found = np.flatnonzero(self.columns[name].states == INVALID)
            if found.size:
                row = int(found[0])
                place = row if self.places is None else int(self.places[row])
                raise DataError(
                    f"the value {self.columns[name].labels[row]}",
                    where=f"{self.name}, row {place + 1}, column {name}",
                    remedy="Correct it, or declare what it means ('range', 'special', 'categories'); "
                    "leave it empty if nobody knows",
                )


def read_table(file: DataFile, registry: Registry, *, also: tuple[str, ...] = ()) -> TableReadings:
    """Read every declared field of a file, and compute the derived ones.

    Parameters
    ----------
    also
        Columns that the caller reads for other ends (outcome, weight): not listed as not used.

    Raises
    ------
    DataError
        If a declared column is not in the file.
    """
    fields = registry.read_fields
    raw = file.read(tuple(field.name for field in fields))
    columns = {field.name: read_column(field, raw[field.name]) for field in fields}
    for characteristic in registry.characteristics:
        if characteristic.formula is not None:
            columns[characteristic.name] = _derive_column(characteristic, columns)
    used = {field.name for field in fields} | set(also)
    not_used = tuple(name for name in file.columns if name not in used)
    return TableReadings(name=file.path.name, rows=file.rows, columns=columns, not_used=not_used)


def read_frame(frame: Any, registry: Registry) -> TableReadings:  # noqa: ANN401 - any table with columns by name
    """Readings of a table in memory: pandas, polars, Arrow, or any mapping of names to one-dimensional arrays.

    Raises
    ------
    DataError
        If a declared column is not there.
    """
    fields = registry.read_fields
    raw = raw_columns(frame, [field.name for field in fields])
    columns = {field.name: read_column(field, raw[field.name]) for field in fields}
    for characteristic in registry.characteristics:
        if characteristic.formula is not None:
            columns[characteristic.name] = _derive_column(characteristic, columns)
    rows = len(next(iter(columns.values())).states)
    return TableReadings(name="X", rows=rows, columns=columns)


def read_column(characteristic: Characteristic, raw: Raw) -> ColumnReadings:
    """The readings of one column of raw values; the same as ``characteristic.read`` on each."""
    if characteristic.kind is Kind.NUMERIC and (numbers := _numbers(raw)) is not None:
        return column_from(characteristic, numbers)
    values = raw.tolist()
    if not _HASHED.issuperset(map(type, values)):
        values = [*map(native, values)]
        if not _HASHED.issuperset(map(type, values)):  # a list has no hash
            return _columns([characteristic.read(value) for value in values])
    keys = [*zip(map(type, values), values, strict=True)]  # 1, 1.0 and True are equal and read otherwise
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    found = _columns([characteristic.read(value) for _, value in places])
    at = np.fromiter(map(places.__getitem__, keys), dtype=np.intp, count=len(keys))
    return ColumnReadings(states=found.states[at], numbers=found.numbers[at], labels=found.labels[at])


_HASHED = frozenset({str, int, float, bool, type(None)})


def column_from(characteristic: Characteristic, numbers: Floats) -> ColumnReadings:
    """The readings of a numeric column given as floats, NaN for missing."""
    states = np.full(len(numbers), VALUE, dtype=np.uint8)
    labels = np.full(len(numbers), "", dtype=object)
    missing = np.isnan(numbers)
    infinite = np.isinf(numbers)
    states[missing] = MISSING
    _mark(states, labels, infinite, INVALID, "is infinite")
    if characteristic.range is not None:
        low, high = characteristic.range
        outside = ~missing & ~infinite & ~((numbers >= low) & (numbers <= high))
        _mark(states, labels, outside, INVALID, f"lies outside {low:g} to {high:g}")
    if characteristic.not_provided is not None:
        _mark(states, labels, numbers == float(characteristic.not_provided), NOT_PROVIDED, "")
    for special in characteristic.special:
        _mark(states, labels, numbers == float(special.code), SPECIAL, special.code)
    return ColumnReadings(states=states, numbers=np.where(states == VALUE, numbers, 0.0), labels=labels)


def _mark(states: Codes, labels: Labels, where: np.ndarray[Any, Any], state: int, label: str) -> None:
    states[where] = state
    labels[where] = label


def _numbers(raw: Raw) -> Floats | None:
    """The column as floats, or None where numpy might read a text otherwise than the declaration does."""
    if raw.dtype.kind in "iuf":
        return raw.astype(np.float64)
    if raw.dtype != object or not all(value is None or isinstance(value, str) for value in raw):
        return None
    known = np.array([value is not None and value.strip().lower() not in MISSING_WORDS for value in raw], dtype=bool)
    if any("_" in value or not value.isascii() for value in raw[known]):
        return None
    numbers = np.full(len(raw), np.nan)
    try:
        numbers[known] = [float(value) for value in raw[known]]
    except ValueError:
        return None
    return numbers


def _columns(readings: list[Reading]) -> ColumnReadings:
    code = {state: index for index, state in enumerate(STATES)}
    return ColumnReadings(
        states=np.array([code[reading.state] for reading in readings], dtype=np.uint8),
        numbers=np.array([reading.number for reading in readings], dtype=np.float64),
        labels=np.array([reading.label for reading in readings], dtype=object),
    )


def native(value: object) -> object:
    """A value as Python's own type."""
    return value.item() if isinstance(value, np.generic) else value


def _divide(left: Floats, right: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(right == 0, np.nan, left / right)


ARRAYS: Arithmetic[Any] = Arithmetic(
    binary={
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": _divide,
        "min": np.minimum,
        "max": np.maximum,
    },
    constant=np.float64,
)
"""The arithmetic of formulas over whole columns; it keeps the two rules of ``Arithmetic``."""


def _derive_column(characteristic: Characteristic, columns: dict[str, ColumnReadings]) -> ColumnReadings:
    """The column form of ``registry.derive``: invalid before not provided before missing or special."""
    if characteristic.formula is None:
        raise DeclarationError(f"'{characteristic.name}' has no formula")
    names = characteristic.formula.names
    with np.errstate(over="ignore", invalid="ignore"):
        numbers = characteristic.formula.evaluate_with({name: columns[name].numbers for name in names}, ARRAYS)
    rows = len(next(iter(columns.values())).states)
    numbers = np.broadcast_to(np.asarray(numbers, dtype=np.float64), (rows,))
    result = column_from(characteristic, np.where(np.isnan(numbers), np.inf, numbers))
    labels = result.labels
    labels[result.states == INVALID] = np.where(
        np.isfinite(numbers[result.states == INVALID]), labels[result.states == INVALID], "has no finite value"
    )
    for state in (SPECIAL, MISSING, NOT_PROVIDED, INVALID):
        hit = np.zeros(rows, dtype=bool)
        for name in names:
            hit |= columns[name].states == state
        target = MISSING if state == SPECIAL else state
        _mark(result.states, labels, hit, target, "is derived from an invalid value" if state == INVALID else "")
    return ColumnReadings(
        states=result.states, numbers=np.where(result.states == VALUE, result.numbers, 0.0), labels=labels
    )
