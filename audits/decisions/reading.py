"""How the columns of a file are read: each as one SQL expression, with the condition under which a row breaks it.

Columns of a Parquet file or of a table keep their types; text (every cell of a CSV) is trimmed and parsed. NULL, an
empty text and NaN all mean that nothing is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from audits.decisions.cube import NOT_STATED, SILENCE, TAKEN, TAKEN_REMEDY
from audits.decisions.dialect import Dialect, Family, family
from audits.decisions.schema import ROLES, Kind
from scoring.domain.errors import DataError

__all__ = [
    "CALLED_SO",
    "EMPTY",
    "Given",
    "Reading",
    "bucket",
    "key",
    "level",
    "month",
    "of_role",
    "text_of",
]

EMPTY = "CAST('NaN' AS DOUBLE)"
_MALFORMED = "CAST('Infinity' AS DOUBLE)"
CALLED_SO = f"IN ('{SILENCE.en}', '{SILENCE.nl}')"
"""The condition on a trimmed text that it is a name of people without a group."""

_TAKEN = " taken"
"""Such a group as it is read: it begins with a blank, as no trimmed text does."""

_DATED, _NO_DATE = "decided_at", "no date"

_EVERY_ROW = "Every decision needs one; take out rows that were never scored, and say so beside the report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A column as it stands in a file: its name, the SQL that names it, its type, and the file."""

    name: str
    sql: str
    kind: str
    file: str

    @property
    def family(self) -> Family:
        """What its type is to an audit."""
        return family(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A column as it is read.

    Attributes
    ----------
    sql
        Its value: texts are never NULL, flags are 1, 0 and -1 for empty, numbers NULL for empty.
    wrong
        The condition under which the value, under the name ``{0}``, is not what it must be; empty if it never is.
    what, remedy
        What to say of the first row for which it is.
    refused
        The one value that is wrong, where there is but one.
    grouped, named
        For a column that rows are grouped by: SQL with as many different values that is had sooner, empty for none,
        and the value for one of these, under the name ``{0}``. What a file holds as a dictionary DuckDB takes through
        functions once for each word of it, through cases and ``coalesce`` row by row.
    """

    given: Given
    sql: str
    wrong: str = ""
    what: str = ""
    remedy: str = ""
    refused: str = ""
    grouped: str = ""
    named: str = "{0}"


def text_of(given: Given, dialect: Dialect) -> str:
    """The column as trimmed text, '' for nothing."""
    return f"coalesce({_trimmed(given, dialect)}, '')"


def _trimmed(given: Given, dialect: Dialect) -> str:
    if given.family is Family.OTHER:
        raise _mistyped(given, "text or numbers")
    value = f"nullif({given.sql}, {EMPTY})" if given.family is Family.REAL else given.sql
    return f"trim(CAST({value} AS {dialect.text}))"


def level(given: Given, dialect: Dialect) -> Reading:
    """A group: any text; nothing is a group of its own, and no other may have its name.

    Raises
    ------
    DataError
        If the column holds something else than text, numbers, flags or dates.
    """
    text = dialect.or_empty(_trimmed(given, dialect))
    named = f"CASE WHEN {{0}} = '' THEN '{NOT_STATED}' WHEN {{0}} {CALLED_SO} THEN '{_TAKEN}' ELSE {{0}} END"
    return Reading(
        given=given,
        sql=named.format(text),
        grouped=text,
        named=named,
        wrong=f"{{0}} = '{_TAKEN}'",
        what=TAKEN,
        remedy=TAKEN_REMEDY,
        refused=_TAKEN,
    )


def key(given: Given, dialect: Dialect, *, as_text: bool) -> Reading:
    """A pseudonym, NULL if empty; whole numbers as such unless they must be compared with text."""
    whole = given.family is Family.WHOLE and not as_text
    sql = given.sql if whole else f"nullif({_trimmed(given, dialect)}, '')"
    return Reading(given=given, sql=sql, wrong="{0} IS NULL", what="the key is empty", remedy="Give every row a key")


def bucket(given: Given, dialect: Dialect) -> Reading:
    """The bucket of a cluster: people with several decisions are in one; -1 for an empty one, which is wrong."""
    text = text_of(given, dialect)
    return Reading(
        given=given,
        sql=f"CASE WHEN {text} = '' THEN -1 ELSE {dialect.bucket(text)} END",
        wrong="{0} < 0",
        what="the cluster is empty",
        remedy="Give every decision one, or audit without clusters",
    )


def month(given: Given, dialect: Dialect) -> Reading:
    """The month of a date, as 2026-11; '' for nothing. What follows the day is not looked at."""
    text = text_of(given, dialect)
    day, rest = f"substr({text}, 1, 10)", f"substr({text}, 11, 1) IN ('', ' ', 'T')"
    dated = f"{day} LIKE '____-__-__' AND {day} BETWEEN '0001' AND '9999-12-31' AND TRY_CAST({day} AS DATE) IS NOT NULL"
    return Reading(
        given=given,
        sql=f"CASE WHEN {text} = '' THEN '' WHEN {dated} AND {rest} THEN substr({text}, 1, 7) ELSE '{_NO_DATE}' END",
        wrong=f"{{0}} = '{_NO_DATE}'",
        what="the value is no date",
        remedy="Write dates as 2026-11-30, with or without a time; leave it empty where none is recorded; "
        f"rename the column if it is something else than '{_DATED}' in the schema",
    )


def of_role(role: str, given: Given, dialect: Dialect) -> Reading:
    """A column in a role of the schema, or as a further number for any other word.

    Raises
    ------
    DataError
        If its type cannot be what the role needs.
    """
    if role not in ROLES:
        return _number(given, dialect, -1e300, 1e300, needed=False)
    if given.name != role:
        return _of_kind(role, given, dialect)
    # Nobody may have meant it: the column was found by its name.
    otherwise = f"; rename the column if it is something else than '{role}' in the schema"
    try:
        found = _of_kind(role, given, dialect)
    except DataError as error:
        raise DataError(error.what, where=error.where, remedy=f"{error.remedy}{otherwise}") from None
    return replace(found, remedy=f"{found.remedy}{otherwise}") if found.wrong else found


def _of_kind(role: str, given: Given, dialect: Dialect) -> Reading:
    about = ROLES[role]
    if about.kind is Kind.FLAG:
        return _flag(given, dialect, needed=role == "approved")
    if about.kind is Kind.NUMBER:
        return _number(given, dialect, about.low, about.high, needed=role in ("score", "pd", "weight"))
    return Reading(given=given, sql=text_of(given, dialect))


def _flag(given: Given, dialect: Dialect, *, needed: bool) -> Reading:
    x = given.sql
    match given.family:
        case Family.FLAG:
            sql = f"CASE WHEN {x} THEN 1 WHEN NOT {x} THEN 0 ELSE -1 END"
        case Family.WHOLE | Family.REAL:
            nothing = f"{x} IS NULL" if given.family is Family.WHOLE else f"{x} IS NULL OR {x} = {EMPTY}"
            sql = f"CASE WHEN {x} = 1 THEN 1 WHEN {x} = 0 THEN 0 WHEN {nothing} THEN -1 ELSE -2 END"
        case Family.TEXT:
            text = f"lower({text_of(given, dialect)})"
            sql = (
                f"CASE WHEN {text} IN ('1', '1.0', 'true') THEN 1 WHEN {text} IN ('0', '0.0', 'false') THEN 0 "
                f"WHEN {text} IN ('', 'nan') THEN -1 ELSE -2 END"
            )
        case _:
            raise _mistyped(given, "0 and 1")
    rest = "every row is a decision" if needed else "leave it empty where nothing is recorded"
    return Reading(
        given=given,
        sql=sql,
        wrong="{0} < 0" if needed else "{0} < -1",
        what="the value is not 0 or 1",
        remedy=f"Write 0 or 1, or false or true; {rest}",
    )


def _number(given: Given, dialect: Dialect, low: float, high: float, *, needed: bool) -> Reading:
    match given.family:
        case Family.WHOLE:
            sql = f"CAST({given.sql} AS DOUBLE)"
        case Family.REAL:
            sql = f"nullif(CAST({given.sql} AS DOUBLE), {EMPTY})"
        case Family.TEXT:
            text = text_of(given, dialect)
            parsed = f"coalesce({dialect.number(text)}, {_MALFORMED})"
            sql = f"CASE WHEN lower({text}) IN ('', 'nan') THEN CAST(NULL AS DOUBLE) ELSE {parsed} END"
        case _:
            raise _mistyped(given, "numbers")
    bounds = (f" from {low:g}" if low > -1e300 else "") + (f" to {high:g}" if high < 1e300 else "")
    return Reading(
        given=given,
        sql=sql,
        # NaN and infinity lie above every bound, to both engines.
        wrong=f"coalesce(NOT ({{0}} BETWEEN {low!r} AND {high!r}), {'TRUE' if needed else 'FALSE'})",
        what=f"the value is not a number{bounds}",
        remedy=_EVERY_ROW if needed else "Correct it, or leave it empty where nothing is recorded",
    )


def _mistyped(given: Given, needed: str) -> DataError:
    return DataError(
        f"the column holds {given.kind[:40]}, not {needed}",
        where=f"{given.file}, column {given.name}",
        remedy="Cast it where the file is made",
    )
