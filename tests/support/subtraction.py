"""What a reader can work out about one group from a printed section: by adding and subtracting, and no more.

People are divided in parts so that every printed number counts some parts of one group. The reader knows those
numbers, each part's total over all groups, and that nobody is in a part whose total is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

__all__ = ["Printed", "few_that_follow"]

Printed = tuple[int, frozenset[int], int]
"""The place of a group, the parts of it that a number counts, and that number."""

Array = np.ndarray[Any, np.dtype[Any]]


def few_that_follow(
    truth: Array, printed: Sequence[Printed], populations: Iterable[frozenset[int]]
) -> list[tuple[list[int], list[int], int]]:
    """Groups, parts and number wherever from 1 to 9 people follow.

    Parameters
    ----------
    truth
        How many people are in each part of each group, shape (groups, parts).
    populations
        The parts of what the section speaks of: it is asked whether they, and those of one who are not in another,
        follow for a group by itself, and for all those groups together of which either is not printed.
    """
    groups, parts = truth.shape
    for place, counted, number in printed:
        assert truth[place, sorted(counted)].sum() == number
    known = [_vector(truth, [place], counted) for place, counted, _ in printed]
    known += [_vector(truth, range(groups), [part]) for part in range(parts)]
    empty = [part for part in range(parts) if not truth[:, part].any()]
    known += [_vector(truth, [place], [part]) for place in range(groups) for part in empty]
    _, size, basis = np.linalg.svd(np.array(known), full_matrices=False)
    basis = basis[size > 1e-9]
    found = []
    for some, counted in _asked(groups, printed, list(populations)):
        vector, number = _vector(truth, some, counted), int(truth[np.ix_(some, sorted(counted))].sum())
        if 0 < number < 10 and np.linalg.norm(vector - (vector @ basis.T) @ basis) < 1e-7:
            found.append((some, sorted(counted), number))
    return found


def _asked(
    groups: int, printed: Sequence[Printed], populations: Sequence[frozenset[int]]
) -> Iterator[tuple[list[int], frozenset[int]]]:
    asked = {(one, other) for one in populations for other in populations if one & other and one - other}
    asked |= {(one, frozenset[int]()) for one in populations if one}
    for one, other in asked:
        among = {frozenset([place]) for place in range(groups)}
        among |= {frozenset(range(groups)) - {place for place, of, _ in printed if of == each} for each in (one, other)}
        for some in among:
            if 0 < len(some) < groups:
                yield sorted(some), one - other


def _vector(truth: Array, places: Iterable[int], counted: Iterable[int]) -> Array:
    vector = np.zeros(truth.shape)
    vector[np.ix_(list(places), sorted(counted))] = 1
    return vector.ravel()
