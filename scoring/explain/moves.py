"""Moves: what a person can set one of their own fields to, and what that sets besides.

A field moves in whole steps from its own value, in its declared direction, up to its bound. A field of an obligation (a
commitment, a liability, an expense) is never moved up, and no change may raise another obligation by its side effect.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.characteristic import Actionable, Category, Change, Characteristic
from scoring.domain.errors import NotSearchable
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Registry
from scoring.domain.text import Text

__all__ = [
    "BILLION",
    "MOST_HALVED",
    "MOST_SETTINGS",
    "NO_DECIMALS",
    "OBLIGATIONS",
    "FieldChange",
    "Ladder",
    "SideEffect",
    "after_side_effect",
    "furthest",
    "ladder",
    "raises_obligation",
    "side_effects",
    "step_cost",
    "too_fine",
]

OBLIGATIONS = frozenset({Category.COMMITMENT, Category.LIABILITY, Category.EXPENSE})

MOST_SETTINGS = 250_000
"""Most settings of fields that meet: a finer declaration is refused rather than searched in part."""

MOST_HALVED = 250
"""So many settings count at most of a field whose lines are found by halving, however long its ladder is."""

BILLION = 10**9
"""Costs are counted in whole billionths, so that the order of a sum never decides between plans."""

NO_DECIMALS = 2**53 / 1e10
"""From here on a float has no tenth decimal to round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field moved from one value to another.

    Attributes
    ----------
    field, label, unit
        Which field.
    before, after
        Its values.
    months
        How long the change takes.
    cost
        Its effort: number of steps times the effort of one.
    """

    field: str
    label: Text
    unit: Text | None
    before: float
    after: float
    months: int
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SideEffect:
    """A field that a change sets besides, as declared in ``also``.

    Attributes
    ----------
    field
        The declaration of the field that is set.
    before, after
        What it said and what it says then.
    """

    field: Characteristic
    before: Reading
    after: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The values that one person can move one field to.

    Attributes
    ----------
    field, actionable
        The declaration.
    start, stride
        The person's own value, which is rung 0, and what one step adds to it.
    rungs
        How many steps there are.
    forbidden
        Rungs that land on a special code, which is no value.
    """

    field: Characteristic
    actionable: Actionable
    start: float
    stride: float
    rungs: int
    forbidden: frozenset[int] = frozenset()

    def value(self, rung: int) -> float:
        """The value after so many steps, rounded to ten decimals."""
        return _stepped(self.start, self.stride, rung)

    def change(self, rung: int) -> FieldChange:
        """The change that so many steps make."""
        return FieldChange(
            field=self.field.name,
            label=self.field.label,
            unit=self.field.unit,
            before=self.start,
            after=self.value(rung),
            months=self.actionable.months,
            cost=rung * step_cost(self.actionable) / BILLION,
        )


def step_cost(actionable: Actionable) -> int:
    """The effort of one step in billionths."""
    return round(actionable.cost * BILLION)


def ladder(field: Characteristic, reading: Reading) -> Ladder | None:
    """One person's ladder of a field; None where it cannot be moved.

    Raises
    ------
    NotSearchable
        If the field can change without end, or in steps too fine to search.
    """
    actionable = field.actionable
    if actionable is None or reading.state is not State.VALUE:
        return None
    if actionable.direction is Change.UP and field.category in OBLIGATIONS:
        return None
    start, stride = reading.number, actionable.step if actionable.direction is Change.UP else -actionable.step
    steps = (furthest(field, actionable) - start) / stride
    if steps > MOST_SETTINGS + 1:  # infinitely many, too, where a step is next to nothing
        raise too_fine([field.name])
    rungs = math.floor(round(steps * 1e9) / 1e9) if steps > 0 else 0
    if rungs > MOST_SETTINGS or (rungs and _stepped(start, stride, 1) == start):
        raise too_fine([field.name])
    # The last step may pass the range by what rounding hides.
    while rungs and field.read_value(_stepped(start, stride, rungs)).state is not State.VALUE:
        rungs -= 1
    forbidden = _forbidden(field, start, stride, rungs)
    if len(forbidden) >= rungs:
        return None
    return Ladder(field=field, actionable=actionable, start=start, stride=stride, rungs=rungs, forbidden=forbidden)


def too_fine(names: Sequence[str]) -> NotSearchable:
    """The error of fields whose steps cannot all be looked at."""
    return NotSearchable(
        names, f"the steps of {', '.join(names)} are too fine to search", remedy="Declare larger steps in 'actionable'"
    )


def after_side_effect(field: Characteristic, before: Reading, value: float) -> Reading:
    """What a field says once a change has set it besides.

    A refused source stays refused, an invalid value invalid, and a fact in dispute in dispute: the change does not
    settle them.
    """
    disputed = {special.code for special in field.special if special.refers}
    if before.state in {State.NOT_PROVIDED, State.INVALID}:
        return before
    if before.state is State.SPECIAL and before.label in disputed:
        return before
    return field.read(value)


def raises_obligation(field: Characteristic, before: Reading, after: Reading) -> bool:
    """Whether an obligation ends higher, or changes its state so that nobody can tell."""
    if field.category not in OBLIGATIONS:
        return False
    return before.state is not after.state or (after.state is State.VALUE and after.number > before.number)


def side_effects(registry: Registry, actionable: Actionable, readings: Mapping[str, Reading]) -> tuple[SideEffect, ...]:
    """What one change of a field sets besides for this person; only what becomes another reading."""
    found = []
    fields = {field.name: field for field in registry.read_fields}
    for name, value in actionable.also:
        after = after_side_effect(fields[name], readings[name], value)
        if after != readings[name]:
            found.append(SideEffect(field=fields[name], before=readings[name], after=after))
    return tuple(found)


def _stepped(start: float, stride: float, rung: int) -> float:
    moved = start + rung * stride
    return moved if abs(moved) >= NO_DECIMALS else round(moved * 1e10) / 1e10


def _forbidden(field: Characteristic, start: float, stride: float, rungs: int) -> frozenset[int]:
    """Codes lie outside a declared range, so only a field without one can step onto a code."""
    if field.range is not None or rungs == 0:
        return frozenset()
    codes = [float(special.code) for special in field.special]
    codes += [float(field.not_provided)] if field.not_provided is not None else []
    near = {round((code - start) / stride) + side for code in codes for side in (-1, 0, 1)}
    return frozenset(rung for rung in near if 0 < rung <= rungs and _stepped(start, stride, rung) in codes)


def furthest(field: Characteristic, actionable: Actionable) -> float:
    """The furthest value that a field can be moved to: the declared bound within the range.

    Raises
    ------
    NotSearchable
        If there is no end: then there is nothing to search.
    """
    ends = [bound for bound in (actionable.bound,) if bound is not None and math.isfinite(bound)]
    if field.range is not None:
        ends.append(field.range[1] if actionable.direction is Change.UP else field.range[0])
    if not ends:
        raise NotSearchable(
            [field.name],
            f"'{field.name}' can change without end",
            remedy="Declare 'range', or 'min' or 'max' in 'actionable'",
        )
    return min(ends) if actionable.direction is Change.UP else max(ends)
