"""What the measures need of a file of decisions: people counted by group, points and outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from audits.shared.bands import quantile_bands
from audits.shared.small_cells import FEWEST_PEOPLE, closed
from scoring.domain.errors import DataError

__all__ = ["Counted", "Grouped", "counted"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

RISK_BANDS = 10
"""Bands of equal numbers into which a known risk is cut."""


class Counted(Protocol):
    """A file of decisions that counts people by columns; :class:`audits.decisions.read.Opened` is one."""

    def counts(self, keys: Sequence[str]) -> Mapping[str, Column]:
        """One array for each key, and ``people``; sorted by the keys."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grouped:
    """People counted by group of one attribute, place in an order, and stratum.

    Attributes
    ----------
    levels
        The groups, sorted.
    code
        Shape (cells,): the place of a cell's group in ``levels``.
    order
        Shape (cells,): points or score, higher is safer; always known.
    stratum
        Shape (cells,): outcome or band of risk; -1 where it is not known.
    people
        Shape (cells,).
    left_out
        People whose points are not known.
    """

    levels: tuple[str, ...]
    code: Column
    order: Column
    stratum: Column
    people: Column
    left_out: int

    @property
    def sizes(self) -> list[int]:
        """How many people each group has."""
        return [int(size) for size in np.bincount(self.code, weights=self.people, minlength=len(self.levels))]

    @property
    def hidden(self) -> frozenset[int]:
        """The groups that are too small to be printed, and those that would give them away."""
        sizes = self.sizes
        return closed(sizes, lambda places: sum(sizes[place] for place in places) < FEWEST_PEOPLE)

    @property
    def reference(self) -> int | None:
        """The largest group that is printed."""
        sizes = self.sizes
        shown = [place for place in range(len(sizes)) if place not in self.hidden]
        return max(shown, key=lambda place: (sizes[place], -place), default=None)


def counted(file: Counted, attribute: str, column: str, *, risk: str | None) -> Grouped:
    """People by group, points of one column, and outcome or band of risk.

    Raises
    ------
    DataError
        If the attribute has one group only, or nobody has points.
    """
    found = file.counts([attribute, column, risk or "outcome"])
    order = np.asarray(found[column], dtype=np.float64)
    known = np.isfinite(order)
    if not known.any():
        raise DataError(f"the column '{column}' is empty", remedy="Leave it out of --columns")
    names = found[attribute][known]
    levels, code = np.unique(names.astype(str), return_inverse=True)
    if len(levels) < 2:
        raise DataError(
            f"the column '{attribute}' has one group only", remedy="There is nothing to compare; leave it out"
        )
    people = np.asarray(found["people"], dtype=np.int64)
    stratum = _bands(found[risk], people) if risk else np.asarray(found["outcome"], dtype=np.int64)
    return Grouped(
        levels=tuple(str(level) for level in levels),
        code=code,
        order=order[known],
        stratum=stratum[known],
        people=people[known],
        left_out=int(people[~known].sum()),
    )


def _bands(risk: Column, people: Column) -> Column:
    """The band of a cell's risk, -1 where it is not known."""
    risk = np.asarray(risk, dtype=np.float64)
    known = np.isfinite(risk)
    band = np.full(len(risk), -1, dtype=np.int64)
    if known.any():
        tops = [high for _, high in quantile_bands(risk[known], people[known], RISK_BANDS)]
        band[known] = np.searchsorted(tops, risk[known])
    return band
