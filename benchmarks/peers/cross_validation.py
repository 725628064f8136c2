"""Repeated cross-validation of every model on one table, each fit under a time cap."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from benchmarks.peers import ours
from benchmarks.peers.columns import Columns, frame_of
from benchmarks.peers.data import Dataset
from benchmarks.peers.folds import Fold, stratified_folds
from benchmarks.peers.measures import Estimate, Measures, corrected, measure
from benchmarks.peers.models import CARD, PEERS
from benchmarks.peers.worker import Answer, Ended, Worker
from scoring.domain.characteristic import Kind

__all__ = ["Comparison", "Result", "Settings", "compare", "difference"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to cross-validate.

    Attributes
    ----------
    cap
        Seconds that one fit, with its predictions, may take.
    models
        Keys of models, in the order of the table; the card is always the first.
    rows
        At most so many rows of a table; None for all.
    """

    repeats: int = 3
    folds: int = 5
    cap: float = 300.0
    models: tuple[str, ...] = (CARD, *PEERS)
    rows: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One model on one table.

    Attributes
    ----------
    ended
        Done only if every fold is; a model that did not finish a fold is not asked for the next.
    measures, seconds
        One for each fold, in the order of folds; empty unless done.
    """

    model: str
    ended: Ended
    measures: tuple[Measures, ...] = ()
    seconds: tuple[float, ...] = ()

    @property
    def median_seconds(self) -> float:
        """Of one fit."""
        return statistics.median(self.seconds)

    def estimates(self, folds: int) -> dict[str, Estimate]:
        """By name of a measure, over folds."""
        return {
            each.name: corrected([getattr(m, each.name) for m in self.measures], folds) for each in fields(Measures)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All models on one table.

    Attributes
    ----------
    numeric, categorical
        How many columns of each kind every model gets.
    """

    name: str
    rows: int
    bads: int
    numeric: int
    categorical: int
    left_out: tuple[tuple[str, str], ...]
    note: str
    repeats: int
    folds: int
    results: tuple[Result, ...]

    @property
    def card(self) -> Result:
        """The card's result."""
        return self.results[0]


def difference(result: Result, card: Result, measure_name: str, folds: int) -> Estimate | None:
    """A model minus the card, paired by fold; None unless both are done."""
    if result.ended is not Ended.DONE or card.ended is not Ended.DONE:
        return None
    pairs = zip(result.measures, card.measures, strict=True)
    return corrected([getattr(its, measure_name) - getattr(cards, measure_name) for its, cards in pairs], folds)


def compare(data: Dataset, settings: Settings, progress: Progress) -> Comparison:
    """Every model on the same folds.

    Raises
    ------
    InputError
        If the table is too small for the folds.
    """
    data = data.capped(settings.rows, settings.seed)
    folds = stratified_folds(data.bad, settings.repeats, settings.folds, settings.seed)
    kinds = [each.kind for each in data.registry.characteristics]
    return Comparison(
        name=data.name,
        rows=data.rows,
        bads=int(data.bad.sum()),
        numeric=kinds.count(Kind.NUMERIC),
        categorical=kinds.count(Kind.CATEGORICAL),
        left_out=data.left_out,
        note=data.note,
        repeats=settings.repeats,
        folds=settings.folds,
        results=tuple(_result(model, data, folds, settings.cap, progress) for model in settings.models),
    )


def _result(model: str, data: Dataset, folds: Sequence[Fold], cap: float, progress: Progress) -> Result:
    measures, seconds = [], []
    with Worker(prepare, (model, data)) as worker:
        for fold in folds:
            answer: Answer = worker.ask((fold.train, fold.test), cap)
            at = f"{data.name}: {model}, fold {fold.repeat + 1}.{fold.number + 1}"
            if answer.ended is not Ended.DONE:
                progress(f"{at}: {answer.ended}{f' ({answer.why})' if answer.why else ''}")
                return Result(model=model, ended=answer.ended)
            taken, pd = answer.value
            measures.append(measure(pd, data.bad[fold.test]))
            seconds.append(taken)
            progress(f"{at}: AUC {measures[-1].auc:.4f} in {taken:.1f} s")
    return Result(model=model, ended=Ended.DONE, measures=tuple(measures), seconds=tuple(seconds))


def prepare(payload: tuple[str, Dataset]) -> Callable[[Any], Any]:
    """In the worker: what fits on some rows, and gives seconds of the fit and PDs of other rows."""
    model, data = payload
    if model == CARD:

        def card(question: tuple[Any, Any]) -> tuple[float, Any]:
            train, test = question
            raw, bad = data.take(train), data.bad[train].astype(int)
            begun = time.perf_counter()
            fitted = ours.classifier(data.registry).fit(raw, bad)
            return time.perf_counter() - begun, np.asarray(fitted.predict_proba(data.take(test))[:, 1])

        return card
    frame, columns = frame_of(data.raw, data.registry), Columns.of(data.registry)
    maker = PEERS[model].make
    maker(columns)  # imports the peer, which is no part of a fit

    def peer(question: tuple[Any, Any]) -> tuple[float, Any]:
        train, test = question
        known = frame.iloc[train].reset_index(drop=True)
        begun = time.perf_counter()
        fitted = maker(columns).fit(known, data.bad[train])
        taken = time.perf_counter() - begun
        return taken, fitted.pd(frame.iloc[test].reset_index(drop=True))

    return peer
