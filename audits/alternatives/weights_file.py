"""Weights for the rows of a file: read with the groups, computed, and handed on by pseudonym."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from audits.alternatives.weights import Method, weights
from audits.decisions.access import Recorded
from audits.decisions.cube import NOT_STATED, TAKEN, TAKEN_REMEDY, Source, means_silence
from audits.shared.table import Tables, identifier
from scoring.domain.errors import DataError, InputError

__all__ = ["weights_of_file"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


def weights_of_file(
    decisions: Path,
    groups: Path,
    *,
    key: str,
    attribute: str,
    outcome: str,
    approved: str | None,
    method: Method,
    strength: float = 0.5,
    access: Recorded | None = None,
) -> tuple[Column, Column]:
    """Pseudonyms and weights of all rows whose outcome is recorded, in the order of the pseudonyms.

    Parameters
    ----------
    decisions, groups
        The files, joined by ``key``.
    outcome, approved
        Columns of 1 and 0; the reductions need both.
    access
        Where the reading of the groups is recorded; None for no record.

    Raises
    ------
    DataError
        If a column is missing, a group is called like people without one, a key is empty or stands twice, or an outcome
        or decision is neither 1, 0 nor empty.
    InputError
        As :func:`audits.alternatives.weights.weights`.
    """
    if method is not Method.REWEIGHING and approved is None:
        raise InputError(f"'{method.value}' needs the decisions of the card", remedy="Name their column")
    with Tables({"decisions": decisions, "groups": groups}) as tables:
        for view, needed in (("decisions", key), ("decisions", outcome), ("groups", key), ("groups", attribute)):
            tables.need(view, needed)
        if approved is not None:
            tables.need("decisions", approved)
        if access is not None:
            sources = [Source(role=view, name=tables.file(view), sha256=tables.digest(view)) for view in tables.views]
            access.write(sources, [attribute])
        for view in ("decisions", "groups"):
            _refuse_keys(tables, view, key)
        named = f"SELECT DISTINCT CAST({identifier(attribute)} AS VARCHAR) AS name FROM groups"  # noqa: S608 - quoted
        if any(means_silence(str(name)) for name in tables.arrays("groups", named)["name"]):
            raise DataError(TAKEN, where=f"{groups.name}, column {attribute}", remedy=TAKEN_REMEDY)
        found = tables.arrays("decisions", _joined(key, attribute, outcome, approved))
    for name, column in (("outcome", outcome), ("approved", approved)):
        if (found[name] == -2).any():
            where = f"{decisions.name}, column {column}"
            raise DataError("a value is neither 1, 0 nor empty", where=where, remedy="Write 1 or 0")
    known = found["outcome"] >= 0
    if approved is not None:
        known = known & (found["approved"] >= 0)
    if not known.any():
        raise DataError("no outcome is recorded", where=decisions.name, remedy="Give a file with outcomes")
    decided = None if approved is None else found["approved"][known] == 1
    given = weights(method, found["level"][known], found["outcome"][known] == 1, decided, strength)
    return found["id"][known], given


def _refuse_keys(tables: Tables, view: str, key: str) -> None:
    name = identifier(key)
    found = tables.first(
        view,
        f"SELECT count(*) - count(CAST({name} AS VARCHAR)), count(*) - count(DISTINCT CAST({name} AS VARCHAR)) "  # noqa: S608 - quoted
        f"FROM {view}",
    )
    if found and (found[0] or found[1]):
        what = "is empty in a row" if found[0] else "has a value twice"
        where = f"{tables.file(view)}, column {key}"
        raise DataError(f"the key {what}", where=where, remedy="Give every person one key")


def _joined(key: str, attribute: str, outcome: str, approved: str | None) -> str:
    one, level = identifier(key), f"trim(CAST(g.{identifier(attribute)} AS VARCHAR))"
    decided = "0" if approved is None else _flag(approved)
    return (
        f"SELECT CAST(d.{one} AS VARCHAR) AS id, {_flag(outcome)} AS outcome, {decided} AS approved, "  # noqa: S608 - quoted
        f"CASE WHEN coalesce({level}, '') = '' THEN '{NOT_STATED}' ELSE {level} END AS level "
        f"FROM decisions AS d LEFT JOIN groups AS g ON CAST(d.{one} AS VARCHAR) = CAST(g.{one} AS VARCHAR) ORDER BY id"
    )


def _flag(column: str) -> str:
    """1, 0, -1 for empty, -2 for anything else."""
    text = f"lower(trim(CAST(d.{identifier(column)} AS VARCHAR)))"
    return (
        f"CASE WHEN coalesce({text}, '') = '' THEN -1 WHEN {text} IN ('1', '1.0', 'true') THEN 1 "
        f"WHEN {text} IN ('0', '0.0', 'false') THEN 0 ELSE -2 END"
    )
