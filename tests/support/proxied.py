"""People whose housing tells of their group, whose income tells of their risk, and whose file tells of nothing."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["COLUMNS", "people"]

COLUMNS = ["points_housing", "points_income", "points_age_of_file"]


def people(number: int = 4_000, seed: int = 0) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """Housing tells much of the group and little of risk; income tells of risk, and of the group only through it."""
    rng = np.random.default_rng(seed)
    group = rng.random(number) < 0.3
    income = np.rint(20 * (rng.normal(size=number) - 0.5 * group))
    bad = rng.random(number) < 1 / (1 + np.exp(1.5 + income / 15))
    housing = np.where(rng.random(number) < 0.1 + 0.6 * group, -20.0, 5.0)
    file = np.rint(rng.normal(size=number) * 10)
    score = 500 + housing + income + file
    return {
        "origin": np.where(group, "elsewhere", "here").astype(object),
        "points_housing": housing,
        "points_income": income,
        "points_age_of_file": file,
        "score": score,
        "pd": 1 / (1 + np.exp((score - 450) / 20)),
        "approved": (score > 490).astype(np.int64),
        "outcome": bad.astype(np.int64),
    }
