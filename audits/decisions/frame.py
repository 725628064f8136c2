"""Decisions in a table in memory: the same cube and the same counts, with no file touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from audits.decisions.access import Recorded
from audits.decisions.cube import Cube
from audits.decisions.read import Opened, opened
from audits.decisions.request import DECISIONS, GROUPS, Request
from audits.decisions.schema import ROLES, Columns
from audits.decisions.surrogates import refuse_half_names, refuse_halves
from audits.shared.table import Tables
from scoring.domain.errors import FileError, InputError

__all__ = ["cube_of", "open_frame"]

_TABLE = "the table"
"""What :class:`audits.shared.table.Tables` calls a table in memory."""


@contextmanager
def open_frame(
    frame: object,
    *,
    by: Sequence[str],
    columns: Columns,
    groups: object | None = None,
    key: str | None = None,
    extra: Sequence[str] = (),
    memory_limit: str | None = None,
    threads: int = 2,
    access: Recorded | None = None,
) -> Iterator[Opened]:
    """Open a table of decisions: a pandas or polars frame, an Arrow table, or columns by name as arrays.

    Parameters
    ----------
    groups
        A second table with the group columns.
    by, columns, key, extra, memory_limit, threads, access
        As for a file.

    Raises
    ------
    FileError
        If a table has no rows, or is nothing that can be scanned.
    DataError, InputError
        As for a file; rows are counted from 1. Also if a text that is read holds half of a surrogate pair.
    """
    if (groups is None) != (key is None):
        raise InputError("a table of groups and a key go together", remedy="Give both or neither")
    frames = {DECISIONS: frame} | ({GROUPS: groups} if groups is not None else {})
    request = Request(by=tuple(by), columns=columns, key=key, extra=tuple(extra))
    for table in frames.values():
        refuse_half_names(table, _TABLE)
    try:
        with Tables({}, frames=frames, memory_limit=memory_limit, threads=threads) as tables:
            yield opened(tables, request, access)
    except FileError as error:
        # The engine does not say where half of a surrogate pair stands: looked for only once a table cannot be read.
        for view, table in frames.items() if error.where == _TABLE else ():
            read = [name for home, name in request.needed() if home == view]
            refuse_halves(table, dict.fromkeys([*read, *ROLES]), _TABLE)
        raise


def cube_of(
    frame: object,
    *,
    by: Sequence[str],
    columns: Columns,
    groups: object | None = None,
    key: str | None = None,
) -> Cube:
    """The cube of a table in memory; it names no source.

    Raises
    ------
    FileError, DataError, InputError
        As :func:`open_frame` and :meth:`audits.decisions.read.Opened.cube`.

    Examples
    --------
    >>> people = {"sex": ["f", "f", "m"], "approved": [1, 0, 1], "outcome": [0, None, 1]}
    >>> import numpy as np
    >>> table = {name: np.array(column, dtype=object) for name, column in people.items()}
    >>> cube_of(table, by=["sex"], columns=Columns(outcome="outcome")).people.tolist()
    [1, 1, 1]
    """
    with open_frame(frame, by=by, columns=columns, groups=groups, key=key) as found:
        return found.cube()
