"""Responsiveness: what changing the subject of one reason alone would do, everything else staying as it is.

A reason names what cost the most points. That says nothing of what the person can do: a large loss may lie where
nothing can be changed, or where no permitted change suffices. So each reason is asked by itself: with only its own
fields moved, side effects included, is the goal reached, how at the least cost, and if not, how many points come within
reach?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.domain.card import Card
from scoring.domain.reading import Reading
from scoring.domain.reason import Reason
from scoring.explain.moves import FieldChange, SideEffect
from scoring.explain.recourse import Goal, plan_of
from scoring.explain.recourse_model import recourse_model
from scoring.explain.recourse_search import Search, search

__all__ = ["Alone", "responsiveness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What comes of changing the fields of one reason, and nothing else.

    Attributes
    ----------
    enough
        Whether some permitted change of them reaches the goal.
    changes, also
        The cheapest that does, and what it sets besides; empty where none does.
    gain
        The most points that a permitted change of them adds to the score, limits aside; 0 where none adds any.
    """

    enough: bool
    changes: tuple[FieldChange, ...] = ()
    also: tuple[SideEffect, ...] = ()
    gain: int


def responsiveness(
    card: Card, readings: Mapping[str, Reading], reasons: Sequence[Reason], goal: Goal
) -> dict[str, Alone]:
    """By reason code, for reasons that the person can do something about; empty where the goal is reached already.

    The fields of a reason are what its entry or limit reads, and for a derived characteristic what its formula reads.

    Parameters
    ----------
    readings
        The person's own, of every declared field.
    goal
        What has to be reached: a lowest passing score and limits.

    Raises
    ------
    InvalidValue
        If a scored reading is invalid.
    UndeclaredField
        If a limit names a field that the card does not declare.
    NotSearchable
        If a field can change without end, or in steps too fine to search.
    """
    asked = [reason for reason in reasons if reason.actionable]
    if not asked:
        return {}
    searched = search(recourse_model(card, goal.limits), readings, goal.target_score)
    if searched.reached:
        return {}
    return {reason.code: _alone(searched, readings, _own(searched, reason)) for reason in asked}


def _own(searched: Search, reason: Reason) -> int:
    """The movers of a reason's own fields, as bits."""
    formulas = {field.name: field.formula for field in searched.model.fields}
    names = set[str]()
    for name in reason.characteristics:
        formula = formulas[name]
        names |= {name} if formula is None else set(formula.names)
    return sum(1 << n for n, mover in enumerate(searched.model.movers) if mover.field.name in names)


def _alone(searched: Search, readings: Mapping[str, Reading], own: int) -> Alone:
    gain = searched.most_points(own)
    options = searched.plans(1, own)
    if not options:
        return Alone(enough=False, gain=gain)
    plan = plan_of(searched, readings, options[0])
    return Alone(enough=True, changes=plan.changes, also=plan.also, gain=gain)
