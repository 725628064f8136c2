from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scoring.domain.card import Card
from scoring.domain.characteristic import Actionable, Category, Change, Source, Special
from scoring.domain.errors import CardError, InputError, InvalidValue, NotSearchable, UndeclaredField
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.policy import Limit
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.explain.moves import MOST_SETTINGS
from scoring.explain.options import Option
from scoring.explain.recourse import Goal, Plan, plan_of, recourse, recourse_of
from scoring.explain.recourse_model import recourse_model
from scoring.explain.recourse_search import search
from tests.support.hand_card import APPLICANT, HAND_CARD, HAND_POLICY, card, crossing, entry, field, intervals, line

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


def fine(*scored: str, most: float = 1e6, formula: str = "a + 2 * b") -> Card:
    """Two fields that meet in a formula, with 501 and 1,001 settings: half a million together."""
    a = field("a", range=(0, 500), actionable=Actionable(direction=Change.DOWN, step=1, cost=3))
    b = field("b", range=(0, 1_000), actionable=down(1))
    total = field("total", range=(-1e6, most), formula=Formula(formula))
    registry = Registry(profile=Profile.BENCHMARK, title=Text.same("two"), characteristics=(a, b, total))
    tables = {"total": (400, 900, 2_000), "a": (100,), "b": (150, 400)}
    entries = [
        entry(name, (*intervals(ends, range(10 * len(ends), -1, -10)), line(Test.MISSING, 0)))
        for name, ends in tables.items()
        if name in scored
    ]
    return card(registry, entries)


@pytest.mark.parametrize("target", [10, 20, 30, 40, 50])
def test_half_a_million_settings_that_meet_are_searched_exactly(target: int) -> None:
    """Of the longest ladder only the settings at which a line changes are looked at; the plan is that of all."""
    a, b = np.meshgrid(np.arange(500, -1, -1), np.arange(1_000, -1, -1), indexing="ij")
    total = a + 2 * b
    points = 30 - 10 * np.searchsorted([400, 900, 2_000], total, side="right")
    points += 20 - 10 * np.searchsorted([150, 400], b, side="right")
    changes = (a < 500).astype(int) + (b < 1_000)
    key = np.where(points >= target, changes * 10**6 + 3 * (500 - a) + (1_000 - b), 10**9)
    place = np.unravel_index(key.argmin(), key.shape)

    (plan,) = recourse(fine("total", "b"), {"a": 500, "b": 1_000}, goal=Goal(target_score=target)).plans
    assert (len(plan.changes), plan.cost) == divmod(int(key[place]), 10**6)
    assert {"a": 500.0, "b": 1_000.0, **after(plan)} == {"a": a[place], "b": b[place]}


def test_where_half_a_million_settings_do_not_suffice_the_highest_score_is_named() -> None:
    answer = recourse(fine("total", "b"), {"a": 500, "b": 1_000}, goal=Goal(target_score=60))
    assert (answer.plans, answer.best_score) == ((), 50)


def test_a_longer_ladder_that_cannot_be_halved_counts_in_full() -> None:
    """A person whose derived value is invalid of itself has to keep it so, and where it does has no order."""
    made = fine("a", "b", most=2_400)
    assert recourse(made, {"a": 400, "b": 1_000}, goal=Goal(target_score=30)).plans
    with pytest.raises(NotSearchable) as caught:
        recourse(made, {"a": 500, "b": 1_000}, goal=Goal(target_score=30))
    assert caught.value.fields == ("a", "b")


def test_fields_that_need_not_move_together_may_be_as_fine_as_they_like() -> None:
    """The formula has no order. Where one field is enough, nobody asks what both would do."""
    made = fine("a", "b", formula="(a - 250) * (b - 500)")
    (plan,) = recourse(made, {"a": 500, "b": 1_000}, goal=Goal(target_score=20)).plans
    assert after(plan) == {"b": 149}
    with pytest.raises(NotSearchable):
        recourse(made, {"a": 500, "b": 1_000}, goal=Goal(target_score=30))


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


def two_fields(**second: Any) -> Registry:  # noqa: ANN401 - any field of a characteristic
    """Fields ``x``, which goes down from what it is, and ``y``, as declared."""
    fields = (field("x", range=(0, 10), actionable=down(1)), field("y", **{"range": (0, 10), **second}))
    return Registry(profile=Profile.BENCHMARK, title=Text.same("two"), characteristics=fields)


def crossed(registry: Registry) -> Card:
    """Points for ``y`` below 5 only where ``x`` lies below 5 too."""
    missing = line(Test.MISSING, 0)
    within = (*intervals((5,), (10, 0)), missing)
    beyond = (*intervals((5,), (0, 3)), missing)
    tables = [
        (Line(test=Test.INTERVAL, upper=5), within),
        (Line(test=Test.INTERVAL, lower=5), beyond),
        (Line(test=Test.MISSING), (line(Test.ANY, 0),)),
    ]
    return card(registry, [crossing("x", "y", tables)])


def test_fields_that_meet_in_a_crossing_are_moved_together() -> None:
    """Neither change brings a point by itself; together they bring ten."""
    made = crossed(two_fields(actionable=down(2)))
    (plan,) = recourse(made, {"x": 7, "y": 8}, goal=Goal(target_score=5), plans=5).plans
    assert (after(plan), plan.score) == ({"x": 4, "y": 4}, 10)
    assert recourse(made, {"x": 7, "y": 8}, goal=Goal(target_score=3)).plans[0].changes == ()


def test_a_crossing_with_a_fixed_side_moves_on_the_other() -> None:
    (plan,) = recourse(crossed(two_fields()), {"x": 7, "y": 2}, goal=Goal(target_score=5), plans=5).plans
    assert (after(plan), plan.score) == ({"x": 4}, 10)


def arrears(besides: float = 0, **recovery: Any) -> Card:  # noqa: ANN401 - any field of a characteristic
    """Making an arrear good is 20 points; the months since then earn 0 below 12, then 15, and 8 where there is none."""
    special = (
        Special(code="-8", meaning=Text.same("no arrear made good")),
        Special(code="-7", meaning=Text.same("in dispute"), refers=True),
    )
    x = field("x", range=(0, 10), actionable=replace(down(1), also=(("y", besides),)))
    y = field("y", **{"range": (0, 60), "special": special, **recovery})
    registry = Registry(profile=Profile.BENCHMARK, title=Text.same("two"), characteristics=(x, y))
    others = [line(Test.SPECIAL, points, code) for code, points in (("-8", 8), ("-7", 7))]
    return card(
        registry,
        [
            entry("x", (*intervals((1,), (20, 0)), line(Test.MISSING, 0))),
            entry("y", (*intervals((12,), (0, 15)), *others, line(Test.MISSING, 5))),
        ],
    )


@pytest.mark.parametrize(("months", "score"), [(24, 20), (-8, 20), (None, 20), (-7, 27)])
def test_a_change_is_scored_with_what_it_sets_besides(months: int | None, score: int) -> None:
    """Whatever was known before begins anew; a fact in dispute stays one."""
    answer = recourse(arrears(), {"x": 1, "y": months}, goal=Goal(target_score=20))
    (plan,) = answer.plans
    assert (after(plan), plan.score, answer.best_score) == ({"x": 0}, score, score)
    assert [effect.field.name for effect in plan.also] == (["y"] if months != -7 else [])


def test_a_side_effect_can_put_the_goal_out_of_reach() -> None:
    assert recourse(arrears(), {"x": 1, "y": 24}, goal=Goal(target_score=21)).plans == ()


def test_a_side_effect_may_be_a_special_code() -> None:
    (plan,) = recourse(arrears(-8), {"x": 1, "y": 3}, goal=Goal(target_score=28)).plans
    assert plan.also[0].after.label == "-8"


def test_a_field_that_is_set_besides_is_not_moved_in_the_same_plan() -> None:
    """Both changes would bring 35 points; one undoes the other."""
    up = Actionable(direction=Change.UP, step=12)
    answer = recourse(arrears(actionable=up), {"x": 1, "y": 0}, goal=Goal(target_score=35))
    assert (answer.plans, answer.best_score) == ((), 20)


def test_a_side_effect_may_not_raise_another_obligation() -> None:
    for category, count in ((Category.LIABILITY, 0), (Category.ASSET, 1)):
        answer = recourse(arrears(30, category=category), {"x": 1, "y": 3}, goal=Goal(target_score=20), plans=3)
        assert len(answer.plans) == count


def test_a_refused_source_is_not_set_besides() -> None:
    made = arrears(source=Source.REGISTER)
    fields = tuple(
        replace(each, source=Source.BANK) if each.name == "y" else each for each in made.registry.characteristics
    )
    lines = (*made.entries[1].attributes, line(Test.NOT_PROVIDED, 9))
    made = card(replace(made.registry, characteristics=fields), [made.entries[0], entry("y", lines)])
    (plan,) = recourse(made, {"x": 1}, goal=Goal(target_score=29), refused=frozenset({Source.BANK})).plans
    assert (plan.score, plan.also) == (29, ())


def test_one_model_serves_many_persons() -> None:
    model = recourse_model(HAND_CARD, HAND_POLICY.limits)
    for values in (APPLICANT, {**APPLICANT, "open_arrears": 0}, {**APPLICANT, "net_monthly_income": 900}):
        found = recourse_of(model, HAND_CARD.registry.read(values), 560, 3)
        assert found == recourse(HAND_CARD, values, goal=GOAL, plans=3)


@pytest.mark.parametrize(("code", "found"), [("0", -1.0), ("-2", 0.0)])
def test_a_code_among_the_steps_is_stepped_over(code: str, found: float) -> None:
    """The first value with points may be a code, or the last one within the bound."""
    special = (Special(code=code, meaning=Text.same("no such loan")),)
    coded = one_field(range=None, special=special, actionable=down(1, bound=-2))
    answer = recourse(coded, {"x": 3}, goal=Goal(target_score=10))
    assert (after(answer.plans[0]), answer.best_score) == ({"x": found}, 10)


def test_a_step_that_only_rounding_keeps_within_the_range_is_left_out() -> None:
    """Three steps of 1 and a little more end below 0 by less than rounding to nine places shows."""
    made = one_field(actionable=down(1 + 1e-10))
    answer = recourse(made, {"x": 3}, goal=Goal(target_score=10))
    assert (answer.plans, answer.best_score) == ((), 0)


def test_sets_of_many_fields_come_in_order_of_months_and_number() -> None:
    """Beyond ten fields they are made one by one rather than kept."""
    fields = [
        field(f"f{n:02}", code=f"F{n}", range=(0, 3), actionable=replace(down(1), months=n % 3)) for n in range(11)
    ]
    registry = Registry(profile=Profile.BENCHMARK, title=Text.same("many"), characteristics=tuple(fields))
    made = card(registry, [entry(each.name, (*intervals((1,), (1, 0)), line(Test.MISSING, 0))) for each in fields])
    model = recourse_model(made)
    ranked = [(months, movers.bit_count()) for months, movers in model.ranked(2**11 - 1)]
    assert (len(ranked), ranked) == (2**11 - 1, sorted(ranked))
    assert len({movers for _, movers in model.ranked(2**11 - 1)}) == 2**11 - 1
    plans = recourse(made, {each.name: 3 for each in fields}, goal=Goal(target_score=3), plans=2).plans
    assert [sorted(after(plan)) for plan in plans] == [["f00", "f03", "f06"], ["f00", "f03", "f09"]]


@pytest.mark.parametrize("points", [1, 90])
def test_an_option_that_the_card_does_not_confirm_is_never_shown(points: int) -> None:
    readings = HAND_CARD.registry.read(APPLICANT)
    searched = search(recourse_model(HAND_CARD, HAND_POLICY.limits), readings, 560)
    with pytest.raises(CardError, match="defect"):
        plan_of(searched, readings, Option(0, ((0, 1),), points, 0))


def test_an_option_that_breaks_a_limit_is_never_shown() -> None:
    """The applicant's payment exceeds the limit; savings bring 11 points and do not change that."""
    readings = HAND_CARD.registry.read(APPLICANT)
    searched = search(recourse_model(HAND_CARD, HAND_POLICY.limits), readings, 520)
    with pytest.raises(CardError, match="limit"):
        plan_of(searched, readings, Option(0, ((0, 3),), 11, 0))
