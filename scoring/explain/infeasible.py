"""A certificate that no change in the declared steps reaches a goal, and a check that knows nothing of the search.

The fields that a person can move fall apart into components that do not meet: no entry, formula or limit depends on two
of them. So what is out of reach follows from what each component can bring:

- the most points of every component, added to what nobody can change, stay below the target; or
- some limit holds in no permitted setting of the component that it depends on; or
- each is possible by itself, but every choice of one setting per component misses something. Then each component lists
  what it can bring at best: which limits, with how many points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scoring.explain.bits import bits
from scoring.explain.options import Option
from scoring.explain.recourse_search import Search

__all__ = ["Bound", "Component", "Ground", "Infeasible", "infeasible"]


class Ground(StrEnum):
    """Why there is no plan."""

    SCORE = "score"
    LIMITS = "limits"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One thing that a component can bring at best: no setting of it meets as many limits with more points.

    Attributes
    ----------
    points
        What its entries give then.
    meets
        Codes of the limits that hold then, of those that depend on the component.
    setting
        Values of its fields with which they do; a field that is not named stays as it is.
    """

    points: int
    meets: tuple[str, ...]
    setting: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Fields that meet, and what they can bring.

    Attributes
    ----------
    fields
        Their names.
    limits
        Codes of the limits that depend on them.
    bounds
        On the ground of the score: the one with the most points. On the ground of limits: none. Together: all that no
        other one surpasses.
    """

    fields: tuple[str, ...]
    limits: tuple[str, ...]
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """The proof that no change in the declared steps reaches a goal.

    Attributes
    ----------
    ground
        Why.
    target_score
        The score to reach.
    fixed_points
        The initial points and what the entries give that depend on no component.
    best_score
        The highest score that changes in the declared steps can reach, limits aside: ``fixed_points`` and the most
        points of every component.
    unmet_limits
        Codes of the limits that no permitted setting meets, sorted.
    components
        Every field that the person can move and that matters is in one of them.
    """

    ground: Ground
    target_score: int
    fixed_points: int
    best_score: int
    unmet_limits: tuple[str, ...]
    components: tuple[Component, ...]


def infeasible(searched: Search) -> Infeasible:
    """The certificate of a search that found no plan."""
    model, person = searched.model, searched.person
    touched = {part: model.touched(part) for part in model.parts(person.movers)}
    parts = [part for part, each in touched.items() if each.grids or each.limits]
    best = {part: searched.best_of(part) for part in parts}
    best_score = person.score + sum(option.points for option in best.values())
    unmet = person.failing & ~_meetable(searched, parts)
    if best_score < searched.target:
        ground, kept = Ground.SCORE, {part: [option] for part, option in best.items()}
    elif unmet:
        ground, kept = Ground.LIMITS, {part: [] for part in parts}
    else:
        ground, kept = Ground.TOGETHER, {part: _frontier(searched.settings(part)) for part in parts}
    moving = {n for part in parts for n in touched[part].grids}
    return Infeasible(
        ground=ground,
        target_score=searched.target,
        fixed_points=model.card.initial_points + sum(p for n, p in enumerate(person.points) if n not in moving),
        best_score=best_score,
        unmet_limits=_codes(searched, unmet),
        components=tuple(_component(searched, part, kept[part]) for part in parts),
    )


def _meetable(searched: Search, parts: Iterable[int]) -> int:
    """Failing limits that some permitted setting meets, as bits."""
    found = 0
    for part in parts:
        asked = searched.model.touched(part).limit_bits & searched.person.failing
        if asked:
            for option in searched.settings(part):
                found |= option.met
                if found & asked == asked:
                    break
    return found


def _frontier(settings: Iterable[Option]) -> list[Option]:
    """The settings that no other one surpasses in points and limits at once, most points first, cheapest of equals."""
    kept: list[Option] = []
    for option in sorted(settings, key=lambda option: (-option.points, option.effort)):
        if not any(option.met | other.met == other.met for other in kept):
            kept.append(option)
    return kept


def _component(searched: Search, part: int, options: Iterable[Option]) -> Component:
    model, person = searched.model, searched.person
    touched = model.touched(part)
    own = sum(person.points[n] for n in touched.grids)
    return Component(
        fields=tuple(model.movers[n].field.name for n in touched.movers),
        limits=_codes(searched, touched.limit_bits),
        bounds=tuple(
            Bound(
                points=own + option.points,
                meets=_codes(searched, option.met),
                setting={model.movers[n].field.name: person.rungs(n).value(rung) for n, rung in option.steps},
            )
            for option in options
        ),
    )


def _codes(searched: Search, limits: int) -> tuple[str, ...]:
    return tuple(sorted(searched.model.limits[n].code for n in bits(limits)))
