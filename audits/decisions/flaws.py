"""The first row that is not what it must be, by file, row and column; looked for only once something is wrong.

No message repeats a value: it may be personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from audits.decisions.reading import Reading
from audits.decisions.request import DECISIONS, GROUPS, Request
from audits.decisions.statement import Statement
from audits.shared.table import Tables, identifier
from scoring.domain.errors import DataError

__all__ = ["all_differ", "check_keys", "first_row", "numbered", "refuse_first", "row_name"]


def refuse_first(
    tables: Tables,
    request: Request,
    keys: tuple[Reading, Reading] | None,
    statement: Statement,
    more: Mapping[str, Reading],
) -> NoReturn:
    """Raise for the first row that breaks a rule; rows count from 1, below the heading.

    Groups that lie in a file of their own are looked through after the decisions, and their rows are counted there.

    Parameters
    ----------
    keys
        The readings of the key in both files; None where there is one file.
    more
        Readings by short name beside those of the statement.

    Raises
    ------
    DataError
        Always.
    """
    here = dict(statement.values) | {name: each for name, each in more.items() if each not in statement.levels}
    groups = statement.named
    if request.home == DECISIONS:
        here, groups = here | groups, {}
    _refuse_row(tables, DECISIONS, request.origin(keys, numbered(tables, DECISIONS)), here)
    if groups:
        _refuse_row(tables, GROUPS, f"{numbered(tables, GROUPS)} AS g", groups)
    # The file changed while it was read.
    raise DataError("some values are not what they must be", where=tables.file(DECISIONS), remedy="Read it again")


def _refuse_row(tables: Tables, view: str, origin: str, values: Mapping[str, Reading]) -> None:
    """Raise for the first row of a view that breaks a rule; ``origin`` has its number as :func:`row_name`."""
    read = [f"{reading.sql} AS {name}" for name, reading in values.items()]
    judged = list(values.values())
    flaws = " ".join(
        f"WHEN {reading.wrong.format(name)} THEN {place}"
        for place, (name, reading) in enumerate(values.items())
        if reading.wrong
    )
    found = tables.first(
        view,
        f"SELECT flaw, min(n) AS first, count(*) FROM (SELECT n, CASE {flaws} END AS flaw "  # noqa: S608 - names of ours, or quoted
        f"FROM (SELECT {view[0]}.{identifier(row_name(tables))} AS n, {', '.join(read)} FROM {origin}) AS r) AS f "
        "WHERE flaw IS NOT NULL GROUP BY flaw ORDER BY first LIMIT 1",
    )
    if found is None:
        return
    wrong, row, rows = judged[found[0]], found[1], found[2]
    what = f"{rows} {wrong.what}" if wrong.what.startswith("rows ") else wrong.what
    raise DataError(what, where=f"{tables.file(view)}, row {row}, column {wrong.given.name}", remedy=wrong.remedy)


def first_row(tables: Tables, values: Mapping[str, tuple[Reading, object]]) -> int:
    """The first row of the decisions, from 1, in which some columns have these values; 0 where none has.

    Parameters
    ----------
    values
        By any short name, how the column is read and what its value is to be.
    """
    read = ", ".join(f"{reading.sql} AS {name}" for name, (reading, _) in values.items())
    rows = f"SELECT d.{identifier(row_name(tables))} AS n, {read} FROM {numbered(tables, DECISIONS)} AS d"  # noqa: S608 - quoted
    equal = " AND ".join(f"{name} = ${name}" for name in values)
    wanted = {name: value for name, (_, value) in values.items()}
    found = tables.first(DECISIONS, f"SELECT coalesce(min(n), 0) FROM ({rows}) AS r WHERE {equal}", wanted)  # noqa: S608 - as above
    return int(found[0]) if found is not None else 0


def numbered(tables: Tables, view: str) -> str:
    """The rows of a file with their numbers, from 1, as SQL."""
    return f"(SELECT *, row_number() OVER () AS {identifier(row_name(tables))} FROM {view})"  # noqa: S608 - quoted


def row_name(tables: Tables) -> str:
    """A name for the row's number that no column has."""
    taken = {name.lower() for view in (DECISIONS, GROUPS) if tables.has(view) for name in tables.columns(view)}
    name = "row"
    while name in taken:
        name += "_"
    return name


def check_keys(tables: Tables, request: Request, keys: tuple[Reading, Reading]) -> None:
    """Refuse empty keys and keys that stand twice; rows without a match come out of the cube itself.

    Raises
    ------
    DataError
        For the first such row of either file.
    """
    for (view, sql), reading in zip(request.key_checks(keys).items(), keys, strict=True):
        rows = f"(SELECT {reading.sql} AS k FROM {view} AS {view[0]}) AS r"  # noqa: S608 - quoted
        if not all_differ(tables, view, rows) and tables.first(view, f"{sql} LIMIT 1") is not None:
            _refuse_key(tables, view, view[0], reading)


def all_differ(tables: Tables, view: str, rows: str) -> bool:
    """Whether no ``k`` of some rows is NULL and no two are equal; once in thousands of years false where that is so.

    Keys whose hashes differ are different. In a file larger than memory that is seen in a tenth of the time.
    """
    counted = f"SELECT count(*), count(k), count(DISTINCT hash(k)) FROM {rows}"  # noqa: S608 - quoted by the caller
    return len(set(tables.first(view, counted) or ())) == 1


def _refuse_key(tables: Tables, view: str, alias: str, reading: Reading) -> NoReturn:
    number = f"{alias}.{identifier(row_name(tables))}"
    rows = f"SELECT {number} AS n, {reading.sql} AS k FROM {numbered(tables, view)} AS {alias}"  # noqa: S608 - quoted
    empty = tables.first(view, f"SELECT min(n) FROM ({rows}) AS r WHERE k IS NULL HAVING count(*) > 0")  # noqa: S608 - as above
    if empty is not None:
        what, row, remedy = reading.what, empty[0], reading.remedy
    else:
        later = f"SELECT n, row_number() OVER (PARTITION BY k ORDER BY n) AS time FROM ({rows}) AS r"  # noqa: S608 - as above
        found = tables.first(view, f"SELECT min(n) FROM ({later}) AS t WHERE time = 2")  # noqa: S608 - as above
        what, row = "the key stands in an earlier row too", found[0] if found else 0
        remedy = "A key may stand once in each file: one decision and one group per person"
        if view == DECISIONS:
            remedy += ", or name the column that keeps a person's decisions together"
    raise DataError(what, where=f"{tables.file(view)}, row {row}, column {reading.given.name}", remedy=remedy)
