"""One local CSV or Parquet file, opened read-only, its columns read by name.

A file's name, its column names and its values are hostile text. DuckDB opens the one resolved path; then its
access to anything else is switched off for good.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np

from scoring.domain.errors import DataError, FileError
from scoring.tabular.sql_text import literal, pattern, quoted
from scoring.tabular.whole import Form

__all__ = ["DataFile", "Raw", "heading", "open_data", "plain"]

Raw = np.ndarray[tuple[int], np.dtype[Any]]
"""One column as read: text or None from CSV; numbers, text or None from Parquet."""


class DataFile:
    """An open data file. Use it as a context manager.

    Attributes
    ----------
    path
        Where it is.
    columns
        Its column names, in order.
    rows
        How many rows it has; at least one, unless it was opened as one that may have none.
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...], rows: int) -> None:
        self.path = path
        self.columns = columns
        self.rows = rows
        self._connection = connection
        self._indices = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @property
    def digest(self) -> str:
        """SHA-256 of the file's bytes."""
        with self.path.open("rb") as file:
            return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def kinds(self) -> dict[str, str]:
        """The type of each column, as DuckDB calls it; every column of a CSV is text."""
        return {str(row[0]): str(row[1]) for row in self._connection.execute("DESCRIBE data").fetchall()}

    def engine(self, folder: Path, **settings: str) -> duckdb.DuckDBPyConnection:
        """A connection of its own, with the file as the view ``data``, that may also write to one folder.

        Parameters
        ----------
        folder
            A folder that nobody else uses; what does not fit into memory is put there too.
        settings
            DuckDB's own, such as ``memory_limit``.
        """
        connection = duckdb.connect(":memory:", config={"preserve_insertion_order": "true", **settings})
        try:
            _lock(connection, self.path, folder)
            _view(connection, self.path)
        except (duckdb.Error, OSError) as error:
            connection.close()
            raise unreadable(self.path, error) from None
        return connection

    def column(self, name: str) -> Raw:
        """The raw values of one column, in file order.

        Raises
        ------
        DataError
            If there is no such column.
        """
        return self.read((name,))[name]

    def read(self, names: tuple[str, ...], *, row: int | None = None) -> dict[str, Raw]:
        """The raw values of several columns in one pass, in file order; no other column is read.

        Parameters
        ----------
        row
            The one row to read, counted from 0; None for all.
        """
        self.demand(names)
        if not names:
            return {}
        chosen = ", ".join(f"{quoted(name)} AS c{i}" for i, name in enumerate(dict.fromkeys(names)))
        which = "" if row is None else f" LIMIT 1 OFFSET {row:d}"
        try:
            found = self._connection.execute(f"SELECT {chosen} FROM data{which}").fetchnumpy()  # noqa: S608 - identifiers are quoted
        except duckdb.Error as error:
            raise unreadable(self.path, error) from None
        return {name: plain(found[f"c{i}"]) for i, name in enumerate(dict.fromkeys(names))}

    def index(self, texts: Raw) -> str:
        """Make a list of different texts known, so that a column can be read as places in it.

        Returns
        -------
        str
            The name to give to :class:`~scoring.tabular.whole.Reference`.
        """
        name = f"index_{self._indices}"
        self._indices += 1
        self._connection.register(f"{name}_texts", {"text": texts})
        self._connection.execute(f"CREATE TYPE {name} AS ENUM (SELECT text FROM {name}_texts)")  # noqa: S608 - our names
        self._connection.unregister(f"{name}_texts")
        return name

    def whole(self, forms: Mapping[str, Form]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """Several columns as whole numbers in one pass, in file order; a cell that has none is a flaw.

        Parameters
        ----------
        forms
            How to read each column, by its name.

        Raises
        ------
        DataError
            If there is no such column.
        FileError
            If the file is damaged.
        """
        self.demand(forms)
        kinds = self.kinds
        chosen = ", ".join(
            f"CAST({form.sql(quoted(name), kinds[name])} AS BIGINT) AS c{i}"
            for i, (name, form) in enumerate(forms.items())
        )
        try:
            found = self._connection.execute(f"SELECT {chosen} FROM data").fetchnumpy()  # noqa: S608 - built by forms
        except duckdb.Error as error:
            raise unreadable(self.path, error) from None
        return {name: np.asarray(found[f"c{i}"], dtype=np.int64) for i, name in enumerate(forms)}

    def demand(self, names: Iterable[str]) -> None:
        """Refuse names that are no columns of the file.

        Raises
        ------
        DataError
            With columns that have similar names.
        """
        for name in names:
            if name not in self.columns:
                raise DataError(f"there is no column '{name}'", where=self.path.name, remedy=_near(name, self.columns))


def open_data(path: Path, *, rows_needed: bool = True) -> DataFile:
    """Open a CSV or Parquet file.

    Parameters
    ----------
    rows_needed
        Whether a heading without rows is an error.

    Raises
    ------
    FileError
        If it is missing, empty, of another kind, or damaged; for a CSV with the row, counted from 1.
    """
    path = Path(path)
    if path.is_dir():
        raise FileError("is a folder", where=str(path), remedy="Name a file")
    if not path.is_file():
        raise FileError("no such file", where=str(path), remedy="Check the path")
    if path.stat().st_size == 0:
        raise FileError("the file is empty", where=path.name, remedy="Give a file with a heading and rows")
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".parquet"}:
        raise FileError(f"'{suffix}' files are not read", where=path.name, remedy="Give a .csv or .parquet file")
    connection = duckdb.connect(":memory:", config={"preserve_insertion_order": "true", "threads": "2"})
    try:
        _lock(connection, path)
        columns = _view(connection, path)
        counted = connection.execute("SELECT count(*) FROM data").fetchall()
    except duckdb.Error as error:
        connection.close()
        raise unreadable(path, error) from None
    except FileError:
        connection.close()
        raise
    rows = int(counted[0][0])
    if rows == 0 and rows_needed:
        connection.close()
        raise FileError("there is no row below the heading", where=path.name, remedy="Give a file with rows")
    return DataFile(path, connection, columns, rows)


def _lock(connection: duckdb.DuckDBPyConnection, path: Path, folder: Path | None = None) -> None:
    """Leave a connection nothing but one file to read, and a folder to write to if there is one; for good."""
    connection.execute(f"SET allowed_paths = [{literal(str(path.resolve()))}, {pattern(path)}]")
    if folder is not None:
        connection.execute(f"SET allowed_directories = [{literal(str(folder.resolve()))}, {pattern(folder)}]")
        connection.execute(f"SET temp_directory = {literal(str(folder.resolve() / 'spilled'))}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _view(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    return (_view_csv if path.suffix.lower() == ".csv" else _view_parquet)(connection, path, pattern(path))


def _view_csv(connection: duckdb.DuckDBPyConnection, path: Path, where: str) -> tuple[str, ...]:
    delimiter, columns = heading(path)
    types = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(columns)))
    aliases = ", ".join(f"c{i} AS {quoted(name)}" for i, name in enumerate(columns))
    connection.execute(
        f"CREATE VIEW data AS SELECT {aliases} FROM read_csv({where}, header = false, skip = 1, "  # noqa: S608 - quoted
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', columns = {{{types}}}, "
        "auto_detect = false, strict_mode = true, null_padding = false)"
    )
    return columns


def heading(path: Path) -> tuple[str, tuple[str, ...]]:
    """The delimiter of a CSV file and the names in its first line.

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
    delimiter = max(",;\t", key=re.sub(r'"[^"]*"', "", first).count)  # not those within a quoted name
    try:
        found = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        raise FileError("the heading cannot be read", where=path.name, remedy="Give short names in line 1") from None
    if found and found[-1].endswith(("\n", "\r")):
        raise FileError("the heading has a line break within quotes", where=path.name, remedy="Give names of one line")
    columns = tuple(name.strip() for name in found)
    if not columns or not all(columns):
        raise FileError("the heading has an empty name", where=path.name, remedy="Name every column in line 1")
    folded = [name.lower() for name in columns]  # DuckDB's names do not know upper from lower case
    if len(set(folded)) != len(columns):
        twice = next(name for name in columns if folded.count(name.lower()) > 1)
        raise FileError(f"the column '{twice}' stands twice in the heading", where=path.name, remedy="Rename one")
    return delimiter, columns


def _view_parquet(connection: duckdb.DuckDBPyConnection, path: Path, where: str) -> tuple[str, ...]:  # noqa: ARG001
    connection.execute(f"CREATE VIEW data AS SELECT * FROM read_parquet({where})")  # noqa: S608 - the path is quoted
    return tuple(str(column[0]) for column in connection.execute("SELECT * FROM data LIMIT 0").description or ())


def unreadable(path: Path, error: Exception) -> FileError:
    """What DuckDB says of a file that it cannot read, in our words: where, and what to do."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if (found := re.search(r"CSV Error on Line: (\d+)", str(error))) is not None:
        why = next((line for line in lines if line.startswith("Expected Number of Columns")), "the row is malformed")
        where = f"{path.name}, row {int(found.group(1)) - 1}"
        return FileError(why[0].lower() + why[1:], where=where, remedy="Correct that row; rows count from 1")
    why = lines[0].replace(str(path.resolve()), path.name)
    return FileError(f"cannot be read ({why[:200]})", where=path.name, remedy="Check the file")


def _near(name: str, columns: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, columns, 3)
    return f"Did you mean {' or '.join(near)}?" if near else f"The file has: {', '.join(columns[:20])}"


def plain(found: Any) -> Raw:  # noqa: ANN401 - an array, masked or not
    """A column as DuckDB gives it, without a mask: null is None, or NaN among floats."""
    if not isinstance(found, np.ma.MaskedArray):
        return np.asarray(found)
    if found.dtype.kind == "f":
        return np.asarray(found.filled(np.nan))
    plain = np.array(found.data, dtype=object)
    plain[np.ma.getmaskarray(found)] = None
    return plain
