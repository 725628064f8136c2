"""Moves: everything a person can set their own fields to, cluster by cluster.

A field moves in whole steps in its declared direction up to its bound. Fields that meet in a formula form a cluster;
every derived characteristic of the cluster is recomputed for each setting. A setting that raises another obligation
(a commitment, a liability, an expense) is no move, nor is one that turns a derived value invalid or out of invalid:
without a number before and after, nobody can say that the obligation did not rise.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scoring.domain.characteristic import Actionable, Category, Change, Characteristic
from scoring.domain.errors import InputError
from scoring.domain.reading import Reading, State
from scoring.domain.registry import Registry, derive
from scoring.domain.text import Text

__all__ = ["Cluster", "FieldChange", "Move", "clusters"]

OBLIGATIONS = frozenset({Category.COMMITMENT, Category.LIABILITY, Category.EXPENSE})

MOST_SETTINGS = 250_000
"""Most settings of one cluster: a finer declaration is refused rather than searched in part."""


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
class Move:
    """One setting of a cluster: what changed, and the readings that follow (the cluster's fields and derived)."""

    changes: tuple[FieldChange, ...]
    readings: Mapping[str, Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Movable fields that meet in formulas, and the characteristics derived from them."""

    fields: tuple[Characteristic, ...]
    derived: tuple[Characteristic, ...]

    @property
    def names(self) -> frozenset[str]:
        """Names of the fields and of what is derived from them."""
        return frozenset(c.name for c in (*self.fields, *self.derived))

    def moves(self, readings: Mapping[str, Reading]) -> Iterator[Move]:
        """Every permitted setting, the unchanged one first.

        Raises
        ------
        InputError
            If the steps are too fine to search them all.
        """
        ladders = [_ladder(field, readings[field.name].number) for field in self.fields]
        if math.prod(len(ladder) for ladder in ladders) > MOST_SETTINGS:
            raise InputError(
                f"the steps of {', '.join(field.name for field in self.fields)} are too fine to search",
                remedy="Declare larger steps in 'actionable'",
            )
        for setting in itertools.product(*ladders):
            changes = tuple(change for change in setting if change is not None)
            after = self._after(changes, readings)
            if after is not None:
                yield Move(changes=changes, readings=after)

    def _after(self, changes: tuple[FieldChange, ...], before: Mapping[str, Reading]) -> Mapping[str, Reading] | None:
        """The cluster's readings after the changes; None where an obligation would rise or a state would change."""
        moved = {change.field: Reading.value(change.after) for change in changes}
        readings = {**before, **moved}
        after = {field.name: readings[field.name] for field in self.fields}
        for characteristic in self.derived:
            reading = derive(characteristic, readings)
            if reading.state is not before[characteristic.name].state:
                return None
            if characteristic.category in OBLIGATIONS and reading.number > before[characteristic.name].number:
                return None
            after[characteristic.name] = reading
        return after


def clusters(registry: Registry, readings: Mapping[str, Reading]) -> tuple[Cluster, ...]:
    """The clusters of one person's movable fields; only a field with a known value can be moved."""
    movable = [
        field
        for field in registry.read_fields
        if field.actionable is not None
        and readings[field.name].state is State.VALUE
        and not (field.category in OBLIGATIONS and field.actionable.direction is Change.UP)
    ]
    groups: list[set[str]] = [{field.name} for field in movable]
    derived = [c for c in registry.characteristics if c.formula is not None]
    for characteristic in derived:
        meeting = [group for group in groups if group & set(_operands(characteristic))]
        groups = [group for group in groups if group not in meeting] + ([set().union(*meeting)] if meeting else [])
    found = [
        Cluster(
            fields=tuple(field for field in movable if field.name in group),
            derived=tuple(c for c in derived if group & set(_operands(c))),
        )
        for group in groups
    ]
    return tuple(sorted(found, key=lambda cluster: cluster.fields[0].name))


def _operands(characteristic: Characteristic) -> tuple[str, ...]:
    return characteristic.formula.names if characteristic.formula is not None else ()


def _ladder(field: Characteristic, value: float) -> list[FieldChange | None]:
    """The unchanged value (None), then each whole step up to the bound."""
    actionable = field.actionable
    if actionable is None:
        return [None]
    sign = 1 if actionable.direction is Change.UP else -1
    room = sign * (_bound(field, actionable) - value)
    steps = math.floor(round(room / actionable.step, 9)) if room > 0 else 0
    if steps > MOST_SETTINGS:
        raise InputError(f"the steps of {field.name} are too fine to search", remedy="Declare larger steps")
    rungs: list[FieldChange | None] = [None]
    for number in range(1, steps + 1):
        after = round(value + sign * number * actionable.step, 10) + 0.0  # turns -0.0 into 0.0
        rungs.append(
            FieldChange(
                field=field.name,
                label=field.label,
                unit=field.unit,
                before=value,
                after=after,
                months=actionable.months,
                cost=number * actionable.cost,
            )
        )
    # Read as a request would be: a step may land on a special code, which is no value.
    return [rung for rung in rungs if rung is None or field.read(rung.after).state is State.VALUE]


def _bound(field: Characteristic, actionable: Actionable) -> float:
    """The furthest value: the declared bound within the range. Without an end there is nothing to search."""
    ends = [bound for bound in (actionable.bound,) if bound is not None and math.isfinite(bound)]
    if field.range is not None:
        ends.append(field.range[1] if actionable.direction is Change.UP else field.range[0])
    if not ends:
        raise InputError(
            f"'{field.name}' can change without end", remedy="Declare 'range', or 'min' or 'max' in 'actionable'"
        )
    return min(ends) if actionable.direction is Change.UP else max(ends)
