"""Decisions as an auditor reads them from files: what was decided, what became of it, and to which group people belong.

Groups may lie in a file of their own, apart from the decisions and joined to them by a pseudonymous key only here. No
column is read that was not asked for, and no value of a person is repeated in a message.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from audits.fairness.sample import MOST_GROUPS, NOT_STATED, Attribute, Column, Decisions, Source
from audits.shared.table import Tables, identifier
from scoring.domain.errors import DataError, InputError

__all__ = ["read_decisions"]

DECISIONS, GROUPS = "decisions", "groups"


def read_decisions(
    path: Path,
    *,
    by: Sequence[str],
    outcome: str,
    approved: str = "approved",
    score: str | None = None,
    pd: str | None = None,
    weight: str | None = None,
    groups: Path | None = None,
    key: str | None = None,
) -> Decisions:
    """Read the decisions of a CSV or Parquet file.

    Parameters
    ----------
    by
        Group columns, at least one: of the groups file where there is one, else of the decisions. An empty value is
        the group "not stated".
    outcome
        Column with 1 (or true) for default, 0 (or false) for repaid, empty for not recorded.
    approved
        Column with 1 (or true) for approved, 0 (or false) for declined.
    score, pd
        Columns of finite numbers; a ``pd`` lies between 0 and 1.
    weight
        Must be None: the intervals of this version count people, and weighted people are not that many people.
    groups, key
        A second file with the group columns, and the column in both files that joins them one to one.

    Raises
    ------
    FileError
        If a file is missing, empty, of another kind or damaged.
    DataError
        If a column is missing, a value is not what it must be (with file, row and column), or the join is not one to
        one.
    InputError
        If options contradict each other, or weights are asked for.
    """
    named = _check_options(by, outcome, approved, score, pd, weight, groups, key)
    paths = {DECISIONS: Path(path)} | ({GROUPS: Path(groups)} if groups else {})
    with Tables(paths) as tables:
        home = GROUPS if groups else DECISIONS
        for column in named:
            tables.need(DECISIONS, column)
        for column in by:
            tables.need(home, column)
        _load(tables, named, by, home, key)
        return Decisions(
            attributes=tuple(_attribute(tables, home, name, f"g{i}") for i, name in enumerate(by)),
            approved=_flags(tables, approved, "approved", unknown_allowed=False) == 1,
            outcome=_flags(tables, outcome, "outcome", unknown_allowed=True),
            score=None if score is None else _numbers(tables, score, "score", -np.inf, np.inf),
            pd=None if pd is None else _numbers(tables, pd, "pd", 0.0, 1.0),
            sources=tuple(Source(role=view, name=tables.file(view), sha256=tables.digest(view)) for view in paths),
        )


def _check_options(
    by: Sequence[str],
    outcome: str,
    approved: str,
    score: str | None,
    pd: str | None,
    weight: str | None,
    groups: Path | None,
    key: str | None,
) -> dict[str, str]:
    """The columns of the decisions file and the short names they get."""
    if weight is not None:
        raise InputError(
            f"weights (column '{weight}') are not supported",
            remedy="Audit unweighted decisions: the intervals count people, and weights are no people",
        )
    if (groups is None) != (key is None):
        raise InputError("a groups file and a key go together", remedy="Give both or neither")
    wanted = {outcome: "outcome", approved: "approved"}
    wanted |= {column: short for column, short in ((score, "score"), (pd, "pd"), (key, "key")) if column is not None}
    roles = [outcome, approved, *(column for column in (score, pd, key) if column is not None), *by]
    if not by:
        raise InputError("no group column is named", remedy="Name at least one")
    if len(set(roles)) != len(roles):
        twice = next(role for role in roles if roles.count(role) > 1)
        raise InputError(f"the column '{twice}' is named twice", remedy="Give each column one role")
    return wanted


def _load(tables: Tables, named: dict[str, str], by: Sequence[str], home: str, key: str | None) -> None:
    """Copy the named columns, as text and with their row numbers, into ``d``; join the groups, each row once."""
    own = [f"{_text(column)} AS {short}" for column, short in named.items()]
    levels = [f"{_text(column)} AS g{i}" for i, column in enumerate(by)]
    row = "row_number() OVER () AS row"
    if key is None:
        tables.run(DECISIONS, f"CREATE TABLE d AS SELECT {', '.join([row, *own, *levels])} FROM decisions")  # noqa: S608 - quoted
        return
    tables.need(home, key)
    tables.run(DECISIONS, f"CREATE TABLE own AS SELECT {', '.join([row, *own])} FROM decisions")  # noqa: S608 - quoted
    tables.run(home, f"CREATE TABLE g AS SELECT {', '.join([row, f'{_text(key)} AS key', *levels])} FROM groups")  # noqa: S608 - quoted
    for view, table in ((DECISIONS, "own"), (home, "g")):
        _refuse_bad_keys(tables, view, table, key)
    chosen = ", ".join(f"g.g{i}" for i in range(len(by)))
    tables.run(DECISIONS, f"CREATE TABLE d AS SELECT own.*, g.row AS found, {chosen} FROM own LEFT JOIN g USING (key)")  # noqa: S608 - no outside text
    lost = tables.first(DECISIONS, "SELECT min(row), count(*) FROM d WHERE found IS NULL HAVING count(*) > 0")
    if lost is not None:
        raise DataError(
            f"{lost[1]} rows have no match in {tables.file(home)}, this is the first",
            where=f"{tables.file(DECISIONS)}, row {lost[0]}, column {key}",
            remedy="Every decision needs exactly one row in the groups file; leave a group empty if it is not known",
        )


def _refuse_bad_keys(tables: Tables, view: str, table: str, key: str) -> None:
    empty = tables.first(view, f"SELECT min(row) FROM {table} WHERE key = '' HAVING count(*) > 0")  # noqa: S608 - a name of ours
    if empty is not None:
        raise DataError(
            "the key is empty",
            where=f"{tables.file(view)}, row {empty[0]}, column {key}",
            remedy="Give every row a key",
        )
    twice = tables.first(
        view,
        f"SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY key ORDER BY row) AS n FROM {table}) "  # noqa: S608 - a name of ours
        "WHERE n > 1 ORDER BY row LIMIT 1",
    )
    if twice is not None:
        raise DataError(
            "the key stands in an earlier row too",
            where=f"{tables.file(view)}, row {twice[0]}, column {key}",
            remedy="A key may stand once in each file: one decision and one group per person",
        )


def _attribute(tables: Tables, home: str, name: str, short: str) -> Attribute:
    found = tables.arrays(home, f"SELECT DISTINCT {short} AS level FROM d LIMIT {MOST_GROUPS + 1}")["level"]  # noqa: S608 - a name of ours
    levels = sorted({str(level) or NOT_STATED for level in found})
    parameters = {"levels": levels, "empty": NOT_STATED}
    place = f"list_position($levels, CASE WHEN {short} = '' THEN $empty ELSE {short} END)"
    if len(found) > MOST_GROUPS:
        return Attribute(name=name, levels=tuple(levels), codes=np.zeros(0, dtype=np.int64))
    codes = tables.arrays(home, f"SELECT {place} - 1 AS code FROM d ORDER BY row", parameters)["code"]  # noqa: S608 - a name of ours
    return Attribute(name=name, levels=tuple(levels), codes=codes.astype(np.int64))


def _flags(tables: Tables, column: str, short: str, *, unknown_allowed: bool) -> Column:
    sql = (
        f"SELECT CAST(CASE WHEN lower({short}) IN ('1', '1.0', 'true') THEN 1 "  # noqa: S608 - a name of ours
        f"WHEN lower({short}) IN ('0', '0.0', 'false') THEN 0 WHEN lower({short}) IN ('', 'nan') THEN -1 ELSE -2 END "
        "AS TINYINT) AS flag FROM d ORDER BY row"
    )
    flags = tables.arrays(DECISIONS, sql)["flag"].astype(np.int64)
    wrong = np.flatnonzero(flags < (-1 if unknown_allowed else 0))
    if wrong.size:
        empty = " An empty value means that no outcome is recorded" if unknown_allowed else ""
        raise DataError(
            "the value is not 0 or 1",
            where=f"{tables.file(DECISIONS)}, row {int(wrong[0]) + 1}, column {column}",
            remedy=f"Write 0 or 1, or false or true.{empty}"
            if empty
            else "Write 0 or 1, or false or true; every row is a decision",
        )
    return flags


def _numbers(tables: Tables, column: str, short: str, low: float, high: float) -> Column:
    sql = f"SELECT coalesce(TRY_CAST({short} AS DOUBLE), 'nan'::DOUBLE) AS number FROM d ORDER BY row"  # noqa: S608 - a name of ours
    numbers = tables.arrays(DECISIONS, sql)["number"].astype(np.float64)
    wrong = np.flatnonzero(~(np.isfinite(numbers) & (numbers >= low) & (numbers <= high)))
    if wrong.size:
        between = f" from {low:g} to {high:g}" if np.isfinite(low) else ""
        raise DataError(
            f"the value is not a number{between}",
            where=f"{tables.file(DECISIONS)}, row {int(wrong[0]) + 1}, column {column}",
            remedy="Every decision needs one; take out rows that were never scored, and say so beside the report",
        )
    return numbers


def _text(column: str) -> str:
    return f"coalesce(trim(CAST({identifier(column)} AS VARCHAR)), '')"
