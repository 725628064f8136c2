"""Every measure, knob by knob, against the truth: ``python -m benchmarks.audit.truth_every --replicates 200``.

Writes its part of the table of error rates and its section of the page; every other part of both is kept as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from audits.fairness.measures import Measure, Scale
from audits.fairness.result import Bounds, Found
from audits.fairness.threshold import scale_of
from audits.shared.intervals import Interval
from benchmarks.audit.truth import PAGE, TABLE
from benchmarks.audit.truth_coverage import DRAWS, JUDGED, audited
from benchmarks.audit.truth_every_page import HEADING, section
from benchmarks.audit.truth_replicate import Rate, rate
from benchmarks.audit.truth_run import Populations, Say
from benchmarks.audit.truth_sample import Design, Universe
from benchmarks.audit.truth_table import COMPARED, of_every_measure
from benchmarks.audit.truth_text import made_with, put_in, rounded, written
from benchmarks.audit.truth_values import Key
from benchmarks.audit.truth_world import PEOPLE
from scoring.domain.text import Text

__all__ = ["PART", "Seen", "document", "lies_apart", "main", "seen"]

PART = "every_measure"
"""The name of its part of the table."""

REPLICATES, SIZES = 200, (10_000, 50_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the audit said of one measure of one group in the replicates of a design.

    Attributes
    ----------
    shown
        In how many of them there was an interval, of a value or of worst cases.
    holds
        Of these, how often it held the true value; None if there was none.
    apart
        Of all, how often the whole interval lay where the true value does: on that side of no difference.
    """

    people: int
    shown: int
    holds: Rate | None
    apart: Rate


def seen(
    universe: Universe, truth: Mapping[Key, float], people: int, replicates: int, say: Callable[[str], None]
) -> dict[Measure, Seen]:
    """Audit so many replicates by the attribute of ``COMPARED``: every measure but ``JUDGED``, at level 0.95."""
    attribute, level = COMPARED
    counts = {measure: np.zeros(3, dtype=int) for measure in Measure if measure is not JUDGED}
    for number in range(replicates):
        cube = universe.draw(people, np.random.default_rng([people, number, 5])).cube.by([attribute])
        (group,) = audited(cube, number).groupings
        for measure, count in counts.items():
            one = group.comparison(measure, (level,))
            if one is not None and isinstance(one.finding, Found | Bounds):
                true, interval = truth[measure, attribute, level], one.finding.interval
                count += (1, interval.low <= true <= interval.high, lies_apart(interval, measure, true))
        if number % 50 == 49:
            say(f"{people} people: {number + 1} replicates")
    return {
        measure: Seen(
            people=people,
            shown=int(shown),
            holds=rate(int(held), int(shown)) if shown else None,
            apart=rate(int(apart), replicates),
        )
        for measure, (shown, held, apart) in counts.items()
    }


def lies_apart(interval: Interval, measure: Measure, true: float) -> bool:
    """Whether a whole interval lies on the side of no difference on which the true value does."""
    none = 1.0 if scale_of(measure) is Scale.RATIO else 0.0
    return bool(interval.low > none if true > none else interval.high < none)


def document(
    told: Mapping[Design, tuple[Mapping[Key, float], Sequence[Mapping[Measure, Seen]]]], command: str, people: int
) -> dict[str, Any]:
    """The part of the table: by knob and measure, what was stated, the true value, and what came of it by size."""
    knobs: dict[Text, list[dict[str, Any]]] = {}
    for stated, measure, detectable in of_every_measure():
        if measure is not JUDGED:
            truth, runs = told[stated.design]
            knobs.setdefault(stated.knob, []).append(
                {
                    "measure": measure.value,
                    "detectable": detectable,
                    "true_value": rounded(truth[measure, *COMPARED]),
                    "sizes": [_size(run[measure]) for run in runs],
                }
            )
    replicates = next(iter(next(iter(told.values()))[1][0].values())).apart.of
    return {
        "made_with": made_with(command, people),
        "replicates": replicates,
        "draws": DRAWS,
        "knobs": [{"knob": {"en": knob.en, "nl": knob.nl}, "measures": rows} for knob, rows in knobs.items()],
    }


def _size(found: Seen) -> dict[str, Any]:
    holds = None if found.holds is None else written(found.holds)
    return {"people": found.people, "shown": found.shown, "holds": holds, "apart": written(found.apart)}


def main(arguments: list[str] | None = None) -> None:
    """Run everything and write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit.truth_every")
    parser.add_argument("--replicates", type=int, default=REPLICATES, help="of each design and size")
    parser.add_argument("--people", type=int, default=PEOPLE, help="in each population")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="of replicates")
    parser.add_argument("--worlds", type=Path, default=Path(tempfile.gettempdir()) / "counterscore-truth")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--json-out", type=Path, default=TABLE)
    options = parser.parse_args(arguments)
    begun = time.perf_counter()

    def say(line: str) -> None:
        print(f"{time.perf_counter() - begun:6.0f} s  {line}", file=sys.stderr, flush=True)

    command = f"python -m benchmarks.audit.truth_every --replicates {options.replicates}"
    if options.people != PEOPLE or options.sizes != list(SIZES):
        command += f" --people {options.people} --sizes {' '.join(map(str, options.sizes))}"
    told = _told(Populations(options.worlds, options.people, say), options.replicates, options.sizes, say)
    found = document(told, command, options.people)
    table = json.loads(options.json_out.read_text(encoding="utf-8")) | {PART: found}
    page = put_in(options.out.read_text(encoding="utf-8"), HEADING, section(found))
    options.json_out.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    options.out.write_text(page, encoding="utf-8")


def _told(
    populations: Populations, replicates: int, sizes: Sequence[int], say: Say
) -> dict[Design, tuple[dict[Key, float], list[dict[Measure, Seen]]]]:
    """By design, the true values, and by size what was said of them."""
    found = {}
    for design in dict.fromkeys(stated.design for stated, _, _ in of_every_measure()):
        universe, truth = populations.of(design)
        say(f"{design}")
        found[design] = truth, [seen(universe, truth, people, replicates, say) for people in sizes]
    return found


if __name__ == "__main__":
    main()
