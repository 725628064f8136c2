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
from scoring.explain.recourse import Goal, Plan, recourse
from tests.support.small_cards import Case, cases

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


def raises_obligation(card: Card, before: Mapping[str, Reading], after: Mapping[str, Reading]) -> bool:
    """Whether any obligation ends higher, or a reading changes its state so that nobody can say."""
    fields = (*card.registry.characteristics, *card.registry.inputs)
    return any(after[field.name].state is not before[field.name].state for field in fields) or any(
        after[field.name].number > before[field.name].number for field in fields if field.category in OBLIGATIONS
    )


def every_setting(card: Card, values: Mapping[str, object], goal: Goal) -> Iterator[Setting]:
    before = card.registry.read(values)
    fields = card.registry.read_fields
    for chosen in product(*(rungs(field, before[field.name]) for field in fields)):
        moved = sorted(
            (field.name, field, steps, after) for field, (steps, after) in zip(fields, chosen, strict=True) if steps
        )
        readings = card.registry.read({**values, **{name: after for name, _, _, after in moved}})
        if raises_obligation(card, before, readings):
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


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_the_first_plan_is_the_cheapest_of_all_settings(case: Case, data: st.DataObject) -> None:
    assume(is_scorable(case))
    met, scores = wanted(case)
    assume(scores)
    target = data.draw(st.sampled_from([scores[-1], *scores]))  # the highest needs the most changes
    cheapest = next(setting for setting in met if setting.score >= target)
    event(f"changes: {len(cheapest.after)}")
    (plan,) = recourse(case.card, case.values, goal=Goal(target_score=target, limits=case.limits)).plans
    assert same(plan, cheapest)
    assert (plan.score, plan.pd) == (cheapest.score, case.card.pd(cheapest.score))


@settings(max_examples=250, deadline=None)
@given(cases())
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
@given(cases())
def test_the_best_score_is_the_highest_of_all_settings(case: Case) -> None:
    """It tells a person without a plan how far the permitted changes go."""
    assume(is_scorable(case))
    goal = Goal(target_score=case.card.highest + 1)
    best = max(setting.score for setting in every_setting(case.card, case.values, goal))
    answer = recourse(case.card, case.values, goal=goal)
    assert (answer.plans, answer.best_score) == ((), best)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_a_goal_reached_already_needs_no_change(case: Case) -> None:
    assume(is_scorable(case))
    score = case.card.score(case.card.registry.read(case.values))
    (plan,) = recourse(case.card, case.values, goal=Goal(target_score=score), plans=3).plans
    assert (plan.changes, plan.months, plan.cost, plan.score) == ((), 0, 0, score)
