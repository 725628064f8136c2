"""From the cells that a statement gives to the cube: whole sums into numbers, texts into places, in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from audits.decisions.cube import Attribute, Axis, Column, Cube, Source
from audits.decisions.statement import BILLION, Statement

__all__ = ["cube_of_cells", "whole_sums"]

_PREDICTED = ("expected", "expected2", "loss")


def cube_of_cells(
    cells: Mapping[str, Column], statement: Statement, attributes: Sequence[Attribute], sources: tuple[Source, ...]
) -> Cube:
    """The cube of the cells of rows that are as they must be.

    Parameters
    ----------
    cells
        The columns of ``statement.cube()``, the attributes as places in their levels.

    Raises
    ------
    DataError
        If there is no cell.
    """
    names = [f"a{place}" for place in range(len(attributes))]
    keys = [np.asarray(cells[name]).astype(np.int64) for name in (*names, "place", "state", "bucket")]
    order = np.lexsort(keys[::-1])
    *codes, place, state, bucket = (column[order] for column in keys)
    people = np.asarray(cells["people"])[order].astype(np.int64)
    sums = {name: whole_sums(cells[name])[order] for name in ("weight", "weight2", *_PREDICTED) if name in cells}
    scale = float(f"1e{statement.exponent}") if statement.exponent is not None else 1.0
    zero = np.zeros(len(people))
    bins = statement.bins
    return Cube(
        attributes=tuple(attributes),
        codes=np.column_stack(codes),
        axis=Axis(kind=statement.axis, width=bins.width if bins is not None else 0.0),
        position=place.astype(np.float64) if bins is None else bins.position(place),
        approved=state >= 3,
        outcome=state % 3 - 1,
        people=people,
        weight=sums["weight"] / scale if "weight" in sums else people.astype(np.float64),
        weight2=sums["weight2"] / scale / scale if "weight2" in sums else people.astype(np.float64),
        **{name: sums[name] / BILLION / scale if name in sums else zero for name in _PREDICTED},
        bucket=bucket,
        weighted=statement.exponent is not None,
        predicted=statement.predicted,
        sources=sources,
    )


def whole_sums(sums: Column) -> Column:
    """Whole sums, as 64-bit numbers or as text where they may have more digits, as the nearest floats."""
    found: Column = np.asarray(sums)
    if found.dtype.kind not in "iuf":
        found = np.array([float(int(text)) for text in found])
    return found.astype(np.float64)
