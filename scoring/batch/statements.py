"""Read bank statements as banks give them: one JSON document a line, each with the person it is about."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path

import numpy as np

from scoring.domain.errors import FileError, RecordError
from scoring.records.statement import Statement, parse_statement, read_statement_text
from scoring.records.tables import Accounts, Transactions
from scoring.tabular.whole import LONGEST

__all__ = ["read_statements"]

Whole = np.ndarray[tuple[int], np.dtype[np.int64]]
Texts = np.ndarray[tuple[int], np.dtype[np.object_]]

LONGEST_LINE = 50_000_000
"""Bytes of one statement: some 100,000 transactions. What unpacks to more is no statement."""


def read_statements(path: Path, person: Texts, observed: Whole) -> tuple[Accounts, Transactions]:
    """Read and categorise every statement of a file; one statement a person.

    Parameters
    ----------
    person, observed
        Who may have a statement, and the day as of which it is read; shape (persons,).

    Raises
    ------
    FileError
        If the file is damaged, or holds no statement: a file that broke off is not everybody's refusal to share.
    RecordError
        For the first statement that its rules do not allow.
    """
    place = {text: row for row, text in enumerate(person)}
    rows: dict[int, int] = {}
    statements: list[Statement] = []
    for number, line in _lines(path):
        record = f"{path.name}, row {number}"
        document = read_statement_text(line, record=record)
        owner = _owner(document, place, record)
        if owner in rows:
            raise RecordError(record, "person", f"stands twice, first in row {rows[owner]}", remedy="Keep one of them")
        rows[owner] = number
        statements.append(parse_statement(document, observed=int(observed[owner]), record=record))
    if not statements:
        raise FileError("holds no statement", where=path.name, remedy="Leave the file out if nobody shares bank data")
    owners = _whole(list(rows))
    accounts = Accounts(
        owner=owners,
        first=_whole([each.first for each in statements]),
        closing=_whole([each.closing for each in statements]),
    )
    return accounts, Transactions(
        owner=np.repeat(owners, _whole([len(each.day) for each in statements])),
        day=_joined([each.day for each in statements]),
        cents=_joined([each.cents for each in statements]),
        category=_joined([each.category for each in statements]),
    )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that say something, numbered from 1 among all lines."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(_bounded(file, path), start=1):
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    yield number, text
    except (OSError, EOFError, zlib.error) as error:
        raise FileError(f"cannot be read ({type(error).__name__})", where=path.name, remedy="Check the file") from None


def _bounded(file: BufferedIOBase, path: Path) -> Iterator[bytes]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise RecordError(
                f"{path.name}, row {number}",
                "",
                f"is longer than {LONGEST_LINE:,} bytes",
                remedy="Give one statement a line, of the months that are asked for",
            )
        yield line


def _owner(document: dict[str, object], place: dict[str, int], record: str) -> int:
    """Whose statement it is, as a row of the applications."""
    person = document.get("person")
    if not isinstance(person, str) or not person:
        raise RecordError(record, "person", "is missing, or not a text", remedy="Say whose statement it is")
    if len(person) > LONGEST:
        raise RecordError(record, "person", f"is longer than {LONGEST:,} characters", remedy="Correct it")
    if person not in place:
        raise RecordError(record, "person", "names no person of the applications", remedy="Correct it")
    return place[person]


def _joined(parts: list[Whole]) -> Whole:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _whole(values: list[int]) -> Whole:
    return np.array(values, dtype=np.int64)
