"""What peers get: the card's own characteristics as a data frame, derived ones computed.

Numbers are numbers and missing is NaN, also where a person refused a source. A special code of a numeric
characteristic stays the number that it is in the data; who can be told of such codes is told. Categories are texts,
missing is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scoring.domain.characteristic import Kind
from scoring.domain.registry import Registry
from scoring.tabular.readings import SPECIAL, VALUE, ColumnReadings, read_frame

__all__ = ["Columns", "frame_of", "typed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A registry as peers need it.

    Attributes
    ----------
    numeric, categorical
        Names, in the registry's order.
    special
        By name of a numeric characteristic that has any: its special codes as numbers.
    """

    numeric: tuple[str, ...]
    categorical: tuple[str, ...]
    special: Mapping[str, tuple[float, ...]]

    @classmethod
    def of(cls, registry: Registry) -> Columns:
        """The columns of a registry's characteristics; what only formulas read is not among them."""
        numeric = [each for each in registry.characteristics if each.kind is Kind.NUMERIC]
        return cls(
            numeric=tuple(each.name for each in numeric),
            categorical=tuple(each.name for each in registry.characteristics if each.kind is Kind.CATEGORICAL),
            special={each.name: tuple(float(s.code) for s in each.special) for each in numeric if each.special},
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Every column: numeric ones first."""
        return self.numeric + self.categorical


def frame_of(raw: Mapping[str, Any], registry: Registry) -> Any:  # noqa: ANN401 - pandas publishes no types
    """The data frame of a table's characteristics.

    Parameters
    ----------
    raw
        By name of a field that the registry reads: values as they stand in the file.
    """
    table, columns = read_frame(raw, registry), Columns.of(registry)
    found: dict[str, Any] = {name: _numbers(table.columns[name]) for name in columns.numeric}
    found |= {name: pd.Series(_texts(table.columns[name]), dtype=object) for name in columns.categorical}
    return pd.DataFrame(found)


def typed(raw: Mapping[str, Any], registry: Registry) -> dict[str, Any]:
    """The fields that a card reads, as its peers get theirs: numbers as numbers."""
    table = read_frame(raw, registry)
    return {
        field.name: (_numbers if field.kind is Kind.NUMERIC else _texts)(table.columns[field.name])
        for field in registry.read_fields
    }


def _numbers(column: ColumnReadings) -> Any:  # noqa: ANN401 - an array
    numbers = np.where(column.states == VALUE, column.numbers, np.nan)
    special = column.states == SPECIAL
    numbers[special] = column.labels[special].astype(np.float64)
    return numbers


def _texts(column: ColumnReadings) -> Any:  # noqa: ANN401 - an array
    known = (column.states == VALUE) | (column.states == SPECIAL)
    texts = np.full(len(known), None, dtype=object)
    texts[known] = column.labels[known]
    return texts
