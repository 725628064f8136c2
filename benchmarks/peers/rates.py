"""Rows a second that each model scores and explains: rows in memory, drawn from each file that is compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.peers import ours
from benchmarks.peers.columns import Columns, frame_of, typed
from benchmarks.peers.cross_validation import Progress, Settings
from benchmarks.peers.data import Dataset
from benchmarks.peers.models import CARD, PEERS
from benchmarks.peers.report import label
from benchmarks.peers.speed import Figure, Section
from benchmarks.peers.worker import Answer, Worker
from benchmarks.timing import median_seconds
from scoring.tabular.readings import read_frame

__all__ = ["ROWS", "measure_rates"]

ROWS = 50_000
"""Drawn with replacement, so that a small file does not measure a library's first steps."""

REPETITIONS = 3

_READY = "Every model gets columns that are read: numbers as numbers, categories as texts."
_EXPLAINED = (
    "The card: four reason codes. Logistic regression and optbinning: each column's share of the log-odds.",
    "EBM: each term's share. LightGBM: each column's Shapley value.",
)


def measure_rates(data: Dataset, settings: Settings, progress: Progress) -> tuple[Section, ...]:
    """Every model is fitted once on all rows, then scores and explains."""
    data = data.capped(settings.rows, settings.seed)
    answers: dict[str, Answer] = {}
    for model in settings.models:
        with Worker(prepare, (model, data, settings.seed)) as worker:
            answers[model] = worker.ask(None, settings.cap)
        progress(f"{data.name}: {model} scores and explains: {answers[model].ended}")
    return tuple(
        Section(
            title=f"{data.name}: each model {does} {ROWS:,} rows in memory",
            per="rows/s",
            faster=True,
            base=CARD,
            figures=tuple(_figure(model, answer, what) for model, answer in answers.items()),
            notes=notes,
        )
        for does, what, notes in (("scores", "scored", (_READY,)), ("explains", "explained", (_READY, *_EXPLAINED)))
    )


def _figure(model: str, answer: Answer, what: str) -> Figure:
    values = {} if answer.value is None else {"rows/s": ROWS / answer.value[what], "seconds": answer.value[what]}
    return Figure(what=label(model), ended=answer.ended, values=values)


def prepare(payload: tuple[str, Dataset, int]) -> Callable[[Any], dict[str, float]]:
    """In the worker: what fits a model, and gives the median seconds in which it scores and explains the rows."""
    model, data, seed = payload
    drawn = np.random.default_rng(seed).integers(data.rows, size=ROWS)
    if model == CARD:

        def card(_: object) -> dict[str, float]:
            fitted = ours.classifier(data.registry).fit(data.raw, data.bad.astype(int))
            rows = {name: column[drawn] for name, column in typed(data.raw, data.registry).items()}
            return {
                "scored": median_seconds(lambda: fitted.predict_proba(rows), REPETITIONS),
                "explained": median_seconds(
                    lambda: ours.reasons_of(fitted.card_, read_frame(rows, data.registry), 4), REPETITIONS
                ),
            }

        return card
    frame, columns = frame_of(data.raw, data.registry), Columns.of(data.registry)
    maker = PEERS[model].make
    maker(columns)

    def peer(_: object) -> dict[str, float]:
        fitted = maker(columns).fit(frame, data.bad)
        rows = frame.iloc[drawn].reset_index(drop=True)
        return {
            "scored": median_seconds(lambda: fitted.pd(rows), REPETITIONS),
            "explained": median_seconds(lambda: fitted.contributions(rows), REPETITIONS),
        }

    return peer
