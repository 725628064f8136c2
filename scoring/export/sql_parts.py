"""Parts of statements: columns, cases, sums and the largest of several."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from scoring.export.sql_literal import whole_number

__all__ = ["cases", "greatest", "quoted_column", "total"]

_MOST = 100


def quoted_column(name: str) -> exp.Column:
    """A column of the table, whatever its name holds."""
    return exp.column(exp.to_identifier(name, quoted=True))


def cases(rules: Sequence[tuple[exp.Expr, exp.Expr | int]], otherwise: exp.Expr | None) -> exp.Case:
    """What stands beside the first condition that holds."""
    case = exp.Case()
    for condition, then in rules:
        case = case.when(condition, whole_number(then) if isinstance(then, int) else then, copy=False)
    return case if otherwise is None else case.else_(otherwise, copy=False)


def total(initial: int, points: Sequence[exp.Expr]) -> exp.Expr:
    """The initial points and all others."""
    found = whole_number(initial)
    for each in points:
        found = exp.Add(this=found, expression=each.copy())
    return found


def greatest(numbers: Sequence[exp.Expr], name: str) -> exp.Expr:
    """The largest of several; in groups, as some engines limit how many a function takes."""
    if len(numbers) == 1:
        return numbers[0].copy()
    if len(numbers) > _MOST:
        groups = [numbers[start : start + _MOST] for start in range(0, len(numbers), _MOST)]
        return greatest([greatest(group, name) for group in groups], name)
    return exp.Anonymous(this=name, expressions=[number.copy() for number in numbers])
