"""Columns of a data file as whole numbers: amounts, days, places in a list of words, places of those referred to.

A form says how a column is read and gives the SQL for it. What a column holds stays data: names come in quoted, words
are literals. A cell that cannot be read becomes a :class:`Flaw`, a number below every one that could be meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

__all__ = ["LONGEST", "Day", "Flaw", "Form", "Identifier", "Number", "Reference", "Truth", "Words"]

LONGEST = 10_000
"""Characters of a text that are still read."""

_WHOLE = frozenset(f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "BIGINT", "HUGEINT")) | {
    "INTEGER",
    "UINTEGER",
}
_FLOAT = frozenset({"FLOAT", "DOUBLE"})


class Flaw(IntEnum):
    """Why a cell has no value. EMPTY is the highest, so that all others lie below it."""

    EMPTY = -(2**62)
    LONG = -(2**62) - 1
    WRONG = -(2**62) - 2
    IMPOSSIBLE = -(2**62) - 3
    LARGE = -(2**62) - 4


class Form(Protocol):
    """How a column is read."""

    @property
    def wrong(self) -> str:
        """What ``Flaw.WRONG`` means here, as the rest of a sentence about the field."""

    def sql(self, name: str, kind: str) -> str:
        """An expression that gives a BIGINT for each cell and fails on none.

        Parameters
        ----------
        name
            The column, quoted.
        kind
            Its type, as DuckDB writes it.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A whole number of at most 18 digits. Text has digits only: no point, no sign but a minus, no space."""

    wrong: str = "is not a whole number"

    def sql(self, name: str, kind: str) -> str:
        """The number itself."""
        if kind == "VARCHAR":
            digits = f"CASE WHEN regexp_full_match({name}, '-?[0-9]{{1,18}}') THEN TRY_CAST({name} AS BIGINT) "
            return _text(name, f"{digits} WHEN regexp_full_match({name}, '-?[0-9]+') THEN {Flaw.LARGE} END")
        if kind not in _WHOLE | _FLOAT and not kind.startswith("DECIMAL"):
            return _nothing(name)
        empty = f"{name} IS NULL" + (f" OR isnan({name})" if kind in _FLOAT else "")
        broken = "" if kind in _WHOLE else f"WHEN trunc({name}) <> {name} THEN {Flaw.WRONG} "
        return (
            f"CASE WHEN {empty} THEN {Flaw.EMPTY} WHEN abs(CAST({name} AS DOUBLE)) >= 1e18 THEN {Flaw.LARGE} "
            f"{broken}ELSE TRY_CAST({name} AS BIGINT) END"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day, as days since 1 January 1970. Text has the form YYYY-MM-DD."""

    wrong: str = "is no date of the form YYYY-MM-DD"

    def sql(self, name: str, kind: str) -> str:
        """Days; IMPOSSIBLE for one that the calendar does not have, or outside the years 1900 to 9999."""
        if kind == "DATE":
            return f"CASE WHEN {name} IS NULL THEN {Flaw.EMPTY} ELSE {_days(name)} END"
        if kind != "VARCHAR":
            return _nothing(name)
        like = f"regexp_full_match({name}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
        return _text(name, f"CASE WHEN {like} THEN {_days(f'TRY_CAST({name} AS DATE)')} END")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One of a closed list of words, as its place in the list.

    Attributes
    ----------
    words
        The list.
    """

    words: tuple[str, ...]

    @property
    def wrong(self) -> str:
        """The list itself."""
        return f"is none of {', '.join(self.words)}"

    def sql(self, name: str, kind: str) -> str:
        """The place."""
        if kind != "VARCHAR":
            return _nothing(name)
        cases = " ".join(f"WHEN {_literal(word)} THEN {place}" for place, word in enumerate(self.words))
        return f"coalesce(CASE {name} {cases} END, {_text(name, 'NULL')})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Yes or no, as 1 or 0: BOOLEAN, or the words ``true`` and ``false`` in any case."""

    wrong: str = "is neither true nor false"

    def sql(self, name: str, kind: str) -> str:
        """1 or 0."""
        if kind == "BOOLEAN":
            return f"CASE WHEN {name} IS NULL THEN {Flaw.EMPTY} WHEN {name} THEN 1 ELSE 0 END"
        if kind != "VARCHAR":
            return _nothing(name)
        return _text(name, f"CASE lower({name}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A text that names something; 0 for each one that may be read. Whole numbers are read as their digits."""

    wrong: str = "is not a text"

    def sql(self, name: str, kind: str) -> str:
        """Nothing but whether it may be read."""
        return _text(name, "0") if kind == "VARCHAR" else _otherwise(name, kind, "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The name of something listed before, as its place in that list.

    Attributes
    ----------
    wrong
        What it means that the name is not in the list.
    index
        The list, as ``DataFile.index`` gave it.
    """

    wrong: str
    index: str | None

    def sql(self, name: str, kind: str) -> str:
        """The place."""
        if self.index is None:
            return _nothing(name)
        if kind == "VARCHAR":
            return _text(name, f"enum_code(TRY_CAST({name} AS {self.index}))")
        return _otherwise(name, kind, f"enum_code(TRY_CAST(CAST({name} AS VARCHAR) AS {self.index}))")


def _text(name: str, value: str) -> str:
    """The value of a text that is there and not too long; WRONG where that is NULL."""
    return (
        f"CASE WHEN {name} IS NULL OR {name} = '' THEN {Flaw.EMPTY} WHEN length({name}) > {LONGEST} THEN {Flaw.LONG} "
        f"ELSE coalesce({value}, {Flaw.WRONG}) END"
    )


def _otherwise(name: str, kind: str, value: str) -> str:
    """The value of a whole number that names something; nothing of any other type."""
    if kind not in _WHOLE:
        return _nothing(name)
    return f"CASE WHEN {name} IS NULL THEN {Flaw.EMPTY} ELSE coalesce({value}, {Flaw.WRONG}) END"


def _nothing(name: str) -> str:
    """Nothing that stands in the column can be read."""
    return f"CASE WHEN {name} IS NULL THEN {Flaw.EMPTY} ELSE {Flaw.WRONG} END"


def _days(date: str) -> str:
    inside = f"{date} BETWEEN DATE '1900-01-01' AND DATE '9999-12-31'"
    return f"CASE WHEN {inside} THEN date_diff('day', DATE '1970-01-01', {date}) ELSE {Flaw.IMPOSSIBLE} END"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
