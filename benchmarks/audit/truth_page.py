"""The results as a page: ``benchmarks/audit-truth.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from audits.fairness.verdict import Verdict
from benchmarks.audit.truth_coverage import DRAWS as COVERAGE_DRAWS
from benchmarks.audit.truth_every_page import section as every_measure
from benchmarks.audit.truth_replicate import KEYS, Rate
from benchmarks.audit.truth_run import FEW, Cell, Results
from benchmarks.audit.truth_sample import OLD_CUT, TRIAL
from benchmarks.audit.truth_search_page import section
from benchmarks.audit.truth_text import table
from benchmarks.audit.truth_values import REFERENCES

__all__ = ["page"]

_INTRODUCTION = """# The audit against the truth

```
{command}
```

{machine}

A population of {people:,} people of Laagland is simulated for each setting, with five lives each: `true_pd` is the
share of defaults among them. The card is `benchmarks/audit/truth_card.json`, fitted on others before any of this. A
replicate is a sample of people from the population, drawn with replacement, whose outcomes are lived again from
`true_pd`; it is audited with the default plan, its reference groups named ({references}): {keys} primary
comparisons whose intervals hold together at 95 %. The true value of each measure is computed on the whole
population from definitions, not with the audit's code (`benchmarks/audit/truth_values.py`). Intervals behind rates
are Monte-Carlo intervals, 95 % (Wilson for reports, over replicates for pooled comparisons).

Where only primary comparisons are counted, scores are taken off the cube, since those do not look at them: intervals
at a given level are the same, and the joint level, which is drawn, differs by chance. Audited both ways, {both}
replicates of {size:,} people have intervals of {reach:.3f} and {plain_reach:.3f} standard errors, and the same word
in {words} of comparisons. Combinations are left out: the default plan does not judge them.
"""

_WHOLE = """## Whole reports

A *false alarm* is a report with any *breach* whose true value lies within its limit; a *false reassurance* one with
any *within* whose true value lies outside. Nominal is at most 5 %. *At the edge*: each measure's limit is put where
its farthest true value lies, the hardest place for a limit. *Any interval misses*: reports of which any of the
simultaneous intervals misses its true value; no limits whatever could make more errors than that. Recorded outcomes
are honest here; what label bias does stands below.

A first run had 1,000 replicates. Of those of 10,000 people 6.9 % (5.5-8.6) missed in `fair` and, with the same
random numbers, 7.2 % (5.8-9.0) in `historical`: more than chance alone would do at nominal. Therefore 4,000 others
were drawn in `fair` (with 400 draws each), of which 5.4 % (4.8-6.2) missed, the number was raised to 4,000 for
every row, and each world got random numbers of its own. The first thousand are among those of `fair`; those of
`equal` and `historical` are all new.
"""

_COVERAGE = """## Coverage of intervals

Each interval by itself, level 95 %: the primary measures over whole-report replicates, then every measure, audited
with scores ({people:,} people, {replicates} replicates, {draws} draws). Equalised odds, KS and the distance of score
distributions have intervals that hold at every size and are wide (both parts at half the error; Dvoretzky, Kiefer
and Wolfowitz).
"""

_TABLE = """## What the audit can and cannot see, by knob and measure

Stated in `benchmarks/audit/truth_table.py` before the replicates, with reasons; of people with a migration
background against people without. How far a knob is turned, and where a limit is stricter than the default, was
chosen with the true values known, so that there is something to find. Each measure speaks for its kind: the adverse
impact ratio for measures of decisions and scores, the true positive rate for decisions by outcome, calibration for
measures of predictions and ranking. *Found*: share of replicates that answered *breach* under the limit in the
table, the true value being outside. *False alarm*: the same under the default limit, the true value being inside.
{replicates} replicates, {draws} draws.
"""

_SELECTIVE = """## Outcomes of the approved only

World `fair`. Worst cases must hold what the same people's hidden outcomes give, in every replicate; the intervals
around them the population's true value. The weighted estimate rests on people whose decision was open; beside it
stands what every outcome of *the same* people gives, and the true value among everybody: where decisions followed
other facts than the score, or few were open, these differ, and no weights mend that. Lender of the past: {cut}
points of 13 asked for, {trial} of those below approved by way of trial.
"""

_LABELS = """## Label bias: what the report says instead

3 % of one group's repaid credits are recorded as defaults. Where that carried calibration over its limit although
the honest records of the same people lay inside, the report's least share of wrong defaults
(`audits/fairness/sensitivity.py`) must not exceed the share that was wrong.
"""


def page(results: Results, command: str, machine: Mapping[str, str], people: int, others: Mapping[str, Any]) -> str:
    """The page as Markdown."""
    fewer = results.cells[0].said
    replicates = next(iter(next(iter(fewer.values())).values())).of
    first = next(iter(results.coverage.values()))
    references = ", ".join(f"{name}: {level}" for name, level in REFERENCES.items())
    main = sorted({one.people for one in results.wholes})
    coverage_size = next((size for size in main if size >= 10_000), main[-1])
    parts = [
        _INTRODUCTION.format(
            command=command,
            machine="\n".join(f"- {name}: {value}" for name, value in machine.items()),
            people=people,
            references=references,
            keys=len(KEYS),
            both=results.agreement.words.of,
            size=results.agreement.people,
            reach=results.agreement.reach,
            plain_reach=results.agreement.plain_reach,
            words=_share(results.agreement.words.value),
        ),
        _WHOLE,
        _wholes(results),
        _COVERAGE.format(people=coverage_size, replicates=first.of, draws=COVERAGE_DRAWS),
        _coverage(results),
        _TABLE.format(replicates=replicates, draws=FEW),
        _cells(results.cells),
        _SELECTIVE.format(cut=OLD_CUT, trial=f"{TRIAL:.0%}".replace("%", " %")),
        _selective(results),
        _weighted(results),
        _LABELS,
        _labels(results),
        every_measure(others.get("every_measure")),
        section(others),
    ]
    return "\n".join(parts)


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _rate(found: Rate) -> str:
    return f"{100 * found.value:.1f} % ({100 * found.low:.1f}-{100 * found.high:.1f})"


def _wholes(results: Results) -> str:
    head = (
        "world",
        "people",
        "replicates",
        "draws",
        "false alarm",
        "false reassurance",
        "alarm at the edge",
        "reassurance at the edge",
        "any interval misses",
    )
    return table(
        head,
        (
            (
                one.world,
                f"{one.people:,}",
                f"{one.alarms.of:,}",
                f"{one.draws:,}",
                _rate(one.alarms),
                _rate(one.reassurances),
                _rate(one.edge_alarms),
                _rate(one.edge_reassurances),
                _rate(one.misses),
            )
            for one in results.wholes
        ),
    )


def _coverage(results: Results) -> str:
    measures = list(results.wholes[0].alone)
    first = table(
        ("world, people", *(measure.value for measure in measures)),
        (
            (f"{one.world}, {one.people:,}", *(_rate(one.alone[measure]) for measure in measures))
            for one in results.wholes
        ),
    )
    return (
        first
        + "\n"
        + table(
            ("measure", "holds the true value"),
            ((measure.value, _rate(found)) for measure, found in results.coverage.items()),
        )
    )


def _cells(cells: Sequence[Cell]) -> str:
    sizes = list(cells[0].said)
    head = (
        "knob",
        "measure",
        "stated",
        "true value",
        "limit",
        *(f"found, {size:,}" for size in sizes),
        *(f"false alarm, {size:,}" for size in sizes),
        *(f"inconclusive, {size:,}" for size in sizes),
    )
    rows = []
    for cell in cells:
        power = [_rate(found) for found in cell.power.values()] if cell.power else ["-"] * len(sizes)
        alarms = [_rate(cell.said[size][Verdict.BREACH]) if cell.inside else "-" for size in sizes]
        silent = [_share(cell.said[size][Verdict.INCONCLUSIVE].value) for size in sizes]
        stated = "detectable" if cell.stated.detectable else "not detectable"
        values = (f"{cell.truth:.3f}", f"{cell.stated.limit.limit:g}")
        rows.append((cell.stated.knob.en, cell.stated.measure.value, stated, *values, *power, *alarms, *silent))
    return table(head, rows, texts=3)


def _selective(results: Results) -> str:
    head = ("decided by", "people", "replicates", "worst cases hold", "intervals hold", "wrong verdict", "inconclusive")
    return table(
        (*head, "measures with worst cases"),
        (
            (
                name,
                f"{one.people:,}",
                f"{one.sample.of:,}",
                _rate(one.sample),
                _rate(one.population),
                _rate(one.wrong),
                _share(one.open.value),
                ", ".join(measure.value for measure in one.bounded) or "none",
            )
            for name, several in results.selective.items()
            for one in several
        ),
    )


def _weighted(results: Results) -> str:
    head = (
        "decided by",
        "people",
        "measure",
        "replicates with one",
        "estimate",
        "the same people",
        "everybody",
        "root mean square error",
        "share of people",
        "effective people",
    )
    rows: list[tuple[str, ...]] = []
    for name, several in results.selective.items():
        for one in several:
            rows += [
                (
                    name,
                    f"{one.people:,}",
                    found.measure.value,
                    f"{found.replicates:,}",
                    f"{found.estimate:.3f}",
                    f"{found.same:.3f}",
                    f"{found.everybody:.3f}",
                    f"{found.error:.4f}",
                    _share(found.share),
                    f"{found.effective:,.0f}",
                )
                for found in one.weighted
            ]
            if not one.weighted:
                rows.append((name, f"{one.people:,}", "none: nobody's decision was open", "0", *["-"] * 6))
    return table(head, rows)


def _labels(results: Results) -> str:
    head = ("people", "carried over the limit", "share named held", "least share named (mean)", "share wrong (mean)")
    return table(
        head,
        (
            (f"{one.people:,}", _rate(one.carried), _rate(one.held), _share(one.named), _share(one.wrong))
            for one in results.labels
        ),
        texts=0,
    )
