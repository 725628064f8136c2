"""A column of a file as SQL, whatever its name and its values hold."""

from __future__ import annotations

from audits.decisions.cube import NOT_STATED
from audits.decisions.reading import CALLED_SO
from audits.shared.table import identifier

__all__ = ["called_so", "empty", "flag", "group", "number", "period", "place", "text"]


def text(column: str) -> str:
    """A value as text without blanks around it; empty where there is none."""
    return f"coalesce(trim(CAST({identifier(column)} AS VARCHAR)), '')"


def empty(column: str) -> str:
    """Whether a value is missing."""
    return f"(lower({text(column)}) IN ('', 'nan'))"


def number(column: str) -> str:
    """A finite number, or null."""
    cast = f"TRY_CAST({text(column)} AS DOUBLE)"
    return f"(CASE WHEN isfinite({cast}) THEN {cast} END)"


def flag(column: str) -> str:
    """1, 0, -1 for missing, -2 for anything else."""
    return (
        f"(CASE WHEN lower({text(column)}) IN ('1', '1.0', 'true') THEN 1 "
        f"WHEN lower({text(column)}) IN ('0', '0.0', 'false') THEN 0 WHEN {empty(column)} THEN -1 ELSE -2 END)"
    )


def called_so(column: str) -> str:
    """Whether a group of the file has a name of people without one."""
    return f"({text(column)} {CALLED_SO})"


def group(column: str) -> str:
    """A group, or that none is stated."""
    return f"(CASE WHEN {text(column)} = '' THEN '{NOT_STATED}' ELSE {text(column)} END)"


def period(column: str) -> str:
    """A date as its month; anything else as it is."""
    found = text(column)
    is_date = f"regexp_matches({found}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
    return f"(CASE WHEN {is_date} THEN left({found}, 7) ELSE {found} END)"


def place(words: str, value: str) -> str:
    """The place of a text in the list that a parameter names, from 0; -1 if it is not in it."""
    return f"(coalesce(list_position(${words}, {value}), 0) - 1)"
