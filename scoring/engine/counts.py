"""What a page about an evaluation is drawn from: goods and bads at each score and in each attribute of a card."""

from __future__ import annotations

import numpy as np

from scoring.batch.lookup import attribute_index
from scoring.domain.card import Card
from scoring.engine.bands import wilson
from scoring.engine.estimate import Array, Outcomes, effective_rows
from scoring.tabular.readings import TableReadings

__all__ = ["attribute_counts", "score_counts"]


def score_counts(score: Array, outcomes: Outcomes) -> list[dict[str, object]]:
    """Each score that occurs, lowest first: ``score``, ``rows`` counted, and the weight of ``goods`` and ``bads``."""
    values, place = np.unique(score, return_inverse=True)
    rows = np.bincount(place)
    goods = np.bincount(place, weights=outcomes.weight * ~outcomes.bad)
    bads = np.bincount(place, weights=outcomes.weight * outcomes.bad)
    return [
        {"score": int(v), "rows": int(n), "goods": float(g), "bads": float(b)}
        for v, n, g, b in zip(values, rows, goods, bads, strict=True)
    ]


def attribute_counts(card: Card, table: TableReadings, outcomes: Outcomes) -> list[list[dict[str, object]]]:
    """How many fall into each attribute of each entry, and what became of them.

    Each has ``rows`` counted, their ``share`` of the weight, and the ``bad_rate`` with Wilson's interval ``low`` to
    ``high`` at their effective number; null where nobody is.

    Parameters
    ----------
    table
        Readings of the rows, none of them invalid.
    """
    return [
        [_attribute(index == place, outcomes) for place in range(len(entry.attributes))]
        for entry in card.entries
        for index in [attribute_index(entry, table)]
    ]


def _attribute(within: Array, outcomes: Outcomes) -> dict[str, object]:
    if not within.any():
        return {"rows": 0, "share": 0.0, "bad_rate": None, "low": None, "high": None}
    weight = outcomes.weight[within]
    rate = float(weight @ outcomes.bad[within] / weight.sum())
    low, high = wilson(rate, effective_rows(weight))
    share = float(weight.sum() / outcomes.weight.sum())
    return {"rows": int(within.sum()), "share": share, "bad_rate": rate, "low": low, "high": high}
