"""Two files brought into one table of bins: one row for each person, no value of anybody in it as it was written.

Sums are over whole numbers, so that neither the order of rows nor the number of threads changes a digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audits.decisions.cube import MOST_GROUPS, Attribute
from audits.shared.table import Tables
from audits.stability import sql
from audits.stability.bins import MOST_CATEGORIES, Bins, number_bins, word_bins
from audits.stability.question import Question
from scoring.domain.errors import DataError

__all__ = ["MOST_PERIODS", "PD_UNIT", "VIEWS", "Scaled", "attributes_of", "binning", "periods_of", "refuse", "stage"]

VIEWS = ("before", "after")

MOST_PERIODS = 60

UNIT = 2.0**40
"""The farthest value from the centre is so many steps from it: squares of steps then sum exactly over any file."""

PD_UNIT = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """How a column is read: its bins, and for numbers the centre and the steps per unit of whole-number sums."""

    name: str
    bins: Bins
    centre: float = 0.0
    steps: float = 1.0


def binning(tables: Tables, question: Question) -> tuple[Scaled, ...]:
    """The bins of every judged column, from the earlier file alone.

    Raises
    ------
    DataError
        If a score is not a number throughout, or a column has too many words.
    """
    return tuple(_scaled(tables, name, question) for name in question.judged)


def _scaled(tables: Tables, name: str, question: Question) -> Scaled:
    view = VIEWS[0]
    counts = tables.first(
        view,
        f"SELECT count(*) FILTER (NOT {sql.empty(name)}), count(*) FILTER ({sql.number(name)} IS NOT NULL) FROM {view}",  # noqa: S608 - quoted
    )
    stated, numbers = counts or (0, 0)
    if name == question.score:
        for each in VIEWS:
            refuse(
                tables, each, name, f"NOT {sql.empty(name)} AND {sql.number(name)} IS NULL", "the score is not a number"
            )
    if numbers and numbers == stated:
        return _numbers(tables, name, question.bins)
    words = (
        f"SELECT DISTINCT {sql.text(name)} AS word FROM {view} WHERE NOT {sql.empty(name)} LIMIT {MOST_CATEGORIES + 1}"  # noqa: S608 - quoted
    )
    found = [str(word) for word in tables.arrays(view, words)["word"]]
    return Scaled(name=name, bins=word_bins(found, name, tables.file(view)))


def _numbers(tables: Tables, name: str, bins: int) -> Scaled:
    shares = ", ".join(repr(place / bins) for place in range(1, bins))
    number = sql.number(name)
    found = tables.first(
        VIEWS[0],
        f"SELECT quantile_disc({number}, [{shares}]), max({number}), median({number}) FROM {VIEWS[0]}",  # noqa: S608 - quoted
    )
    quantiles, highest, centre = found or ([], 0.0, 0.0)
    far = 0.0
    for view in VIEWS:
        ends = tables.first(view, f"SELECT max(abs({number} - {float(centre)!r})) FROM {view}")  # noqa: S608 - quoted
        far = max(far, float(ends[0] or 0.0) if ends else 0.0)
    edges = number_bins([float(edge) for edge in quantiles], float(highest))
    return Scaled(name=name, bins=edges, centre=float(centre), steps=min(UNIT / far, 2.0**900) if far else 1.0)


def attributes_of(tables: Tables, by: Sequence[str], grouped: Sequence[str]) -> tuple[Attribute, ...]:
    """The groups of each column, of both files together; ``grouped`` names the view of each with its groups.

    Raises
    ------
    DataError
        If there is one group only, or too many.
    """
    found = []
    for name in by:
        levels: set[str] = set()
        for view, source in zip(VIEWS, grouped, strict=True):
            wanted = f"SELECT DISTINCT {sql.group(name)} AS level FROM {source} LIMIT {MOST_GROUPS + 1}"  # noqa: S608 - quoted
            levels |= {str(level) for level in tables.arrays(view, wanted)["level"]}
        found.append(Attribute(name=name, levels=tuple(sorted(levels))))
    return tuple(found)


def periods_of(tables: Tables, column: str | None) -> tuple[str, ...]:
    """The periods of the later file, in order.

    Raises
    ------
    DataError
        If a row has none, or there are too many.
    """
    if column is None:
        return ()
    view = VIEWS[1]
    refuse(tables, view, column, sql.empty(column), "the period is empty")
    wanted = f"SELECT DISTINCT {sql.period(column)} AS period FROM {view} LIMIT {MOST_PERIODS + 1}"  # noqa: S608 - quoted
    periods = sorted(str(period) for period in tables.arrays(view, wanted)["period"])
    if len(periods) > MOST_PERIODS:
        raise DataError(
            f"the column '{column}' has more than {MOST_PERIODS} periods",
            where=tables.file(view),
            remedy="Give dates as YYYY-MM-DD, which are taken by month, or name the periods",
        )
    return tuple(periods)


def stage(
    tables: Tables,
    question: Question,
    scaled: Sequence[Scaled],
    attributes: Sequence[Attribute],
    periods: Sequence[str],
    grouped: Sequence[str],
) -> None:
    """Make the table ``people``: ``side``, ``period``, ``g0`` and on, and ``b0``, ``u0`` and on for judged columns."""
    if question.pd is not None and question.outcome is not None:
        for view in VIEWS:
            refuse(tables, view, question.outcome, f"{sql.flag(question.outcome)} = -2", "the outcome is not 0 or 1")
            wrong = (
                f"{sql.flag(question.outcome)} >= 0 AND coalesce(NOT {sql.number(question.pd)} BETWEEN 0 AND 1, true)"
            )
            refuse(tables, view, question.pd, wrong, "the value is not a number from 0 to 1")
    lists: dict[str, object] = {f"g{i}": list(each.levels) for i, each in enumerate(attributes)}
    lists |= {f"w{i}": list(each.bins.words) for i, each in enumerate(scaled) if not each.bins.numeric}
    lists["periods"] = list(periods)
    for side, view in enumerate(VIEWS):
        chosen = ", ".join(_columns(question, scaled, attributes, side))
        used = {name: value for name, value in lists.items() if f"${name}," in chosen}
        start = "CREATE TABLE people AS" if side == 0 else "INSERT INTO people"
        tables.run(view, f"{start} SELECT {chosen} FROM {grouped[side]}", used)  # noqa: S608 - quoted


def _columns(question: Question, scaled: Sequence[Scaled], attributes: Sequence[Attribute], side: int) -> list[str]:
    periods = question.period is not None and side == 1
    columns = [
        f"CAST({side} AS TINYINT) AS side",
        f"CAST({sql.place('periods', sql.period(question.period or '')) if periods else -1} AS SMALLINT) AS period",
    ]
    columns += [
        f"CAST({sql.place(f'g{i}', sql.group(each.name))} AS SMALLINT) AS g{i}" for i, each in enumerate(attributes)
    ]
    for i, each in enumerate(scaled):
        columns.append(f"CAST({_bin(each, f'w{i}')} AS SMALLINT) AS b{i}")
        unit = f"CAST(round(({sql.number(each.name)} - {each.centre!r}) * {each.steps!r}) AS BIGINT)"
        columns.append(f"{unit if each.bins.numeric else 'CAST(NULL AS BIGINT)'} AS u{i}")
    if question.pd is not None and question.outcome is not None:
        columns.append(f"CAST({sql.flag(question.outcome)} AS TINYINT) AS bad")
        columns.append(f"CAST(round({sql.number(question.pd)} * {PD_UNIT}) AS BIGINT) AS pd")
    return columns


def _bin(scaled: Scaled, words: str) -> str:
    bins, name = scaled.bins, scaled.name
    if not bins.numeric:
        place = f"coalesce(nullif({sql.place(words, sql.text(name))}, -1), {bins.new})"
        return f"CASE WHEN {sql.empty(name)} THEN {bins.missing} ELSE {place} END"
    steps = " ".join(f"WHEN {sql.number(name)} <= {edge!r} THEN {i}" for i, edge in enumerate(bins.edges))
    return (
        f"CASE WHEN {sql.empty(name)} THEN {bins.missing} WHEN {sql.number(name)} IS NULL THEN {bins.new} {steps} "
        f"ELSE {len(bins.edges)} END"
    )


def refuse(
    tables: Tables,
    view: str,
    column: str,
    wrong: str,
    what: str,
    remedy: str = "Correct it; rows count from 1 below the heading",
) -> None:
    """Raise at the first row for which a condition holds.

    Raises
    ------
    DataError
        With file, row and column.
    """
    rows = f"SELECT row_number() OVER () AS n, {wrong} AS bad FROM {view}"  # noqa: S608 - quoted
    found = tables.first(view, f"SELECT min(n) FROM ({rows}) WHERE bad HAVING count(*) > 0")  # noqa: S608 - quoted
    if found is not None:
        where = f"{tables.file(view)}, row {found[0]}, column {column}"
        raise DataError(what, where=where, remedy=remedy)
