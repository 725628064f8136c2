"""Which declared characteristics a fit can make anything of, and whether there are people enough to begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scoring.domain.characteristic import Kind
from scoring.domain.errors import DataError
from scoring.engine.codes import Coded
from scoring.engine.options import Minimum
from scoring.tabular.readings import ColumnReadings, TableReadings

__all__ = ["refuse_too_few", "refuse_unusable", "too_few", "unusable"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

LEAST_ROWS = 10
"""Least rows of either class: a weight can make a row count more, but not make a second person of it."""


def unusable(columns: Sequence[Coded], table: TableReadings, weight: Array) -> dict[str, str]:
    """By name of a characteristic that can be no table, why."""
    found = {}
    for column in columns:
        name = column.characteristic.name
        why = _why_unfit(column, table.columns[name], weight)
        if why is not None:
            found[name] = why
    return found


def refuse_unusable(columns: Sequence[Coded], table: TableReadings, unfit: Mapping[str, str]) -> None:
    """Refuse declared characteristics that can be no table, or say the same as another one.

    Raises
    ------
    DataError
        Naming every one of them, with the reason.
    """
    others = [column for column in columns if column.characteristic.name not in unfit]
    told = sorted({**unfit, **_twins(others, table)}.items())
    if told:
        raise DataError(
            f"{len(told)} declared characteristic(s) cannot be used: "
            + "; ".join(f"'{name}' {why}" for name, why in told),
            where=table.name,
            remedy="Take them out of the characteristics file; what a formula reads can be an [[input]]",
        )


def too_few(bad: Array, weight: Array, minimum: Minimum) -> bool:
    """Whether there are too few goods or bads to part a table in two."""
    light = weight[bad].sum() < 2 * minimum.bads or weight[~bad].sum() < 2 * minimum.goods
    return bool(light or min(bad.sum(), (~bad).sum()) < LEAST_ROWS)


def refuse_too_few(bad: Array, weight: Array, minimum: Minimum, where: str) -> None:
    """Refuse goods or bads that are too few to part a table in two.

    Raises
    ------
    DataError
        With how many there are and how many are needed.
    """
    if too_few(bad, weight, minimum):
        least = [max(LEAST_ROWS, 2 * each) for each in (minimum.goods, minimum.bads)]
        held = f"{weight[~bad].sum():g} goods and {weight[bad].sum():g} bads"
        if int((~bad).sum()) != weight[~bad].sum() or int(bad.sum()) != weight[bad].sum():
            held += f" in weight, from {(~bad).sum()} and {bad.sum()} rows,"
        raise DataError(
            f"{held} are too few to part a table in two: {least[0]:g} and {least[1]:g} are needed",
            where=where,
            remedy="Give more rows whose outcome is known",
        )


def _why_unfit(column: Coded, readings: ColumnReadings, weight: Array) -> str | None:
    total = column.totals(weight)
    known = column.codes < column.values
    if not known.any():
        return "has no known value"
    if np.count_nonzero(total) > 1:
        return None
    if column.characteristic.kind is Kind.CATEGORICAL and len(set(readings.labels[known])) > 1:
        return "has no category with enough people"
    return "has one value only"


def _twins(columns: Sequence[Coded], table: TableReadings) -> dict[str, str]:
    """By name of a characteristic, which one before it reads the same in every row."""
    alike: dict[bytes, list[str]] = {}
    found = {}
    for column in columns:
        name = column.characteristic.name
        own = table.columns[name]
        before = alike.setdefault(column.codes.tobytes(), [])
        twin = next((other for other in before if _same(own, table.columns[other])), None)
        if twin is None:
            before.append(name)
        else:
            found[name] = f"is equal to '{twin}'"
    return found


def _same(one: ColumnReadings, other: ColumnReadings) -> bool:
    pairs = ((one.states, other.states), (one.numbers, other.numbers), (one.labels, other.labels))
    return all(np.array_equal(left, right) for left, right in pairs)
