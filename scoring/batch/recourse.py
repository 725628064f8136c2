"""Recourse for whole populations: the first plan of every row, the same as :func:`scoring.explain.recourse.recourse`.

Scores and limits are read off whole columns; who passes needs no search. The others are searched with one model, and
persons who are alike in everything that a search looks at are searched once. All plans are scored again together, by
the card's lookup over the changed columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from scoring.batch.lookup import rows_without_score
from scoring.batch.score import score_table
from scoring.domain.card import Card
from scoring.domain.errors import CardError
from scoring.domain.policy import Limit
from scoring.explain.moves import BILLION, after_side_effect
from scoring.explain.options import Option
from scoring.explain.recourse import Goal
from scoring.explain.recourse_model import Model, recourse_model
from scoring.explain.recourse_search import search
from scoring.tabular.readings import ARRAYS, STATES, VALUE, ColumnReadings, TableReadings

__all__ = ["RecourseTable", "recourse_table"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseTable:
    """The cheapest plan of every row. Without a plan ``months``, ``changes``, ``cost`` and ``score`` are 0.

    Attributes
    ----------
    feasible
        Shape (rows,): whether permitted changes reach the goal; True without changes where it is reached.
    invalid
        Shape (rows,): the first invalid scored column of the row, empty if there is none; such a row has no plan.
    months, changes, cost
        Shape (rows,): what the plan takes: months, number of changed fields, sum of efforts.
    score
        Shape (rows,): the score after the changes.
    values
        By name of a field that somebody changes, shape (rows,): its value after the change, NaN where it stays.
    """

    feasible: Column
    invalid: Column
    months: Column
    changes: Column
    cost: Column
    score: Column
    values: Mapping[str, Column]


@dataclass(slots=True)
class _Found:
    """Plans by distinct person."""

    model: Model
    target: int
    known: dict[bytes, tuple[Option, tuple[tuple[str, float], ...]] | None] = field(default_factory=dict)

    def plan(self, key: bytes, table: TableReadings, row: int) -> tuple[Option, tuple[tuple[str, float], ...]] | None:
        """The option of a row, and the values it sets."""
        if key not in self.known:
            searched = search(self.model, table.row(row), self.target)
            options = searched.plans(1)
            self.known[key] = None
            if options:
                option = options[0]
                moved = ((n, searched.person.rungs(n).value(rung)) for n, rung in option.steps)
                self.known[key] = option, tuple((self.model.movers[n].field.name, value) for n, value in moved)
        return self.known[key]


def recourse_table(card: Card, table: TableReadings, goal: Goal) -> RecourseTable:
    """Find the cheapest plan of every row.

    Raises
    ------
    UndeclaredField
        If a limit names a field that the card does not declare.
    InputError
        If a field can change without end, or in steps too fine to search.
    """
    model = recourse_model(card, goal.limits)
    invalid = rows_without_score(card, table)
    scores = score_table(card, table)
    passes = (invalid == "") & (scores.score >= goal.target_score) & _within_limits(goal.limits, table)
    searched = np.flatnonzero((invalid == "") & ~passes)
    found = _Found(model, goal.target_score)
    keys = _keys(model, table, scores.score)
    plans = {int(row): plan for row in searched if (plan := found.plan(keys[row].tobytes(), table, int(row)))}
    result = _tabled(model, table, scores.score, passes, plans)
    _score_again(card, table, goal, result)
    return replace(result, invalid=invalid)


def _within_limits(limits: tuple[Limit, ...], table: TableReadings) -> Column:
    """Whether every limit has a known value within it."""
    holds = np.ones(table.rows, dtype=bool)
    for limit in limits:
        column = table.columns[limit.characteristic]
        holds &= (column.states == VALUE) & (column.numbers <= limit.most)
    return holds


def _keys(model: Model, table: TableReadings, score: Column) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """One row of numbers for each person; persons with equal rows have the same plans.

    A search sees the score and, of everything that meets a movable field, the reading.
    """
    seen = {mover.slot for mover in model.movers} | {slot for mover in model.movers for slot, _ in mover.also}
    seen |= set(model.limit_slots)
    for derived in model.derived:
        if model.drivers[derived.slot]:
            seen |= {derived.slot, *derived.operands}
    for each in model.grids:
        slots = [model.slots[axis.name] for axis in each.axes]
        seen |= set(slots) if any(model.drivers[slot] for slot in slots) else set()
    names = [model.fields[slot].name for slot in sorted(seen)]
    columns: list[Any] = [score]
    for name in names:
        column = table.columns[name]
        labels = np.unique(column.labels.astype(str), return_inverse=True)[1]
        columns += [column.numbers + 0.0, column.states, labels]  # adding 0.0 makes one zero of two
    return np.column_stack(columns).astype(np.float64)


def _tabled(
    model: Model,
    table: TableReadings,
    score: Column,
    passes: Column,
    plans: Mapping[int, tuple[Option, tuple[tuple[str, float], ...]]],
) -> RecourseTable:
    rows = np.array(sorted(plans), dtype=np.int64)
    options = [plans[int(row)][0] for row in rows]
    whole = {name: np.zeros(table.rows, dtype=np.int64) for name in ("months", "changes", "cost", "score")}
    whole["score"][passes] = score[passes]
    whole["score"][rows] = score[rows] + np.array([option.points for option in options], dtype=np.int64)
    whole["cost"][rows] = [option.cost for option in options]
    whole["changes"][rows] = [len(option.steps) for option in options]
    whole["months"][rows] = [max(model.movers[n].actionable.months for n, _ in option.steps) for option in options]
    values: dict[str, Column] = {}
    for row in rows:
        for name, value in plans[int(row)][1]:
            values.setdefault(name, np.full(table.rows, np.nan))[row] = value
    feasible = passes.copy()
    feasible[rows] = True
    return RecourseTable(
        feasible=feasible,
        invalid=np.full(table.rows, "", dtype=object),
        months=whole["months"],
        changes=whole["changes"],
        cost=whole["cost"] / BILLION,
        score=whole["score"],
        values=dict(sorted(values.items())),
    )


def _score_again(card: Card, table: TableReadings, goal: Goal, result: RecourseTable) -> None:
    """Score every plan by the card's lookup, as a file with the changed values would be.

    Raises
    ------
    CardError
        If the card does not answer as the search said.
    """
    changed = result.changes > 0
    after = _after(card, table.select(changed), {name: column[changed] for name, column in result.values.items()})
    scores = score_table(card, after)
    kept = (scores.invalid == "") & (scores.score == result.score[changed]) & (scores.score >= goal.target_score)
    if not (kept & _within_limits(goal.limits, after)).all():
        raise CardError("a plan does not keep what the search promised", remedy="This is a defect; report it")


def _after(card: Card, table: TableReadings, values: Mapping[str, Column]) -> TableReadings:
    """The readings after the changes, with what they set besides, derived characteristics worked out again."""
    columns = dict(table.columns)
    fields = {each.name: each for each in card.registry.read_fields}
    for name, after in values.items():
        moved = ~np.isnan(after)
        columns[name] = replace(columns[name], numbers=np.where(moved, after, columns[name].numbers))
        actionable = fields[name].actionable
        for other, value in actionable.also if actionable else ():
            columns[other] = _set(fields[other], columns[other], value, moved)
    for each in card.registry.characteristics:
        if each.formula is not None:
            numbers = {name: columns[name].numbers for name in each.formula.names}
            with np.errstate(over="ignore", invalid="ignore"):
                again = np.broadcast_to(np.asarray(each.formula.evaluate_with(numbers, ARRAYS)), (table.rows,))
            # No permitted change turns a value into another state.
            own = columns[each.name]
            columns[each.name] = replace(own, numbers=np.where(own.states == VALUE, again, 0.0))
    return replace(table, columns=columns)


def _set(each: Any, column: ColumnReadings, value: float, where: Column) -> ColumnReadings:  # noqa: ANN401
    states, numbers, labels = column.states.copy(), column.numbers.copy(), column.labels.copy()
    for row in np.flatnonzero(where):
        reading = after_side_effect(each, column.at(int(row)), value)
        states[row], numbers[row], labels[row] = STATES.index(reading.state), reading.number, reading.label
    return ColumnReadings(states=states, numbers=numbers, labels=labels)
