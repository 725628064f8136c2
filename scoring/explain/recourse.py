"""Recourse: the exact cheapest changes with which a person reaches a goal.

A plan costs, in this order: months (the longest of its changes, which run side by side), number of changes, effort.
Months and number follow from the set of fields alone. So the sets are visited in that order, and within a set only
the effort is minimised, by combining the clusters' settings and keeping the cheapest way to every number of points.
Every plan is scored again by the card's own lookup before it is returned.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.domain.card import Card, Entry
from scoring.domain.characteristic import Source
from scoring.domain.errors import CardError, InputError, UndeclaredField
from scoring.domain.policy import Limit
from scoring.explain.moves import FieldChange, Move, clusters

__all__ = ["FieldChange", "Goal", "Plan", "Recourse", "recourse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a plan must reach: a score, and every affordability limit."""

    target_score: int
    limits: tuple[Limit, ...] = ()

    def __post_init__(self) -> None:
        codes = [limit.code for limit in self.limits]
        if len(set(codes)) != len(codes):
            raise InputError("two limits share a code", remedy="Give each affordability limit a code of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Changes that together reach the goal.

    Attributes
    ----------
    changes
        By field name.
    months
        The longest of the changes.
    cost
        The sum of efforts.
    score, pd
        After the changes, by the card's lookup.
    """

    changes: tuple[FieldChange, ...]
    months: int
    cost: float
    score: int
    pd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """Plans, cheapest first; or, where there is none, how far the permitted changes can go.

    Attributes
    ----------
    plans
        Each changes another set of fields, and none a field needlessly; one plan without changes where the goal is
        already reached.
    best_score
        The highest score that permitted changes can reach.
    unmet_limits
        Codes of limits that no permitted change meets. Without plans, either one of these is named or
        ``best_score`` lies below the target or no single setting does both.
    """

    plans: tuple[Plan, ...]
    best_score: int
    unmet_limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    """Settings of one or more clusters, with what they bring."""

    changes: tuple[FieldChange, ...]
    points: int
    meets: frozenset[str]

    @property
    def effort(self) -> tuple[float, tuple[str, ...], tuple[float, ...]]:
        """What is minimised at equal months and number of changes; ties go by field names, then the smaller change."""
        ordered = sorted(self.changes, key=lambda change: change.field)
        names = tuple(change.field for change in ordered)
        return (_cost(ordered), names, tuple(abs(change.after - change.before) for change in ordered))

    def beside(self, other: _Option) -> _Option:
        """Both together."""
        return _Option(
            changes=self.changes + other.changes,
            points=self.points + other.points,
            meets=self.meets | other.meets,
        )


_Fields = frozenset[str]
_Options = Mapping[_Fields, Sequence[_Option]]
_NOTHING = _Option(changes=(), points=0, meets=frozenset())


def recourse(
    card: Card,
    values: Mapping[str, object],
    *,
    goal: Goal,
    refused: frozenset[Source] = frozenset(),
    plans: int = 1,
) -> Recourse:
    """Find the cheapest plans.

    Parameters
    ----------
    values
        Raw values by field name, as in a request.
    goal
        The score to reach and the limits to meet.
    refused
        Optional sources that the person refused; nothing about them is changed.
    plans
        At most so many, 1 or more.

    Raises
    ------
    InvalidValue
        If a scored value is invalid.
    UndeclaredField
        If a limit names a field that the card does not declare.
    InputError
        If a field declares steps too fine to search, or no plan is asked for.
    """
    if plans < 1:
        raise InputError("at least one plan must be asked for", remedy="Use --plans 1 or more")
    readings = card.registry.read(values, refused)
    for limit in goal.limits:
        if limit.characteristic not in readings:
            raise UndeclaredField(limit.characteristic)
    card.score(readings)
    found = clusters(card.registry, readings)
    moved = frozenset().union(*(cluster.names for cluster in found))
    entries = {entry.characteristic: entry for entry in card.entries}
    fixed = card.initial_points + sum(
        entry.lookup(readings[name]).points for name, entry in entries.items() if name not in moved
    )
    options = [_options(cluster.moves(readings), entries, goal.limits) for cluster in found]
    wanted = frozenset(
        limit.code for limit in goal.limits if limit.characteristic in moved or not limit.passes(readings)
    )
    chosen = _cheapest(options, goal.target_score - fixed, wanted, plans)
    return Recourse(
        plans=tuple(_plan(card, values, refused, option, goal) for option in chosen),
        best_score=fixed + sum(max(o.points for group in cluster.values() for o in group) for cluster in options),
        unmet_limits=tuple(sorted(wanted - _met(options))),
    )


def _options(moves: Iterable[Move], entries: Mapping[str, Entry], limits: Sequence[Limit]) -> _Options:
    """By set of fields: of all settings with the same points and limits met, the one of least effort."""
    best: dict[_Fields, dict[tuple[int, frozenset[str]], _Option]] = {}
    for move in moves:
        after = move.readings
        option = _Option(
            changes=move.changes,
            points=sum(entries[name].lookup(after[name]).points for name in after if name in entries),
            meets=frozenset(limit.code for limit in limits if limit.characteristic in after and limit.passes(after)),
        )
        _keep(best.setdefault(frozenset(change.field for change in move.changes), {}), option, option.points)
    return {fields: tuple(group.values()) for fields, group in best.items()}


def _keep(kept: dict[tuple[int, frozenset[str]], _Option], option: _Option, points: int) -> None:
    key = (points, option.meets)
    if key not in kept or option.effort < kept[key].effort:
        kept[key] = option


def _met(options: Sequence[_Options]) -> frozenset[str]:
    return frozenset(code for cluster in options for group in cluster.values() for o in group for code in o.meets)


def _cheapest(options: Sequence[_Options], need: int, wanted: frozenset[str], plans: int) -> list[_Option]:
    """The cheapest combinations, each with another set of fields; a set that contains a successful one is needless."""
    found: list[_Option] = []
    ranked = sorted(_sets(options), key=lambda choice: (_rank(options, choice), sorted(frozenset().union(*choice))))
    for _, group in itertools.groupby(ranked, key=lambda choice: _rank(options, choice)):
        fresh = []
        for choice in group:
            fields = frozenset().union(*choice)
            if any({change.field for change in done.changes} <= fields for done in found):
                continue
            parts = [cluster[part] for cluster, part in zip(options, choice, strict=True)]
            combined = _combine(parts, need, wanted)
            if combined is not None:
                fresh.append(combined)
        found += sorted(fresh, key=lambda option: option.effort)
        if len(found) >= plans:
            break
    return found[:plans]


def _sets(options: Sequence[_Options]) -> Iterator[tuple[_Fields, ...]]:
    return itertools.product(*options)


def _rank(options: Sequence[_Options], choice: Sequence[_Fields]) -> tuple[int, int]:
    """Months and number of changes of a set of fields."""
    changes = [c for cluster, part in zip(options, choice, strict=True) for c in cluster[part][0].changes]
    return max((change.months for change in changes), default=0), len(changes)


def _combine(parts: Sequence[Sequence[_Option]], need: int, wanted: frozenset[str]) -> _Option | None:
    """The option of least effort that brings the points and meets the limits, one from each part."""
    if sum(max(option.points for option in part) for part in parts) < need:
        return None
    kept: dict[tuple[int, frozenset[str]], _Option] = {(min(0, need), frozenset()): _NOTHING}
    for part in parts:
        longer: dict[tuple[int, frozenset[str]], _Option] = {}
        for option in kept.values():
            for other in part:
                both = option.beside(other)
                _keep(longer, both, min(both.points, need))
        kept = longer
    reached = [option for option in kept.values() if option.points >= need and option.meets >= wanted]
    return min(reached, key=lambda option: option.effort, default=None)


def _plan(card: Card, values: Mapping[str, object], refused: frozenset[Source], option: _Option, goal: Goal) -> Plan:
    """The plan, read and scored anew from raw values, as a request with them would be."""
    after = {change.field: change.after for change in option.changes}
    readings = card.registry.read({**values, **after}, refused)
    score = card.score(readings)
    if score < goal.target_score or not all(limit.passes(readings) for limit in goal.limits):
        raise CardError("a plan does not keep what the search promised", remedy="This is a defect; report it")
    changes = tuple(sorted(option.changes, key=lambda change: change.field))
    return Plan(
        changes=changes,
        months=max((change.months for change in changes), default=0),
        cost=_cost(changes),
        score=score,
        pd=card.pd(score),
    )


def _cost(changes: Sequence[FieldChange]) -> float:
    """The sum of efforts; rounded, so that the order of a sum of floats never decides between plans."""
    return round(sum(change.cost for change in changes), 9)
