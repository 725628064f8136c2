"""Tables in memory: pandas frames, mappings of arrays, and whatever hands itself over as an Arrow stream.

A stream (the Arrow PyCapsule interface) is read by DuckDB: neither pyarrow nor the library that made the table need
be installed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import duckdb
import numpy as np

from scoring.domain.errors import DataError
from scoring.tabular.source import Raw, plain

__all__ = ["ArrowStream", "raw_columns"]


@runtime_checkable
class ArrowStream(Protocol):
    """A table that can be handed over: a polars frame, a pyarrow table, a DuckDB relation, a stream of batches."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with the stream."""
        ...


def raw_columns(frame: Any, names: Sequence[str]) -> dict[str, Raw]:  # noqa: ANN401 - any table with columns by name
    """The raw values of some columns, in the table's order: numbers, or objects; nothing is None, or NaN in floats.

    Raises
    ------
    DataError
        If a column is not there, or a stream cannot be read.
    """
    pandas = hasattr(frame, "iloc")  # it hands over streams too, but only with pyarrow
    found = _streamed(frame, names) if isinstance(frame, ArrowStream) and not pandas else _named(frame, names)
    return {name: raw if raw.dtype.kind in "iufO" else raw.astype(object) for name, raw in found.items()}


def _streamed(frame: ArrowStream, names: Sequence[str]) -> dict[str, Raw]:
    with duckdb.connect() as connection:
        try:
            table: Any = connection.from_arrow(frame)
            for name in names:
                if name not in table.columns:
                    raise _no_column(name)
            chosen = [duckdb.ColumnExpression(name).alias(f"c{place}") for place, name in enumerate(names)]
            found = table.select(*chosen).fetchnumpy()
        except duckdb.Error:
            raise DataError(
                "the Arrow stream cannot be read", where="X", remedy="Give each column a plain type"
            ) from None
    return {name: plain(found[f"c{place}"]) for place, name in enumerate(names)}


def _named(frame: Any, names: Sequence[str]) -> dict[str, Raw]:  # noqa: ANN401
    found = {}
    for name in names:
        try:
            column = frame[name]
            found[name] = np.asarray(column)
        except (KeyError, ValueError, TypeError, IndexError):
            raise _no_column(name) from None
        if found[name].dtype == object and hasattr(column, "isna"):  # pandas has a word of its own for nothing
            found[name] = found[name].copy()
            found[name][np.asarray(column.isna())] = None
    return found


def _no_column(name: str) -> DataError:
    return DataError(f"there is no column '{name}'", where="X", remedy="Give every declared column")
