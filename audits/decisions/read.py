"""Decisions as an auditor reads them: opened once, asked for the cube and for counts, never for rows.

Groups may lie in a file of their own, apart from the decisions and joined to them by a pseudonymous key only here. No
column is read that was not asked for, and no value of a person is repeated in a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from audits.decisions.access import Recorded
from audits.decisions.axis import MOST_POSITIONS
from audits.decisions.cells import cube_of_cells
from audits.decisions.counts import Asked, asked, grouped
from audits.decisions.cube import MOST_GROUPS, Attribute, AxisKind, Column, Cube, Source
from audits.decisions.dialect import DUCKDB
from audits.decisions.flaws import all_differ, check_keys, first_row, refuse_first
from audits.decisions.joined import joined
from audits.decisions.reading import Given, Reading, of_role
from audits.decisions.request import DECISIONS, GROUPS, Request
from audits.decisions.schema import ROLES, Columns
from audits.decisions.statement import BAD, LOOSE, Statement
from audits.shared.table import Tables, identifier
from scoring.domain.errors import DataError, InputError

__all__ = ["Opened", "open_decisions", "opened"]


class Opened:
    """Decisions in an open file or table.

    Attributes
    ----------
    present
        The roles of the schema that the file has.
    sources
        The files, with their digests.
    request
        What is asked of them.
    """

    def __init__(self, tables: Tables, request: Request, sources: tuple[Source, ...]) -> None:
        self.present = frozenset(request.columns.roles())
        self.sources = sources
        self._tables = tables
        self.request = request
        self._statement = request.statement(self._given, DUCKDB)
        self._cube: Cube | None = None
        self._repeated: int | None = None
        self._checked = False

    @property
    def absent(self) -> tuple[str, ...]:
        """The roles of the schema that the file has not, in its order: their parts of a report are missing."""
        return tuple(role for role in ROLES if role not in self.present)

    @property
    def repeated(self) -> int | None:
        """How many ids stand in more than one decision; None where no column is the id. One look at that column."""
        column = self.request.columns.others.get("id")
        if column is None:
            return None
        if self._repeated is None:
            given = self._given(DECISIONS, column).sql
            # And not NULL: who has no id is nobody twice.
            ids = f"(SELECT {given} AS k FROM decisions AS d WHERE trim(CAST({given} AS VARCHAR)) <> '') AS t"  # noqa: S608 - quoted
            alone = all_differ(self._tables, DECISIONS, ids)
            twice = f"SELECT k FROM {ids} GROUP BY k HAVING count(*) > 1"  # noqa: S608 - quoted
            found = None if alone else self._tables.first(DECISIONS, f"SELECT count(*) FROM ({twice}) AS t")  # noqa: S608
            self._repeated = int(found[0]) if found else 0
        return self._repeated

    def cube(self) -> Cube:
        """The cube, counted in one pass.

        Scores that are not whole, or of more than 2,000 values, need a second pass; predicted probabilities as the
        axis, and weights, a look at their range first.

        Raises
        ------
        DataError
            If a value is not what it must be, with file, row and column; if a group has a name of people without one
            (``SILENCE``); if the join is not one to one; if an attribute has one group only, or more than 50; if all
            weights are 0.
        """
        if self._cube is None:
            self._check()
            if self._statement.looks_first:
                self._look()
            if self._count(self._statement):
                self._statement = self._statement.binned(*self._look())
                self._count(self._statement)
            self._cube = self._collect()
        return self._cube

    def counts(self, keys: Sequence[str]) -> dict[str, Column]:
        """How many people share the values of some columns.

        Parameters
        ----------
        keys
            Attributes, roles that are ``present`` (no ``id``), further columns that were asked for, ``"position"``
            (as in the cube) and ``"month"`` (of ``decided_at``, as 2026-11).

        Returns
        -------
        dict
            One array for each key, ``"people"`` (whole numbers) and ``"weight"``; where decisions on one person are
            kept together also ``"buckets"``: which of 60 the people are in, a bit for each. They stand in the order of
            the keys' values: texts as objects ("" for empty, "not stated" for an attribute), flags 1, 0 and -1 for
            empty, numbers with NaN for empty. Numbers of more than 2,000 different values are rounded to three
            significant digits, so that nobody stands alone by a number.

        Raises
        ------
        InputError
            If a key is none of these.
        DataError
            As in ``cube``, for the columns that are read.
        """
        self._check()
        if "position" in keys and self.request.axis is not AxisKind.NONE:
            self.cube()
        elif "weight" in self._statement.values and self._statement.exponent is None:
            self._look()
        question = Asked(request=self.request, statement=self._statement, keys=tuple(keys))
        readings = asked(question, self._given)
        found = grouped(self._tables, question, readings)
        if found is None:
            self._refuse(readings)
        return found

    def first_with(self, values: Mapping[str, str | int]) -> str:
        """Where the first decision stands that has these values in some roles: the file and the row, from 1.

        Parameters
        ----------
        values
            By role, as ``counts`` gives them: texts, and flags as 1, 0 and -1.
        """
        roles = self.request.columns.roles()
        read = {
            f"v{place}": (of_role(role, self._given(DECISIONS, roles[role]), DUCKDB), value)
            for place, (role, value) in enumerate(values.items())
        }
        return f"{self._tables.file(DECISIONS)}, row {first_row(self._tables, read)}"

    def _given(self, view: str, column: str) -> Given:
        self._tables.need(view, column)
        sql = f"{view[0]}.{identifier(column)}"
        return Given(name=column, sql=sql, kind=self._tables.kind(view, column), file=self._tables.file(view))

    def _check(self) -> None:
        keys = self.request.keys(self._given, DUCKDB)
        if keys is not None and not self._checked:
            check_keys(self._tables, self.request, keys)
        self._checked = True

    def _look(self) -> tuple[float, float]:
        """Look up ranges: the least and the greatest value of the axis; the units of weights are set."""
        found = self._tables.first(DECISIONS, self._statement.ranges())
        low, high, heaviest, bad = found or (0.0, 0.0, 0.0, 0)
        if bad:
            self._refuse()
        if "weight" in self._statement.values and self._statement.exponent is None:
            if heaviest <= 0:
                where = f"{self._tables.file(DECISIONS)}, column {self.request.columns.weight}"
                raise DataError("all weights are 0", where=where, remedy="Weigh somebody, or audit without that column")
            self._statement = self._statement.weighed(heaviest)
        if self._statement.axis is AxisKind.PROBABILITY and self._statement.bins is None:
            self._statement = self._statement.binned(low, high)
        return low, high

    def _count(self, statement: Statement) -> bool:
        """Count every cell inside the engine; whether positions must go into bins first."""
        keys, sql, names = self.request.keys(self._given, DUCKDB), statement.cube(), {}
        if keys is not None:
            over = joined(self._tables, keys, statement)
            sql, names = over.cube, over.parameters
        self._tables.run(DECISIONS, f"CREATE OR REPLACE TEMP TABLE cells AS {sql}", names)
        found = self._tables.first(
            DECISIONS,
            f"SELECT count(*) FILTER (state = {BAD}), count(*) FILTER (state = {LOOSE}), "  # noqa: S608 - our own numbers
            "count(DISTINCT place) FILTER (state >= 0) FROM cells",
        )
        bad, loose, positions = found or (0, 0, 0)
        if bad:
            self._refuse()
        return statement.bins is None and bool(loose or positions > MOST_POSITIONS)

    def _collect(self) -> Cube:
        attributes = [self._attribute(place, name) for place, name in enumerate(self.request.by)]
        chosen = [f"list_position($l{place}, a{place}) - 1 AS a{place}" for place in range(len(attributes))]
        others = ", ".join(f"a{place}" for place in range(len(attributes)))
        cells = self._tables.arrays(
            DECISIONS,
            f"SELECT {', '.join(chosen)}, * EXCLUDE ({others}) FROM cells",  # noqa: S608 - names of ours
            {f"l{place}": list(each.levels) for place, each in enumerate(attributes)},
        )
        return cube_of_cells(cells, self._statement, attributes, self.sources)

    def _attribute(self, place: int, name: str) -> Attribute:
        sql = f"SELECT DISTINCT a{place} AS level FROM cells LIMIT {MOST_GROUPS + 1}"  # noqa: S608 - names of ours
        return Attribute(name=name, levels=tuple(sorted(map(str, self._tables.arrays(DECISIONS, sql)["level"]))))

    def _refuse(self, more: Mapping[str, Reading] | None = None) -> NoReturn:
        keys = self.request.keys(self._given, DUCKDB)
        refuse_first(self._tables, self.request, keys, self._statement, more or {})


@contextmanager
def open_decisions(
    path: Path,
    *,
    by: Sequence[str],
    columns: Columns,
    groups: Path | None = None,
    key: str | None = None,
    extra: Sequence[str] = (),
    memory_limit: str | None = None,
    threads: int = 2,
    access: Recorded | None = None,
) -> Iterator[Opened]:
    """Open a CSV or Parquet file of decisions.

    Parameters
    ----------
    by
        Group columns, at least one: of the groups file where there is one, else of the decisions. An empty value is
        the group "not stated", and no other group may be called so.
    columns
        Which column has which role; roles that are not named are found under their names in the schema.
    groups, key
        A second file with the group columns, and the column in both files that joins them one to one; where a
        ``cluster`` is named, several decisions may share a key.
    extra
        Further columns of numbers that ``counts`` may be asked for.
    memory_limit
        What may be held in memory, such as ``"1.5GB"``; the rest goes to a private folder that is removed. None for
        the engine's own limit.
    threads
        How many of them count.
    access
        Where the reading of the group columns is recorded; None for no record.

    Raises
    ------
    FileError
        If a file is missing, empty, of another kind or damaged.
    DataError
        If a column is missing or has a type that its role cannot have.
    InputError
        If options contradict each other.
    """
    if (groups is None) != (key is None):
        raise InputError("a groups file and a key go together", remedy="Give both or neither")
    paths = {DECISIONS: Path(path)} | ({"groups": Path(groups)} if groups is not None else {})
    request = Request(by=tuple(by), columns=columns, key=key, extra=tuple(extra))
    with Tables(paths, memory_limit=memory_limit, threads=threads) as tables:
        yield opened(tables, request, access)


def opened(tables: Tables, request: Request, access: Recorded | None = None) -> Opened:
    """What is in open tables, after a look at their headings; the reading is recorded first."""
    for view, column in request.needed():
        tables.need(view, column)
    request = request.found(tables.columns(DECISIONS))
    sources = tuple(Source(role=view, name=tables.file(view), sha256=tables.digest(view)) for view in tables.views)
    if access is not None:
        if not isinstance(access, Recorded):
            raise InputError(
                f"access is a {type(access).__name__} and says not where it is recorded",
                remedy="Give a Recorded: the access and the path of its record",
            )
        in_memory = [view for view in (DECISIONS, GROUPS) if tables.has(view) and view not in tables.views]
        access.write(sources, request.by, in_memory)
    return Opened(tables, request, sources)
