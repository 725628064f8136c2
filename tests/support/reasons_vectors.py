"""The test vectors of docs/spec/reasons.md; ``python -m tests.support.reasons_vectors`` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from api.cli.show import references_text
from api.cli.show_recourse import certificate_document, recourse_text
from scoring.artefact.card_json import card_bytes
from scoring.artefact.policy_file import policy_bytes
from scoring.domain.card import Card
from scoring.domain.characteristic import Source
from scoring.domain.text import Language
from scoring.explain.contributions import contributions, default_basis, reference_points, reference_score
from scoring.explain.notice import points_lines, reason_lines
from scoring.explain.reasons import principal_reasons, reasons_by_basis
from scoring.explain.recourse import Goal, Plan, recourse
from scoring.explain.responsiveness import responsiveness
from tests.support.generated_page import with_blocks
from tests.support.hand_card import APPLICANT, CROSSED_CARD, HAND_CARD, HAND_POLICY

SPEC = Path(__file__).parents[2] / "docs" / "spec"
PAGE = SPEC / "reasons.md"
VECTORS = SPEC / "vectors" / "reasons.json"

GOAL = Goal(target_score=HAND_POLICY.cut_off, limits=HAND_POLICY.limits)

NO_REFUSAL: frozenset[Source] = frozenset()


def _with_side_effect() -> Card:
    """The card with a crossing, where making an arrear good leaves half a month of savings."""
    registry = CROSSED_CARD.registry
    declared = tuple(
        replace(each, actionable=replace(each.actionable, also=(("buffer_months", 0.5),)))
        if each.name == "open_arrears" and each.actionable is not None
        else each
        for each in registry.characteristics
    )
    return replace(CROSSED_CARD, registry=replace(registry, characteristics=declared))


CARDS: Mapping[str, Card] = {"one-way": HAND_CARD, "crossed": CROSSED_CARD, "side effect": _with_side_effect()}

CASES: tuple[tuple[str, str, Mapping[str, object], frozenset[Source]], ...] = (
    ("the applicant of the example", "one-way", APPLICANT, NO_REFUSAL),
    ("the bank is refused", "one-way", APPLICANT, frozenset({Source.BANK})),
    (
        "no credit card, income unknown",
        "one-way",
        {**APPLICANT, "card_utilisation": -8, "net_monthly_income": None},
        NO_REFUSAL,
    ),
    (
        "the register knows nothing",
        "one-way",
        {**APPLICANT, "card_utilisation": None, "open_arrears": None},
        NO_REFUSAL,
    ),
    ("the goal is reached", "one-way", {**APPLICANT, "requested_amount": 7_500, "open_arrears": 0}, NO_REFUSAL),
    (
        "no permitted change reaches the goal",
        "one-way",
        {**APPLICANT, "card_utilisation": None, "open_arrears": None, "net_monthly_income": 900},
        frozenset({Source.BANK}),
    ),
    ("no permitted change meets the limit", "one-way", {**APPLICANT, "net_monthly_income": 50}, NO_REFUSAL),
    ("a card with a crossing", "crossed", APPLICANT, NO_REFUSAL),
    ("a crossing whose choosing value is unknown", "crossed", {**APPLICANT, "housing_tenure": None}, NO_REFUSAL),
    ("a change that sets another field besides", "side effect", APPLICANT, NO_REFUSAL),
    ("a side effect on a refused source", "side effect", APPLICANT, frozenset({Source.BANK})),
)


def vectors() -> dict[str, object]:
    return {
        "about": "Test vectors of docs/spec/reasons.md. Points that are no whole numbers are decimal text.",
        "cards": {name: json.loads(card_bytes(made)) for name, made in CARDS.items()},
        "policy": json.loads(policy_bytes(HAND_POLICY)),
        "cases": [_case(what, card, values, refused) for what, card, values, refused in CASES],
    }


def vectors_text() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


def _case(what: str, name: str, values: Mapping[str, object], refused: frozenset[Source]) -> dict[str, object]:
    card = CARDS[name]
    readings = card.registry.read(values, refused)
    answer = recourse(card, values, goal=GOAL, refused=refused, plans=3)
    principal = principal_reasons(card, HAND_POLICY, readings)
    return {
        "what": what,
        "card": name,
        "values": dict(values),
        "refused": sorted(refused),
        "score": card.score(readings),
        "by_basis": {
            basis.value: {
                "reference": str(reference_score(card, basis)),
                "contributions": {part.code: str(part.difference) for part in contributions(card, readings, basis)},
                "reasons": [
                    {"code": reason.code, "loss": str(reason.loss), "text": reason.text.en} for reason in found
                ],
            }
            for basis, found in reasons_by_basis(card, readings).items()
        },
        "principal_reasons": [reason.code for reason in principal],
        "alone": {
            code: {
                "enough": alone.enough,
                "changes": {change.field: [change.before, change.after] for change in alone.changes},
                "gain": alone.gain,
            }
            for code, alone in responsiveness(card, readings, principal, GOAL).items()
        },
        "recourse": {
            "plans": [_plan(plan) for plan in answer.plans],
            "best_score": answer.best_score,
            "unmet_limits": list(answer.unmet_limits),
            "certificate": None if answer.certificate is None else certificate_document(answer.certificate),
        },
    }


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "changes": {change.field: [change.before, change.after] for change in plan.changes},
        "also": [effect.field.name for effect in plan.also],
        "months": plan.months,
        "cost": plan.cost,
        "score": plan.score,
        "pd": str(plan.pd),
    }


def blocks() -> dict[str, str]:
    """The generated blocks of the page, by the name in the comment before them."""
    readings = HAND_CARD.registry.read(APPLICANT)
    found = principal_reasons(HAND_CARD, HAND_POLICY, readings)
    alone = responsiveness(HAND_CARD, readings, found, GOAL)
    none = recourse(HAND_CARD, APPLICANT, goal=Goal(target_score=608))
    return {
        "points": _fenced(points_lines(HAND_CARD, readings, Language.EN)),
        "losses": "\n".join(_losses()),
        "references": _fenced(references_text(HAND_CARD, readings, Language.EN).splitlines()[-9:]),
        "reasons": _fenced(reason_lines(HAND_CARD, found, Language.EN, alone=alone)),
        "plans": "\n".join(_plans()),
        "certificate": _fenced(recourse_text(none, HAND_CARD.registry, Language.EN).splitlines()),
    }


def _losses() -> list[str]:
    readings, basis = HAND_CARD.registry.read(APPLICANT), default_basis(HAND_CARD)
    lines = ["| code | points | just passing | loss |", "| --- | ---: | ---: | ---: |"]
    for entry in HAND_CARD.entries:
        reference, points = reference_points(entry, basis), entry.lookup(readings).points
        lines.append(f"| {HAND_CARD.naming(entry).code} | {points} | {reference} | {reference - points} |")
    total, score = reference_score(HAND_CARD, basis), HAND_CARD.score(readings)
    with_initial = HAND_CARD.initial_points
    return [
        *lines,
        f"| with initial points {with_initial} | {score} | {total.normalize():f} | {(total - score).normalize():f} |",
    ]


def _plans() -> list[str]:
    lines = ["| plan | changes | months | cost | score |", "| ---: | --- | ---: | ---: | ---: |"]
    for number, plan in enumerate(recourse(HAND_CARD, APPLICANT, goal=GOAL, plans=3).plans, start=1):
        moves = ", ".join(f"`{change.field}` {change.before:g} to {change.after:g}" for change in plan.changes)
        lines.append(f"| {number} | {moves} | {plan.months} | {plan.cost:g} | {plan.score} |")
    return lines


def _fenced(lines: list[str]) -> str:
    return "\n".join(["```text", *lines, "```"])


def main() -> None:
    VECTORS.parent.mkdir(exist_ok=True)
    VECTORS.write_text(vectors_text(), encoding="utf-8")
    PAGE.write_text(with_blocks(PAGE.read_text(encoding="utf-8"), blocks()), encoding="utf-8")


if __name__ == "__main__":
    main()
