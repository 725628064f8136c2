"""One file of records: its columns as whole numbers, and its first record that breaks a rule as an error.

No error repeats a value: it may be personal.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scoring.domain.errors import FileError, RecordError
from scoring.tabular.source import DataFile, heading, open_data
from scoring.tabular.whole import LONGEST, Flaw, Form

__all__ = ["MOST", "Field", "RecordFile", "first_repeat", "open_records"]

Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Texts = np.ndarray[tuple[int], np.dtype[np.object_]]

MOST = 10**13
"""The largest number that a record may hold: cents far beyond any person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a file of records.

    Attributes
    ----------
    form
        How it is read.
    optional
        Whether a record may leave it empty.
    low
        The least number; None where there is none below ``MOST`` either way.
    """

    form: Form
    optional: bool = False
    low: int | None = None


class RecordFile:
    """An open file of records.

    Attributes
    ----------
    name
        What it is called in errors.
    not_used
        Columns that were not asked for, each with the file.
    """

    def __init__(self, file: DataFile) -> None:
        self.name = file.path.name
        self.not_used: tuple[str, ...] = ()
        self._file = file

    def index(self, texts: Texts) -> str | None:
        """Make a list of different texts known, for references to it; None for an empty list."""
        return self._file.index(texts) if len(texts) else None

    def read(self, fields: Mapping[str, Field]) -> dict[str, Whole]:
        """The columns, in file order; ``Flaw.EMPTY`` where an optional one has nothing.

        Raises
        ------
        RecordError
            For the first record with a value that cannot be read, and for a column that is not there.
        """
        for name in fields:
            if name not in self._file.columns:
                raise RecordError(self.name, name, "there is no such column", remedy=f"Name it in {self.name}")
        self.not_used = tuple(f"{name} ({self.name})" for name in self._file.columns if name not in fields)
        columns = self._file.whole({name: field.form for name, field in fields.items()})
        for name, field in fields.items():
            self._check(name, field, columns[name])
        return columns

    def texts(self, name: str) -> Texts:
        """An identifier's texts, in file order."""
        return np.array([str(text) for text in self._file.column(name)], dtype=object)

    def refuse_repeats(self, names: Sequence[object] | Whole | Texts, name: str) -> None:
        """Raise for the first record that says again what may be said once."""
        if (twice := first_repeat(names)) is not None:
            raise self.error(twice[1], name, f"stands twice, first in row {twice[0] + 1}", "Keep one of the two")

    def refuse(self, bad: Flags, name: str, what: str, remedy: str) -> None:
        """Raise for the first record of which something is true."""
        if bad.any():
            raise self.error(int(np.argmax(bad)), name, what, remedy)

    def error(self, place: int, name: str, what: str, remedy: str) -> RecordError:
        """The error for the record at a place, counted from 0 here and from 1 for people."""
        return RecordError(f"{self.name}, row {place + 1}", name, what, remedy=remedy)

    def _check(self, name: str, field: Field, cells: Whole) -> None:
        flawed = cells < Flaw.EMPTY if field.optional else cells <= Flaw.EMPTY
        if flawed.any():
            place = int(np.argmax(flawed))
            raise self.error(place, name, *_said(Flaw(int(cells[place])), field))
        known = cells != Flaw.EMPTY
        if field.low is not None:
            self.refuse(known & (cells < field.low), name, f"is below {field.low}", "Correct the number")
        self.refuse(known & (np.abs(cells) > MOST), name, *_said(Flaw.LARGE, field))


def _said(flaw: Flaw, field: Field) -> tuple[str, str]:
    """What is wrong with a cell, and what to do."""
    empty = "; leave it empty if nobody knows" if field.optional else ""
    return {
        Flaw.EMPTY: ("is empty", "Every record needs it"),
        Flaw.LONG: (f"is longer than {LONGEST:,} characters", "Correct it"),
        Flaw.WRONG: (field.form.wrong, f"Correct it{empty}"),
        Flaw.IMPOSSIBLE: ("is no day of the calendar from 1900 to 9999", f"Correct it{empty}"),
        Flaw.LARGE: (f"is beyond {MOST:,}", "Correct the number; amounts are whole cents"),
    }[flaw]


@contextmanager
def open_records(path: Path, *, rows_needed: bool = False) -> Iterator[RecordFile]:
    """Open a file of records.

    Raises
    ------
    FileError
        If it is missing, damaged or of another kind.
    RecordError
        If a text in it is too long for it to be read at all.
    """
    try:
        with open_data(path, rows_needed=rows_needed) as file:
            yield RecordFile(file)
    except FileError:
        if path.suffix.lower() == ".csv" and (found := _too_long(path)) is not None:
            raise found from None
        raise


def _too_long(path: Path) -> RecordError | None:
    """The first text of a CSV file that no record may hold: the reader gives up on it without naming it."""
    before = csv.field_size_limit(2**31 - 1)  # for all of Python: never lowered here, and put back
    try:
        delimiter, columns = heading(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = (row for row in csv.reader(file, delimiter=delimiter) if row)
            for number, row in enumerate(rows):
                for name, text in zip(columns, row, strict=False):
                    if number and len(text) > LONGEST:
                        what = f"is longer than {LONGEST:,} characters"
                        return RecordError(f"{path.name}, row {number}", name, what, remedy="Correct it")
    except (OSError, ValueError, csv.Error):
        return None  # then what was wrong in the first place says more
    finally:
        csv.field_size_limit(before)
    return None


def first_repeat(names: Sequence[object] | Whole | Texts) -> tuple[int, int] | None:
    """The places of the first two that are the same, counted from 0; None where all differ."""
    listed = list(names)
    if len(set(listed)) == len(listed):
        return None
    seen: dict[object, int] = {}
    for place, name in enumerate(listed):
        if name in seen:
            return seen[name], place
        seen[name] = place
    return None
