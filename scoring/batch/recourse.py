"""Recourse for whole populations: the first plan of every row, the same as :func:`scoring.explain.recourse.recourse`.

Scores and limits are read off whole columns; who passes needs no search. The others are searched together, set of
fields by set of fields. Where fields that meet in a formula may have to move together, a person is searched alone, and
persons who are alike in everything that a search looks at are searched once. All plans are scored again together, by
the card's lookup over the changed columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scoring.batch.lookup import rows_without_score
from scoring.batch.recourse_people import People, people, set_besides
from scoring.batch.recourse_walk import walk
from scoring.batch.score import score_table
from scoring.domain.card import Card
from scoring.domain.errors import CardError, NotSearchable
from scoring.domain.policy import Limit
from scoring.domain.reading import Reading
from scoring.explain.moves import BILLION
from scoring.explain.options import Option
from scoring.explain.recourse import Goal
from scoring.explain.recourse_model import Model, recourse_model
from scoring.explain.recourse_search import search
from scoring.tabular.readings import ARRAYS, VALUE, TableReadings

__all__ = ["RecourseTable", "recourse_table"]

Column = np.ndarray[tuple[int], np.dtype[Any]]

_TOGETHER = 8192
"""So many persons are searched together: their arrays stay small enough for a processor's cache."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecourseTable:
    """The cheapest plan of every row. Without a plan ``months``, ``changes``, ``cost`` and ``score`` are 0.

    Attributes
    ----------
    feasible
        Shape (rows,): whether permitted changes reach the goal; True without changes where it is reached.
    invalid
        Shape (rows,): the first invalid scored column of the row, empty if there is none; such a row has no plan.
    not_searched
        Shape (rows,): why nobody can tell whether there is a plan, as that steps are too fine to search; empty where
        it was searched for.
    months, changes, cost
        Shape (rows,): what the plan takes: months, number of changed fields, sum of efforts.
    score
        Shape (rows,): the score after the changes.
    values
        By name of a field that somebody changes, shape (rows,): its value after the change, NaN where it stays.
    """

    feasible: Column
    invalid: Column
    not_searched: Column
    months: Column
    changes: Column
    cost: Column
    score: Column
    values: Mapping[str, Column]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plans:
    """Plans as they are found.

    Attributes
    ----------
    feasible, gain, cost
        Shape (rows,): whether there is a plan, the points that it adds, and its effort.
    not_searched
        Shape (rows,): why none was searched for, empty where one was.
    rungs, values
        Shape (rows, movers): how many steps each field moves, 0 where it stays, and its value then, NaN where it stays.
    """

    feasible: Column
    not_searched: Column
    gain: Column
    cost: Column
    rungs: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    values: np.ndarray[tuple[int, int], np.dtype[np.float64]]


def recourse_table(card: Card, table: TableReadings, goal: Goal) -> RecourseTable:
    """Find the cheapest plan of every row.

    Raises
    ------
    UndeclaredField
        If a limit names a field that the card does not declare.
    """
    model = recourse_model(card, goal.limits)
    invalid = rows_without_score(card, table)
    scores = score_table(card, table).score
    passes = (invalid == "") & (scores >= goal.target_score) & _within_limits(goal.limits, table)
    shape = (table.rows, len(model.movers))
    plans = _Plans(
        feasible=passes.copy(),
        not_searched=np.full(table.rows, "", dtype=object),
        gain=np.zeros(table.rows, dtype=np.int64),
        cost=np.zeros(table.rows),
        rungs=np.zeros(shape, dtype=np.int64),
        values=np.full(shape, np.nan),
    )
    searched = np.flatnonzero((invalid == "") & ~passes)
    for first in range(0, len(searched), _TOGETHER):
        _plan(model, table, searched[first : first + _TOGETHER], scores, goal.target_score, plans)
    result = replace(_tabled(model, scores, plans), invalid=invalid)
    _score_again(card, table, goal, result)
    return result


def _within_limits(limits: tuple[Limit, ...], table: TableReadings) -> Column:
    """Whether every limit has a known value within it."""
    holds = np.ones(table.rows, dtype=bool)
    for limit in limits:
        column = table.columns[limit.characteristic]
        holds &= (column.states == VALUE) & (column.numbers <= limit.most)
    return holds


def _plan(model: Model, table: TableReadings, rows: Column, scores: Column, target: int, plans: _Plans) -> None:
    """Write the plans of some rows."""
    those = people(model, table, rows, target - scores[rows])
    found = walk(those)
    plans.feasible[rows], plans.gain[rows], plans.cost[rows] = found.found, found.gain, found.cost / BILLION
    plans.rungs[rows] = found.rungs
    alone = np.flatnonzero(found.left)
    known: dict[bytes, Option | NotSearchable | None] = {}
    for key, row in zip(_keys(those, alone), rows[alone], strict=True):
        if key not in known:
            known[key] = _alone(model, table.row(int(row)), target)
        option = known[key]
        if isinstance(option, NotSearchable):
            plans.not_searched[row] = option.what
        elif option is not None:
            plans.feasible[row], plans.gain[row], plans.cost[row] = True, option.points, option.cost / BILLION
            for n, rung in option.steps:
                plans.rungs[row, n] = rung
    for n, ladders in enumerate(those.ladders):
        rungs = plans.rungs[rows, n]
        plans.values[rows, n] = np.where(rungs > 0, ladders.values(ladders.start, rungs), np.nan)


def _alone(model: Model, readings: Mapping[str, Reading], target: int) -> Option | NotSearchable | None:
    """The plan of one person, None if there is none, or why it cannot be searched for."""
    try:
        return next(iter(search(model, readings, target).plans(1)), None)
    except NotSearchable as error:
        return error


def _keys(those: People, rows: Column) -> list[bytes]:
    """One key for each person; persons with equal keys have the same plans.

    A search sees the points that are missing and, of everything that meets a movable field, the reading.
    """
    if not rows.size:
        return []
    columns: list[Any] = [those.need[rows]]
    for column in those.columns.values():
        labels = np.unique(column.labels[rows].astype(str), return_inverse=True)[1]
        columns += [column.numbers[rows] + 0.0, column.states[rows], labels]  # adding 0.0 makes one zero of two
    return [row.tobytes() for row in np.column_stack(columns).astype(np.float64)]


def _tabled(model: Model, scores: Column, plans: _Plans) -> RecourseTable:
    months = np.array([mover.actionable.months for mover in model.movers], dtype=np.int64)
    moved = plans.rungs > 0
    names = [mover.field.name for mover in model.movers]
    return RecourseTable(
        feasible=plans.feasible,
        invalid=np.full(len(scores), "", dtype=object),
        not_searched=plans.not_searched,
        months=np.where(moved, months, 0).max(axis=1, initial=0),
        changes=moved.sum(axis=1),
        cost=plans.cost,
        score=np.where(plans.feasible, scores + plans.gain, 0),
        values={name: plans.values[:, n] for n, name in enumerate(names) if moved[:, n].any()},
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
            columns[other] = set_besides(fields[other], columns[other], value, moved)
    for each in card.registry.characteristics:
        if each.formula is not None:
            numbers = {name: columns[name].numbers for name in each.formula.names}
            with np.errstate(over="ignore", invalid="ignore"):
                again = np.broadcast_to(np.asarray(each.formula.evaluate_with(numbers, ARRAYS)), (table.rows,))
            # No permitted change turns a value into another state.
            own = columns[each.name]
            columns[each.name] = replace(own, numbers=np.where(own.states == VALUE, again, 0.0))
    return replace(table, columns=columns)
