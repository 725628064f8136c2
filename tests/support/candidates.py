"""People with the scores of three cards: the chosen one, one that is more even, and one that is worse at everything."""

from __future__ import annotations

from typing import Any

import numpy as np

from audits.alternatives.manifest import Entry, Manifest

__all__ = ["MANIFEST", "entry", "people"]


def entry(name: str, making: str = "pool", what: str = "") -> Entry:
    """A candidate with columns of its name."""
    return Entry(digest=f"sha256:{name}", score=f"score_{name}", pd=f"pd_{name}", making=making, what=what)


MANIFEST = Manifest(
    chosen=entry("aa", "chosen"), others=(entry("bb", "left-out", "housing"), entry("cc", "weights", "w"))
)


def people(number: int = 6_000, seed: int = 0) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """The chosen card (aa) takes 8 points from the group; bb does not and ranks as well; cc is mostly chance."""
    rng = np.random.default_rng(seed)
    group = rng.random(number) < 0.3
    risk = rng.normal(size=number)
    bad = rng.random(number) < 1 / (1 + np.exp(1.5 + 1.5 * risk))
    scores = {
        "aa": 500 + 20 * risk - 8 * group + rng.normal(size=number) * 4,
        "bb": 500 + 20 * risk + rng.normal(size=number) * 4,
        "cc": 500 + 8 * risk + rng.normal(size=number) * 20 - 20 * group,
    }
    columns: dict[str, np.ndarray[Any, np.dtype[Any]]] = {
        "origin": np.where(group, "elsewhere", "here").astype(object),
        "outcome": bad.astype(np.int64),
        "approved": (scores["aa"] > 492).astype(np.int64),
    }
    for name, score in scores.items():
        columns[f"score_{name}"] = np.rint(score)
        columns[f"pd_{name}"] = np.round(1 / (1 + np.exp((np.rint(score) - 480) / 14)), 6)
    return columns
