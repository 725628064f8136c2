"""The cube of a file: seconds and memory, each size in a process of its own so that memory is its own too.

``python -m benchmarks.audit.cube 10 100`` writes files of so many million rows to a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from audits.decisions.read import open_decisions
from benchmarks.audit.data import ATTRIBUTES, COLUMNS, write_decisions, write_groups

__all__ = ["main", "measured"]

MEMORY_LIMIT = "1.5GB"


def measured(path: Path, groups: Path | None = None) -> dict[str, float]:
    """Open a file and count its cube in this process: seconds for each, cells, and the most memory it ever had."""
    begun = time.perf_counter()
    key = None if groups is None else "id"
    with open_decisions(
        path, by=ATTRIBUTES, columns=COLUMNS, groups=groups, key=key, memory_limit=MEMORY_LIMIT
    ) as opened:
        ready = time.perf_counter()
        cube = opened.cube()
        counted = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "rows": cube.total,
        "cells": len(cube.people),
        "seconds to open": ready - begun,
        "seconds to count": counted - ready,
        "peak GiB": peak / 2**30,
    }


def _in_a_process(path: Path, groups: Path | None, times: int) -> dict[str, float]:
    """The fastest of some processes: others on the machine only ever add time."""
    command = [sys.executable, "-m", "benchmarks.audit.cube", "--file", str(path)]
    command += ["--groups", str(groups)] if groups is not None else []
    runs = [_run(command) for _ in range(times)]
    best: dict[str, float] = min(runs, key=lambda run: run["seconds to count"])
    return best


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure each size and print a table, with the time of each as a multiple of the first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit.cube")
    parser.add_argument("millions", type=int, nargs="*", default=[10])
    parser.add_argument("--file", type=Path, help="measure this file in this process and print JSON")
    parser.add_argument("--groups", type=Path, help="with --file: join the attributes of this file")
    parser.add_argument("--joined", action="store_true", help="attributes in a file of their own")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the files go; a temporary one otherwise")
    options = parser.parse_args()
    if options.file is not None:
        print(json.dumps(measured(options.file, options.groups)))
        return
    first = None
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for millions in options.millions:
            path = Path(folder) / f"decisions-{millions}.parquet"
            groups = Path(folder) / f"groups-{millions}.parquet" if options.joined else None
            write_decisions(path, millions * 10**6)
            if groups is not None:
                write_groups(groups, millions * 10**6)
            found = _in_a_process(path, groups, options.times)
            for each in (path, groups):
                if each is not None:
                    each.unlink()
            first = first or found["seconds to count"]
            found["times the first"] = found["seconds to count"] / first
            print(" ".join(f"{name} {value:,.2f};" for name, value in found.items()), flush=True)


if __name__ == "__main__":
    main()
