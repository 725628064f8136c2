"""The audit against the truth: ``python -m benchmarks.audit.truth --replicates 4000``.

Writes the page and the table of error rates that every report prints. Populations are kept in a folder, so that a
second run begins with the replicates.
"""

from __future__ import annotations

import argparse
import json
import shlex
import tempfile
import time
from pathlib import Path
from typing import Any

from audits.fairness.known_errors import FILE
from benchmarks.audit.truth_document import KEPT, document
from benchmarks.audit.truth_page import page
from benchmarks.audit.truth_run import SIZES, everything
from benchmarks.audit.truth_text import made_with
from benchmarks.audit.truth_world import PEOPLE
from benchmarks.peers.machine import machine

__all__ = ["main"]

POWER = 200

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "benchmarks" / "audit-truth.md"
TABLE = ROOT / "audits" / "fairness" / FILE

_OF_THE_MACHINE = ("cores", "processor", "system", "Python", "counterscore", "numpy")


def main(arguments: list[str] | None = None) -> None:
    """Run everything and write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit.truth")
    parser.add_argument("--replicates", type=int, default=4000, help="of error rates")
    parser.add_argument("--power-replicates", type=int, default=POWER, help="of power and the rest")
    parser.add_argument("--people", type=int, default=PEOPLE, help="in each population")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), choices=SIZES, help="of replicates")
    parser.add_argument("--worlds", type=Path, default=Path(tempfile.gettempdir()) / "counterscore-truth")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--json-out", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    begun, cpu = time.perf_counter(), time.process_time()

    def say(line: str) -> None:
        print(f"{time.perf_counter() - begun:6.0f} s  {line}", flush=True)

    results = everything(
        options.worlds, options.people, options.replicates, options.power_replicates, say, options.sizes
    )
    command = f"python -m benchmarks.audit.truth --replicates {options.replicates}"
    if options.power_replicates != POWER:
        command += f" --power-replicates {options.power_replicates}"
    if options.people != PEOPLE or options.sizes != list(SIZES):
        command += f" --people {options.people} --sizes {shlex.join(map(str, options.sizes))}"
    known = {name: value for name, value in machine().items() if name in _OF_THE_MACHINE}
    known["processor time, populations not counted if kept"] = f"{(time.process_time() - cpu) / 60:.0f} minutes"
    before = _before(options.json_out)
    found = document(results, made_with(command, options.people), before)
    options.json_out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    others = {name: before.get(name) for name in KEPT}
    options.out.write_text(page(results, command, known, options.people, others), encoding="utf-8")


def _before(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
