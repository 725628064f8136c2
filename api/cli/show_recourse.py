"""How plans, and the proof that there is none, look on the command line, in words and as JSON."""

from __future__ import annotations

from scoring.domain.registry import Registry
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_reading, exact_text, number_text, with_unit
from scoring.explain.infeasible import Component, Ground, Infeasible
from scoring.explain.moves import FieldChange, SideEffect
from scoring.explain.recourse import Plan, Recourse

__all__ = [
    "certificate_document",
    "change_document",
    "plan_lines",
    "proof_lines",
    "recourse_document",
    "recourse_text",
    "side_effect_document",
]

STAYING = Text(
    en="computed with everything else staying as it is; no promise of approval",
    nl="berekend terwijl al het andere gelijk blijft; geen toezegging",
)
ALREADY = Text(en="the score is reached already", nl="de score is al bereikt")
NONE = Text(
    en="no change in the card's steps reaches the score: the best within them is {}",
    nl="geen verandering in de stappen van de kaart haalt de score: het beste daarbinnen is {}",
)
PLAN = Text(en="plan {}: score {}, within {} months", nl="plan {}: score {}, binnen {} maanden")
MOVE = Text(en="{}: from {} to {}", nl="{}: van {} naar {}")
BESIDES = Text(en="with it, {}: from {} to {}", nl="daarmee ook {}: van {} naar {}")
FIXED = Text(en="no such change touches", nl="zo niet te veranderen")
MOST = Text(en="at most from {}", nl="hooguit uit {}")
TOTAL = Text(en="at most in all, below {}", nl="hooguit in totaal, minder dan {}")
LIMITS = Text(en="no change in the card's steps meets: {}", nl="geen verandering in de stappen van de kaart haalt: {}")
TOGETHER = Text(
    en="in the card's steps the score and the limits can each be reached, never together; the best of each group:",
    nl="in de stappen van de kaart zijn de score en de grenzen elk haalbaar, nooit samen; het beste van elke groep:",
)
MEETING = Text(en="{} points from {}, meeting {}", nl="{} punten uit {}, met gehaald: {}")
NOTHING = Text(en="nothing", nl="niets")


def recourse_document(answer: Recourse) -> dict[str, object]:
    """Plans as plain JSON values; without one, the proof."""
    return {
        "plans": [
            {
                "score": plan.score,
                "pd": str(plan.pd),
                "months": plan.months,
                "cost": plan.cost,
                "changes": [change_document(change) for change in plan.changes],
                "also": [side_effect_document(effect) for effect in plan.also],
            }
            for plan in answer.plans
        ],
        "best_score": answer.best_score,
        "unmet_limits": list(answer.unmet_limits),
        "certificate": None if answer.certificate is None else certificate_document(answer.certificate),
    }


def change_document(change: FieldChange) -> dict[str, object]:
    """A change as plain JSON values."""
    return {
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "unit": {"en": change.unit.en, "nl": change.unit.nl} if change.unit else None,
    }


def side_effect_document(effect: SideEffect) -> dict[str, object]:
    """What a change sets besides, in words of both languages."""
    return {
        "field": effect.field.name,
        **{
            when: {language.value: describe_reading(reading, effect.field, language) for language in Language}
            for when, reading in (("before", effect.before), ("after", effect.after))
        },
    }


def certificate_document(proof: Infeasible) -> dict[str, object]:
    """The proof that there is no plan as plain JSON values."""
    return {
        "ground": proof.ground.value,
        "target_score": proof.target_score,
        "fixed_points": proof.fixed_points,
        "best_score": proof.best_score,
        "unmet_limits": list(proof.unmet_limits),
        "components": [
            {
                "fields": list(component.fields),
                "limits": list(component.limits),
                "bounds": [
                    {"points": bound.points, "meets": list(bound.meets), "setting": dict(bound.setting)}
                    for bound in component.bounds
                ],
            }
            for component in proof.components
        ],
    }


def recourse_text(answer: Recourse, registry: Registry, language: Language) -> str:
    """Plans in words, or why there is none."""
    if answer.certificate is not None:
        proof = proof_lines(answer.certificate, registry, language)
        return "\n".join([NONE.into(language).format(answer.best_score), *proof])
    lines = [line for number, plan in enumerate(answer.plans, start=1) for line in plan_lines(number, plan, language)]
    return "\n".join([*lines, STAYING.into(language)])


def proof_lines(proof: Infeasible, registry: Registry, language: Language) -> list[str]:
    """Why there is no plan, as an addition that a person can repeat."""

    def fields(component: Component) -> str:
        return "; ".join(registry.field(name).label.into(language) for name in component.fields)

    match proof.ground:
        case Ground.SCORE:
            lines = [f"{proof.fixed_points:>5}  {FIXED.into(language)}"]
            for component in proof.components:
                points = max(bound.points for bound in component.bounds)
                lines.append(f"{points:>+5}  {MOST.into(language).format(fields(component))}")
            return [*lines, f"{proof.best_score:>5}  {TOTAL.into(language).format(proof.target_score)}"]
        case Ground.LIMITS:
            return [LIMITS.into(language).format(", ".join(proof.unmet_limits))]
        case Ground.TOGETHER:
            lines = [TOGETHER.into(language), f"{proof.fixed_points:>5}  {FIXED.into(language)}"]
            for component in proof.components:
                for bound in component.bounds:
                    met = ", ".join(bound.meets) or NOTHING.into(language)
                    words = MEETING.into(language).format(f"{bound.points:+}", fields(component), met)
                    lines.append(f"  {words}")
            return lines


def plan_lines(number: int, plan: Plan, language: Language) -> list[str]:
    """One plan in words."""
    if not plan.changes:
        return [ALREADY.into(language)]
    lines = [PLAN.into(language).format(number, plan.score, plan.months)]
    for change in plan.changes:
        before = exact_text(change.before, language)
        after = with_unit(number_text(change.after, language), change.unit, language)
        lines.append("  " + MOVE.into(language).format(change.label.into(language), before, after))
    for effect in plan.also:
        states = [describe_reading(reading, effect.field, language) for reading in (effect.before, effect.after)]
        lines.append("  " + BESIDES.into(language).format(effect.field.label.into(language), *states))
    return lines
