"""How people are put side by side: by one attribute, or by every combination of two or three."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from audits.decisions.cube import NOT_STATED, Column, Cube

__all__ = ["Group", "Grouping", "groupings", "joint"]

Group = tuple[str, ...]
"""One level of each attribute of a grouping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """One way of putting people into groups.

    Attributes
    ----------
    attributes
        By name, one or more.
    groups
        All combinations of their levels, in the order of the levels; some may hold nobody.
    code
        Shape (cells,): the place in ``groups`` of each cell of the cube.
    """

    attributes: tuple[str, ...]
    groups: tuple[Group, ...]
    code: Column

    @property
    def name(self) -> str:
        """How it is written.

        Examples
        --------
        >>> Grouping(attributes=("sex", "age"), groups=(), code=np.zeros(0)).name
        'sex × age'
        """
        return " × ".join(self.attributes)

    @property
    def is_intersection(self) -> bool:
        """Whether more than one attribute makes the groups."""
        return len(self.attributes) > 1

    def stated(self, place: int) -> bool:
        """Whether a group is known in every attribute."""
        return NOT_STATED not in self.groups[place]

    def people(self, cube: Cube) -> Column:
        """Shape (groups,): how many people each group holds."""
        return np.rint(np.bincount(self.code, weights=cube.people, minlength=len(self.groups))).astype(np.int64)


def groupings(cube: Cube, together: int) -> tuple[Grouping, ...]:
    """Every attribute by itself, and all combinations of up to ``together`` of them."""
    found = []
    for size in range(1, together + 1):
        found += [_grouping(cube, places) for places in combinations(range(len(cube.attributes)), size)]
    return tuple(found)


def joint(cube: Cube, attributes: Sequence[str]) -> Grouping:
    """The combinations of these attributes that anybody is in, and only those."""
    places = [cube.place(name) for name in attributes]
    key = np.zeros(len(cube.people), dtype=np.int64)
    for place in places:  # numbered afresh each time, or many attributes would overflow
        key = key * len(cube.attributes[place].levels) + cube.codes[:, place]
        _, key = np.unique(key, return_inverse=True)
    first = np.unique(key, return_index=True)[1]
    groups = tuple(
        tuple(cube.attributes[place].levels[code] for place, code in zip(places, codes, strict=True))
        for codes in cube.codes[first][:, places]
    )
    return Grouping(attributes=tuple(attributes), groups=groups, code=key)


def _grouping(cube: Cube, places: Sequence[int]) -> Grouping:
    code = np.zeros(len(cube.people), dtype=np.int64)
    groups: list[Group] = [()]
    for place in places:
        levels = cube.attributes[place].levels
        code = code * len(levels) + cube.codes[:, place]
        groups = [(*group, level) for group in groups for level in levels]
    return Grouping(attributes=tuple(cube.attributes[place].name for place in places), groups=tuple(groups), code=code)
