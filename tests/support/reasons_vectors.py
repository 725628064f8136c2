"""The test vectors of docs/spec/reasons.md; ``python -m tests.support.reasons_vectors`` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from scoring.artefact.card_json import card_bytes
from scoring.artefact.policy_file import policy_bytes
from scoring.domain.characteristic import Source
from scoring.domain.reason import Basis
from scoring.domain.text import Language
from scoring.explain.contributions import contributions, default_basis, reference_points, reference_score
from scoring.explain.notice import points_lines, reason_lines
from scoring.explain.reasons import principal_reasons, reasons
from scoring.explain.recourse import Goal, Plan, recourse
from tests.support.generated_page import with_blocks
from tests.support.hand_card import APPLICANT, HAND_CARD, HAND_POLICY

SPEC = Path(__file__).parents[2] / "docs" / "spec"
PAGE = SPEC / "reasons.md"
VECTORS = SPEC / "vectors" / "reasons.json"

NO_REFUSAL: frozenset[Source] = frozenset()

CASES: tuple[tuple[str, Mapping[str, object], frozenset[Source]], ...] = (
    ("the applicant of the example", APPLICANT, NO_REFUSAL),
    ("the bank is refused", APPLICANT, frozenset({Source.BANK})),
    ("no credit card, income unknown", {**APPLICANT, "card_utilisation": -8, "net_monthly_income": None}, NO_REFUSAL),
    ("the register knows nothing", {**APPLICANT, "card_utilisation": None, "open_arrears": None}, NO_REFUSAL),
    ("the goal is reached", {**APPLICANT, "requested_amount": 7_500, "open_arrears": 0}, NO_REFUSAL),
    (
        "no permitted change reaches the goal",
        {**APPLICANT, "card_utilisation": None, "open_arrears": None, "net_monthly_income": 900},
        frozenset({Source.BANK}),
    ),
)


def vectors() -> dict[str, object]:
    return {
        "about": "Test vectors of docs/spec/reasons.md. Points that are no whole numbers are decimal text.",
        "card": json.loads(card_bytes(HAND_CARD)),
        "policy": json.loads(policy_bytes(HAND_POLICY)),
        "cases": [_case(what, values, refused) for what, values, refused in CASES],
    }


def vectors_text() -> str:
    return json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n"


def _case(what: str, values: Mapping[str, object], refused: frozenset[Source]) -> dict[str, object]:
    readings = HAND_CARD.registry.read(values, refused)
    goal = Goal(target_score=HAND_POLICY.cut_off, limits=HAND_POLICY.limits)
    answer = recourse(HAND_CARD, values, goal=goal, refused=refused, plans=3)
    return {
        "what": what,
        "values": dict(values),
        "refused": sorted(refused),
        "score": HAND_CARD.score(readings),
        "by_basis": {
            basis.value: {
                "reference": str(reference_score(HAND_CARD, basis)),
                "contributions": {
                    part.code: str(part.difference) for part in contributions(HAND_CARD, readings, basis)
                },
                "reasons": [
                    {"code": reason.code, "loss": str(reason.loss), "text": reason.text.en}
                    for reason in reasons(HAND_CARD, readings, basis)
                ],
            }
            for basis in Basis
        },
        "principal_reasons": [reason.code for reason in principal_reasons(HAND_CARD, HAND_POLICY, readings)],
        "recourse": {
            "plans": [_plan(plan) for plan in answer.plans],
            "best_score": answer.best_score,
            "unmet_limits": list(answer.unmet_limits),
        },
    }


def _plan(plan: Plan) -> dict[str, object]:
    return {
        "changes": {change.field: [change.before, change.after] for change in plan.changes},
        "months": plan.months,
        "cost": plan.cost,
        "score": plan.score,
        "pd": str(plan.pd),
    }


def blocks() -> dict[str, str]:
    """The generated blocks of the page, by the name in the comment before them."""
    readings = HAND_CARD.registry.read(APPLICANT)
    found = principal_reasons(HAND_CARD, HAND_POLICY, readings)
    return {
        "points": _fenced(points_lines(HAND_CARD, readings, Language.EN)),
        "losses": "\n".join(_losses()),
        "reasons": _fenced(reason_lines(HAND_CARD, found, Language.EN)),
        "plans": "\n".join(_plans()),
    }


def _losses() -> list[str]:
    readings, basis = HAND_CARD.registry.read(APPLICANT), default_basis(HAND_CARD)
    lines = ["| code | points | just passing | loss |", "| --- | ---: | ---: | ---: |"]
    for entry in HAND_CARD.entries:
        reference, points = reference_points(entry, basis), entry.lookup(readings[entry.characteristic]).points
        lines.append(f"| {HAND_CARD.characteristic(entry).code} | {points} | {reference} | {reference - points} |")
    total, score = reference_score(HAND_CARD, basis), HAND_CARD.score(readings)
    with_initial = HAND_CARD.initial_points
    return [
        *lines,
        f"| with initial points {with_initial} | {score} | {total.normalize():f} | {(total - score).normalize():f} |",
    ]


def _plans() -> list[str]:
    goal = Goal(target_score=HAND_POLICY.cut_off, limits=HAND_POLICY.limits)
    lines = ["| plan | changes | months | cost | score |", "| ---: | --- | ---: | ---: | ---: |"]
    for number, plan in enumerate(recourse(HAND_CARD, APPLICANT, goal=goal, plans=3).plans, start=1):
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
