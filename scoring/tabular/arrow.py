"""Tables of any library that hands them over as an Arrow stream (the Arrow PyCapsule interface).

DuckDB reads the stream: neither pyarrow nor the library that made the table need be installed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

import duckdb

from scoring.domain.errors import DataError
from scoring.tabular.source import Raw, plain

__all__ = ["ArrowStream", "no_column", "read_stream"]


@runtime_checkable
class ArrowStream(Protocol):
    """A table that can be handed over: a polars frame, a pyarrow table, a DuckDB relation, a stream of batches."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with the stream."""
        ...


def read_stream(frame: ArrowStream, names: Iterable[str]) -> dict[str, Raw]:
    """The raw values of some columns, in the stream's order; null is None, or NaN among floats.

    Raises
    ------
    DataError
        If a column is not there, or the stream cannot be read.
    """
    wanted = list(dict.fromkeys(names))
    with duckdb.connect() as connection:
        try:
            table: Any = connection.from_arrow(frame)
            for name in wanted:
                if name not in table.columns:
                    raise no_column(name)
            chosen = [duckdb.ColumnExpression(name).alias(f"c{place}") for place, name in enumerate(wanted)]
            found = table.select(*chosen).fetchnumpy()
        except duckdb.Error:
            raise DataError(
                "the Arrow stream cannot be read", where="X", remedy="Give each column a plain type"
            ) from None
    return {name: plain(found[f"c{place}"]) for place, name in enumerate(wanted)}


def no_column(name: str) -> DataError:
    """The error of a declared column that a table does not have."""
    return DataError(f"there is no column '{name}'", where="X", remedy="Give every declared column")
