"""Bins of a column, fixed by the earlier file: whoever comes later falls into them, or beside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain.errors import DataError, InputError

__all__ = ["MOST_CATEGORIES", "Bins", "number_bins", "word_bins"]

MOST_CATEGORIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Bins:
    """The bins of one column: its own first, then one for missing values, then one for what the earlier file has not.

    Attributes
    ----------
    edges
        Of numbers, ascending: a bin holds what lies above the edge before it, up to and including its own; the last
        one is open. Empty for words.
    words
        The values of the earlier file, sorted; empty for numbers.
    numeric
        Whether the column holds numbers.
    """

    edges: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    numeric: bool

    def __post_init__(self) -> None:
        if any(low >= high for low, high in zip(self.edges, self.edges[1:], strict=False)):
            raise InputError("the edges of the bins do not ascend")

    @property
    def own(self) -> int:
        """How many bins the column has, those for missing and new values aside."""
        return len(self.edges) + 1 if self.numeric else len(self.words)

    @property
    def missing(self) -> int:
        """The place of the bin for missing values."""
        return self.own

    @property
    def new(self) -> int:
        """The place of the bin for words that the earlier file has not, or text where numbers were."""
        return self.own + 1

    @property
    def all(self) -> int:
        """How many bins in all."""
        return self.own + 2

    def place(self, value: float) -> int:
        """The bin of a number.

        Examples
        --------
        >>> bins = Bins(edges=(0.0, 2.5), numeric=True)
        >>> [bins.place(value) for value in (-1.0, 0.0, 0.1, 2.5, 9.0)]
        [0, 0, 1, 1, 2]
        """
        return bisect_left(self.edges, value)


def number_bins(quantiles: Sequence[float], highest: float) -> Bins:
    """Bins between quantiles of the earlier file, each value once; none that the earlier file leaves empty.

    Examples
    --------
    >>> number_bins([0.0, 0.0, 0.0, 1.0, 4.0], highest=4.0).edges
    (0.0, 1.0)
    """
    return Bins(edges=tuple(sorted({edge for edge in quantiles if edge < highest})), numeric=True)


def word_bins(words: Sequence[str], column: str, where: str) -> Bins:
    """A bin for each word.

    Raises
    ------
    DataError
        If there are too many to be categories.
    """
    if len(words) > MOST_CATEGORIES:
        raise DataError(
            f"the column '{column}' has more than {MOST_CATEGORIES} values that are no numbers",
            where=where,
            remedy="Band it first, or leave it out",
        )
    return Bins(words=tuple(sorted(words)), numeric=False)
