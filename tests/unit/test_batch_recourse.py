from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from scoring.batch import recourse as module
from scoring.batch import recourse_fronts
from scoring.batch.recourse import RecourseTable, recourse_table
from scoring.domain.card import Card
from scoring.domain.characteristic import Actionable, Category, Change, Characteristic, Special
from scoring.domain.entry import Entry
from scoring.domain.errors import CardError, UndeclaredField
from scoring.domain.formula import Formula
from scoring.domain.line import Line, Test
from scoring.domain.policy import Limit
from scoring.domain.reading import Reading
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.explain.recourse import Goal, recourse
from scoring.explain.recourse_model import Model
from scoring.explain.recourse_search import Search, search
from scoring.tabular.readings import TableReadings, read_frame
from tests.support.hand_card import APPLICANT, HAND_CARD, HAND_POLICY, card, crossing, entry, field, intervals, line
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


def down(step: float = 1, months: int = 0, cost: float = 1.0, also: tuple[tuple[str, float], ...] = ()) -> Actionable:
    return Actionable(direction=Change.DOWN, step=step, bound=0, months=months, cost=cost, also=also)


def registry(*fields: Characteristic) -> Registry:
    return Registry(profile=Profile.BENCHMARK, title=Text.same("small"), characteristics=fields)


def falling(name: str, *ends: float, gain: int = 10) -> Entry:
    """Fewer points in each interval than in the one below it."""
    points = [gain * place for place in range(len(ends), -1, -1)]
    return entry(name, (*intervals(ends, points), line(Test.MISSING, 0)))


def same_as_alone(made: Card, people: Sequence[Mapping[str, object]], target: int) -> RecourseTable:
    """What the table finds, seen to be what each person alone would find."""
    found = recourse_table(made, table(*people, card=made), Goal(target_score=target))
    for row, person in enumerate(people):
        plans = recourse(made, person, goal=Goal(target_score=target)).plans
        assert found.feasible[row] == bool(plans)
        for plan in plans:
            figures = (found.months[row], found.changes[row], found.cost[row], found.score[row])
            assert figures == (plan.months, len(plan.changes), plan.cost, plan.score)
            after = {name: column[row] for name, column in found.values.items() if not np.isnan(column[row])}
            assert after == {change.field: change.after for change in plan.changes}
    return found


def meeting() -> Card:
    """Fields ``a`` and ``b`` meet in a formula, ``c`` meets nobody; a month each."""
    fields = [field(name, range=(0, 10), actionable=down(months=1, cost=n)) for n, name in enumerate("abc")]
    total = field("total", range=(0, 20), formula=Formula("a + b"))
    entries = [falling("total", 4, 9), falling("c", 2, 5, gain=5), falling("a", 3, gain=3)]
    return card(registry(*fields, total), entries)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows with each person who is searched alone."""
    searched = []

    def counting(model: Model, readings: Mapping[str, Reading], target: int) -> Search:
        searched.append(target)
        return search(model, readings, target)

    monkeypatch.setattr(module, "search", counting)
    return searched


def test_who_may_have_to_move_fields_of_one_formula_together_is_searched_alone_and_equal_persons_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The others, whom one change brings to the goal, are searched together."""
    searched = counted(monkeypatch)
    far, near = {"a": 8, "b": 8, "c": 1}, {"a": 8, "b": 1, "c": 1}
    found = recourse_table(meeting(), table(far, far, near, {**far, "b": 7}, card=meeting()), Goal(target_score=30))
    assert len(searched) == 2
    assert found.changes.tolist() == [2, 2, 1, 2]


def test_a_person_searched_alone_keeps_nothing_of_another_set_of_the_same_rank() -> None:
    """Moving ``a`` and ``c`` would do too, and is found for all rows before."""
    people = [{"a": a, "b": b, "c": c} for a in (2, 6, 8) for b in (2, 6, 8) for c in (1, 3, 6)]
    for target in (8, 13, 16, 20, 25, 30, 33, 34):
        same_as_alone(meeting(), people, target)


def test_a_step_onto_a_special_code_is_passed_over() -> None:
    """From 5 down in ones: 2 is a code, so who must come below 3 goes to 1."""
    special = (Special(code="2", meaning=Text.same("not known")),)
    made = card(
        registry(field("x", range=None, special=special, actionable=down())),
        [entry("x", (*intervals((1.5, 3), (20, 10, 0)), line(Test.SPECIAL, 0, "2"), line(Test.MISSING, 0)))],
    )
    people = [{"x": x} for x in (5, 4.5, 3, 2, 1, None)]
    assert same_as_alone(made, people, 10).values["x"][0] == 1
    same_as_alone(made, people, 20)


def test_more_fields_than_columns_visit_the_sets_of_are_searched_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = counted(monkeypatch)
    names = [f"f{place:02d}" for place in range(13)]
    fields = [field(name, range=(0, 10), actionable=down()) for name in names]
    made = card(registry(*fields), [falling(name, 5) for name in names])
    same_as_alone(made, [dict.fromkeys(names, 9)], 20)
    assert searched == [20]


def test_efforts_beyond_whole_numbers_of_64_bits_are_counted_all_the_same() -> None:
    made = card(registry(field("x", range=(0, 10), actionable=down(cost=1e12))), [falling("x", 5)])
    assert same_as_alone(made, [{"x": 9}], 10).cost[0] == 5e12


def test_changes_too_many_for_one_array_are_worked_out_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recourse_fronts, "_MOST_CELLS", 4)
    fields = [field(name, range=(0, 10), actionable=down()) for name in "abc"]
    made = card(registry(*fields), [falling(name, 2, 4, 6, gain=5) for name in "abc"])
    people = [{"a": a, "b": 9, "c": c} for a in (9, 5, 3) for c in (9, 7, 1)]
    for target in (5, 20, 35, 45):
        same_as_alone(made, people, target)


def test_more_persons_than_are_taken_together_are_taken_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOGETHER", 2)
    same_as_alone(meeting(), [{"a": a, "b": 1, "c": c} for a in (8, 2) for c in (6, 1, 3)], 25)


def test_rows_that_one_person_would_be_refused_are_marked_and_the_others_searched() -> None:
    """Steps without an end, too fine, or too many together: nobody can tell whether there is a plan."""
    endless = replace(down(), bound=None)
    alone = [field("x", range=None, actionable=endless), field("x", range=(0, 10), actionable=down(1e-6))]
    for each, what in zip(alone, ("without end", "x are too fine"), strict=True):
        made = card(registry(each), [falling("x", 5)])
        found = recourse_table(made, table({"x": 9}, {"x": None}, {"x": 4}, card=made), Goal(target_score=10))
        assert what in found.not_searched[0]
        assert (found.not_searched[1:].tolist(), found.feasible.tolist()) == (["", ""], [False, False, True])
    fields = [field(name, range=(0, 1_000), actionable=down()) for name in "ab"]
    made = card(registry(*fields, field("total", formula=Formula("a + b"))), [falling("total", 5)])
    found = recourse_table(made, table({"a": 1_000, "b": 1_000}, {"a": 999, "b": 3}, card=made), Goal(target_score=10))
    assert "a, b are too fine" in found.not_searched[0]
    assert (found.not_searched[1], found.feasible.tolist()) == ("", [False, True])
    assert (found.changes.tolist(), found.cost[0]) == ([0, 1], 0)


def test_a_change_that_raises_an_obligation_besides_is_no_plan() -> None:
    """Where the obligation stood as high before, it is one."""
    loan = field("y", range=(0, 10), category=Category.LIABILITY)
    made = card(registry(field("x", range=(0, 10), actionable=down(also=(("y", 5.0),))), loan), [falling("x", 5)])
    people = [{"x": 9, "y": y} for y in (3, 5, 8, None)]
    assert same_as_alone(made, people, 10).feasible.tolist() == [False, True, True, False]


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


def test_a_change_that_takes_a_derived_value_up_as_an_obligation_or_out_of_its_range_is_no_plan() -> None:
    """Savings of 5 are wanted; what is derived from them may not reach 10 then."""
    savings = field("x", range=(0, 10), actionable=Actionable(direction=Change.UP, step=1))
    for category, most, reached in ((None, 30, True), (None, 9, False), (Category.LIABILITY, 30, False)):
        derived = field("y", range=(0, most), category=category, formula=Formula("x * 2"))
        scored = entry("x", (*intervals((5,), (0, 10)), line(Test.MISSING, 0)))
        found = same_as_alone(card(registry(savings, derived), [scored]), [{"x": 1}, {"x": 4}], 10)
        assert found.feasible.tolist() == [reached, reached]


def test_a_last_step_out_of_the_range_by_what_rounding_hides_is_no_step() -> None:
    """One step down from 1 would be 0; the range ends a ten-billionth above. A formula of fields that stay is left."""
    fields = [field("x", range=(1e-10, 10), actionable=replace(down(), bound=None)), field("z", range=(0, 10))]
    made = card(registry(*fields, field("y", range=(0, 20), formula=Formula("z * 2"))), [falling("x", 0.5)])
    assert same_as_alone(made, [{"x": 1, "z": 1}, {"x": 1.2, "z": 1}], 10).feasible.tolist() == [False, True]


def test_a_formula_that_no_move_reaches_may_choose_the_table_of_a_field_that_one_does() -> None:
    """Twice the income stays as it is; what savings earn depends on it."""
    savings = field("saved", range=(0, 10), actionable=Actionable(direction=Change.UP, step=1))
    fields = [savings, field("income", range=(0, 10)), field("twice", range=(0, 20), formula=Formula("income * 2"))]
    slices = [
        (Line(test=Test.INTERVAL, upper=10), (*intervals((5,), (0, 10)), line(Test.MISSING, 0))),
        (Line(test=Test.INTERVAL, lower=10), (*intervals((5,), (0, 4)), line(Test.MISSING, 0))),
        (Line(test=Test.MISSING), (*intervals((5,), (0, 1)), line(Test.MISSING, 0))),
    ]
    made = card(registry(*fields), [crossing("twice", "saved", slices)])
    assert same_as_alone(made, [{"saved": 1, "income": 1}, {"saved": 1, "income": 9}], 10).feasible.tolist() == [
        True,
        False,
    ]
