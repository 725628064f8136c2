"""Proxies and alternatives where the truth is known: a biased record, and a proxy that lets a card repeat it.

Nobody's group shapes their life here (world ``equal``). But some who repaid are recorded as defaulting if they have a
migration background, and half of those with one are recorded as lodgers, whatever their home is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from audits.alternatives.judgement import Judgement, Standing, judge
from audits.alternatives.manifest import Entry, Manifest
from audits.alternatives.weights import reweighing
from audits.proxies.report import Mark, proxies
from audits.shared.finding import Known
from scoring.artefact.card_json import card_digest
from scoring.batch.lookup import points_matrix
from scoring.batch.score import score_table
from scoring.engine.alternatives import Candidate, Making, Wanted, candidates
from scoring.engine.fit import Origin, fit_card
from scoring.engine.options import FitOptions
from scoring.engine.ranking import gini_against_truth
from scoring.population.simulate import Chunk, Plan, simulate
from scoring.population.world import Knobs, World
from scoring.tabular.readings import TableReadings, read_frame
from tests.support.counted import Frame
from tests.support.laagland import REGISTRY

Column = np.ndarray[Any, np.dtype[Any]]

PERSONS = 8_000
GROUP = "migration_background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Candidates developed on the first half of the persons, and their scores on the other half."""

    held: TableReadings
    frame: Frame
    made: tuple[Candidate, ...]
    truth: Column

    @property
    def judgement(self) -> Judgement:
        entries = [
            Entry(digest=card_digest(each.card), score=f"s{n}", pd=f"p{n}", making=each.making.value, what=each.what)
            for n, each in enumerate(self.made)
        ]
        return judge(self.frame, Manifest(chosen=entries[0], others=tuple(entries[1:])), [GROUP])

    def true_gini(self, number: int) -> float:
        return gini_against_truth(self.frame.columns[f"s{number}"], self.truth)


def migrants(people: Chunk) -> Column:
    return np.array(["no", "yes"], dtype=object)[people.protected[GROUP]]


@pytest.fixture(scope="module")
def search() -> Search:
    knobs = Knobs(label_bias=0.05, proxy_strength=0.5)
    people = simulate(Plan(persons=PERSONS, seed=5, world=World.EQUAL, knobs=knobs, draws=64, sample=0))
    table, bad, group = read_frame(people.characteristics, REGISTRY), people.defaulted == 1, migrants(people)
    first = np.arange(PERSONS) < PERSONS // 2
    options, origin = FitOptions(crossings=0, max_attributes=6), Origin(target="defaulted", bad="1")
    developed = table.select(first)
    fitted = fit_card(developed, REGISTRY, bad[first], weight=None, options=options, origin=origin)
    wanted = Wanted(leave_one_out=True, weights={"reweighing": reweighing(group[first], bad[first])})
    made = candidates(
        fitted, developed, REGISTRY, bad[first], weight=None, options=options, origin=origin, wanted=wanted
    )
    held = table.select(~first)
    columns: dict[str, Column] = {GROUP: group[~first], "outcome": bad[~first].astype(np.int64)}
    for number, each in enumerate(made):
        scores = score_table(each.card, held)
        columns |= {f"s{number}": scores.score.astype(np.float64), f"p{number}": scores.pd}
    columns["score"] = columns["s0"]
    columns["approved"] = (columns["s0"] >= np.quantile(columns["s0"], 0.3)).astype(np.int64)
    truth = (people.truth["bads"] / people.truth["draws"])[~first]
    for entry, points in zip(fitted.card.entries, points_matrix(fitted.card, held).T, strict=True):
        columns[f"points_{entry.characteristic}"] = points.astype(np.float64)
    columns["true_pd"] = truth
    return Search(held=held, frame=Frame(columns), made=made, truth=truth)


def test_the_planted_proxy_comes_first_by_far_and_is_the_only_one_marked(search: Search) -> None:
    points = [name for name in search.frame.columns if name.startswith("points_")]
    for risk in (None, "true_pd"):
        (found,) = proxies(search.frame, [GROUP], points, risk=risk).attributes
        first, second = (rows[0] for rows in found.characteristics[:2])
        assert first.column == "points_housing_tenure"
        assert first.strength > 0.1 > 0.05 > second.strength
        assert [rows[0].column for rows in found.characteristics if rows[0].mark is Mark.MARKED] == [first.column]
        assert isinstance(first.given_risk, Known)
        assert abs(first.given_risk.value - 0.5) > 0.1


def test_leaving_the_planted_proxy_out_closes_most_of_the_gap(search: Search) -> None:
    points = [name for name in search.frame.columns if name.startswith("points_")]
    (found,) = proxies(search.frame, [GROUP], points).attributes
    changes = {}
    for rows in found.characteristics:
        without = next(row.without for row in rows if row.group == "yes")
        assert without is not None
        assert isinstance(without.change, Known)
        changes[rows[0].column] = without.change
    best = max(changes, key=lambda column: changes[column].value)
    assert best == "points_housing_tenure"
    assert changes[best].interval.low > 0.05


def test_the_alternative_that_is_found_is_better_on_true_risk_too(search: Search) -> None:
    """Weighed, the card no longer repeats the biased record: nearer to equal, and nearer to the truth."""
    found = search.judgement
    number = next(n for n, each in enumerate(search.made) if each.making is Making.WEIGHTS)
    card = found.cards[number]
    assert card.standing is Standing.DOMINATES
    assert card.open
    assert card.entry.digest in found.fronts[0].digests
    assert search.true_gini(number) > search.true_gini(0) + 0.005


def test_no_card_that_was_made_sees_a_group_and_making_them_again_gives_the_same(search: Search) -> None:
    assert len({card_digest(each.card) for each in search.made}) == len(search.made)
    assert all(GROUP not in {c.name for c in each.card.registry.characteristics} for each in search.made)
    left_out = {each.what for each in search.made if each.making is Making.LEFT_OUT}
    assert {"housing_tenure", "housing_cost_ratio"} <= left_out
    for each in search.made:
        assert each.what not in {c.name for c in each.card.scored}
