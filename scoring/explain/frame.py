"""The frame in which some fields of a person are moved while all else stays as it is."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain.reading import Reading, State
from scoring.explain.moves import OBLIGATIONS, after_side_effect
from scoring.explain.recourse_model import Derived, Model
from scoring.explain.standing import Standing
from scoring.explain.terms import Lean

__all__ = ["Frame", "Signature", "frame"]

Signature = tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Frame:
    """Some fields of a person, free to move; ``numbers`` is where the search moves them.

    Attributes
    ----------
    numbers
        By slot.
    derived
        What has to be worked out for each setting: slot, term, the permitted range, and whether the value must lie
        inside it (a value that was invalid before must stay so).
    single
        Entries with one moving axis: slot, cuts, points by code.
    double
        Crossings that move on both axes: slots and cuts, points by both codes.
    limits
        Limits that move: slot, largest value, bit.
    own
        What the entries of the frame give the person now.
    fixed, held
        Points and limits of the frame that follow from the side effects alone.
    """

    numbers: list[float]
    derived: tuple[tuple[Derived, float, float, bool], ...]
    single: tuple[tuple[int, tuple[float, ...], Sequence[int]], ...]
    double: tuple[tuple[int, tuple[float, ...], int, tuple[float, ...], Sequence[Sequence[int]]], ...]
    limits: tuple[tuple[int, float, int], ...]
    own: int
    fixed: int
    held: int

    def signature(self) -> Signature:
        """The lines that the numbers fall into; where an obligation forbids them, which one, as a negative number."""
        numbers = self.numbers
        for derived, low, high, inside in self.derived:
            value = derived.term(numbers)
            if (low <= value <= high) is not inside:
                return (-1 - derived.slot, int(value > high))
            numbers[derived.slot] = value
        codes = [bisect_right(cuts, numbers[slot]) for slot, cuts, _ in self.single]
        for outer, cuts, inner, others, _ in self.double:
            codes += (bisect_right(cuts, numbers[outer]), bisect_right(others, numbers[inner]))
        return (*codes, *[int(numbers[slot] <= most) for slot, most, _ in self.limits])

    def permits(self, signature: Signature) -> bool:
        """Whether no obligation forbids the setting."""
        return not signature or signature[0] >= 0

    def leans(self, slot: int) -> bool:
        """Whether everything that is worked out leans one way in a field."""
        return all(
            inside and each.leans.get(slot, Lean.LEVEL) is not Lean.UNKNOWN for each, _, _, inside in self.derived
        )

    def points(self, signature: Signature) -> int:
        """What the entries of the frame give."""
        total = self.fixed
        for (_, _, row), code in zip(self.single, signature, strict=False):
            total += row[code]
        place = len(self.single)
        for *_, rows in self.double:
            total += rows[signature[place]][signature[place + 1]]
            place += 2
        return total

    def most_between(self, one: Signature, other: Signature) -> int:
        """At least as many points as any setting between two of them gives, if everything leans one way."""
        if not (self.permits(one) and self.permits(other)):
            return sys.maxsize
        total = self.fixed
        for (_, _, row), start, end in zip(self.single, one, other, strict=False):
            total += max(row[min(start, end) : max(start, end) + 1])
        place = len(self.single)
        for *_, rows in self.double:
            (top, bottom), (left, right) = (
                sorted((one[place], other[place])),
                sorted((one[place + 1], other[place + 1])),
            )
            total += max(max(row[left : right + 1]) for row in rows[top : bottom + 1])
            place += 2
        return total

    def met(self, signature: Signature) -> int:
        """The limits of the frame that hold, as bits."""
        place = len(signature) - len(self.limits)
        return self.held | sum(bit for (_, _, bit), holds in zip(self.limits, signature[place:], strict=True) if holds)


def frame(model: Model, person: Standing, movers: int) -> Frame | None:
    """The frame of some movers; None where their side effects alone turn a derived value into another state."""
    touched = model.touched(movers)
    readings, numbers = list(person.readings), list(person.numbers)
    moving = set()
    for n in touched.movers:
        mover = model.movers[n]
        moving.add(mover.slot)
        for slot, value in mover.also:
            readings[slot] = after_side_effect(model.fields[slot], readings[slot], value)
            numbers[slot] = readings[slot].number
    derived = []
    for place in touched.derived:
        each = model.derived[place]
        before = person.readings[each.slot]
        known = all(readings[slot].state is State.VALUE for slot in each.operands)
        was_known = all(person.readings[slot].state is State.VALUE for slot in each.operands)
        if known is not was_known:
            return None
        if not known:
            continue
        inside = before.state is State.VALUE
        top = min(each.high, before.number) if inside and each.field.category in OBLIGATIONS else each.high
        derived.append((each, each.low, top, inside))
        if inside:
            moving.add(each.slot)
    return _framed(model, person, touched.grids, touched.limits, readings, numbers, moving, tuple(derived))


def _framed(
    model: Model,
    person: Standing,
    grids: Sequence[int],
    limits: Sequence[int],
    readings: Sequence[Reading],
    numbers: list[float],
    moving: set[int],
    derived: tuple[tuple[Derived, float, float, bool], ...],
) -> Frame:
    single, double, fixed = [], [], 0
    for place in grids:
        each = model.grids[place]
        slots = [model.slots[axis.name] for axis in each.axes]
        codes = [axis.code(readings[slot]) for axis, slot in zip(each.axes, slots, strict=True)]
        free = [slot in moving for slot in slots]
        if all(free) and len(free) == 2:
            double.append((slots[0], each.axes[0].cuts, slots[1], each.axes[1].cuts, each.points))
        elif free[-1]:
            single.append((slots[-1], each.axes[-1].cuts, each.row(codes)))
        elif free[0]:
            single.append((slots[0], each.axes[0].cuts, each.column(codes)))
        else:
            fixed += each.at(tuple(codes))
    moved, held = [], 0
    for n in limits:
        slot, most = model.limit_slots[n], model.limits[n].most
        if slot in moving:
            moved.append((slot, most, 1 << n))
        elif readings[slot].state is State.VALUE and numbers[slot] <= most:
            held |= 1 << n
    return Frame(
        numbers=numbers,
        derived=derived,
        single=tuple(single),
        double=tuple(double),
        limits=tuple(moved),
        own=sum(person.points[place] for place in grids),
        fixed=fixed,
        held=held,
    )
