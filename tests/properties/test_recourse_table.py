"""Recourse of a whole table is the recourse of each of its rows."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.batch.recourse import recourse_table
from scoring.domain.errors import InvalidValue
from scoring.explain.recourse import Goal, recourse
from scoring.tabular.readings import read_frame
from tests.support.small_cards import DISPUTED, SPECIAL, Case, cases

VALUES = st.sampled_from([3, 2, 4, 3.5, 1, 5, 0, 6, 7, None, SPECIAL, DISPUTED])


@settings(max_examples=200, deadline=None)
@given(cases(crossings=True), st.data())
def test_a_table_finds_for_every_row_what_the_row_alone_would_find(case: Case, data: st.DataObject) -> None:
    names = [each.name for each in case.card.registry.read_fields]
    persons = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, VALUES)), min_size=1, max_size=6))
    target = data.draw(st.integers(case.card.lowest, case.card.highest + 1))
    goal = Goal(target_score=target, limits=case.limits)
    frame = {name: np.array([person[name] for person in persons], dtype=object) for name in names}
    found = recourse_table(case.card, read_frame(frame, case.card.registry), goal)
    for row, person in enumerate(persons):
        try:
            plans = recourse(case.card, person, goal=goal).plans
        except InvalidValue:
            assert (found.invalid[row] != "", found.feasible[row], found.changes[row]) == (True, False, 0)
            continue
        assert found.feasible[row] == bool(plans)
        if plans:
            figures = (found.months[row], found.changes[row], found.cost[row], found.score[row])
            assert figures == (plans[0].months, len(plans[0].changes), plans[0].cost, plans[0].score)
            after = {name: column[row] for name, column in found.values.items() if not np.isnan(column[row])}
            assert after == {change.field: change.after for change in plans[0].changes}
