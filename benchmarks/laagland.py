"""Laagland: how long a population takes, and how near a card comes to the truth: ``python -m benchmarks.laagland``.

Each size is written by a process of its own, whose peak memory is its own too. The physical limit beside it is the
time to draw the same random words and do nothing with them.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from scoring.artefact.characteristics_file import read_characteristics
from scoring.batch.score import score_table
from scoring.domain.registry import Registry
from scoring.engine.fit import Origin, fit_card
from scoring.engine.options import FitOptions
from scoring.engine.ranking import gini_against_truth
from scoring.population.parameters import PARAMETERS
from scoring.population.simulate import CHUNK, Chunk, Plan, simulate
from scoring.population.streams import Streams
from scoring.population.world import World
from scoring.population.write import write
from scoring.records.categories import Category
from scoring.records.codes import Event, Type
from scoring.records.dates import month_back
from scoring.tabular.readings import VALUE, TableReadings, read_frame

Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]
Vector = np.ndarray[tuple[int], np.dtype[Any]]

WORDS = 4
"""Random words of a month of life."""


def writing(persons: int, draws: int) -> dict[str, float]:
    """One population, written by a process of its own: seconds, peak memory in GiB, and the limit of drawing alone."""
    command = [sys.executable, "-m", "benchmarks.laagland", "--write", str(persons), "--draws", str(draws)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=3600)  # noqa: S603 - our own command
    measured = json.loads(done.stdout)
    p = PARAMETERS
    months = p.history_months + p.outcome_months
    if draws:
        months += p.history_months + 2 * p.outcome_months * draws  # the truth, and its fair counterfactual
    limit = drawing(min(persons, CHUNK * 8), months) * persons / min(persons, CHUNK * 8)
    return {**measured, "persons/s": persons / measured["seconds"], "multiple of drawing": measured["seconds"] / limit}


def write_one(persons: int, draws: int) -> dict[str, float]:
    """Write a population to a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        write(Plan(persons=persons, seed=1, world=World.HISTORICAL, draws=draws), Path(folder))
        seconds = time.perf_counter() - begun
    return {"seconds": seconds, "GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20}


def drawing(persons: int, months: int) -> float:
    """Seconds to draw the random words of so many months, in chunks, on one core."""
    begun = time.perf_counter()
    for start in range(0, persons, CHUNK):
        places = np.arange(start, min(start + CHUNK, persons), dtype=np.uint64)
        for month in range(months):
            Streams(1).months("bench", places, month % 256, WORDS)
    return time.perf_counter() - begun


def ranking(persons: int, world: World) -> dict[str, float]:
    """Gini against ``true_pd``, on 20,000 others: of the card, of boosting on everything recorded, of the truth."""
    registry = read_characteristics(Path(str(files("scoring.population") / "laagland.toml")))
    developed = simulate(Plan(persons=persons, seed=1, world=world, draws=0))
    held = simulate(Plan(persons=20_000, seed=2, world=world, sample=0))
    truth = held.truth["bads"] / held.truth["draws"]
    seen = developed.defaulted >= 0
    bad = developed.defaulted == 1
    table, judged = read_frame(developed.characteristics, registry), read_frame(held.characteristics, registry)
    origin = Origin(target="defaulted", bad="1")
    card = fit_card(table.select(seen), registry, bad[seen], weight=None, options=FitOptions(), origin=origin).card
    reached = gini_against_truth(score_table(card, judged).score, truth)
    boosted = gini_against_truth(
        boosting(history(developed, table, registry)[seen], bad[seen], history(held, judged, registry)), truth
    )
    squared = truth * (1 - truth) / (held.truth["draws"] - 1)
    return {
        "persons developed on": float(seen.sum()),
        "card": reached,
        "boosted on all recorded history": boosted,
        "truth": gini_against_truth(-truth, truth),
        "card / boosted": reached / boosted,
        "reliability of the truth": 1 - float(squared.mean() / truth.var()),
    }


def boosting(known: Matrix, bad: Vector, asked: Matrix) -> Vector:
    """Scores of gradient boosting, averaged over three seeds."""
    scores = np.zeros(len(asked))
    for seed in range(3):
        model = HistGradientBoostingClassifier(
            learning_rate=0.05, max_iter=400, max_leaf_nodes=15, early_stopping=True, random_state=seed
        )
        scores -= model.fit(known, bad).predict_proba(asked)[:, 1]
    return scores


def history(chunk: Chunk, table: TableReadings, registry: Registry) -> Matrix:
    """Everything recorded, as columns: each characteristic, and counts and sums that no card reads."""
    persons = len(chunk.person)
    columns = []
    for characteristic in registry.characteristics:
        readings = table.columns[characteristic.name]
        if characteristic.kind.value == "categorical":
            columns += [(readings.labels == name).astype(float) for name in characteristic.categories]
            continue
        columns.append(np.where(readings.states == VALUE, readings.numbers, np.nan))
        columns.append(readings.states.astype(float))
    owner = chunk.contracts.owner
    columns += [np.bincount(owner[chunk.contracts.type == kind], minlength=persons) for kind in Type]
    reported = owner[chunk.events.contract]
    columns += [np.bincount(reported[chunk.events.code == code], minlength=persons) for code in Event]
    shared = np.isin(np.arange(persons), chunk.accounts.owner)
    moved, back = (
        chunk.transactions,
        month_back(chunk.transactions.day, chunk.applications.observed[chunk.transactions.owner]),
    )
    for category in Category:
        for months in (1, 3, 6, 12):
            chosen = (moved.category == category) & (back < months)
            total = np.bincount(moved.owner[chosen], weights=moved.cents[chosen], minlength=persons)
            columns.append(np.where(shared, total, np.nan))
    columns += [chunk.applications.verified, chunk.applications.observed]
    return np.column_stack(columns).astype(np.float64)


def main() -> None:
    """Measure and print one table, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.laagland")
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--write", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--draws", type=int, default=64, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.write is not None:
        print(json.dumps(write_one(options.write, options.draws)))
        return
    persons = options.persons
    figures = {
        f"{persons} persons without truth": writing(persons, 0),
        f"{persons // 2} persons without truth": writing(persons // 2, 0),
        f"{persons} persons with truth": writing(persons, options.draws),
        **{
            f"Gini against the truth, {world}, {size} developed": ranking(size, world)
            for world in (World.FAIR, World.HISTORICAL)
            for size in (persons // 5, persons // 2)
        },
    }
    if options.json:
        print(json.dumps(figures, indent=2))
        return
    for name, group in figures.items():
        print(name)
        for label, value in group.items():
            print(f"  {label:36} {value:12,.3f}")


if __name__ == "__main__":
    main()
