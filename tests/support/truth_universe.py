"""A population whose truth is known, without a simulator."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.audit.truth_sample import Design, Universe
from benchmarks.audit.truth_world import LIVES, Truth, the_card
from scoring.population.world import GROUPS

__all__ = ["truth", "universe"]


def truth(people: int = 4000) -> Truth:
    """People with scores about the cut-off, more defaults below it."""
    chance = np.random.default_rng(5)
    score = np.clip(np.rint(chance.normal(575, 40, people)), 480, 680).astype(np.int64)
    return Truth(
        groups={name: chance.integers(0, len(levels), people).astype(np.uint8) for name, levels in GROUPS.items()},
        bads=chance.binomial(LIVES, 1 / (1 + np.exp((score - 530) / 25))).astype(np.uint8),
        points=chance.integers(4, 13, people).astype(np.uint8),
        scores={"honest": score.astype(np.uint16)},
    )


def universe(**design: Any) -> Universe:  # noqa: ANN401 - each field has a type of its own
    """These people under a design."""
    return Universe(truth(), replace(Design(), **design), the_card())
