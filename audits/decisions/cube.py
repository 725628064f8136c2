"""The cube: how many people share a score, their groups, an outcome and a decision.

Everything that an audit says of decisions is computed from these sums, so that a further measure, another cut-off or a
bootstrap draw costs the same for ten thousand and for a hundred million decisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from audits.decisions.surrogates import HALF, HALF_REMEDY, writable
from scoring.domain.errors import DataError, InputError
from scoring.domain.text import Text

__all__ = [
    "MOST_GROUPS",
    "NOT_STATED",
    "SILENCE",
    "TAKEN",
    "TAKEN_REMEDY",
    "Attribute",
    "Axis",
    "AxisKind",
    "Column",
    "Cube",
    "Source",
    "means_silence",
]

Column = np.ndarray[tuple[int], np.dtype[Any]]

NOT_STATED = "not stated"
"""The group of people whose group is not recorded: silence is a level of its own, never left out."""

SILENCE = Text(en=NOT_STATED, nl="niet opgegeven")
"""What that group is called on a page. A group of the data that is called so is refused: nobody could tell both apart.

No other group has such a name in a cube that was read.
"""

TAKEN = f"the group is called '{SILENCE.en}' or '{SILENCE.nl}', the names of people without a group"
TAKEN_REMEDY = "Where no group is recorded, leave the value empty; if it is a group, give it another name"
"""What is said of a group of the data that has such a name."""


def means_silence(name: str) -> bool:
    r"""Whether a name reads as that of people without a group, whatever its case and white space.

    Examples
    --------
    >>> means_silence("\tNot  Stated"), means_silence("stated")
    (True, False)
    """
    return " ".join(name.split()).casefold() in {SILENCE.en, SILENCE.nl}


MOST_GROUPS = 50

_SUMS = ("people", "weight", "weight2", "expected", "expected2", "loss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A protected attribute and its groups: sorted, at least two of them, none twice."""

    name: str
    levels: tuple[str, ...]

    def __post_init__(self) -> None:
        if not writable(self.name):
            raise DataError(f"the column {self.name!a} has a name that holds {HALF}", remedy=HALF_REMEDY)
        if not all(map(writable, self.levels)):
            raise DataError(f"the column '{self.name}' has a group whose name holds {HALF}", remedy=HALF_REMEDY)
        silent = [level for level in self.levels if level != NOT_STATED and means_silence(level)]
        if silent:
            raise DataError(
                f"the column '{self.name}' has a group called '{silent[0]}', the name of people without a group",
                remedy=TAKEN_REMEDY,
            )
        if len(self.levels) < 2:
            raise DataError(
                f"the column '{self.name}' has one group only", remedy="There is nothing to compare; leave it out"
            )
        if len(self.levels) > MOST_GROUPS:
            raise DataError(
                f"the column '{self.name}' has more than {MOST_GROUPS} groups", remedy="Band it first, as with ages"
            )
        if list(self.levels) != sorted(set(self.levels)):
            raise InputError(f"the groups of '{self.name}' are not sorted, or one stands twice")


class AxisKind(StrEnum):
    """What the cube is ordered by."""

    SCORE = "score"
    PROBABILITY = "probability"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The axis on which people are ordered.

    Attributes
    ----------
    kind
        The score; the predicted probability of default where the file has no score; or nothing.
    width
        0 where every value of the file is a position of its own (whole scores); else the width of the bins into which
        values were put, in units of the axis.
    """

    kind: AxisKind
    width: float = 0.0

    @property
    def safer_upwards(self) -> bool:
        """Whether a higher position means a safer person: so with scores, the reverse with probabilities."""
        return self.kind is not AxisKind.PROBABILITY


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
class Cube:
    """The cells that hold anybody; every array has the shape (cells,), ``codes`` (cells, attributes).

    Attributes
    ----------
    attributes
        What people are grouped by.
    codes
        For each attribute, the place in its ``levels``.
    axis, position
        What people are ordered by, and where the people of a cell stand: their score, or the middle of its bin.
    approved
        Whether the cell's people were approved.
    outcome
        1 defaulted, 0 repaid, -1 not recorded.
    people
        How many they are, whole numbers.
    weight, weight2
        Sums of their weights and of the squares of these; both ``people`` where decisions carry no weight.
    expected, expected2
        Weighted sums of their predicted probabilities of default and of the squares of these; 0 without predictions.
    loss
        Weighted sum of ``-ln`` of the probability that was given to what happened; 0 where no outcome is recorded.
    bucket
        The bucket of a cell's clusters (people with several decisions share one); -1 where no cluster column is named.
    weighted, predicted
        Whether the decisions carry weights, and predicted probabilities.
    sources
        The files.
    """

    attributes: tuple[Attribute, ...]
    codes: np.ndarray[tuple[int, int], np.dtype[Any]]
    axis: Axis
    position: Column
    approved: Column
    outcome: Column
    people: Column
    weight: Column
    weight2: Column
    expected: Column
    expected2: Column
    loss: Column
    bucket: Column
    weighted: bool
    predicted: bool
    sources: tuple[Source, ...] = ()

    def __post_init__(self) -> None:
        cells = len(self.people)
        columns = [getattr(self, name) for name in (*_SUMS, "position", "approved", "outcome", "bucket")]
        if any(len(column) != cells for column in columns) or self.codes.shape != (cells, len(self.attributes)):
            raise InputError("the columns of the cube are of different lengths")
        if not cells:
            raise DataError("there is no decision", remedy="Give a file with rows")

    @property
    def total(self) -> int:
        """How many decisions in all."""
        return int(self.people.sum())

    @property
    def clustered(self) -> bool:
        """Whether people with several decisions are kept together."""
        return bool((self.bucket >= 0).any())

    def place(self, attribute: str) -> int:
        """The place of an attribute by name.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        names = [one.name for one in self.attributes]
        if attribute not in names:
            raise InputError(f"there is no attribute '{attribute}'", remedy=f"There are: {', '.join(names)}")
        return names.index(attribute)

    def by(self, attributes: Sequence[str]) -> Cube:
        """The same people grouped by fewer attributes (none: everybody together), in the order asked for."""
        places = [self.place(name) for name in attributes]
        return self._summed(
            attributes=tuple(self.attributes[place] for place in places), codes=self.codes[:, places], position=True
        )

    def without_position(self) -> Cube:
        """The same people, wherever they stand on the axis: what rates of decisions need."""
        return self._summed(attributes=self.attributes, codes=self.codes, position=False)

    def where(self, mask: Column) -> Cube:
        """The cells for which ``mask``, shape (cells,), is true.

        Raises
        ------
        DataError
            If there is none.
        """
        return replace(
            self,
            codes=self.codes[mask],
            **{name: getattr(self, name)[mask] for name in (*_SUMS, "position", "approved", "outcome", "bucket")},
        )

    def _summed(
        self, *, attributes: tuple[Attribute, ...], codes: np.ndarray[tuple[int, int], np.dtype[Any]], position: bool
    ) -> Cube:
        levels, place = np.unique(self.position, return_inverse=True) if position else (np.zeros(1), np.zeros(1, int))
        sizes = [*(len(one.levels) for one in attributes), len(levels), 2, 3, int(self.bucket.max()) + 2]
        parts = [*codes.T, place, self.approved.astype(np.int64), self.outcome + 1, self.bucket + 1]
        key = np.zeros(len(self.people), dtype=np.int64)
        for size, part in zip(sizes, parts, strict=True):
            key = key * size + part
        kept, cell = np.unique(key, return_inverse=True)
        sums: dict[str, Any] = {}
        for name in _SUMS:
            total = np.bincount(cell, weights=getattr(self, name), minlength=len(kept))
            sums[name] = np.rint(total).astype(np.int64) if name == "people" else total
        found = []
        for size in reversed(sizes):
            kept, part = np.divmod(kept, size)
            found.append(part)
        bucket, outcome, approved, position_place, *rest = found
        return replace(
            self,
            attributes=attributes,
            codes=np.column_stack(rest[::-1]) if rest else np.zeros((len(bucket), 0), dtype=np.int64),
            position=levels[position_place],
            approved=approved == 1,
            outcome=outcome - 1,
            bucket=bucket - 1,
            **sums,
        )
