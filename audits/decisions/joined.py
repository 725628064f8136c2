"""Decisions joined with groups in a file of their own: counted, and proved one to one, in a single pass over both.

Two files may be larger than memory, so that every further look at their keys costs as much as the join. The join is
therefore full and tells by itself: where every decision has a group, there are as many pairs as decisions, so that no
key of a decision stands twice among the groups; and where there are as many pairs as groups that met a decision, no
key stands twice among the decisions. Only small codes of the groups go through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audits.decisions.reading import Reading
from audits.decisions.request import DECISIONS, GROUPS, Request
from audits.decisions.statement import ALONE, LOOSE, Statement
from audits.shared.table import Tables

__all__ = ["Joined", "joined", "looks_unique", "one_to_one"]

_MOST_CODES = 255
"""So many different groups fit into a byte; an attribute with more goes through the join as text."""

_BUCKETS = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The statement that counts, with codes of groups, and what the codes stand for.

    Attributes
    ----------
    levels
        By place of the attribute; attributes that go through as text are not in it.
    """

    statement: Statement
    levels: dict[int, list[str]]

    @property
    def cube(self) -> str:
        """Every cell, by the names of groups."""
        names = [f"list_extract($l{place}, a{place}) AS a{place}" for place in self.levels]
        codes = ", ".join(f"a{place}" for place in self.levels)
        chosen = f"{', '.join(names)}, * EXCLUDE ({codes})" if names else "*"
        return f"SELECT {chosen} FROM ({self.statement.cube()})"  # noqa: S608 - names of ours, or quoted

    @property
    def parameters(self) -> dict[str, list[str]]:
        """What the names stand for in ``cube``."""
        return {f"l{place}": names for place, names in self.levels.items()}


def joined(tables: Tables, keys: tuple[Reading, Reading], statement: Statement) -> Joined:
    """The statement over the full join; the groups are looked through for their names first."""
    levels: dict[int, list[str]] = {}
    for place, reading in enumerate(statement.levels):
        found = tables.arrays(GROUPS, f"SELECT DISTINCT {reading.sql} AS a FROM {GROUPS} AS g LIMIT {_MOST_CODES + 1}")  # noqa: S608 - quoted
        if len(found["a"]) <= _MOST_CODES:
            levels[place] = sorted(map(str, found["a"]))
    coded = [_coded(place, reading, levels) for place, reading in enumerate(statement.levels)]
    slim = f"SELECT {keys[1].sql} AS k, {', '.join(coded)} FROM {GROUPS} AS g"  # noqa: S608 - as above
    read = [_read(place, reading, levels) for place, reading in enumerate(statement.levels)]
    met = replace(statement.values["joined"], sql="CASE WHEN g.k IS NULL THEN 0 ELSE 1 END")
    over = replace(
        statement,
        origin=f"{DECISIONS} AS d FULL JOIN ({slim}) AS g ON {keys[0].sql} = g.k",
        levels=read,
        values={**statement.values, "joined": met},
        alone="own IS NULL AND joined = 1",
    )
    return Joined(statement=over, levels=levels)


def _coded(place: int, reading: Reading, levels: dict[int, list[str]]) -> str:
    code = f"CAST(list_position($l{place}, {reading.sql}) AS UTINYINT)"
    return f"{code if place in levels else reading.sql} AS a{place}"


def _read(place: int, reading: Reading, levels: dict[int, list[str]]) -> Reading:
    """A group as it comes out of the join: a code, of which the wrong ones are known, or the text."""
    if place not in levels:
        return replace(reading, sql=f"g.a{place}")
    codes = range(1, len(levels[place]) + 1)
    wrong = [str(code) for code, name in zip(codes, levels[place], strict=True) if name == reading.refused]
    return replace(reading, sql=f"g.a{place}", wrong=f"{{0}} = {wrong[0]}" if wrong else "")


def looks_unique(tables: Tables, key: Reading) -> bool:
    """Whether no key of the groups can stand so often that a join would make many rows of few.

    Keys fall into a million buckets by their hash: one that stands thousands of times shows in the size of its bucket.
    """
    sizes = f"SELECT count(*) AS n FROM {GROUPS} AS g GROUP BY hash({key.sql}) % {_BUCKETS}"  # noqa: S608 - quoted
    rows, most = tables.first(GROUPS, f"SELECT sum(n), max(n) FROM ({sizes})") or (0, 0)  # noqa: S608 - as above
    return bool(most <= 4 * rows / _BUCKETS + 64)


def one_to_one(tables: Tables, request: Request, keys: tuple[Reading, Reading]) -> bool:
    """Whether the cells, in which every decision has a group, come from a join of one to one (or of many to one)."""
    found = tables.first(
        DECISIONS,
        f"SELECT coalesce(sum(people) FILTER (state >= 0 OR state = {LOOSE}), 0), "  # noqa: S608 - our own numbers
        f"coalesce(sum(people) FILTER (state = {ALONE}), 0) FROM cells",
    )
    pairs, alone = found or (0, 0)
    decisions, groups = (_rows(tables, view) for view in (DECISIONS, GROUPS))
    if pairs != decisions or not (request.many_to_one or groups - alone == pairs):
        return False
    # Nothing is known yet of the keys that no decision has.
    return alone == 0 or tables.first(GROUPS, f"{request.key_checks(keys)[GROUPS]} LIMIT 1") is None


def _rows(tables: Tables, view: str) -> int:
    found: Sequence[int] = tables.first(view, f"SELECT count(*) FROM {view}") or (0,)  # noqa: S608 - a name of ours
    return found[0]
