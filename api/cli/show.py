"""How an explanation and a recourse look on the command line, in words and as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.domain.card import Card
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis
from scoring.domain.text import Language, Text
from scoring.domain.wording import describe_reading, number_text, with_unit
from scoring.explain.contributions import contributions, default_basis, reference_score
from scoring.explain.notice import points_lines, reason_lines
from scoring.explain.reasons import reasons
from scoring.explain.recourse import Plan, Recourse

__all__ = ["explanation_document", "explanation_text", "plan_lines", "recourse_document", "recourse_text"]

PD = Text(
    en="probability of default {} %; the scale runs from {} to {}",
    nl="kans op wanbetaling {} %; de schaal loopt van {} tot {}",
)
STAYING = Text(
    en="computed with everything else staying as it is; no promise of approval",
    nl="berekend terwijl al het andere gelijk blijft; geen toezegging",
)
ALREADY = Text(en="the score is reached already", nl="de score is al bereikt")
NONE = Text(
    en="no permitted change reaches the score: the best within reach is {}",
    nl="geen toegestane verandering haalt de score: het beste haalbare is {}",
)
PLAN = Text(en="plan {}: score {}, within {} months", nl="plan {}: score {}, binnen {} maanden")
MOVE = Text(en="{}: from {} to {}", nl="{}: van {} naar {}")


def explanation_document(card: Card, readings: Mapping[str, Reading], basis: Basis | None) -> dict[str, object]:
    """An explanation as plain JSON values; exact decimals are strings."""
    chosen = basis or default_basis(card)
    score = card.score(readings)
    return {
        "score": score,
        "scale": [card.lowest, card.highest],
        "pd": str(card.pd(score)),
        "initial_points": card.initial_points,
        "reference": {"basis": chosen.value, "score": str(reference_score(card, chosen))},
        "contributions": [
            {
                "characteristic": part.characteristic,
                "code": part.code,
                "label": {"en": part.label.en, "nl": part.label.nl},
                "value": describe_reading(
                    readings[part.characteristic], card.registry.characteristic(part.characteristic), Language.EN
                ),
                "points": part.points,
                "reference": str(part.reference),
                "contribution": str(part.difference),
            }
            for part in contributions(card, readings, chosen)
        ],
        "reasons": [
            {
                "code": reason.code,
                "characteristic": reason.characteristic,
                "text": {"en": reason.text.en, "nl": reason.text.nl},
                "loss": str(reason.loss),
                "actionable": reason.actionable,
            }
            for reason in reasons(card, readings, chosen)
        ],
    }


def explanation_text(card: Card, readings: Mapping[str, Reading], basis: Basis | None, language: Language) -> str:
    """An explanation in words: the addition, then the reasons."""
    chosen = basis or default_basis(card)
    score = card.score(readings)
    found = reasons(card, readings, chosen)
    lines = [
        *points_lines(card, readings, language),
        "",
        PD.into(language).format(
            number_text(float(round(card.pd(score) * 100, 2)), language), card.lowest, card.highest
        ),
        *reason_lines(card, found, language, chosen),
    ]
    return "\n".join(lines)


def recourse_document(answer: Recourse) -> dict[str, object]:
    """Plans as plain JSON values."""
    return {
        "plans": [
            {
                "score": plan.score,
                "pd": str(plan.pd),
                "months": plan.months,
                "cost": plan.cost,
                "changes": [
                    {
                        "field": change.field,
                        "before": change.before,
                        "after": change.after,
                        "unit": {"en": change.unit.en, "nl": change.unit.nl} if change.unit else None,
                    }
                    for change in plan.changes
                ],
            }
            for plan in answer.plans
        ],
        "best_score": answer.best_score,
        "unmet_limits": list(answer.unmet_limits),
    }


def recourse_text(answer: Recourse, language: Language) -> str:
    """Plans in words, or why there is none."""
    if not answer.plans:
        return NONE.into(language).format(answer.best_score)
    lines = [line for number, plan in enumerate(answer.plans, start=1) for line in plan_lines(number, plan, language)]
    return "\n".join([*lines, STAYING.into(language)])


def plan_lines(number: int, plan: Plan, language: Language) -> list[str]:
    """One plan in words."""
    if not plan.changes:
        return [ALREADY.into(language)]
    lines = [PLAN.into(language).format(number, plan.score, plan.months)]
    for change in plan.changes:
        before = number_text(change.before, language)
        after = with_unit(number_text(change.after, language), change.unit, language)
        lines.append("  " + MOVE.into(language).format(change.label.into(language), before, after))
    return lines
