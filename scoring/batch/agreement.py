"""How far the principal reasons of a population depend on the reference that losses are measured from.

No regulation fixes the reference, and a person cannot see which one was used from the reasons alone. Where two of them
name other reasons for many people, a letter owes its reader the reference's name, and an auditor the share.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from scoring.batch.score import reason_codes, score_table
from scoring.domain.card import Card
from scoring.domain.errors import InputError
from scoring.domain.reason import Basis
from scoring.explain.reasons import MOST_REASONS, available_bases
from scoring.tabular.readings import TableReadings

__all__ = ["Agreement", "Group", "Pair", "agreement"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two references compared.

    Attributes
    ----------
    one, other
        The references.
    other_reasons
        Rows whose reasons are not the same set.
    other_order
        Rows with the same set in another order.
    """

    one: Basis
    other: Basis
    other_reasons: int
    other_order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some rows, and how each two references compare there."""

    name: str
    rows: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The references of a card compared over a file.

    Attributes
    ----------
    most
        At most so many reasons a row.
    invalid
        Rows without a score, which have no reasons and are not counted.
    groups
        All rows, and those below the card's cut-off where it has one: they are who receives reasons.
    """

    most: int
    invalid: int
    groups: tuple[Group, ...]


def agreement(card: Card, table: TableReadings, most: int = MOST_REASONS) -> Agreement:
    """Compare the reasons of every row under each two references that the card has.

    Parameters
    ----------
    most
        At most so many reasons a row, 1 to 4.

    Raises
    ------
    InputError
        If ``most`` lies outside 1 to 4.
    """
    if not 1 <= most <= MOST_REASONS:
        raise InputError(f"{most} reasons were asked for", remedy=f"Ask for 1 to {MOST_REASONS}")
    scores = score_table(card, table)
    known = scores.invalid == ""
    places = {card.naming(entry).code: place for place, entry in enumerate(card.entries)}
    found = {basis: _places(reason_codes(card, table, basis, most), places) for basis in available_bases(card)}
    groups = [("all rows", known)]
    if card.cut_off is not None:
        groups.append((f"rows below the cut-off of {card.cut_off}", known & (scores.score < card.cut_off)))
    return Agreement(
        most=most,
        invalid=int((~known).sum()),
        groups=tuple(
            Group(
                name=name,
                rows=int(rows.sum()),
                pairs=tuple(_pair(one, other, found, rows) for one, other in combinations(found, 2)),
            )
            for name, rows in groups
        ),
    )


def _places(codes: np.ndarray[tuple[int, int], np.dtype[Any]], places: dict[str, int]) -> Any:  # noqa: ANN401
    """Codes as whole numbers, -1 where there is no reason."""
    return np.vectorize(lambda code: places.get(code, -1), otypes=[np.int64])(codes) if codes.size else codes


def _pair(one: Basis, other: Basis, found: dict[Basis, Any], rows: Column) -> Pair:
    left, right = found[one][rows], found[other][rows]
    same_order = (left == right).all(axis=1)
    same_set = (np.sort(left, axis=1) == np.sort(right, axis=1)).all(axis=1)
    return Pair(
        one=one,
        other=other,
        other_reasons=int((~same_set).sum()),
        other_order=int((same_set & ~same_order).sum()),
    )
