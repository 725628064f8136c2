"""The judge: what cards of some form are worth on rows that did not make them.

A form is judged by making its card anew on each fold's other rows, with shapes boosted on those rows, and measuring
the fold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scoring.engine.affine import affine
from scoring.engine.codes import Coded
from scoring.engine.estimate import Estimate, weighted_mean
from scoring.engine.folds import FOLDS, folds, sampled
from scoring.engine.form import Form, drafts_of
from scoring.engine.options import FitOptions, Minimum
from scoring.engine.refit import refit
from scoring.engine.shapes import FINE, Growth, Pair, Shapes, boost
from scoring.engine.tables import Sizes

__all__ = ["Judge", "Study", "mean_shapes", "slope_of", "state_of"]

Array = np.ndarray[tuple[int], np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]

MOST_ROWS = 50_000
"""Selection looks at a fixed sample of so many rows; the card is then fitted on all."""

MOST_SLOPE = 10.0
"""Where a sample is separated completely no slope is the best one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Rows with outcomes, and their folds."""

    columns: Sequence[Coded]
    bad: Array
    weight: Array
    seed: int
    fold: Array
    used: int

    @classmethod
    def of(cls, columns: Sequence[Coded], bad: Array, weight: Array, seed: int) -> Study:
        """All rows, or a fixed sample of them with its share of goods and bads."""
        if len(bad) > MOST_ROWS:
            rows = sampled(bad, MOST_ROWS, (seed, 3))
            columns = [column.of_rows(rows) for column in columns]
            bad, weight = bad[rows], weight[rows]
        used = FOLDS if len(bad) < 5_000 else 3 if len(bad) < 40_000 else 2
        return cls(columns=columns, bad=bad, weight=weight, seed=seed, fold=folds(bad, (seed, 0)), used=used)

    @property
    def judged(self) -> Array:
        """Shape (rows,): the rows that some fold holds out."""
        return self.fold < self.used

    @property
    def rarer(self) -> float:
        """How much of the rarer class there is, in weight."""
        return float(min(self.weight[self.bad].sum(), self.weight[~self.bad].sum()))

    def shapes(self, pairs: Sequence[Pair] = (), growth: Growth = FINE) -> list[Shapes]:
        """One boosted model per fold."""
        seeds = [state_of(self.seed, number) for number in range(self.used)]
        return [
            boost(self.columns, self.bad, self.weight, self.fold == number, seed=seed, pairs=pairs, growth=growth)
            for number, seed in enumerate(seeds)
        ]

    def loss(self, eta: Array) -> Array:
        """Log-loss of each judged row."""
        bad = self.bad[self.judged]
        return np.logaddexp(0, np.where(bad, eta, -eta))

    def mean(self, values: Array) -> Estimate:
        """Weighted mean over the judged rows."""
        return weighted_mean(values, self.weight[self.judged])


def state_of(seed: int, number: int) -> int:
    """The seed of one fold's model."""
    return int(np.random.SeedSequence([seed, number]).generate_state(1)[0])


def slope_of(shapes: Sequence[Shapes], bad: Array, weight: Array) -> float:
    """One slope that puts shapes on the scale of the likelihood, in which the price of a line is measured.

    Boosting that stops early understates real effects, and none is right about chance ones.
    """
    eta = np.sum([each.eta for each in shapes], axis=0)
    held = np.any([each.held for each in shapes], axis=0)
    return affine(eta[held], ~bad[held], weight[held], least=0.0, most=MOST_SLOPE)[1]


def mean_shapes(shapes: Sequence[Shapes], slope: float) -> tuple[list[Array], dict[Pair, Matrix]]:
    """The mean over models, times a slope."""
    scale = slope / len(shapes)
    ones = [np.sum(parts, axis=0) * scale for parts in zip(*(each.ones for each in shapes), strict=True)]
    pairs = {pair: np.sum([each.pairs[pair] for each in shapes], axis=0) * scale for pair in shapes[0].pairs}
    return ones, pairs


@dataclass(slots=True)
class Judge:
    """Out-of-fold log-odds of cards, remembered by form.

    Attributes
    ----------
    additive, paired
        Per fold, the shapes without pairs, and those with the candidate pairs (empty without candidates).
    slopes
        What puts either on the scale of the likelihood.
    """

    study: Study
    options: FitOptions
    additive: list[Shapes]
    paired: list[Shapes]
    slopes: tuple[float, float]
    known: dict[Form, tuple[Array, float]] = field(default_factory=dict)

    def eta(self, form: Form) -> tuple[Array, float]:
        """Log good:bad odds of the judged rows, and the mean number of attributes."""
        if form not in self.known:
            self.known[form] = self._measure(form)
        return self.known[form]

    def lowers(self, before: Form, after: Form) -> Estimate:
        """By how much the loss falls from one form to another, paired by row."""
        losses = [self.study.loss(self.eta(form)[0]) for form in (before, after)]
        return self.study.mean(losses[0] - losses[1])

    def shapes(self) -> tuple[list[Array], dict[Pair, Matrix]]:
        """The mean shapes over the folds: of each characteristic, and of each candidate pair."""
        ones, _ = mean_shapes(self.additive, self.slopes[0])
        return ones, mean_shapes(self.paired, self.slopes[1])[1] if self.paired else {}

    def _measure(self, form: Form) -> tuple[Array, float]:
        study = self.study
        eta, attributes = np.zeros(len(study.bad)), 0
        for number, alone in enumerate(self.additive):
            kept = ~alone.held
            weight = np.where(kept, study.weight, 0.0)
            ones, _ = mean_shapes([alone], self.slopes[0])
            two = {pair: self.paired[number].pairs[pair] * self.slopes[1] for pair in form.pairs}
            goods, bads = float(weight[~study.bad].sum()), float(weight[study.bad].sum())
            minimum = Minimum.of(self.options, goods, bads, rarer=study.rarer)
            sizes = Sizes(minimum=minimum, most=form.most, price=form.price)
            drafts, _ = drafts_of(study.columns, ones, two, study.bad, weight, sizes, form.without)
            attributes += sum(len(draft.lines) for draft in drafts)
            if not drafts:
                eta[alone.held] = math.log(goods / bads)
                continue
            indices = [draft.index[kept] for draft in drafts]
            model = refit(drafts, indices, study.bad[kept], study.weight[kept], form.ridge)
            eta[alone.held] = model.of_rows([draft.index[alone.held] for draft in drafts])
        return eta[study.judged], attributes / len(self.additive)
