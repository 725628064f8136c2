"""The settings of some fields that may matter, for many persons at once: each costs and adds more than those before.

Along a ladder only the rungs count at which some line changes. Every formula here leans one way, so they are found by
halving, all lines of all persons side by side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.batch.recourse_moved import Moved, moved
from scoring.batch.recourse_people import NEVER, Array, People

__all__ = ["Front", "cheapest", "front_of", "stacked", "together"]

_MOST_CELLS = 2**19
"""Of arrays by person and setting; more persons are taken in halves, so that memory stays bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Settings of the same fields, in the order in which plans prefer them, each with a higher gain than those before.

    Attributes
    ----------
    movers
        The fields, in their order.
    cost
        Shape (persons, settings): effort in billionths.
    gain
        Shape (persons, settings): points that the setting adds. ``NEVER`` after a person's last setting.
    rungs
        Shape (fields, persons, settings).
    """

    movers: tuple[int, ...]
    cost: Array
    gain: Array
    rungs: Array

    @property
    def most(self) -> Array:
        """The highest gain; shape (persons,)."""
        highest: Array = self.gain.max(axis=1)
        return highest

    def at(self, rows: Array | slice) -> Front:
        """The fronts of some persons."""
        return Front(movers=self.movers, cost=self.cost[rows], gain=self.gain[rows], rungs=self.rungs[:, rows])


def front_of(those: People, part: int, rows: Array) -> Front:
    """The fronts of a part, of persons who can move it: what is permitted and meets all limits that depend on it."""
    made = moved(those, part, rows)
    rungs = {n: _rungs(made, n) for n in made.movers}
    half = len(rows) // 2
    if half and len(rows) * math.prod(each.shape[1] for each in rungs.values()) > _MOST_CELLS:
        return stacked(front_of(those, part, rows[:half]), front_of(those, part, rows[half:]))
    spread = {n: made.along(n, each) for n, each in rungs.items()}
    gain, shape = made.gains(spread), (len(rows), -1)
    for n, each in spread.items():
        gain = np.where(each <= made.end(n), gain, NEVER)
    cost = sum(those.ladders[n].mover.cost * each for n, each in spread.items())
    return _sorted_out(
        made.movers,
        np.broadcast_to(cost, gain.shape).reshape(shape),
        gain.reshape(shape),
        np.stack([np.broadcast_to(each, gain.shape).reshape(shape) for each in spread.values()]),
    )


def together(fronts: Sequence[Front], need: Array) -> Front:
    """The fronts of several parts that do not meet, of what can still reach a need; shape of ``need``: (persons,)."""
    whole, *others = fronts
    for place, front in enumerate(others, start=1):
        left = np.sum([other.most for other in others[place:]], axis=0)
        whole = _beside(whole, front, need - left)
    return whole


def _beside(one: Front, other: Front, least: Array) -> Front:
    """Both together, without what adds fewer than the least points; they move different fields that do not meet."""
    shape = (len(least), one.cost.shape[1], other.cost.shape[1])
    half = len(least) // 2
    if half and math.prod(shape) > _MOST_CELLS:
        first, second = slice(half), slice(half, None)
        return stacked(
            _beside(one.at(first), other.at(first), least[first]),
            _beside(one.at(second), other.at(second), least[second]),
        )
    gain = (one.gain[:, :, None] + other.gain[:, None, :]).reshape(len(least), -1)
    rungs = [np.broadcast_to(each[:, :, None], shape) for each in one.rungs]
    rungs += [np.broadcast_to(each[:, None, :], shape) for each in other.rungs]
    movers = (*one.movers, *other.movers)
    order = sorted(range(len(movers)), key=movers.__getitem__)
    return _sorted_out(
        tuple(movers[n] for n in order),
        (one.cost[:, :, None] + other.cost[:, None, :]).reshape(len(least), -1),
        np.where(gain >= least[:, None], gain, NEVER),
        np.stack([rungs[n].reshape(len(least), -1) for n in order]),
    )


def stacked(one: Front, other: Front) -> Front:
    """Fronts of the same fields, of some persons and then of others."""
    width = max(one.cost.shape[1], other.cost.shape[1])

    def both(upper: Array, lower: Array, rest: int) -> Array:
        wide = []
        for each in (upper, lower):
            pad = [(0, 0)] * (each.ndim - 1) + [(0, width - each.shape[-1])]
            wide.append(np.pad(each, pad, constant_values=rest))
        return np.concatenate(wide, axis=-2)

    return Front(
        movers=one.movers,
        cost=both(one.cost, other.cost, 0),
        gain=both(one.gain, other.gain, NEVER),
        rungs=both(one.rungs, other.rungs, 0),
    )


def cheapest(front: Front, need: Array) -> tuple[Array, Array, Array]:
    """The first setting of each person that adds enough: cost, gain, rungs of shape (fields, persons).

    Every person has one.
    """
    place = (front.gain >= need[:, None]).argmax(axis=1)
    row = np.arange(len(need))
    return front.cost[row, place], front.gain[row, place], front.rungs[:, row, place]


def _sorted_out(movers: tuple[int, ...], cost: Array, gain: Array, rungs: Array) -> Front:
    """Sort by cost and then by the sizes of the changes, and keep what adds more than all before it."""
    if len(movers) > 1:  # the settings of one field come sorted
        order = np.lexsort((*rungs[::-1], cost), axis=-1)
        cost, gain = np.take_along_axis(cost, order, axis=1), np.take_along_axis(gain, order, axis=1)
        rungs = np.take_along_axis(rungs, order[None], axis=2)
    before = np.full_like(gain, NEVER)
    before[:, 1:] = np.maximum.accumulate(gain[:, :-1], axis=1)
    kept = gain > before
    width = max(int(kept.sum(axis=1).max()), 1)
    order = np.argsort(~kept, axis=1, kind="stable")[:, :width]
    return Front(
        movers=movers,
        cost=np.take_along_axis(cost, order, axis=1),
        gain=np.take_along_axis(np.where(kept, gain, NEVER), order, axis=1),
        rungs=np.take_along_axis(rungs, order[None], axis=2),
    )


def _rungs(part: Moved, n: int) -> Array:
    """The first permitted rung of every run of equal lines along one ladder; shape (persons, runs).

    Each person's are sorted; what is none stands last, beyond the ladder's end.
    """
    ladders = part.those.ladders[n]
    last = ladders.rungs[part.rows][:, None]
    found = [np.ones_like(last)]
    found += [_first(part, n, slot, ends) for slot, ends in _lines(part, n)]
    rungs = np.concatenate(found, axis=1)
    start = part.columns[ladders.mover.slot].numbers[:, None]
    while (code := (rungs <= last) & ladders.is_code(ladders.values(start, rungs))).any():
        rungs += code
    rungs = np.sort(np.minimum(rungs, last + 1), axis=1)
    rungs[:, 1:] = np.where(rungs[:, 1:] == rungs[:, :-1], last + 1, rungs[:, 1:])
    rungs.sort(axis=1)
    return rungs[:, : max(int((rungs <= last).sum(axis=1).max()), 1)]


def _lines(part: Moved, n: int) -> list[tuple[int, Array]]:
    """Where lines begin of what moves with a field: slot, numbers of shape (persons or 1, lines)."""
    model = part.those.model
    touched, own = model.touched(part.part), model.movers[n].slot
    found = []
    for slot in (own, *(each.slot for each in part.derived if own in each.operands)):
        axes = [axis for place in touched.grids for axis in model.grids[place].axes if model.slots[axis.name] == slot]
        ends: list[float] = sorted({cut for axis in axes for cut in axis.cuts})
        ends += [_above(model.limits[limit].most) for limit in touched.limits if model.limit_slots[limit] == slot]
        columns = [np.array(ends, dtype=np.float64)[None]]
        for each in part.derived:
            if each.slot == slot:
                with np.errstate(over="ignore"):  # above the largest number there is infinity
                    top = np.nextafter(part.top(each).reshape(-1, 1), math.inf)
                columns = [np.broadcast_to(columns[0], (len(top), len(ends))), np.full_like(top, each.low), top]
        found.append((slot, np.concatenate(columns, axis=1)))
    return [(slot, ends) for slot, ends in found if ends.shape[1]]


def _above(number: float) -> float:
    """A number from which on a limit does not hold."""
    return math.nextafter(number, math.inf)


def _first(part: Moved, n: int, slot: int, ends: Array) -> Array:
    """The first rung at which a slot has come past each end, beyond the ladder if it never does; shape as ``ends``."""
    last = part.those.ladders[n].rungs[part.rows][:, None]
    rises = part.rising(n, slot)
    low = np.ones((len(last), ends.shape[1]), dtype=np.int64)
    high = np.broadcast_to(last + 1, low.shape)
    for _ in range(int(last.max()).bit_length()):
        middle = (low + high) // 2
        value = _value(part, n, slot, middle)
        past = (value >= ends) == rises
        high = np.where(past, middle, high)
        low = np.where(~past & (low < high), middle + 1, low)
    return high


def _value(part: Moved, n: int, slot: int, rungs: Array) -> Array:
    """The numbers of a slot with one field moved, shape (persons, rungs)."""
    spread: Array = part.values(slot, {n: part.along(n, rungs)})
    return np.broadcast_to(spread, part.along(n, rungs).shape).reshape(rungs.shape)
