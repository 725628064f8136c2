"""The pool: other full cards, nearly as good, and a file that gives them back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from scoring.artefact.card_json import card_digest
from scoring.artefact.pool_file import Pooled, read_pool, write_pool
from scoring.certificate.certificate import certify
from scoring.domain.errors import CardError, InputError
from scoring.engine.fit import Fitted
from scoring.engine.options import FitOptions
from scoring.engine.pd_table import pd_table
from scoring.engine.pool import TOLERANCE, pool_of
from tests.support.development import ORIGIN, Sample, numeric_sample, sample

SIZE = 6
OPTIONS = FitOptions(max_attributes=6)


@pytest.fixture(scope="module")
def drawn() -> Sample:
    return sample(1_500)


@pytest.fixture(scope="module")
def fitted(drawn: Sample) -> Fitted:
    return drawn.fit(OPTIONS)


@pytest.fixture(scope="module")
def pool(drawn: Sample, fitted: Fitted) -> tuple[Pooled, ...]:
    return pool_of(fitted, drawn.registry, SIZE, OPTIONS, ORIGIN, tolerance=0.01)


def test_every_card_of_the_pool_is_another_and_keeps_every_promise(fitted: Fitted, pool: tuple[Pooled, ...]) -> None:
    digests = {card_digest(each.card) for each in pool}

    assert len(digests) == len(pool) == SIZE
    assert card_digest(fitted.card) not in digests
    assert all(certify(each.card).passed for each in pool)


def test_no_card_loses_more_than_the_tolerance(pool: tuple[Pooled, ...]) -> None:
    assert max(each.loss_above for each in pool) <= 0.01


def test_the_card_that_differs_most_comes_first(pool: tuple[Pooled, ...]) -> None:
    assert pool[0].distance == max(each.distance for each in pool)
    assert pool[0].distance > 0


def test_the_same_fit_gives_the_same_pool(drawn: Sample, pool: tuple[Pooled, ...]) -> None:
    again = pool_of(drawn.fit(OPTIONS), drawn.registry, SIZE, OPTIONS, ORIGIN, tolerance=0.01)

    assert [card_digest(each.card) for each in again] == [card_digest(each.card) for each in pool]


def test_a_smaller_tolerance_leaves_out_who_lost_more(drawn: Sample, fitted: Fitted, pool: tuple[Pooled, ...]) -> None:
    limit = sorted(each.loss_above for each in pool)[1]
    found = pool_of(fitted, drawn.registry, SIZE, OPTIONS, ORIGIN, tolerance=max(limit, 0.0))

    assert max(each.loss_above for each in pool) > limit
    assert found
    assert max(each.loss_above for each in found) <= limit


def test_a_card_without_tables_has_no_pool() -> None:
    drawn = numeric_sample(np.ones(40), np.arange(40) % 2 == 0)

    assert pool_of(drawn.fit(), drawn.registry, 3, FitOptions(), ORIGIN) == ()


@pytest.mark.parametrize(("size", "tolerance"), [(0, TOLERANCE), (1, -0.1), (1, float("nan"))])
def test_a_pool_that_means_nothing_is_refused(drawn: Sample, fitted: Fitted, size: int, tolerance: float) -> None:
    with pytest.raises(InputError):
        pool_of(fitted, drawn.registry, size, OPTIONS, ORIGIN, tolerance=tolerance)


def test_the_file_gives_back_the_full_cards(fitted: Fitted, pool: tuple[Pooled, ...], tmp_path: Path) -> None:
    path = tmp_path / "card.pool.json"
    write_pool(fitted.card, pool, 0.01, path)
    found = read_pool(path, fitted.card, pd_table)

    assert [each.card for each in found] == [each.card for each in pool]


def test_entries_shared_with_the_chosen_card_are_named_and_not_repeated(
    drawn: Sample, fitted: Fitted, tmp_path: Path
) -> None:
    """Compact: a card that is the chosen one names every entry."""
    path = tmp_path / "card.pool.json"
    write_pool(fitted.card, [Pooled(card=fitted.card, loss_above=0, loss_above_error=0, distance=0)], 0.01, path)
    (card,) = json.loads(path.read_text())["cards"]

    assert card["entries"] == [entry.characteristic for entry in fitted.card.entries]


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda it: it.update(kind="something"), "is not a pool"),
        (lambda it: it.update(format=9), "is not a pool"),
        (lambda it: it.update(chosen="sha256:00"), "belongs to another card"),
        (lambda it: it["cards"][0].update(initial_points=it["cards"][0]["initial_points"] + 1), "its digest names"),
        (lambda it: it["cards"][0]["entries"].append("nobody"), "does not have"),
        (lambda it: it["cards"][0].update(note="x"), "unknown"),
    ],
    ids=["kind", "format", "chosen", "points", "entry", "key"],
)
def test_an_edited_pool_is_refused(
    fitted: Fitted, pool: tuple[Pooled, ...], tmp_path: Path, edit: object, why: str
) -> None:
    path = tmp_path / "card.pool.json"
    write_pool(fitted.card, pool, 0.01, path)
    document = json.loads(path.read_text())
    assert callable(edit)
    edit(document)
    path.write_text(json.dumps(document))

    with pytest.raises(CardError, match=why):
        read_pool(path, fitted.card, pd_table)
