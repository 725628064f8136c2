"""Scores of several cards on the same rows, side by side in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scoring.artefact.card_json import card_digest
from scoring.batch.score import score_table
from scoring.batch.write import write_columns
from scoring.domain.card import Card
from scoring.domain.errors import DataError, InputError
from scoring.tabular.readings import TableReadings

__all__ = ["column_names", "write_scores"]

Column = np.ndarray[tuple[int], np.dtype[Any]]


def column_names(card: Card) -> tuple[str, str]:
    """The columns of a card's score and probability: named by the first twelve digits of its digest."""
    short = card_digest(card).removeprefix("sha256:")[:12]
    return f"score_{short}", f"pd_{short}"


def write_scores(
    cards: Sequence[Card], table: TableReadings, identity: Column, bad: Column, cut_off: int, out: Path
) -> int:
    """Write ``id``, ``outcome``, ``approved`` (by the first card), and a score and a probability for each card.

    Parameters
    ----------
    cards
        The chosen card first; none twice.
    identity, bad
        Shape (rows,): the pseudonym of each row, and whether its outcome was bad.
    cut_off
        The lowest passing score of the chosen card.

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    DataError
        If a card cannot score a row, or the cut-off approves nobody or everybody.
    InputError
        If two cards would share a column.
    """
    columns: dict[str, Column] = {"id": identity, "outcome": bad.astype(np.int64)}
    for place, card in enumerate(cards):
        table.refuse_invalid()
        scores = score_table(card, table)
        names = column_names(card)
        if names[0] in columns:
            raise InputError("one card stands twice among the candidates", remedy="Name each once")
        if place == 0:
            columns["approved"] = (scores.score >= cut_off).astype(np.int64)
        columns |= dict(zip(names, (scores.score, scores.pd), strict=True))
    if len(set(columns["approved"].tolist())) < 2:
        raise DataError(
            f"the cut-off of {cut_off} approves nobody or everybody",
            where=table.name,
            remedy="Name one between the scores with --cut-off",
        )
    write_columns(columns, out)
    return table.rows
