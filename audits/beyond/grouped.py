"""What this package asks of a file of decisions: how many people share given values, never who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from audits.decisions.cube import Attribute
from scoring.domain.errors import InputError

__all__ = ["Cells", "Column", "Compared", "Grouped", "cells"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


class Grouped(Protocol):
    """A file of decisions that answers with counts: :class:`audits.decisions.read.Opened` is one."""

    @property
    def present(self) -> frozenset[str]:
        """The roles of the schema that the file has."""

    def counts(self, keys: Sequence[str]) -> Mapping[str, Column]:
        """People who share the values of ``keys``: one array for each key, and ``people``."""

    def first_with(self, values: Mapping[str, str | int]) -> str:
        """Where the first decision stands that has these values in some roles, for a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An attribute, and the group that the others are compared with.

    Attributes
    ----------
    hidden
        Places of the groups that no table may show: those whose decisions are hidden.
    """

    attribute: Attribute
    reference: str
    hidden: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.reference not in self.attribute.levels:
            raise InputError(
                f"'{self.attribute.name}' has no group '{self.reference}'",
                remedy=f"Its groups are: {', '.join(self.attribute.levels)}",
            )

    @property
    def place(self) -> int:
        """The place of the reference group."""
        return self.attribute.levels.index(self.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Counts by attributes and a few roles; every array has the shape (cells,).

    Attributes
    ----------
    columns
        By role: numbers with NaN for empty, flags with -1, text.
    groups
        By attribute, the place of the group in its levels.
    """

    columns: Mapping[str, Column]
    groups: Mapping[str, Column]
    people: Column

    def where(self, mask: Column) -> Cells:
        """The cells for which ``mask`` is true."""
        return Cells(
            columns={name: column[mask] for name, column in self.columns.items()},
            groups={name: column[mask] for name, column in self.groups.items()},
            people=self.people[mask],
        )

    def matched_on(self, column: str) -> Cells:
        """The same people, who are alike where they have the same number in a column, instead of the same score."""
        return Cells(columns={**self.columns, "position": self.columns[column]}, groups=self.groups, people=self.people)


def cells(source: Grouped, compared: Sequence[Compared], roles: Sequence[str]) -> Cells:
    """Everybody by every attribute and these roles, in one pass over the file."""
    found = source.counts([*(each.attribute.name for each in compared), *roles])
    return Cells(
        columns={role: found[role] for role in roles},
        groups={
            each.attribute.name: np.searchsorted(each.attribute.levels, found[each.attribute.name].astype(str))
            for each in compared
        },
        people=found["people"].astype(np.int64),
    )
