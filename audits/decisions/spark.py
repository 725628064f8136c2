"""The cube by the same statement in Spark: on this machine, or wherever the session that is given runs.

Files are read as DuckDB reads them. What is wrong in a file is named by DuckDB, which knows the order of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from audits.decisions.access import Recorded
from audits.decisions.axis import MOST_POSITIONS
from audits.decisions.cells import cube_of_cells
from audits.decisions.cube import MOST_GROUPS, Attribute, AxisKind, Column, Cube
from audits.decisions.dialect import SPARK
from audits.decisions.read import open_decisions
from audits.decisions.reading import Given
from audits.decisions.request import DECISIONS, GROUPS, Request
from audits.decisions.schema import Columns
from audits.decisions.statement import BAD, LOOSE, Statement
from audits.shared.table import heading
from scoring.domain.errors import DataError, FileError

__all__ = ["spark_cube"]


def spark_cube(
    session: Any,  # noqa: ANN401 - pyspark is optional
    path: Path,
    *,
    by: Sequence[str],
    columns: Columns,
    groups: Path | None = None,
    key: str | None = None,
    access: Recorded | None = None,
) -> Cube:
    """Count the cube of a file in a Spark session.

    Parameters
    ----------
    session
        A running ``SparkSession``.
    path, by, columns, groups, key, access
        As in :func:`audits.decisions.read.open_decisions`.

    Raises
    ------
    FileError, DataError, InputError
        As there.
    """
    with open_decisions(
        path, by=by, columns=columns, groups=groups, key=key, memory_limit="1GB", access=access
    ) as opened:
        request = opened.request
        paths = {DECISIONS: Path(path)} | ({GROUPS: Path(groups)} if groups is not None else {})
        with _views(session, paths) as given:
            cube = _cube(session, request, given)
        if cube is not None:
            return Cube(**{name: getattr(cube, name) for name in _FIELDS}, sources=opened.sources)
        opened.cube()
    raise DataError("Spark refuses what DuckDB takes", where=Path(path).name, remedy="Use DuckDB")


_FIELDS = tuple(name for name in Cube.__dataclass_fields__ if name != "sources")


def _cube(session: Any, request: Request, given: _Views) -> Cube | None:  # noqa: ANN401
    """The cube; None if some value or key is not what it must be."""
    if _keys_wrong(session, request, given):
        return None
    statement = request.statement(given, SPARK)
    if statement.looks_first:
        looked = _looked(session, statement)
        if looked is None:
            return None
        statement = looked
    cells = _collected(session, statement.cube())
    if statement.bins is None and statement.axis is AxisKind.SCORE and not (cells["state"] == BAD).any():
        good = cells["state"] >= 0
        if (cells["state"] == LOOSE).any() or len(np.unique(cells["place"][good])) > MOST_POSITIONS:
            row = session.sql(statement.ranges()).first()
            statement = statement.binned(row["low"], row["high"])
            cells = _collected(session, statement.cube())
    if (cells["state"] == BAD).any():
        return None
    attributes = []
    for place, name in enumerate(request.by):
        levels, cells[f"a{place}"] = np.unique(cells[f"a{place}"].astype(str), return_inverse=True)
        attributes.append(Attribute(name=name, levels=tuple(map(str, levels[: MOST_GROUPS + 1]))))
    return cube_of_cells(cells, statement, attributes, ())


def _looked(session: Any, statement: Statement) -> Statement | None:  # noqa: ANN401
    """The statement with ranges looked up; None if some value is not what it must be, or nobody weighs anything."""
    row = session.sql(statement.ranges()).first()
    if row["bad"] or ("weight" in statement.values and row["heaviest"] <= 0):
        return None
    if "weight" in statement.values:
        statement = statement.weighed(row["heaviest"])
    return statement.binned(row["low"], row["high"]) if statement.axis is AxisKind.PROBABILITY else statement


def _keys_wrong(session: Any, request: Request, given: _Views) -> bool:  # noqa: ANN401
    """Whether a key is empty, or stands twice where it may not."""
    keys = request.keys(given, SPARK)
    return keys is not None and any(
        session.sql(f"{sql} LIMIT 1").first() is not None for sql in request.key_checks(keys).values()
    )


def _collected(session: Any, sql: str) -> dict[str, Column]:  # noqa: ANN401
    """The cells, which are few whatever the number of rows."""
    found = session.sql(sql)
    columns = list(zip(*found.collect(), strict=True))
    texts = {name for name, kind in found.dtypes if kind == "string"}
    return {
        name: np.array(column, dtype=object if name in texts else None)
        for name, column in zip(found.columns, columns, strict=True)
    }


class _Views:
    """Finds columns of the files as Spark names and types them."""

    def __init__(self, kinds: Mapping[str, Mapping[str, str]], files: Mapping[str, str]) -> None:
        self._kinds = kinds
        self._files = files

    def __call__(self, view: str, column: str) -> Given:
        sql = f"{view[0]}.{SPARK.name(column)}"
        return Given(name=column, sql=sql, kind=self._kinds[view][column], file=self._files[view])


@contextmanager
def _views(session: Any, paths: Mapping[str, Path]) -> Iterator[_Views]:  # noqa: ANN401
    """The files as temporary views of the session under the names that the statement uses."""
    from pyspark.errors import PySparkException

    taken = [view for view in paths if session.catalog.tableExists(view)]
    if taken:
        raise DataError(f"the session has a table '{taken[0]}' already", remedy="Use a session of its own")
    try:
        frames = {view: _frame(session, path) for view, path in paths.items()}
        for view, frame in frames.items():
            frame.createOrReplaceTempView(view)
        kinds = {view: dict(frame.dtypes) for view, frame in frames.items()}
        yield _Views(kinds, {view: path.name for view, path in paths.items()})
    except PySparkException as error:
        raise FileError(
            f"Spark cannot read it ({type(error).__name__})",
            where=next(iter(paths.values())).name,
            remedy="Try DuckDB, which says more",
        ) from None
    finally:
        for view in paths:
            session.catalog.dropTempView(view)


def _frame(session: Any, path: Path) -> Any:  # noqa: ANN401
    """A file as Spark reads it: signs of a pattern in its name stand for themselves."""
    pattern = "".join(f"\\{letter}" if letter in "{}[]*?\\" else letter for letter in str(path.resolve()))
    if path.suffix.lower() == ".parquet":
        return session.read.parquet(pattern)
    from pyspark.sql.types import StringType, StructField, StructType

    delimiter, names = heading(path)
    return session.read.csv(
        pattern,
        schema=StructType([StructField(name, StringType()) for name in names]),
        header=True,
        sep=delimiter,
        quote='"',
        escape='"',
        encoding="UTF-8",
        multiLine=True,
        mode="FAILFAST",
    )
