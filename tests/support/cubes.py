"""Cubes made in memory: of people given one by one, and of counts that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from audits.decisions.cube import Attribute, Axis, AxisKind, Cube

__all__ = ["Array", "Table", "cube_of", "cube_of_table", "random_people"]

Array = np.ndarray[Any, np.dtype[Any]]

Table = Mapping[str, tuple[int, int, int, int]]
"""By group: approved good, approved bad, declined good, declined bad."""


def cube_of(
    groups: Mapping[str, Array],
    approved: Array,
    outcome: Array,
    *,
    score: Array | None = None,
    pd: Array | None = None,
    weight: Array | None = None,
    bucket: Array | None = None,
) -> Cube:
    """The cube of people given by column; ``groups`` holds names by attribute."""
    people = len(approved)
    attributes, codes = [], []
    for name, column in groups.items():
        levels, code = np.unique(column, return_inverse=True)
        attributes.append(Attribute(name=name, levels=tuple(str(level) for level in levels)))
        codes.append(code)
    position = next((c for c in (score, pd) if c is not None), np.zeros(people)).astype(float)
    kind = (
        AxisKind.NONE if score is None and pd is None else AxisKind.SCORE if score is not None else AxisKind.PROBABILITY
    )
    buckets = np.full(people, -1) if bucket is None else bucket
    key = np.column_stack([*codes, position, approved, outcome, buckets])
    cells, cell = np.unique(key, axis=0, return_inverse=True)
    cell = cell.ravel()
    w = np.ones(people) if weight is None else weight
    p = np.zeros(people) if pd is None else pd
    likely = np.where(outcome == 1, p, 1 - p)
    loss = np.where(outcome >= 0, -np.log(np.clip(likely, 1e-15, 1)), 0.0) if pd is not None else np.zeros(people)

    def sums(values: Array) -> Array:
        return np.bincount(cell, weights=values, minlength=len(cells))

    k = len(attributes)
    return Cube(
        attributes=tuple(attributes),
        codes=cells[:, :k].astype(np.int64),
        axis=Axis(kind=kind),
        position=cells[:, k],
        approved=cells[:, k + 1] == 1,
        outcome=cells[:, k + 2].astype(np.int64),
        people=np.bincount(cell, minlength=len(cells)),
        weight=sums(w),
        weight2=sums(w * w),
        expected=sums(w * p),
        expected2=sums(w * p * p),
        loss=sums(w * loss),
        bucket=cells[:, k + 3].astype(np.int64),
        weighted=weight is not None,
        predicted=pd is not None,
    )


def cube_of_table(table: Table, *, pd: float | None = 0.22, unknown: Sequence[int] = (), name: str = "sex") -> Cube:
    """People with these counts; those numbered in ``unknown`` lose their outcome."""
    names = sorted(table)
    group = np.concatenate([np.repeat([one], sum(table[one])) for one in names])
    approved = np.concatenate([np.repeat([True, True, False, False], table[one]) for one in names])
    outcome = np.concatenate([np.repeat([0, 1, 0, 1], table[one]) for one in names])
    outcome[list(unknown)] = -1
    return cube_of({name: group}, approved, outcome, pd=None if pd is None else np.full(len(group), pd))


def random_people(people: int, seed: int) -> dict[str, Array]:
    """Columns of people of three ages and two sexes, scored, decided by a cut-off, with outcomes."""
    chance = np.random.default_rng(seed)
    sex = chance.choice(["f", "m"], people, p=[0.45, 0.55])
    age = chance.choice(["18-29", "30-64", "65+"], people, p=[0.3, 0.5, 0.2])
    score = np.rint(600 + 40 * chance.normal(0, 1, people) - 8 * (sex == "f") + 10 * (age == "65+"))
    pd = 1 / (1 + np.exp(1.5 + (score - 600) / 30))
    return {
        "sex": sex,
        "age": age,
        "score": score,
        "pd": pd,
        "outcome": (chance.random(people) < pd).astype(np.int64),
        "approved": score >= 590,
    }
