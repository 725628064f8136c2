"""What the speed tasks work with: a card and a peer's scorecard fitted on the same rows, and a file to score."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks.peers import ours
from benchmarks.peers.columns import Columns, frame_of
from benchmarks.peers.models import optbinning_scorecard
from benchmarks.peers.synthetic import Synthetic, narrow, synthetic
from scoring.domain.card import Card

__all__ = ["applicants", "fitted_card", "fitted_optbinning", "write_parquet"]

FIT_ROWS = 30_000
FIT_SEED, APPLICANT_SEED = 12, 13
CROSSINGS = 2


def fitted_card() -> Card:
    """The card of the fifteen columns, with two crossings where the data carry them."""
    data = narrow(synthetic(FIT_ROWS, FIT_SEED))
    card: Card = ours.classifier(data.registry, CROSSINGS).fit(data.raw, data.bad.astype(int)).card_
    return card


def fitted_optbinning() -> Any:  # noqa: ANN401 - optbinning publishes no types
    """The scorecard of optbinning on the same rows, and the frame that it was fitted on."""
    data = narrow(synthetic(FIT_ROWS, FIT_SEED))
    frame = frame_of(data.raw, data.registry)
    scorecard = optbinning_scorecard(Columns.of(data.registry))
    scorecard.fit(frame, data.bad.astype(int), metric_special="empirical", metric_missing="empirical")
    return scorecard, frame


def applicants(rows: int) -> Synthetic:
    """Rows that neither was fitted on."""
    return narrow(synthetic(rows, APPLICANT_SEED))


def write_parquet(data: Synthetic, path: Path) -> None:
    """Write the columns to a Parquet file, missing as NULL."""
    masked = {
        name: np.ma.masked_array(column, mask=np.isnan(column)) if column.dtype.kind == "f" else column
        for name, column in data.raw.items()
    }
    with duckdb.connect(":memory:") as connection:
        connection.register("given", masked)
        connection.execute(f"COPY given TO '{path}' (FORMAT parquet)")
