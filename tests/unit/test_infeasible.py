from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from api.cli.show_recourse import certificate_document, recourse_text
from scoring.domain.errors import CertificateFailed
from scoring.domain.policy import Limit
from scoring.domain.text import Language, Text
from scoring.explain.infeasible import Ground, Infeasible
from scoring.explain.infeasible_check import check_infeasible
from scoring.explain.recourse import Goal, Recourse, recourse
from tests.support.hand_card import APPLICANT, HAND_CARD, HAND_POLICY


def limit(field: str, most: float, code: str = "A07") -> Limit:
    return Limit(characteristic=field, most=most, code=code, reason=Text.same("too much"))


def answer(target: int, *limits: Limit, values: Mapping[str, object] = APPLICANT) -> Recourse:
    return recourse(HAND_CARD, values, goal=Goal(target_score=target, limits=limits))


def proof(target: int, *limits: Limit) -> Infeasible:
    found = answer(target, *limits).certificate
    assert found is not None
    check_infeasible(found, HAND_CARD, HAND_CARD.registry.read(APPLICANT), limits)
    return found


def test_where_the_score_is_out_of_reach_the_proof_is_an_addition() -> None:
    """430 + 18 + 16 that nobody can change, and 45 + 30 + 40 + 28 at most."""
    found = proof(608, *HAND_POLICY.limits)
    assert (found.ground, found.fixed_points, found.best_score) == (Ground.SCORE, 464, 607)
    assert {component.fields: component.bounds[0].points for component in found.components} == {
        ("buffer_months",): 28,
        ("card_utilisation",): 30,
        ("open_arrears",): 40,
        ("requested_amount",): 45,
    }


def test_where_a_limit_is_out_of_reach_the_proof_names_it() -> None:
    found = proof(500, limit("net_monthly_income", 1_000))
    assert (found.ground, found.unmet_limits) == (Ground.LIMITS, ("A07",))


def test_where_score_and_limit_exclude_each_other_the_proof_lists_what_each_field_can_bring() -> None:
    """More than 2 months of savings bring the last points and break a limit."""
    found = proof(607, limit("buffer_months", 2))
    assert (found.ground, found.best_score, found.unmet_limits) == (Ground.TOGETHER, 607, ())
    (savings,) = (component for component in found.components if component.fields == ("buffer_months",))
    assert [(bound.points, bound.meets) for bound in savings.bounds] == [(28, ()), (17, ("A07",))]


def test_an_answer_with_a_plan_has_no_certificate() -> None:
    assert answer(560, *HAND_POLICY.limits).certificate is None


@pytest.mark.parametrize(
    ("limits", "target", "change", "what"),
    [
        ((), 608, {"fixed_points": 463}, "fixed points"),
        ((), 608, {"best_score": 606}, "highest score"),
        ((), 608, {"target_score": 607}, "can be reached"),
        ((), 608, {"components": ()}, "components"),
        ((), 608, {"unmet_limits": ("A07",)}, "unmet limits"),
        ((limit("buffer_months", 2),), 607, {"target_score": 596}, "reaches the goal"),
        ((limit("buffer_months", 2),), 607, {"ground": Ground.LIMITS}, "every limit can be met"),
    ],
)
def test_a_certificate_that_was_tampered_with_is_refused(
    limits: tuple[Limit, ...], target: int, change: dict[str, object], what: str
) -> None:
    found = replace(proof(target, *limits), **change)  # type: ignore[arg-type]
    with pytest.raises(CertificateFailed, match=what):
        check_infeasible(found, HAND_CARD, HAND_CARD.registry.read(APPLICANT), limits)


def test_a_bound_that_states_too_little_is_refused() -> None:
    limits = (limit("buffer_months", 2),)
    found = proof(607, *limits)
    short = tuple(replace(component, bounds=component.bounds[-1:]) for component in found.components)
    with pytest.raises(CertificateFailed, match="brings more than it states"):
        check_infeasible(replace(found, components=short), HAND_CARD, HAND_CARD.registry.read(APPLICANT), limits)


def test_a_bound_that_no_setting_attains_is_refused() -> None:
    found = proof(608)
    high = tuple(
        replace(component, bounds=(replace(component.bounds[0], points=component.bounds[0].points + 1),))
        for component in found.components
    )
    with pytest.raises(CertificateFailed, match="does not bring what it states"):
        check_infeasible(replace(found, components=high), HAND_CARD, HAND_CARD.registry.read(APPLICANT))


def test_the_proof_can_be_read_as_an_addition() -> None:
    lines = recourse_text(answer(608), HAND_CARD.registry, Language.EN).splitlines()
    numbers = [int(line.split()[0]) for line in lines[1:]]
    assert sum(numbers[:-1]) == numbers[-1] == 607
    assert lines[0].endswith("the best within them is 607")


def test_a_value_between_the_steps_may_reach_more_and_the_words_claim_steps_only() -> None:
    """From 18,250 in steps of 500 the least amount is 750, while the declared minimum of 500 would score 594."""
    values = {**APPLICANT, "requested_amount": 18_250, "net_monthly_income": 180}
    least = {**values, "requested_amount": 500, "card_utilisation": 0, "open_arrears": 0, "buffer_months": 6}
    assert HAND_CARD.score(HAND_CARD.registry.read(least)) == 594
    found = answer(594, values=values)
    assert found.best_score == 581
    said = [recourse_text(found, HAND_CARD.registry, language).splitlines()[0] for language in Language]
    assert said == [
        "no change in the card's steps reaches the score: the best within them is 581",
        "geen verandering in de stappen van de kaart haalt de score: het beste daarbinnen is 581",
    ]


@pytest.mark.parametrize("language", Language)
def test_the_other_grounds_have_words_too(language: Language) -> None:
    registry = HAND_CARD.registry
    assert "A07" in recourse_text(answer(500, limit("net_monthly_income", 1_000)), registry, language)
    buffer = registry.field("buffer_months").label.into(language)
    assert buffer in recourse_text(answer(607, limit("buffer_months", 2)), registry, language)


def test_the_document_holds_all_that_the_check_needs() -> None:
    found = proof(607, limit("buffer_months", 2))
    document = certificate_document(found)
    assert set(document) == set(Infeasible.__dataclass_fields__)
