"""Some fields of many persons, moved together: the column form of a frame.

The fields are a part: they meet, or it is one field. Each has its own axis in the arrays that follow: shape (persons,
settings of the first field, settings of the second, ...), or what broadcasts to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.batch.recourse_people import NEVER, Array, People, codes_of, set_besides, some
from scoring.domain.characteristic import Change
from scoring.explain.grid import Axis
from scoring.explain.moves import OBLIGATIONS
from scoring.explain.recourse_model import Derived, Model
from scoring.explain.terms import Lean
from scoring.tabular.readings import ARRAYS, VALUE, ColumnReadings

__all__ = ["Moved", "is_plain", "moved"]

Rungs = Mapping[int, Array]


def is_plain(model: Model, part: int) -> bool:
    """Whether every formula of the part moves with one of its fields at most, and which way is known."""
    touched = model.touched(part)
    slots = {model.movers[n].slot for n in touched.movers}
    derived = [model.derived[place] for place in touched.derived]
    moving = [(each, slots.intersection(each.operands)) for each in derived]
    return all(len(own) <= 1 and not any(each.leans[s] is Lean.UNKNOWN for s in own) for each, own in moving)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A part of some persons.

    Attributes
    ----------
    those, rows
        All persons, and the places of the ones who move; every array below is theirs.
    part, movers
        The fields of the part, as bits and as places in ``Model.movers``.
    derived
        The formulas that depend on the part.
    columns
        By slot: readings after what the moves set besides.
    besides
        The slots that they set.
    permitted
        Shape (persons,): False where what is set besides turns a derived value into another state.
    """

    those: People
    rows: Array
    part: int
    movers: tuple[int, ...]
    derived: tuple[Derived, ...]
    columns: Mapping[int, ColumnReadings]
    besides: frozenset[int]
    permitted: Array

    def across(self, array: Array) -> Array:
        """An array by person, made to broadcast over the settings."""
        return array.reshape(-1, *[1] * len(self.movers))

    def along(self, n: int, array: Array) -> Array:
        """An array by person and setting of one field, made to broadcast over the settings of the others."""
        shape = [len(array), *[1] * len(self.movers)]
        shape[1 + self.movers.index(n)] = array.shape[1]
        return array.reshape(shape)

    def end(self, n: int) -> Array:
        """The last rung; it broadcasts over the settings."""
        return self.across(self.those.ladders[n].rungs[self.rows])

    def values(self, slot: int, rungs: Rungs) -> Array:
        """The numbers of a slot with the fields of the part moved so far."""
        model = self.those.model
        for n in self.movers:
            if model.movers[n].slot == slot:
                return self.those.ladders[n].values(self.across(self.columns[slot].numbers), rungs[n])
        for each in self.derived:
            if each.slot == slot and each.field.formula is not None:
                operands = zip(each.field.formula.names, each.operands, strict=True)
                numbers = {name: self.values(operand, rungs) for name, operand in operands}
                with np.errstate(over="ignore", invalid="ignore"):
                    return np.asarray(each.field.formula.evaluate_with(numbers, ARRAYS))
        return self.across(self.columns[slot].numbers)

    def is_value(self, slot: int) -> Array:
        """Where a slot holds a value; it broadcasts over the settings."""
        return self.across(self.columns[slot].states == VALUE)

    def codes(self, place: int, rungs: Rungs) -> list[Array]:
        """The codes on each axis of an entry."""
        return [self._code(axis, place, self.values(slot, rungs)) for axis, slot in self._axes(place)]

    def _axes(self, place: int) -> list[tuple[Axis, int]]:
        model = self.those.model
        return [(axis, model.slots[axis.name]) for axis in model.grids[place].axes]

    def _code(self, axis: Axis, place: int, values: Array) -> Array:
        """The code of a slot with these numbers, where it has any."""
        slot = self.those.model.slots[axis.name]
        if slot in self.besides:
            return self.across(codes_of(axis, self.columns[slot]))
        before = self.across(self.those.codes[slot, place][self.rows])
        if any(self.those.model.movers[n].slot == slot for n in self.movers):
            return np.searchsorted(axis.cuts, values, side="right")
        if any(each.slot == slot for each in self.derived):
            return np.where(self.is_value(slot), np.searchsorted(axis.cuts, values, side="right"), before)
        return before

    def own(self) -> Array:
        """What the entries of the part give now; shape (persons,)."""
        model, total = self.those.model, np.zeros(len(self.rows), dtype=np.int64)
        for place in model.touched(self.part).grids:
            codes = [self.those.codes[slot, place][self.rows] for _, slot in self._axes(place)]
            total += self.those.tables[place].at(codes)
        return total

    def gains(self, rungs: Rungs) -> Array:
        """What the entries of the part give then beyond that; NEVER where it is not permitted or a limit fails."""
        model, touched = self.those.model, self.those.model.touched(self.part)
        total, fine = -self.across(self.own()), self.across(self.permitted)
        for place in touched.grids:
            codes = self.codes(place, rungs)
            total = total + self.those.tables[place].at(codes)
        for each in self.derived:
            value = self.values(each.slot, rungs)
            fine = fine & (~self.is_value(each.slot) | ((each.low <= value) & (value <= self.top(each))))
        for n in touched.limits:
            slot = model.limit_slots[n]
            fine = fine & self.is_value(slot) & (self.values(slot, rungs) <= model.limits[n].most)
        return np.where(fine, total, NEVER)

    def top(self, derived: Derived) -> Array:
        """The largest permitted value of a formula: no obligation goes up. It broadcasts over the settings."""
        if derived.field.category not in OBLIGATIONS:
            return self.across(np.full(len(self.rows), derived.high))
        return self.across(np.minimum(derived.high, self.those.columns[derived.slot].numbers[self.rows]))

    def rising(self, n: int, slot: int) -> bool | None:
        """Whether a slot goes up along a field's ladder; None where nobody can tell. Where it stays, either will do."""
        up = self.those.model.movers[n].actionable.direction is Change.UP
        if self.those.model.movers[n].slot == slot:
            return up
        leans = [each.leans for each in self.derived if each.slot == slot]
        lean = leans[0].get(self.those.model.movers[n].slot, Lean.LEVEL) if leans else Lean.LEVEL
        return None if lean is Lean.UNKNOWN else up is (lean is not Lean.DOWN)

    def bound(self) -> Array:
        """At least as many points as any setting adds, from the ends of the ladders alone; shape (persons,)."""
        model, total = self.those.model, -self.own()
        for place in model.touched(self.part).grids:
            ends = [(axis, self._ends(slot)) for axis, slot in self._axes(place)]
            low, high = ([self._code(axis, place, both[n]).ravel() for axis, both in ends] for n in (0, 1))
            total = total + self.those.tables[place].most(low, high)
        return np.where(self.permitted, total, NEVER)

    def _ends(self, slot: int) -> tuple[Array, Array]:
        """Between which numbers a slot lies, all fields moved by one step or more."""
        low, high = {}, {}
        for n in self.movers:
            rises = self.rising(n, slot)
            if rises is None:
                everything = self.across(np.full(len(self.rows), math.inf))
                return -everything, everything
            first, last = np.ones_like(self.end(n)), self.end(n)
            low[n], high[n] = (first, last) if rises else (last, first)
        return self.values(slot, low), self.values(slot, high)


def moved(those: People, part: int, rows: Array) -> Moved:
    """The fields of a part, moved by some persons who can move each of them."""
    model, touched = those.model, those.model.touched(part)
    derived = tuple(model.derived[place] for place in touched.derived)
    columns = {slot: some(column, rows) for slot, column in those.columns.items()}
    besides = {slot: value for n in touched.movers for slot, value in model.movers[n].also}
    for slot, value in besides.items():
        columns[slot] = set_besides(model.fields[slot], columns[slot], value, np.ones(len(rows), dtype=bool))
    permitted = np.ones(len(rows), dtype=bool)
    for each in derived:
        if besides.keys() & set(each.operands):
            known = [columns[slot].states == VALUE for slot in each.operands]
            before = [those.columns[slot].states[rows] == VALUE for slot in each.operands]
            permitted &= np.logical_and.reduce(known) == np.logical_and.reduce(before)
    return Moved(
        those=those,
        rows=rows,
        part=part,
        movers=touched.movers,
        derived=derived,
        columns=columns,
        besides=frozenset(besides),
        permitted=permitted,
    )
