"""The benchmarks run; what they measure is not judged here, since machines are shared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_benchmark_gives_its_figures() -> None:
    """On a small population: each group of figures is there, and each figure is a positive number."""
    command = [sys.executable, "-m", "benchmarks", "--persons", "3000", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures) == {"fit", "score", "recourse", "audit", "receipt"}
    assert all(value > 0 for group in figures.values() for value in group.values())


def test_the_benchmark_of_the_population_gives_its_figures() -> None:
    """Time, memory and the limit beside it for each size; the three Ginis, in order."""
    command = [sys.executable, "-m", "benchmarks.laagland", "--persons", "2000", "--draws", "2", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert len(figures) == 7
    for name, group in figures.items():
        assert all(value > 0 for value in group.values()), name
        if "Gini" in name:
            assert max(group["card"], group["boosted on all recorded history"]) < group["truth"]
