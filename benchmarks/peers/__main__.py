"""Compare the card with its peers: ``python -m benchmarks.peers``, in the environment that ``make bench`` makes."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.peers.cross_validation import Settings, compare
from benchmarks.peers.data import Dataset, Source, laagland, load
from benchmarks.peers.machine import machine
from benchmarks.peers.models import CARD, PEERS
from benchmarks.peers.rates import measure_rates
from benchmarks.peers.report import Report
from benchmarks.peers.speed import Section, Sizes, measure_speed
from benchmarks.peers.suite import read_suite
from benchmarks.peers.write import write_json, write_markdown
from scoring.domain.errors import CounterscoreError, FileError, InputError

PERSONS = 20_000
WRONG_INPUT = 2
QUICK = Sizes(fit_rows=(20_000,), score_rows=(50_000,), people=2_000, few=10, repetitions=3, cap=600.0)


def main() -> int:
    """Compare, print, and write what was asked for. Returns the exit status."""
    options = _parser().parse_args()
    # Of all workers alike: where a machine is shared, threads that wait by spinning slow each other down many times.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    begun = time.monotonic()

    def progress(line: str) -> None:
        print(f"[{time.monotonic() - begun:7.1f} s] {line}", file=sys.stderr, flush=True)

    try:
        report = _report(options, progress)
        if options.out is not None:
            write_markdown(report, options.out)
        if options.json_out is not None:
            write_json(report, options.json_out)
    except CounterscoreError as error:
        print(error, file=sys.stderr)
        return WRONG_INPUT
    print(report.text())
    return 0


def _report(options: argparse.Namespace, progress: Callable[[str], None]) -> Report:
    for path in (options.out, options.json_out):
        if path is not None and not path.parent.is_dir():
            raise FileError("no such folder", where=str(path.parent), remedy="Make it, or write elsewhere")
    settings = Settings(
        repeats=options.repeats,
        folds=options.folds,
        cap=options.cap,
        models=_models(options.models),
        rows=options.rows,
        seed=options.seed,
    )
    before = _load()
    # Every file is read before the first fit, so that a wrong column is said at once.
    data = [] if options.only_speed else _data(options)
    comparisons = tuple(compare(each, settings, progress) for each in data)
    sections: tuple[Section, ...] = ()
    if not options.no_speed:
        sections = tuple(section for each in data for section in measure_rates(each, settings, progress))
        sections += measure_speed(QUICK if options.quick else Sizes(), progress)
    about = machine() | {"OMP_WAIT_POLICY": os.environ["OMP_WAIT_POLICY"]}
    about |= {"load average when begun and ended": f"{before} and {_load()}"}
    return Report(command=_command(sys.argv[1:]), machine=about, comparisons=comparisons, sections=sections)


def _data(options: argparse.Namespace) -> list[Dataset]:
    sources = list(read_suite(options.suite)) if options.suite is not None else []
    if options.data is not None:
        if options.target is None or options.bad is None:
            raise InputError("--data needs --target and --bad", remedy="Name the outcome's column and its bad value")
        sources.append(
            Source(
                path=options.data,
                target=options.target,
                bad=options.bad,
                characteristics=options.characteristics,
                name=options.name,
                leave_out=tuple(options.leave_out),
            )
        )
    found = [load(source) for source in sources]
    persons = options.laagland if options.laagland is not None or found else PERSONS
    if persons is not None:
        found.append(laagland(persons))
    return found


def _models(keys: str | None) -> tuple[str, ...]:
    """The card first, then what is asked for in the order of tables."""
    if keys is None:
        return (CARD, *PEERS)
    asked = [key.strip() for key in keys.split(",")]
    for key in asked:
        if key != CARD and key not in PEERS:
            raise InputError(f"there is no model '{key}'", remedy=f"Use {', '.join(PEERS)}")
    return (CARD, *(key for key in PEERS if key in asked))


def _command(arguments: Sequence[str]) -> str:
    """The command with names of files in place of their paths."""
    shown = [argument.rpartition("/")[2] if "/" in argument else argument for argument in arguments]
    return shlex.join(["python", "-m", "benchmarks.peers", *shown])


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not told"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("--data", type=Path, metavar="FILE", help="a CSV or Parquet file; without it and a suite: Laagland")
    add("--target", metavar="COL", help="the column of the outcome")
    add("--bad", metavar="VALUE", help="the value of the target that is the bad outcome")
    add("--characteristics", type=Path, metavar="FILE", help="by default every permitted column, without directions")
    add("--name", default="", metavar="N", help="the name in tables; by default the file's")
    add("--leave-out", action="append", default=[], metavar="COL", help="a column that no model gets; repeatable")
    add("--suite", type=Path, metavar="FILE.toml", help="a list of [[data]] tables with the same keys")
    add("--laagland", type=int, metavar="PERSONS", help=f"Laagland too, of so many persons (alone: {PERSONS:,})")
    add("--repeats", type=int, default=3, help="repetitions of cross-validation (3)")
    add("--folds", type=int, default=5, help="folds of each (5)")
    add("--rows", type=int, metavar="N", help="at most so many rows of a table, drawn from both outcomes")
    add("--cap", type=float, default=300.0, metavar="SECONDS", help="the most that one fit may take (300)")
    add("--models", metavar="KEYS", help=f"beside the card, by commas: {','.join(PEERS)}")
    add("--seed", type=int, default=0, help="of folds and of drawn rows (0)")
    speed = parser.add_mutually_exclusive_group()
    speed.add_argument("--no-speed", action="store_true", help="only the comparison on tables")
    speed.add_argument("--only-speed", action="store_true", help="only the speed section")
    add("--quick", action="store_true", help="a small speed section, to see that all runs")
    add("--out", type=Path, metavar="FILE.md", help="the report as Markdown, and its picture beside it as FILE.svg")
    add("--json-out", type=Path, metavar="FILE.json", help="every number")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
