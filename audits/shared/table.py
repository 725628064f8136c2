"""A few local files (CSV, Parquet) and tables in memory as SQL views, and nothing else within reach.

The cells of a CSV are text; those of a Parquet file keep their types. File names, headings and values are hostile text.
DuckDB may open the given paths only, and its configuration is locked before anything is read. What does not fit into
memory goes to a private folder that is removed on leaving.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np

from scoring.domain.errors import DataError, FileError, InputError

__all__ = ["Tables", "heading", "identifier"]


class Tables:
    """Open files, each a view under its own name. Use it as a context manager.

    Parameters
    ----------
    paths
        By view name, a plain word chosen by the caller.
    frames
        Tables in memory that DuckDB can scan (pandas, polars, Arrow), by view name too.
    memory_limit
        What DuckDB may hold in memory, such as ``"1.5GB"``; None for its own default.
    threads
        How many of them work.

    Raises
    ------
    FileError
        On entry, if a file is missing, empty, of another kind or damaged, or a table cannot be scanned.
    InputError
        On entry, if the memory limit cannot be read.
    """

    def __init__(
        self,
        paths: Mapping[str, Path],
        *,
        frames: Mapping[str, object] | None = None,
        memory_limit: str | None = None,
        threads: int = 2,
    ) -> None:
        self._paths = {name: Path(path) for name, path in paths.items()}
        self._frames = dict(frames or {})
        self._memory_limit = memory_limit
        self._columns: dict[str, dict[str, str]] = {}
        self._scratch = tempfile.TemporaryDirectory(prefix="counterscore-", ignore_cleanup_errors=True)
        self._connection = duckdb.connect(
            ":memory:", config={"preserve_insertion_order": "true", "threads": str(threads)}
        )

    def __enter__(self) -> Self:
        try:
            for path in self._paths.values():
                _check(path)
            self._lock()
            for view, frame in self._frames.items():
                self._register(view, frame)
            for view, path in self._paths.items():
                self._open(view, path)
            for view in (*self._frames, *self._paths):
                self._describe(view)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def file(self, view: str) -> str:
        """The name of the file behind a view, without its folder; that of a table in memory is "the table"."""
        return self._paths[view].name if view in self._paths else _IN_MEMORY

    def columns(self, view: str) -> tuple[str, ...]:
        """The columns of a view, in the order of the file."""
        return tuple(self._columns[view])

    def has(self, view: str) -> bool:
        """Whether there is a view of that name."""
        return view in self._columns

    def kind(self, view: str, column: str) -> str:
        """The type of a column, as DuckDB names it."""
        return self._columns[view][column]

    @property
    def views(self) -> tuple[str, ...]:
        """The views of files, without those of tables in memory."""
        return tuple(self._paths)

    def digest(self, view: str) -> str:
        """``sha256:`` and the digest of the file's bytes."""
        with self._paths[view].open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()

    def need(self, view: str, column: str) -> None:
        """Raise if a column is not there.

        Raises
        ------
        DataError
            Naming the file and what it has instead.
        """
        if column not in self._columns[view]:
            has = ", ".join(self.columns(view)[:20])
            raise DataError(f"there is no column '{column}'", where=self.file(view), remedy=f"The file has: {has}")

    def run(self, view: str, sql: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run a statement; ``view`` names the file to blame if it cannot be read."""
        self._execute(view, sql, parameters)

    def first(self, view: str, sql: str, parameters: Mapping[str, object] | None = None) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        row = self._execute(view, sql, parameters).fetchone()
        return None if row is None else tuple(row)

    def arrays(
        self, view: str, sql: str, parameters: Mapping[str, object] | None = None
    ) -> dict[str, np.ndarray[tuple[int], np.dtype[Any]]]:
        """The columns of a query that gives no nulls."""
        try:
            found = self._execute(view, sql, parameters).fetchnumpy()
        except duckdb.Error as error:
            raise _unreadable(self.file(view), error) from None
        return {name: np.asarray(column) for name, column in found.items()}

    def _execute(self, view: str, sql: str, parameters: Mapping[str, object] | None) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql, dict(parameters) if parameters else None)
        except duckdb.Error as error:
            raise _unreadable(self.file(view), error) from None

    def _lock(self) -> None:
        """Set what may be read, held and written, and let no statement change it."""
        paths = self._paths.values()
        allowed = ", ".join([*(_literal(str(path.resolve())) for path in paths), *map(_pattern, paths)])
        if self._memory_limit is not None:
            if not re.fullmatch(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", self._memory_limit):
                said = f"'{self._memory_limit}' is no amount of memory"
                raise InputError(said, remedy="Write it as 1.5GB or 800MB")
            self._connection.execute(f"SET memory_limit = {_literal(self._memory_limit)}")
        self._connection.execute(f"SET temp_directory = {_literal(self._scratch.name)}")
        self._connection.execute(f"SET allowed_paths = [{allowed}]")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def _close(self) -> None:
        self._connection.close()
        self._scratch.cleanup()

    def _register(self, view: str, frame: object) -> None:
        try:
            self._connection.register(view, frame)
        except (duckdb.Error, TypeError, ValueError) as error:
            said = f"cannot be scanned ({type(error).__name__})"
            raise FileError(said, where=_IN_MEMORY, remedy="Give a pandas or polars frame, or an Arrow table") from None

    def _open(self, view: str, path: Path) -> None:
        literal = _pattern(path)
        if path.suffix.lower() == ".csv":
            delimiter, columns = heading(path)
            types = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(columns)))
            aliases = ", ".join(f"c{i} AS {identifier(name)}" for i, name in enumerate(columns))
            source = (
                f"SELECT {aliases} FROM read_csv({literal}, header = false, skip = 1, delim = {_literal(delimiter)}, "  # noqa: S608 - all quoted
                f"quote = '\"', escape = '\"', columns = {{{types}}}, auto_detect = false, strict_mode = true)"
            )
        else:
            source = f"SELECT * FROM read_parquet({literal})"  # noqa: S608 - the path is quoted
        self.run(view, f"CREATE VIEW {identifier(view)} AS {source}")

    def _describe(self, view: str) -> None:
        found = self._execute(view, f"SELECT * FROM {identifier(view)} LIMIT 0", None).description  # noqa: S608 - quoted
        self._columns[view] = {str(column[0]): str(column[1]) for column in found or ()}
        if self.first(view, f"SELECT 1 FROM {identifier(view)} LIMIT 1") is None:  # noqa: S608 - quoted
            where = self.file(view)
            raise FileError("there is no row below the heading", where=where, remedy="Give a file with rows")


_IN_MEMORY = "the table"


def identifier(name: str) -> str:
    """A column name as SQL, whatever it holds.

    Examples
    --------
    >>> print(identifier('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def _pattern(path: Path) -> str:
    """A path as DuckDB reads it: signs of a pattern stand for themselves, so that no sibling is read in its place."""
    return _literal(re.sub(r"([\[*?])", r"[\1]", str(path.resolve())))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _check(path: Path) -> None:
    if not path.is_file():
        raise FileError("no such file", where=str(path), remedy="Check the path")
    if path.stat().st_size == 0:
        raise FileError("the file is empty", where=path.name, remedy="Give a file with a heading and rows")
    if path.suffix.lower() not in {".csv", ".parquet"}:
        raise FileError(f"'{path.suffix}' files are not read", where=path.name, remedy="Give a .csv or .parquet file")


def heading(path: Path) -> tuple[str, tuple[str, ...]]:
    """The delimiter and the columns of a CSV file.

    Raises
    ------
    FileError
        If it is not UTF-8, or a name is empty or stands twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
    except UnicodeDecodeError:
        raise FileError("is not UTF-8 text", where=path.name, remedy="Save it as UTF-8") from None
    delimiter = max(",;\t", key=first.count)
    columns = tuple(name.strip() for name in next(csv.reader([first], delimiter=delimiter), []))
    if not columns or not all(columns):
        raise FileError("the heading has an empty name", where=path.name, remedy="Name every column in line 1")
    if len({name.lower() for name in columns}) != len(columns):
        twice = next(n for n in columns if [c.lower() for c in columns].count(n.lower()) > 1)
        raise FileError(f"the column '{twice}' stands twice in the heading", where=path.name, remedy="Rename one")
    return delimiter, columns


def _unreadable(name: str, error: duckdb.Error) -> FileError:
    if (found := re.search(r"CSV Error on Line: (\d+)", str(error))) is not None:
        where = f"{name}, row {int(found.group(1)) - 1}"
        return FileError("the row is malformed", where=where, remedy="Correct that row; rows count from 1")
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return FileError(f"cannot be read ({first[:200]})", where=name, remedy="Check the file")
