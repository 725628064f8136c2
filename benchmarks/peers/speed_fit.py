"""Fits of large tables: seconds, and the peak memory of a process that does nothing else."""

from __future__ import annotations

from benchmarks.peers import ours
from benchmarks.peers.columns import Columns, frame_of
from benchmarks.peers.models import PEERS
from benchmarks.peers.synthetic import synthetic
from benchmarks.peers.worker import peak_memory, resident_memory
from benchmarks.timing import median_seconds

__all__ = ["card", "lightgbm"]

SEED = 11
MANY_ROWS = 500_000
"""From here on a fit is timed once."""


def card(rows: int) -> dict[str, float]:
    """The card, from raw columns in memory."""
    data = synthetic(rows, SEED)
    bad, before = data.bad.astype(int), resident_memory()
    model = ours.classifier(data.registry)
    seconds = median_seconds(lambda: model.fit(data.raw, bad), _times(rows))
    return {"seconds": seconds, "peak GiB": peak_memory(), "GiB before": before}


def lightgbm(rows: int) -> dict[str, float]:
    """LightGBM with 300 trees, from a data frame in memory."""
    data = synthetic(rows, SEED)
    columns, frame = Columns.of(data.registry), frame_of(data.raw, data.registry)
    before = resident_memory()
    model = PEERS["lightgbm"].make(columns)
    seconds = median_seconds(lambda: model.fit(frame, data.bad), _times(rows))
    return {"seconds": seconds, "peak GiB": peak_memory(), "GiB before": before}


def _times(rows: int) -> int:
    return 1 if rows >= MANY_ROWS else 3
