"""What this package asks of a file of decisions: how many people share given values, never who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
        """How many share the values of ``keys``: one array for each key, and ``people``.

        Where decisions on one person are kept together also ``buckets``: which of 60 the people are in, a bit for each.
        """

    def first_with(self, values: Mapping[str, str | int]) -> str:
        """Where the first decision stands that has these values in some roles, for a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An attribute, and the group that the others are compared with.

    Attributes
    ----------
    hidden
        Places of the groups that no table may show, as those whose decisions are hidden.
    edges, ranged
        Where ranges of the score begin for which it is printed how many stand in them, and the places of the groups for
        which it is.
    """

    attribute: Attribute
    reference: str
    hidden: frozenset[int] = frozenset()
    edges: tuple[float, ...] = ()
    ranged: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.reference not in self.attribute.levels:
            raise InputError(
                f"'{self.attribute.name}' has no group '{self.reference}'",
                remedy=f"Its groups are: {', '.join(self.attribute.levels)}",
            )

    @property
    def unseen(self) -> Compared:
        """The same with every group hidden."""
        return replace(self, hidden=frozenset(range(len(self.attribute.levels))))

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
    people
        How many, or how many decisions where one person may have several.
    buckets
        Where these are kept together, which buckets of people are in use, a bit for each; else None.
    """

    columns: Mapping[str, Column]
    groups: Mapping[str, Column]
    people: Column
    buckets: Column | None = None

    def where(self, mask: Column) -> Cells:
        """The cells for which ``mask`` is true."""
        return Cells(
            columns={name: column[mask] for name, column in self.columns.items()},
            groups={name: column[mask] for name, column in self.groups.items()},
            people=self.people[mask],
            buckets=None if self.buckets is None else self.buckets[mask],
        )

    def matched_on(self, number: Column) -> Cells:
        """The same people, who are alike where they have the same number, shape (cells,), instead of the same score."""
        return replace(self, columns={**self.columns, "position": number})


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
        buckets=found.get("buckets"),
    )
