"""Evaluation: how well a card ranks and how true its probabilities are, each figure with its interval.

Intervals are at 95 %, each by itself, and closed forms: the same rows give the same interval on every machine. Which
form each figure has is said by :class:`scoring.engine.figure.Method` and printed with it. With weights, each row's part
in an error counts with the square of its weight (:mod:`scoring.engine.estimate`), and the bad rate of a band stands on
the band's effective number of rows, ``(sum w)^2 / sum w^2`` (Kish 1965).
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.domain.errors import DataError
from scoring.engine.bands import Band, bands
from scoring.engine.estimate import Array, Outcomes, effective_rows
from scoring.engine.figure import MEASURES, Figure, Method, Predicted, Unmeasured, figure

__all__ = ["Evaluation", "evaluate", "measure"]

WEIGHTS = "errors by row with the square of the weight; bands at (sum w)^2 / sum w^2 rows (Kish 1965)"

POINTS = "goods and bads do not overlap: the intervals of AUC, Gini and KS are points and say nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All figures of one card on one file.

    Attributes
    ----------
    rows, bads
        Counted, whatever their weight.
    effective_rows
        How many equal rows know as much; None without weights.
    figures
        In the order of ``MEASURES``; those that have no value say why.
    bands
        Calibration by band, lowest scores first.
    """

    rows: int
    bads: int
    effective_rows: float | None
    figures: tuple[Figure | Unmeasured, ...]
    bands: tuple[Band, ...]

    def figure(self, name: str) -> Figure:
        """The figure of that name.

        Raises
        ------
        DataError
            If there is no such figure, or it has no value.
        """
        for found in self.figures:
            if found.name == name:
                if isinstance(found, Unmeasured):
                    raise DataError(found.why, where=name)
                return found
        raise DataError(f"there is no figure '{name}'")

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known to read the figures."""
        auc = self.figure("AUC")
        return (POINTS,) if auc.high - auc.low < 1e-9 else ()

    def to_document(self) -> dict[str, object]:
        """Plain JSON values."""
        weights = {"effective_rows": self.effective_rows, "method": WEIGHTS} if self.effective_rows else None
        return {
            "rows": self.rows,
            "bads": self.bads,
            "interval": "95 %",
            "weights": weights,
            "figures": {found.name: found.to_document() for found in self.figures},
            "bands": [band.to_document() for band in self.bands],
            "band_method": Method.WILSON.value,
            "notes": list(self.notes),
        }

    def to_text(self) -> str:
        """The figures as a table with the method of each interval, then calibration by band."""
        lines = [f"{self.rows} rows, {self.bads} bad; intervals at 95 %, each by itself"]
        if self.effective_rows:
            lines.append(f"weighted: as much as {self.effective_rows:.0f} equal rows; {WEIGHTS}")
        lines += ["", *(_line(found) for found in self.figures)]
        lines += ["", f"score band     rows   mean PD   bad rate   interval ({Method.WILSON.value})"]
        lines += [
            f"{b.lowest:4d} to {b.highest:4d} {b.rows:7.0f}  {b.mean_pd:8.4f}   {b.bad_rate:8.4f}   "
            f"{b.low:.4f} to {b.high:.4f}"
            for b in self.bands
        ]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])


def evaluate(score: Array, pd: Array, bad: Array, weight: Array | None) -> Evaluation:
    """Measure scores and probabilities against outcomes.

    Parameters
    ----------
    score
        Shape (rows,): whole scores, higher is safer.
    pd
        Shape (rows,): probability of default; a function of the score.
    bad
        Shape (rows,): outcomes; two of each or more.
    weight
        Shape (rows,): positive, or None.

    Raises
    ------
    DataError
        If all outcomes are of one class, or there is but one of a class.
    """
    return measure(Predicted(score=score, pd=pd), Outcomes.of(bad, weight))


def measure(says: Predicted, outcomes: Outcomes) -> Evaluation:
    """Measure what a card says of each row against what became of it."""
    return Evaluation(
        rows=len(outcomes.bad),
        bads=int(outcomes.bad.sum()),
        effective_rows=effective_rows(outcomes.weight) if outcomes.weighted else None,
        figures=tuple(figure(each, says, outcomes) for each in MEASURES),
        bands=bands(says, outcomes),
    )


def _line(found: Figure | Unmeasured) -> str:
    if isinstance(found, Unmeasured):
        return f"{found.name:24}      none   {found.why}"
    at = "" if found.at is None else f" ({found.at})"
    return f"{found.name:24} {found.value:9.4f}   {found.low:9.4f} to {found.high:7.4f}   {found.method}{at}"
