"""The report: what was run and where, one table for each file, the speed tables, and what the words mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.peers import ours
from benchmarks.peers.cross_validation import Comparison, Result, difference
from benchmarks.peers.measures import Estimate
from benchmarks.peers.models import CARD, PEERS
from benchmarks.peers.speed import Figure, Section
from benchmarks.peers.table import NOTHING, Table
from benchmarks.peers.worker import Ended

__all__ = ["Report", "comparison_table", "gaps", "label", "speed_table"]

METHOD = (
    "± is a standard error over folds, corrected for training sets that overlap (Nadeau and Bengio 2003).",
    "AUC − card is paired by fold; above zero the peer ranks better.",
    "Calibration error: |share of bads − mean PD|, averaged over ten bins of about equally many rows of a test fold.",
    "It is not debiased; by chance: what the same PDs would show on as many rows if every one of them were true.",
    "fit s: median wall-clock seconds of one fit, imports left out; the card's includes reading its raw columns.",
    "not finished: a fit passed the cap of --cap seconds, and the model was not asked for the file's other folds.",
)

RATES_IN_WORDS = "Rows or people a second, by task; the tables below hold its numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is printed.

    Attributes
    ----------
    command
        As it could be typed again, with names of files, not their places.
    machine
        By name, in words.
    """

    command: str
    machine: Mapping[str, str]
    comparisons: Sequence[Comparison]
    sections: Sequence[Section]

    def text(self) -> str:
        """For a terminal."""
        head = [f"$ {self.command}", *(f"{name}: {value}" for name, value in self.machine.items())]
        tables = [table.text() for table in self._tables()]
        return "\n\n".join(["\n".join(head), *tables, "\n".join(self._method())])

    def markdown(self, picture: str, speed_picture: str = "") -> str:
        """As Markdown.

        Parameters
        ----------
        picture, speed_picture
            The names of the charts' files; empty for none.
        """
        head = [f"- {name}: {value}" for name, value in self.machine.items()]
        shown = []
        if picture:
            words = "AUC of each peer less the card's, by file; the table below holds its numbers"
            shown = [f"![{words}]({picture})", _gaps_table(self.comparisons).markdown()]
        parts = [
            "# The card and its peers",
            f"```\n{self.command}\n```",
            "\n".join(head),
            *shown,
            *(comparison_table(each).markdown() for each in self.comparisons),
            *([f"![{RATES_IN_WORDS}]({speed_picture})"] if speed_picture else []),
            *(speed_table(each).markdown() for each in self.sections),
            "## How it was measured",
            "\n".join(f"- {line}" for line in self._method()),
        ]
        return "\n\n".join(parts) + "\n"

    def _tables(self) -> list[Table]:
        return [comparison_table(each) for each in self.comparisons] + [speed_table(each) for each in self.sections]

    def _method(self) -> list[str]:
        if not self.comparisons:
            return ["Wall-clock medians of several repetitions; a fit of 500,000 rows or more is timed once."]
        models = [result.model for result in self.comparisons[0].results]
        return [*METHOD] + [
            f"{label(model)}: {ours.card_setup() if model == CARD else PEERS[model].setup}." for model in models
        ]


def label(model: str) -> str:
    """A model's name for tables."""
    return CARD if model == CARD else PEERS[model].label


def comparison_table(comparison: Comparison) -> Table:
    """One row for each model; a model that did not finish says so."""
    notes = [comparison.note[0].upper() + comparison.note[1:] + "."] if comparison.note else []
    if comparison.left_out:
        notes.append("No model gets: " + ", ".join(f"{name} ({why})" for name, why in comparison.left_out) + ".")
    return Table(
        title=f"{comparison.name}: {comparison.rows:,} rows, {comparison.bads:,} bad, {comparison.numeric} numeric and "
        f"{comparison.categorical} categorical columns, {comparison.repeats} x {comparison.folds} folds",
        heading=("model", "AUC", "AUC − card", "log-loss", "calibration error", "by chance", "Brier", "fit s"),
        rows=[_row(result, comparison) for result in comparison.results],
        notes=notes,
    )


def gaps(comparisons: Sequence[Comparison]) -> list[tuple[str, str, Estimate]]:
    """File, peer, and the peer's AUC less the card's, of the peers that finished."""
    return [
        (comparison.name, label(result.model), gap)
        for comparison in comparisons
        for result in comparison.results[1:]
        if (gap := difference(result, comparison.card, "auc", comparison.folds)) is not None
    ]


def _gaps_table(comparisons: Sequence[Comparison]) -> Table:
    rows = []
    for name, peer, gap in gaps(comparisons):
        low, high = gap.interval
        rows.append((name, peer, *(f"{number:+.4f}".replace("-", "−") for number in (gap.mean, low, high))))
    title = "AUC of each peer less the card's"
    heading = ("file", "model", "difference", "95% from", "to")
    notes = ("Student's t with one degree of freedom less than there are folds, on the corrected standard error.",)
    return Table(title=title, heading=heading, rows=rows, notes=notes)


def _row(result: Result, comparison: Comparison) -> tuple[str, ...]:
    if result.ended is not Ended.DONE:
        return label(result.model), str(result.ended), *[NOTHING] * 6
    found = result.estimates(comparison.folds)
    gap = None if result is comparison.card else difference(result, comparison.card, "auc", comparison.folds)
    return (
        label(result.model),
        _with_error(found["auc"]),
        NOTHING if gap is None else _with_error(gap, sign="+"),
        _with_error(found["log_loss"]),
        _with_error(found["calibration"]),
        f"{found['floor'].mean:.4f}",
        _with_error(found["brier"]),
        f"{result.median_seconds:.2f}",
    )


def _with_error(estimate: Estimate, sign: str = "") -> str:
    mean = f"{estimate.mean:{sign}.4f}".replace("-", "−")
    return mean if math.isnan(estimate.error) else f"{mean} ± {estimate.error:.4f}"


def speed_table(section: Section) -> Table:
    """One row for each line, its figures, and its time as a multiple of the base's."""
    names = list(dict.fromkeys(name for figure in section.figures for name in figure.values)) or [section.per]
    return Table(
        title=section.title,
        heading=("", *names, f"time / {section.base}"),
        rows=[_speed_row(section, figure, names) for figure in section.figures],
        notes=section.notes,
    )


def _speed_row(section: Section, figure: Figure, names: Sequence[str]) -> tuple[str, ...]:
    if figure.ended is not Ended.DONE:
        return figure.what, str(figure.ended), *[NOTHING] * len(names)
    cells = [_number(figure.values[name]) if name in figure.values else NOTHING for name in names]
    ratio = section.ratio(figure)
    return figure.what, *cells, NOTHING if ratio is None else _number(ratio)


def _number(number: float) -> str:
    """Three significant digits, or whole where there are more before the point."""
    if number == round(number) or abs(number) >= 100:
        return f"{number:,.0f}"
    digits = max(0, 2 - math.floor(math.log10(abs(number))))
    return f"{number:.{digits}f}"
