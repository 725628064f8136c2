"""Who is not shown: few people, and whoever would give them away by subtraction.

Totals are public. So nobody may be what remains when the shown members of a row are subtracted from its total: of the
groups of an attribute, of the periods, and in a table of groups by periods of each of its rows and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audits.decisions.cube import Attribute
from audits.shared.small_cells import closed
from audits.stability.cells import Whom
from audits.stability.result import Why

__all__ = ["Rows", "crossed", "everyone", "hide", "rows_of"]

Rows = Sequence[Sequence[Whom]]


def everyone(attributes: Sequence[Attribute], periods: Sequence[str]) -> Iterator[Whom]:
    """Everybody, then every group of every attribute, every period, and every group in every period."""
    yield Whom()
    for row in rows_of(attributes, periods):
        yield from row
    for table in crossed(attributes, periods):
        for row in table:
            yield from row


def rows_of(attributes: Sequence[Attribute], periods: Sequence[str]) -> list[list[Whom]]:
    """The groups of each attribute, and the periods."""
    groups = [
        [Whom(attribute=place, group=group) for group in range(len(attribute.levels))]
        for place, attribute in enumerate(attributes)
    ]
    return [*groups, [Whom(period=period) for period in range(len(periods))]]


def crossed(attributes: Sequence[Attribute], periods: Sequence[str]) -> list[list[list[Whom]]]:
    """For each attribute its groups in every period, a row for each group; empty rows without periods."""
    return [
        [[Whom(attribute=w.attribute, group=w.group, period=period) for period in range(len(periods))] for w in row]
        for row in rows_of(attributes, ())[:-1]
    ]


def hide(
    rows: Rows, tables: Sequence[Rows], people: Callable[[Whom], int], small: Callable[[Sequence[Whom]], bool]
) -> dict[Whom, Why]:
    """Who is hidden; not whether for being few or for giving others away, which would say how few these are.

    Parameters
    ----------
    rows
        Those that together are everybody, in each row.
    tables
        Tables of groups by periods; whoever is part of a hidden group or period is hidden too.
    people
        How many somebody is: the fewest are hidden first.
    small
        Whether some, taken together, are too few to be shown, though somebody.
    """
    hidden: set[Whom] = set()
    for row in rows:
        hidden |= {row[i] for i in closed([people(w) for w in row], _places(row, small))}
    for table in tables:
        inherited = {w for row in table for w in row if not hidden.isdisjoint(_margins(w))}
        hidden |= _closed_table(table, inherited, people, small)
    return dict.fromkeys(hidden, Why.TOO_FEW)


def _margins(whom: Whom) -> set[Whom]:
    return {Whom(attribute=whom.attribute, group=whom.group), Whom(period=whom.period)}


def _closed_table(
    table: Rows, hidden: set[Whom], people: Callable[[Whom], int], small: Callable[[Sequence[Whom]], bool]
) -> set[Whom]:
    """The rows and columns of a table, closed until none needs another."""
    lines = [[w for w in line if people(w)] for line in (*table, *zip(*table, strict=True))]
    while True:
        before = len(hidden)
        for line in lines:
            already = frozenset(i for i, w in enumerate(line) if w in hidden)
            together = _alone_or(already, _places(line, small))
            hidden |= {line[i] for i in closed([people(w) for w in line], together, already)}
        if len(hidden) == before:
            return hidden


def _places(row: Sequence[Whom], small: Callable[[Sequence[Whom]], bool]) -> Callable[[frozenset[int]], bool]:
    return lambda places: small([row[place] for place in sorted(places)])


def _alone_or(already: frozenset[int], small: Callable[[frozenset[int]], bool]) -> Callable[[frozenset[int]], bool]:
    """Somebody hidden for another line's sake must not be what remains of this one."""
    return lambda places: (places == already and len(places) == 1) or small(places)
