"""Proxies and alternatives against the truth: ``python -m benchmarks.audit.truth_search --replicates 60``.

Writes its parts of the table of error rates and its section of the page; every other part of both is kept as it is.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.audit.truth import PAGE, TABLE
from benchmarks.audit.truth_search_document import documents
from benchmarks.audit.truth_search_page import HEADING, section
from benchmarks.audit.truth_search_replicate import Answer, Task, replicate
from benchmarks.audit.truth_search_sample import SETTINGS
from benchmarks.audit.truth_text import put_in

__all__ = ["main", "run"]

REPLICATES, PERSONS, POPULATION = 60, 8_000, 200_000


def main(arguments: list[str] | None = None) -> None:
    """Run everything and write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit.truth_search")
    parser.add_argument("--replicates", type=int, default=REPLICATES, help="of each setting")
    parser.add_argument("--persons", type=int, default=PERSONS, help="in each replicate; half of them make the card")
    parser.add_argument("--population", type=int, default=POPULATION, help="people that truth is taken from")
    parser.add_argument("--workers", type=int, default=1, choices=(1, 2), help="processes")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--json-out", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    begun = time.perf_counter()

    def say(line: str) -> None:
        print(f"{time.perf_counter() - begun:6.0f} s  {line}", file=sys.stderr, flush=True)

    answers = run(options.replicates, options.persons, options.population, options.workers, say)
    command = f"python -m benchmarks.audit.truth_search --replicates {options.replicates}"
    for name, usual in (("persons", PERSONS), ("population", POPULATION)):
        if getattr(options, name) != usual:
            command += f" --{name} {getattr(options, name)}"
    found = documents(answers, command, options.persons, options.population)
    table = json.loads(options.json_out.read_text(encoding="utf-8")) | found
    page = put_in(options.out.read_text(encoding="utf-8"), HEADING, section(found))
    options.json_out.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    options.out.write_text(page, encoding="utf-8")


def run(replicates: int, persons: int, population: int, workers: int, say: Callable[[str], None]) -> list[Answer]:
    """So many replicates of every setting, in order; the same whatever the number of workers."""
    tasks = [
        Task(setting=setting, number=number, persons=persons, population=population)
        for setting in SETTINGS
        for number in range(replicates)
    ]
    answers = []
    for task, answer in zip(tasks, _answers(tasks, workers), strict=True):
        answers.append(answer)
        say(f"{task.setting}: {task.number + 1} of {replicates} replicates")
    return answers


def _answers(tasks: list[Task], workers: int) -> Iterator[Answer]:
    if workers == 1:
        yield from map(replicate, tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(replicate, tasks)


if __name__ == "__main__":
    main()
