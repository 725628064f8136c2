"""Groups that lie apart from scores: joined to both files by a pseudonymous key, and only here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audits.decisions.cube import TAKEN, TAKEN_REMEDY
from audits.decisions.dialect import DUCKDB
from audits.decisions.reading import Given, Reading, key
from audits.shared.table import Tables, identifier
from audits.stability import sql
from audits.stability.staging import refuse
from scoring.domain.errors import DataError

__all__ = ["GROUPS", "GROUPS_AFTER", "Apart", "grouped"]

GROUPS, GROUPS_AFTER = "groups_file", "groups_after"
"""The views of the group files: of both periods, or of the earlier and of the later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Where groups lie that are not in the compared files.

    Attributes
    ----------
    groups
        The file with the group columns; of both periods unless ``after`` names another for the later one.
    after
        The file of the later period's people, or None.
    key
        The column that joins them, in all files.
    """

    groups: Path
    key: str
    after: Path | None = None

    @property
    def paths(self) -> dict[str, Path]:
        """The files by view."""
        return {GROUPS: self.groups} | ({GROUPS_AFTER: self.after} if self.after is not None else {})


def grouped(tables: Tables, view: str, home: str, by: Sequence[str], column: str | None) -> str:
    """A view of a file with its groups beside it, whatever the file itself calls its columns.

    Parameters
    ----------
    view, home
        The view of the file, and that of its groups; the same where the file holds them.
    by
        The group columns.
    column
        The key; None where there is nothing to join.

    Returns
    -------
    str
        The name of the new view.

    Raises
    ------
    DataError
        If a column is missing, a group is called like people without one, a key is empty or stands twice, or a row
        has no match.
    """
    for name in by:
        tables.need(home, name)
        refuse(tables, home, name, sql.called_so(name), TAKEN, TAKEN_REMEDY)
    if column is None:
        return view
    pair = _keys(tables, view, home, column)
    for each, reading in zip((view, home), pair, strict=True):
        _refuse_keys(tables, each, reading)
    _refuse_lost(tables, view, home, pair)
    own = {name.lower() for name in tables.columns(view)}
    hidden = ", ".join(identifier(name) for name in by if name.lower() in own)
    chosen = ", ".join(f"g.{identifier(name)} AS {identifier(name)}" for name in by)
    name = f"{view}_grouped"
    kept = f"d.* EXCLUDE ({hidden})" if hidden else "d.*"
    tables.run(view, f"CREATE VIEW {name} AS SELECT {kept}, {chosen} FROM {_joined(view, home, pair)}")  # noqa: S608 - quoted
    return name


def _keys(tables: Tables, view: str, home: str, column: str) -> tuple[Reading, Reading]:
    """The key in both files; as text unless both are whole numbers."""
    given = []
    for alias, each in (("d", view), ("g", home)):
        tables.need(each, column)
        kind = tables.kind(each, column)
        given.append(Given(name=column, sql=f"{alias}.{identifier(column)}", kind=kind, file=tables.file(each)))
    as_text = len({each.family for each in given}) > 1
    own, other = (key(each, DUCKDB, as_text=as_text) for each in given)
    return own, other


def _joined(view: str, home: str, pair: tuple[Reading, Reading]) -> str:
    return f"{view} AS d LEFT JOIN {home} AS g ON {pair[0].sql} = {pair[1].sql}"


def _refuse_keys(tables: Tables, view: str, reading: Reading) -> None:
    """Raise at the first empty key, or the first that an earlier row has."""
    rows = f"SELECT row_number() OVER () AS n, {reading.sql} AS k FROM {view} AS {reading.given.sql[0]}"  # noqa: S608 - quoted
    times = f"SELECT n, k, row_number() OVER (PARTITION BY k ORDER BY n) AS time FROM ({rows})"  # noqa: S608 - as above
    wrong = f"SELECT n, k IS NULL FROM ({times}) WHERE k IS NULL OR time = 2 ORDER BY n LIMIT 1"  # noqa: S608 - as above
    found = tables.first(view, wrong)
    if found is not None:
        what = reading.what if found[1] else "the key stands in an earlier row too"
        where = f"{tables.file(view)}, row {found[0]}, column {reading.given.name}"
        raise DataError(what, where=where, remedy="Give every row a key of its own: one row and one group per person")


def _refuse_lost(tables: Tables, view: str, home: str, pair: tuple[Reading, Reading]) -> None:
    """Raise at the first row that no row of the groups matches."""
    lost = f"{pair[0].sql} NOT IN (SELECT {pair[1].sql} FROM {home} AS g)"  # noqa: S608 - quoted
    rows = f"SELECT row_number() OVER () AS n, {lost} AS lost FROM {view} AS d"  # noqa: S608 - as above
    found = tables.first(view, f"SELECT min(n), count(*) FROM ({rows}) WHERE lost HAVING count(*) > 0")  # noqa: S608 - as above
    if found is not None:
        raise DataError(
            f"{found[1]} rows have no match in {tables.file(home)}, this is the first",
            where=f"{tables.file(view)}, row {found[0]}, column {pair[0].given.name}",
            remedy="Every row needs exactly one in the groups file; leave a group empty if it is not known",
        )
