"""Two files of the same columns, an earlier and a later one, read into counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from audits.decisions.access import Recorded
from audits.decisions.cube import Source
from audits.shared.table import Tables
from audits.stability.cells import Cells, Column, ColumnCells, OutcomeCells
from audits.stability.joined import GROUPS, GROUPS_AFTER, Apart, grouped
from audits.stability.question import Question
from audits.stability.staging import PD_UNIT, VIEWS, Scaled, attributes_of, binning, periods_of, stage
from scoring.domain.errors import InputError

__all__ = ["read_files"]


def read_files(
    before: Path, after: Path, question: Question, apart: Apart | None = None, access: Recorded | None = None
) -> Cells:
    """Read two CSV or Parquet files.

    Parameters
    ----------
    before
        The earlier file: it fixes the bins, and is what the later one is held against.
    after
        The later file.
    apart
        Where the groups lie, if they are not in the two files.
    access
        Where the reading of the groups is recorded; None for no record.

    Raises
    ------
    FileError
        If a file is missing, empty, of another kind or damaged.
    DataError
        If a column is missing or a value is not what it must be, with file, row and column; if the join of the groups
        is not one to one.
    InputError
        If groups lie apart and no group column is named.
    """
    if apart is not None and not question.by:
        raise InputError("a groups file is named and no group column", remedy="Name the columns: --by")
    paths = {VIEWS[0]: Path(before), VIEWS[1]: Path(after)} | (apart.paths if apart is not None else {})
    with Tables(paths) as tables:
        for view in VIEWS:
            for column in question.both:
                tables.need(view, column)
        if question.period is not None:
            tables.need(VIEWS[1], question.period)
        sources = tuple(Source(role=view, name=tables.file(view), sha256=tables.digest(view)) for view in tables.views)
        if access is not None and question.by:
            access.write(sources, question.by)
        joined = _with_groups(tables, question, apart)
        scaled = binning(tables, question)
        attributes, periods = attributes_of(tables, question.by, joined), periods_of(tables, question.period)
        stage(tables, question, scaled, attributes, periods, joined)
        keys = ["side", "period", *(f"g{i}" for i in range(len(attributes)))]
        return Cells(
            question=question,
            sources=sources,
            attributes=attributes,
            periods=periods,
            columns=tuple(_column(tables, each, i, keys) for i, each in enumerate(scaled)),
            outcomes=_outcomes(tables, keys) if question.outcome is not None else None,
        )


def _with_groups(tables: Tables, question: Question, apart: Apart | None) -> tuple[str, ...]:
    """By file, the view that has its groups."""
    if apart is None:
        return tuple(grouped(tables, view, view, question.by, None) for view in VIEWS)
    homes = (GROUPS, GROUPS if apart.after is None else GROUPS_AFTER)
    return tuple(grouped(tables, *pair, question.by, apart.key) for pair in zip(VIEWS, homes, strict=True))


def _column(tables: Tables, scaled: Scaled, place: int, keys: Sequence[str]) -> ColumnCells:
    unit, bin_name = f"u{place}", f"b{place}"
    found = tables.arrays(
        VIEWS[1],
        f"SELECT {', '.join(keys)}, {bin_name} AS bin, count(*) AS people, count({unit}) AS numbers, "  # noqa: S608 - names of ours
        f"CAST(coalesce(sum(CAST({unit} AS HUGEINT)), 0) AS DOUBLE) AS total, "
        f"CAST(coalesce(sum(CAST({unit} AS HUGEINT) * {unit}), 0) AS DOUBLE) AS square "
        f"FROM people GROUP BY ALL ORDER BY {', '.join(keys)}, bin",
    )
    return ColumnCells(
        name=scaled.name,
        bins=scaled.bins,
        centre=scaled.centre,
        **_places(found, keys),
        bin=found["bin"].astype(np.int64),
        people=found["people"].astype(np.int64),
        numbers=found["numbers"].astype(np.int64),
        total=found["total"] / scaled.steps,
        square=found["square"] / scaled.steps / scaled.steps,
    )


def _outcomes(tables: Tables, keys: Sequence[str]) -> OutcomeCells:
    # Probabilities of 0 and 1 have no log-odds; they share a bucket with what is nearly that.
    share = f"(least(greatest(pd, 1000), {PD_UNIT - 1000}) / {float(PD_UNIT)!r})"
    found = tables.arrays(
        VIEWS[1],
        f"SELECT {', '.join(keys)}, bad, CAST(round(100 * ln({share} / (1 - {share}))) AS INTEGER) AS bucket, "  # noqa: S608 - names of ours
        "count(*) AS people, CAST(sum(CAST(pd AS HUGEINT)) AS DOUBLE) AS expected, "
        "CAST(sum(CAST(pd AS HUGEINT) * pd) AS DOUBLE) AS square "
        f"FROM people WHERE bad >= 0 GROUP BY ALL ORDER BY {', '.join(keys)}, bad, bucket",
    )
    return OutcomeCells(
        **_places(found, keys),
        bad=found["bad"].astype(np.int64),
        people=found["people"].astype(np.int64),
        expected=found["expected"] / PD_UNIT,
        square=found["square"] / PD_UNIT / PD_UNIT,
    )


def _places(found: Mapping[str, Column], keys: Sequence[str]) -> dict[str, Any]:
    groups = [found[key].astype(np.int64) for key in keys[2:]]
    cells = len(found["side"])
    return {
        "side": found["side"].astype(np.int64),
        "period": found["period"].astype(np.int64),
        "groups": np.column_stack(groups) if groups else np.zeros((cells, 0), dtype=np.int64),
    }
