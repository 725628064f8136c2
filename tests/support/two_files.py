"""Two files of scored people, an earlier and a later one, for the comparison of files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from audits.stability.compare import compare
from audits.stability.question import Question
from audits.stability.read import read_files
from audits.stability.result import StabilityReport

__all__ = ["FULL", "compared", "two_files", "write"]

FULL = Question(
    score="score",
    characteristics=("income", "housing"),
    pd="pd",
    outcome="outcome",
    by=("sex",),
    period="decided_at",
)


def write(path: Path, columns: dict[str, Any]) -> Path:
    """A CSV of columns."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def two_files(folder: Path, *, rows: int = 2_000, shift: float = 0.0, seed: int = 0) -> tuple[Path, Path]:
    """``before.csv`` and ``after.csv``; the later scores lie ``shift`` points higher, and defaults with them."""
    rng = np.random.default_rng(seed)
    paths = []
    for name, up in (("before", 0.0), ("after", shift)):
        score = np.rint(rng.normal(500 + up, 40, rows)).astype(int)
        pd = np.round(1 / (1 + np.exp((score - 440) / 30)), 6)
        income = np.where(rng.random(rows) < 0.05, "", np.rint(rng.lognormal(7.8, 0.4, rows)).astype(int).astype(str))
        columns = {
            "score": score,
            "pd": pd,
            "outcome": np.where(rng.random(rows) < 0.2, "", (rng.random(rows) < pd).astype(int).astype(str)),
            "income": income,
            "housing": rng.choice(["owner", "tenant"], rows),
            "sex": rng.choice(["man", "woman"], rows),
            "decided_at": [f"2026-0{1 + i * 4 // rows}-15T10:00:00" for i in range(rows)],
        }
        paths.append(write(folder / f"{name}.csv", columns))
    return paths[0], paths[1]


def compared(folder: Path, **options: Any) -> StabilityReport:  # noqa: ANN401 - options of two_files
    """Two files, compared in every way."""
    return compare(read_files(*two_files(folder, **options), FULL))
