"""A file of scores: its columns, written whole or not at all, and what is counted of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from scoring.artefact.card_json import card_digest
from scoring.batch.lookup import rows_without_score
from scoring.batch.request import RECOURSE, Request
from scoring.batch.write import neutral_name, neutral_text
from scoring.domain.errors import FileError
from scoring.tabular.readings import read_frame
from scoring.tabular.source import unreadable
from scoring.tabular.sql_text import literal, pattern, quoted

__all__ = ["Output", "ScoredFile", "copy_scores", "first_invalid", "prepared", "read_back"]

_PLAIN = (
    *(
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "HUGEINT",
        "UTINYINT",
        "USMALLINT",
        "UINTEGER",
        "UBIGINT",
        "UHUGEINT",
    ),
    *("FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN", "DATE", "TIME", "TIMESTAMP"),
)
"""Types that no spreadsheet takes for a formula, by the beginnings of their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredFile:
    """What scoring a file did.

    Attributes
    ----------
    rows, invalid
        How many rows in all, and how many of them have no score.
    first_invalid
        Where the first one is, in words; empty if there is none.
    not_used
        Columns that nobody declared and that were not read.
    written
        Whether the file was written.
    not_searched
        How many declined rows have changes too many to search, and so no recourse.
    first_not_searched
        Where the first of them is, and why, in words; empty if there is none.
    """

    rows: int
    invalid: int
    first_invalid: str
    not_used: tuple[str, ...]
    written: bool
    not_searched: int = 0
    first_not_searched: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file of scores that was written into a folder of our own.

    Attributes
    ----------
    invalid
        How many rows have no score.
    first
        Place of the first of them, counted from 0; None if there is none.
    not_searched, first_not_searched
        As of the file of scores.
    """

    path: Path
    invalid: int
    first: int | None
    not_searched: int = 0
    first_not_searched: str = ""


@contextmanager
def prepared(out: Path) -> Iterator[Path]:
    """A folder of our own beside a file that is to be written, from which it can be renamed into its place."""
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
            yield Path(folder)
    except OSError as error:
        raise _unwritable(out, error) from None


def copy_scores(connection: duckdb.DuckDBPyConnection, request: Request, query: str, folder: Path) -> Output:
    """Write what a query gives: the kept columns, ``score``, ``pd``, ``invalid``, ``reason_1`` and so on.

    What the same for all rows, as the day, is added here.

    Raises
    ------
    FileError
        If the data cannot be read or the scores not written.
    """
    form = "FORMAT csv, HEADER" if request.csv else "FORMAT parquet, COMPRESSION zstd"
    chosen = ",\n".join(_chosen(request))
    to = folder / f"scores{request.out.suffix.lower()}"
    try:
        connection.execute(f"COPY (SELECT {chosen} FROM ({query})) TO {literal(str(to))} ({form})")  # noqa: S608 - quoted names
    except duckdb.OutOfMemoryException:
        what = "there is not enough memory, nor room beside the file that is written"
        raise FileError(what, where=request.file.path.name, remedy="Free some, or score it in parts") from None
    except duckdb.Error as error:
        if str(folder) in str(error):
            raise _unwritable(request.out, error) from None
        raise unreadable(request.file.path, error) from None
    return read_back(connection, request, to)


def _chosen(request: Request) -> Iterator[str]:
    """The columns of the file in order; in a CSV no text begins a formula of a spreadsheet."""
    kinds, decided_at = request.file.kinds, request.record.decided_at
    for value, (name, column) in zip(request.kept, request.copied, strict=True):
        if not request.csv:  # "try" may give NULL, so that the column is an optional one, whatever engine wrote it
            yield f"TRY({value}) AS {quoted(name)}"
        elif kinds[column].startswith(_PLAIN):
            yield f"{value} AS {quoted(neutral_name(name))}"
        else:
            yield f"{neutral_text(f'CAST({value} AS VARCHAR)')} AS {quoted(neutral_name(name))}"
    if decided_at is not None:
        yield f"CAST({literal(decided_at.isoformat())} AS DATE) AS decided_at"
        yield f"{literal(card_digest(request.card))} AS card"
    yield "CAST(score AS BIGINT) AS score"
    yield "pd"
    if request.card.cut_off is not None:
        yield f"CAST(score >= {request.card.cut_off} AS BIGINT) AS approved"
    yield f"{neutral_text('invalid') if request.csv else 'invalid'} AS invalid"
    named = ", ".join(map(literal, sorted({request.card.naming(entry).code for entry in request.card.entries})))
    for name in request.codes:
        # Parquet has texts for them; a type that knows them all spares to look at each.
        code = f"CAST({name} AS ENUM ({named}))" if named else name
        yield f"{neutral_text(name) if request.csv else code} AS {name}"
    yield from RECOURSE if request.record.recourse else ()
    for value, name in request.points.items():
        yield f"TRY(CAST({value} AS BIGINT)) AS {quoted(name)}"


def read_back(connection: duckdb.DuckDBPyConnection, request: Request, path: Path) -> Output:
    """What stands in a file of scores that was written: how many rows are invalid, and the place of the first."""
    invalid = len(request.copied) + request.own.index("invalid")
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(request.headings)))
    csv = (
        f"read_csv({pattern(path)}, header = false, skip = 1, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{types}}}, auto_detect = false, parallel = false)"
    )
    table = f"(SELECT c{invalid} AS invalid FROM {csv})" if request.csv else f"read_parquet({pattern(path)})"  # noqa: S608 - our own names
    count = int(connection.execute(f"SELECT count(invalid) FROM {table}").fetchall()[0][0])  # noqa: S608 - our own names
    if not count:
        return Output(path=path, invalid=0, first=None)
    numbered = f"SELECT row_number() OVER () - 1 AS place, invalid FROM {table}"  # noqa: S608 - likewise
    first = connection.execute(f"SELECT place FROM ({numbered}) WHERE invalid IS NOT NULL LIMIT 1").fetchall()  # noqa: S608
    return Output(path=path, invalid=count, first=int(first[0][0]))


def first_invalid(request: Request, row: int) -> str:
    """Where the first invalid value of a row stands, counted from 0, and what is wrong with it; never the value."""
    registry = request.card.registry
    table = read_frame(request.file.read(tuple(field.name for field in registry.read_fields), row=row), registry)
    name = str(rows_without_score(request.card, table)[0])
    place = f"{request.file.path.name}, row {row + 1}, column {name}"
    return f"the first is {place}: the value {table.columns[name].labels[0]}"


def _unwritable(out: Path, error: Exception) -> FileError:
    return FileError(f"cannot be written ({type(error).__name__})", where=str(out), remedy="Check the folder")
