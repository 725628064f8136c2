"""The rows of a population are the same whatever the processor offers, how many threads work, and in which chunks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scoring.population.simulate import Plan
from scoring.population.world import World
from scoring.population.write import digests, write

ROOT = Path(__file__).parents[2]
PLAN = Plan(persons=300, seed=11, world=World.HISTORICAL, draws=4, sample=50, sample_draws=8)
SAME = {"persons": PLAN.persons, "seed": PLAN.seed, "draws": 4, "sample": 50, "sample_draws": 8}
PROGRAM = """
import json, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from numpy._core import _multiarray_umath as numpy
from scoring.population.simulate import Plan
from scoring.population.world import World
from scoring.population.write import digests, write
plan, size = json.loads(sys.argv[1]), int(sys.argv[2])
with TemporaryDirectory() as folder:
    write(Plan(world=World.HISTORICAL, **plan), Path(folder), size=size)
    used = [name for name in numpy.__cpu_dispatch__ if numpy.__cpu_features__[name]]
    print(json.dumps({"digests": digests(Path(folder)), "used": used}))
"""


def enabled() -> list[str]:
    """What numpy would use of this processor beyond what it needs."""
    numpy = import_module("numpy._core._multiarray_umath")
    return [name for name in numpy.__cpu_dispatch__ if numpy.__cpu_features__[name]]


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    with TemporaryDirectory() as folder:
        write(PLAN, Path(folder))
        return digests(Path(folder))


def elsewhere(size: int, **settings: str) -> dict[str, object]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(SAME), str(size)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_a_plain_processor_gives_the_same_rows(here: dict[str, str]) -> None:
    """All of numpy's optional instructions are off."""
    found = elsewhere(4096, NPY_DISABLE_CPU_FEATURES=" ".join(enabled()))
    assert found["used"] == []
    assert found["digests"] == here


def test_threads_and_chunks_give_the_same_rows(here: dict[str, str]) -> None:
    for size, threads in ((37, "1"), (128, "3")):
        found = elsewhere(size, OMP_NUM_THREADS=threads, OPENBLAS_NUM_THREADS=threads, PYTHONHASHSEED=threads)
        assert found["digests"] == here
