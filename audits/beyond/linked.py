"""Which attributes may stand side by side: those of which no number follows from another's tables.

Groups of one attribute are closed so that none follows from the others of it and the total. That is enough where
attributes have nothing but the total in common: then no sum of one is a sum of another. Where a town is a region by
itself, or ages stand in wide and in narrow bands, a region less its other towns is the town. So of such attributes only
the first that was named is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audits.beyond.grouped import Cells, Compared

__all__ = ["without_linked"]


def without_linked(everybody: Cells, compared: Sequence[Compared]) -> list[Compared]:
    """The attributes, with every group hidden of one that is linked to those before it.

    It is linked if some of its groups are the same people as groups of the others, or if a group of one that is shown
    lies within a shown group of the other.

    Examples
    --------
    >>> from audits.decisions.cube import Attribute
    >>> wide, narrow = (Attribute(name=name, levels=levels) for name, levels in (("w", ("x", "y")), ("n", ("p", "q"))))
    >>> both = {"w": np.array([0, 1]), "n": np.array([1, 0])}
    >>> people = Cells(columns={}, groups=both, people=np.array([300, 200]))
    >>> compared = [Compared(attribute=wide, reference="x"), Compared(attribute=narrow, reference="p")]
    >>> [sorted(each.hidden) for each in without_linked(people, compared)]
    [[], [0, 1]]
    """
    codes = np.unique(np.column_stack([everybody.groups[each.attribute.name] for each in compared]), axis=0)
    table = np.zeros((len(codes), 0), dtype=bool)
    kept: list[tuple[int, Compared]] = []
    found: list[Compared] = []
    for at, each in enumerate(compared):
        own = codes[:, at][:, None] == np.arange(len(each.attribute.levels))
        wider = np.hstack([table, own])
        alone = _rank(wider) == _rank(table) + _rank(own) - bool(kept)
        if alone and not any(_within(codes[:, [at, other]], each, before) for other, before in kept):
            kept.append((at, each))
            table = wider
            found.append(each)
        else:
            found.append(each.unseen)
    return found


def _rank(table: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> int:
    """How many columns are independent; from their inner products, which are few however many rows there are."""
    numbers = table.astype(np.float64)
    return int(np.linalg.matrix_rank(numbers.T @ numbers, hermitian=True)) if table.shape[1] else 0


def _within(codes: np.ndarray[tuple[int, int], np.dtype[np.int64]], one: Compared, other: Compared) -> bool:
    """Whether a shown group of either attribute lies within a shown group of the other."""
    there = np.zeros((len(one.attribute.levels), len(other.attribute.levels)), dtype=bool)
    there[codes[:, 0], codes[:, 1]] = True
    lonely = (there & (there.sum(axis=1, keepdims=True) == 1)) | (there & (there.sum(axis=0, keepdims=True) == 1))
    lonely[sorted(one.hidden)] = False
    lonely[:, sorted(other.hidden)] = False
    return bool(lonely.any())
