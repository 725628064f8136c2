"""How many people a line must stand for, judged from the finished card.

A line with points of its own holds at least 5 goods and 5 bads, in weight: no fit makes one of fewer, whatever its
options. Of one class it may hold fewer where so many more were to be expected that their lack is what the line tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.domain.card import Card
from scoring.domain.entry import Attribute, Entry
from scoring.domain.line import Test

__all__ = ["LEAST", "held_least", "thin_lines"]

LEAST = 5.0
"""Goods and bads that a line holds at least."""

EXPECTED_FROM = 50
"""Goods and bads that the development sample needs before the lack of one class can tell anything."""

SLACK = 1e-6
"""What sums of weights may lack, as a part of what is needed."""


def held_least(entry: Entry) -> str:
    """The fewest people in a line of values, in words; empty where no line has any."""
    lines = [a for a in entry.attributes if a.test in {Test.INTERVAL, Test.CATEGORIES, Test.ANY} and not a.neutral]
    total = sum(a.goods + a.bads for a in entry.attributes)
    if not lines or total == 0:
        return ""
    share = min(a.goods + a.bads for a in lines) / total
    least = f"{min(a.goods for a in lines):g} goods, {min(a.bads for a in lines):g} bads"
    return f"least in a line of values: {least}, {100 * share:.1f} % of all"


def thin_lines(card: Card, entry: Entry) -> list[Attribute]:
    """The lines with points of their own that too few people stand behind."""
    goods, bads = card.development.goods, card.development.bads
    return [line for each in entry.slices for line in _judged(each.attributes) if not _enough(line, goods, bads)]


def _judged(lines: Sequence[Attribute]) -> Iterator[Attribute]:
    """The free lines of a table, without a line that is all there is of its kind: nobody cut it there.

    So the only interval of a table, the only line that names categories, and "other" where no category is named.
    """
    tests = [line.test for line in lines]
    for line in lines:
        least = {Test.INTERVAL: 2, Test.CATEGORIES: 2, Test.OTHER: 1}.get(line.test, 0)
        alike = tests.count(Test.CATEGORIES if line.test is Test.OTHER else line.test)
        if not line.neutral and alike >= least:
            yield line


def _enough(line: Attribute, goods: float, bads: float) -> bool:
    total = line.goods + line.bads
    return all(
        held >= LEAST * (1 - SLACK) or total >= _telling(own, other) * (1 - SLACK)
        for held, own, other in ((line.goods, goods, bads), (line.bads, bads, goods))
    )


def _telling(own: float, other: float) -> float:
    """How many people a line needs so that few of a class are no accident.

    Twice as many as hold 5 of it on average where the class is half of all or more, four times of a rare class.
    """
    if min(own, other) < EXPECTED_FROM:
        return float("inf")
    share = own / (own + other)
    return (4 - 4 * min(share, 0.5)) * LEAST / share
