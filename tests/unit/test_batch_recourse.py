from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from scoring.batch import recourse as module
from scoring.batch.recourse import recourse_table
from scoring.domain.card import Card
from scoring.domain.errors import CardError, UndeclaredField
from scoring.domain.policy import Limit
from scoring.domain.reading import Reading
from scoring.domain.text import Text
from scoring.explain.recourse import Goal, recourse
from scoring.explain.recourse_model import Model
from scoring.explain.recourse_search import Search, search
from scoring.tabular.readings import TableReadings, read_frame
from tests.support.hand_card import APPLICANT, HAND_CARD, HAND_POLICY
from tests.support.reasons_vectors import CARDS

GOAL = Goal(target_score=560, limits=HAND_POLICY.limits)


def table(*people: Mapping[str, object], card: Card = HAND_CARD) -> TableReadings:
    names = [field.name for field in card.registry.read_fields]
    frame = {name: np.array([person[name] for person in people], dtype=object) for name in names}
    return read_frame(frame, card.registry)


def test_each_row_has_the_first_plan_of_its_person() -> None:
    """The applicant, one who passes, one with an invalid value, one without a plan."""
    people = (
        APPLICANT,
        {**APPLICANT, "requested_amount": 7_500, "open_arrears": 0},
        {**APPLICANT, "open_arrears": 21},
        {**APPLICANT, "net_monthly_income": 50},
    )
    found = recourse_table(HAND_CARD, table(*people), GOAL)
    assert found.feasible.tolist() == [True, True, False, False]
    assert found.invalid.tolist() == ["", "", "open_arrears", ""]
    assert (found.months[0], found.changes[0], found.cost[0], found.score[0]) == (3, 2, 24, 570)
    assert (found.changes[1], found.score[1]) == (0, 570)
    assert {name: column[0] for name, column in found.values.items()} == {"open_arrears": 0, "requested_amount": 7_500}
    assert all(np.isnan(column[1:]).all() for column in found.values.values())


def test_side_effects_are_scored_again_with_the_plans() -> None:
    made = CARDS["side effect"]
    found = recourse_table(made, table(APPLICANT, card=made), Goal(target_score=550))
    (plan,) = recourse(made, APPLICANT, goal=Goal(target_score=550)).plans
    assert plan.also
    assert (found.score[0], found.changes[0]) == (plan.score, len(plan.changes))


def test_equal_persons_are_searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another home is another score; the same score and movable values are the same search."""
    searched = []

    def counted(model: Model, readings: Mapping[str, Reading], target: int) -> Search:
        searched.append(target)
        return search(model, readings, target)

    monkeypatch.setattr(module, "search", counted)
    recourse_table(HAND_CARD, table(APPLICANT, APPLICANT, {**APPLICANT, "housing_tenure": "other"}), GOAL)
    assert len(searched) == 2


def test_a_plan_that_does_not_score_as_promised_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_after", lambda *given: given[1])
    with pytest.raises(CardError, match="defect"):
        recourse_table(HAND_CARD, table(APPLICANT), GOAL)


def test_a_table_in_which_nobody_needs_a_plan_has_no_values() -> None:
    found = recourse_table(HAND_CARD, table(APPLICANT), Goal(target_score=0))
    assert (found.feasible.tolist(), found.values) == ([True], {})


def test_a_limit_on_a_field_that_nobody_declared_is_refused() -> None:
    limit = Limit(characteristic="postcode", most=1, code="A09", reason=Text.same("too much"))
    with pytest.raises(UndeclaredField):
        recourse_table(HAND_CARD, table(APPLICANT), Goal(target_score=560, limits=(limit,)))
