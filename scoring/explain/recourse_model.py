"""A card made ready for recourse: who moves what, which tables and limits that touches, and who meets whom.

Everything here follows from the card and the limits alone and is worked out once; a person adds only numbers. Fields
that can be moved are counted in order of their names and kept in sets as bits of a whole number.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from scoring.domain.card import Card
from scoring.domain.characteristic import Actionable, Change, Characteristic, Kind
from scoring.domain.errors import UndeclaredField
from scoring.domain.policy import Limit
from scoring.explain.bits import bits, union
from scoring.explain.grid import Grid, grid
from scoring.explain.moves import OBLIGATIONS, step_cost
from scoring.explain.terms import Lean, Term, lean, term

__all__ = ["Derived", "Model", "Mover", "Touched", "recourse_model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A field that somebody may be able to move.

    Attributes
    ----------
    field, actionable
        The declaration.
    slot
        Its place among a person's numbers.
    cost
        The effort of one step, in billionths.
    also
        What a change of it sets besides: slot and value.
    """

    field: Characteristic
    actionable: Actionable
    slot: int
    cost: int
    also: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A derived characteristic, ready to be worked out.

    Attributes
    ----------
    field
        The declaration.
    slot, operands
        Where it and what it reads stand among a person's numbers.
    term
        The formula.
    low, high
        Its range.
    leans
        By slot of an operand, which way the formula goes with it.
    """

    field: Characteristic
    slot: int
    operands: tuple[int, ...]
    term: Term
    low: float
    high: float
    leans: Mapping[int, Lean]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a set of moved fields touches.

    Attributes
    ----------
    movers
        The set, as places in ``Model.movers``.
    parts
        The set, taken apart into fields that meet: two fields meet if one derived characteristic, crossing or limit
        depends on both.
    derived, grids, limits
        Places of the derived characteristics, entries and limits that depend on any field of the set.
    limit_bits
        The limits as bits.
    clash
        Whether one field of the set is set by another: that is no set of changes.
    """

    movers: tuple[int, ...]
    parts: tuple[int, ...]
    derived: tuple[int, ...]
    grids: tuple[int, ...]
    limits: tuple[int, ...]
    limit_bits: int
    clash: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A card and limits, made ready.

    Attributes
    ----------
    card, limits
        What it was made from.
    slots
        The place of every field that is read or derived among a person's numbers.
    fields
        Their declarations, in that order.
    movers
        In order of field names.
    derived, grids
        Derived characteristics, and the card's entries.
    limit_slots
        What each limit looks at.
    drivers
        By slot: the movers it depends on.
    meets
        By mover: the movers it meets, itself among them.
    useful
        The movers that reach an entry or a limit, alone or through those they meet.
    """

    card: Card
    limits: tuple[Limit, ...]
    slots: Mapping[str, int]
    fields: tuple[Characteristic, ...]
    movers: tuple[Mover, ...]
    derived: tuple[Derived, ...]
    grids: tuple[Grid, ...]
    limit_slots: tuple[int, ...]
    drivers: tuple[int, ...]
    meets: tuple[int, ...]
    useful: int
    _touched: dict[int, Touched] = field(default_factory=dict, repr=False, compare=False)
    _ranked: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict, repr=False, compare=False)

    def touched(self, movers: int) -> Touched:
        """What a set of movers touches; worked out once for each set."""
        found = self._touched.get(movers)
        if found is None:
            found = self._touched[movers] = self._touch(movers)
        return found

    def _touch(self, movers: int) -> Touched:
        limits = tuple(n for n, slot in enumerate(self.limit_slots) if self.drivers[slot] & movers)
        mine = bits(movers)
        targets = {slot for n in mine for slot, _ in self.movers[n].also}
        return Touched(
            movers=mine,
            parts=self.parts(movers),
            derived=tuple(n for n, each in enumerate(self.derived) if self.drivers[each.slot] & movers),
            grids=tuple(
                n
                for n, each in enumerate(self.grids)
                if any(self.drivers[self.slots[axis.name]] & movers for axis in each.axes)
            ),
            limits=limits,
            limit_bits=sum(1 << n for n in limits),
            clash=any(self.movers[n].slot in targets for n in mine),
        )

    def parts(self, movers: int) -> tuple[int, ...]:
        """A set taken apart into fields that meet, directly or through each other."""
        found = []
        while movers:
            part, grown = 0, movers & -movers
            while grown != part:
                part = grown
                for n in bits(part):
                    grown |= self.meets[n] & movers
            found.append(part)
            movers &= ~part
        return tuple(found)

    def ranked(self, movers: int) -> Sequence[tuple[int, int]] | Iterator[tuple[int, int]]:
        """Every set of movers but the empty one with its months, soonest first, then by number of changes."""
        if movers.bit_count() > _KEPT:
            return self._rank(movers)
        if movers not in self._ranked:
            self._ranked[movers] = tuple(self._rank(movers))
        return self._ranked[movers]

    def _rank(self, movers: int) -> Iterator[tuple[int, int]]:
        months = {n: self.movers[n].actionable.months for n in bits(movers)}
        for longest in sorted(set(months.values())):
            sooner = [1 << n for n in months if months[n] < longest]
            latest = [1 << n for n in months if months[n] == longest]
            for count in range(1, len(sooner) + len(latest) + 1):
                for last in range(1, count + 1):
                    for chosen in product(combinations(latest, last), combinations(sooner, count - last)):
                        yield longest, sum(chosen[0]) + sum(chosen[1])


_KEPT = 10
"""Up to so many movers all their sets are listed once; beyond, they are made one by one."""


def recourse_model(card: Card, limits: tuple[Limit, ...] = ()) -> Model:
    """Make a card and affordability limits ready for recourse.

    Raises
    ------
    UndeclaredField
        If a limit names a field that the card does not declare.
    """
    registry = card.registry
    derived = [each for each in registry.characteristics if each.formula is not None]
    fields = (*registry.read_fields, *derived)
    slots = {each.name: slot for slot, each in enumerate(fields)}
    for limit in limits:
        if limit.characteristic not in slots:
            raise UndeclaredField(limit.characteristic)
    movers = _movers(card, slots)
    drivers = _drivers(fields, movers, slots)
    grids = tuple(grid(card, entry) for entry in card.entries)
    limit_slots = tuple(slots[limit.characteristic] for limit in limits)
    scored = [union(drivers[slots[axis.name]] for axis in each.axes) for each in grids]
    limited = [drivers[slot] for slot in limit_slots]
    judged = [*scored, *limited, *(drivers[slots[each.name]] for each in derived)]
    meets = tuple(union([1 << n, *(each for each in judged if each >> n & 1)]) for n in range(len(movers)))
    return Model(
        card=card,
        limits=limits,
        slots=slots,
        fields=fields,
        movers=movers,
        derived=tuple(_derived(each, fields, slots) for each in derived),
        grids=grids,
        limit_slots=limit_slots,
        drivers=drivers,
        meets=meets,
        useful=_reaching(union([*scored, *limited]), meets),
    )


def _reaching(useful: int, meets: Sequence[int]) -> int:
    """A set with everything that it meets, directly or through others."""
    before = -1
    while before != useful:
        before = useful
        useful |= union([meets[n] for n in bits(useful)])
    return useful


def _movers(card: Card, slots: Mapping[str, int]) -> tuple[Mover, ...]:
    found = []
    for each in sorted(card.registry.read_fields, key=lambda each: each.name):
        actionable = each.actionable
        if actionable is None or (actionable.direction is Change.UP and each.category in OBLIGATIONS):
            continue
        also = tuple((slots[name], value) for name, value in actionable.also)
        found.append(
            Mover(field=each, actionable=actionable, slot=slots[each.name], cost=step_cost(actionable), also=also)
        )
    return tuple(found)


def _drivers(fields: Sequence[Characteristic], movers: Sequence[Mover], slots: Mapping[str, int]) -> tuple[int, ...]:
    """By slot: a field depends on its own mover and on those that set it besides, a formula on all of its operands'."""
    found = [0] * len(fields)
    for n, mover in enumerate(movers):
        for slot in (mover.slot, *(slot for slot, _ in mover.also)):
            found[slot] |= 1 << n
    for slot, each in enumerate(fields):
        if each.formula is not None:
            found[slot] = union([found[slots[name]] for name in each.formula.names])
    return tuple(found)


def _derived(each: Characteristic, fields: Sequence[Characteristic], slots: Mapping[str, int]) -> Derived:
    if each.formula is None or each.kind is not Kind.NUMERIC:  # pragma: no cover - the caller chose derived ones
        raise AssertionError(each.name)
    names = each.formula.names
    ranges = {name: fields[slots[name]].range for name in names}
    low, high = each.range or (-sys.float_info.max, sys.float_info.max)
    return Derived(
        field=each,
        slot=slots[each.name],
        operands=tuple(slots[name] for name in names),
        term=term(each.formula, slots),
        low=low,
        high=high,
        leans={slots[name]: lean(each.formula, name, ranges) for name in names},
    )
