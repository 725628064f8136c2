"""Lines that a person fixed: refused where they hold too few people, or contradict the declared direction."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from scoring.domain.characteristic import Direction, Kind
from scoring.domain.errors import DataError
from scoring.domain.line import Line, Test
from scoring.domain.text import Language
from scoring.domain.wording import describe_line
from scoring.engine.codes import Coded
from scoring.engine.draft import Draft
from scoring.engine.options import Minimum

__all__ = ["refuse_empty", "refuse_fixed"]

Array = np.ndarray[tuple[int], np.dtype[Any]]

TIED = 1e-9

MERGE = "Merge it with a neighbour in the cuts file"


def refuse_empty(column: Coded, weight: Array) -> None:
    """Refuse fixed lines of a column, one of which nobody falls into.

    Raises
    ------
    DataError
        Naming the characteristic and the line, with the remedy.
    """
    for line, total in zip(_lines(column), column.totals(weight)[: column.values], strict=True):
        if total == 0 and line.test is not Test.OTHER:
            raise DataError(
                f"nobody falls into the fixed line '{describe_line(line, column.characteristic, Language.EN)}'",
                where=column.characteristic.name,
                remedy=MERGE,
            )


def refuse_fixed(made: Draft, log_odds: Array, minimum: Minimum) -> None:
    """Refuse a draft with fixed lines that no honest points can be given to.

    Parameters
    ----------
    log_odds
        Shape (lines,): as refitted under the declared order.

    Raises
    ------
    DataError
        Naming the characteristic and the lines, with the remedy.
    """
    total = made.goods + made.bads
    for place, line in enumerate(made.lines):
        if line.test not in {Test.INTERVAL, Test.CATEGORIES}:
            continue
        if not minimum.met(total[place], made.goods[place], made.bads[place]):
            raise DataError(
                f"the fixed line '{_words(made, place)}' holds {made.goods[place]:g} goods and "
                f"{made.bads[place]:g} bads; {minimum.goods:g} and {minimum.bads:g} are needed, "
                f"and {minimum.total:g} in all",
                where=made.characteristic.name,
                remedy=MERGE,
            )
    for low, high in made.order.tolist():
        observed = (made.bads[low] / total[low], made.bads[high] / total[high])
        if abs(log_odds[high] - log_odds[low]) < TIED and observed[0] < observed[1]:
            safer = "higher" if made.characteristic.direction is Direction.HIGHER_IS_SAFER else "lower"
            raise DataError(
                f"the cuts contradict the declared direction: {safer} is said to be safer, and "
                f"{100 * observed[0]:.1f} % defaulted with '{_words(made, low)}' against "
                f"{100 * observed[1]:.1f} % with '{_words(made, high)}'",
                where=made.characteristic.name,
                remedy="Merge the two lines in the cuts file, or declare another direction",
            )


def _lines(column: Coded) -> list[Line]:
    """The line of each code of values."""
    if column.characteristic.kind is Kind.NUMERIC:
        ends: list[float | None] = [None, *column.edges.tolist(), None]
        return [Line(test=Test.INTERVAL, lower=lower, upper=upper) for lower, upper in pairwise(ends)]
    return [Line(test=Test.CATEGORIES, labels=group) if group else Line(test=Test.OTHER) for group in column.groups]


def _words(made: Draft, place: int) -> str:
    return describe_line(made.lines[place], made.characteristic, Language.EN)
