"""Counts by any columns: how many people share some values, never who they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from audits.decisions.axis import MOST_POSITIONS
from audits.decisions.cells import whole_sums
from audits.decisions.cube import AxisKind, Column
from audits.decisions.dialect import BITS, DUCKDB
from audits.decisions.reading import EMPTY, Given, Reading, level, month, of_role
from audits.decisions.request import DECISIONS, Request
from audits.decisions.schema import ROLES, Kind
from audits.decisions.statement import Statement, broken
from audits.shared.table import Tables
from scoring.domain.errors import InputError

__all__ = ["Asked", "asked", "grouped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """By which keys to count, of what, and with which bins and units."""

    request: Request
    statement: Statement
    keys: tuple[str, ...]

    @property
    def weighted(self) -> bool:
        """Whether people are weighed."""
        return "weight" in self.statement.values


def asked(question: Asked, given: Callable[[str, str], Given]) -> dict[str, Reading]:
    """The readings of the keys by short name ``k0``, ``k1``, ..., without the position.

    Raises
    ------
    InputError
        If a key is not there, is a pseudonym, or stands twice.
    """
    keys = question.keys
    if not keys or len(set(keys)) != len(keys):
        raise InputError("counts need keys, each once", remedy="Name what to count by")
    found = {f"k{place}": _reading(question, name, given) for place, name in enumerate(keys)}
    return {short: reading for short, reading in found.items() if reading is not None}


def _reading(question: Asked, name: str, given: Callable[[str, str], Given]) -> Reading | None:
    request, roles = question.request, question.request.columns.roles()
    if name in request.by:
        return level(given(request.home, name), DUCKDB)
    if name == "position" and question.statement.axis is not AxisKind.NONE:
        return None
    if name == "month" and "decided_at" in roles:
        return month(given(DECISIONS, roles["decided_at"]), DUCKDB)
    countable = [role for role in roles if ROLES[role].kind not in (Kind.KEY, Kind.MOMENT)]
    if name in countable:
        return of_role(name, given(DECISIONS, roles[name]), DUCKDB)
    if name in request.extra:
        return of_role("", given(DECISIONS, name), DUCKDB)
    has = [*request.by, *countable, *request.extra, "position", "month"]
    raise InputError(f"'{name}' is nothing to count by", remedy=f"There may be: {', '.join(has)}")


def grouped(tables: Tables, question: Asked, readings: dict[str, Reading]) -> dict[str, Column] | None:
    """The counts, in the order of the keys' values; None if some value is not what it must be."""
    statement = question.statement
    read = dict(statement.values) | readings
    chosen = ", ".join(f"{reading.sql} AS {name}" for name, reading in read.items())
    rows = f"SELECT {chosen} FROM {statement.origin}"  # noqa: S608 - names are quoted
    shown = [_shown(tables, short, question, readings, rows) for short in _shorts(question)]
    names = _shorts(question)
    kept = "bucket" in statement.values
    buckets = f", bit_or(CAST(1 AS BIGINT) << CAST(greatest(bucket, 0) % {BITS} AS INTEGER)) AS buckets" if kept else ""
    weight = f"{DUCKDB.exact_sum(statement.whole_weight)} AS weight" if question.weighted else "0 AS weight"
    found = tables.arrays(
        DECISIONS,
        f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in zip(names, shown, strict=True))}, "  # noqa: S608 - as above
        f"({broken(read)}) AS wrong, count(*) AS people, {weight}{buckets} FROM ({rows}) AS r "
        f"GROUP BY {', '.join(str(place + 1) for place in range(len(names) + 1))} ORDER BY {', '.join(names)}",
    )
    if found["wrong"].any():
        return None
    arrays = {key: _plain(found[short], key, question) for key, short in zip(question.keys, names, strict=True)}
    people = found["people"].astype(np.int64)
    scale = float(f"1e{statement.exponent}") if question.weighted else 1.0
    weights = whole_sums(found["weight"]) / scale if question.weighted else people.astype(np.float64)
    found_buckets = {"buckets": found["buckets"].astype(np.int64)} if kept else {}
    return {**arrays, "people": people, "weight": weights, **found_buckets}


def _shorts(question: Asked) -> list[str]:
    return [f"k{place}" for place in range(len(question.keys))]


def _shown(tables: Tables, short: str, question: Asked, readings: dict[str, Reading], rows: str) -> str:
    """A key as it is grouped by: numbers with many values are rounded, the position is a place."""
    if short not in readings:
        return question.statement.place
    if not _is_number(question.keys[int(short[1:])], question):
        return short
    found = tables.first(DECISIONS, f"SELECT count(DISTINCT {short}) FROM ({rows}) AS r")  # noqa: S608 - names are quoted
    if found is not None and found[0] <= MOST_POSITIONS:
        return f"coalesce({short}, {EMPTY})"
    size = f"CAST(floor(log10(abs({short}))) AS INTEGER)"
    rounded = f"CASE WHEN {short} = 0 OR abs({short}) > 1e300 THEN {short} ELSE round({short}, 2 - {size}) END"
    return f"coalesce({rounded}, {EMPTY})"


def _is_number(key: str, question: Asked) -> bool:
    if key in question.request.by or key in ("position", "month"):
        return False
    return key in question.request.extra or ROLES[key].kind is Kind.NUMBER


def _plain(column: Column, key: str, question: Asked) -> Column:
    """Positions from places, flags as whole numbers, texts as objects."""
    if key == "position":
        bins = question.statement.bins
        return column.astype(np.float64) if bins is None else bins.position(column.astype(np.float64))
    return column.astype(np.int64) if column.dtype.kind == "i" else column
