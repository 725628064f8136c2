"""Recourse equals brute force over every setting of every field, read and scored anew each time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from scoring.domain.card import Card
from scoring.domain.characteristic import Category, Change, Characteristic
from scoring.domain.errors import InvalidValue
from scoring.domain.reading import Reading, State
from scoring.explain.infeasible_check import check_infeasible
from scoring.explain.recourse import Goal, Plan, recourse
from tests.support.small_cards import DISPUTED, Case, cases

OBLIGATIONS = {Category.COMMITMENT, Category.LIABILITY, Category.EXPENSE}

Key = tuple[int, int, float, tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One way to set the fields: its place in the order of plans, and what it gives."""

    key: Key
    after: Mapping[str, float]
    score: int
    reaches: bool


def rungs(field: Characteristic, reading: Reading) -> list[tuple[int, float]]:
    """Every number of steps with the value it leads to; step 0 stays."""
    found = [(0, reading.number)]
    actionable = field.actionable
    if actionable is None or reading.state is not State.VALUE:
        return found
    sign = 1 if actionable.direction is Change.UP else -1
    for steps in range(1, 100):
        after = round(reading.number + sign * steps * actionable.step, 10)
        beyond = actionable.bound is not None and sign * (after - actionable.bound) > 1e-9
        if beyond or field.read(after).state is not State.VALUE:
            break
        found.append((steps, after))
    return found


def is_forbidden(card: Card, before: Mapping[str, Reading], after: Mapping[str, Reading]) -> bool:
    """Whether an obligation ends higher, or it or anything derived changes its state so that nobody can say."""
    for each in (*card.registry.characteristics, *card.registry.inputs):
        changed = after[each.name].state is not before[each.name].state
        if changed and (each.formula is not None or each.category in OBLIGATIONS):
            return True
        if each.category in OBLIGATIONS and after[each.name].number > before[each.name].number:
            return True
    return False


def side_effects(fields: list[Characteristic], before: Mapping[str, Reading]) -> dict[str, float]:
    """What changes of these fields set besides, for this person."""
    set_to = {name: value for field in fields if field.actionable for name, value in field.actionable.also}
    return {
        name: value
        for name, value in set_to.items()
        if before[name].state not in {State.INVALID, State.NOT_PROVIDED} and before[name].label != DISPUTED
    }


def every_setting(card: Card, values: Mapping[str, object], goal: Goal) -> Iterator[Setting]:
    before = card.registry.read(values)
    fields = card.registry.read_fields
    for chosen in product(*(rungs(field, before[field.name]) for field in fields)):
        moved = sorted(
            (field.name, field, steps, after) for field, (steps, after) in zip(fields, chosen, strict=True) if steps
        )
        besides = side_effects([field for _, field, _, _ in moved], before)
        set_anyway = {n for _, field, _, _ in moved if field.actionable for n, _ in field.actionable.also}
        if set_anyway & {name for name, *_ in moved}:
            continue
        readings = card.registry.read({**values, **besides, **{name: after for name, _, _, after in moved}})
        if is_forbidden(card, before, readings):
            continue
        efforts = [(field.actionable, steps) for _, field, steps, _ in moved]
        key = (
            max((a.months for a, _ in efforts if a), default=0),
            len(moved),
            round(sum(steps * a.cost for a, steps in efforts if a), 9),
            tuple(name for name, *_ in moved),
            tuple(abs(after - before[name].number) for name, _, _, after in moved),
        )
        score = card.score(readings)
        reaches = score >= goal.target_score and all(limit.passes(readings) for limit in goal.limits)
        yield Setting(key=key, after={name: after for name, _, _, after in moved}, score=score, reaches=reaches)


def is_scorable(case: Case) -> bool:
    try:
        case.card.score(case.card.registry.read(case.values))
    except InvalidValue:
        return False
    return True


def same(plan: Plan, setting: Setting) -> bool:
    after = {change.field: change.after for change in plan.changes}
    return (plan.months, len(plan.changes), plan.cost) == setting.key[:3] and after == setting.after


def wanted(case: Case) -> tuple[list[Setting], list[int]]:
    """The settings that meet the limits, cheapest first, and the scores above the person's own that they reach."""
    now = case.card.score(case.card.registry.read(case.values))
    free = every_setting(case.card, case.values, Goal(target_score=0, limits=case.limits))
    met = sorted((setting for setting in free if setting.reaches), key=lambda setting: setting.key)
    return met, sorted({setting.score for setting in met if setting.score > now})


@settings(max_examples=300, deadline=None)
@given(cases(crossings=True), st.data())
def test_the_first_plan_is_the_cheapest_of_all_settings(case: Case, data: st.DataObject) -> None:
    """Where no setting brings a point, there is no plan for one."""
    assume(is_scorable(case))
    met, scores = wanted(case)
    if not scores:
        score = case.card.score(case.card.registry.read(case.values))
        goal = Goal(target_score=score + 1, limits=case.limits)
        assert recourse(case.card, case.values, goal=goal).plans == ()
        return
    target = data.draw(st.sampled_from([scores[-1], *scores]))  # the highest needs the most changes
    cheapest = next(setting for setting in met if setting.score >= target)
    event(f"changes: {len(cheapest.after)}")
    (plan,) = recourse(case.card, case.values, goal=Goal(target_score=target, limits=case.limits)).plans
    assert same(plan, cheapest)
    assert (plan.score, plan.pd) == (cheapest.score, case.card.pd(cheapest.score))


@settings(max_examples=250, deadline=None)
@given(cases(crossings=True))
def test_further_plans_are_the_next_cheapest_sets_of_fields_that_contain_no_successful_set(case: Case) -> None:
    """Where no setting reaches the goal there is no plan."""
    assume(is_scorable(case))
    met, scores = wanted(case)
    target = scores[0] if scores else case.card.highest + 1
    best: dict[frozenset[str], Setting] = {}
    for setting in met:
        if setting.score >= target:
            best.setdefault(frozenset(setting.after), setting)
    needed = [setting for fields, setting in best.items() if not any(other < fields for other in best)]
    event(f"plans: {len(needed)}")
    answer = recourse(case.card, case.values, goal=Goal(target_score=target, limits=case.limits), plans=8)
    assert len(answer.plans) == len(needed)
    assert all(same(plan, setting) for plan, setting in zip(answer.plans, needed, strict=True))


@settings(max_examples=150, deadline=None)
@given(cases(crossings=True))
def test_the_best_score_is_the_highest_of_all_settings(case: Case) -> None:
    """It tells a person without a plan how far the permitted changes go."""
    assume(is_scorable(case))
    goal = Goal(target_score=case.card.highest + 1)
    best = max(setting.score for setting in every_setting(case.card, case.values, goal))
    answer = recourse(case.card, case.values, goal=goal)
    assert (answer.plans, answer.best_score) == ((), best)


@settings(max_examples=300, deadline=None)
@given(cases(crossings=True), st.data())
def test_where_there_is_no_plan_the_certificate_can_be_checked_without_the_search(
    case: Case, data: st.DataObject
) -> None:
    assume(is_scorable(case))
    met, scores = wanted(case)
    target = data.draw(st.sampled_from([*scores, (scores or [case.card.lowest])[-1] + 1]))
    answer = recourse(case.card, case.values, goal=Goal(target_score=target, limits=case.limits))
    assert bool(answer.plans) == any(setting.score >= target for setting in met)
    assert (answer.certificate is None) == bool(answer.plans)
    if answer.certificate is not None:
        event(f"ground: {answer.certificate.ground}")
        check_infeasible(answer.certificate, case.card, case.card.registry.read(case.values), case.limits)


@settings(max_examples=50, deadline=None)
@given(cases(crossings=True))
def test_a_goal_reached_already_needs_no_change(case: Case) -> None:
    assume(is_scorable(case))
    score = case.card.score(case.card.registry.read(case.values))
    (plan,) = recourse(case.card, case.values, goal=Goal(target_score=score), plans=3).plans
    assert (plan.changes, plan.months, plan.cost, plan.score) == ((), 0, 0, score)
