"""The largest of several columns by a sorting network: comparisons of two columns, as engines of vectors do best.

Groups of four are sorted, then two groups are merged until one is left. Of two descending groups (a, b) the largest
four are ``max(a1, b4), max(a2, b3), max(a3, b2), max(a4, b1)``, in an order that rises and falls once, which two rounds
of comparisons put right (Batcher 1968, "Sorting networks and their applications").
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from scoring.export.sql_steps import Steps

__all__ = ["largest"]

_FOUR = 4
_SORTED = {
    1: (),
    2: ((0, 1),),
    3: ((0, 1), (1, 2), (0, 1)),
    4: ((0, 1), (2, 3), (0, 2), (1, 3), (1, 2)),
}
_BITONIC = ((0, 2), (1, 3), (0, 1), (2, 3))


def largest(numbers: Sequence[exp.Expr], steps: Steps) -> list[exp.Expr]:
    """The four largest, the largest first; fewer where there are fewer. Steps of the network are named m."""
    network = _Network(steps)
    groups = [network.sort(numbers[first : first + _FOUR]) for first in range(0, len(numbers), _FOUR)]
    while len(groups) > 1:
        pairs = zip(groups[::2], groups[1::2], strict=False)
        left = groups[-1:] if len(groups) % 2 else []
        groups = [network.merge(one, other) for one, other in pairs] + left
    return groups[0]


class _Network:
    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._bound = 0

    def sort(self, numbers: Sequence[exp.Expr]) -> list[exp.Expr]:
        return self._exchange(list(numbers), _SORTED[len(numbers)])

    def merge(self, one: list[exp.Expr], other: list[exp.Expr]) -> list[exp.Expr]:
        """Of a group of four and one of at most four, the largest four."""
        found = list(one)
        for place, number in enumerate(other):
            found[_FOUR - 1 - place] = self._larger(one[_FOUR - 1 - place], number)
        return self._exchange(found, _BITONIC)

    def _exchange(self, numbers: list[exp.Expr], pairs: Sequence[tuple[int, int]]) -> list[exp.Expr]:
        """The larger of each pair first; the other is what is left of their sum, which numbers below 2^62 have."""
        for i, j in pairs:
            one, other = numbers[i], numbers[j]
            numbers[i] = self._larger(one, other)
            numbers[j] = self._bind(exp.Sub(this=one.copy() + other.copy(), expression=numbers[i].copy()))
        return numbers

    def _larger(self, one: exp.Expr, other: exp.Expr) -> exp.Expr:
        """GREATEST, which DuckDB takes row by row, several times as slow."""
        above = exp.GT(this=one.copy(), expression=other.copy())
        return self._bind(exp.Case().when(above, one.copy()).else_(other.copy()))

    def _bind(self, number: exp.Expr) -> exp.Expr:
        self._bound += 1
        return self._steps.bind(f"m{self._bound}", number)
