"""What an audit works on: decisions, outcomes and groups as columns, whatever file they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.errors import DataError, InputError

__all__ = ["MOST_GROUPS", "NOT_STATED", "Attribute", "Column", "Decisions", "Source"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

NOT_STATED = "not stated"
"""The group of people whose group is not recorded: silence is a level of its own, never left out."""

MOST_GROUPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Which group each person belongs to.

    Attributes
    ----------
    name
        The column.
    levels
        The groups, sorted; at least two.
    codes
        Shape (people,): places in ``levels``.
    """

    name: str
    levels: tuple[str, ...]
    codes: Column

    def __post_init__(self) -> None:
        if len(self.levels) < 2:
            raise DataError(
                f"the column '{self.name}' has one group only", remedy="There is nothing to compare; leave it out"
            )
        if len(self.levels) > MOST_GROUPS:
            raise DataError(
                f"the column '{self.name}' has more than {MOST_GROUPS} groups", remedy="Band it first, as with ages"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that was read.

    Attributes
    ----------
    role
        ``"decisions"`` or ``"groups"``.
    name
        The file's name without its folder.
    sha256
        ``sha256:`` and the digest of its bytes.
    """

    role: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The columns of an audit, all of shape (people,), in the order of the file.

    Attributes
    ----------
    attributes
        What to compare by.
    approved
        True for approved.
    outcome
        1 defaulted, 0 repaid, -1 not recorded.
    score, pd
        The score, and the predicted probability of default; None where no such column was named.
    sources
        The files.
    """

    attributes: tuple[Attribute, ...]
    approved: Column
    outcome: Column
    score: Column | None
    pd: Column | None
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        columns = [
            self.outcome,
            *(a.codes for a in self.attributes),
            *(c for c in (self.score, self.pd) if c is not None),
        ]
        if not self.attributes or any(len(column) != len(self.approved) for column in columns):
            raise InputError("the columns are of different lengths, or there is no group column")

    @property
    def people(self) -> int:
        """How many decisions, one person each."""
        return len(self.approved)
