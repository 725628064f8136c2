"""Recourse: the exact cheapest changes with which a person reaches a goal.

A plan costs, in this order: months (the longest of its changes, which run side by side), number of changes, effort.
Every plan is read and scored again by the card's own lookup before it is returned, and where there is none, the answer
carries a certificate that anybody can check without the search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.errors import CardError, InputError
from scoring.domain.policy import Limit
from scoring.domain.reading import Reading
from scoring.domain.registry import derive
from scoring.explain.infeasible import Infeasible, infeasible
from scoring.explain.moves import BILLION, FieldChange, SideEffect, side_effects
from scoring.explain.options import Option
from scoring.explain.recourse_model import Model, recourse_model
from scoring.explain.recourse_search import Search, search

__all__ = ["FieldChange", "Goal", "Plan", "Recourse", "plan_of", "recourse", "recourse_of"]


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
    also
        What the changes set besides, by field name.
    months
        The longest of the changes.
    cost
        The sum of efforts.
    score, pd
        After the changes, by the card's lookup.
    """

    changes: tuple[FieldChange, ...]
    also: tuple[SideEffect, ...] = ()
    months: int
    cost: float
    score: int
    pd: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """Plans, cheapest first; or, where there is none, how far changes in the declared steps can go.

    Attributes
    ----------
    plans
        Each changes another set of fields, and none a field needlessly; one plan without changes where the goal is
        already reached.
    best_score
        The highest score that changes in the declared steps can reach, limits aside.
    unmet_limits
        Codes of limits that no such change meets. Without plans, either one of these is named or
        ``best_score`` lies below the target or no single setting does both.
    certificate
        Without plans: the proof that there is none.
    """

    plans: tuple[Plan, ...]
    best_score: int
    unmet_limits: tuple[str, ...]
    certificate: Infeasible | None = None


def recourse(
    card: Card,
    values: Mapping[str, object],
    *,
    goal: Goal,
    refused: frozenset[Source] = frozenset(),
    plans: int = 1,
) -> Recourse:
    """Find the cheapest plans for one person; for many, make the model once and use :func:`recourse_of`.

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
    model = recourse_model(card, goal.limits)
    return recourse_of(model, card.registry.read(values, refused), goal.target_score, plans)


def recourse_of(model: Model, readings: Mapping[str, Reading], target_score: int, plans: int = 1) -> Recourse:
    """Find the cheapest plans with a model that was made before.

    Parameters
    ----------
    readings
        Of every declared field, derived ones computed.

    Raises
    ------
    InvalidValue
        If a scored reading is invalid.
    InputError
        If a field declares steps too fine to search, or no plan is asked for.
    """
    if plans < 1:
        raise InputError("at least one plan must be asked for", remedy="Use --plans 1 or more")
    searched = search(model, readings, target_score)
    found = searched.plans(plans)
    if found:
        return Recourse(
            plans=tuple(plan_of(searched, readings, option) for option in found),
            best_score=searched.person.score + searched.most_points(),
            unmet_limits=(),
        )
    certificate = infeasible(searched)
    return Recourse(
        plans=(), best_score=certificate.best_score, unmet_limits=certificate.unmet_limits, certificate=certificate
    )


def plan_of(searched: Search, readings: Mapping[str, Reading], option: Option) -> Plan:
    """The plan of an option, read and scored anew as a request with its values would be.

    Raises
    ------
    CardError
        If the card does not answer as the search said.
    """
    model, card = searched.model, searched.model.card
    changes = [searched.person.rungs(n).change(rung) for n, rung in option.steps]
    moved = [model.movers[n] for n, _ in option.steps]
    also = {effect.field.name: effect for m in moved for effect in side_effects(card.registry, m.actionable, readings)}
    after = dict(readings)
    for mover, change in zip(moved, changes, strict=True):
        after[change.field] = mover.field.read(change.after)
    after.update({name: effect.after for name, effect in also.items()})
    _derive_again(card, after, {*also, *(change.field for change in changes)})
    score = card.score(after)
    if score != searched.person.score + option.points or score < searched.target:
        raise CardError("a plan does not keep what the search promised", remedy="This is a defect; report it")
    if not all(limit.passes(after) for limit in model.limits):
        raise CardError("a plan does not meet a limit that it promised", remedy="This is a defect; report it")
    return Plan(
        changes=tuple(changes),
        also=tuple(also[name] for name in sorted(also)),
        months=max((change.months for change in changes), default=0),
        cost=option.cost / BILLION,
        score=score,
        pd=card.pd(score),
    )


def _derive_again(card: Card, readings: dict[str, Reading], changed: set[str]) -> None:
    for characteristic in card.registry.characteristics:
        if characteristic.formula is not None and changed & set(characteristic.formula.names):
            readings[characteristic.name] = derive(characteristic, readings)
