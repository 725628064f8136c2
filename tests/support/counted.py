"""A frame in memory that counts people by columns, as an opened file of decisions does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Frame"]

Column = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of equal length: text, numbers with NaN for empty, and flags with -1 for empty."""

    columns: Mapping[str, Column]

    def counts(self, keys: Sequence[str]) -> dict[str, Column]:
        """People by the keys, sorted by them."""
        places = [np.unique(self.columns[key], return_inverse=True) for key in keys]
        cells, people = np.unique(np.column_stack([place for _, place in places]), axis=0, return_counts=True)
        found = {key: levels[cells[:, n]] for n, (key, (levels, _)) in enumerate(zip(keys, places, strict=True))}
        return {**found, "people": people}
