"""People a second: changes with which a person reaches the goal, by the card and by two peers.

The table has seventeen columns, and in two pairs of them a person is safe only if neither is low: enough for a card of
fifteen entries, two of them crossings of columns that a person can change.

The goal is the same for all: of the persons whom a model itself refuses, at the PD that it refuses a fifth at, find
changes of six columns that bring the PD to it. The card's answer is the cheapest of all plans or a proof that there is
none; optbinning's is the optimum of its own distance over bins; DiCE samples until it finds one. *found* is the share
of the persons for whom the answer was changes.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from typing import Any

import numpy as np

from benchmarks.peers import ours
from benchmarks.peers.columns import Columns, frame_of
from benchmarks.peers.models import logistic_pipeline, optbinning_scorecard
from benchmarks.peers.prepared import APPLICANT_SEED, CROSSINGS, FIT_ROWS, FIT_SEED
from benchmarks.peers.synthetic import ACTIONABLE, Synthetic, synthetic
from benchmarks.timing import median_seconds
from scoring.domain.card import Card
from scoring.domain.registry import Profile, Registry
from scoring.domain.text import Text
from scoring.tabular.readings import native, read_frame

__all__ = ["applicant", "dice", "fitted_card", "one_by_one", "optbinning", "whole_file"]

COLUMNS = (*(f"x{place}" for place in range(14)), "c0", "c1", "c2")
STRAIN = 0.3
"""Of persons who are low in both columns of a pair, so many more are bad."""

REFUSED = 0.2
MOST_CHANGES = 3
SECONDS_FOR_ONE = 10
POOL = 20_000


def fitted_card() -> Card:
    """The card of the seventeen columns: fifteen entries, two of them crossings."""
    data = _people(FIT_ROWS, FIT_SEED)
    card: Card = ours.classifier(data.registry, CROSSINGS).fit(data.raw, data.bad.astype(int)).card_
    return card


def _people(rows: int, seed: int) -> Synthetic:
    data = synthetic(rows, seed)
    x = data.raw
    strained = ((x["x0"] < 0.7) & (x["x1"] < -0.2)) | ((x["x3"] < 0) & (x["x4"] < 1))
    bad = data.bad | (strained & (np.random.default_rng(seed).random(rows) < STRAIN))
    fields = tuple(data.registry.characteristic(name) for name in COLUMNS)
    registry = Registry(profile=Profile.BENCHMARK, title=Text.same("synthetic"), characteristics=fields)
    return Synthetic(raw={name: x[name] for name in COLUMNS}, bad=bad, registry=registry)


def _target(card: Card) -> int:
    scores = ours.scores_of(card, read_frame(_people(POOL, APPLICANT_SEED).raw, card.registry))
    return int(np.quantile(scores, REFUSED, method="higher"))


def whole_file(card: Card, people: int, times: int) -> dict[str, float]:
    """Exact plans of everybody who is refused, in one call; *read too*: the reading of their values is in the time."""
    target, raw = _target(card), _people(round(people / REFUSED), APPLICANT_SEED).raw
    refused = ours.scores_of(card, read_frame(raw, card.registry)) < target
    raw = {name: column[refused] for name, column in raw.items()}
    table = read_frame(raw, card.registry)
    found = ours.plans_of(card, table, target)
    seconds = median_seconds(lambda: ours.plans_of(card, table, target), times)
    whole = median_seconds(lambda: ours.plans_of(card, read_frame(raw, card.registry), target), times)
    return {
        "people/s": table.rows / seconds,
        "read too": table.rows / whole,
        "people": table.rows,
        "found": float(found.feasible.mean()),
    } | _shape(card)


def one_by_one(card: Card, people: int) -> dict[str, float]:
    """Exact plans, one person after another; reading, score and reasons are in the time."""
    taken, found = _searched(card, people)
    return {"people/s": people / sum(taken), "people": people, "found": found / people} | _shape(card)


def applicant(card: Card, people: int) -> dict[str, float]:
    """Reading, score, reasons and the cheapest plan, one person at a time."""
    taken, _ = _searched(card, people)
    taken.sort()
    return {
        "median ms": 1e3 * statistics.median(taken),
        "99th percentile ms": 1e3 * taken[-1 - people // 100],
    } | _shape(card)


def _searched(card: Card, people: int) -> tuple[list[float], int]:
    target, data, model = _target(card), _people(POOL, APPLICANT_SEED), ours.searching(card)
    refused = np.flatnonzero(ours.scores_of(card, read_frame(data.raw, card.registry)) < target)[:people]
    taken, found = [], 0
    for row in refused:
        raw = {name: native(column[row]) for name, column in data.raw.items()}
        begun = time.perf_counter()
        found += ours.one_applicant(card, model, raw, target) > 0
        taken.append(time.perf_counter() - begun)
    return taken, found


def _shape(card: Card) -> dict[str, float]:
    return {
        "entries": float(len(card.entries)),
        "crossings": float(sum(len(entry.characteristics) == 2 for entry in card.entries)),
    }


def optbinning(people: int) -> dict[str, float]:
    """Optbinning's Counterfactual for its own scorecard."""
    from optbinning.scorecard import Counterfactual

    data = _people(FIT_ROWS, FIT_SEED)
    frame = frame_of(data.raw, data.registry)
    scorecard = optbinning_scorecard(Columns.of(data.registry))
    scorecard.fit(frame, data.bad.astype(int), metric_special="empirical", metric_missing="empirical")
    data = _people(POOL, APPLICANT_SEED)
    asked = frame_of(data.raw, data.registry)
    pd = scorecard.predict_proba(asked)[:, 1]
    limit = float(np.quantile(pd, 1 - REFUSED))
    search = Counterfactual(scorecard=scorecard)
    search.fit(frame)
    taken, found = [], 0
    for row in np.flatnonzero(pd > limit)[:people]:
        begun = time.perf_counter()
        with contextlib.suppress(Exception):  # a person without an answer counts as not found
            search.generate(
                query=asked.iloc[[row]],
                y=limit,
                outcome_type="probability",
                n_cf=1,
                max_changes=MOST_CHANGES,
                hard_constraints=["max_outcome"],
                actionable_features=list(ACTIONABLE),
                time_limit=SECONDS_FOR_ONE,
            )
            found += search.status in {"OPTIMAL", "FEASIBLE"}
        taken.append(time.perf_counter() - begun)
    return {"people/s": people / sum(taken), "people": people, "found": found / people}


def dice(people: int) -> dict[str, float]:
    """DiCE's random method for a logistic regression of the same columns, missing values filled in beforehand."""
    import dice_ml

    data = _people(FIT_ROWS, FIT_SEED)
    columns = Columns.of(data.registry)
    frame, bad = _filled(frame_of(data.raw, data.registry), columns), data.bad.astype(int)
    model = logistic_pipeline(columns).fit(frame, bad)
    later = _people(POOL, APPLICANT_SEED)
    asked = _filled(frame_of(later.raw, later.registry), columns)
    pd = model.predict_proba(asked)[:, 1]
    limit = float(np.quantile(pd, 1 - REFUSED))
    known = dice_ml.Data(dataframe=frame.assign(bad=bad), continuous_features=list(columns.numeric), outcome_name="bad")
    refusing = dice_ml.Model(model=_Refusing(model, limit), backend="sklearn")
    search = dice_ml.Dice(known, refusing, method="random")
    taken, found = [], 0
    for row in np.flatnonzero(pd > limit)[:people]:
        begun = time.perf_counter()
        with contextlib.suppress(Exception):  # a person without an answer counts as not found
            search.generate_counterfactuals(
                asked.iloc[[row]], total_CFs=1, desired_class=0, features_to_vary=list(ACTIONABLE), random_seed=0
            )
            found += 1
        taken.append(time.perf_counter() - begun)
    return {"people/s": people / sum(taken), "people": people, "found": found / people}


class _Refusing:
    """A model whose two classes are granted and refused, so that its border is at the limit, not at one half."""

    def __init__(self, model: Any, limit: float) -> None:  # noqa: ANN401
        self._model, self._limit = model, limit
        self.classes_ = np.array([0, 1])

    def predict_proba(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """The odds against the odds at the limit, so that one half is the limit."""
        pd = self._model.predict_proba(frame)[:, 1]
        refused = pd * (1 - self._limit) / (pd * (1 - self._limit) + (1 - pd) * self._limit)
        return np.column_stack([1 - refused, refused])

    def predict(self, frame: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
        """1 where refused."""
        return (self.predict_proba(frame)[:, 1] > 0.5).astype(int)


def _filled(frame: Any, columns: Columns) -> Any:  # noqa: ANN401
    filled = frame.copy()
    for name in columns.numeric:
        filled[name] = filled[name].fillna(filled[name].median())
    for name in columns.categorical:
        filled[name] = filled[name].fillna("(missing)")
    return filled
