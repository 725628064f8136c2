"""Fitting: what a card is, whatever it was fitted on."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from scoring.artefact.card_json import card_bytes, card_digest
from scoring.certificate.certificate import certify
from scoring.domain.card import Card
from scoring.domain.characteristic import Direction, MissingPolicy, Source
from scoring.domain.entry import Entry
from scoring.domain.errors import DataError, InputError
from scoring.domain.line import Test
from scoring.engine import develop, judge
from scoring.engine.fit import Fitted
from scoring.engine.options import FitOptions, Minimum
from scoring.engine.shapes import boost
from scoring.tabular.readings import TableReadings, read_column
from tests.support.development import EVERYTHING, Sample, numeric_sample, reordered, sample

OPTIONS = FitOptions(cut_off=540, band=20)


@pytest.fixture(scope="module")
def drawn() -> Sample:
    return sample()


@pytest.fixture(scope="module")
def fitted(drawn: Sample) -> Fitted:
    return drawn.fit(OPTIONS)


@pytest.fixture(scope="module")
def card(fitted: Fitted) -> Card:
    return fitted.card


def entry_of(card: Card, name: str) -> Entry:
    return next(entry for entry in card.entries if entry.characteristic == name)


def test_a_fitted_card_keeps_every_promise(card: Card) -> None:
    assert certify(card).passed, certify(card).to_text()


def test_the_same_data_and_seed_give_the_same_bytes(drawn: Sample, card: Card) -> None:
    assert card_bytes(drawn.fit(OPTIONS).card) == card_bytes(card)


def test_the_bytes_do_not_depend_on_the_number_of_cores() -> None:
    script = (
        "from scoring.artefact.card_json import card_digest\n"
        "from tests.support.development import sample\n"
        "print(card_digest(sample(400).fit().card))"
    )
    alone = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    with threadpool_limits(2):
        together = card_digest(sample(400).fit().card)

    assert together == alone


def test_everything_is_summed_on_one_thread(drawn: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cores' test above cannot see what only a larger file would split; this sees the limit itself."""
    seen: list[int] = []

    def watched(*args: Any, **more: Any) -> Any:  # noqa: ANN401 - whatever boost takes and gives
        seen.extend(pool["num_threads"] for pool in threadpool_info())
        return boost(*args, **more)

    monkeypatch.setattr(judge, "boost", watched)
    with threadpool_limits(2):
        drawn.fit()

    assert set(seen) == {1}


def test_a_large_sample_is_counted_whole_though_a_part_of_it_gives_the_shapes(
    drawn: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[int] = []

    def watched(columns: Any, bad: Any, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - whatever boost takes and gives
        learnt.append(len(bad))
        return boost(columns, bad, *args, **more)

    monkeypatch.setattr(judge, "MOST_ROWS", 600)
    monkeypatch.setattr(develop, "LEARNT", 900)
    monkeypatch.setattr(develop, "boost", watched)
    one, two = drawn.fit().card, drawn.fit().card

    assert card_bytes(one) == card_bytes(two)
    assert learnt == [900, 900]
    for entry in one.entries:
        assert sum(line.goods + line.bads for line in entry.attributes) == drawn.table.rows


def test_sums_run_in_order_of_name_whatever_the_file_says(drawn: Sample) -> None:
    backwards = reordered(drawn, [5, 4, 3, 2, 1, 0])
    names = [made.characteristic.name for made in backwards.fit(OPTIONS).developed.drafts]

    assert names == sorted(names)


def test_the_least_line_of_every_entry_has_no_points(card: Card) -> None:
    assert {entry.least for entry in card.entries} == {0}


def test_entries_stand_in_the_order_of_declaration(card: Card) -> None:
    declared = [field.name for field in EVERYTHING.characteristics]
    assert [e.characteristic for e in card.entries] == [
        name for name in declared if name in {e.characteristic for e in card.entries}
    ]


def test_a_declared_direction_is_never_contradicted(card: Card) -> None:
    for entry in card.entries:
        points = [a.points for a in entry.attributes if a.test is Test.INTERVAL]
        match card.characteristics(entry)[-1].direction:
            case Direction.HIGHER_IS_SAFER:
                assert points == sorted(points)
            case Direction.LOWER_IS_SAFER:
                assert points == sorted(points, reverse=True)
            case Direction.NONE:
                pass


def test_every_line_of_values_holds_the_minimum(drawn: Sample, card: Card) -> None:
    minimum = Minimum.of(OPTIONS, float((~drawn.bad).sum()), float(drawn.bad.sum()))
    lines = [a for e in card.entries for a in e.attributes if a.test in {Test.INTERVAL, Test.CATEGORIES}]

    assert all(minimum.met(a.goods + a.bads, a.goods, a.bads) for a in lines)
    assert min(a.goods + a.bads for a in lines) >= minimum.total


def test_refusing_the_bank_earns_the_mean_of_those_who_give_it(drawn: Sample, card: Card) -> None:
    """In whole points over the whole source, so that refusing neither costs nor earns."""
    entries = [entry for entry in card.entries if card.characteristics(entry)[-1].source is Source.BANK]
    provided = drawn.table.columns["buffer"].states == 0
    points = [
        [entry.lookup(drawn.table.row(row)).points for entry in entries] for row in np.flatnonzero(provided).tolist()
    ]
    refused = [a.points for entry in entries for a in entry.attributes if a.test is Test.NOT_PROVIDED]

    assert len(entries) == 2
    assert abs(sum(refused) - np.sum(points, axis=1).mean()) <= 0.5


def test_silence_that_must_not_count_earns_the_mean_of_the_known_values(drawn: Sample, card: Card) -> None:
    entry = entry_of(card, "arrears")
    column = drawn.table.columns["arrears"]
    known = [entry.lookup(drawn.table.row(row)).points for row in np.flatnonzero(column.states == 0).tolist()]
    (silent,) = [a for a in entry.attributes if a.test is Test.MISSING]

    assert card.registry.characteristic("arrears").missing is MissingPolicy.NEUTRAL
    assert abs(silent.points - np.mean(known)) <= 0.5


def test_a_line_that_nobody_stands_behind_is_neutral(card: Card) -> None:
    """Nobody's housing was missing: whoever's is later neither gains nor loses."""
    (silent,) = [a for a in entry_of(card, "housing").attributes if a.test is Test.MISSING]

    assert silent.goods + silent.bads == 0
    assert silent.neutral


def test_rare_and_unknown_categories_share_the_last_line_of_values(card: Card) -> None:
    entry = entry_of(card, "housing")
    boat, castle = ({"housing": card.registry.characteristic("housing").read(each)} for each in ("boat", "castle"))

    assert entry.lookup(boat).test is Test.OTHER
    assert entry.lookup(castle) == entry.lookup(boat)


def test_a_special_code_has_points_of_its_own(card: Card) -> None:
    entry = entry_of(card, "utilisation")
    (special,) = [a for a in entry.attributes if a.test is Test.SPECIAL]

    assert (special.labels, special.neutral) == (("-8",), False)
    assert special.goods + special.bads > 100


def test_references_are_the_means_of_the_rows(drawn: Sample, card: Card) -> None:
    scores = np.array(drawn.scores(card))
    passing = (scores >= 540) & (scores < 560)
    assert passing.any()
    people = [drawn.table.row(row) for row in range(drawn.table.rows)]
    for entry in card.entries:
        points = np.array([entry.lookup(person).points for person in people])

        assert entry.references.maximum == int(points.max())
        assert float(entry.references.population) == pytest.approx(points.mean(), abs=1e-12)
        assert entry.references.just_passing is not None
        assert float(entry.references.just_passing) == pytest.approx(points[passing].mean(), abs=1e-12)
        assert entry.references.population.as_tuple().exponent == -12


def test_the_mean_probability_is_the_bad_rate(drawn: Sample, card: Card) -> None:
    mean = sum((card.pd(score) for score in drawn.scores(card)), Decimal(0)) / drawn.table.rows

    assert float(mean) == pytest.approx(drawn.bad.mean(), abs=0.01)


def test_nobody_just_passing_is_told(drawn: Sample) -> None:
    """A cut-off in a gap between the scores that occur."""
    card = drawn.fit().card
    gap = min(set(range(card.lowest, card.highest)) - set(drawn.scores(card)))
    fitted = drawn.fit(FitOptions(cut_off=gap, band=1))

    assert all(entry.references.just_passing is None for entry in fitted.card.entries)
    assert any(f"nobody scored from {gap} to {gap}" in warning for warning in fitted.warnings)


def test_a_cut_off_that_nobody_can_score_is_refused(drawn: Sample) -> None:
    with pytest.raises(DataError, match="2000"):
        drawn.fit(FitOptions(cut_off=2_000))


@pytest.mark.parametrize("seed", range(3))
def test_chance_earns_no_points(seed: int) -> None:
    """The boosting is believed as far as rows that it did not see bear it out."""
    rng = np.random.default_rng(seed)
    fitted = numeric_sample(rng.normal(size=2_000), rng.random(2_000) < 0.2).fit()

    assert fitted.card.entries == ()
    assert fitted.card.lowest == fitted.card.highest
    assert "'x' does not tell and is left out" in fitted.warnings
    assert certify(fitted.card).passed


@pytest.mark.parametrize(
    ("direction", "safer"), [(Direction.HIGHER_IS_SAFER, "higher"), (Direction.LOWER_IS_SAFER, "lower")]
)
def test_a_direction_against_the_data_is_named_as_the_cause(direction: Direction, safer: str) -> None:
    """Without it the characteristic would tell; of chance alone no such thing is said."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=2_000)
    rising = direction is Direction.HIGHER_IS_SAFER
    bad = rng.random(2_000) < 1 / (1 + np.exp(1.5 - (values if rising else -values)))
    contrary = numeric_sample(values, bad, direction).fit()
    chance = numeric_sample(values, rng.random(2_000) < 0.2, direction).fit()

    said = f"'x' tells only against its declared direction ({safer} is safer) and is left out"
    assert contrary.card.entries == ()
    assert said in contrary.warnings
    assert said not in chance.warnings


@pytest.mark.parametrize(
    ("each", "told"), [(0.5, False), (2.0, False), (0.49, True), (2.5, True), (1e-6, True), (None, False)]
)
def test_weights_that_count_far_more_or_fewer_people_than_rows_are_told(*, each: float | None, told: bool) -> None:
    rng = np.random.default_rng(0)
    drawn = numeric_sample(rng.normal(size=400), rng.random(400) < 0.3)
    weight = None if each is None else np.full(400, each)
    said = (
        f"weights sum to {400 * (each or 1):g} for 400 rows, and a weight of 2 counts as two people: "
        "scale them to a mean of 1 unless they count people"
    )
    assert (said in drawn.fit(weight=weight).warnings) is told


def test_a_constant_characteristic_is_left_out_and_named() -> None:
    fitted = numeric_sample(np.full(400, 7.0), np.arange(400) % 4 == 0).fit()

    assert fitted.card.entries == ()
    assert "'x' has one value only and is left out" in fitted.warnings


def test_a_characteristic_that_nobody_has_is_left_out_and_named(drawn: Sample) -> None:
    utilisation = EVERYTHING.characteristic("utilisation")
    raw = np.where(drawn.bad, np.nan, -8.0)
    columns = {**drawn.table.columns, "utilisation": read_column(utilisation, raw)}
    fitted = replace(drawn, table=replace(drawn.table, columns=columns)).fit()

    assert "utilisation" not in [entry.characteristic for entry in fitted.card.entries]
    assert "'utilisation' has no known value and is left out" in fitted.warnings


def test_a_silence_alone_is_no_table() -> None:
    """Where every known value is the same, a table could only charge people for what nobody knows about them."""
    bad = np.arange(1_000) % 4 == 0
    fitted = numeric_sample(np.where(bad & (np.arange(1_000) % 3 > 0), np.nan, 1.0), bad).fit()

    assert fitted.card.entries == ()


@pytest.mark.parametrize("rows", [2, 9, 20])
def test_too_few_rows_give_one_score_for_everybody_and_a_warning(rows: int) -> None:
    fitted = numeric_sample(np.arange(rows, dtype=float), np.arange(rows) % 2 == 0).fit()

    assert fitted.card.entries == ()
    assert fitted.warnings


def test_few_bads_among_many_goods_are_enough_for_a_card() -> None:
    """Forty bads in two thousand rows can be parted; what counts is each class against its own minimum."""
    rng = np.random.default_rng(0)
    bad = np.arange(2_000) < 40
    fitted = numeric_sample(rng.normal(size=2_000) - 2 * bad, bad).fit()

    assert len(fitted.card.entries) == 1


def test_a_value_that_separates_goods_from_bads_is_not_thrown_away() -> None:
    values = np.repeat([0.0, 1.0], 300)
    card = numeric_sample(values, values == 0).fit().card

    assert len(card.entries) == 1
    assert certify(card).passed


def test_a_flag_of_few_people_nearly_all_of_whom_defaulted_has_points_of_its_own() -> None:
    """Four goods are no ten, but of forty-eight people forty-three were to be expected: that is what the flag tells."""
    rng = np.random.default_rng(0)
    flag = np.arange(2_400) < 48
    bad = np.where(flag, np.arange(2_400) % 12 > 0, rng.random(2_400) < 0.1)
    (entry,) = numeric_sample(flag.astype(float), bad).fit().card.entries
    flagged = max(
        (a for a in entry.attributes if a.test is Test.INTERVAL), key=lambda a: a.bads / (a.goods + a.bads + 1)
    )

    assert (flagged.goods, flagged.bads) == (4, 44)
    assert flagged.points == entry.least < entry.most - 40


def test_extreme_numbers_are_fitted_like_any_other() -> None:
    rng = np.random.default_rng(0)
    values = rng.choice([-1.7e308, -1.0, 5e-324, 1.7e308], 800)
    card = numeric_sample(values, rng.random(800) < np.where(values > 0, 0.1, 0.5)).fit().card

    assert len(card.entries) == 1


def test_one_class_only_is_an_error() -> None:
    with pytest.raises(DataError, match="one class"):
        numeric_sample(np.arange(50.0), np.zeros(50, dtype=bool)).fit()


def test_no_rows_are_an_error() -> None:
    with pytest.raises(DataError, match="one class"):
        numeric_sample(np.empty(0), np.empty(0, dtype=bool)).fit()


def test_an_invalid_reading_is_named_by_row_and_column(drawn: Sample) -> None:
    income = next(field for field in EVERYTHING.characteristics if field.name == "income")
    raw = np.where(np.arange(drawn.table.rows) == 4, -1.0, 2_000.0)
    columns = {**drawn.table.columns, "income": read_column(income, raw)}
    wrong = replace(drawn, table=TableReadings(name="applicants.csv", rows=drawn.table.rows, columns=columns))

    with pytest.raises(DataError, match=r"applicants\.csv, row 5, column income"):
        wrong.fit()


@pytest.mark.parametrize("weight", [0.0, -1.0, np.nan, np.inf])
def test_a_weight_that_is_not_positive_is_named_by_row(drawn: Sample, weight: float) -> None:
    weights = np.ones(drawn.table.rows)
    weights[2] = weight
    with pytest.raises(DataError, match="row 3"):
        drawn.fit(weight=weights)


def test_outcomes_must_be_one_for_each_row(drawn: Sample) -> None:
    with pytest.raises(DataError, match="one for each row"):
        replace(drawn, bad=drawn.bad[:-1]).fit()


@pytest.mark.parametrize(
    "options", [{"max_attributes": 0}, {"min_share": 0.6}, {"min_count": 0}, {"band": 0}, {"seed": -1}]
)
def test_options_that_mean_nothing_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError):
        FitOptions(**options)  # type: ignore[arg-type]  # wrong on purpose
