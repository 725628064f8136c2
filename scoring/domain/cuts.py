"""Cuts: the lines of a table as a person chose them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.errors import DeclarationError

__all__ = ["Cuts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """The fixed lines of one characteristic's values.

    Attributes
    ----------
    name
        The characteristic.
    ends
        Numeric: where one interval ends and the next begins, rising.
    groups
        Categorical: the categories of each line; all others fall into the line "other".
    """

    name: str
    ends: tuple[float, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if not all(math.isfinite(end) for end in self.ends):
            raise DeclarationError(f"a cut of '{self.name}' is not a finite number")
        if any(left >= right for left, right in pairwise(self.ends)):
            raise DeclarationError(f"the cuts of '{self.name}' do not rise", remedy="Give them in order, none twice")
        labels = [label for group in self.groups for label in group]
        if len(labels) != len(set(labels)) or not all(self.groups):
            raise DeclarationError(f"a group of '{self.name}' is empty, or a category stands in two")
        if bool(self.ends) == bool(self.groups):
            raise DeclarationError(f"'{self.name}' needs cuts or groups", remedy="Give one of the two")

    def check(self, characteristic: Characteristic) -> None:
        """Refuse cuts that the declaration has no room for.

        Raises
        ------
        DeclarationError
            For cuts of categories, groups of numbers, a cut outside the range, an undeclared category.
        """
        numeric = characteristic.kind is Kind.NUMERIC
        if numeric != bool(self.ends):
            kind = "numeric and needs cuts" if numeric else "categorical and needs groups"
            raise DeclarationError(f"'{self.name}' is {kind}")
        if characteristic.range is not None:
            low, high = characteristic.range
            outside = [end for end in self.ends if not low < end <= high]
            if outside:
                raise DeclarationError(
                    f"the cut {outside[0]:g} of '{self.name}' lies outside its range of {low:g} to {high:g}"
                )
        unknown = [label for group in self.groups for label in group if label not in characteristic.categories]
        if characteristic.categories and unknown:
            raise DeclarationError(f"'{unknown[0]}' is not a declared category of '{self.name}'")
