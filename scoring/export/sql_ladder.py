"""Which of a row of intervals a value lies in, asked in two rounds: first for a group of intervals, then within it.

An engine of vectors puts a question to all rows that no earlier one took. Asked one after another, the intervals of a
column take half as many questions a row as there are intervals; groups that get like numbers of rows leave few to most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from scoring.export.form import Dialect
from scoring.export.sql_literal import double

__all__ = ["Rung", "ladder"]

_GROUPS = 4
_FEW = 5
"""So many intervals are asked one after another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """An interval, and what stands beside it.

    Attributes
    ----------
    upper
        Its end, which lies beyond it; None is an open one.
    weight
        How many rows it will get, above 0.
    """

    upper: float | None
    found: exp.Expr
    weight: float


def ladder(value: exp.Expr, rungs: Sequence[Rung], dialect: Dialect) -> exp.Expr:
    """What stands beside the interval of a value that lies in one.

    Parameters
    ----------
    rungs
        In their order, without a gap; in the last lies what lies in no other one.
    """
    groups = [[each] for each in rungs] if len(rungs) <= _FEW else _groups(rungs)
    case = exp.Case()
    for group in groups[:-1]:
        end = group[-1].upper
        if end is not None:
            below = exp.LT(this=value.copy(), expression=double(end, dialect))
            case = case.when(below, _within(value, group, dialect), copy=False)
    last = _within(value, groups[-1], dialect)
    return case.else_(last, copy=False) if len(groups) > 1 else last


def _within(value: exp.Expr, group: Sequence[Rung], dialect: Dialect) -> exp.Expr:
    return group[0].found if len(group) == 1 else ladder(value, group, dialect)


def _groups(rungs: Sequence[Rung]) -> list[list[Rung]]:
    """Cut so that each gets about the same share of the rows."""
    whole, passed = sum(each.weight for each in rungs), 0.0
    groups: list[list[Rung]] = [[]]
    for each in rungs:
        if groups[-1] and passed + each.weight / 2 > whole * len(groups) / _GROUPS:
            groups.append([])
        groups[-1].append(each)
        passed += each.weight
    return groups
