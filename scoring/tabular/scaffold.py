"""Scaffold: a characteristics file for any table, with what a person must decide left open."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from scoring.domain.characteristic import MISSING_WORDS
from scoring.domain.errors import DataError, ForbiddenField
from scoring.domain.forbidden import refuse_forbidden
from scoring.tabular.source import DataFile, Raw

__all__ = ["scaffold"]

RARE = 0.005
"""A category that holds less of the rows than this part has no line of its own."""

HEAD = """\
# Characteristics of {name}: what a card may know about a person. Read every table below and decide.
# "benchmark" cards can be fitted and evaluated, never served. For a servable card, fill in category, source, unit,
# range, direction, necessity and code everywhere, name an approver, and write profile = "servable".
profile = "benchmark"
# approver = ""
"""

OPEN = """\
# category = ""    # income, expense, asset, liability, commitment or repayment_history
# source = ""      # application, register or bank
# necessity = ""   # why the assessment needs it
"""


def scaffold(file: DataFile, target: str, leave_out: Sequence[str] = ()) -> str:
    """The text of a characteristics file that declares every column but the target.

    A column whose name is forbidden becomes a comment with the rule and its source, not a declaration; so does a
    column of dates, and one of texts that are all rare, as names of persons are: no table can hold them.

    Parameters
    ----------
    leave_out
        Columns that tell of the outcome, or of nothing: they are not declared either.

    Raises
    ------
    DataError
        If there is no such target, or nothing else to declare.
    """
    for name in (target, *leave_out):
        if name not in file.columns:
            file.column(name)  # raises, with the near names
    parts = [HEAD.format(name=_comment(file.path.name))]
    declared = 0
    for name in file.columns:
        if name == target:
            continue
        if name in leave_out:
            parts.append(f"# left out: {_comment(name)}\n")
            continue
        try:
            refuse_forbidden(name)
        except ForbiddenField as error:
            parts.append(f"# not declared: {_comment(name)}: {error.rule} ({error.source})\n")
            continue
        raw = file.column(name)
        if any(isinstance(value, date | np.datetime64) for value in raw[:1]):
            parts.append(f"# not declared: {_comment(name)}: a date; declare what it means, in months for example\n")
            continue
        if _all_rare(raw):
            parts.append(f"# not declared: {_comment(name)}: too few rows share a text; group the texts if they tell\n")
            continue
        declared += 1
        parts.append(_table(name, declared, raw))
    if not declared:
        raise DataError("no column may be declared", where=file.path.name, remedy="Give a file with financial columns")
    return "\n".join(parts)


def _table(name: str, number: int, raw: Raw) -> str:
    known = [value for value in raw if not _missing(value)]
    numbers = _numbers(known)
    lines = ["[[characteristic]]", f"name = {_quoted(name)}", f'code = "R{number:02d}"']
    if not known:
        lines.append("# every value is missing")
    elif len({str(value) for value in known}) == 1:
        lines.append("# one value only")
    if numbers is not None:
        low, high = (float(np.min(numbers)), float(np.max(numbers))) if len(numbers) else (0.0, 0.0)
        lines += ['kind = "numeric"', 'direction = "none"   # or higher-is-safer, lower-is-safer']
        lines.append(f"# range = [{low:g}, {high:g}]   # observed; declare what is possible")
    else:
        labels = sorted({str(value).strip() for value in known})
        shown = ", ".join(_quoted(label) for label in labels[:12]) + (", ..." if len(labels) > 12 else "")
        lines += ['kind = "categorical"', f"# categories = [{_comment(shown)}]   # observed: {len(labels)}"]
    return "\n".join(lines) + "\n" + OPEN


def _all_rare(raw: Raw) -> bool:
    """Whether a column holds texts, and no one of them stands in half a percent of the rows that have one."""
    known = [value for value in raw if not _missing(value)]
    if not known or _numbers(known) is not None:
        return False
    return max(Counter(str(value).strip() for value in known).values()) < RARE * len(known)


def _missing(value: Any) -> bool:  # noqa: ANN401 - a raw value of any type
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return True
    return isinstance(value, str) and value.strip().lower() in MISSING_WORDS


def _numbers(known: list[Any]) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    if any(isinstance(value, str) and "_" in value for value in known):
        return None  # Python would read 1_000 as a number; a declaration does not
    try:
        return np.array([float(value) for value in known], dtype=np.float64)
    except (TypeError, ValueError):
        return None


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, but for DEL, which is escaped here."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
