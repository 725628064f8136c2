"""All replicates, design by design: false alarms, coverage, power, selective labels, and what label bias does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from audits.fairness.measures import Measure, Scale
from audits.fairness.threshold import DEFAULT_THRESHOLDS, OWN, Threshold
from audits.fairness.verdict import Verdict
from benchmarks.audit.truth_coverage import coverages
from benchmarks.audit.truth_labels import Labels, labels
from benchmarks.audit.truth_replicate import KEYS, Agreement, Judged, Rate, Table, agreement, judged, rate
from benchmarks.audit.truth_sample import Decided, Design, Outcomes, Universe
from benchmarks.audit.truth_selective import Selective, selective
from benchmarks.audit.truth_table import COMPARED, TABLE, Stated
from benchmarks.audit.truth_values import Key, true_values
from benchmarks.audit.truth_world import the_card, truth_of

__all__ = ["MAIN", "SIZES", "Cell", "Populations", "Results", "Say", "Whole", "edge", "everything", "wholes"]

SIZES = (2_000, 10_000, 50_000)
MAIN = 10_000
"""The size at which single figures are given."""

DRAWS = 1000
"""Bootstrap draws of the replicates that error rates are counted on, as in the default plan."""

FEW = 400
"""Of those that power is counted on."""

WORLDS: dict[str, tuple[Design, Sequence[int]]] = {
    "fair": (Design(), SIZES),
    "equal": (Design(setting="equal"), (MAIN,)),
    "historical": (Design(setting="historical", record="historical"), (MAIN,)),
}
"""Worlds whose outcomes are recorded honestly and of everybody; scores are of what is recorded there."""

APPROVED_ONLY = Outcomes(of_everybody=False)
SELECTIVE: dict[str, Design] = {
    "card, by the cut-off alone": Design(outcomes=APPROVED_ONLY),
    "card, one decision in ten turned round": Design(decided=Decided(overrides=0.1), outcomes=APPROVED_ONLY),
    "lender of the past, by other facts than the score": Design(decided=Decided(by="lender"), outcomes=APPROVED_ONLY),
}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Report-wide error rates of one design and size under the default limits, and under others.

    Attributes
    ----------
    alarms, reassurances
        Reports with any *breach* whose true value lies within, with any *within* whose true value lies outside.
    edge_alarms, edge_reassurances
        The same if each measure's limit lies where its farthest true value does.
    misses
        Reports of which any simultaneous interval misses the true value: more errors no limits can make.
    alone
        By measure, how often the interval of a comparison by itself holds the true value.
    """

    world: str
    people: int
    draws: int
    alarms: Rate
    reassurances: Rate
    edge_alarms: Rate
    edge_reassurances: Rate
    misses: Rate
    alone: dict[Measure, Rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What came of one stated cell.

    Attributes
    ----------
    truth
        The true value.
    said
        By size and verdict under the default limit, how often.
    power
        By size, how often *breach* under the cell's limit; None where the true value lies within it.
    """

    stated: Stated
    truth: float
    said: dict[int, dict[Verdict, Rate]]
    power: dict[int, Rate] | None

    @property
    def inside(self) -> bool:
        """Whether the true value lies within the default limit."""
        limit = DEFAULT_THRESHOLDS[self.stated.measure]
        return limit.low <= self.truth <= limit.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything that the page and the table are made of."""

    replicates: int
    agreement: Agreement
    wholes: tuple[Whole, ...]
    cells: tuple[Cell, ...]
    coverage: dict[Measure, Rate]
    selective: dict[str, tuple[Selective, ...]]
    labels: tuple[Labels, ...]


def _after(name: str, say: Say) -> Say:
    return lambda line: say(f"{name}, {line}")


class Populations:
    """Universes with their true values, one population in memory at a time."""

    def __init__(self, folder: Path, people: int, say: Say) -> None:
        self._folder, self._people, self._say, self._card = folder, people, say, the_card()

    def of(self, design: Design) -> tuple[Universe, dict[Key, float]]:
        """The population under a design, and the true value of every comparison with a reference group."""
        truth = truth_of(design.setting, self._folder, self._people, say=self._say)
        universe = Universe(truth, design, self._card)
        return universe, true_values(universe)


def everything(
    folder: Path, people: int, replicates: int, some: int, say: Say, sizes: Sequence[int] = SIZES
) -> Results:
    """Run everything; ``replicates`` are those of error rates, ``some`` those of power and the rest."""
    populations = Populations(folder, people, say)
    largest = max(sizes)
    by_label = populations.of(Design(outcomes=Outcomes(label_bias=0.03)))[0]
    fair, truth = populations.of(Design())
    return Results(
        replicates=replicates,
        agreement=agreement(fair, min(MAIN, largest), max(2, some // 2), draws=DRAWS),
        wholes=tuple(wholes(populations, replicates, sizes, say)),
        cells=tuple(_cells(populations, some, sizes, say)),
        coverage=coverages(fair, truth, min(MAIN, largest), 2 * some, say),
        selective={
            name: tuple(
                selective(*populations.of(design), size, some if size <= MAIN else max(2, some // 4), say)
                for size in sizes
                if size >= MAIN or size == largest
            )
            for name, design in SELECTIVE.items()
        },
        labels=tuple(
            found
            for size in sizes
            if size >= MAIN and (found := labels(by_label, size, max(2, some // 2), say)) is not None
        ),
    )


def wholes(populations: Populations, replicates: int, sizes: Sequence[int], say: Say) -> list[Whole]:
    """Error rates of whole reports."""
    found = []
    for number, (world, (design, own)) in enumerate(WORLDS.items()):
        universe, values = populations.of(design)
        truth = np.array([values[key] for key in KEYS])
        for people in [size for size in own if size in sizes]:
            stream = 10 + number if number else 0
            told = judged(universe, people, replicates, draws=DRAWS, say=_after(world, say), stream=stream)
            found.append(whole(world, told, truth, DRAWS))
    return found


def whole(world: str, told: Judged, truth: Table, draws: int) -> Whole:
    """Count the errors of whole reports."""

    def reports(limits: Mapping[Measure, Threshold], word: Verdict) -> Rate:
        ends = np.array([(limits[key[0]].low, limits[key[0]].high) for key in KEYS])
        inside = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
        wrong = (told.words(limits) == word.value) & (inside if word is Verdict.BREACH else ~inside)
        return rate(int(wrong.any(axis=1).sum()), told.replicates)

    return Whole(
        world=world,
        people=told.people,
        draws=draws,
        alarms=reports(DEFAULT_THRESHOLDS, Verdict.BREACH),
        reassurances=reports(DEFAULT_THRESHOLDS, Verdict.WITHIN),
        edge_alarms=reports(edge(truth, inside=True), Verdict.BREACH),
        edge_reassurances=reports(edge(truth, inside=False), Verdict.WITHIN),
        misses=rate(int(told.misses(truth).any(axis=1).sum()), told.replicates),
        alone={measure: told.alone(truth, measure) for measure in DEFAULT_THRESHOLDS},
    )


def edge(truth: Table, *, inside: bool) -> dict[Measure, Threshold]:
    """Limits at the farthest true value of each measure: a hair beyond it, or a hair before."""
    found = {}
    for measure, default in DEFAULT_THRESHOLDS.items():
        values = truth[[place for place, key in enumerate(KEYS) if key[0] is measure]]
        hair = 1e-9 if inside else -1e-9
        if default.scale is Scale.RATIO:
            limit = float(np.exp(-np.abs(np.log(values)).max()) - hair)
        else:
            limit = float(np.abs(values).max() + hair)
        found[measure] = Threshold(name="at the truth", limit=limit, scale=default.scale, source=OWN)
    return found


def _cells(populations: Populations, replicates: int, sizes: Sequence[int], say: Say) -> list[Cell]:
    told: dict[Design, tuple[dict[Key, float], dict[int, Judged]]] = {}
    found = []
    for stated in TABLE:
        if stated.design not in told:
            universe, values = populations.of(stated.design)
            name = stated.knob.en.partition(":")[0]
            runs = {size: judged(universe, size, replicates, draws=FEW, say=_after(name, say)) for size in sizes}
            told[stated.design] = values, runs
        found.append(_cell(stated, *told[stated.design]))
    return found


def _cell(stated: Stated, values: Mapping[Key, float], runs: Mapping[int, Judged]) -> Cell:
    key = (stated.measure, *COMPARED)
    truth, place = values[key], KEYS.index(key)

    def said(run: Judged, limits: Mapping[Measure, Threshold], word: Verdict) -> Rate:
        return rate(int((run.words(limits)[:, place] == word.value).sum()), run.replicates)

    outside = not stated.limit.low <= truth <= stated.limit.high
    limits = {**DEFAULT_THRESHOLDS, stated.measure: stated.limit}
    return Cell(
        stated=stated,
        truth=truth,
        said={size: {w: said(run, DEFAULT_THRESHOLDS, w) for w in Verdict} for size, run in runs.items()},
        power={size: said(run, limits, Verdict.BREACH) for size, run in runs.items()}
        if outside and stated.detectable
        else None,
    )
