"""The whole audit of a file: cube, every measure, 1,000 draws, verdicts, page and JSON; its seconds and its memory."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from audits.decisions.cube import Cube
from audits.decisions.read import open_decisions
from audits.fairness.audit import audit_cube
from audits.fairness.compare import finding
from audits.fairness.context import cases
from audits.fairness.document import to_document
from audits.fairness.draws import Wanted, estimate
from audits.fairness.measures import DEFINITIONS, Measure
from audits.fairness.plan import Plan
from audits.fairness.report import render
from audits.fairness.result import Found
from audits.fairness.threshold import DEFAULT_THRESHOLDS
from benchmarks.audit.data import ATTRIBUTES, COLUMNS

__all__ = ["measured", "whole"]

MEMORY_LIMIT = "1.5GB"
DRAWS = 1000
LIMIT = DEFAULT_THRESHOLDS[Measure.ADVERSE_IMPACT_RATIO]


def measured(path: Path) -> dict[str, float]:
    """Audit a file in this process."""
    begun = time.perf_counter()
    with open_decisions(path, by=ATTRIBUTES, columns=COLUMNS, memory_limit=MEMORY_LIMIT) as opened:
        cube = opened.cube()
    counted = time.perf_counter()
    compared = _rates(cube)
    rated = time.perf_counter()
    report = audit_cube(cube, Plan(draws=DRAWS, together=2))
    judged = time.perf_counter()
    page = render(report)
    document = json.dumps(to_document(report))
    written = time.perf_counter()
    return {
        "rows": cube.total,
        "cells": len(cube.people),
        "seconds": written - begun - (rated - counted),
        "seconds to count": counted - begun,
        "comparisons of rates": compared,
        "seconds to compare rates": rated - counted,
        "seconds to judge": judged - rated,
        "seconds to write": written - judged,
        "page bytes": len(page.encode()),
        "document bytes": len(document),
        "peak GiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 2**30,
    }


def _rates(cube: Cube) -> int:
    """Every comparison that Aequitas makes and more: all rates of all groups, with intervals and without a draw."""
    found = 0
    measures = [measure for measure in Measure if DEFINITIONS[measure].is_rate]
    for case in cases(cube, Plan(thresholds={Measure.ADVERSE_IMPACT_RATIO: LIMIT}, together=2)):
        wanted = Wanted(
            grouping=case.grouping,
            reference=case.reference,
            statistics=(),
            measures=measures,
            drawn_statistics=(),
            drawn_measures=(),
        )
        (estimates,) = estimate(cube, [wanted], draws=0, seed=1)
        for place in range(len(case.grouping.groups)):
            found += sum(isinstance(finding(case, estimates, m, place, 0.95), Found) for m in measures)
    return found


def whole(path: Path, times: int) -> dict[str, float]:
    """The median run of some processes, each with memory of its own."""
    command = [sys.executable, "-m", "benchmarks.audit.whole", str(path)]
    runs = []
    for _ in range(times):
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
        runs.append(json.loads(done.stdout))
    middle: dict[str, float] = sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]
    return middle


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit.whole")
    parser.add_argument("file", type=Path)
    print(json.dumps(measured(parser.parse_args().file)))
