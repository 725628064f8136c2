"""The structure of a card: what is crossed, how long it is, and what a person may choose of that."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from sklearn import metrics
from threadpoolctl import threadpool_limits

from scoring.artefact.card_json import card_bytes, card_digest
from scoring.certificate.certificate import certify
from scoring.domain.card import Card
from scoring.domain.characteristic import Direction
from scoring.domain.entry import Entry
from scoring.domain.errors import InputError
from scoring.domain.line import Test
from scoring.engine.fit import Fitted
from scoring.engine.integers import exact, log_loss, optimise, rounded
from scoring.engine.options import STANDARD_SCALE, FitOptions
from scoring.engine.refit import RIDGE, refit
from scoring.engine.shapes import FINE, SMOOTH, Growth
from scoring.engine.structure import RIDGES, USUAL
from tests.support.development import EVERYTHING, interacting, numeric_columns, numeric_sample, reordered, sample

VALUES = {Test.INTERVAL, Test.CATEGORIES}


@cache
def crossed(seed: int = 0) -> Fitted:
    return interacting(seed=seed).fit(FitOptions(cut_off=530))


def crossing_of(card: Card) -> Entry:
    (entry,) = [entry for entry in card.entries if entry.by is not None]
    return entry


@pytest.mark.parametrize("seed", range(3))
def test_what_only_two_characteristics_together_tell_is_crossed(seed: int) -> None:
    """And the card says what it gained on rows that did not make it."""
    found = crossed(seed)

    assert set(crossing_of(found.card).characteristics) == {"loan", "savings"}
    assert any(
        told.startswith("loan and savings: crossed; out-of-fold log-loss falls by") for told in found.structure.told
    )
    assert certify(found.card).passed, certify(found.card).to_text()


@pytest.mark.parametrize("seed", range(5))
def test_what_two_characteristics_tell_each_alone_is_not_crossed(seed: int) -> None:
    card = interacting(1_200, seed, strength=0).fit().card

    assert [entry.by for entry in card.entries] == [None] * len(card.entries)
    assert {"loan", "savings"} <= {entry.characteristic for entry in card.entries}


@pytest.mark.parametrize(
    ("waves", "growth"),
    [(0, SMOOTH), (6, FINE)],
    ids=["a straight line", "peaks with two sides"],
)
def test_trees_are_fine_only_where_that_foretells_better(waves: int, growth: Growth) -> None:
    rng = np.random.default_rng(1)
    x = rng.uniform(-1, 1, 6_000)
    log_odds = 1.5 + (2 * np.sin(2 * np.pi * waves * x) if waves else 1.5 * x)
    bad = rng.random(6_000) > 1 / (1 + np.exp(-log_odds))

    assert numeric_sample(x, bad).fit().structure.growth == growth


def test_a_crossing_stands_where_its_characteristic_was_declared_and_the_other_has_no_table() -> None:
    card = crossed().card
    names = [entry.characteristic for entry in card.entries]
    declared = [c.name for c in card.registry.characteristics]

    assert names == sorted(names, key=declared.index)
    assert crossing_of(card).by not in names


def test_a_crossing_is_named_after_both_in_its_own_code_and_texts() -> None:
    card = crossed().card
    entry = crossing_of(card)
    naming, (by, inner) = card.naming(entry), card.characteristics(entry)

    assert naming.code == f"{by.reason_code}+{inner.reason_code}"
    for text in (naming.label, naming.reason):
        assert by.label.en in text.en
        assert inner.label.nl in text.nl


def test_in_a_crossing_the_safer_never_earns_less_whichever_of_the_two_is_safer() -> None:
    """Over every pair of values, by the card's own lookup."""
    card = crossed().card
    entry = crossing_of(card)
    by, inner = card.characteristics(entry)
    values = np.arange(-3, 3) + 0.5
    points = np.array(
        [
            [entry.lookup({by.name: by.read(one), inner.name: inner.read(two)}).points for two in values]
            for one in values
        ]
    )
    for axis, direction in enumerate((by.direction, inner.direction)):
        sign = 1 if direction is Direction.HIGHER_IS_SAFER else -1
        assert (sign * np.diff(points, axis=axis) >= 0).all()
    assert np.ptp(points) > 20


def test_whole_points_of_a_fitted_crossing_are_no_worse_than_rounded_ones() -> None:
    drawn = interacting()
    drafts, weight = crossed().developed.drafts, np.ones(drawn.table.rows)
    values = exact(refit(drafts, [draft.index for draft in drafts], drawn.bad, weight), drafts, STANDARD_SCALE)
    losses = [
        log_loss(points, drafts, drawn.bad, weight, STANDARD_SCALE)
        for points in (optimise(values, drafts, drawn.bad, weight, STANDARD_SCALE), rounded(values, drafts))
    ]
    assert any(draft.by is not None for draft in drafts)
    assert losses[0] <= losses[1]


def test_references_of_a_crossing_are_the_means_of_the_rows() -> None:
    drawn, card = interacting(), crossed().card
    entry = crossing_of(card)
    people = [drawn.table.row(row) for row in range(drawn.table.rows)]
    points = np.array([entry.lookup(person).points for person in people])
    scores = np.array(drawn.scores(card))
    passing = (scores >= 530) & (scores < 550)

    assert passing.any()
    assert entry.references.maximum == int(points.max())
    assert float(entry.references.population) == pytest.approx(points.mean(), abs=1e-12)
    assert float(entry.references.just_passing or 0) == pytest.approx(points[passing].mean(), abs=1e-12)


def test_the_bytes_of_a_card_with_a_crossing_do_not_depend_on_the_number_of_cores() -> None:
    script = (
        "from scoring.artefact.card_json import card_digest\n"
        "from scoring.engine.options import FitOptions\n"
        "from tests.support.development import interacting\n"
        "print(card_digest(interacting().fit(FitOptions(cut_off=530)).card))"
    )
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = [sys.executable, "-c", script]
    alone = subprocess.run(run, env={**os.environ, **one}, capture_output=True, text=True, check=True).stdout.strip()
    with threadpool_limits(2):
        again = card_digest(interacting().fit(FitOptions(cut_off=530)).card)

    assert alone == again == card_digest(crossed().card)


@pytest.mark.parametrize("order", [[3, 2, 1, 0], [1, 0, 3, 2]])
def test_the_order_of_declaration_changes_nothing_but_the_order_of_the_entries(order: list[int]) -> None:
    """Which of the two chooses the table is found from the data, and not from the file's order."""
    other = reordered(interacting(), order).fit(FitOptions(cut_off=530)).card

    assert {entry.characteristics: entry for entry in other.entries} == {
        entry.characteristics: entry for entry in crossed().card.entries
    }
    assert (other.initial_points, other.pd_table) == (crossed().card.initial_points, crossed().card.pd_table)


def test_without_crossings_nothing_is_crossed() -> None:
    found = interacting().fit(FitOptions(crossings=0))

    assert found.structure.told == ()
    assert all(entry.by is None for entry in found.card.entries)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_card_has_no_more_characteristics_than_asked_for_and_names_those_left_out(most: int) -> None:
    found = sample().fit(FitOptions(max_characteristics=most, crossings=0))

    scored = {c.name for c in found.card.scored}
    left_out = {warning.split("'")[1] for warning in found.warnings if "is left out" in warning}
    assert len(scored) == most
    assert scored | left_out == {c.name for c in EVERYTHING.characteristics}


def test_a_crossing_counts_as_two_characteristics() -> None:
    found = interacting().fit(FitOptions(max_characteristics=2))

    assert {c.name for c in found.card.scored} == {"loan", "savings"}


@pytest.mark.parametrize("most", [2, 3])
def test_a_table_has_no_more_lines_of_values_than_asked_for(most: int) -> None:
    card = sample().fit(FitOptions(max_attributes=most)).card
    lines = [sum(a.test in VALUES for a in each.attributes) for entry in card.entries for each in entry.slices]

    assert max(lines) == most


def test_a_dearer_line_makes_a_shorter_card() -> None:
    """The price asked for is the one that is used."""
    found = [sample().fit(FitOptions(price=price, crossings=0)) for price in (0.05, 6.0, 40.0)]
    lengths = [sum(len(entry.attributes) for entry in each.card.entries) for each in found]

    assert lengths[0] > lengths[1] > lengths[2]
    assert [each.structure.form.price for each in found] == [0.05, 6.0, 40.0]


@pytest.mark.parametrize("seed", range(4))
def test_where_outcomes_are_few_luck_makes_no_card_short(seed: int) -> None:
    """A price beyond the usual ones is taken only where it lowers the loss by two standard errors."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(12, 3_000))
    bad = rng.random(3_000) < 1 / (1 + np.exp(3.3 - 0.25 * values.sum(axis=0)))
    found = numeric_columns([*values], bad).fit().structure
    usual = [point for point in found.curve if point.price <= USUAL]
    best = min(usual, key=lambda point: point.loss.value)

    assert found.form.ridge in {*RIDGES, RIDGE}
    assert found.form.price <= USUAL or best.above.value > 2 * best.above.error


@pytest.mark.parametrize("seed", range(4))
def test_where_nothing_is_to_be_told_a_card_tells_next_to_nothing(seed: int) -> None:
    """On new people it loses at most a thousandth more than the rate of all would: luck makes no card long."""
    rng = np.random.default_rng(seed)
    values, bad = rng.normal(size=(10, 4_000)), rng.random(4_000) < 0.3
    card = numeric_columns([*values[:, :1_000]], bad[:1_000]).fit().card
    others = numeric_columns([*values[:, 1_000:]], bad[1_000:])
    risk = np.array([float(card.pd(score)) for score in others.scores(card)])
    rate = np.full(len(risk), bad[:1_000].mean())

    assert metrics.log_loss(others.bad, risk) <= metrics.log_loss(others.bad, rate) + 0.001


def test_the_curve_shows_every_price_and_what_the_chosen_one_gives_up() -> None:
    """The chosen length is within a tenth of a standard error of the best, and nothing shorter is."""
    curve = crossed().structure.curve
    (chosen,) = [point for point in curve if point.chosen]

    assert [point.price for point in curve] == sorted(point.price for point in curve)
    assert chosen.price == crossed().structure.form.price
    assert (chosen.above.value, chosen.above.error) == (0, 0)
    best = min(curve, key=lambda point: point.loss.value)
    for point in curve:
        assert point.above.value == pytest.approx((point.loss - chosen.loss).value, abs=1e-12)
        assert point.above.error == pytest.approx((point.loss - chosen.loss).error, abs=1e-12)
        behind = point.loss - best.loss
        if point.price >= chosen.price:
            assert (behind.value <= 0.1 * behind.error) == (point is chosen)
    assert 0.5 < chosen.auc.value < 1


def test_the_same_data_and_seed_give_the_same_bytes_and_another_seed_may_not() -> None:
    assert card_bytes(interacting().fit(FitOptions(cut_off=530)).card) == card_bytes(crossed().card)
    other = interacting().fit(FitOptions(cut_off=530, seed=1)).card
    assert other.development.seed == 1
    assert certify(other).passed


@pytest.mark.parametrize(
    "options",
    [
        {"crossings": -1},
        {"crossings": 6},
        {"price": 0.0},
        {"price": -1.0},
        {"price": float("nan")},
        {"price": float("inf")},
        {"max_characteristics": 0},
    ],
)
def test_a_structure_that_means_nothing_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError):
        FitOptions(**options)  # type: ignore[arg-type]  # wrong on purpose
