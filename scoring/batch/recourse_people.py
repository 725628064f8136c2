"""Where the persons of a table stand and how far each can move each field: the column form of a ladder and a standing.

Every number is made by the same operations, in the same order, as :mod:`scoring.explain.moves` makes it for one person,
so that both see the same values to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.domain.characteristic import Change, Characteristic
from scoring.domain.errors import NotSearchable
from scoring.domain.reading import Reading
from scoring.explain.grid import Axis, Grid
from scoring.explain.moves import MOST_SETTINGS, NO_DECIMALS, OBLIGATIONS, after_side_effect, furthest
from scoring.explain.recourse_model import Model, Mover
from scoring.tabular.readings import INVALID, STATES, VALUE, ColumnReadings, TableReadings, column_from

__all__ = ["NEVER", "Array", "Ladders", "People", "Table", "codes_of", "people", "set_besides", "some"]

Array = np.ndarray[Any, np.dtype[Any]]

NEVER = -(2**40)
"""The gain of what is not permitted: below all points, and still a number that can be added to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladders:
    """The values that each person can move one field to.

    Attributes
    ----------
    mover
        The field.
    start
        Shape (persons,): own values, which are rung 0.
    rungs
        Shape (persons,): how many steps there are; 0 where the person cannot move the field.
    endless
        Shape (persons,): whether there are more steps than a search looks at, or no end; ``rungs`` is 0 there.
    """

    mover: Mover
    start: Array
    rungs: Array
    endless: Array

    @property
    def stride(self) -> float:
        """What one step adds."""
        actionable = self.mover.actionable
        return actionable.step if actionable.direction is Change.UP else -actionable.step

    def values(self, start: Array, rungs: Array) -> Array:
        """The values after so many steps, rounded to ten decimals; the shapes broadcast."""
        with np.errstate(over="ignore"):
            moved = start + rungs * self.stride
            # Adding 0.0 makes one zero of two.
            return np.where(np.abs(moved) >= NO_DECIMALS, moved, np.rint(moved * 1e10) / 1e10 + 0.0)

    def is_code(self, values: Array) -> Array:
        """Where a value is a special code, which is no value. Only a field without a range can step onto one."""
        field = self.mover.field
        if field.range is not None:
            return np.zeros(values.shape, dtype=bool)
        codes = [float(special.code) for special in field.special]
        codes += [float(field.not_provided)] if field.not_provided is not None else []
        return np.isin(values, codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An entry's points as arrays.

    Attributes
    ----------
    points
        Shape (codes of the first axis, codes of the second); a one-way entry has one row.
    within
        Shape (codes of the other axis, codes, codes): the most points from one code of an axis to another one.
    by_first
        Whether that axis is the first one of a crossing.
    """

    points: Array
    within: Array
    by_first: bool

    def at(self, codes: Sequence[Array]) -> Array:
        """The points of a combination of codes, one for each axis; the shapes broadcast."""
        return self.points[tuple(codes) if len(codes) > 1 else (0, codes[0])]

    def most(self, low: Sequence[Array], high: Sequence[Array]) -> Array:
        """The most points of all codes from ``low`` to ``high``, given for each axis; shape (persons,)."""
        if len(low) == 1:
            return np.asarray(self.within[0, low[0], high[0]])
        one, other = (1, 0) if self.by_first else (0, 1)
        most = np.full(len(low[0]), NEVER)
        for code in range(int(low[one].min()), int(high[one].max()) + 1):
            inside = (low[one] <= code) & (code <= high[one])
            most = np.maximum(most, np.where(inside, self.within[code, low[other], high[other]], NEVER))
        return most


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Persons of a table whose scored readings are valid and who miss the goal.

    Attributes
    ----------
    model
        The card made ready.
    columns
        By slot, of everything that meets a field that can be moved: readings, each of shape (persons,).
    need
        Shape (persons,): points that are missing; 0 or fewer where only a limit fails.
    failing
        Shape (persons,): the limits that do not hold, as bits.
    ladders
        By mover.
    codes
        By slot and entry: the code of the reading on the entry's axis.
    tables
        By entry, of those that can change.
    """

    model: Model
    columns: Mapping[int, ColumnReadings]
    need: Array
    failing: Array
    ladders: Sequence[Ladders]
    codes: Mapping[tuple[int, int], Array]
    tables: Mapping[int, Table]

    @property
    def movable(self) -> Array:
        """Shape (persons,): the fields that each can move, as bits."""
        found = np.zeros(len(self.need), dtype=np.int64)
        for n, each in enumerate(self.ladders):
            found |= (each.rungs > 0).astype(np.int64) << n
        return found

    @property
    def endless(self) -> Array:
        """Shape (persons,): who could move some field in more steps than a search looks at."""
        found = np.zeros(len(self.need), dtype=bool)
        for each in self.ladders:
            found |= each.endless
        return found

    @property
    def settled(self) -> Array:
        """Shape (persons,): whether no derived value that may change is invalid of itself.

        One that is has to stay so, and where it does has no order along a ladder. A formula that no useful move reaches
        may stand in a crossing with a field that one does; its operands are not looked at.
        """
        found = np.ones(len(self.need), dtype=bool)
        for each in self.model.derived:
            if self.columns.keys() >= {each.slot, *each.operands}:
                known = [self.columns[slot].states == VALUE for slot in each.operands]
                found &= (self.columns[each.slot].states != INVALID) | ~np.logical_and.reduce(known)
        return found


def people(model: Model, table: TableReadings, rows: Array, need: Array) -> People:
    """Where some rows of a table stand, whose missing points are given for each."""
    columns = {slot: some(table.columns[model.fields[slot].name], rows) for slot in sorted(_seen(model))}
    failing = np.zeros(len(rows), dtype=np.int64)
    for n, limit in enumerate(model.limits):
        column = some(table.columns[limit.characteristic], rows)
        failing |= ((column.states != VALUE) | (column.numbers > limit.most)).astype(np.int64) << n
    ladders = [_ladders(model, n, columns, len(rows)) for n in range(len(model.movers))]
    places = model.touched(model.useful).grids
    axes = [(model.slots[axis.name], place, axis) for place in places for axis in model.grids[place].axes]
    return People(
        model=model,
        columns=columns,
        need=need,
        failing=failing,
        ladders=ladders,
        codes={(slot, place): codes_of(axis, columns[slot]) for slot, place, axis in axes},
        tables={place: _table(model, model.grids[place]) for place in places},
    )


def some(column: ColumnReadings, rows: Array) -> ColumnReadings:
    """Some rows of a column, by their places."""
    return ColumnReadings(states=column.states[rows], numbers=column.numbers[rows], labels=column.labels[rows])


def _table(model: Model, each: Grid) -> Table:
    """Only numbers move, so the axis of ``within`` has few codes."""
    by_first = not model.drivers[model.slots[each.axes[-1].name]] & model.useful
    points = np.array(each.points, dtype=np.int64)
    rows = points.T if by_first else points
    within = np.full((*rows.shape, rows.shape[1]), NEVER)
    for code in range(rows.shape[1]):
        within[:, code, code:] = np.maximum.accumulate(rows[:, code:], axis=1)
    return Table(points=points, within=within, by_first=by_first)


def _seen(model: Model) -> set[int]:
    """The slots of everything that meets a field that can be moved."""
    touched = model.touched(model.useful)
    seen = {slot for n in touched.movers for slot in (model.movers[n].slot, *(s for s, _ in model.movers[n].also))}
    seen |= {slot for place in touched.derived for slot in (model.derived[place].slot, *model.derived[place].operands)}
    seen |= {model.slots[axis.name] for place in touched.grids for axis in model.grids[place].axes}
    return seen | {model.limit_slots[n] for n in touched.limits}


def codes_of(axis: Axis, column: ColumnReadings) -> Array:
    """The column form of :meth:`Axis.code`; shape (persons,)."""
    codes = np.searchsorted(axis.cuts, column.numbers, side="right")
    for row in np.flatnonzero((column.states != VALUE) | (column.labels != "")):
        codes[row] = axis.others.get((STATES[column.states[row]], column.labels[row]), axis.rest)
    return codes


def _ladders(model: Model, n: int, columns: Mapping[int, ColumnReadings], rows: int) -> Ladders:
    """The ladders of a mover; none where its changes are of no use, or each raises another obligation besides."""
    mover = model.movers[n]
    nobody = np.zeros(rows, dtype=bool)
    if not model.useful >> n & 1:
        return Ladders(mover=mover, start=np.zeros(rows), rungs=nobody.astype(np.int64), endless=nobody)
    own = columns[mover.slot]
    can = own.states == VALUE
    for slot, value in mover.also:
        can &= ~_raises_obligation(model.fields[slot], columns[slot], value)
    field, ladders = mover.field, Ladders(mover=mover, start=own.numbers, rungs=nobody.astype(np.int64), endless=nobody)
    if not can.any():
        return ladders
    try:
        end = furthest(field, mover.actionable)
    except NotSearchable:
        return replace(ladders, endless=can)
    with np.errstate(over="ignore"):
        steps = (end - own.numbers) / ladders.stride
        can &= steps > 0
        whole = np.floor(np.rint(np.where(can, np.minimum(steps, MOST_SETTINGS + 2.0), 0.0) * 1e9) / 1e9)
    still = ladders.values(own.numbers, np.ones(rows)) == own.numbers
    endless = can & ((whole > MOST_SETTINGS) | ((whole > 0) & still))
    rungs = np.where(endless, 0, whole).astype(np.int64)
    # The last step may pass the range by what rounding hides.
    while (wrong := (rungs > 0) & _no_value(field, ladders.values(own.numbers, rungs))).any():
        rungs -= wrong
    return replace(ladders, rungs=rungs, endless=endless)


def _no_value(field: Characteristic, numbers: Array) -> Array:
    return np.asarray(column_from(field, numbers).states != VALUE)


def _raises_obligation(field: Characteristic, before: ColumnReadings, value: float) -> Array:
    """The column form of :func:`scoring.explain.moves.raises_obligation`."""
    if field.category not in OBLIGATIONS:
        return np.zeros(len(before.states), dtype=bool)
    after = set_besides(field, before, value, np.ones(len(before.states), dtype=bool))
    higher: Array = (after.states == VALUE) & (after.numbers > before.numbers)
    return np.asarray(higher | (before.states != after.states))


def set_besides(field: Characteristic, column: ColumnReadings, value: float, where: Array) -> ColumnReadings:
    """A column once changes of another field have set it in some rows; a fact in dispute stays, as for one person."""
    after = field.read(value)
    touched = where.copy()
    for row in np.flatnonzero(where & (column.states != VALUE)):
        before = Reading(state=STATES[column.states[row]], label=column.labels[row])
        touched[row] = after_side_effect(field, before, value) is not before
    return ColumnReadings(
        states=np.where(touched, STATES.index(after.state), column.states).astype(np.uint8),
        numbers=np.where(touched, after.number, column.numbers),
        labels=np.where(touched, after.label, column.labels),
    )
