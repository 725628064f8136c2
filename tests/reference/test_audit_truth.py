"""The audit against the truth of Laagland, in small: the whole runs by ``python -m benchmarks.audit.truth``."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from audits.fairness.known_errors import known_errors
from audits.fairness.measures import Measure
from benchmarks.audit.truth_labels import labels
from benchmarks.audit.truth_replicate import KEYS, judged
from benchmarks.audit.truth_run import whole
from benchmarks.audit.truth_sample import Decided, Design, Outcomes, Universe
from benchmarks.audit.truth_selective import selective
from benchmarks.audit.truth_table import TABLE
from benchmarks.audit.truth_values import true_values
from benchmarks.audit.truth_world import CARD, RECORDS, SEED, Truth, the_card, truth_of
from scoring.artefact.characteristics_file import read_characteristics
from scoring.batch.score import score_table
from scoring.population.simulate import Plan, simulate
from scoring.population.world import Knobs, World
from scoring.tabular.readings import read_frame

PEOPLE, REPLICATES = 16_384, 150
PAGE = Path(__file__).parents[2] / "benchmarks" / "audit-truth.md"


def silent(_: str) -> None:
    """Progress is for people who wait."""


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """A small population of the world in which groups differ and recording is honest."""
    return truth_of("fair", tmp_path_factory.mktemp("worlds"), PEOPLE, say=silent)


def test_false_alarms_and_coverage_are_compatible_with_nominal(people: Truth) -> None:
    """Report-wide at most 5 % of 150; 16 are exceeded with probability 0.001 at exactly 5 %."""
    there = Universe(people, Design(), the_card())
    values = true_values(there)
    truth = np.array([values[key] for key in KEYS])
    found = whole("fair", judged(there, 2_000, REPLICATES, draws=200, say=silent), truth, 200)

    for wrong in (found.alarms, found.reassurances, found.edge_alarms, found.edge_reassurances, found.misses):
        assert wrong.value * REPLICATES <= 16
    for measure, alone in found.alone.items():
        assert 0.93 < alone.value < 0.975, measure


def test_worst_cases_hold_what_the_hidden_outcomes_give(people: Truth) -> None:
    """In every replicate, decided by the cut-off or by other facts than the score."""
    for decided in (Decided(), Decided(by="lender")):
        there = Universe(people, Design(decided=decided, outcomes=Outcomes(of_everybody=False)), the_card())
        found = selective(there, true_values(there), 4_000, 12, silent)
        assert found.sample.value == 1
        assert found.population.value == 1
        assert found.wrong.value == 0


def test_the_weighted_estimate_is_near_the_truth_where_decisions_are_turned_at_random(people: Truth) -> None:
    """Same people, all outcomes: the mean difference is small against the root mean square error of one replicate."""
    design = Design(decided=Decided(overrides=0.2), outcomes=Outcomes(of_everybody=False))
    there = Universe(people, design, the_card())
    found = selective(there, true_values(there), 20_000, 12, silent)

    assert {one.measure for one in found.weighted} == {
        Measure.TRUE_POSITIVE_DIFFERENCE,
        Measure.CALIBRATION_DIFFERENCE,
    }
    for one in found.weighted:
        assert abs(one.estimate - one.same) < 4 * one.error / np.sqrt(one.replicates) + 0.001


def test_label_bias_that_turns_a_verdict_is_at_least_as_large_as_the_report_says(people: Truth) -> None:
    found = labels(Universe(people, Design(outcomes=Outcomes(label_bias=0.03)), the_card()), 10_000, 8, silent)

    assert found is not None
    assert found.held.value == 1
    assert 0 < found.named <= found.wrong


@pytest.mark.parametrize("name", ["measurement 0.1", "proxy 1", "missing 0.3"])
def test_a_knob_turned_afterwards_gives_the_scores_of_a_world_with_that_knob(people: Truth, name: str) -> None:
    """Recording knobs touch no life: recording the same lives again is what the simulator does."""
    few = 600
    knobs = replace(Knobs(), **RECORDS[name])
    fields = simulate(Plan(persons=few, seed=SEED, world=World.FAIR, knobs=knobs, draws=0)).characteristics
    registry = read_characteristics(Path(str(files("scoring.population") / "laagland.toml")))
    scores = score_table(the_card(), read_frame(fields, registry)).score

    assert np.array_equal(scores, people.scores[name][:few])


def test_the_committed_table_says_what_is_stated_in_the_code() -> None:
    """A table that was made from other statements than these must be made again."""
    known = known_errors()
    assert known is not None
    stated = [(s.knob.en, s.measure.value, s.detectable, s.limit.limit) for s in TABLE]

    assert [(r["knob"]["en"], r["measure"], r["detectable"], r["limit"]) for r in known["rows"]] == stated
    for row, one in zip(known["rows"], TABLE, strict=True):
        assert row["why"]["en"].startswith(one.why.en)
        assert bool(row["power"]) <= one.detectable


def test_the_committed_error_rates_are_compatible_with_nominal() -> None:
    known = known_errors()
    assert known is not None
    assert known["false_alarms"]["replicates"] >= 1000
    for name in ("false_alarms", "false_reassurances"):
        assert known[name]["low"] <= known[name]["nominal"]
    assert known["false_alarms"]["at_most_under_any_limits"]["low"] <= 0.05
    for measure in ("adverse_impact_ratio", "true_positive_rate_difference", "calibration_difference"):
        (row,) = [one for one in known["coverage"] if one["measure"] == measure]
        assert abs(row["rate"] - 0.95) < 0.01


def test_the_page_and_the_table_are_of_one_run() -> None:
    known = known_errors()
    assert known is not None
    assert known["made_with"]["en"].partition(";")[0] in PAGE.read_text(encoding="utf-8")
    assert CARD.is_file()
