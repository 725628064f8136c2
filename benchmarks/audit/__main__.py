"""``make bench-audit``: the whole audit against fairlearn and Aequitas, and out of core, in one run."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.audit.data import write_decisions
from benchmarks.audit.peers import aequitas, fairlearn
from benchmarks.audit.whole import DRAWS, whole
from benchmarks.peers.machine import machine

__all__ = ["main"]

FAIRLEARN_ROWS, FAIRLEARN_DRAWS = 20_000, 3
AEQUITAS_ROWS = 1_000_000


def compared(path: Path, ours: dict[str, float]) -> dict[str, float]:
    """Both peers at sizes that they finish, scaled linearly in rows and draws to the work of ``ours``."""
    seconds = fairlearn(path, FAIRLEARN_ROWS, FAIRLEARN_DRAWS)
    scaled = seconds * ours["rows"] / FAIRLEARN_ROWS * DRAWS / FAIRLEARN_DRAWS
    other = aequitas(path, AEQUITAS_ROWS)
    other_scaled = other * ours["rows"] / AEQUITAS_ROWS
    return {
        f"fairlearn, {FAIRLEARN_ROWS:,} rows, {FAIRLEARN_DRAWS} draws, seconds": seconds,
        f"fairlearn, scaled linearly to {ours['rows']:,} rows and {DRAWS:,} draws, seconds": scaled,
        "fairlearn, scaled / audit": scaled / ours["seconds"],
        f"Aequitas from the file, {AEQUITAS_ROWS:,} rows, no bootstrap, seconds": other,
        f"Aequitas, scaled linearly to {ours['rows']:,} rows, seconds": other_scaled,
        "Aequitas, scaled / audit with bootstrap": other_scaled / ours["seconds"],
        "Aequitas, scaled / the same rates with intervals and no bootstrap": other_scaled
        / (ours["seconds to count"] + ours["seconds to compare rates"]),
    }


def main() -> None:
    """Run all and print one table, or JSON."""
    parser = argparse.ArgumentParser(prog="make bench-audit")
    parser.add_argument("--millions", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the files go, for a while; a temporary one otherwise")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(dir=options.folder) as scratch:
        folder = Path(scratch)
        for place, millions in enumerate(options.millions):
            path = folder / "decisions.parquet"
            write_decisions(path, millions * 10**6, complete=True)
            name = f"audit, {millions} million rows"
            figures[name] = whole(path, options.times if place == 0 else 1)
            if place == 0:
                first = figures[name]
                figures["peers"] = compared(path, first)
            figures[name]["time / the first"] = figures[name]["seconds"] / first["seconds"]
            path.unlink()
    if options.json:
        print(json.dumps({"machine": machine(), "figures": figures}, indent=2))
        return
    for name, group in figures.items():
        print(name)
        for label, value in group.items():
            print(f"  {label:78} {value:16,.3f}")


if __name__ == "__main__":
    main()
