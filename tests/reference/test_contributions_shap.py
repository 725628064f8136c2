"""Contributions against the population are shap's exact interventional values of the whole score function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np

from scoring.domain.card import Card
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis
from scoring.explain.contributions import contributions, reference_score
from tests.support.hand_card import HAND_CARD

NAMES = [entry.characteristic for entry in HAND_CARD.entries]
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
        total = sum(entry.lookup(person[entry.characteristic]).points for person in people)
        mean = Decimal(total) / len(people)
        entries.append(replace(entry, references=replace(entry.references, population=mean)))
    return replace(card, entries=tuple(entries))


def encoded(people: list[dict[str, Reading]], states: Mapping[str, list[Reading]]) -> Array:
    """Readings as places in the list of each characteristic's readings: numbers, because shap needs them."""
    return np.array([[states[name].index(person[name]) for name in NAMES] for person in people], dtype=np.float64)


def test_contributions_equal_exact_interventional_shapley_values() -> None:
    import shap

    background, explained = draw_people(BACKGROUND_ROWS, seed=1), draw_people(6, seed=2)
    everybody = background + explained
    states = {name: list(dict.fromkeys(person[name] for person in everybody)) for name in NAMES}
    card = with_references_of(HAND_CARD, background)

    def score(rows: Array) -> Any:  # noqa: ANN401 - shap calls it
        people = ({name: states[name][int(place)] for name, place in zip(NAMES, row, strict=True)} for row in rows)
        return np.array([card.score(person) for person in people], dtype=np.float64)

    # Without max_samples shap silently explains against a sample of the background.
    masker = shap.maskers.Independent(encoded(background, states), max_samples=BACKGROUND_ROWS)
    explanation = shap.explainers.Exact(score, masker)(encoded(explained, states))
    ours = [[float(part.difference) for part in contributions(card, person, Basis.POPULATION)] for person in explained]
    assert np.abs(explanation.values - np.array(ours)).max() < 1e-9
    assert np.abs(explanation.base_values - float(reference_score(card, Basis.POPULATION))).max() < 1e-9
