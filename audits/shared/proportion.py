"""A proportion: how many of how many. Every rate of the audit is one, so every rate knows how little it may know."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.domain.errors import DataError, InputError

__all__ = ["Proportion"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportion:
    """``count`` people out of ``of`` people.

    Examples
    --------
    >>> Proportion(count=8, of=40).rate
    0.2
    """

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise InputError(f"{self.count} of {self.of} is no proportion", remedy="Count people of the same group")

    @property
    def rest(self) -> int:
        """Those of the group that are not counted."""
        return self.of - self.count

    @property
    def rate(self) -> float:
        """The share, 0 to 1.

        Raises
        ------
        DataError
            If there is nobody: a rate of nobody is unknown, not 0.
        """
        if self.of == 0:
            raise DataError("a rate of nobody is asked for", remedy="Look at the number of people first")
        return self.count / self.of
