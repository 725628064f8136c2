"""People with outcomes drawn from the hand card's own probabilities, as a file and as an evaluation of it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, cast

import numpy as np

from audits.evaluation.document import Evaluation
from scoring.artefact.card_json import card_digest
from scoring.batch.score import score_table
from scoring.domain.card import Card
from scoring.engine.comparison import compare
from scoring.engine.counts import attribute_counts, score_counts
from scoring.engine.estimate import Outcomes
from scoring.engine.evaluation import measure
from scoring.engine.figure import Predicted
from scoring.tabular.development import Sample, read_development
from scoring.tabular.source import open_data
from tests.support.hand_card import HAND_CARD

__all__ = ["evaluation", "people", "sample"]


def people(path: Path, rows: int = 1_500, seed: int = 0) -> Path:
    """A CSV with the fields of the hand card, ``outcome`` and ``weight``; a few values are missing or special."""
    rng = np.random.default_rng(seed)
    columns: dict[str, Any] = {
        "requested_amount": rng.integers(1_000, 40_000, rows),
        "term_months": rng.choice([12, 24, 36, 60], rows),
        "net_monthly_income": rng.integers(900, 7_000, rows),
        "card_utilisation": [("-8" if u > 0.95 else f"{u:.2f}") for u in rng.random(rows)],
        "open_arrears": rng.choice([0, 1, 2], rows, p=[0.8, 0.15, 0.05]),
        "buffer_months": [("" if b > 5.9 else f"{b:.1f}") for b in rng.uniform(0, 6, rows)],
        "housing_tenure": rng.choice(["owner", "tenant"], rows),
    }
    _write(path, {**columns, "outcome": [row % 2 for row in range(rows)]})
    with open_data(path) as file:
        pd = score_table(HAND_CARD, read_development(file, HAND_CARD.registry, target="outcome", bad="1").table).pd
    outcome = (rng.random(rows) < pd).astype(int)
    return _write(path, {**columns, "outcome": outcome, "weight": rng.choice([1, 2, 5], rows)})


def sample(path: Path, card: Card, weight: str | None = None) -> Sample:
    """The file as the card reads it."""
    with open_data(path) as file:
        return read_development(file, card.registry, target="outcome", bad="1", weight=weight)


def evaluation(path: Path, card: Card, other: Card | None = None, weight: str | None = None) -> Evaluation:
    """The document that a page is drawn from."""
    read = sample(path, card, weight)
    outcomes, says = Outcomes.of(read.bad, read.weight), _says(card, read)
    document: dict[str, Any] = {
        "card": card_digest(card),
        "data": path.name,
        "data_digest": "sha256:0",
        **measure(says, outcomes).to_document(),
        "scores": score_counts(says.score, outcomes),
        "attributes": attribute_counts(card, read.table, outcomes),
    }
    if other is not None:
        rival = _says(other, sample(path, other, weight))
        document["against"] = {
            **measure(rival, outcomes).to_document(),
            "card": card_digest(other),
            "differences": compare(says, rival, outcomes).to_document(),
            "scores": score_counts(rival.score, outcomes),
        }
    return cast("Evaluation", document)


def _says(card: Card, read: Sample) -> Predicted:
    scores = score_table(card, read.table)
    return Predicted(score=scores.score, pd=scores.pd)


def _write(path: Path, columns: dict[str, Any]) -> Path:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path
