"""Texts that Python holds and no file can: half of a surrogate pair, mostly left by bytes of another encoding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scoring.domain.errors import DataError

__all__ = ["HALF", "HALF_REMEDY", "refuse_half_names", "refuse_halves", "writable"]

HALF = "half of a surrogate pair, which no file can hold"
HALF_REMEDY = "Decode the texts with the encoding that they were written in"


def writable(text: str) -> bool:
    """Whether a text can be written as UTF-8.

    Examples
    --------
    >>> writable("fé"), writable("f" + chr(0xD800))
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def refuse_half_names(frame: Any, table: str) -> None:  # noqa: ANN401 - any table
    """Raise for the first column whose name cannot be written; polars and Arrow hold none.

    Raises
    ------
    DataError
        With the place of the column, from 1.
    """
    names: Any = frame if isinstance(frame, Mapping) else frame.columns if hasattr(frame, "iloc") else ()
    for place, name in enumerate(names, start=1):
        if isinstance(name, str) and not writable(name):
            raise DataError(f"the name holds {HALF}", where=f"{table}, column {place}", remedy=HALF_REMEDY)


def refuse_halves(frame: object, names: Iterable[str], table: str) -> None:
    """Raise for the first text of some columns that cannot be written.

    Parameters
    ----------
    frame
        Columns by name or a pandas frame, and nothing is done to any other: polars and Arrow hold no such text.
    names
        The columns to look through, where they are there.
    table
        What the table is called.

    Raises
    ------
    DataError
        With row, from 1, and column.
    """
    columns: Any = frame if isinstance(frame, Mapping) or hasattr(frame, "iloc") else {}
    for name in (name for name in names if name in columns):
        for row, value in enumerate(columns[name], start=1):
            if isinstance(value, str) and not writable(value):
                where = f"{table}, row {row}, column {name}"
                raise DataError(f"the value holds {HALF}", where=where, remedy=HALF_REMEDY)
