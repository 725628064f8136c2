"""What is asked of a file of decisions: which columns, in which roles, and which groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from audits.decisions.cube import AxisKind
from audits.decisions.dialect import Dialect
from audits.decisions.reading import Given, Reading, bucket, key, level, of_role
from audits.decisions.schema import Columns
from audits.decisions.statement import Statement
from scoring.domain.errors import InputError

__all__ = ["DECISIONS", "GROUPS", "Request"]

DECISIONS, GROUPS = "decisions", "groups"
"""The views of the two files; in a statement ``d`` and ``g``."""

_TAKEN = ("people", "weight", "position", "month")
"""What counts are of or may be by, whatever the file has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked.

    Attributes
    ----------
    by
        The attributes, at least one: columns of the groups where there are some, else of the decisions.
    columns
        The roles of columns of the decisions.
    key
        The column in both files that joins them; None where the decisions hold the groups.
    extra
        Further columns of numbers.

    Raises
    ------
    InputError
        If no attribute is named, or a column has two roles.
    """

    by: tuple[str, ...]
    columns: Columns
    key: str | None = None
    extra: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.by:
            raise InputError("no group column is named", remedy="Name at least one")
        if (taken := next((name for name in (*self.by, *self.extra) if name in _TAKEN), None)) is not None:
            raise InputError(f"'{taken}' is a word of the counts themselves", remedy="Rename the column")
        needed = [name for role, name in self.columns.roles().items() if role not in self.columns.others]
        roles = [*self.by, *needed, *self.extra, *([self.key] if self.key is not None else [])]
        if (twice := next((name for name in roles if roles.count(name) > 1), None)) is not None:
            raise InputError(f"the column '{twice}' is named twice", remedy="Give each column one role")

    @property
    def home(self) -> str:
        """The view in which the attributes are."""
        return DECISIONS if self.key is None else GROUPS

    @property
    def many_to_one(self) -> bool:
        """Whether a key may stand in several decisions: only if they are kept together by it."""
        return self.columns.cluster is not None

    def found(self, heading: Sequence[str]) -> Request:
        """With the roles that the decisions have under their names in the schema, where nothing else is."""
        free = [name for name in heading if name not in self.extra and (self.key is not None or name not in self.by)]
        return replace(self, columns=self.columns.found(free))

    def needed(self) -> list[tuple[str, str]]:
        """The view and the name of every column that must be there."""
        own = [*self.columns.roles().values(), *self.extra]
        own += [name for name in (self.columns.cluster, self.key) if name is not None]
        joined = [(GROUPS, self.key)] if self.key is not None else []
        return [*((DECISIONS, name) for name in own), *joined, *((self.home, name) for name in self.by)]

    def origin(self, keys: tuple[Reading, Reading] | None, decisions: str = DECISIONS) -> str:
        """What stands after FROM."""
        if keys is None:
            return f"{decisions} AS d"
        return f"{decisions} AS d LEFT JOIN {GROUPS} AS g ON {keys[0].sql} = {keys[1].sql}"

    def keys(self, given: Callable[[str, str], Given], dialect: Dialect) -> tuple[Reading, Reading] | None:
        """The key in the decisions and in the groups; both as text unless both are whole numbers."""
        if self.key is None:
            return None
        pair = given(DECISIONS, self.key), given(GROUPS, self.key)
        alike = len({each.family for each in pair}) == 1
        own, other = (key(each, dialect, as_text=not alike) for each in pair)
        return own, other

    def key_checks(self, keys: tuple[Reading, Reading]) -> dict[str, str]:
        """By view, the statement that gives a row for every key that is empty or stands too often."""
        checks = {}
        for view, reading in ((DECISIONS, keys[0]), (GROUPS, keys[1])):
            rows = f"SELECT {reading.sql} AS k FROM {view} AS {view[0]}"  # noqa: S608 - quoted
            checks[view] = f"SELECT k FROM ({rows}) AS r GROUP BY k HAVING count(*) > 1 OR k IS NULL"  # noqa: S608 - as above
            if view == DECISIONS and self.many_to_one:
                checks[view] = f"SELECT k FROM ({rows}) AS r WHERE k IS NULL"  # noqa: S608 - as above
        return checks

    def statement(self, given: Callable[[str, str], Given], dialect: Dialect) -> Statement:
        """The statement that counts; ``given`` finds a column of a view."""
        keys, columns = self.keys(given, dialect), self.columns
        values: dict[str, Reading] = {}
        if keys is not None:
            values = {"own": keys[0], "joined": _joined(keys)}
        for role in ("approved", "outcome", "score", "pd", "weight"):
            if (name := columns.roles().get(role)) is not None:
                values[role] = of_role(role, given(DECISIONS, name), dialect)
        if columns.cluster is not None:
            values["bucket"] = bucket(given(DECISIONS, columns.cluster), dialect)
        return Statement(
            dialect=dialect,
            origin=self.origin(keys),
            levels=tuple(level(given(self.home, name), dialect) for name in self.by),
            values=values,
            axis=self.axis,
        )

    @property
    def axis(self) -> AxisKind:
        """What people are ordered by: the score, else the predicted probability."""
        if self.columns.score is not None:
            return AxisKind.SCORE
        return AxisKind.PROBABILITY if self.columns.pd is not None else AxisKind.NONE


def _joined(keys: Sequence[Reading]) -> Reading:
    return Reading(
        given=keys[0].given,
        sql=f"CASE WHEN {keys[1].sql} IS NULL THEN 0 ELSE 1 END",
        wrong="{0} = 0",
        what=f"rows have no match in {keys[1].given.file}, this is the first",
        remedy="Every decision needs exactly one row in the groups file; leave a group empty if it is not known",
    )
