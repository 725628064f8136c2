"""An entry as a grid: the codes of what it reads, and the points of each combination of codes.

A code stands for everything a reading can be that no line of the entry tells apart. The points are looked up in the
entry itself, once for each combination, so that a search over codes cannot disagree with the card.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.card import Card
from scoring.domain.characteristic import Characteristic, Kind
from scoring.domain.entry import Entry
from scoring.domain.line import Line, Test
from scoring.domain.reading import Reading, State

__all__ = ["Axis", "Grid", "grid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The codes of one characteristic.

    Attributes
    ----------
    name
        The characteristic.
    cuts
        Where its intervals begin: a number's code is how many of them lie at or below it.
    others
        The codes of readings that are no number, by state and label.
    rest
        The code of a category that no line names.
    """

    name: str
    cuts: tuple[float, ...]
    others: Mapping[tuple[State, str], int]
    rest: int

    def code(self, reading: Reading) -> int:
        """The code of a reading that is not invalid."""
        if reading.state is State.VALUE and not reading.label:
            return bisect_right(self.cuts, reading.number)
        return self.others.get((reading.state, reading.label), self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """An entry's points by code.

    Attributes
    ----------
    axes
        One for each characteristic of the entry, the choosing one of a crossing first.
    points
        Rows for the codes of a crossing's first axis, columns for those of its second; a one-way entry has one row.
    """

    axes: tuple[Axis, ...]
    points: tuple[tuple[int, ...], ...]

    def at(self, codes: tuple[int, ...]) -> int:
        """The points of a combination of codes, one for each axis."""
        return self.row(codes)[codes[-1]]

    def row(self, codes: Sequence[int]) -> tuple[int, ...]:
        """The points by code of the last axis, the other one staying as it is."""
        return self.points[codes[0] if len(self.axes) > 1 else 0]

    def column(self, codes: Sequence[int]) -> tuple[int, ...]:
        """The points by code of a crossing's first axis, the second staying as it is."""
        return tuple(row[codes[1]] for row in self.points)


def grid(card: Card, entry: Entry) -> Grid:
    """The grid of an entry."""
    lines: list[Sequence[Line]] = [entry.attributes]
    if entry.by is not None:
        lines.insert(0, [each.when for each in entry.slices if each.when is not None])
    found = [_axis(field, own) for field, own in zip(card.characteristics(entry), lines, strict=True)]
    axes = tuple(axis for axis, _ in found)
    if len(found) == 1:
        return Grid(axes=axes, points=(tuple(_points(entry, sample) for sample in found[0][1]),))
    return Grid(
        axes=axes, points=tuple(tuple(_points(entry, outer, inner) for inner in found[1][1]) for outer in found[0][1])
    )


def _points(entry: Entry, *samples: Reading) -> int:
    return entry.lookup(dict(zip(entry.characteristics, samples, strict=True))).points


def _axis(field: Characteristic, lines: Sequence[Line]) -> tuple[Axis, list[Reading]]:
    """The axis, and one reading for each of its codes."""
    cuts = sorted({line.lower for line in lines if line.lower is not None})
    if field.kind is Kind.NUMERIC:
        samples = [Reading.value(math.nextafter(cuts[0], -math.inf) if cuts else 0.0)]
        samples += [Reading.value(cut) for cut in cuts]
    else:
        labels = sorted({label for line in lines if line.test is Test.CATEGORIES for label in line.labels})
        samples = [Reading.category(label) for label in ("", *labels)]
    others = [Reading.special(special.code) for special in field.special] + [Reading.missing()]
    if field.source is not None and field.source.optional:
        others.append(Reading.not_provided())
    first = len(samples) if field.kind is Kind.NUMERIC else 0
    samples += others
    codes = {(sample.state, sample.label): code for code, sample in enumerate(samples) if code >= first}
    return Axis(name=field.name, cuts=tuple(cuts), others=codes, rest=0), samples
