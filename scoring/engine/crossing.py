"""A crossing: one table of a characteristic for each line of another, found by a dynamic programme in two levels.

The outer programme chooses the lines of the one characteristic; the loss of each candidate line is that of the best
table of the other within it, found by the inner programme under the same minima and at the same price per line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from scoring.domain.characteristic import Direction, Kind, MissingPolicy
from scoring.domain.line import Line, Test
from scoring.engine.attributes import partitions
from scoring.engine.codes import Coded, equal_groups
from scoring.engine.draft import Draft, DraftLine, DraftSlice, counted
from scoring.engine.joint import Joint
from scoring.engine.tables import Sizes, enough, interval_lines, ordered_pairs, states, value_lines, value_places

__all__ = ["crossing"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]

MOST_TABLES = 8
GROUPS = 24
"""The outer programme looks at so many groups of about equal weight."""

COARSE = 48
"""And weighs tables of so many groups of the other; the chosen tables are then cut between any two codes."""


def crossing(joint: Joint, sizes: Sizes) -> tuple[Draft, float] | None:
    """The crossing and its loss in log-likelihood with the price of its lines; None where no table can hold."""
    outer = _Outer(joint, sizes)
    found = outer.best()
    if found is None:
        return None
    runs, loss = found
    return _Builder(joint, sizes).draft(runs), loss


class _Outer:
    """The outer dynamic programme: which neighbouring codes of the choosing characteristic share a table."""

    def __init__(self, joint: Joint, sizes: Sizes) -> None:
        self.sizes = sizes
        self.pieces = _pieces(joint, sizes)
        inner = joint.inner
        weight = (joint.goods + joint.bads).sum(axis=0)
        self.coarse, self.inner = _coarse(inner, weight)
        size = int(self.coarse.max()) + 1

        def sums(cells: Matrix) -> Matrix:
            """Shape (pieces + 1, coarse codes): sums over the pieces before."""
            rows = [np.bincount(self.coarse, weights=cells[piece].sum(axis=0), minlength=size) for piece in self.pieces]
            return np.vstack([np.zeros(size), *rows]).cumsum(axis=0)

        total = joint.goods + joint.bads
        self.goods, self.bads = sums(joint.goods), sums(joint.bads)
        self.first, self.second = sums(total * joint.shape), sums(total * joint.shape**2)

    def best(self) -> tuple[list[Array], float] | None:
        """The codes of each table in order, and the loss of all."""
        count = len(self.pieces)
        if count == 0:
            return None
        cost = np.full((count, count), np.inf)
        for start in range(count):
            for end in range(start, count):
                cost[start, end] = self._loss(start, end + 1)
        loss, cuts = min(partitions(cost, min(MOST_TABLES, self.sizes.most)), key=lambda way: way[0])
        if len(cuts) < 2 or not np.isfinite(loss):
            return None
        runs = zip(cuts, [*cuts[1:], count], strict=True)
        return [np.concatenate(self.pieces[start:end]) for start, end in runs], loss

    def _loss(self, start: int, end: int) -> float:
        """The loss of one table, and the price of its lines; infinite where it cannot hold the minimum."""
        goods, bads, first, second = (
            sums[end] - sums[start] for sums in (self.goods, self.bads, self.first, self.second)
        )
        minimum, weight = self.sizes.minimum, goods + bads
        if not minimum.met(weight.sum(), goods.sum(), bads.sum()):
            return np.inf
        shape = np.divide(first, weight, out=np.zeros(len(weight)), where=weight > 0)
        if (weight[: self.inner.values] > 0).any():
            empty = np.flatnonzero(weight[: self.inner.values] == 0)
            shape[empty] = np.average(shape[: self.inner.values], weights=weight[: self.inner.values])
        lines, place = value_places(self.inner, shape, goods, bads, self.sizes)
        place[self.inner.values :] = lines + np.arange(len(place) - self.inner.values)
        used = place >= 0
        mass = np.bincount(place[used], weights=weight[used])
        moment = np.bincount(place[used], weights=first[used])
        explained = np.divide(moment**2, mass, out=np.zeros(len(mass)), where=mass > 0).sum()
        rate = bads.sum() / weight.sum()
        return float(rate * (1 - rate) * (second.sum() - explained) / 2 + self.sizes.price * (1 + lines))


def _pieces(joint: Joint, sizes: Sizes) -> list[Array]:
    """The choosing characteristic's values as at most 24 groups of codes of about equal weight, in order."""
    by = joint.by
    goods, bads = joint.goods.sum(axis=1), joint.bads.sum(axis=1)
    weight = goods + bads
    codes = np.arange(by.values)
    if by.characteristic.kind is Kind.CATEGORICAL:
        if not enough(goods, bads, by.groups.index(()), sizes.minimum):
            codes = codes[codes != by.groups.index(())]
        mean = joint.shape @ (joint.goods + joint.bads).sum(axis=0)
        codes = np.array(sorted(codes.tolist(), key=lambda code: (mean[code], code)), dtype=np.int64)
    if weight[codes].sum() == 0:
        return []
    starts = np.flatnonzero(np.diff(equal_groups(weight[codes], GROUPS), prepend=-1))
    return [codes[start:end] for start, end in zip(starts, [*starts[1:], len(codes)], strict=True)]


def _coarse(inner: Coded, weight: Array) -> tuple[Array, Coded]:
    """For each code a coarser one, at most 48 for numbers, and the characteristic as it is then coded."""
    if inner.characteristic.kind is Kind.CATEGORICAL or inner.values <= COARSE or inner.fixed:
        return np.arange(inner.size), inner
    starts = np.flatnonzero(np.diff(equal_groups(weight[: inner.values], COARSE), prepend=-1))
    group = np.cumsum(np.isin(np.arange(inner.values), starts)) - 1
    rest = np.arange(inner.size - inner.values) + len(starts)
    return np.concatenate([group, rest]), replace(inner, values=len(starts), edges=inner.edges[starts[1:] - 1])


class _Builder:
    """The lines of a crossing, from the outer codes of its tables."""

    def __init__(self, joint: Joint, sizes: Sizes) -> None:
        self.joint, self.sizes = joint, sizes
        self.lines: list[DraftLine] = []
        self.slices: list[DraftSlice] = []
        self.order: list[tuple[int, int]] = []
        self.place = np.full((joint.by.size, joint.inner.size), -1, dtype=np.int64)

    def draft(self, runs: list[Array]) -> Draft:
        by, inner = self.joint.by, self.joint.inner
        runs = sorted(runs, key=self._holds_other)  # "other" takes what no line before it took
        whens = self._whens(runs)
        own, other = self._own(runs), self._other_own(runs)
        for when, codes in zip(whens, runs, strict=True):
            self._table(when, codes, own, other=other)
        values = len(self.slices)
        if by.characteristic.kind is Kind.CATEGORICAL and not any(self._holds_other(codes) for codes in runs):
            self._everybody(Line(test=Test.OTHER), by.groups.index(()))
        for code in range(by.values, by.missing + 1):
            self._other(code)
        self._across(values)
        falling: tuple[int, ...] = ()
        if by.characteristic.direction is not Direction.NONE:
            rising = by.characteristic.direction is Direction.HIGHER_IS_SAFER
            falling = tuple(range(values)) if rising else tuple(reversed(range(values)))
        return counted(
            inner.characteristic,
            self.lines,
            self.place.ravel(),
            by.codes * inner.size + inner.codes,
            self.joint.shape.ravel(),
            self.joint.goods.ravel(),
            self.joint.bads.ravel(),
            self.order,
            slices=tuple(self.slices),
            by=by.characteristic,
            falling=falling,
        )

    def _holds_other(self, codes: Array) -> bool:
        by = self.joint.by
        return by.characteristic.kind is Kind.CATEGORICAL and by.groups.index(()) in codes

    def _whens(self, runs: list[Array]) -> list[Line]:
        by = self.joint.by
        if by.characteristic.kind is Kind.NUMERIC:
            lines = interval_lines(by, [int(codes[0]) for codes in runs])
            return [Line(test=line.test, lower=line.lower, upper=line.upper) for line in lines]
        return [
            Line(test=Test.OTHER)
            if self._holds_other(codes)
            else Line(test=Test.CATEGORIES, labels=tuple(sorted(label for code in codes for label in by.groups[code])))
            for codes in runs
        ]

    def _own(self, runs: list[Array]) -> list[bool]:
        """Which special values, and last whether missing, have people enough in every table of values."""
        minimum = self.sizes.minimum
        parts = [self.joint.within(codes) for codes in runs]
        return [
            all(enough(goods, bads, code, minimum) for _, goods, bads in parts)
            for code in range(self.joint.inner.values, self.joint.inner.missing + 1)
        ]

    def _other_own(self, runs: list[Array]) -> bool:
        """Whether "other" of the inner characteristic has people enough in every table of values."""
        inner = self.joint.inner
        if inner.characteristic.kind is Kind.NUMERIC:
            return False
        other, parts = inner.groups.index(()), [self.joint.within(codes) for codes in runs]
        return all(enough(goods, bads, other, self.sizes.minimum) for _, goods, bads in parts)

    def _table(self, when: Line, codes: Array, own: list[bool], *, other: bool) -> None:
        """One table; the single line "any" where the other characteristic makes no difference in it."""
        inner = self.joint.inner
        shape, goods, bads = self.joint.within(codes)
        lines, place = value_lines(inner, shape, goods, bads, self.sizes, other=other)
        after, placed = states(inner, own, len(lines))
        first = len(self.lines)
        free = sum(not line.neutral for line in [*lines, *after])
        if free <= 1:
            self._add(when, [DraftLine(test=Test.ANY)])
            self.place[codes, :] = first
            return
        if inner.characteristic.kind is Kind.NUMERIC:
            self.order += ordered_pairs(inner, range(first, first + len(lines)))
        self._add(when, [*lines, *after])
        place = np.where(placed >= 0, placed, place)
        self.place[codes, :] = np.where(place >= 0, first + place, -1)

    def _other(self, code: int) -> None:
        """The table of those whose choosing value is special or missing: one line, their own or everybody's mean."""
        by, minimum = self.joint.by, self.sizes.minimum
        goods, bads = self.joint.goods.sum(axis=1), self.joint.bads.sum(axis=1)
        when = Line(test=Test.MISSING)
        if code < by.missing:
            when = Line(test=Test.SPECIAL, labels=(by.characteristic.special[code - by.values].code,))
            neutral = False
        else:
            neutral = by.characteristic.missing is not MissingPolicy.OWN
        if neutral or not enough(goods, bads, code, minimum):
            self._everybody(when, code)
            return
        _, own_goods, own_bads = self.joint.within(np.array([code]))
        states_of = range(self.joint.inner.values, self.joint.inner.missing + 1)
        own = [enough(own_goods, own_bads, each, minimum) for each in states_of]
        self._table(when, np.array([code]), own, other=self._other_own([np.array([code])]))

    def _everybody(self, when: Line, code: int) -> None:
        """One neutral line: the mean of all tables."""
        self.place[code, :] = len(self.lines)
        self._add(when, [DraftLine(test=Test.ANY, neutral=True)])

    def _add(self, when: Line, lines: list[DraftLine]) -> None:
        self.slices.append(DraftSlice(first=len(self.lines), size=len(lines), when=when))
        self.lines += lines

    def _across(self, values: int) -> None:
        """The order that the choosing characteristic's direction demands of lines in neighbouring tables."""
        direction = self.joint.by.characteristic.direction
        if direction is Direction.NONE:
            return
        for one, two in zip(self.slices[: values - 1], self.slices[1:values], strict=True):
            for left in one.places:
                for right in two.places:
                    first, second = self.lines[left], self.lines[right]
                    if first.neutral or second.neutral or not first.meets(second):
                        continue
                    pair = (left, right) if direction is Direction.HIGHER_IS_SAFER else (right, left)
                    self.order.append(pair)
