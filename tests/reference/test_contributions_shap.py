"""Contributions against the population are shap's exact interventional values of the whole score function.

A crossing contributes what its two characteristics contribute together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pytest

from scoring.domain.card import Card
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis
from scoring.explain.contributions import contributions, reference_score
from tests.support.hand_card import CROSSED_CARD, HAND_CARD

NAMES = [characteristic.name for characteristic in HAND_CARD.scored]
BACKGROUND_ROWS = 25

Array = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def draw_people(count: int, seed: int) -> list[dict[str, Reading]]:
    """People in every state of a value, with correlated fields: shap may not lean on independence."""
    rng = Random(seed)  # noqa: S311 - a sample, not a secret
    people = []
    for _ in range(count):
        income = rng.choice([None, 900, 1_700, 2_600, 5_200])
        people.append(
            HAND_CARD.registry.read(
                {
                    "requested_amount": rng.choice([2_000, 10_000, 30_000]),
                    "term_months": rng.choice([12, 36, 60]),
                    "net_monthly_income": income,
                    "card_utilisation": rng.choice([None, -8, 0.1, 0.5, 0.9]),
                    "open_arrears": rng.choice([None, 0, 0, 1, 2]) if income else 1,
                    "buffer_months": rng.choice([None, "-99", 0, 2, 5]),
                    "housing_tenure": rng.choice([None, "owner", "tenant", "other"]),
                }
            )
        )
    return people


def with_references_of(card: Card, people: list[dict[str, Reading]]) -> Card:
    """The card with the exact mean points of these people as its population reference."""
    entries = []
    for entry in card.entries:
        total = sum(entry.lookup(person).points for person in people)
        mean = Decimal(total) / len(people)
        entries.append(replace(entry, references=replace(entry.references, population=mean)))
    return replace(card, entries=tuple(entries))


def encoded(people: list[dict[str, Reading]], states: Mapping[str, list[Reading]]) -> Array:
    """Readings as places in the list of each characteristic's readings: numbers, because shap needs them."""
    return np.array([[states[name].index(person[name]) for name in NAMES] for person in people], dtype=np.float64)


def shapley(card: Card, background: list[dict[str, Reading]], explained: list[dict[str, Reading]]) -> Any:  # noqa: ANN401
    """Shap's own explanation of the score as a function of the six readings; it knows nothing of entries."""
    import shap

    states = {name: list(dict.fromkeys(person[name] for person in background + explained)) for name in NAMES}

    def score(rows: Array) -> Any:  # noqa: ANN401 - shap calls it
        people = ({name: states[name][int(place)] for name, place in zip(NAMES, row, strict=True)} for row in rows)
        return np.array([card.score(person) for person in people], dtype=np.float64)

    # Without max_samples shap silently explains against a sample of the background.
    masker = shap.maskers.Independent(encoded(background, states), max_samples=BACKGROUND_ROWS)
    return shap.explainers.Exact(score, masker)(encoded(explained, states))


@pytest.mark.parametrize("made", [HAND_CARD, CROSSED_CARD], ids=["one-way", "crossed"])
def test_contributions_equal_exact_interventional_shapley_values(made: Card) -> None:
    background, explained = draw_people(BACKGROUND_ROWS, seed=1), draw_people(6, seed=2)
    card = with_references_of(made, background)
    explanation = shapley(card, background, explained)

    of_entries = np.array(
        [[float(part.difference) for part in contributions(card, person, Basis.POPULATION)] for person in explained]
    )
    of_names = np.column_stack(
        [
            explanation.values[:, [NAMES.index(name) for name in entry.characteristics]].sum(axis=1)
            for entry in card.entries
        ]
    )
    assert np.abs(of_names - of_entries).max() < 1e-9
    assert np.abs(explanation.base_values - float(reference_score(card, Basis.POPULATION))).max() < 1e-9


def test_in_a_crossing_both_characteristics_have_a_part_of_their_own() -> None:
    """Or the test above would hold for any split, and the sum would say nothing of the two."""
    background, explained = draw_people(BACKGROUND_ROWS, seed=1), draw_people(6, seed=2)
    values = shapley(CROSSED_CARD, background, explained).values

    for name in CROSSED_CARD.entries[0].characteristics:
        assert np.abs(values[:, NAMES.index(name)]).max() > 1
