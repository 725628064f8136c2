"""What is asked of two files: which columns, by whom, over which time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.domain.errors import InputError

__all__ = ["Question"]

MOST_BINS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The columns that are compared.

    Attributes
    ----------
    score, characteristics
        Judged, each by its index.
    pd, outcome
        The predicted probability of default and what became of it: both or neither. They give calibration.
    by
        Columns of groups.
    period
        A column of the later file that cuts it into periods; dates are taken by month.
    bins
        Into how many bins of equal people the earlier file's numbers are cut.
    """

    score: str | None = None
    characteristics: tuple[str, ...] = ()
    pd: str | None = None
    outcome: str | None = None
    by: tuple[str, ...] = ()
    period: str | None = None
    bins: int = 10

    def __post_init__(self) -> None:
        if not self.judged:
            raise InputError("nothing is to be compared", remedy="Name a score, or characteristics")
        if (self.pd is None) != (self.outcome is None):
            raise InputError("a probability and an outcome go together", remedy="Name both columns or neither")
        if not 2 <= self.bins <= MOST_BINS:
            raise InputError(f"{self.bins} bins are asked for", remedy=f"Ask for 2 to {MOST_BINS}; 10 is common")
        named = list(self._named())
        if len(set(named)) != len(named):
            twice = next(name for name in named if named.count(name) > 1)
            raise InputError(f"the column '{twice}' is named twice", remedy="Give each column one role")

    @property
    def judged(self) -> tuple[str, ...]:
        """The score, if there is one, and the characteristics."""
        return (*((self.score,) if self.score else ()), *self.characteristics)

    @property
    def both(self) -> tuple[str, ...]:
        """The columns that both files need, groups aside: those may lie elsewhere."""
        return tuple(name for name in self._named() if name != self.period and name not in self.by)

    def _named(self) -> Iterator[str]:
        yield from self.judged
        yield from self.by
        yield from (name for name in (self.pd, self.outcome, self.period) if name is not None)
