"""Groups in a file of their own go to the decisions as codes of a byte, since both files may be larger than memory."""

from __future__ import annotations

from dataclasses import dataclass, replace

from audits.decisions.reading import Reading
from audits.decisions.request import DECISIONS, GROUPS
from audits.decisions.statement import Statement
from audits.shared.table import Tables

__all__ = ["Joined", "joined"]

_MOST_CODES = 255
"""So many different groups fit into a byte; an attribute with more goes through the join as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The statement that counts by codes of groups, and what the codes stand for.

    Attributes
    ----------
    levels
        By place of the attribute; those that go through as text are not in it.
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
    """The statement over the join; the groups are looked through for their names first."""
    levels: dict[int, list[str]] = {}
    for place, reading in enumerate(statement.levels):
        found = tables.arrays(GROUPS, f"SELECT DISTINCT {reading.sql} AS a FROM {GROUPS} AS g LIMIT {_MOST_CODES + 1}")  # noqa: S608 - quoted
        if len(found["a"]) <= _MOST_CODES:
            levels[place] = sorted(map(str, found["a"]))
    coded = [_coded(place, reading, levels) for place, reading in enumerate(statement.levels)]
    slim = f"SELECT {keys[1].sql} AS k, {', '.join(coded)} FROM {GROUPS} AS g"  # noqa: S608 - as above
    met = replace(statement.values["joined"], sql="CASE WHEN g.k IS NULL THEN 0 ELSE 1 END")
    over = replace(
        statement,
        origin=f"{DECISIONS} AS d LEFT JOIN ({slim}) AS g ON {keys[0].sql} = g.k",
        levels=[_read(place, reading, levels) for place, reading in enumerate(statement.levels)],
        values={**statement.values, "joined": met},
    )
    return Joined(statement=over, levels=levels)


def _coded(place: int, reading: Reading, levels: dict[int, list[str]]) -> str:
    code = f"CAST(list_position($l{place}, {reading.sql}) AS UTINYINT)"
    return f"{code if place in levels else reading.sql} AS a{place}"


def _read(place: int, reading: Reading, levels: dict[int, list[str]]) -> Reading:
    """A group as it comes out of the join: a code, of which the wrong ones are known, or the text."""
    plain = replace(reading, sql=f"g.a{place}", grouped="", named="{0}")
    if place not in levels:
        return plain
    wrong = [code for code, name in enumerate(levels[place], start=1) if name == reading.refused]
    return replace(plain, wrong=f"{{0}} = {wrong[0]}" if wrong else "")
