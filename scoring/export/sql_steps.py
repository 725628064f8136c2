"""A chain of named steps in SQL: each may use the columns of those before it, and nothing is computed twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from scoring.export.form import Dialect

__all__ = ["Steps"]


class Steps:
    """Columns by name, each in the first step in which everything that it uses is there.

    The first step reads the table; every later one selects all of the one before it and adds its own columns. Engines
    that would merge the steps into one expression, in which a column used ten times is written out ten times at every
    step, are told not to.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._source: list[exp.Expr] = []
        self._layers: list[list[exp.Expr]] = []
        self._level: dict[str, int] = {}

    def source(self, name: str, expression: exp.Expr) -> exp.Column:
        """A column computed from the table's own."""
        self._source.append(expression.as_(name, copy=False))
        self._level[name] = 0
        return exp.column(name)

    def bind(self, name: str, expression: exp.Expr) -> exp.Column:
        """A column computed from columns that have been named before; the same name is computed once."""
        if name in self._level:
            return exp.column(name)
        level = 1 + max((self._level[column.name] for column in expression.find_all(exp.Column)), default=0)
        while len(self._layers) < level:
            self._layers.append([])
        self._layers[level - 1].append(expression.as_(name, copy=False))
        self._level[name] = level
        return exp.column(name)

    def select(self, found: Sequence[exp.Expr], table: str) -> exp.Select:
        """The whole statement, with ``found`` from the last step."""
        source = self._source or [exp.Literal.number(1).as_("one")]
        query = exp.select(*source, copy=False).from_(_table(table), copy=False)
        statement, last = exp.select(*found, copy=False), "step_0"
        for place, layer in enumerate([[], *self._layers]):
            if place:
                last, query = f"step_{place}", exp.select(exp.Star(), *layer, copy=False).from_(last, copy=False)
            if self._dialect is Dialect.POSTGRES:
                query = query.offset(0)
            apart = True if self._dialect is Dialect.SQLITE else None
            statement = statement.with_(last, as_=query, materialized=apart, copy=False)
        return statement.from_(last, copy=False)


def _table(name: str) -> exp.Table:
    parts = [exp.to_identifier(part, quoted=True) for part in name.split(".")]
    return exp.Table(**dict(zip(("this", "db", "catalog"), reversed(parts), strict=False)))
