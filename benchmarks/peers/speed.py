"""Speed: each task in a process of its own, so that its peak of memory is its own; medians, and ratios to a peer.

A task is a function of this module. It takes sizes and gives its figures; nothing that it does before the clock
starts (imports, making the table, fitting the card that is then used) is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.peers import prepared, speed_fit, speed_people, speed_rows
from benchmarks.peers.worker import Answer, Ended, Worker

__all__ = ["Figure", "Section", "Sizes", "measure_speed"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much work the section does.

    Attributes
    ----------
    fit_rows
        Rows of the tables that are fitted, each of 20 columns.
    score_rows
        Rows of the Parquet files that are scored, of 15 columns; the first is of the tables in memory, too.
    people
        Persons for whom changes are sought by the card, all at once.
    few
        Persons for whom changes are sought one by one, by the peers too.
    repetitions
        Of every timed piece of work but fits, whose number falls with their size.
    cap
        Seconds that one task may take with all its repetitions.
    """

    fit_rows: tuple[int, ...] = (100_000, 1_000_000)
    score_rows: tuple[int, ...] = (1_000_000, 10_000_000)
    people: int = 20_000
    few: int = 50
    repetitions: int = 5
    cap: float = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the speed tables.

    Attributes
    ----------
    values
        By name of the column; empty unless done.
    """

    what: str
    ended: Ended
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One speed table.

    Attributes
    ----------
    base
        The line that ratios are to; the line itself stands in the table.
    per
        The column that ratios are of.
    faster
        Whether a higher value of that column is faster.
    notes
        Sentences on what the lines include.
    """

    title: str
    per: str
    faster: bool
    base: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    def ratio(self, figure: Figure) -> float | None:
        """How many times the time of the base this line takes; None unless both are done."""
        found = {each.what: each for each in self.figures}
        base = found.get(self.base)
        if base is None or base.ended is not Ended.DONE or figure.ended is not Ended.DONE:
            return None
        mine, theirs = figure.values[self.per], base.values[self.per]
        return theirs / mine if self.faster else mine / theirs


def measure_speed(sizes: Sizes, progress: Progress) -> tuple[Section, ...]:
    """All speed tables."""
    runner = _Runner(sizes.cap, progress)
    card = runner.made("the card that scores and explains", prepared.fitted_card)
    wider = runner.made("the card that finds changes", speed_people.fitted_card)
    return (
        *(_fits(runner, rows) for rows in sizes.fit_rows),
        *(_scoring(runner, card, rows, sizes.repetitions) for rows in sizes.score_rows),
        _reasons(runner, card, sizes),
        _changes(runner, wider, sizes),
        _applicant(runner, wider, sizes),
    )


def _fits(runner: _Runner, rows: int) -> Section:
    return Section(
        title=f"Fit of {rows:,} rows x 20 columns",
        per="seconds",
        faster=False,
        base="LightGBM, 300 trees",
        figures=(
            runner.run("card", speed_fit.card, rows),
            runner.run("LightGBM, 300 trees", speed_fit.lightgbm, rows),
        ),
        notes=("Both from memory; GiB before: what the process holds, table included, when the fit begins.",),
    )


def _scoring(runner: _Runner, card: Answer, rows: int, repetitions: int) -> Section:
    work = (rows, repetitions)
    return Section(
        title=f"Scoring {rows:,} rows x 15 columns from Parquet",
        per="rows/s",
        faster=True,
        base="bare scan",
        figures=(
            runner.run("bare scan", speed_rows.scan, *work),
            runner.run("card, scores and PDs summed up", speed_rows.summed, card, *work),
            runner.run("card, batch", speed_rows.batch, card, *work, 0),
            runner.run("card, batch with 4 reasons", speed_rows.batch, card, *work, 4),
            runner.run("card, exported SQL with 4 reasons", speed_rows.sql, card, *work),
            runner.run("optbinning", speed_rows.optbinning, *work),
        ),
        notes=(
            "The scan and the card's first line read all and sum up; optbinning's line reads and scores. None writes.",
            "The card's other lines write a file with a row for each row.",
        ),
    )


def _reasons(runner: _Runner, card: Answer, sizes: Sizes) -> Section:
    rows = sizes.score_rows[0]
    work = (rows, sizes.repetitions)
    return Section(
        title=f"Four reasons for each of {rows:,} rows that are read",
        per="rows/s",
        faster=True,
        base="scores alone",
        figures=(
            runner.run("scores alone", speed_rows.scores, card, *work),
            runner.run("reasons alone", speed_rows.reasons, card, *work),
        ),
    )


def _changes(runner: _Runner, card: Answer, sizes: Sizes) -> Section:
    return Section(
        title="Changes that reach the goal: 17 columns, 6 of them changeable",
        per="people/s",
        faster=True,
        base="card, one by one",
        figures=(
            runner.run("card, whole file", speed_people.whole_file, card, sizes.people, sizes.repetitions),
            runner.run("card, one by one", speed_people.one_by_one, card, 10 * sizes.few),
            runner.run("optbinning Counterfactual", speed_people.optbinning, sizes.few),
            runner.run("DiCE, random", speed_people.dice, sizes.few),
        ),
        notes=(
            "The card: the cheapest of all plans within directions, steps and bounds, or a proof that there is none.",
            "Whole file: read too is people/s with the reading of their values; every plan is scored again in both.",
            "One by one: reading, score and reasons are in the time.",
            "optbinning: the optimum of its own distance over bins, at most 3 changes. DiCE: the first that it draws.",
            "found: the share of the refused for whom the answer is changes.",
        ),
    )


def _applicant(runner: _Runner, card: Answer, sizes: Sizes) -> Section:
    what = "score, reasons and changes"
    return Section(
        title="One applicant in Python",
        per="median ms",
        faster=False,
        base=what,
        figures=(runner.run(what, speed_people.applicant, card, 10 * sizes.few),),
    )


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs tasks one after another, each in a process of its own."""

    cap: float
    progress: Progress

    def made(self, what: str, task: Callable[[], object]) -> Answer:
        """What later tasks need."""
        with Worker(_prepare, task) as worker:
            answer = worker.ask((), self.cap)
        self.progress(f"speed: {what}: {answer.ended} {answer.why}".rstrip())
        return answer

    def run(self, what: str, task: Callable[..., dict[str, float]], *arguments: object) -> Figure:
        """One line; what was made before is handed over, and without it the line ends as that did."""
        for each in arguments:
            if isinstance(each, Answer) and each.ended is not Ended.DONE:
                return Figure(what=what, ended=each.ended, values={})
        given = [each.value if isinstance(each, Answer) else each for each in arguments]
        with Worker(_prepare, task) as worker:
            answer = worker.ask(given, self.cap)
        values: dict[str, float] = answer.value if answer.ended is Ended.DONE else {}
        shown = ", ".join(f"{name} {value:,.4g}" for name, value in values.items())
        self.progress(f"speed: {what}: {shown or f'{answer.ended} {answer.why}'.rstrip()}")
        return Figure(what=what, ended=answer.ended, values=values)


def _prepare(task: Callable[..., object]) -> Callable[[Any], object]:
    return lambda arguments: task(*arguments)
