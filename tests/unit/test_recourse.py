from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.domain.card import Card, Test
from scoring.domain.characteristic import Actionable, Category, Change, Source, Special
from scoring.domain.errors import InputError, InvalidValue, UndeclaredField
from scoring.domain.formula import Formula
from scoring.domain.policy import Limit
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.explain.moves import MOST_SETTINGS
from scoring.explain.recourse import Goal, Plan, recourse
from tests.support.hand_card import APPLICANT, HAND_CARD, HAND_POLICY, card, entry, field, intervals, line

GOAL = Goal(target_score=560, limits=HAND_POLICY.limits)


def after(plan: Plan) -> dict[str, float]:
    return {change.field: change.after for change in plan.changes}


def one_field(**settings: Any) -> Card:  # noqa: ANN401 - any field of a characteristic
    """A card of one characteristic ``x``: 10 points below 0.05, otherwise none."""
    x = field("x", **{"range": (0, 10), **settings})
    others = [line(Test.SPECIAL, 0, special.code) for special in x.special]
    registry = Registry(profile=Profile.BENCHMARK, title=Text.same("one"), characteristics=(x,))
    return card(registry, [entry("x", (*intervals((0.05,), (10, 0)), *others, line(Test.MISSING, 0)))])


def down(step: float, bound: float | None = None) -> Actionable:
    return Actionable(direction=Change.DOWN, step=step, bound=bound)


def test_the_cheapest_plan_is_the_soonest() -> None:
    """The arrears take three months; every plan without them takes six."""
    (plan,) = recourse(HAND_CARD, APPLICANT, goal=GOAL).plans
    assert after(plan) == {"open_arrears": 0, "requested_amount": 7_500}
    assert (plan.months, plan.cost, plan.score) == (3, 24, 570)
    assert plan.pd == HAND_CARD.pd(570)


def test_further_plans_change_other_sets_of_fields() -> None:
    """Card and arrears would do for the score, but the limit also needs a smaller amount: 16,500 on this income."""
    plans = recourse(HAND_CARD, APPLICANT, goal=GOAL, plans=3).plans
    assert [sorted(after(plan)) for plan in plans] == [
        ["open_arrears", "requested_amount"],
        ["card_utilisation", "requested_amount"],
    ]
    free = recourse(HAND_CARD, APPLICANT, goal=Goal(target_score=560), plans=3).plans
    assert [sorted(after(plan)) for plan in free] == [
        ["open_arrears", "requested_amount"],
        ["card_utilisation", "open_arrears"],
        ["card_utilisation", "requested_amount"],
    ]


def test_a_longer_term_is_a_longer_obligation_and_no_plan() -> None:
    """A longer term costs nothing in the declaration and would halve the payment."""
    for plan in recourse(HAND_CARD, APPLICANT, goal=GOAL, plans=10).plans:
        assert "term_months" not in after(plan)


def test_nothing_about_a_refused_source_is_changed() -> None:
    refused = frozenset({Source.BANK})
    goal = Goal(target_score=600)
    assert any("buffer_months" in after(p) for p in recourse(HAND_CARD, APPLICANT, goal=goal, plans=10).plans)
    answer = recourse(HAND_CARD, APPLICANT, goal=goal, refused=refused, plans=10)
    assert not any("buffer_months" in after(plan) for plan in answer.plans)


@pytest.mark.parametrize("unknown", [None, -8])
def test_a_field_without_a_known_value_is_not_changed(unknown: int | None) -> None:
    values = {**APPLICANT, "card_utilisation": unknown}
    plans = recourse(HAND_CARD, values, goal=GOAL, plans=10).plans
    assert plans
    assert not any("card_utilisation" in after(plan) for plan in plans)


def test_without_a_plan_the_best_score_within_reach_is_named() -> None:
    """514 + 30 + 26 + 26 + 11: smaller payment, card, arrears, savings."""
    answer = recourse(HAND_CARD, APPLICANT, goal=Goal(target_score=608))
    assert (answer.plans, answer.best_score, answer.unmet_limits) == ((), 607, ())


def test_a_limit_that_no_change_meets_is_named() -> None:
    """Nobody declared that the income can change."""
    income = Limit(characteristic="net_monthly_income", most=1_000, code="A07", reason=Text.same("too much"))
    answer = recourse(HAND_CARD, APPLICANT, goal=Goal(target_score=0, limits=(*GOAL.limits, income)))
    assert (answer.plans, answer.unmet_limits) == ((), ("A07",))


def test_a_change_may_not_break_a_limit_that_holds() -> None:
    """Savings of 3 earn the points that are missing; a limit of 2 on the same field keeps them out of reach."""
    values = {**APPLICANT, "requested_amount": 7_500, "card_utilisation": 0.6}
    for most, count in ((3.0, 1), (2.0, 0)):
        limit = Limit(characteristic="buffer_months", most=most, code="A08", reason=Text.same("too much"))
        plans = recourse(HAND_CARD, values, goal=Goal(target_score=571, limits=(limit,)), plans=10).plans
        assert sum("buffer_months" in after(plan) for plan in plans) == count


def test_a_plan_read_as_a_request_scores_what_it_says() -> None:
    for plan in recourse(HAND_CARD, APPLICANT, goal=GOAL, plans=10).plans:
        readings = HAND_CARD.registry.read({**APPLICANT, **after(plan)})
        assert HAND_CARD.score(readings) == plan.score
        assert HAND_POLICY.failed(readings) == ()


def test_a_step_never_passes_the_bound_and_reaches_it_in_spite_of_rounding() -> None:
    """0.3 less three times 0.1 is not 0 in binary; to a person it is."""
    (plan,) = recourse(one_field(actionable=down(0.1)), {"x": 0.3}, goal=Goal(target_score=10)).plans
    assert after(plan) == {"x": 0}
    assert str(plan.changes[0].after) == "0.0"
    assert recourse(one_field(actionable=down(0.1, bound=0.1)), {"x": 0.3}, goal=Goal(target_score=10)).plans == ()


def test_a_value_beyond_the_bound_stays() -> None:
    answer = recourse(one_field(actionable=down(0.1, bound=5)), {"x": 4}, goal=Goal(target_score=10))
    assert answer.plans == ()


def test_a_step_onto_a_special_code_is_no_value() -> None:
    """The code -1 means something else than minus one."""
    special = (Special(code="-1", meaning=Text.same("no such loan")),)
    coded = one_field(range=None, special=special, actionable=down(2, bound=-1))
    assert recourse(coded, {"x": 1}, goal=Goal(target_score=10)).plans == ()
    assert recourse(one_field(range=None, actionable=down(2, bound=-1)), {"x": 1}, goal=Goal(target_score=10)).plans


def test_a_change_that_raises_a_derived_obligation_is_no_plan() -> None:
    """Moving savings into a deposit would raise the declared burden of the deposit loan."""
    savings = field(
        "savings", range=(0, 10), category=Category.ASSET, actionable=Actionable(direction=Change.UP, step=1)
    )
    for category, count in ((Category.LIABILITY, 0), (Category.ASSET, 1)):
        burden = field("burden", range=(0, 100), category=category, formula=Formula("savings * 2"))
        registry = Registry(profile=Profile.BENCHMARK, title=Text.same("two"), characteristics=(savings, burden))
        made = card(registry, [entry("savings", (*intervals((5,), (0, 10)), line(Test.MISSING, 0)))])
        assert len(recourse(made, {"savings": 1}, goal=Goal(target_score=10)).plans) == count


@pytest.mark.parametrize("bound", [None, float("-inf"), float("nan")])
def test_a_field_that_can_change_without_end_is_refused(bound: float | None) -> None:
    with pytest.raises(InputError, match="without end"):
        recourse(one_field(range=None, actionable=down(1, bound)), {"x": 3}, goal=Goal(target_score=10))


def test_steps_too_fine_to_search_are_refused_rather_than_searched_in_part() -> None:
    with pytest.raises(InputError, match="too fine"):
        recourse(one_field(actionable=down(10 / MOST_SETTINGS / 2)), {"x": 10}, goal=Goal(target_score=10))


def test_fields_that_meet_in_a_formula_are_too_fine_together() -> None:
    fields = [field(name, range=(0, 1_000), actionable=down(1)) for name in ("a", "b")]
    total = field("total", formula=Formula("a + b"))
    registry = Registry(profile=Profile.BENCHMARK, title=Text.same("two"), characteristics=(*fields, total))
    made = card(registry, [entry("total", (*intervals((5,), (10, 0)), line(Test.MISSING, 0)))])
    with pytest.raises(InputError, match="a, b are too fine"):
        recourse(made, {"a": 1_000, "b": 1_000}, goal=Goal(target_score=10))


def test_an_invalid_value_is_named() -> None:
    with pytest.raises(InvalidValue) as caught:
        recourse(HAND_CARD, {**APPLICANT, "open_arrears": "many"}, goal=GOAL)
    assert caught.value.field == "open_arrears"


def test_at_least_one_plan_is_asked_for() -> None:
    with pytest.raises(InputError, match="at least one plan"):
        recourse(HAND_CARD, APPLICANT, goal=GOAL, plans=0)


def test_a_limit_on_a_field_that_nobody_declared_is_refused() -> None:
    limit = replace(GOAL.limits[0], characteristic="postcode")
    with pytest.raises(UndeclaredField):
        recourse(HAND_CARD, APPLICANT, goal=Goal(target_score=560, limits=(limit,)))


def test_two_limits_of_one_code_are_no_goal() -> None:
    with pytest.raises(InputError, match="share a code"):
        Goal(target_score=560, limits=GOAL.limits * 2)
