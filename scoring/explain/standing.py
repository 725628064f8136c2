"""Where one person stands: what they can move, what they have, and what they could at most gain.

The gains are bounds: at least what any permitted setting can add to an entry, worked out from the ends of ladders
alone. They tell a search which sets of fields cannot be worth a look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scoring.domain.reading import Reading, State
from scoring.explain.bits import bits
from scoring.explain.grid import Axis, Grid
from scoring.explain.moves import OBLIGATIONS, Ladder, after_side_effect, ladder, raises_obligation
from scoring.explain.recourse_model import Derived, Model
from scoring.explain.terms import Lean

__all__ = ["Standing", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One person as the model sees them.

    Attributes
    ----------
    readings, numbers
        By slot; a number is 0.0 and without meaning where the reading is no value.
    score, points
        The card's score, and the points of each entry.
    ladders
        By mover; None where this person cannot move it.
    movers
        The fields that this person can move, as bits.
    failing
        The limits that do not hold, as bits.
    gains
        By entry: at least as many points as any permitted setting can add to it.
    """

    readings: tuple[Reading, ...]
    numbers: tuple[float, ...]
    score: int
    points: tuple[int, ...]
    ladders: Sequence[Ladder | None]
    movers: int
    failing: int
    gains: Sequence[int]

    def rungs(self, mover: int) -> Ladder:
        """The ladder of a field that this person can move."""
        found = self.ladders[mover]
        if found is None:  # pragma: no cover - callers ask for movers of this person only
            raise AssertionError(mover)
        return found


def standing(model: Model, readings: Mapping[str, Reading]) -> Standing:
    """Where a person stands whose scored readings are all valid.

    Raises
    ------
    NotSearchable
        If a field can change without end, or in steps too fine to search.
    """
    own = tuple(readings[name] for name in model.slots)
    ladders = [_ladder(model, own, n) if model.useful >> n & 1 else None for n in range(len(model.movers))]
    movers = sum(1 << n for n, each in enumerate(ladders) if each is not None)
    slots = model.slots
    codes = [tuple(axis.code(own[slots[axis.name]]) for axis in each.axes) for each in model.grids]
    points = tuple(each.at(code) for each, code in zip(model.grids, codes, strict=True))
    failing = sum(
        1 << n
        for n, (limit, slot) in enumerate(zip(model.limits, model.limit_slots, strict=True))
        if own[slot].state is not State.VALUE or own[slot].number > limit.most
    )
    person = Standing(
        readings=own,
        numbers=tuple(reading.number for reading in own),
        score=model.card.initial_points + sum(points),
        points=points,
        ladders=ladders,
        movers=movers,
        failing=failing,
        gains=[0] * len(points),
    )
    return replace(person, gains=_gains(model, person, codes))


def _gains(model: Model, person: Standing, codes: Sequence[tuple[int, ...]]) -> list[int]:
    gains = [0] * len(person.points)
    spans: dict[int, tuple[float, float] | None] = {}
    for n in model.touched(person.movers).grids:
        gains[n] = _most(model, person, model.grids[n], codes[n], spans) - person.points[n]
    return gains


def _ladder(model: Model, own: Sequence[Reading], n: int) -> Ladder | None:
    """The ladder of a mover, unless each of its changes raises another obligation besides."""
    mover = model.movers[n]
    for slot, value in mover.also:
        if raises_obligation(model.fields[slot], own[slot], after_side_effect(model.fields[slot], own[slot], value)):
            return None
    return ladder(mover.field, own[mover.slot])


def _most(
    model: Model,
    person: Standing,
    each: Grid,
    own: tuple[int, ...],
    spans: dict[int, tuple[float, float] | None],
) -> int:
    """At least as many points as an entry gives in any permitted setting."""
    within = [_reachable(model, person, axis, code, spans) for axis, code in zip(each.axes, own, strict=True)]
    return max(each.at(code) for code in _combined(within))


def _combined(within: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    if len(within) == 1:
        return ((code,) for code in within[0])
    return ((outer, inner) for outer in within[0] for inner in within[1])


def _reachable(
    model: Model, person: Standing, axis: Axis, own: int, spans: dict[int, tuple[float, float] | None]
) -> Sequence[int]:
    """The codes that an axis can have, and perhaps some that it cannot."""
    slot = model.slots[axis.name]
    movers = model.drivers[slot] & person.movers
    if not movers or person.readings[slot].state is State.INVALID:
        return (own,)
    if slot not in spans:
        spans[slot] = _span(model, person, slot)
    span = spans[slot]
    if span is None:
        return range(len(axis.cuts) + len(axis.others) + 1)
    codes = [own]
    if person.readings[slot].state is State.VALUE:
        codes = list(range(bisect_right(axis.cuts, span[0]), bisect_right(axis.cuts, span[1]) + 1))
    codes += [axis.code(after) for after in _set_besides(model, person, slot)]
    return codes


def _set_besides(model: Model, person: Standing, slot: int) -> list[Reading]:
    """What the changes of other fields can set a field to."""
    before = person.readings[slot]
    return [
        after_side_effect(model.fields[slot], before, value)
        for n in bits(model.drivers[slot] & person.movers)
        for other, value in model.movers[n].also
        if other == slot
    ]


def _span(model: Model, person: Standing, slot: int) -> tuple[float, float] | None:
    """Between which numbers a field can lie after permitted changes; None where nobody can tell."""
    numbers = person.numbers
    own = numbers[slot]
    derived = next((each for each in model.derived if each.slot == slot), None)
    if derived is None:
        moving = [n for n in bits(model.drivers[slot] & person.movers) if model.movers[n].slot == slot]
        ends = [own, *(person.rungs(n).value(person.rungs(n).rungs) for n in moving)]
        ends += [after.number for after in _set_besides(model, person, slot) if after.state is State.VALUE]
        return min(ends), max(ends)
    if person.readings[slot].state is not State.VALUE:
        return own, own
    return _derived_span(model, person, derived)


def _derived_span(model: Model, person: Standing, derived: Derived) -> tuple[float, float] | None:
    low, high = list(person.numbers), list(person.numbers)
    for operand in derived.operands:
        if not model.drivers[operand] & person.movers:
            continue
        span, leaning = _span(model, person, operand), derived.leans[operand]
        if span is None or leaning is Lean.UNKNOWN:
            return None
        low[operand], high[operand] = span if leaning is Lean.UP else span[::-1]
    top = derived.high
    if derived.field.category in OBLIGATIONS:
        top = min(top, person.numbers[derived.slot])
    least = max(derived.term(low), derived.low)
    return least, max(least, min(derived.term(high), top))
