"""Single rows of a file as raw values, for work on one person at a time."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.domain.errors import DataError
from scoring.domain.registry import Registry
from scoring.tabular.readings import native
from scoring.tabular.source import DataFile

__all__ = ["raw_row", "raw_rows"]


def raw_row(file: DataFile, registry: Registry, row: int) -> dict[str, object]:
    """The raw values of one row, counted from 1, by field name.

    Raises
    ------
    DataError
        If there is no such row or column.
    """
    if not 1 <= row <= file.rows:
        raise DataError(
            f"there is no row {row}",
            where=file.path.name,
            remedy=f"Rows count from 1 to {file.rows} without the heading",
        )
    raw = file.read(tuple(field.name for field in registry.read_fields))
    return {name: native(values[row - 1]) for name, values in raw.items()}


def raw_rows(file: DataFile, registry: Registry) -> Iterator[dict[str, object]]:
    """The raw values of each row in order, by field name."""
    raw = file.read(tuple(field.name for field in registry.read_fields))
    for row in range(file.rows):
        yield {name: native(values[row]) for name, values in raw.items()}
